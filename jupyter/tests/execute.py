"""Runs a notebook on the real Go kernel."""

import copy
from collections.abc import Iterable, Iterator
from pathlib import Path

from gdcommon import places
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from . import notebooks, outputs

SECONDS = 120  # for one cell; only there so that an endless loop ends


class Failed(Exception):
    """A notebook that does not run. Its text names notebook, cell and what the learner would see."""


def check_kernel() -> None:
    """Jupyter may know another kernel of this name; only the repository's own proves anything."""
    found = Path(KernelSpecManager().get_kernel_spec("gonb").resource_dir).resolve()
    if found != places.KERNEL.resolve():
        raise Failed(f"Jupyter's kernel gonb lies in {found}, not in this repository; unset JUPYTER_PATH and run make setup.")


def execute(path: Path, *orders: Iterable[int]) -> Iterator[NotebookNode]:
    """Runs a notebook in a fresh kernel and in its own folder, and yields a tidied copy with new outputs.

    Each of `orders` names cells by index; they are run again in that order in the same kernel, and one more copy comes.
    """
    check_kernel()
    fresh = notebooks.read(path)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(fresh, timeout=SECONDS, kernel_name="gonb", record_timing=False, resources={"metadata": {"path": path.parent}})
    with client.setup_kernel():
        for order in (range(len(fresh.cells)), *orders):
            for index in order:
                try:
                    client.execute_cell(fresh.cells[index], index)
                except (CellExecutionError, CellTimeoutError, DeadKernelError) as err:
                    raise Failed(failure(path, fresh, fresh.cells[index], err)) from None
            yield notebooks.tidy(copy.deepcopy(fresh))


def failure(path: Path, notebook: NotebookNode, cell: NotebookNode, err: Exception) -> str:
    where = next(label for label, c in notebooks.numbered(notebook) if c is cell)
    if isinstance(err, CellTimeoutError):
        said = f"it did not end within {SECONDS} s"
    elif isinstance(err, DeadKernelError):
        said = "the kernel died"
    else:
        said = outputs.error_text(cell).strip()
    source = "\n".join(f"  {n:3} {line}" for n, line in enumerate(cell.source.split("\n"), 1))
    return f"{notebooks.name(path)}: {where} failed:\n{source}\n{said}"
