"""Where the grader keeps what it has compiled."""

import functools
import os
from dataclasses import dataclass
from pathlib import Path

from gdcommon import places


@functools.cache
def state() -> Path:
    """What the grader keeps between its runs: with the installation, or with the user where somebody else owns that."""
    folder = places.STATE / "grader"
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
        return places.SHARED if places.SHARED_ENV.exists() else self.folder

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
