"""Proves the class on one server: a hub on loopback, two students, an instructor, one lesson, one assignment.

    sudo make hub-test        the last line counts: N passed, N failed

Accounts, groups and files that are made here begin with gdhubt and are gone at the end, also after a failure. What takes
long to install stays in /var/cache/gdlab-hub for the next time.
"""

import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "jupyter" / "tests")]
from testing import install  # noqa: E402


def main() -> int:
    install.with_the_labs_python()
    from tally import counted

    return counted("the test", a_class)


def a_class(tally) -> None:
    from testing import checks, room

    begun, port = time.monotonic(), room.free_port()
    with install.installed(port):
        print(f"\nThe hub is installed ({time.monotonic() - begun:.0f} s).", flush=True)
        with room.Room(port, ["anna", "bert"], ["clara"], strangers=["dora"]) as class_room:
            checks.run(tally, class_room)
    checks.nothing_left(tally)


if __name__ == "__main__":
    sys.exit(main())
