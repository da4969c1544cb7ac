"""What can be said of the code without running it: its form, suspicious constructs, modules that fit."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import REPO, missing
from .go_tests import ENV, GO

TOOLS = Path(sys.prefix) / "bin"
OURS = (".binder", ".ci", "bench", "datasets", "docker", "gdkit", "jupyter", "notebooks")
NOT_OURS = {".venv", "__pycache__", "node_modules"}


def files() -> list[Path]:
    """Our own files, not what set-up or a test has made."""
    found = (path for folder in OURS for path in (REPO / folder).rglob("*") if not NOT_OURS & {*path.relative_to(REPO).parts})
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def scripts() -> list[Path]:
    """Every shell script, by its first line."""
    return [path for path in files() if path.suffix not in (".ipynb", ".png") and is_shell(path)]


def is_shell(path: Path) -> bool:
    with open(path, "rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and b"sh" in first.split()[-1].rpartition(b"/")[2]


def packages() -> list[str]:
    """The folders of the module's packages; gofmt knows nothing of modules and would walk into .venv."""
    found = subprocess.run([GO, "list", "-f", "{{.Dir}}", "./..."], cwd=REPO, env=ENV, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    return found.stdout.splitlines()


# Name → the command. gofmt names the files that are not in its form, and calls that a success.
CHECKS: dict[str, Callable[[], list]] = {
    "gofmt": lambda: [GO.resolve().with_name("gofmt"), "-l", *packages()],
    "go vet": lambda: [GO, "vet", "./..."],
    "staticcheck": lambda: [GO, "tool", "staticcheck", "./..."],
    "go.mod is tidy": lambda: [GO, "mod", "tidy", "-diff"],
    "modules are those of go.sum": lambda: [GO, "mod", "verify"],
    "Python: form": lambda: [TOOLS / "ruff", "format", "--no-cache", "--config", "jupyter/pyproject.toml", "--diff", "."],
    "Python: faults": lambda: [TOOLS / "ruff", "check", "--no-cache", "--config", "jupyter/pyproject.toml", "."],
    "shell scripts": lambda: [TOOLS / "shellcheck", *scripts()],
    "JavaScript": lambda: [
        TOOLS / "oxlint",
        "--config",
        "jupyter/oxlint.json",
        "--deny-warnings",
        *(f for f in files() if f.suffix == ".js"),
    ],
}


@pytest.mark.parametrize("check", CHECKS)
def test_code(check):
    program, *arguments = CHECKS[check]()
    if not shutil.which(program):
        missing(f"{program} is not there; install it: python3 jupyter/lab.py setup --test")
    done = subprocess.run(
        [program, *arguments], cwd=REPO, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0 or (check == "gofmt" and done.stdout):
        pytest.fail(done.stdout.strip() or f"ended with {done.returncode}", pytrace=False)


def test_every_script_is_found():
    found = {path.relative_to(REPO).as_posix() for path in scripts()}
    assert {".ci/run", ".binder/start", "docker/entry", "docker/hub/install", "docker/prove.sh", "jupyter/kernels/gonb/launch"} <= found
