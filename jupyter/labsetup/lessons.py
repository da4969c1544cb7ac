"""The command `lessons`: gives a learner copies of the lessons to work in, where the installation belongs to somebody else.

What is already there is never overwritten, and what the learner has deleted does not come back: a list in the folder
remembers what was given. A lesson that a later version adds is given at the next start.
"""

from pathlib import Path

from gdcommon import files, places
from gdcommon.problem import Problem

GIVEN = ".gdlab-given"
PARTS = ("README.md", "*.ipynb", "explorations/*.ipynb")


def copy(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if folder.resolve().is_relative_to(places.NOTEBOOKS):
        raise Problem(f"{folder} lies in the lessons' own folder; name one of yours, such as ~/gdlab.")
    record = folder / GIVEN
    given = set(record.read_text("utf-8").splitlines()) if record.exists() else set()
    for path in sorted(p for part in PARTS for p in places.NOTEBOOKS.glob(part)):
        name = path.relative_to(places.NOTEBOOKS).as_posix()
        target = folder / name
        if name in given or target.exists():
            continue
        target.parent.mkdir(exist_ok=True)
        files.write(target, path.read_bytes())  # without the rights of the original, which may be read-only
        given.add(name)
        files.write(record, "".join(f"{name}\n" for name in sorted(given)))
