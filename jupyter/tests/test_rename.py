"""The module under a public name, as RELEASE.md gives it one: everything finds it there, and another module can use gdkit and gdplot."""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import REPO, copy_of_repository, missing

OLD, PUBLIC = re.search(r"^module (\S+)$", (REPO / "go.mod").read_text("utf-8"), re.M)[1], "example.org/you/gdlab"
GO = REPO / ".venv" / "gotools" / "go"
LEFT = re.compile(rf"(?<!example\.org/you/)\b{re.escape(OLD)}/(?:gdkit|datasets|jupyter|bench)\b")
NAMES = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}
# Nothing is fetched: what gdkit and gdplot need is there, because the lab needs it.
ENV = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "GO"))} | NAMES
ENV |= {name: value for name in ("GOPATH", "GOMODCACHE", "GOCACHE", "GOTMPDIR") if (value := os.environ.get(name))}
ENV |= {
    "PATH": f"{GO.parent}:{REPO / '.venv' / 'bin'}:{os.environ['PATH']}",
    "GOPROXY": "off",
    "GOSUMDB": "off",
    "GOTOOLCHAIN": "local",
    "CGO_ENABLED": "0",
}


def run(folder: Path, *argv: str) -> str:
    done = subprocess.run(argv, cwd=folder, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, f"{' '.join(argv)}\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    if not shutil.which("git"):
        missing("this test needs git; install it")
    clone = copy_of_repository(tmp_path_factory.mktemp("original") / "gdlab")
    run(clone, "git", "init", "--quiet")
    run(clone, "git", "add", "--all")
    run(clone, "git", "commit", "--quiet", "--message=as it is")
    return clone


@pytest.fixture(scope="module")
def renamed(original, tmp_path_factory) -> Path:
    clone = tmp_path_factory.mktemp("renamed") / "gdlab"
    shutil.copytree(original, clone, symlinks=True)
    assert f"{OLD} is now {PUBLIC} in " in run(clone, "make", "rename", f"MODULE={PUBLIC}")
    return clone


def contents(clone: Path) -> dict[str, bytes]:
    return {name: (clone / name).read_bytes() for name in run(clone, "git", "ls-files", "-z").split("\0") if name}


def test_nothing_of_the_old_name_is_left(renamed):
    left = [
        f"{name}: {text[match.start() - 20 : match.end()]}"
        for name, content in contents(renamed).items()
        for text in [content.decode(errors="replace")]
        for match in LEFT.finditer(text)
        if not text[: match.start()].endswith("/opt/")
    ]
    assert not left, left
    assert f"module {PUBLIC}\n" in (renamed / "go.mod").read_text("utf-8")


def test_what_only_looks_like_it_stays(original, renamed):
    before, after = contents(original), contents(renamed)
    stays = re.compile(rb"(?:~|/opt|/srv|/cache|exchange)/gdlab\b|\bgdlab[-:.][\w<$]+|gdlab/(?:cells|build|grader)\b|\"gdlab\"|GDLAB\w*")
    seen = set()
    for name, content in before.items():
        assert stays.findall(content) == stays.findall(after[name]), name
        seen |= set(stays.findall(content))
    for example in (b"~/gdlab", b"/opt/gdlab", b"gdlab:local", b"gdlab/cells", b"gdlab:student", b"gdlab-students"):
        assert example in seen, f"{example} is in no file any more; this test should name something else that stays"


def test_it_builds_and_is_in_form(renamed):
    run(renamed, "go", "build", "./...")
    run(renamed, "go", "vet", "./gdkit", "./gdkit/gdplot/...", "./jupyter/imports", "./jupyter/complete")
    folders = run(renamed, "go", "list", "-f", "{{.Dir}}", "./...").split()
    assert run(renamed, str(GO.resolve().with_name("gofmt")), "-l", *folders) == ""
    run(renamed, "ruff", "format", "--no-cache", "--config", "jupyter/pyproject.toml", "--diff", ".")


def test_the_kernel_finds_the_packages(renamed):
    run(renamed, "go", "test", "./jupyter/imports", "./jupyter/grader/remote")
    run(renamed, "go", "test", "-run", "Hover|Package", "./jupyter/complete")


def test_the_old_name_comes_back(original, renamed, tmp_path):
    """Renamed back, every file says what it said, so nothing was taken for the name that was not it. Only Python may break its lines elsewhere."""
    clone = tmp_path / "gdlab"
    shutil.copytree(renamed, clone, symlinks=True)
    back = f"import rename_module as r; files = r.rename(r.REPO, {OLD!r}); r.form(r.REPO, files)"
    run(clone / "jupyter", "python3", "-c", back)
    before, after = contents(original), contents(clone)
    assert before.keys() == after.keys()
    for name in before:
        same = (before[name] == after[name]) or (name.endswith(".py") and program(before[name]) == program(after[name]))
        assert same, name


def program(source: bytes) -> str:
    return ast.dump(ast.parse(source))


def test_another_module_uses_it_as_the_readme_says(renamed):
    """The commands and the program of README.md, word for word."""
    readme = (renamed / "README.md").read_text("utf-8").partition("## In a Go program of your own")[2]
    [commands], program = re.findall(r"^```sh\n(.*?)^```", readme, re.M | re.S), re.search(r"^```go\n(.*?)^```", readme, re.M | re.S)[1]
    mine = renamed.parent / "mine"
    mine.mkdir()
    (mine / "main.go").write_text(program, "utf-8")
    run(mine, "go", "mod", "init", "example.org/me/mine")
    run(mine, "sh", "-e", "-c", commands)
    run(mine, "go", "run", ".")
    assert (mine / "walk.png").read_bytes().startswith(b"\x89PNG")
    assert "gdplot.Contour" in program and PUBLIC in program


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Name the module"),
        ("https://example.org/gdlab", "Name the module"),
        ("you/gdlab", "Name the module"),
        (PUBLIC, "not committed"),
    ],
)
def test_a_wrong_call_changes_nothing(original, name, said, tmp_path):
    clone = tmp_path / "gdlab"
    shutil.copytree(original, clone, symlinks=True)
    (clone / "LICENSE").write_text("changed")
    before = contents(clone)
    done = subprocess.run(["make", "rename", f"MODULE={name}"], cwd=clone, env=ENV, capture_output=True, text=True)
    assert done.returncode != 0 and said in done.stderr and "Traceback" not in done.stderr
    assert contents(clone) == before
