"""What students hand in for a1 to a6: the solutions, and mistakes that everybody makes, with the points and the words they must get."""

import re
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

SOLUTION = re.compile(r"[ \t]*// (BEGIN|END) SOLUTION\n")


@dataclass
class Mistake:
    assignment: str
    name: str
    cell: str  # grade_id of the solution in which it is made
    old: str
    new: str
    lost: dict[str, float]  # points that each test takes for it
    said: str  # part of the diagnosis


def solved(student_version: NotebookNode, source: NotebookNode) -> NotebookNode:
    """The student version with the instructor's solutions filled in."""
    answers = {
        c.metadata.nbgrader.grade_id: SOLUTION.sub("", c.source) for c in source.cells if c.metadata.get("nbgrader", {}).get("solution")
    }
    nb = nbformat.from_dict(student_version)
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    return nb


def mistaken(right: NotebookNode, mistake: Mistake) -> NotebookNode:
    nb = nbformat.reads(nbformat.writes(right), 4)
    [cell] = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == mistake.cell]
    assert cell.source.count(mistake.old) >= 1, f"{mistake.name}: {mistake.old!r} is not in the solution"
    cell.source = cell.source.replace(mistake.old, mistake.new)
    return nb


MISTAKES = [
    Mistake("a1", "product-rule", "slopes", "math.Sin(w) + w*math.Cos(w)", "math.Cos(w)", {"slopes_test": 4}, "product rule: two terms"),
    Mistake("a1", "chain-rule", "slopes", "12 * math.Pow", "4 * math.Pow", {"slopes_test": 4}, "chain rule: the inner slope, 3, is missing"),
    Mistake("a1", "division-order", "difference", "/ (2 * h)", "/ 2 * h", {"difference_test": 9}, "divides by 2 and then multiplies by h"),
    Mistake("a1", "climbs", "step", "w - rate", "w + rate", {"step_test": 4}, "sign: this climbs"),
    Mistake("a2", "mean-not-half", "cost", "float64(2*len(x))", "float64(len(x))", {"cost_test": 4}, "the ½ is missing"),
    Mistake("a2", "summed", "gradient", "x[i][j] / m", "x[i][j]", {"gradient_test": 3}, "summed, not averaged"),
    Mistake("a2", "twice", "gradient", "dw[j] += e *", "dw[j] += 2 * e *", {"gradient_test": 2}, "twice too big: you differentiated 1/m, not 1/2m"),
    Mistake("a2", "forgets-b", "predict", "sum := b", "sum := 0.0", {"predict_test": 3, "cost_test": 3, "gradient_test": 4}, "b is forgotten"),
    Mistake("a3", "new-w-for-b", "step", "\treturn w - rate*dw/m, b - rate*db/m", "\tw -= rate * dw / m\n\tdb = 0\n\tfor i := range x {\n\t\tdb += w*x[i] + b - y[i]\n\t}\n\treturn w, b - rate*db/m", {"step_test": 4, "descend_test": 4}, "b updated with the new w"),
    Mistake("a3", "allocates", "move", "\tfor i := range w {", "\tgrad = append([]float64(nil), grad...)\n\tfor i := range w {", {"move_test": 1}, "each step asks for memory"),
    Mistake("a3", "no-first-cost", "descend", "\tcosts = append(costs, cost())\n\tfor range steps {", "\tfor range steps {", {"descend_test": 3}, "the first cost is missing"),
    Mistake("a3", "stops-too-early", "until", "&&", "||", {"until_test": 4}, "both have to be, &&"),
    Mistake("a4", "sample-deviation", "meansd", "(v - mean) * (v - mean) / m", "(v - mean) * (v - mean) / (m - 1)", {"meansd_test": 2, "standardise_test": 2}, "divided by m − 1"),
    Mistake("a4", "b-not-taken-back", "unscale", "\t\tb -= w[j] * mean[j] / sd[j]\n", "", {"unscale_test": 3, "fit_test": 6}, "the scaled feature is −mean/sd, and not 0"),
    Mistake("a4", "last-rows-lost", "batches", "first < m;", "first+size <= m;", {"batches_test": 3}, "the last batch"),
    Mistake("a5", "ema-momentum", "momentum", "beta*v[i] + grad[i]", "beta*v[i] + (1-beta)*grad[i]", {"momentum_test": 5}, "velocity with (1−β)g"),
    Mistake("a5", "eps-inside", "rmsprop", "(math.Sqrt(s[i]) + eps)", "math.Sqrt(s[i] + eps)", {"rmsprop_test": 5}, "ε added inside the root"),
    Mistake("a5", "no-bias-correction", "adam", "m[i] / (1 - math.Pow(beta1, float64(t)))", "m[i]", {"adam_test": 7, "walk_test": 3}, "m is not corrected"),
    Mistake("a6", "overflows", "loss", "math.Max(z, 0) - y*z + math.Log1p(math.Exp(-math.Abs(z)))", "-y*math.Log(Sigmoid(z)) - (1-y)*math.Log(1-Sigmoid(z))", {"loss_test": 2}, "e^1000 overflows"),
    Mistake("a6", "sign", "gradient", "Sigmoid(z) - y[i]", "y[i] - Sigmoid(z)", {"gradient_test": 3, "fit_test": 6}, "sign: this climbs"),
    Mistake("a6", "whole-numbers", "accuracy", "float64(right) / float64(len(want))", "float64(right / len(want))", {"labels_test": 2}, "divided as whole numbers"),
]  # fmt: skip  # a table, one mistake a line
