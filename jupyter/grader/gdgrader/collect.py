"""Brings a folder of submissions into nbgrader's form: submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb.

What it understands, for an assignment whose notebook is called a1:

    anna_a1.ipynb        a notebook of a student
    anna.zip             a zip of hers; folders in it do not matter
    anna/a1.ipynb        a folder of hers, other files beside the notebook included
    anna/a1/a1.ipynb     nbgrader's own form
"""

import contextlib
import json
import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

MAX_FILE = 50 << 20  # bytes; a notebook with pictures has one or two million
MAX_FILES = 200  # of one student
NAME = re.compile(r"[\w.@+-]+", re.A)


@dataclass
class Collected:
    students: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)  # by student: what was odd, or why there is nothing to grade


def collect(submissions: Path, submitted: Path, assignment: str, notebooks: list[str]) -> Collected:
    """Copies every submission of one assignment. One that cannot be read is noted and does not stop the others."""
    found = Collected()
    source = submitted.parent / "source"
    others = {p.stem for p in source.glob("*/*.ipynb")} - set(notebooks)
    for entry in sorted(submissions.iterdir()):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        student = entry.name if entry.is_dir() else entry.stem
        if entry.suffix == ".ipynb":
            if belongs(student, others) and not belongs(student, notebooks):
                continue  # anna_a2.ipynb is nothing for a1
            student = next((student.removesuffix(f"_{n}") for n in notebooks if student.endswith(f"_{n}")), student)
        elif not entry.is_dir() and entry.suffix != ".zip":
            continue
        if not NAME.fullmatch(student) or student.startswith("."):
            found.notes[student] = "This name cannot be a student's id: letters without accents, digits and . _ - @ + are wanted."
            continue
        try:
            note = one(entry, submitted / student / assignment, notebooks, others)
        except (OSError, ValueError, zipfile.BadZipFile, RuntimeError) as err:
            note = f"It cannot be read: {err}"
        if note:
            found.notes[student] = note
        if any((submitted / student / assignment / f"{n}.ipynb").exists() for n in notebooks):
            found.students.append(student)
    return found


def belongs(stem: str, names: Collection[str]) -> bool:
    """Whether a file is called like one of these notebooks: a1 or anna_a1."""
    return any(stem == n or stem.endswith(f"_{n}") for n in names)


def one(entry: Path, target: Path, notebooks: list[str], others: set[str]) -> str:
    """One student's submission. Returns what was odd about it. A single notebook may have any name but that of another assignment's."""
    shutil.rmtree(target, ignore_errors=True)
    with contextlib.ExitStack() as stack:
        if entry.suffix == ".zip" and not entry.is_dir():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gdg-")))
            unzip(entry, folder)
        else:
            folder = entry
        files = [entry] if entry.suffix == ".ipynb" and not entry.is_dir() else plain_files(folder)
        wanted = [f for f in files if f.suffix == ".ipynb" and (f.stem in notebooks or (len(files) == 1 and not belongs(f.stem, others)))]
        if not wanted:
            return f"There is no notebook called {' or '.join(n + '.ipynb' for n in notebooks)}."
        notes = []
        for notebook in sorted(wanted, key=lambda f: len(f.parts)):
            name = notebook.stem if notebook.stem in notebooks else notebooks[0]
            place = target / f"{name}.ipynb"
            if place.exists():
                notes.append(f"There is more than one {place.name}; the uppermost was taken.")
                continue
            target.mkdir(parents=True, exist_ok=True)
            text, note = as_utf8(notebook.read_bytes())
            place.write_text(text, "utf-8")
            notes.append(note)
            for beside in files:
                if beside.suffix != ".ipynb" and notebook.parent in beside.parents:
                    copy = target / beside.relative_to(notebook.parent)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(beside, copy)
        return " ".join(n for n in notes if n)


def plain_files(folder: Path) -> list[Path]:
    """Regular files of a sensible size; no links, nothing hidden."""
    files: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith((".", "__"))]
        for name in sorted(names):
            path = Path(here, name)
            seen = path.lstat()
            if not name.startswith(".") and stat.S_ISREG(seen.st_mode) and seen.st_size <= MAX_FILE and len(files) < MAX_FILES:
                files.append(path)
    return files


def unzip(archive: Path, folder: Path) -> None:
    """Regular files only, none outside the folder, and not more than they may be."""
    with zipfile.ZipFile(archive) as z:
        for info in z.infolist()[: 10 * MAX_FILES]:
            target = (folder / info.filename).resolve()
            mode = info.external_attr >> 16
            if info.is_dir() or not target.is_relative_to(folder.resolve()) or (mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode)):
                continue
            with z.open(info) as packed:
                body = packed.read(MAX_FILE + 1)
            if len(body) <= MAX_FILE:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)


def as_utf8(body: bytes) -> tuple[str, str]:
    """The text of a notebook, and a note if it is not UTF-8: some old editors write another encoding."""
    note = ""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, note = body.decode("cp1252", "replace"), "The file was not UTF-8; it was read as Windows-1252."
    try:
        if not isinstance(json.loads(text).get("cells"), list):
            raise ValueError
    except (ValueError, AttributeError):
        raise ValueError("the file is not a notebook.") from None
    return text, note
