"""The runner itself: every test counts once, a skip is a failure where everything must be there, the last line counts."""

import os
import subprocess
import sys

import pytest

from .conftest import REPO
from .tally import Tally

TESTS = """
import pytest

@pytest.fixture
def torn():
    yield
    raise OSError("not tidied up")

def test_right(record_property):
    record_property("said", "in no time")

def test_wrong():
    assert 1 + 1 == 3

def test_left_out():
    pytest.skip("no browser")

def test_torn(torn):
    pass
"""


def run(folder, content: str, ci: str) -> tuple[int, list[str]]:
    file = folder / "test_four.py"
    file.write_text(content)
    env = {k: v for k, v in os.environ.items() if k not in ("CI", "TESTS_BEGUN")} | {"CI": ci}
    done = subprocess.run([sys.executable, "-m", "tests", str(file)], cwd=REPO, env=env, capture_output=True, text=True)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(("ci", "counts"), [("", "2 passed, 2 failed, 1 skipped"), ("true", "2 passed, 3 failed")])
def test_each_test_counts(tmp_path, ci, counts):
    status, said = run(tmp_path, TESTS, ci)
    assert status == 1 and said[-1] == counts
    text = "\n".join(said)
    assert "test_right: in no time" in text
    assert "FAILED: " in text and "assert (1 + 1) == 3" in text and "(teardown): OSError: not tidied up" in text
    assert "test_left_out: no browser" in text if not ci else "skipped, which counts as failed where CI=true: no browser" in text


def test_what_cannot_be_read_is_a_failure(tmp_path):
    status, said = run(tmp_path, "import nothing_of_this_name", "")
    assert status == 1 and said[-1] == "0 passed, 2 failed"  # the file, and that pytest ran nothing


def test_without_a_test_nothing_is_proved(tmp_path):
    status, said = run(tmp_path, "", "")
    assert status == 1 and said[-1] == "0 passed, 1 failed"


def test_what_took_long_is_told_before_the_counts(capsys):
    tally = Tally()
    for what, seconds in (("short", 0.4), ("long", 60), ("longer", 61), ("long", 3)):
        tally.spend(what, seconds)
    tally.passes = 3
    tally.summary(125)
    said = capsys.readouterr().out.splitlines()
    assert [line.split() for line in said if "long" in line or "short" in line] == [["63", "long"], ["61", "longer"]]
    assert said[-2:] == ["All of it took 2 min 5 s.", "3 passed, 0 failed"]
