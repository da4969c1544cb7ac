"""The commands behind `make course` and `make grade`, on top of nbgrader's own programming interface.

python -m gdgrader course [ASSIGNMENT...]                       student versions in release/
python -m gdgrader grade SUBMISSIONS [--assignment A]           collect, grade, feedback, grades.csv
python -m gdgrader validate NOTEBOOK...                         what a student sees; ends with 1 on failure
"""

import argparse
import csv
import logging
import os
import re
import shutil
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from gdcommon import files, places
from gdcommon.problem import Problem
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from . import plan, sandbox, seed
from .cells import CellError
from .check import CheckError
from .collect import collect
from .execute import GradeCells
from .validate import validate


def main(argv: list[str] | None = None) -> int:
    args = parse(argv)
    os.environ["PATH"] = os.path.join(sys.prefix, "bin") + os.pathsep + os.environ.get("PATH", "")  # nbgrader calls alembic
    try:
        if args.command == "validate":
            return validate(args.notebooks, config(places.COURSE))
        course = Path(args.course).resolve()
        if args.command == "course":
            return make(course, args.assignments)
        return grade(course, Path(args.submissions), args)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="gdgrader", description="Student versions, grades and feedback of the coursework.")
    commands = parser.add_subparsers(dest="command", required=True)
    course = commands.add_parser("course", help="make the student versions")
    course.add_argument("assignments", nargs="*", help="default: all in source/")
    grading = commands.add_parser("grade", help="collect, grade, write feedback and grades.csv")
    grading.add_argument("submissions", help="a folder with a notebook, zip or folder for each student")
    grading.add_argument("--assignment", help="default: each one that is found in the folder")
    grading.add_argument(
        "--workers", type=int, default=min(4, os.cpu_count() or 1), help="notebooks at the same time (default: %(default)s)"
    )
    grading.add_argument("--no-sandbox", action="store_true", help="run submissions with all your rights: only for code that you trust")
    for command in (course, grading):
        command.add_argument("--course", default=str(places.COURSE), help="folder with nbgrader_config.py (default: notebooks/coursework)")
    checking = commands.add_parser("validate", help="check notebooks as a student does")
    checking.add_argument("notebooks", nargs="+")
    return parser.parse_args(argv)


def config(course: Path) -> Config:
    """What nbgrader_config.py says. The log is not shown: each answer of nbgrader's interface carries its own."""
    log = logging.getLogger("traitlets")
    log.handlers, log.propagate = [logging.NullHandler()], False
    log.setLevel(logging.INFO)
    return PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()


def api(course: Path, **options) -> NbGraderAPI:
    """nbgrader for this course. `options` name a setting each: GradeCells__sandbox=False."""
    if not (course / "nbgrader_config.py").exists():
        raise Problem(f"{course} has no nbgrader_config.py; name the course's folder: --course notebooks/coursework")
    warnings.filterwarnings("ignore", module="nbgrader")  # SQLAlchemy's about nbgrader's tables
    found = config(course)
    for name, value in options.items():
        section, trait = name.split("__")
        found[section][trait] = value
    return NbGraderAPI(config=found)


def make(course: Path, names: list[str]) -> int:
    """Student versions; an assignment that fails does not stop the others."""
    nbgrader = api(course)
    names = names or sorted(nbgrader.get_source_assignments())
    if not names:
        raise Problem(f"There is no assignment in {course / 'source'}.")
    failed = 0
    for name in names:
        answer = nbgrader.generate_assignment(name, force=True, create=True)
        found = faults(course, name, nbgrader.coursedir.db_url) if answer["success"] else [gist(answer)]
        failed += bool(found)
        for fault in found:
            print(f"{name}: {fault}", file=sys.stderr, flush=True)
        if answer["success"]:
            print(f"{name}: release/{name}", flush=True)
    return 1 if failed else 0


def faults(course: Path, name: str, db_url: str) -> list[str]:
    """What is wrong with an assignment: a check that cannot be built, or a solution of the instructor's without all points."""
    found = []
    for path in sorted((course / "source" / name).glob("*.ipynb")):
        nb = nbformat.read(path, 4)
        grader = GradeCells(config=config(course), sandbox=bool(shutil.which("bwrap")))  # one's own code, so that it may do without
        try:
            grader.grade(nb, plan.checks(plan.from_gradebook(db_url, name, path.stem)), path.parent)
        except (CheckError, CellError) as err:
            found.append(str(err))
            continue
        for cell in nb.cells:
            if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
                score, most = utils.determine_grade(cell)
                if score != most:
                    said = [o.evalue for o in cell.outputs if o.output_type == "error"]
                    found.append(
                        f"{cell.metadata.nbgrader.grade_id}: the solution gets {score:g} of {most:g} points{': ' if said else ''}{''.join(said)}"
                    )
        found += grader.miscounted
    return found


