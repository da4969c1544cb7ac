"""Step: the virtual environment .venv with JupyterLab, from the lock files beside this package."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from gdcommon import places
from gdcommon.problem import Problem

from .run import run

# Written while pip works. If it is still there later, pip was killed and may have left half a package behind, which
# pip itself would take for a whole one.
UNFINISHED = places.STATE / "pip-unfinished"

GRADER = "gdgrader.pth"  # names ../grader, relative to itself, so that a moved repository keeps it

# Variables that would make Python or pip work somewhere else than in .venv.
MISLEADING = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")


def environment() -> dict[str, str]:
    """The user's environment (proxies, package index) without what would mislead Python."""
    return {k: v for k, v in os.environ.items() if k not in MISLEADING}


def check_python() -> None:
    """Debian and Ubuntu ship venv in a package of its own."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    version = "%d.%d" % sys.version_info[:2]
    raise Problem(
        f"Python {version} at {sys.executable} has no venv module; install it "
        f"(Debian, Ubuntu: sudo apt install python{version}-venv), or name another Python: make lab PYTHON=python3.12"
    )


def sound() -> bool:
    """Whether .venv still has its Python and no interrupted installation."""
    return places.PYTHON.exists() and not UNFINISHED.exists()


def identity() -> str:
    """The Python behind .venv; empty when it is gone, as after an upgrade of the system."""
    return os.path.realpath(places.PYTHON) if places.PYTHON.exists() else ""


def build() -> None:
    """Makes .venv anew and installs JupyterLab. Go tools, stamps and settings stay, because they do not depend on Python."""
    check_python()
    for entry in places.VENV.iterdir():
        if entry not in (places.TOOLS, places.STATE, places.SHARED, places.USER):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    run([sys.executable, "-I", "-m", "venv", places.VENV], environment(), "making the virtual environment")
    install(places.JUPYTER / "requirements.txt", "installing JupyterLab")


def install(lock: Path, doing: str) -> None:
    """Installs what a lock file names, into .venv, checking every download against its hash."""
    UNFINISHED.touch()
    options = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    run([places.PYTHON, "-I", "-m", "pip", "install", *options, "-r", lock], environment(), doing)
    UNFINISHED.unlink()


def install_grader() -> None:
    """Installs nbgrader, and lets Python find our own part of it, which stays where it is."""
    install(places.JUPYTER / "requirements-grader.txt", "installing what coursework needs")
    site = next(places.VENV.glob("lib/python*/site-packages"))
    (site / GRADER).write_text(os.path.relpath(places.JUPYTER / "grader", site) + "\n", "utf-8")


def has_grader() -> bool:
    return any(places.VENV.glob(f"lib/python*/site-packages/{GRADER}"))
