"""Step: the virtual environment .venv with JupyterLab; and what goes into it beside that, by the groups of the lock."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from gdcommon import files, places
from gdcommon.problem import Problem

from . import lock
from .run import run

# Written while pip works. If it is still there later, pip was killed and may have left half a package behind, which
# pip itself would take for a whole one.
UNFINISHED = places.STATE / "pip-unfinished"

# Where Python finds the packages of this repository. set-up names them in a file of .venv, relative to it, so that a moved
# repository keeps them.
PACKAGES = ("jupyter", "jupyter/grader", "docker", "docker/hub")
NAMED = "gdlab.pth"

# Variables that would make Python or pip work somewhere else than in .venv.
MISLEADING = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")


def environment() -> dict[str, str]:
    """The user's environment (proxies, package index) without what would mislead Python."""
    return {k: v for k, v in os.environ.items() if k not in MISLEADING}


def check_python() -> None:
    """Debian and Ubuntu ship venv in a package of its own."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise Problem(
        f"Python {version} at {sys.executable} has no venv module; install it "
        f"(Debian, Ubuntu: sudo apt install python{version}-venv), or name another Python: make lab PYTHON=python3.12"
    )


def sound() -> bool:
    """Whether .venv still has its Python and no interrupted installation."""
    return places.PYTHON.exists() and not UNFINISHED.exists() and any(places.VENV.glob(f"lib/python*/site-packages/{NAMED}"))


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
    install("installing JupyterLab", "lab")
    name_packages(places.VENV)


def name_packages(venv: Path) -> None:
    """Lets the Python of this virtual environment find the packages of this repository."""
    site = next(venv.glob("lib/python*/site-packages"))
    files.write(site / NAMED, "".join(f"{os.path.relpath(places.REPO / folder, site)}\n" for folder in PACKAGES))


def install(doing: str, *groups: str) -> None:
    """Installs groups of the lock into .venv, checking every download against its hash."""
    UNFINISHED.touch()
    wanted = places.STATE / "requirements.txt"
    wanted.write_text(lock.requirements(*groups), "utf-8")
    options = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    run([places.PYTHON, "-I", "-m", "pip", "install", *options, "-r", wanted], environment(), doing)
    UNFINISHED.unlink()
