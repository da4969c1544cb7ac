"""Step of `setup --shared`: an installation that every user of a computer can run, and only its owner can change.

Modules and everything that cells import, compiled, lie in .venv/shared, which users only read. What a user's cells build
anew goes to that user's own cache folder (../gocache). kernels/gonb/launch takes the variables from the file env.
"""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from gdcommon import files, places
from gdcommon.problem import Problem

from . import go_env, python_env
from .run import run

SEED = places.SHARED / "seed"  # a build cache in Go's form that nothing ever trims
RECIPES = places.SHARED / "cells"  # cellbuild's, ready for the first cell of every user
GOCACHE = places.SHARED / "gocache"
GRADER = "gdlab/" + go_env.CELL_IMPORTS["grader"]  # imported by graded cells


def fill() -> None:
    """Gathers in SEED what set-up has compiled; whole or not at all."""
    check_reach()
    doing = "preparing the shared build cache"
    places.SHARED_ENV.unlink(missing_ok=True)
    for folder in (SEED, RECIPES):
        shutil.rmtree(folder, ignore_errors=True)
    env = go_env.environment()
    gathering = gather(env, GOCACHE, SEED, doing)
    run([go_env.GO, "build", *own_packages()], gathering, doing)

    theirs = places.shared_modules() | {"GOCACHEPROG": command(GOCACHE, SEED)}
    scratch = places.SHARED / "scratch"  # stands for a user's cache folder
    path = f"{places.TOOLS}:{env['PATH']}"
    foreign = {name: value for name, value in env.items() if not name.startswith(("GO", "CGO_"))}  # what else a user has set
    theirs["GDLAB_CELLS"] = str(RECIPES)
    cell = foreign | places.kernel_env() | theirs | {"XDG_CACHE_HOME": str(scratch), "PATH": path}
    run([places.TOOLS / "cellbuild", "prepare", places.REPO, *go_env.IMPORTS_OF_CELLS], cell, doing)
    (scratch / "gdlab" / "cells").replace(RECIPES)
    shutil.rmtree(scratch)
    RECIPES.chmod(0o755)
    for recipe in RECIPES.iterdir():
        recipe.chmod(0o644)
    files.write(places.SHARED_ENV, "".join(f"{name}={value}\n" for name, value in theirs.items()))


def gather(env: dict[str, str], program: Path, seed: Path, doing: str, run: Callable[..., str] = run) -> dict[str, str]:
    """Builds ../gocache as `program`, and brings what cells import, compiled, to `seed`. Returns the environment in which all that
    is built comes there too."""
    run([go_env.GO, "build", "-o", program, "./jupyter/gocache"], env, doing)
    lower = run([go_env.GO, "env", "GOCACHE"], env, doing).strip()
    env = env | {"GOCACHEPROG": command(program, "-gather", lower, seed)}
    run([go_env.GO, "build", *go_env.packages_of_cells(env, doing, run), GRADER], env, doing)
    return env


def own_packages() -> list[str]:
    return [f"./{folder}/..." for folder in go_env.OWN]


def command(*parts) -> str:
    """GOCACHEPROG: go splits it at spaces that are not quoted."""
    return " ".join(f"'{part}'" if " " in str(part) else str(part) for part in parts)


def check_reach() -> None:
    """Whether other users can enter the folders that this installation lies in and uses."""
    needed = {
        "The repository": (places.REPO, "clone it where all may read, such as /opt/gdlab"),
        "Python": (Path(python_env.identity()), "use the system's: /usr/bin/python3 jupyter/lab.py setup --shared"),
        "Go": (Path(os.path.realpath(go_env.GO)), "install one where all may read, such as /usr/local/go"),
    }
    for what, (path, way_out) in needed.items():
        for folder in path.parents:
            if not folder.stat().st_mode & stat.S_IXOTH:
                raise Problem(f"{what} is at {path}, but other users cannot enter {folder}; {way_out}.")
