"""Writes net.json: nets and their first steps in PyTorch, scores and polynomial features in scikit-learn.

Run by hand, see requirements-oracle.in; README.md says how the tests use the file.
"""

import itertools

import numpy as np
import torch
from make_oracle import write
from reference import CLASSES, LABELS, POINTS
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, r2_score
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

TARGETS = [1.0, -0.5, 2.0, 0.3, 1.1, -2.0]
WEIGHTS = [1.0, 2.0, 0.5, 1.0, 0.0, 3.0]
STEPS = 3

ACTIVATIONS = {
    "SigmoidUnit": torch.nn.Sigmoid,
    "Tanh": torch.nn.Tanh,
    "ReLU": torch.nn.ReLU,
    "Leaky(0.1)": lambda: torch.nn.LeakyReLU(0.1),
    "Identity": torch.nn.Identity,
}


def losses(loss, z, y):
    """The loss of each example; z is m x outputs."""
    f = torch.nn.functional
    if loss == "CrossEntropy":
        return f.cross_entropy(z, y.long(), reduction="none")
    truth = y[:, None] if z.shape[1] == 1 else f.one_hot(y.long(), z.shape[1]).to(z)
    if loss == "Logistic":
        return f.binary_cross_entropy_with_logits(z, truth, reduction="none").sum(1)
    factor = {"Squared": 1.0, "HalfSquared": 0.5}[loss]
    return factor * f.mse_loss(z, truth, reduction="none").sum(1)


def flat(layers, what):
    """gdkit's order: layer by layer, unit by unit, the bias first."""
    rows = [torch.cat([what(p.bias)[:, None], what(p.weight)], 1).flatten() for p in layers]
    return torch.cat(rows).tolist()


def net(hidden, activation, loss, y, classes=0, l2=0.0, weights=None):
    sizes = [2, *hidden, classes or 1]
    layers = [torch.nn.Linear(a, b) for a, b in itertools.pairwise(sizes)]
    generator = torch.Generator().manual_seed(len(hidden) + classes)
    with torch.no_grad():
        for p in layers:
            p.weight.copy_(torch.rand(p.weight.shape, generator=generator) * 2 - 1)
            p.bias.copy_(torch.rand(p.bias.shape, generator=generator) - 0.5)
    modules = [m for p in layers for m in (p, ACTIVATIONS[activation]())][:-1]
    model = torch.nn.Sequential(*modules)
    x, truth, c = torch.tensor(POINTS), torch.tensor(y, dtype=torch.float64), torch.tensor(weights or [1.0] * len(y))
    rate = 0.05
    opt = torch.optim.SGD(model.parameters(), lr=rate)
    out = {
        "hidden": hidden,
        "activation": activation,
        "loss": loss,
        "classes": classes,
        "L2": l2,
        "y": y,
        "rate": rate,
        "points": [],
        "J": [],
    }
    if weights:
        out["weights"] = weights
    for t in range(STEPS + 1):
        opt.zero_grad()
        z = model(x)
        j = (c * losses(loss, z, truth)).sum() / c.sum() + l2 / 2 * sum((p.weight**2).sum() for p in layers)
        j.backward()
        out["points"].append(flat(layers, lambda p: p.detach()))
        out["J"].append(j.item())
        if t == 0:
            out |= {
                "gradient": flat(layers, lambda p: p.grad),
                "scores": z.tolist(),
                "layerNorms": [p.weight.grad.norm().item() for p in layers],
            }
        opt.step()
    return out


def nets():
    out = []
    for activation in ACTIVATIONS:
        for loss, y, classes in [
            ("Squared", TARGETS, 0),
            ("HalfSquared", TARGETS, 0),
            ("Logistic", LABELS, 0),
            ("CrossEntropy", CLASSES, 3),
            ("HalfSquared", CLASSES, 3),
            ("Logistic", CLASSES, 3),
        ]:
            out.append(net([4, 3], activation, loss, y, classes))
    out.append(net([], "Identity", "Logistic", LABELS))
    out.append(net([], "Identity", "CrossEntropy", CLASSES, 3, l2=0.1))
    out.append(net([3], "Tanh", "CrossEntropy", CLASSES, 3, l2=0.2, weights=[*WEIGHTS[:4], 0.5, 3.0]))
    out.append(net([5, 4, 3], "Leaky(0.1)", "HalfSquared", TARGETS, l2=0.05, weights=WEIGHTS))
    return out


def scores():
    """Rows of true values and predictions with their score, and the models behind score(x, y)."""
    pairs = [
        ("r2", [3.0, -0.5, 2.0, 7.0], [2.5, 0.0, 2.0, 8.0]),
        ("r2", [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]),
        ("r2", [2.0, 2.0], [2.0, 2.0]),
        ("r2", [2.0, 2.0], [2.0, 3.0]),
        ("accuracy", [0, 2, 1, 3], [0, 1, 2, 3]),
        ("accuracy", [0, 1, 1], [0, 1, 1]),
        ("log loss", [1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65]),
        ("log loss", [1, 0, 1], [0.0, 0.0, 1.0]),
        ("log loss", [0, 1], [1.0, 1e-20]),
    ]
    call = {"r2": r2_score, "accuracy": accuracy_score, "log loss": log_loss}
    rows = [{"score": s, "want": w, "got": g, "value": float(call[s](w, g))} for s, w, g in pairs]

    probe = [[0.2, 0.4], [1.7, 1.2], [2.5, 0.1], [1.4, 3.1], [1.2, 1.1]]
    models = []
    # Fitted to scaled features, asked in the original ones through the same scaler.
    scaler = StandardScaler().fit(POINTS)
    for name, model, y, truth in [
        ("least squares", LinearRegression(), TARGETS, [0.1, 0.9, -1.0, 2.0, 0.4]),
        ("logistic", LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-14), LABELS, [0, 1, 1, 1, 0]),
        ("softmax", LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-14), CLASSES, [0, 2, 1, 2, 2]),
    ]:
        model.fit(scaler.transform(POINTS), y)
        z = scaler.transform(probe)
        rowwise = np.column_stack([np.atleast_1d(model.intercept_), np.atleast_2d(model.coef_)])
        models.append(
            {
                "model": name,
                "w": rowwise.ravel().tolist(),
                "y": [float(v) for v in y],
                "probe": probe,
                "truth": [float(v) for v in truth],
                "predict": model.predict(z).tolist(),
                "score": float(model.score(z, truth)),
                "probabilities": model.predict_proba(z).tolist() if hasattr(model, "predict_proba") else [],
            }
        )
    return rows, models


def features():
    out = []
    x = [[2.0, 3.0, 5.0], [-1.0, 0.5, 7.0]]
    for columns, degree, only in [(1, 4, False), (2, 3, False), (3, 2, False), (3, 3, False), (3, 2, True)]:
        p = PolynomialFeatures(degree, interaction_only=only, include_bias=False)
        rows = [r[:columns] for r in x]
        out.append(
            {
                "x": rows,
                "degree": degree,
                "interactions": only,
                "result": p.fit_transform(rows).tolist(),
                "names": p.get_feature_names_out([f"x{j + 1}" for j in range(columns)]).tolist(),
            }
        )
    return out


if __name__ == "__main__":
    rows, models = scores()
    write(
        "net.json",
        ["torch", "scikit-learn", "numpy"],
        {"x": POINTS, "nets": nets(), "scores": rows, "models": models, "polynomials": features()},
    )
