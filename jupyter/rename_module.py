"""Gives the Go module another name, in every file:  make rename MODULE=example.org/you/gdlab

`go get` fetches only a module whose name begins with the name of a server, and whose files lie there. Written anew are the module's name
where Go reads it (go.mod, imports in Go files, cells and tests) and where a person does (commands in Markdown, go doc). What only looks like it
stays: the project's own name, folders such as ~/gdlab or gdlab-1000, names of images, groups and services.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from gdcommon.problem import Problem

REPO = Path(__file__).resolve().parents[1]
PATH = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")


def module(root: Path) -> str:
    return re.search(r"^module (\S+)$", (root / "go.mod").read_text("utf-8"), re.M)[1]


def files(root: Path) -> list[Path]:
    """The files of the repository, without links and what only lies beside them."""
    listed = git(root, "ls-files", "-z").split("\0")
    return [path for name in listed if name and (path := root / name).is_file() and not path.is_symlink()]


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout


def places(name: str, packages: set[str]) -> re.Pattern:
    """Where the module's name stands as such. `packages` are the folders at the top of the module that hold Go code.

    A path on a disk has something before the name, /opt/gdlab/jupyter, or another folder behind it, gdlab/cells.
    """
    word = re.escape(name)
    return re.compile(
        rf"(?:(?<![\w./~-])|(?<=\\[nt])){word}(?=/(?:{'|'.join(map(re.escape, sorted(packages)))})\b"  # an import path
        rf'|/"|@(?:v\d|latest))'  # what all import paths begin with; a version
        rf"|(?<=\bmodule ){word}(?![\w./~-])|(?<=\bmodule `){word}(?=`)|(?<=-replace=){word}(?==)"
    )


def in_go_mod(name: str) -> re.Pattern:
    """In go.mod it may be required and replaced as well: by the modules that lie in folders of the repository."""
    return re.compile(rf"(?<![^\s(]){re.escape(name)}(?=[/\s]|$)", re.M)


def rename(root: Path, new: str) -> list[Path]:
    """Writes the files in which the name stands, and returns them."""
    old, all_files = module(root), files(root)
    packages = {path.relative_to(root).parts[0] for path in all_files if path.suffix == ".go"}
    everywhere, changed = places(old, packages), []
    for path in all_files:
        try:
            before = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue  # a picture
        pattern = in_go_mod(old) if path.name in ("go.mod", "go.work") else everywhere
        after = pattern.sub(lambda _: new, before)
        if after != before:
            path.write_bytes(after.encode())
            changed.append(path)
    return changed


def form(root: Path, paths: list[Path]) -> None:
    """Imports are in the order of their names, which has changed; and lines of Python have another length."""
    go = installed(root, "gotools/go")
    if go is None:
        raise Problem("There is no Go to put imports in order; run make setup first.")
    home = subprocess.run([go, "env", "GOROOT"], cwd="/", check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    subprocess.run([f"{home}/bin/gofmt", "-w", *(path for path in paths if path.suffix == ".go")], check=True)
    ruff, config = installed(root, "bin/ruff"), root / "jupyter" / "pyproject.toml"
    if ruff and config.exists():  # without the tests' tools nobody looks at the form of Python
        python = [path for path in paths if path.suffix == ".py"]
        subprocess.run([ruff, "format", "--quiet", "--no-cache", "--config", config, *python], cwd=root, check=True)


def installed(root: Path, name: str) -> str | None:
    """The program that set-up installed, or else one of the computer's."""
    own = root / ".venv" / name
    return str(own) if own.exists() else shutil.which(own.name)


def main(arguments: list[str]) -> int:
    try:
        if len(arguments) != 1 or not PATH.fullmatch(arguments[0]):
            raise Problem(
                "Name the module by server and path, without https:// and as go get will want it: make rename MODULE=example.org/you/gdlab"
            )
        if git(REPO, "status", "--porcelain", "--untracked-files=no"):
            raise Problem("There are changes that are not committed; commit them first, so that git diff shows what the renaming did.")
        old = module(REPO)
        if old == arguments[0]:
            print(f"The module is called {old} already.")
            return 0
        changed = rename(REPO, arguments[0])
        form(REPO, changed)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{old} is now {arguments[0]} in {len(changed)} files. Look at git diff; then: make test")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
