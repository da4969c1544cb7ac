"""Grades an assignment under an account that lives as long as the grading:  grade ASSIGNMENT [STUDENT …]  (as root).

Students' code always runs in the grader's sandbox. Here the grader itself has no rights either: its account owns a copy
of this assignment, of what was handed in, and of the gradebook, and nothing else on this server. When it has ended, the
grades are taken over. A gradebook that somebody has changed meanwhile is left as it is.
"""

import argparse
import contextlib
import fcntl
import grp
import hashlib
import os
import pwd
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from gdcommon import processes
from gdcommon.problem import Problem

from . import places
from .copying import Refused, copy_owned


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="grade", description="Grades an assignment under an account made for it.")
    parser.add_argument("assignment")
    parser.add_argument("students", nargs="*", help="default: everybody who handed in")
    args = parser.parse_args(argv)
    try:
        if os.getuid() != 0:
            raise Problem("Making an account is root's business: run it as root, or use Autograde in the Formgrader.")
        grade(args.assignment, args.students)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def grade(assignment: str, students: list[str]) -> None:
    handed_in = sorted(p.parent.name for p in (places.COURSE / "submitted").glob(f"*/{assignment}") if p.is_dir())
    if unknown := sorted({*students} - {*handed_in}) or not handed_in:
        raise Problem(
            f"Nothing of {assignment} was collected{f' from {unknown[0]}' if students else ''}; "
            "collect it first, in the Formgrader of an instructor."
        )
    book = places.COURSE / "gradebook.db"
    with open(places.STATE / "grade.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with account() as user:
            room = Path(user.pw_dir)
            course = room / "course"
            for folder in ("source", "submitted", "autograded"):
                (course / folder).mkdir(parents=True)
            shutil.copytree(places.COURSE / "source" / assignment, course / "source" / assignment)
            for student in students or handed_in:
                shutil.copytree(places.COURSE / "submitted" / student / assignment, course / "submitted" / student / assignment)
            before = content(book)
            copy_book(book, course / "gradebook.db")
            subprocess.run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", room], check=True)
            said = run(user, assignment, students)
            take_over(user, course, assignment, students or handed_in, before)
    print(said)


def content(book: Path) -> str:
    return hashlib.sha256(book.read_bytes()).hexdigest()


def copy_book(source: Path, target: Path) -> None:
    """A whole gradebook, also while somebody writes."""
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextlib.contextmanager
def account():
    """An account without a password, with a home below the folder of running servers; gone at the end with its processes."""
    name = f"gdlab-g{secrets.token_hex(4)}"
    room = places.RUN / name
    subprocess.run(
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", room, "--shell", "/usr/sbin/nologin", name], check=True
    )
    user = pwd.getpwnam(name)
    try:
        room.mkdir(mode=0o700)
        yield user
    finally:
        end_all(user)
        shutil.rmtree(room, ignore_errors=True)
        subprocess.run(["userdel", name], check=True)
        with contextlib.suppress(KeyError):
            grp.getgrnam(name)
            subprocess.run(["groupdel", name], check=True)


def end_all(user: pwd.struct_passwd) -> None:
    processes.end(lambda: processes.of_users({user.pw_uid}))


def run(user: pwd.struct_passwd, assignment: str, students: list[str]) -> str:
    env = {
        "HOME": user.pw_dir,
        "PATH": f"{places.LAB_PYTHON.parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "GDLAB_HUB": str(places.HOME),
        "GDLAB_COURSE": f"{user.pw_dir}/course",
        "JUPYTER_CONFIG_PATH": str(places.CONFIG),
    }
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs", "--bounding-set=-all"]
    grader = [places.LAB_PYTHON, "-I", "-m", "nbgrader", "autograde", assignment, "--force"]
    only = [f"--CourseDirectory.student_id={s}" for s in students[:1]] if len(students) == 1 else []
    done = subprocess.run(
        [*become, *grader, *only], env=env, cwd=f"{user.pw_dir}/course", stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    lines = [re.sub(r"^\[.*?\] ", "", line) for line in done.stderr.splitlines()]
    if done.returncode != 0:
        raise Problem("\n".join([f"Grading of {assignment} failed, and nothing was taken over; the grader says:", *lines[-5:]]))
    return f"{assignment}: graded as {user.pw_name}, an account that is gone again."


def take_over(user: pwd.struct_passwd, course: Path, assignment: str, students: list[str], before: str) -> None:
    """Grades and graded notebooks, without following what the account may have put there."""
    results = Path(user.pw_dir) / "results"  # not the account's any more when it has no process
    end_all(user)
    try:
        copy_owned(course / "autograded", results, user.pw_uid)
    except Refused as refused:
        raise Problem(f"Nothing was taken over: {refused}.") from refused
    book = places.COURSE / "gradebook.db"
    if content(book) != before:
        raise Problem(
            "The gradebook was changed while grading, so nothing was taken over; grade again when nobody works in the Formgrader."
        )
    copy_book(course / "gradebook.db", book)
    group = grp.getgrnam(places.INSTRUCTORS).gr_gid
    for student in students:
        new, old = results / student / assignment, places.COURSE / "autograded" / student / assignment
        if new.is_dir():
            shutil.rmtree(old, ignore_errors=True)
            shutil.copytree(new, old)
    for path in [places.COURSE / "autograded", *(places.COURSE / "autograded").rglob("*")]:
        os.chown(path, -1, group)
        path.chmod(0o2770 if path.is_dir() else 0o660)


if __name__ == "__main__":
    sys.exit(main())