def gist(answer: dict) -> str:
    """What was wrong: the last line of the innermost traceback, which stands in the log, else of the log's errors."""
    lines = (answer.get("log") or "").splitlines() + (answer.get("error") or "").splitlines()
    for pattern in (r" {4}(?:[\w.]+\.)?(\w+(?:Error|Exception|Sandbox|Entry): .*)", r"\[ERROR\] (.*)", r"(\w+: .*)"):
        found = [m[1] for m in map(re.compile(pattern).match, lines) if m]
        if found:
            return found[-1] if pattern.startswith(" ") else found[0]
    return "it failed without a reason"


def grade(course: Path, submissions: Path, args: argparse.Namespace) -> int:
    if not submissions.is_dir():
        raise Problem(f"{submissions} is not a folder; name the one that holds the submissions: make grade SUBMISSIONS=folder")
    if args.no_sandbox:
        print("Without a sandbox: submissions run with all your rights.", file=sys.stderr)
    else:
        sandbox.check()
    seed.ensure()
    begun, rows = time.monotonic(), []
    for assignment, notebooks in known(course, args.assignment).items():
        found = collect(submissions, course / "submitted", assignment, notebooks)
        if not found.students and not args.assignment:
            continue
        jobs = [(str(course), assignment, student, not args.no_sandbox) for student in found.students]
        with ProcessPoolExecutor(max(1, args.workers)) as pool:
            for (_, _, student, _), note in zip(jobs, pool.map(grade_one, jobs), strict=True):
                if note:
                    found.notes[student] = f"{found.notes.get(student, '')} {note}".strip()
                print(f"{assignment} {student}: {note or 'graded'}", flush=True)
        for student, note in found.notes.items():
            if student not in found.students:
                print(f"{assignment} {student}: {note}", flush=True)
        rows += grades(course, assignment, found)
    if not rows:
        raise Problem(f"In {submissions} is no submission of {args.assignment or 'any assignment that make course has made'}.")
    write(course / "grades.csv", rows)
    print(f"{len(rows)} submissions in {time.monotonic() - begun:.0f} s: {course / 'grades.csv'} and {course / 'feedback'}")
    return 1 if any("The check " in row["note"] for row in rows) else 0  # an assignment that cannot be graded is no success


def known(course: Path, wanted: str | None) -> dict[str, list[str]]:
    """The assignments of the gradebook, with their notebooks."""
    with Gradebook(api(course).coursedir.db_url) as book:
        found = {a.name: [n.name for n in a.notebooks] for a in book.assignments}
    if wanted and wanted not in found:
        raise Problem(f"The gradebook has no assignment {wanted}; make its student version first: make course")
    return {wanted: found[wanted]} if wanted else found


def grade_one(job: tuple[str, str, str, bool]) -> str:
    """One submission in a process of its own. Returns why there are no points, if so."""
    course, assignment, student, inside = job
    nbgrader = api(Path(course), GradeCells__sandbox=inside)
    answer = nbgrader.autograde(assignment, student, force=True, create=True)
    if not answer["success"]:
        return f"It could not be graded: {gist(answer)}"
    answer = nbgrader.generate_feedback(assignment, student, force=True)
    return "" if answer["success"] else f"There is no feedback: {gist(answer)}"


def grades(course: Path, assignment: str, found) -> list[dict]:
    rows = []
    with Gradebook(api(course).coursedir.db_url) as book:
        most = book.find_assignment(assignment).max_score
        for student in sorted({*found.students, *found.notes}):
            row = {
                "assignment": assignment,
                "student": student,
                "score": 0.0,
                "of": most,
                "by_hand": "",
                "note": found.notes.get(student, ""),
            }
            try:
                submission = book.find_submission(assignment, student)
            except Exception:  # nbgrader's MissingEntry: nothing was handed in that could be graded
                pass
            else:
                row |= {"score": submission.score, "by_hand": "yes" if submission.needs_manual_grade else ""}
            rows.append(row)
    return rows


def write(file: Path, rows: list[dict]) -> None:
    """Numbers as short as they are exact; the file is whole at any time."""
    with files.replacing(file) as fresh, open(fresh, "w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        for row in rows:
            table.writerow({k: f"{v:.10g}" if isinstance(v, float) else v for k, v in row.items()})
