"""What set-up says: one short line for each step that has work to do, one sentence for a failure (gdcommon/problem.py)."""

import contextlib
import sys
import time


def say(text: str) -> None:
    print(text, flush=True)


@contextlib.contextmanager
def timed(title: str):
    """Prints the title, and behind it the seconds that the block took."""
    print(f"{title} …", end=" ", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
