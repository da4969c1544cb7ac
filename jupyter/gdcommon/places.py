"""Where everything lies. All paths are physical, so that a repository moved or copied elsewhere is seen as new."""

import json
import os
from pathlib import Path

from .problem import Problem

REPO = Path(__file__).resolve().parents[2]
JUPYTER = REPO / "jupyter"
KERNEL = JUPYTER / "kernels" / "gonb"
NOTEBOOKS = REPO / "notebooks"
COURSE = NOTEBOOKS / "coursework"
VENV = REPO / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = VENV / "gotools"  # what build_tools.py builds
GO = TOOLS / "go"  # a link to the Go that set-up chose; kernel, cells and all of our own commands use it
STATE = VENV / "state"  # stamps of finished steps, the lock, the log
LOG = STATE / "setup.log"
USER = VENV / "user"  # of the one who keeps the installation; see user()
SHARED = VENV / "shared"  # there if all users of this computer share the installation; see shared.py
SHARED_ENV = SHARED / "env"  # NAME=value lines, which kernels/gonb/launch reads


def kernel_env() -> dict[str, str]:
    """What kernel.json says of the environment that cells are compiled in."""
    return json.loads((KERNEL / "kernel.json").read_text("utf-8"))["env"]


def shared_modules() -> dict[str, str]:
    """Where Go keeps modules in a shared installation: not in its maker's home."""
    return {"GOMODCACHE": str(SHARED / "mod"), "GOENV": "off"} if SHARED.is_dir() else {}


def cell_env() -> dict[str, str]:
    """The environment that cells are compiled in, on this computer."""
    return kernel_env() | shared_modules()


def is_guest() -> bool:
    """Whether this user runs an installation that somebody else keeps."""
    return SHARED_ENV.exists() and not os.access(VENV, os.W_OK)


def user() -> Path:
    """What JupyterLab remembers for its user: settings, open tabs, the server's log."""
    if not is_guest():
        return USER
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "gdlab"


def private_tmp() -> Path:
    """This user's folder for kernels and sockets; the same rule stands in kernels/gonb/launch."""
    base = os.environ.get("TMPDIR", "").rstrip("/") or "/tmp"
    if len(os.fsencode(base)) > 30:
        base = "/tmp"
    return Path(base) / f"gdlab-{os.getuid()}"


def text(file: Path) -> str:
    """A file of the repository."""
    try:
        return file.read_text("utf-8")
    except FileNotFoundError as err:
        name = file.relative_to(REPO)
        raise Problem(f"{name} is missing in {REPO}; restore it, for instance with: git checkout {name}") from err


def tail() -> str:
    """The set-up's log as people may type it."""
    return str(LOG.relative_to(REPO))
