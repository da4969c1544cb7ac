"""The Go that builds cells and checks."""

import functools
import os
import subprocess

from gdcommon import places
from labsetup import go_env

OWN = (*go_env.OWN, go_env.CELL_IMPORTS["grader"])  # the packages of this repository that cells and checks import


def environment() -> dict[str, str]:
    """The instructor's environment for Go's commands; one of those starts another, so that they must be found."""
    env = {k: v for k, v in os.environ.items() if k not in ("GOROOT", "GOFLAGS")} | places.cell_env()
    return env | {"PATH": f"{places.TOOLS}{os.pathsep}{env.get('PATH', os.defpath)}"}


@functools.cache
def variable(name: str) -> str:
    """What go env says."""
    return subprocess.run(
        [places.GO, "env", name], env=environment(), cwd=places.REPO, capture_output=True, text=True, check=True
    ).stdout.strip()
