"""A small course for the tests of the grader: the first assignment, and short limits."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

REPO = Path(__file__).resolve().parents[2]

LIMITS = """
c.GradeCells.cell_seconds = 4
c.GradeCells.check_seconds = 6
c.GradeCells.call_seconds = 2
c.GradeCells.memory = 1000
c.GradeCells.disk = 128
"""


def grader(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "gdgrader", *arguments], capture_output=True, text=True, cwd=REPO, **options)


def make_course(folder: Path) -> Path:
    """The course with its first assignment only, and short limits."""
    course = folder / "course"
    (course / "source").mkdir(parents=True)
    shutil.copytree(REPO / "notebooks/coursework/source/a0", course / "source/a0", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    config = (REPO / "notebooks/coursework/nbgrader_config.py").read_text("utf-8")
    (course / "nbgrader_config.py").write_text(config + LIMITS, "utf-8")
    done = grader("course", "--course", str(course))
    assert done.returncode == 0 and done.stdout == "a0: release/a0\n", done.stdout + done.stderr
    return course


def student_version(course: Path) -> nbformat.NotebookNode:
    return nbformat.read(str(course / "release/a0/a0.ipynb"), 4)
