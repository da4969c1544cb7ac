"""Runs everything that `make test` promises and ends with one line: N passed, N failed.

    gofmt, go vet, staticcheck, go.mod      the Go code, without running it
    go test                                 each test and example
    pytest                                  notebooks, kernel, set-up and the journey through the browser

Each of the three can be run alone as well: go vet ./..., go test ./..., .venv/bin/pytest jupyter/tests/test_notebooks.py
"""

import os
import sys
from pathlib import Path

from . import go_checks
from .tally import Tally, counted

TESTS = Path(__file__).resolve().parent


def main() -> int:
    os.chdir(TESTS.parents[1])
    for variable in [v for v in os.environ if v.startswith(("JUPYTER", "PYTEST", "MAKE", "MFLAGS"))]:
        del os.environ[variable]  # another Jupyter's kernels, or options of whoever called us
    return counted("the test run", everything)


def everything(tally: Tally) -> None:
    go_checks.static(tally)
    go_checks.tests(tally)
    notebooks_and_lab(tally)


def notebooks_and_lab(tally: Tally) -> None:
    import pytest

    class Reporter:
        """Prints a line for each test when it ends, and counts it."""

        @pytest.hookimpl(trylast=True)
        def pytest_configure(self, config):
            config.pluginmanager.unregister(name="terminalreporter")  # pytest's own lines

        def pytest_runtest_logreport(self, report):
            name = report.nodeid.removeprefix("jupyter/tests/").replace(".py::", ": ", 1)
            if report.failed:
                tally.failed(name if report.when == "call" else f"{name} ({report.when})", report.longreprtext, report.duration)
            elif report.skipped:
                tally.skipped(name, report.longrepr[2].removeprefix("Skipped: "))
            elif report.when == "call":
                tally.passed(name, report.duration)
            elif report.when == "setup" and report.duration >= 5:
                tally.line("", f"{name}: preparation", report.duration)

        def pytest_collectreport(self, report):
            if report.failed:
                tally.failed(f"{report.nodeid} (reading the tests)", report.longreprtext)

    tally.part("Notebooks, kernel, set-up and browser")
    code = pytest.main(["-p", "no:cacheprovider", "--tb=short", str(TESTS)], plugins=[Reporter()])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        tally.failed("pytest", f"ended with {code!r} before all tests had run")


if __name__ == "__main__":
    sys.exit(main())
