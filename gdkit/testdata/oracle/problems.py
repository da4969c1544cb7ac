"""The four costs that every method walks down, written once for torch and once for JAX."""

HOUSES_X = [1.0, 1.7, 2.0, 2.5, 3.0, 3.2]  # 1000 square feet
HOUSES_Y = [250.0, 300.0, 480.0, 430.0, 630.0, 730.0]  # 1000 dollars


def bowl(w):
    return w[0] ** 2 + 2 * w[1] ** 2


def valley(w):
    return 0.1 * w[0] ** 2 + 2 * w[1] ** 2


def rosenbrock(w):
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


def houses(w):
    # The sum is spelled out, so that torch and JAX add in the same order.
    residuals = [w[0] + w[1] * x - y for x, y in zip(HOUSES_X, HOUSES_Y, strict=True)]
    return sum(r * r for r in residuals) / (2 * len(residuals))


PROBLEMS = {
    "bowl": {"cost": bowl, "formula": "x1^2 + 2 x2^2", "start": [-5.0, -2.0]},
    "valley": {"cost": valley, "formula": "0.1 x1^2 + 2 x2^2", "start": [-5.0, -2.0]},
    "rosenbrock": {"cost": rosenbrock, "formula": "(1-x1)^2 + 100 (x2-x1^2)^2", "start": [-1.2, 1.0]},
    "houses": {
        "cost": houses,
        "formula": "1/(2m) sum (b + w x - y)^2, parameters (b, w)",
        "start": [0.0, 0.0],
        "x": HOUSES_X,
        "y": HOUSES_Y,
    },
}
