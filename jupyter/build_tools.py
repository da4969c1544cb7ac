"""Builds the programs that a Go kernel consists of: gonb, goimports, cellbuild, and the server behind Tab and Shift-Tab.

gonb is the version in go.mod. A few small changes are made in a temporary copy of it. Each change is checked: if the code
of another version of gonb differs at one of these places, the build stops, and nothing is changed in part.

    python3 jupyter/build_tools.py FOLDER [GO]
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gdcommon.places import REPO, kernel_env

GONB = "github.com/janpfeifer/gonb"
IMPORTS = "./jupyter/imports"  # built as "goimports": it knows the names of this laboratory's packages
COMPLETE = "./jupyter/complete"  # built as "gopls", the name that gonb looks for
CELLBUILD = "./jupyter/cellbuild"  # "go build" for cells
TOOLS = ("gonb", "goimports", "gopls", "cellbuild")


@dataclass
class Change:
    file: str
    old: str
    new: str
    times: int = 1


CHANGES = [
    # gonb waits 12 s before it first connects to its language server, and again 12 s before it tests the connection;
    # after a Tab in that time every cell has to wait. Our server listens within a few milliseconds.
    Change("internal/goexec/goplsclient/exec.go", "time.After(ConnectTimeout)", "time.After(20 * time.Millisecond)", times=2),
    # If the server does not answer, the next cell waits at most two seconds instead of eight.
    Change(
        "internal/goexec/goplsclient/conn.go",
        "CommunicationTimeout = 8000 * time.Millisecond",
        "CommunicationTimeout = 2000 * time.Millisecond",
    ),
    # gonb reads and watches every Go file below the folders in go.work. Folders whose name begins with a dot are not
    # part of a module, and .venv may hold the 11 000 files of a Go distribution.
    Change(
        "common/common.go",
        "\t\tif info.Type() == os.ModeSymlink {\n",
        '\t\tif info.IsDir() && entryPath != current && strings.HasPrefix(info.Name(), ".") {\n'
        "\t\t\treturn filepath.SkipDir\n\t\t}\n"
        "\t\tif info.Type() == os.ModeSymlink {\n",
    ),
    # A cursor right behind the last letter of "var J = gdkit.Sca" still belongs to that declaration.
    Change(
        "internal/goexec/parser.go",
        "if lineNum == toPos.Line && col >= toPos.Column-1 {",
        "if lineNum == toPos.Line && col > toPos.Column-1 {",
    ),
    # A cell's modules are those of go.mod and the network is off, so "go get" before each build can only cost time:
    # 20 ms a cell. %autoget brings it back.
    Change("internal/goexec/goexec.go", "AutoGet:         true,", "AutoGet:         false,"),
    # The Go version that a kernel reports goes into every saved notebook; with the patch level in it, a lesson would
    # count as changed the moment that it is opened with another Go.
    Change(
        "internal/kernel/messages.go",
        "Version:       runtime.Version(),",
        'Version:       runtime.Version()[:len("go1.26")],',
    ),
    # "go build" spends a third of its time on finding out that nothing has changed since the last cell.
    Change(
        "internal/goexec/execcode.go",
        'cmd := exec.Command("go", args...)\n\tcmd.Dir = s.TempDir\n\tif s.CellIsWasm {',
        'tool := "go"\n\tif args[0] == "build" && !s.CellIsWasm {\n\t\ttool = "cellbuild"\n\t}\n'
        "\tcmd := exec.Command(tool, args...)\n\tcmd.Dir = s.TempDir\n\tif s.CellIsWasm {",
    ),
]


def run_go(argv: list, env: dict[str, str], doing: str, cwd: Path = REPO) -> str:
    """Runs go and returns what it printed on stdout and stderr together."""
    done = subprocess.run([os.fspath(a) for a in argv], cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SystemExit(f"go failed while {doing}:\n{done.stdout}")
    return done.stdout


def build(go: os.PathLike | str, into: Path, env: dict[str, str], run=run_go) -> None:
    """Builds TOOLS into a folder. It needs the modules of go.mod in the module cache, and no network."""
    doing = "building the Go kernel"
    flags = ["build", "-ldflags=-s -w"]
    with tempfile.TemporaryDirectory(prefix="gonb-") as scratch:
        copy = Path(scratch) / "gonb"
        original = run([go, "list", "-m", "-f", "{{.Dir}}", GONB], env, doing).strip()
        change(Path(original), copy)
        # A second go.mod for this one build: ours, and where gonb lies now.
        mod = Path(scratch) / "go.mod"
        mod.write_text(
            (REPO / "go.mod").read_text("utf-8") + f"\nreplace {GONB} => {json.dumps(str(copy), ensure_ascii=False)}\n",
            "utf-8",
        )
        shutil.copyfile(REPO / "go.sum", mod.with_name("go.sum"))
        run([go, *flags, f"-modfile={mod}", "-o", into / "gonb", GONB], env, doing)
    run([go, *flags, "-o", into / "goimports", IMPORTS], env, doing)
    run([go, *flags, "-o", into / "gopls", COMPLETE], env, doing)
    run([go, *flags, "-o", into / "cellbuild", CELLBUILD], env, doing)


def change(original: Path, copy: Path) -> None:
    """Copies gonb's source, without its 64 MB of documentation, and makes the changes."""
    shutil.copytree(original, copy, ignore=shutil.ignore_patterns("docs", "examples", "*_test.go"), copy_function=shutil.copyfile)
    for c in CHANGES:
        file = copy / c.file
        text = file.read_text("utf-8") if file.exists() else ""
        if text.count(c.old) != c.times:
            raise SystemExit(
                f"gonb's {c.file} has {text.count(c.old)} times the text {c.old.strip()!r}, want {c.times}: "
                "go.mod names a gonb that jupyter/build_tools.py does not know; bring CHANGES up to date, or go back to the old gonb."
            )
        file.write_text(text.replace(c.old, c.new), "utf-8")


def main() -> None:
    if not 2 <= len(sys.argv) <= 3:
        raise SystemExit("usage: python3 jupyter/build_tools.py FOLDER [GO]")
    into = Path(sys.argv[1]).resolve()
    into.mkdir(parents=True, exist_ok=True)
    build(*sys.argv[2:] or ["go"], into, os.environ | kernel_env() | {"GOWORK": "off"})


if __name__ == "__main__":
    main()
