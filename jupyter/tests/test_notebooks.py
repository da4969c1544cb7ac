"""Every notebook found runs on the real kernel and puts out what is committed."""

import os
import re
import shutil

import pytest

from . import lint, notebooks, outputs, pictures
from .execute import Failed, execute

TEST_OUTPUT = notebooks.REPO / "test-output"
FOUND = notebooks.find()


def code_cells(notebook) -> list[int]:
    return [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]


def compare(path, fresh) -> None:
    """Fails with all differences; then the notebook as it ran, and its pictures, lie in test-output/."""
    folder, said = TEST_OUTPUT / path.stem, []
    shutil.rmtree(folder, ignore_errors=True)
    committed = notebooks.numbered(notebooks.read(path))
    for number, ((label, new), (_, old)) in enumerate(zip(notebooks.numbered(fresh), committed, strict=True), 1):
        for reason, both in outputs.compare(new.outputs, old.outputs):
            said.append(f"{label}, {reason}")
            if both:
                pictures.write(folder, f"cell-{number}-{len(said)}", *both)
    if said:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / path.name).write_text(notebooks.text(fresh), "utf-8")
        where = folder.relative_to(notebooks.REPO).as_posix()
        said.append(f"What came lies in {where}/. If it is right: make notebooks")
        pytest.fail(f"{notebooks.name(path)}\n" + "\n".join(said), pytrace=False)


@pytest.mark.parametrize("path", FOUND, ids=notebooks.name)
def test_notebook(path):
    """Once from top to bottom, and then each cell again, the last one first: a learner may go back to any of them."""
    os.environ.pop("JUPYTER_PATH", None)
    try:
        for fresh in execute(path, code_cells(notebooks.read(path))[::-1]):
            compare(path, fresh)
    except Failed as failed:
        pytest.fail(str(failed), pytrace=False)


@pytest.mark.parametrize("path", FOUND, ids=notebooks.name)
def test_committed_form(path):
    """Outputs are there, pictures have text alternatives, nothing belongs to one computer, and JupyterLab would write these bytes."""
    committed = notebooks.read(path)
    faults = lint.faults(committed)
    if not any(cell.outputs for _, cell in notebooks.numbered(committed)):
        faults.append("it was committed without outputs; run make notebooks")
    if notebooks.text(notebooks.tidy(committed)) != path.read_text("utf-8"):
        faults.append("its bytes are not those that JupyterLab writes; run make notebooks")
    if faults:
        pytest.fail("\n".join(f"{notebooks.name(path)}: {fault}" for fault in faults), pytrace=False)


def test_there_are_notebooks_and_each_is_in_the_lesson_list():
    assert FOUND, "no notebook found in notebooks/"
    listed = (notebooks.NOTEBOOKS / "README.md").read_text("utf-8")
    for path in FOUND:
        link = path.relative_to(notebooks.NOTEBOOKS).as_posix()
        assert re.search(rf"\]\({re.escape(link)}\)", listed), f"notebooks/README.md has no link to {link}"
