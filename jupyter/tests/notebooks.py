"""The notebooks of this repository: which there are, and how they are written.

notebooks.py       this file
execute.py         runs one on the Go kernel
outputs.py         merges and compares what cells put out;  pictures.py compares pictures
lint.py            what is wrong with a notebook, whatever its numbers are
make_notebooks.py  runs, checks and writes back: `make notebooks`
"""

from pathlib import Path

import nbformat
from gdcommon.places import NOTEBOOKS, REPO
from nbformat import NotebookNode

from . import outputs

# Folders with copies: of Jupyter's, and of nbgrader's.
COPIES = {".ipynb_checkpoints", "release", "submitted", "autograded", "feedback", "exchange", "downloaded"}

# The same in every notebook, whichever Go it was last run with.
METADATA = {
    "kernelspec": {"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
    "language_info": {
        "codemirror_mode": "",
        "file_extension": ".go",
        "mimetype": "text/x-go",
        "name": "go",
        "nbconvert_exporter": "",
        "pygments_lexer": "",
        "version": "go1.26",
    },
}


def find() -> list[Path]:
    """Every notebook in notebooks/ that is shown with its outputs, whatever it is called."""
    return sorted(p for p in NOTEBOOKS.rglob("*.ipynb") if not (COPIES | {"coursework"}) & set(p.relative_to(NOTEBOOKS).parts))


def assignments() -> list[Path]:
    """The instructor's versions of the assignments, with solutions and hidden tests and without outputs."""
    return sorted(NOTEBOOKS.glob("coursework/source/*/*.ipynb"))


def name(path: Path) -> str:
    return path.resolve().relative_to(REPO).as_posix()


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def text(notebook: NotebookNode) -> str:
    """The bytes that JupyterLab would write."""
    return nbformat.writes(notebook) + "\n"


def numbered(notebook: NotebookNode) -> list[tuple[str, NotebookNode]]:
    """The code cells that have code, each with the words by which a person finds it."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    return [(f"code cell {n} (id {c.get('id')})", c) for n, c in enumerate(cells, 1)]


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Takes out what differs from run to run and from computer to computer."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times
        cell.metadata.pop("trusted", None)  # this computer's signature
    for count, (_, cell) in enumerate(numbered(notebook), 1):
        cell.execution_count = count
        cell.outputs = outputs.merge(cell.outputs)
    return notebook
