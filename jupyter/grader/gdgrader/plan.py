"""What the gradebook says about a notebook. Nothing here comes from a student.

A check sees the declarations of all locked cells before it and what solution cells declare beside functions. A function
of a solution cell, or one marked //gdlab:student, is the student's: the check calls it in the student's program.
"""

from dataclasses import dataclass

from labsetup import shared
from nbgrader.api import Gradebook, SourceCell
from sqlalchemy import text

from . import cells
from .cells import Cell, CellError, Function


@dataclass
class Source:
    """A cell as the instructor wrote it, without the solution."""

    name: str
    source: str
    solution: bool
    grade: bool


@dataclass
class Check:
    """All that is known about one test cell."""

    name: str
    program: str  # Go source of a whole program, imports still to be completed
    students: list[Function]  # what it calls in the student's program


def from_gradebook(db_url: str, assignment: str, notebook: str) -> list[Source]:
    with Gradebook(db_url) as book:
        entry = book.find_notebook(notebook, assignment)
        solutions, grades = {c.name for c in entry.solution_cells}, {c.name for c in entry.grade_cells}
        rows = book.db.query(SourceCell).filter(SourceCell.notebook_id == entry.id).order_by(text("source_cell.rowid"))
        return [Source(c.name, c.source, c.name in solutions, c.name in grades) for c in rows if c.cell_type == "code"]


def checks(sources: list[Source]) -> dict[str, Check]:
    """The checks of a notebook by the names of their cells."""
    taken_apart = [(source, parse(source)) for source in sources]
    everybody = {f.name for source, cell in taken_apart for f, _ in cell.functions if source.solution or f.beside}
    found = {}
    imports: list[str] = []
    declared: dict[str, str] = {}  # trusted code by the names that it declares
    students: dict[str, Function] = {}
    for source, cell in taken_apart:
        if source.grade and not source.solution:
            found[source.name] = compose(source.name, cell, imports, declared, students, everybody)
            continue
        imports += cell.imports
        for number, other in enumerate(cell.declarations):
            declared[f"{source.name} {number}"] = other
        for function, code in cell.functions:
            if source.solution or function.beside:
                declared.pop(function.name, None)
                students[function.name] = function
            else:
                students.pop(function.name, None)
                declared[function.name] = code
    return found


def parse(source: Source) -> Cell:
    try:
        return cells.read(source.source)
    except CellError as err:
        raise CellError(f"cell {source.name}: {err}") from None


def compose(
    name: str, cell: Cell, imports: list[str], declared: dict[str, str], students: dict[str, Function], everybody: set[str]
) -> Check:
    own = [*cell.declarations, *(code for _, code in cell.functions)]
    code = dict(declared) | {f.name: text for f, text in cell.functions}
    # What the test uses, directly or through trusted functions.
    used, new = set(), cells.words("\n".join([cell.main, *cell.declarations]))
    while new:
        used |= new
        new = set().union(*(cells.words(code[w]) for w in new if w in code), set()) - used
    calls = [f for f in students.values() if f.name in used]
    stubs = [f'var {f.name} = gdgraderremote.Import[func{f.signature}]("{f.name}")' for f in calls]
    others = [code for key, code in declared.items() if key not in {f.name for f, _ in cell.functions}]
    # Trusted functions that call a student's function which this test does not need, or which comes later, cannot be
    # compiled, and need not be.
    missing = everybody - set(declared) - {f.name for f in calls}
    others = [text for text in others if not cells.words(text) & missing]
    lines = dict.fromkeys([f'import gdgraderremote "{shared.GRADER}"', *imports, *cell.imports])
    program = "\n\n".join(
        ["package main", "\n".join(lines), *stubs, *others, *own, f"func main() {{\n\tgdgraderremote.Check(func() {{\n{cell.main}\n}})\n}}"]
    )
    return Check(name, program + "\n", calls)


def serving(check: Check, socket: str) -> str:
    """The cell that makes the student's program answer a check. Types are those of the assignment."""
    entries = "".join(f'\t"{f.name}": (func{f.signature})({f.name}),\n' for f in check.students)
    return f'import gdgraderremote "{shared.GRADER}"\n\n%%\ngdgraderremote.Serve("{socket}", map[string]any{{\n{entries}}})\n'
