"""The map of the tutorials in notebooks/README.md: complete, and every place in it exists."""

import re

from . import notebooks

# Every example of the five tutorials, by a word or two of its row. This list was made from the tutorials, not from the map.
EXAMPLES = {
    "Understanding Gradient Descent": [
        "J(w, b)", "fog", "mean squared error", "distance, slope, step", "0.001, 0.01, 0.1, 1", "three-step recipe", "sequential",
        "ε table", "exactly zero", "change of the cost", "comparison table", "patients", "stream", "images", "escape local minima",
        "ellipses", "zigzag", "local minima", "saddle", "plateaus", "momentum", "AdaGrad", "RMSprop", "Adam", "schedules", "convexity",
        "column rank",
    ],
    "Gradient Descent: Unpacking the Engine of Machine Learning": [
        "partial derivatives", "simultaneous", "three dimensions", "contour", "too small, too large, just right", "one example",
        "16, 32, 64, 128", "hovers", "escapes", "saddle", "vanishing and exploding", "momentum, RMSprop, Adam", "convex",
    ],
    "Understanding Gradient Descent, Episode 6": [
        "hilly", "triangle", "α small and large", "w = 5", "shrink by themselves", "w₁ … wₙ", "10 000 steps", "predictions",
        "first 100 and the rest", "contour with path", "α = 0.8", "six houses", "accelerates",
    ],
    "Introduction to Gradient Descent": [
        "gradient_descent(X, y)", "least squares", "diagram", "converged?", "loss curve", "failure", "mini-batch", "Adam",
    ],
    "Gradient Descent: how does it work": [
        "cost function", "ascent", "[[1,1],[2,2],[3,3]]", "2/m", "surface and contour", "four cases", "start decides", "logistic",
        "neural networks", "support vector", "mini-batch", "saddles", "regularisation", "second-order", "Adam",
    ],
}  # fmt: skip  # a list of words

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ((?:\d\d, \d+(?:; )?)+) \|$", re.M)


def rows() -> list[tuple[str, str, str]]:
    text = (notebooks.NOTEBOOKS / "README.md").read_text("utf-8")
    table = text.partition("| tutorial | example | lesson, section |")[2]
    found = ROW.findall(table)
    assert len(found) == table.strip().count("\n"), "a row of the map is not: | tutorial | example | NN, section; … |"
    return found


def sections() -> dict[str, set[str]]:
    """The numbered sections of each lesson."""
    return {
        path.name[:2]: {
            m[1]
            for cell in notebooks.read(path).cells
            if cell.cell_type == "markdown"
            for m in re.finditer(r"^## (\d+)\.", cell.source, re.M)
        }
        for path in notebooks.NOTEBOOKS.glob("[0-9]*.ipynb")
    }


def test_every_example_has_a_place():
    examples = {}
    for tutorial, example, _ in rows():
        examples.setdefault(tutorial, []).append(example)
    assert set(examples) == set(EXAMPLES)
    missing = [f"{t}: {e}" for t, known in EXAMPLES.items() for e in known if not any(e in row for row in examples[t])]
    assert not missing, missing


def test_every_place_exists():
    there = sections()
    nowhere = [
        f"{example}: lesson {lesson} has no section {section}"
        for _, example, places in rows()
        for lesson, section in re.findall(r"(\d\d), (\d+)", places)
        if section not in there.get(lesson, set())
    ]
    assert not nowhere, nowhere
