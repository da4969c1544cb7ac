"""The state that a proof holds for: a SHA-256 over the files that decide how the image is built and started.

    .venv/bin/python -m prove.state            prints it
    .venv/bin/python -m prove.state --list     prints the files

Of the lock of Python's packages only the groups count that the image and its proof are made of. Lessons, data and gdkit are in the image as well, but change far more often, and have tests of their own. What only the image for
a class holds is left out too: `FOR=class docker/prove.sh` proves that one, and leaves no record.
"""

import hashlib
import sys
from pathlib import Path

from gdcommon.places import REPO
from labsetup import lock

DECIDE = (
    "docker/Dockerfile", "docker/Dockerfile.dockerignore", "docker/install", "docker/entry", "docker/healthy",
    "docker/prove.sh", "docker/prove/*",
    "go.mod", "go.sum", "jupyter/lab.py", "jupyter/serve.py", "jupyter/build_tools.py",
    "jupyter/labsetup/*.py", "jupyter/gdcommon/*.py", "jupyter/config/*", "jupyter/kernels/gonb/*",
    "jupyter/gocache/*.go", "jupyter/cellbuild/*.go", "jupyter/complete/*.go", "jupyter/imports/*.go", "jupyter/cellimports/*",
)  # fmt: skip  # a list of names
GROUPS = ("lab", "go", "image")


def files() -> list[Path]:
    found = {path for pattern in DECIDE for path in REPO.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.endswith("_test.go"))


def fingerprint() -> str:
    whole = hashlib.sha256()
    for path in files():
        text = path.read_bytes()
        whole.update(f"{path.relative_to(REPO).as_posix()} {hashlib.sha256(text).hexdigest()}\n".encode())
    whole.update(lock.requirements(*GROUPS).encode())
    return whole.hexdigest()


def proved() -> str:
    """The state that docker/proved.txt speaks of; empty if there is none."""
    record = REPO / "docker" / "proved.txt"
    lines = record.read_text("utf-8").splitlines() if record.exists() else []
    return next((line.split()[-1] for line in lines if line.startswith("state ")), "")


if __name__ == "__main__":
    print("\n".join(str(path.relative_to(REPO)) for path in files()) if "--list" in sys.argv else fingerprint())
