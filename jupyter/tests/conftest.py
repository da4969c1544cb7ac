"""Fixtures shared by the tests of this folder."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from gdcommon.places import REPO

from .coursework import make_course
from .lab_process import Lab, wait_until

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".pytest_cache", ".ipynb_checkpoints", "node_modules")


def pytest_collection_modifyitems(items) -> None:
    """What is quick to tell comes first."""
    items.sort(key=lambda item: item.path.name != "test_code.py")


def copy_of_repository(target: Path) -> Path:
    """The repository as a fresh clone has it."""
    shutil.copytree(REPO, target, ignore=LEFT_OUT, symlinks=True)
    (target / "notebooks").mkdir(exist_ok=True)
    return target


def missing(what: str) -> None:
    """Something that this computer lacks: a counted skip, and a failure where everything must be there."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The user's environment with a temporary folder of its own; short, because sockets live in it."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTEST", "MAKE", "MFLAGS", "PYTHON"))}
    folder = tempfile.mkdtemp(prefix="gd", dir="/tmp")
    yield env | {"TMPDIR": folder}
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def interrupted(tmp_path_factory, environment) -> tuple[Path, list[str]]:
    """A set-up killed twice without a chance to tidy up, then run to its end; the clone, and what each run said.

    The folder's name has a space and a letter outside ASCII.
    """
    clone = copy_of_repository(tmp_path_factory.mktemp("my läb") / "gd lab")
    state = clone / ".venv" / "state"

    def set_up(until=None) -> str:
        setup = subprocess.Popen(
            ["make", "setup"],
            cwd=clone,
            env=environment,
            text=True,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if until:
            assert wait_until(until, 120), "the set-up did not come this far"
            os.killpg(setup.pid, signal.SIGKILL)
        said = setup.communicate()[0]
        assert until or setup.returncode == 0, said
        return said

    def half_installed() -> bool:
        return (state / "pip-unfinished").exists() and any(clone.glob(".venv/lib/python*/site-packages/jupyter*"))

    said = [set_up(half_installed), set_up(lambda: (clone / ".venv/gotools/new").exists()), set_up()]
    return clone, said


@pytest.fixture(scope="session")
def clone(interrupted) -> Path:
    return interrupted[0]


@pytest.fixture(scope="session")
def lab(clone, environment):
    """The clone's lab, running."""
    with Lab(clone, environment) as running:
        yield running


# Chromium itself must not speak to its maker; --no-sandbox because a test machine's only user is often root.
BROWSER_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
if os.getuid() == 0:
    BROWSER_FLAGS.append("--no-sandbox")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of this computer; none is downloaded. First of all fixtures, so that its absence is known at once."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    missing("this test needs Chromium; install it (Debian: sudo apt install chromium)")


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Path:
    """The small course, made as an instructor makes it."""
    if not shutil.which("bwrap"):
        missing("bubblewrap is not installed, and grading refuses to work without a sandbox")
    return make_course(tmp_path_factory.mktemp("grader"))
