"""Coursework, graded for real: nbgrader, sandbox and checks over a corpus of submissions."""

import csv
import json
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from conftest import REPO, missing
from grader_corpus import SLOPE, Submission, corpus, fill
from nbgrader.api import Gradebook

LIMITS = """
c.GradeCells.cell_seconds = 4
c.GradeCells.check_seconds = 6
c.GradeCells.call_seconds = 2
c.GradeCells.memory = 1000
c.GradeCells.disk = 128
"""
OUTSIDE = Path("/tmp/gdlab-outside")  # a folder that anybody could write to, were it not for the sandbox
BEFORE = set(Path("/tmp").glob("gdg-*"))  # of somebody else


def grader(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "gdgrader", *arguments], capture_output=True, text=True, cwd=REPO, **options)


@dataclass
class Graded:
    course: Path
    said: str
    rows: dict[str, dict[str, str]]  # grades.csv by student
    visits: list[str]  # to the test's own server

    def points(self, student: str) -> tuple[float, float]:
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            found = [book.find_grade(name, "a0", "a0", student).score for name in ("slope_test", "step_test")]
        return found[0], found[1]

    def notebook(self, student: str) -> nbformat.NotebookNode:
        return nbformat.read(str(self.course / "autograded" / student / "a0" / "a0.ipynb"), 4)

    def feedback(self, student: str) -> str:
        return (self.course / "feedback" / student / "a0" / "a0.html").read_text("utf-8")


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


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Path:
    if not shutil.which("bwrap"):
        missing("bubblewrap is not installed, and grading refuses to work without a sandbox")
    return make_course(tmp_path_factory.mktemp("grader"))


def student_version(course: Path) -> nbformat.NotebookNode:
    return nbformat.read(str(course / "release/a0/a0.ipynb"), 4)


class Server:
    """Counts who connects; a sandbox must not."""

    def __init__(self):
        self.visits: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            connection, address = self.socket.accept()
            self.visits.append(str(address))
            connection.close()


SERVER = Server()
CORPUS = corpus(SERVER.port, str(OUTSIDE))


@pytest.fixture(scope="session")
def graded(course, tmp_path_factory) -> Graded:
    """The whole corpus, graded by one command."""
    folder = tmp_path_factory.mktemp("submissions")
    shutil.rmtree(OUTSIDE, ignore_errors=True)
    OUTSIDE.mkdir()
    OUTSIDE.chmod(0o777)
    released = student_version(course)
    for submission in CORPUS:
        (folder / f"{submission.name}_a0.ipynb").write_bytes(submission.write(released))
    done = grader("grade", str(folder), "--course", str(course), "--workers", "3", timeout=600)
    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    with open(course / "grades.csv", encoding="utf-8", newline="") as table:
        rows = {row["student"]: row for row in csv.DictReader(table)}
    return Graded(course, done.stdout, rows, SERVER.visits)


def text_of(nb: nbformat.NotebookNode) -> str:
    return json.dumps(nb, ensure_ascii=False).replace("\\n", "\n").replace('\\"', '"')


@pytest.mark.parametrize("submission", CORPUS, ids=lambda s: s.name)
def test_points(graded: Graded, submission: Submission):
    row = graded.rows[submission.name]
    assert float(row["score"]) == submission.slope + submission.step, row
    assert submission.reason in row["note"] and bool(submission.reason) == bool(row["note"])
    if not (graded.course / "autograded" / submission.name).exists():
        assert submission.reason, f"no autograded version, and no reason: {graded.said}"
        return
    assert graded.points(submission.name) == (submission.slope, submission.step), text_of(graded.notebook(submission.name))[-4000:]
    said = text_of(graded.notebook(submission.name))
    assert submission.said in said, said[-4000:]
    for never in ("FOUND", "CONNECTED", "WROTE"):
        assert f"{never} " not in said.replace('"' + never, ""), said
    assert "<script>alert('EVIL')" not in graded.feedback(submission.name) and "onerror=" not in graded.feedback(submission.name)


def test_the_corpus_left_nothing(graded: Graded):
    assert graded.visits == []
    assert list(OUTSIDE.iterdir()) == []
    others = subprocess.run(["pgrep", "-f", "gdgrader"], stdout=subprocess.DEVNULL).returncode == 0  # whose rooms are none of ours
    assert others or set(Path("/tmp").glob("gdg-*")) <= BEFORE
    assert not [p for p in (REPO / "written", REPO / ".venv/state/grader/seed/written", Path("/written")) if p.exists()]
