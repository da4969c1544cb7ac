"""Where the grader finds and keeps things."""

import functools
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from labsetup import go_env
from labsetup import places as lab

REPO = Path(__file__).resolve().parents[3]
COURSE = REPO / "notebooks" / "coursework"
TOOLS = lab.TOOLS
KERNEL = REPO / "jupyter" / "kernels" / "gonb"
OWN = (*go_env.OWN, go_env.CELL_IMPORTS["grader"])  # the packages of this repository that cells and checks import


def kernel_env() -> dict[str, str]:
    """The environment that cells are compiled in."""
    return lab.kernel_env() | lab.shared_modules()


@functools.cache
def state() -> Path:
    """What the grader keeps between its runs: with the installation, or with the user where somebody else owns that."""
    folder = REPO / ".venv" / "state" / "grader"
    if not os.access(folder.parent, os.W_OK):
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gdlab" / "grader"
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True)
class Caches:
    """What was built for one state of the sources. Another state has its own, so that nothing changes under a running notebook."""

    folder: Path

    @property
    def compiled(self) -> Path:  # by set-up for all users (labsetup/shared.py), which holds nothing secret, or by us
        return lab.SHARED if lab.SHARED_ENV.exists() else self.folder

    @property
    def seed(self) -> Path:  # compiled packages that all sandboxes read
        return self.compiled / "seed"

    @property
    def recipes(self) -> Path:  # cellbuild's, made for sandboxes
        return self.folder / "cells"

    @property
    def checks(self) -> Path:  # programs of checks; no sandbox of a student sees them
        return self.folder / "checks"

    @property
    def gocache(self) -> Path:  # ../gocache, built
        return self.compiled / "gocache"


def go_env() -> dict[str, str]:
    """The instructor's environment for Go's commands; one of those starts another, so that they must be found."""
    env = {k: v for k, v in os.environ.items() if k not in ("GOROOT", "GOFLAGS")} | kernel_env()
    return env | {"PATH": f"{TOOLS}{os.pathsep}{env.get('PATH', os.defpath)}"}


@functools.cache
def go(variable: str) -> str:
    """What go env says."""
    return subprocess.run([TOOLS / "go", "env", variable], env=go_env(), cwd=REPO, capture_output=True, text=True, check=True).stdout.strip()
