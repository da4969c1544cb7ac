"""The twin of each notebook, which reviewers read, says what the notebook says, and goes nowhere else."""

import copy

import nbformat
import pytest
from gdgrader import course
from labsetup import lessons

from . import notebooks, twins

WANTED = twins.wanted()


@pytest.mark.parametrize("path", WANTED, ids=notebooks.name)
def test_in_step(path):
    same = path.exists() and path.read_text("utf-8") == WANTED[path]
    assert same, "out of step with its notebook; run .venv/bin/python -m tests.twins"


def test_each_notebook_has_one_and_there_are_no_others():
    assert len(WANTED) == len(notebooks.find()) + len(notebooks.assignments()) > 0
    orphans = [notebooks.name(path) for path in twins.present() - set(WANTED)]
    assert not orphans, f"twins without a notebook: {orphans}; run .venv/bin/python -m tests.twins"


def notebook():
    picture = {"image/png": "AAAA", "text/html": '<img src="AAAA">', "text/plain": "A bowl. J from 9 to 1.5."}
    return nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell("See [one](02_learning_rate.ipynb#rate), [map](README.md), [far](https://go.dev/x.ipynb)."),
        nbformat.v4.new_code_cell("%%\nplot(`1`)", metadata={"nbgrader": {"points": 3}}, outputs=[
            nbformat.v4.new_output("stream", name="stdout", text="α = 0.1\n\n"),
            nbformat.v4.new_output("stream", name="stderr", text="oh\n"),
            nbformat.v4.new_output("display_data", picture),
            nbformat.v4.new_output("display_data", {"text/html": "<b>5</b>", "text/plain": "5"}),
            nbformat.v4.new_output("error", ename="ERROR", evalue="exit status 2"),
        ]),
    ])  # fmt: skip  # a list of cells


EXPECTED = """\
<!-- For reading changes: made from ../01_x.ipynb, which is the file to edit, by make notebooks. -->

See [one](02_learning_rate.md#rate), [map](../README.md), [far](https://go.dev/x.ipynb).

<!-- {"nbgrader": {"points": 3}} -->

```go
%%
plot(`1`)
```

```text
α = 0.1
```

```text
[stderr]
oh
```

```text
[picture CHECKSUM]
A bowl.
J from 9 to 1.5.
```

```text
[text/html CHECKSUM]
5
```

```text
[error] ERROR: exit status 2
```
"""


def made(book) -> str:
    return twins.text(notebooks.NOTEBOOKS / "01_x.ipynb", book)


def test_what_a_twin_looks_like():
    lines = made(notebook()).splitlines()
    checksums = [line[-9:-1] for line in lines if line.startswith(("[picture", "[text/html"))]
    expected = EXPECTED
    for checksum in checksums:
        assert set(checksum) <= set("0123456789abcdef")
        expected = expected.replace("CHECKSUM", checksum, 1)
    assert lines == expected.splitlines()


def change(cell, **values):
    cell.update(values)


@pytest.mark.parametrize(
    "edit",
    [
        lambda cells: change(cells[0], source=cells[0].source + " More."),
        lambda cells: change(cells[1], source="%%\nplot(`2`)"),
        lambda cells: change(cells[1].metadata.nbgrader, points=4),
        lambda cells: change(cells[1].outputs[0], text="α = 0.2\n"),
        lambda cells: change(cells[1].outputs[2].data, **{"text/plain": "A bowl. J from 9 to 1.6."}),
        lambda cells: change(cells[1].outputs[2].data, **{"image/png": "BBBB"}),
        lambda cells: change(cells[1].outputs[3].data, **{"text/html": "<b>6</b>"}),
        lambda cells: cells.pop(),
    ],
    ids=["prose", "code", "points", "number", "text alternative", "picture", "html", "cell"],
)
def test_every_change_shows(edit):
    before = notebook()
    after = copy.deepcopy(before)
    edit(after.cells)
    assert made(after) != made(before)


def test_code_with_a_fence_in_it_stays_inside_its_own():
    assert twins.fenced("s := `\n```\n`", "go") == "````go\ns := `\n```\n`\n````"


def test_they_are_not_handed_out(tmp_path):
    lessons.copy(tmp_path / "mine")
    assert (tmp_path / "mine" / "README.md").exists() and not list((tmp_path / "mine").rglob(twins.LESSONS.name))
    assignments = course.api(notebooks.NOTEBOOKS / "coursework").get_source_assignments()
    assert assignments == {path.parent.name for path in notebooks.assignments()}
