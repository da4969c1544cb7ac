"""Where descents must end, and what losses and surfaces are worth: scikit-learn, SciPy, torch autograd."""

import functools

import numpy as np
import scipy.optimize
import scipy.special
import torch
from problems import HOUSES_X, HOUSES_Y, bowl, rosenbrock, valley
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.linear_model._sgd_fast import Hinge, SquaredHinge

POINTS = [[0.5, 1.5], [1.0, 1.0], [1.5, 0.5], [3.0, 0.5], [2.0, 2.0], [1.0, 2.5]]
LABELS = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
CLASSES = [0, 0, 1, 1, 2, 2]
WEIGHTS = [1.0, 2.0, 0.5, 1.0, 3.0, 0.25]


# --- models ---------------------------------------------------------------------------------------------------


def models():
    """Each row: the data, gdkit's cost in words, the library's call, and the minimum as (b, w...)."""
    x, y = np.array(HOUSES_X)[:, None], np.array(HOUSES_Y)
    m = len(y)
    house = {"x": x.tolist(), "y": HOUSES_Y}

    def row(name, data, cost, call, model, **more):
        return {
            "name": name,
            **data,
            "cost": cost,
            "call": call,
            "minimum": [float(v) for v in [*np.ravel(model.intercept_), *np.ravel(model.coef_)]],
        } | more

    out = [
        row("least squares", house, "(1/2m) sum r^2", "LinearRegression()", LinearRegression().fit(x, y)),
        row(
            "weighted least squares",
            house | {"weights": WEIGHTS},
            "sum c r^2",
            "LinearRegression().fit(x, y, sample_weight=c)",
            LinearRegression().fit(x, y, sample_weight=WEIGHTS),
        ),
    ]
    for l2 in (0.1, 2.0):
        # sum r^2 + alpha w^2 = 2m ((1/2m) sum r^2 + (L2/2) w^2) with alpha = m L2; b is free in both.
        out.append(
            row(
                "ridge",
                house,
                "(1/2m) sum r^2 + (L2/2) w^2",
                f"Ridge(alpha={m * l2}, solver='svd')",
                Ridge(alpha=m * l2, solver="svd").fit(x, y),
                L2=l2,
            )
        )
    two = {"x": POINTS, "y": [1.0, -0.5, 2.0, 0.3, 1.1, -2.0]}
    for l1 in (0.05, 0.4):
        model = Lasso(alpha=l1, tol=1e-15, max_iter=100000).fit(two["x"], two["y"])
        out.append(row("lasso", two, "(1/2m) sum r^2 + L1 |w|", f"Lasso(alpha={l1}, tol=1e-15)", model, L1=l1))

    labels = {"x": POINTS, "y": LABELS}
    logit = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-14, max_iter=1000).fit(POINTS, LABELS)
    r = row(
        "logistic",
        labels,
        "(1/m) sum log-loss + (L2/2) |w|^2, L2 = 1/(C m)",
        "LogisticRegression(C=1, solver='newton-cholesky', tol=1e-14)",
        logit,
        L2=1 / m,
    )
    w = torch.tensor(r["minimum"], requires_grad=True)
    z = w[0] + torch.tensor(POINTS) @ w[1:]
    j = torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(LABELS)) + (w[1:] @ w[1:]) / (2 * m)
    j.backward()
    assert w.grad.abs().max() < 1e-12, w.grad
    out.append(r | {"J": j.item()})

    soft = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-14, max_iter=1000).fit(POINTS, CLASSES)
    W, b = torch.tensor(soft.coef_, requires_grad=True), torch.tensor(soft.intercept_, requires_grad=True)
    j = torch.nn.functional.cross_entropy(torch.tensor(POINTS) @ W.T + b, torch.tensor(CLASSES)) + (W * W).sum() / (2 * m)
    j.backward()
    assert max(W.grad.abs().max(), b.grad.abs().max()) < 1e-12
    out.append(
        {
            "name": "softmax",
            "x": POINTS,
            "y": CLASSES,
            "cost": "(1/m) sum cross-entropy + (L2/2) |W|^2, L2 = 1/(C m); b up to a constant",
            "call": "LogisticRegression(C=1, solver='newton-cholesky', tol=1e-14)",
            "L2": 1 / m,
            "b": (soft.intercept_ - soft.intercept_.mean()).tolist(),
            "W": soft.coef_.tolist(),
            "J": j.item(),
        }
    )
    return out


# --- losses ---------------------------------------------------------------------------------------------------


