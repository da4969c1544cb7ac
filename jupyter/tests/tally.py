"""Counts tests and says how they went, one line each."""

import os
import textwrap
import time
import traceback
from collections.abc import Callable


class Tally:
    def __init__(self):
        self.passes = 0
        self.failures: list[tuple[str, str]] = []
        self.skips: list[tuple[str, str]] = []
        self.spent: dict[str, float] = {}

    def part(self, title: str) -> None:
        print(f"\n{title}", flush=True)

    def line(self, verdict: str, name: str, seconds: float = 0) -> None:
        took = f"  ({seconds:.1f} s)" if seconds >= 1 else ""
        print(f"  {verdict:<4}  {name}{took}", flush=True)

    def spend(self, what: str, seconds: float) -> None:
        """Seconds for the table at the end."""
        self.spent[what] = self.spent.get(what, 0) + seconds

    def passed(self, name: str, seconds: float = 0) -> None:
        self.passes += 1
        self.line("ok", name, seconds)

    def failed(self, name: str, reason: str, seconds: float = 0) -> None:
        self.failures.append((name, reason.strip()))
        self.line("FAIL", name, seconds)
        print(textwrap.indent(reason.strip(), "        "), flush=True)

    def skipped(self, name: str, reason: str) -> None:
        """Something that this computer lacks. Where everything must be there (CI=true), that is a failure."""
        if os.environ.get("CI") == "true":
            self.failed(name, f"skipped, which counts as failed where CI=true: {reason}")
            return
        self.skips.append((name, reason))
        self.line("skip", f"{name}: {reason}")

    def summary(self, seconds: float) -> None:
        """What has to be looked at, once more and together; the counts stand alone on the last line."""
        self.table()
        print()
        for name, reason in self.skips:
            print(f"skipped: {name}: {reason}")
        for name, reason in self.failures:
            print(f"FAILED: {name}: {gist(reason)}")
        minutes, rest = divmod(round(seconds), 60)
        print(f"All of it took {minutes} min {rest} s.")
        skips = f", {len(self.skips)} skipped" if self.skips else ""
        print(f"{self.passes} passed, {len(self.failures)} failed{skips}", flush=True)

    def table(self) -> None:
        """What took longest. Go's packages are tested side by side, so that the sum is more than the whole."""
        long = sorted(((seconds, what) for what, seconds in self.spent.items() if seconds >= 1), reverse=True)
        if len(long) > 1:
            print("\nSeconds spent, from one up")
            for seconds, what in long:
                print(f"  {seconds:6.0f}  {what}")


def counted(what: str, work: Callable[[Tally], None]) -> int:
    """Does the work with a tally. Whatever happens, the last line counts; returns the exit status."""
    tally, begun = Tally(), time.time()
    if called := os.environ.get("TESTS_BEGUN"):  # by .ci/run, as seconds since 1970
        tally.spend("packages of the system, set-up", begun - float(called))
        begun = float(called)
    try:
        work(tally)
    except KeyboardInterrupt:
        tally.failed(what, "stopped before all had run")
    except Exception as err:
        tally.failed(f"{what} itself", f"{err!r}\n{traceback.format_exc()}")
    tally.summary(time.time() - begun)
    return 1 if tally.failures else 0


def gist(reason: str) -> str:
    """The line of a failure that says most: pytest's first one that begins with E, else the first."""
    lines = reason.splitlines() or ["no reason given"]
    return next((line[1:].strip() for line in lines if line.startswith("E  ")), lines[0])
