"""Coursework, graded for real: nbgrader, sandbox and checks over a corpus of submissions."""

import contextlib
import csv
import html
import json
import os
import shutil
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from gdcommon.processes import running
from nbgrader.api import Gradebook

from .conftest import REPO, missing
from .coursework import grader, student_version
from .grader_corpus import Submission, corpus
from .homework_corpus import MISTAKES, Mistake, mistaken, solved

OUTSIDE = Path("/tmp/gdlab-outside")  # a folder that anybody could write to, were it not for the sandbox
BEFORE = set(Path("/tmp").glob("gdg-*"))  # of somebody else


@dataclass
class Graded:
    course: Path
    said: str
    rows: dict[str, dict[str, str]]  # grades.csv by student
    visits: list[str]  # to the test's own server
    processes: int = 0  # how many there were at most

    def points(self, student: str) -> tuple[float, float]:
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            found = [book.find_grade(name, "a0", "a0", student).score for name in ("slope_test", "step_test")]
        return found[0], found[1]

    def notebook(self, student: str) -> nbformat.NotebookNode:
        return nbformat.read(str(self.course / "autograded" / student / "a0" / "a0.ipynb"), 4)

    def feedback(self, student: str) -> str:
        return (self.course / "feedback" / student / "a0" / "a0.html").read_text("utf-8")


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
TABLE = REPO / "jupyter/grader/corpus.md"
WORKERS = 3
PROCESSES = 256  # GradeCells.processes


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
    with most_processes() as most:
        done = grader("grade", str(folder), "--course", str(course), "--workers", str(WORKERS), timeout=600)
    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    return Graded(course, done.stdout, {row["student"]: row for row in grades(course)}, SERVER.visits, most[0])


def grades(course: Path) -> list[dict[str, str]]:
    with open(course / "grades.csv", encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@contextlib.contextmanager
def most_processes():
    """Counts the processes of this computer meanwhile, beyond those at the beginning; the most of them is in a list of one."""
    most, before, done = [0], len(psutil.pids()), threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], len(psutil.pids()) - before)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


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


def test_no_bomb_leaves_its_sandbox(graded: Graded):
    """Each worker has a kernel, with what it may start, a check, and nbgrader's own; the rest is for the computer's other life."""
    assert PROCESSES / 2 < graded.processes < WORKERS * (PROCESSES + 40) + 150


def test_the_corpus_left_nothing(graded: Graded):
    assert graded.visits == []
    assert list(OUTSIDE.iterdir()) == []
    others = running(lambda process: "gdgrader" in process.cmdline())  # whose rooms are none of ours
    assert others or set(Path("/tmp").glob("gdg-*")) <= BEFORE
    assert not [p for p in (REPO / "written", REPO / ".venv/state/grader/seed/written", Path("/written")) if p.exists()]


# What students hand in for the assignments themselves

ASSIGNMENTS = ("a1", "a2", "a3", "a4", "a5", "a6")


@pytest.fixture(scope="session")
def homework(tmp_path_factory) -> Path:
    """Solutions and typical mistakes for a1 to a6, made and graded as an instructor does; the course's folder."""
    if not shutil.which("bwrap"):
        missing("bubblewrap is not installed, and grading refuses to work without a sandbox")
    course, folder = tmp_path_factory.mktemp("homework") / "course", tmp_path_factory.mktemp("handed-in")
    for name in ASSIGNMENTS:
        shutil.copytree(
            REPO / f"notebooks/coursework/source/{name}", course / "source" / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
    shutil.copy(REPO / "notebooks/coursework/nbgrader_config.py", course)
    done = grader("course", "--course", str(course))
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ASSIGNMENTS:
        source, released = (nbformat.read(str(course / part / name / f"{name}.ipynb"), 4) for part in ("source", "release"))
        right = solved(released, source)
        (folder / f"right_{name}.ipynb").write_text(nbformat.writes(right), "utf-8")
        for mistake in (m for m in MISTAKES if m.assignment == name):
            (folder / f"{mistake.name}_{name}.ipynb").write_text(nbformat.writes(mistaken(right, mistake)), "utf-8")
    done = grader("grade", str(folder), "--course", str(course), timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(grades(course)) == len(MISTAKES) + len(ASSIGNMENTS), "each notebook belongs to one assignment"
    return course


def lost(course: Path, assignment: str, student: str) -> dict[str, float]:
    """The points that each automatic test took."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        [notebook] = book.find_submission(assignment, student).notebooks
        return {g.cell.name: g.max_score - g.score for g in notebook.grades if g.score < g.max_score and g.cell.cell_type == "code"}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solution_gets_everything(homework, assignment):
    assert lost(homework, assignment, "right") == {}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.assignment}-{m.name}")
def test_a_mistake_costs_its_points_and_is_named(homework, mistake: Mistake):
    assert lost(homework, mistake.assignment, mistake.name) == mistake.lost
    page = (homework / "feedback" / mistake.name / mistake.assignment / f"{mistake.assignment}.html").read_text("utf-8")
    assert html.escape(mistake.said, quote=False) in page


def test_a_student_is_told_before_handing_in(homework):
    """The command validate, and the preprocessors behind JupyterLab's Validate button, show the diagnosis."""
    done = grader("validate", str(homework / "submitted/summed/a2/a2.ipynb"))
    assert done.returncode == 1 and "0/2  summed, not averaged: divide by m" in done.stdout
    assert "exit status" not in done.stdout and done.stdout.count("The following cell failed") == 1
    assert grader("validate", str(homework / "submitted/right/a2/a2.ipynb")).returncode == 0


def test_feedback_opens_without_a_network(browser, homework):
    """The page that a student gets, as axe-core and a narrow window see it; formulas are drawn, exercises called by their names."""
    tab, asked, errors = browser.new_page(viewport={"width": 480, "height": 900}), [], []
    tab.on("request", lambda r: asked.append(r.url) if r.url.startswith("http") else None)
    tab.on("pageerror", lambda e: errors.append(str(e)))
    tab.goto((homework / "feedback/summed/a2/a2.html").as_uri())
    assert not asked and not errors, (asked, errors)
    faults = Axe().run(tab).response["violations"]
    assert not faults, [(f["id"], f["nodes"][0]["html"][:100]) for f in faults]
    assert tab.inner_text("table.points tr.lost") == "3. The gradient\t7\t10"
    assert tab.locator("math").count() > 10 and "$" not in tab.inner_text("main")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.close()


def test_the_table_of_the_corpus(graded: Graded, homework):
    """corpus.md says what was tried and what came of it; GDLAB_UPDATE=1 writes it anew."""
    rows = ["| submission of a0 | expected | got | remark |", "|---|---|---|---|"]
    for s in CORPUS:
        row = graded.rows[s.name]
        rows.append(f"| {s.name} | {s.slope + s.step:g} of 5 | {float(row['score']):g} | {row['note'] or s.said} |")
    rows += ["", "| mistake in an assignment | points lost, expected | got | diagnosis |", "|---|---|---|---|"]
    for m in MISTAKES:
        got = sum(lost(homework, m.assignment, m.name).values())
        rows.append(f"| {m.assignment} {m.name} | {sum(m.lost.values()):g} | {got:g} | {m.said} |")
    table = TABLE.read_text("utf-8")
    head = table.partition("| submission of a0")[0]
    if os.environ.get("GDLAB_UPDATE"):
        TABLE.write_text(head + "\n".join(rows) + "\n", "utf-8")
    assert TABLE.read_text("utf-8") == head + "\n".join(rows) + "\n"
