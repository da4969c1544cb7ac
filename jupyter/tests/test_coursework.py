"""The instructor's version of each assignment: its solutions earn every point, and the points are those that nbgrader counts."""

import os
import re

import pytest

from . import notebooks
from .execute import Failed, execute

POINTS = re.compile(r"(\d+) of (\d+) points$")


def graded(notebook):
    return [c for c in notebook.cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("grade")]


@pytest.mark.parametrize("path", notebooks.assignments(), ids=notebooks.name)
def test_solutions_earn_all_points(path):
    os.environ.pop("JUPYTER_PATH", None)
    committed = notebooks.read(path)
    assert not any(c.get("outputs") for c in committed.cells), f"{path.name} has outputs; clear them before it is committed"
    tests = [c for c in graded(committed) if not c.metadata.nbgrader.get("solution")]
    assert tests, f"{path.name} has no test cell"
    try:
        [fresh] = execute(path)
    except Failed as failed:
        pytest.fail(str(failed), pytrace=False)
    for cell in graded(fresh):
        points = cell.metadata.nbgrader.points
        said = "".join(o.get("text", "") for o in cell.outputs if o.output_type == "stream")
        if "gdcheck" not in cell.source and "check." not in cell.source:
            continue  # a task that is graded by hand
        total = POINTS.search(said.strip())
        assert "✗" not in said and total, f"{path.name}, cell {cell.id}:\n{said}"
        assert total[1] == total[2] == str(points), f"{path.name}, cell {cell.id} is worth {points}, but its checks say {total[0]}"
        assert f"Done({points})" in cell.source, f"{path.name}, cell {cell.id}: want Done({points})"
