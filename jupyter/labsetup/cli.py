"""The commands  setup [--test] [--course] [--hub] [--shared],  start [--port N] [--no-browser],  lessons FOLDER,
requirements GROUP…,  lock [--upgrade]."""

import argparse
import errno
from pathlib import Path

from gdcommon import places
from gdcommon.problem import Problem

from . import lessons, lock, renew, start, steps
from .report import complain


def main(argv: list[str] | None = None) -> int:
    args = parse(argv)
    try:
        if args.command == "setup":
            steps.set_up(*(step for wanted in args.more for step in wanted))
        elif args.command == "lessons":
            lessons.copy(Path(args.folder))
        elif args.command == "requirements":
            print(lock.requirements(*args.groups), end="")
        elif args.command == "lock":
            steps.set_up()
            renew.renew(args.upgrade)
        else:
            if not places.is_guest():
                steps.set_up()
            start.start(args.port, browser=not args.no_browser)
    except Problem as problem:
        complain(str(problem))
        return 1
    except OSError as err:
        complain(explain(err))
        return 1
    except KeyboardInterrupt:
        complain("Stopped; the next run goes on from here.")
        return 130
    return 0


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab.py", description="Sets up and starts the gradient-descent lab.")
    commands = parser.add_subparsers(dest="command", required=True)
    setup = commands.add_parser("setup", help="install and build what is missing")
    setup.set_defaults(more=[])
    for option, wanted, text in (
        ("--test", [steps.COURSE, steps.TEST], "also install what the tests need, coursework included"),
        ("--course", [steps.COURSE], "also install what coursework needs: nbgrader"),
        ("--hub", [steps.HUB], "also install the hub's side of a server"),
        ("--shared", [steps.SHARED], "let all users of this computer run it; only you can change it"),
    ):
        setup.add_argument(option, dest="more", action="append_const", const=wanted, help=text)
    lab = commands.add_parser("start", help="the same, then start JupyterLab")
    lab.add_argument("--port", default="", help="exactly this port (default: 8888 or the next free one)")
    lab.add_argument("--no-browser", action="store_true", help="print the address and open no browser window")
    needs = commands.add_parser("requirements", help="print what pip installs for groups of the lock")
    needs.add_argument("groups", nargs="+", metavar="GROUP")
    locking = commands.add_parser("lock", help="bring requirements.txt up to date with pyproject.toml")
    locking.add_argument("--upgrade", action="store_true", help="also take the newest versions that are allowed")
    copying = commands.add_parser("lessons", help="copy the lessons into a folder; nothing there is overwritten")
    copying.add_argument("folder")
    return parser.parse_args(argv)


def explain(err: OSError) -> str:
    """The failures of our own reading and writing."""
    where = err.filename or places.REPO
    if err.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full ({where}); free some space, then run make setup again."
    if err.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} cannot be written; give yourself the right to it, or clone the repository into a folder of yours."
    return f"{err.strerror or err} ({where}); run make setup again."
