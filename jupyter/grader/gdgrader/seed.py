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
import tempfile
import time
from pathlib import Path

from gdcommon import places
from gdcommon.problem import Problem
from labsetup import go_env, shared

from . import golang
from .caches import Caches, state
from .sandbox import Limits, kernel_room

KEPT = 2 * 60 * 60  # seconds; longer than a notebook takes


class SeedError(Problem):
    pass


def stamp() -> str:
    """Everything that the compiled packages depend on."""
    go = os.path.realpath(places.GO)
    seen = [str(places.REPO), go, os.stat(go).st_mtime_ns, go_env.CELL_IMPORTS, places.cell_env()]
    seen += [(places.REPO / name).read_text("utf-8") for name in ("go.mod", "go.sum")]
    for name in (*golang.OWN, "jupyter/gocache", ".venv/gotools"):
        for path in sorted((places.REPO / name).rglob("*")):
            if path.is_file():
                seen.append((str(path), path.stat().st_size, path.stat().st_mtime_ns))
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def ensure() -> Caches:
    """The caches for the sources as they are now; made if they are not there. Two that need them take turns."""
    caches = Caches(state() / stamp()[:16])
    whole = caches.folder / "whole"
    if not whole.exists():
        with open(state() / "lock", "w") as lock:
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
    for entry in state().iterdir():
        if entry.is_dir() and entry != now.folder:
            whole = entry / "whole"
            if not whole.exists() or time.time() - whole.stat().st_mtime > KEPT:
                shutil.rmtree(entry, ignore_errors=True)


def fill(caches: Caches) -> None:
    caches.folder.mkdir(mode=0o755)
    caches.checks.mkdir(mode=0o700)
    if caches.compiled == caches.folder:
        compile_all(caches)
    prepare(caches)


def compile_all(caches: Caches) -> None:
    caches.seed.mkdir(mode=0o755)
    env = shared.gather(golang.environment() | {"GOWORK": "off"}, caches.gocache, caches.seed, "", build)
    with contextlib.suppress(SeedError):  # half-written code is no reason not to grade; the cell that imports it tells
        build([go_env.GO, "build", *shared.own_packages()], env)


def prepare(caches: Caches) -> None:
    """Lets cellbuild write its recipe as it will look for it: inside. Without one cells are slower, and that is all."""
    caches.recipes.mkdir()
    caches.recipes.chmod(0o777)
    with tempfile.TemporaryDirectory(prefix="gdg-") as folder:
        room = kernel_room(caches, Limits(), Path(folder))
        room.write[caches.recipes] = room.read.pop(caches.recipes)
        argv = [str(places.TOOLS / "cellbuild"), "prepare", str(places.REPO), *go_env.IMPORTS_OF_CELLS, shared.GRADER]
        done = room.start(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        (caches.folder / "prepare.log").write_text(done.communicate(timeout=300)[0])
    caches.recipes.chmod(0o755)
    for recipe in caches.recipes.iterdir():
        recipe.chmod(0o644)


def build(argv: list, env: dict[str, str], _doing: str = "") -> str:
    """As labsetup's run, but without its log, which is not for everybody to write."""
    done = subprocess.run(argv, cwd=places.REPO, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise SeedError(f"go failed while the grader's build cache was made:\n{done.stdout}{done.stderr}")
    return done.stdout
