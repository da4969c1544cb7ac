"""Runs tests and ends with one line: N passed, N failed.

    python -m tests            everything that `make test` promises: the Go tests, and pytest over this folder
    python -m tests FILE …     pytest over these files alone, as `make hub-test` and docker/prove.sh call it

Go tests and pytest can be called by themselves as well: go test ./..., .venv/bin/pytest jupyter/tests/test_notebooks.py
"""

import os
import sys

import pytest

from . import go_tests
from .reporter import Reporter
from .tally import Tally, counted

REPO = go_tests.REPO


def main(arguments: list[str]) -> int:
    os.chdir(REPO)
    for variable in [v for v in os.environ if v.startswith(("JUPYTER", "PYTEST", "MAKE", "MFLAGS"))]:
        del os.environ[variable]  # another Jupyter's kernels, or options of whoever called us
    return counted("the test run", lambda tally: run(tally, arguments))


def run(tally: Tally, arguments: list[str]) -> None:
    if not arguments:
        go_tests.run(tally)
        arguments = ["jupyter/tests"]
    tally.part("Tests by pytest")
    options = ["-c", "jupyter/pyproject.toml", f"--rootdir={REPO}", "-p", "no:cacheprovider", "--tb=short"]
    code = pytest.main([*options, *arguments], plugins=[Reporter(tally)])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        tally.failed("pytest", f"ended with {code!r} before all tests had run")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
