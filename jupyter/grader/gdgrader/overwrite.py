"""nbgrader's OverwriteCells for Go: locked cells that are missing come back where they belong, with comments in Go.

nbgrader itself leaves missing cells out unless asked, brings back tests only, and comments them with "#". Here a deleted
test is graded as any other, and so are the cells that it needs.
"""

from nbformat import NotebookNode, from_dict
from nbgrader.api import SourceCell
from nbgrader.preprocessors import OverwriteCells
from sqlalchemy import text
from traitlets import Bool, Unicode


class OverwriteGoCells(OverwriteCells):
    add_missing_cells = Bool(True, help="Whether missing locked cells are added again.").tag(config=True)
    missing_cell_notification = Unicode(
        "This cell (id: {cell_id}) was missing from the submission and has been added again.\n\n",
        help="Stands above each cell that is added again.",
    ).tag(config=True)

    def missing_cell_transform(self, source_cell, max_score, is_solution=False, is_task=False) -> NotebookNode:
        cell = super().missing_cell_transform(source_cell, max_score, is_solution, is_task)
        if cell.cell_type == "code":
            cell.source = "//" + cell.source.removeprefix("#")
        return cell

    def add_missing_grade_cells(self, nb: NotebookNode, resources):
        entry = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        points = {c.name: c.max_score for c in entry.grade_cells}
        solutions = {c.name for c in entry.solution_cells}
        tasks = {c.name for c in entry.task_cells}
        rows = self.gradebook.db.query(SourceCell).filter(SourceCell.notebook_id == entry.id).order_by(text("source_cell.rowid"))
        before = -1  # where the cell is that comes before in the assignment
        for source in rows:
            names = [c.metadata.get("nbgrader", {}).get("grade_id") for c in nb.cells]
            if source.name in names:
                before = names.index(source.name)
            elif source.name not in tasks and (source.name in points or source.locked):
                self.log.warning("Cell '%s' is missing, and is added again", source.name)
                cell = from_dict(self.missing_cell_transform(source, points.get(source.name, 0), source.name in solutions))
                if source.name not in points:
                    cell.metadata.nbgrader.grade = False
                    del cell.metadata.nbgrader["points"]
                cell.id = f"again-{len(nb.cells)}"
                before += 1
                nb.cells.insert(before, cell)
        return nb, resources
