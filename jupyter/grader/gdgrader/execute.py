"""GradeCells replaces nbgrader's Execute when notebooks are graded.

Students' cells run in a Go kernel in a sandbox, from top to bottom. A test cell does not run there: its check is a
program of its own (see check.py), to which the kernel answers with the declarations that it has at that place.
"""

import contextlib
import math
import shutil
import tempfile
import time
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer

from . import check, plan, seed
from .kernel import Dead, Kernel, Outcome, add_text
from .sandbox import Limits

RESTARTS = 3  # of a notebook's kernel


class GradeCells(NbGraderPreprocessor):
    cell_seconds = Float(60, help="Seconds that a student's cell may take.").tag(config=True)
    check_seconds = Float(60, help="Seconds that a test cell may take.").tag(config=True)
    call_seconds = Float(10, help="Seconds that one call of a student's function may take.").tag(config=True)
    notebook_seconds = Float(900, help="Seconds that all students' cells of a notebook may take together.").tag(config=True)
    memory = Integer(2048, help="MB of memory for a notebook's programs together.").tag(config=True)
    processes = Integer(256, help="How many processes and threads a notebook may have.").tag(config=True)
    disk = Integer(512, help="MB that a notebook may write; they are gone at its end.").tag(config=True)
    output = Integer(16, help="kB of text that are kept of each cell.").tag(config=True)
    sandbox = Bool(True, help="False is --no-sandbox: students' code runs with all your rights.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources) -> tuple[NotebookNode, object]:
        where = resources["nbgrader"]
        sources = plan.from_gradebook(where["db_url"], where["assignment"], where["notebook"])
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        self.grade(nb, plan.checks(sources), folder)
        return nb, resources

    def grade(self, nb: NotebookNode, checks: dict[str, plan.Check], beside: Path | None = None) -> None:
        """Fills in the outputs of all code cells; those of test cells say the points."""
        caches = seed.ensure()
        for one in checks.values():
            check.build(caches, one)  # a check that cannot be built is nobody's zero
        with contextlib.ExitStack() as stack:
            given = stack.enter_context(files(beside))
            limits = Limits(self.memory, self.processes, self.disk)
            self.kernel = stack.enter_context(Kernel(caches, limits, self.output, given, self.sandbox))
            self.room = check.Room(caches, self.kernel, self.check_seconds, self.call_seconds, given)
            self.miscounted: list[str] = []  # faults of the assignment
            self.done: list[NotebookNode] = []  # cells to run again if the kernel is lost
            self.left, self.restarts, self.lost = self.notebook_seconds, RESTARTS, ""
            count = 0
            for cell in nb.cells:
                if cell.cell_type != "code":
                    continue
                count += 1
                cell.execution_count = count
                if utils.is_grade(cell) and not utils.is_solution(cell):
                    self.test(cell, checks.get(cell.metadata.nbgrader.get("grade_id", "")))
                else:
                    self.student(cell)

    def student(self, cell: NotebookNode) -> None:
        outcome = self.run(cell.source) if cell.source.strip() else Outcome()
        if outcome.error:
            outcome.outputs.append(error("Error", outcome.error))
        elif cell.source.strip():
            self.done.append(cell)
        cell.outputs = outcome.outputs

    def run(self, source: str) -> Outcome:
        if self.lost:
            return Outcome(error=self.lost)
        if self.left <= 0:
            return Outcome(error=f"It was not run: the cells before took more than {self.notebook_seconds:g} s.")
        begun = time.monotonic()
        try:
            return self.kernel.run(source, min(self.cell_seconds, max(1, self.left)))
        except Dead as err:
            self.revive()
            return Outcome(error=str(err))
        finally:
            self.left -= time.monotonic() - begun

    def revive(self) -> None:
        """A new kernel, and in it what the cells so far have declared."""
        while self.restarts > 0:
            self.restarts -= 1
            try:
                self.kernel.restart()
                for cell in self.done:
                    self.kernel.run(cell.source, self.cell_seconds)
                return
            except Dead:
                continue
        self.lost = "It was not run: the kernel was lost too often."

    def test(self, cell: NotebookNode, one: plan.Check | None) -> None:
        cell.outputs = []
        points = float(cell.metadata.nbgrader["points"])
        if one is None or self.lost:
            cell.outputs.append(error("Not checked", self.lost or "The gradebook does not know this test."))
            return
        begun = time.monotonic()
        verdict = self.room.run(one)
        self.left -= time.monotonic() - begun
        if self.kernel.process.poll() is not None:
            self.revive()
        worth = sum(float(line["of"]) for line in verdict.lines if "of" in line)
        if worth and not verdict.fault and not math.isclose(worth, points):
            self.miscounted.append(f"{one.name}: its properties are worth {worth:g} points, the cell {points:g}")
        add_text(cell.outputs, verdict.said)
        if verdict.student:
            add_text(cell.outputs, f"\n─── what the program printed ───\n{verdict.student}")
        if verdict.fault:
            cell.outputs.append(error("Check failed", verdict.fault))
        elif verdict.fraction < 1:
            got = new_output(
                "execute_result", {"text/plain": repr(round(points * verdict.fraction, 9))}, execution_count=cell.execution_count
            )
            cell.outputs.append(got)


def error(name: str, text: str) -> NotebookNode:
    text = text.strip() or name
    return new_output("error", ename=name, evalue=text.split("\n")[0][:300], traceback=text.split("\n"))


@contextlib.contextmanager
def files(beside: Path | None):
    """A copy of the files that lie beside a notebook, notebooks left out: one with the hidden tests is among them."""
    if beside is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="gdg-") as folder:
        copy = Path(folder) / "given"
        shutil.copytree(beside, copy, ignore=not_copied)
        copy.chmod(0o755)
        yield copy


def not_copied(folder: str, names: list[str]) -> list[str]:
    """Links could lead anywhere."""
    return [n for n in names if n.endswith(".ipynb") or n == ".ipynb_checkpoints" or Path(folder, n).is_symlink()]
