"""The steps of set-up in order, and which of them are still to do.

Each finished step leaves a stamp: a hash of everything its result depends on. A step is done when its stamp matches
and its result is still there. So a second run only hashes and compares, a changed lock file or go.mod or Go redoes what
it touches, a moved or copied repository is noticed by its path, and a run killed anywhere goes on where it stopped.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gdcommon import files, places
from gdcommon.problem import Problem

from . import go_env, links, lock, python_env, shared
from .report import say, timed


@dataclass
class Step:
    name: str
    title: str
    act: Callable[[], None]
    inputs: Callable[[], list]  # what the result depends on; read again after act
    intact: Callable[[], bool] = lambda: True  # whether the result is still there
    megabytes: int = 0  # measured need, rounded up
    at: Path = places.REPO  # where that space is needed

    def stamp(self) -> str:
        return hashlib.sha256(json.dumps([str(places.REPO), *self.inputs()]).encode()).hexdigest()

    def done(self) -> bool:
        try:
            return (places.STATE / f"{self.name}.stamp").read_text() == self.stamp() and self.intact()
        except FileNotFoundError:
            return False

    def run(self) -> None:
        file = places.STATE / f"{self.name}.stamp"
        file.unlink(missing_ok=True)
        self.act()
        files.write(file, self.stamp())


def modules() -> list:
    """The Go, the modules, and where Go keeps them."""
    caches = [(os.environ | places.shared_modules()).get(name, "") for name in ("GOPATH", "GOMODCACHE", "GOCACHE")]
    return [go_env.identity(), *(places.text(places.REPO / name) for name in ("go.mod", "go.sum")), caches]


def venv_born() -> int:
    try:
        return (places.VENV / "pyvenv.cfg").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def cache(variable: str, *default: str) -> Path:
    return Path(os.environ.get(variable) or Path.home().joinpath(*default))


STEPS = [
    Step(
        "python",
        "Installing JupyterLab",
        python_env.build,
        intact=python_env.sound,
        megabytes=400,
        inputs=lambda: [lock.requirements("lab"), python_env.identity()],
    ),
    Step(
        "go",
        "Looking for Go",
        go_env.choose,
        megabytes=0 if shutil.which("go") else 300,
        inputs=lambda: [go_env.wanted(), lock.requirements("go"), go_env.identity()],
        intact=lambda: bool(go_env.identity()),
    ),
    Step(
        "modules",
        "Downloading Go modules",
        go_env.download,
        modules,
        go_env.downloaded,
        megabytes=450,
        at=cache("GOMODCACHE", "go", "pkg", "mod"),
    ),
    Step(
        "tools",
        "Building the Go kernel",
        go_env.build_tools,
        intact=go_env.built,
        megabytes=100,
        inputs=lambda: [*modules(), places.kernel_env(), go_env.tool_sources()],
    ),
    Step(
        "cache",
        "Warming the build cache",
        go_env.warm,
        intact=go_env.is_warm,
        inputs=lambda: [*modules(), places.kernel_env(), go_env.CELL_IMPORTS, go_env.own_sources()],
        megabytes=350,
        at=cache("GOCACHE", ".cache", "go-build"),
    ),
]


def group(name: str, title: str, megabytes: int) -> Step:
    """Installs a group of packages into .venv, beside the lab's own."""
    return Step(
        name,
        title,
        lambda: python_env.install(title[0].lower() + title[1:], name),
        inputs=lambda: [lock.requirements(name), venv_born()],
        megabytes=megabytes,
    )


COURSE = group("course", "Installing what coursework needs", 150)
HUB = group("singleuser", "Letting JupyterLab work behind the hub", 30)
TEST = group("test", "Installing what the tests need", 450)

SHARED = Step(
    "shared",
    "Sharing it with all users",
    shared.fill,
    intact=places.SHARED_ENV.exists,
    inputs=lambda: [*modules(), places.kernel_env(), go_env.CELL_IMPORTS, go_env.own_sources(), go_env.tool_sources()],
    megabytes=350,
)

MORE = (COURSE, HUB, TEST, SHARED)  # what not everybody needs, in order


def set_up(*more: Step) -> None:
    """Does what is missing, and says nothing when that is nothing. What was shared once stays shared."""
    make_state()
    if SHARED in more:
        places.SHARED.mkdir(exist_ok=True)
    steps = [*STEPS, *(step for step in MORE if step in more)]
    if SHARED not in more and places.SHARED.is_dir():
        steps.append(SHARED)
    if not all(step.done() for step in steps):
        with open(places.STATE / "lock", "w") as turn:
            wait_for(turn)
            check_space([step for step in steps if not step.done()])
            for number, step in enumerate(steps, 1):
                if not step.done():
                    with timed(f"{step.title} ({number} of {len(steps)})"):
                        step.run()
    links.make()


def make_state() -> None:
    """Makes .venv/state, and leaves a .venv alone that somebody else made."""
    for forbidden in ":,":
        if forbidden in str(places.REPO):
            raise Problem(f'Python and Go cannot work in a folder with "{forbidden}" in its path ({places.REPO}); rename it.')
    if not places.STATE.is_dir() and places.VENV.is_dir() and any(places.VENV.iterdir()):
        raise Problem(f"{places.VENV} was not made by this set-up; move it away, then run make setup again.")
    places.STATE.mkdir(parents=True, exist_ok=True)


def wait_for(turn) -> None:
    """Two set-ups of one folder take turns."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up is at work in this folder; waiting for it …")
        fcntl.flock(turn, fcntl.LOCK_EX)


def check_space(pending: list[Step]) -> None:
    """Asks for the space of all pending steps at once, because a full disk after ten minutes is worse than a sentence now."""
    needs: dict[int, tuple[int, Path]] = {}
    for step in pending:
        where = next(p for p in (step.at, *step.at.parents) if p.exists())
        disk = where.stat().st_dev
        needs[disk] = (needs.get(disk, (0, where))[0] + step.megabytes, where)
    for megabytes, where in needs.values():
        free = shutil.disk_usage(where).free // 10**6
        if free < megabytes:
            raise Problem(
                f"The disk is too full: set-up needs about {megabytes} MB at {where}, {free} MB are free; "
                "free some space, then run make setup again."
            )
