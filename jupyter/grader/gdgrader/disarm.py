"""Takes from a submission what is not the student's to say: metadata, and what a browser would run.

nbgrader believes the metadata of a submitted cell: whether it is a test, or graded by hand. Here all of it comes from
the gradebook. Autograded notebooks and feedback are shown in the instructor's browser; of the HTML in a text only what
formats text is left.
"""

import html

import bleach
import nbformat
from formulas import markdown
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

LANGUAGE = {"name": "go", "file_extension": ".go", "mimetype": "text/x-go"}

TAGS = (
    "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li ol p pre s small span strong "
    "sub summary sup table tbody td th thead tr tt u ul"
).split()
MATH = (
    "math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup "
    "mtable mtd mtext mtr munder munderover"
).split()
DRAWN = (
    "accent columnalign display displaystyle fence form largeop linethickness lspace mathvariant minsize maxsize movablelimits rspace "
    "stretchy"
).split()
ATTRIBUTES = dict.fromkeys(MATH, DRAWN) | {
    "a": ["href", "title"],
    "div": ["role", "tabindex"],
    "img": ["src", "alt", "title"],
    "td": ["align"],
    "th": ["align"],
    "*": ["class", "id"],
}


class Disarm(NbGraderPreprocessor):
    """Comes first when a submission is read. Of cells with the same name the last keeps it."""

    def preprocess(self, nb: NotebookNode, resources) -> tuple[NotebookNode, object]:
        where = resources["nbgrader"]
        known = facts(where["db_url"], where["assignment"], where["notebook"])
        nb.metadata = nbformat.from_dict({"language_info": LANGUAGE})
        seen = set()
        for number, cell in reversed(list(enumerate(nb.cells))):
            given = cell.metadata.get("nbgrader")
            name = given.get("grade_id") if isinstance(given, dict) else None
            cell.metadata = NotebookNode()
            cell.id = f"cell-{number}"
            cell.pop("attachments", None)
            if isinstance(name, str) and name in known and name not in seen:
                seen.add(name)
                cell.metadata.nbgrader = nbformat.from_dict(known[name])
            elif cell.cell_type == "raw":
                cell.source = html.escape(cell.source)  # otherwise it is HTML, as it stands
        nb.nbformat, nb.nbformat_minor = 4, 5
        return nb, resources


def facts(db_url: str, assignment: str, notebook: str) -> dict[str, dict]:
    """The metadata that each cell of an assignment has."""
    with Gradebook(db_url) as book:
        entry = book.find_notebook(notebook, assignment)
        points = {c.name: c.max_score for c in [*entry.grade_cells, *entry.task_cells]}
        grades, solutions, tasks = ({c.name for c in cells} for cells in (entry.grade_cells, entry.solution_cells, entry.task_cells))
        found = {}
        for c in entry.source_cells:
            found[c.name] = {
                "schema_version": 3,
                "grade_id": c.name,
                "grade": c.name in grades,
                "solution": c.name in solutions,
                "task": c.name in tasks,
                "locked": bool(c.locked),
                "cell_type": c.cell_type,
                "checksum": c.checksum,
            }
            if c.name in points:
                found[c.name]["points"] = points[c.name]
        return found


def safe_markdown(source: str) -> str:
    """Markdown as HTML, without anything that runs."""
    return bleach.clean(markdown(source, forgiving=True), tags={*TAGS, *MATH}, attributes=ATTRIBUTES, protocols={"http", "https", "mailto"})
