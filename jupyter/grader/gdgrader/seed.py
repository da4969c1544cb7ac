"""The build cache that all sandboxes read: packages that cells import, compiled once, and nothing else.

The instructor's own cache also holds what the instructor has built, solutions and hidden tests among it; so it is not
shown to students' code. Filling the shared one from it takes a second, because files are linked and not copied.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import places
from .places import Caches
from .sandbox import Limits, kernel_room

sys.path.insert(0, str(places.REPO / "jupyter"))
from labsetup.go_env import IMPORTS_OF_CELLS, MODULES_OF_CELLS  # noqa: E402

REMOTE = "gdlab/jupyter/grader/remote"
KEPT = 2 * 60 * 60  # seconds; longer than a notebook takes


class SeedError(RuntimeError):
    pass


def stamp() -> str:
    """Everything that the compiled packages depend on."""
    go = os.path.realpath(places.TOOLS / "go")
    seen = [str(places.REPO), go, os.stat(go).st_mtime_ns, IMPORTS_OF_CELLS, MODULES_OF_CELLS, places.kernel_env()]
    seen += [(places.REPO / name).read_text("utf-8") for name in ("go.mod", "go.sum")]
    for name in (*places.OWN, "jupyter/gocache", ".venv/gotools"):
        for path in sorted((places.REPO / name).rglob("*")):
            if path.is_file():
                seen.append((str(path), path.stat().st_size, path.stat().st_mtime_ns))
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def ensure() -> Caches:
    """The caches for the sources as they are now; made if they are not there. Two that need them take turns."""
    caches = Caches(places.state() / stamp()[:16])
    whole = caches.folder / "whole"
    if not whole.exists():
        with open(places.state() / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                shutil.rmtree(caches.folder, ignore_errors=True)
                fill(caches)
                whole.touch()
                forget(caches)
    os.utime(whole)
    return caches


def forget(now: Caches) -> None:
    """Removes the caches of earlier states, but for those that somebody may be using."""
    for entry in places.state().iterdir():
        if entry.is_dir() and entry != now.folder:
            whole = entry / "whole"
            if not whole.exists() or time.time() - whole.stat().st_mtime > KEPT:
                shutil.rmtree(entry, ignore_errors=True)


def fill(caches: Caches) -> None:
    caches.folder.mkdir(mode=0o755)
    caches.checks.mkdir(mode=0o700)
    if not places.is_shared():
        compile_all(caches)
    prepare(caches)


def compile_all(caches: Caches) -> None:
    caches.seed.mkdir(mode=0o755)
    go = str(places.TOOLS / "go")
    env = places.go_env() | {"GOWORK": "off"}
    build(env, go, "build", "-o", str(caches.gocache), "./jupyter/gocache")
    usable = '{{if and .GoFiles (ne .Name "main") (not .Error) (not .DepsErrors)}}{{.ImportPath}}{{end}}'
    packages = build(env, go, "list", "-e", "-f", usable, "std", *MODULES_OF_CELLS).split()
    env |= {"GOCACHEPROG": command(caches, "-gather", places.go("GOCACHE"), caches.seed)}
    build(env, go, "build", *packages, REMOTE)
    with contextlib.suppress(SeedError):  # half-written code is no reason not to grade; the cell that imports it tells
        build(env, go, "build", "./gdkit/...", "./datasets/...")


def command(caches: Caches, *arguments) -> str:
    """GOCACHEPROG: go splits it at spaces that are not quoted."""
    return " ".join(f"'{part}'" if " " in str(part) else str(part) for part in (caches.gocache, *arguments))


def prepare(caches: Caches) -> None:
    """Lets cellbuild write its recipe as it will look for it: inside. Without one cells are slower, and that is all."""
    caches.recipes.mkdir()
    caches.recipes.chmod(0o777)
    with tempfile.TemporaryDirectory(prefix="gdg-") as folder:
        room = kernel_room(caches, Limits(), Path(folder))
        room.write[caches.recipes] = room.read.pop(caches.recipes)
        argv = [str(places.TOOLS / "cellbuild"), "prepare", str(places.REPO), *IMPORTS_OF_CELLS, REMOTE]
        done = room.start(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        (caches.folder / "prepare.log").write_text(done.communicate(timeout=300)[0])
    caches.recipes.chmod(0o755)
    for recipe in caches.recipes.iterdir():
        recipe.chmod(0o644)


def build(env: dict[str, str], *argv: str) -> str:
    done = subprocess.run(argv, cwd=places.REPO, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise SeedError(f"go failed while the grader's build cache was made:\n{done.stdout}{done.stderr}")
    return done.stdout
