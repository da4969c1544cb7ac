"""The reviewable twin of each notebook: what a person reads in it, as Markdown, so that a change can be read on a forge's page.

    python -m tests.twins       writes those that are out of step; `make notebooks` does it as well

Prose, code, printed lines, and of each picture its text alternative, one sentence a line. Of the picture itself only a short checksum
stands there: it says which picture changed, also where the words did not. A cell's metadata (points of an exercise) stand above the cell.

The folders begin with a dot, so that JupyterLab does not show them beside the lessons and nbgrader takes none for an assignment. Twins of
assignments hold solutions; they lie in coursework/source, which is closed to students wherever that folder is.
"""

import hashlib
import json
import os
import re
from pathlib import Path

from nbformat import NotebookNode

from . import notebooks

LESSONS, ASSIGNMENTS = notebooks.NOTEBOOKS / ".as_text", notebooks.NOTEBOOKS / "coursework" / "source" / ".as_text"
LINK = re.compile(r"(?<=\]\()([^()\s:#]+)(?=[)#])")  # within the repository; the part after # stays
SENTENCE = re.compile(r"(?<=[.!?]) ")


def twin_of(path: Path) -> Path:
    if path.is_relative_to(ASSIGNMENTS.parent):
        return ASSIGNMENTS / f"{path.stem}.md"
    return LESSONS / path.relative_to(notebooks.NOTEBOOKS).with_suffix(".md")


def wanted() -> dict[Path, str]:
    """The twins that there should be, and what should stand in them."""
    paths = notebooks.find() + notebooks.assignments()
    return {twin_of(path): text(path, notebooks.read(path)) for path in paths}


def present() -> set[Path]:
    return {path for folder in (LESSONS, ASSIGNMENTS) for path in folder.rglob("*") if path.is_file()}


def text(path: Path, notebook: NotebookNode) -> str:
    source = os.path.relpath(path, twin_of(path).parent)
    parts = [f"<!-- For reading changes: made from {Path(source).as_posix()}, which is the file to edit, by make notebooks. -->"]
    for cell in notebook.cells:
        if cell.metadata:
            parts.append(f"<!-- {json.dumps(cell.metadata, sort_keys=True, ensure_ascii=False)} -->")
        if cell.cell_type == "markdown":
            parts.append(relinked(cell.source, path))
            continue
        parts.append(fenced(cell.source, "go" if cell.cell_type == "code" else cell.cell_type))
        parts += [fenced(shown(output), "text") for output in cell.get("outputs", [])]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def relinked(prose: str, path: Path) -> str:
    """Prose whose links lead from the twin to where they led from the notebook; to another notebook's twin where it is a notebook."""

    def target(link: re.Match) -> str:
        goal = Path(os.path.normpath(path.parent / link[1]))
        return Path(os.path.relpath(twin_of(goal) if goal.suffix == ".ipynb" else goal, twin_of(path).parent)).as_posix()

    return LINK.sub(target, prose)


def fenced(content: str, kind: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", content)), default=0))
    return f"{fence}{kind}\n{content.rstrip(chr(10))}\n{fence}"


def shown(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text if output.name == "stdout" else f"[{output.name}]\n{output.text}"
    if output.output_type == "error":
        return f"[error] {output.ename}: {output.evalue}"
    data = dict(output.data)
    plain = data.pop("text/plain", "")
    if not data:
        return plain
    checksum = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:8]
    if "image/png" in data:
        return f"[picture {checksum}]\n" + SENTENCE.sub("\n", plain)
    return f"[{', '.join(sorted(data))} {checksum}]\n{plain}"


def write() -> list[Path]:
    """Brings every twin into step and removes those without a notebook; returns what it changed."""
    twins = wanted()
    changed = [path for path in present() if path not in twins]
    for orphan in changed:
        orphan.unlink()
    for path, content in twins.items():
        if not path.exists() or path.read_text("utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
            changed.append(path)
    return sorted(changed)


if __name__ == "__main__":
    for changed in write():
        print(notebooks.name(changed), "written" if changed.exists() else "removed")