def losses():
    """Rows (z, y, loss, d loss/dz). y is 0 or 1, also for the hinges, whose library wants -1 and +1."""
    out = {name: [] for name in ("Logistic", "Hinge", "SquaredHinge", "Huber(1)", "Huber(0.3)")}
    hinge, squared = Hinge(1.0), SquaredHinge(1.0)
    for z in (-1000.0, -37.0, -3.0, -1.0, -0.25, 0.0, 0.3, 1.0, 2.5, 37.0, 1000.0):
        for y in (0.0, 1.0):
            # log(1 + e^z) - y z, without cancellation: -log sigma(z) or -log sigma(-z)
            side = 2 * y - 1
            out["Logistic"].append([z, y, -float(scipy.special.log_expit(side * z)), -side * float(scipy.special.expit(-side * z))])
            out["Hinge"].append([z, y, hinge.py_loss(z, side), hinge.py_dloss(z, side)])
            out["SquaredHinge"].append([z, y, squared.py_loss(z, side), squared.py_dloss(z, side)])
            # The functions take (prediction, label), which they do not say: the slope must be that of the loss, on one side at least.
            for name, loss in (("Hinge", hinge), ("SquaredHinge", squared)):
                left, right = ((loss.py_loss(z + h, side) - out[name][-1][2]) / h for h in (-1e-6, 1e-6))
                assert min(abs(out[name][-1][3] - left), abs(out[name][-1][3] - right)) < 1e-5, (name, z, y)
            for delta in (1.0, 0.3):
                p = torch.tensor(z, requires_grad=True)
                loss = torch.nn.HuberLoss(delta=delta)(p, torch.tensor(y))
                loss.backward()
                value = float(scipy.special.huber(delta, z - y))
                assert abs(value - loss.item()) <= 1e-15 * max(1, value)
                out["Huber(1)" if delta == 1 else "Huber(0.3)"].append([z, y, value, p.grad.item()])
    return out


# --- surfaces -------------------------------------------------------------------------------------------------


def himmelblau(w):
    return (w[0] ** 2 + w[1] - 11) ** 2 + (w[0] + w[1] ** 2 - 7) ** 2


def beale(w):
    x, y = w[0], w[1]
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def booth(w):
    return (w[0] + 2 * w[1] - 7) ** 2 + (2 * w[0] + w[1] - 5) ** 2


def rastrigin(w):
    return 10 * len(w) + sum(v * v - 10 * torch.cos(2 * torch.pi * v) for v in w)


SURFACES = {
    "bowl": (bowl, "x^2 + 2 y^2"),
    "valley": (valley, "0.1 x^2 + 2 y^2"),
    "rosenbrock": (rosenbrock, "(1-x)^2 + 100 (y-x^2)^2"),
    "himmelblau": (himmelblau, "(x^2+y-11)^2 + (x+y^2-7)^2"),
    "beale": (beale, "(1.5-x+xy)^2 + (2.25-x+xy^2)^2 + (2.625-x+xy^3)^2"),
    "booth": (booth, "(x+2y-7)^2 + (2x+y-5)^2"),
    "rastrigin": (rastrigin, "20 + x^2 - 10 cos 2 pi x + y^2 - 10 cos 2 pi y"),
    "saddle": (lambda w: w[0] ** 2 - w[1] ** 2, "x^2 - y^2"),
    "monkey saddle": (lambda w: w[0] ** 3 - 3 * w[0] * w[1] ** 2, "x^3 - 3 x y^2"),
    "quartic": (lambda w: (w[0] - 1) ** 2 * (w[0] - 5) ** 2, "(w-1)^2 (w-5)^2"),
}


def surfaces():
    """Cost, gradient and Hessian by automatic differentiation, away from the minimum."""
    out = {}
    for name, (cost, formula) in SURFACES.items():
        at = [[-1.2, 1.0], [0.7, -2.3], [3.1, 0.4]]
        if name == "quartic":
            at = [[0.0], [2.9], [6.25]]
        rows = []
        for p in at:
            w = torch.tensor(p)
            rows.append(
                {
                    "w": p,
                    "J": float(cost(w)),
                    "gradient": torch.func.grad(cost)(w).tolist(),
                    "hessian": torch.func.hessian(cost)(w).tolist(),
                }
            )
        out[name] = {"formula": formula, "at": rows}
    return out


# --- SciPy's ends ---------------------------------------------------------------------------------------------

ENDS = [
    ("rosenbrock", rosenbrock, [-1.2, 1.0], [1.0, 1.0]),
    ("himmelblau", himmelblau, [1.0, 1.0], [3.0, 2.0]),
    ("beale", beale, [1.0, 1.0], [3.0, 0.5]),
    ("booth", booth, [0.0, 0.0], [1.0, 3.0]),
]


def _slope(cost, w):
    return torch.func.grad(cost)(torch.tensor(w)).numpy()


def ends():
    """Where scipy.optimize.minimize stops. The counts are SciPy's own, for orientation and not for a test."""
    options = {
        "BFGS": {"gtol": 1e-10},
        "L-BFGS-B": {"ftol": 1e-15, "gtol": 1e-10},
        "CG": {"gtol": 1e-10},
        "Nelder-Mead": {"xatol": 1e-10, "fatol": 1e-16},
    }
    out = []
    for name, cost, start, minimum in ENDS:
        for method, opts in options.items():
            slope = None if method == "Nelder-Mead" else functools.partial(_slope, cost)
            r = scipy.optimize.minimize(lambda w: float(cost(w)), start, jac=slope, method=method, options=opts | {"maxiter": 2000})
            d = float(np.max(np.abs(r.x - minimum)))
            print(f"{name:12}{method:12}{r.nit:4} steps {r.nfev:4} costs, {d:.1e} from the minimum, J = {r.fun:.1e}, {r.message}")
            assert d < 1e-7
            out.append(
                {
                    "surface": name,
                    "start": start,
                    "minimum": minimum,
                    "method": method,
                    "options": opts,
                    "end": r.x.tolist(),
                    "J": float(r.fun),
                    "steps": int(r.nit),
                    "costs": int(r.nfev),
                    "gradients": int(r.get("njev", 0)),
                }
            )
    return out


def everything():
    return {"models": models(), "losses": losses(), "surfaces": surfaces(), "ends": ends()}
