"""What set-up says: one short line for each step that has work to do, one sentence for a failure."""

import contextlib
import sys
import time


class Problem(Exception):
    """Something that the user can mend. Its text is one sentence with the way out."""


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
