"""Where everything lies. All paths are physical, so that a repository moved or copied elsewhere is seen as new."""

import json
import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
JUPYTER = REPO / "jupyter"
NOTEBOOKS = REPO / "notebooks"
VENV = REPO / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = VENV / "gotools"  # what build_tools.py builds, and a link to the chosen go
STATE = VENV / "state"  # stamps of finished steps, the lock, the log
LOG = STATE / "setup.log"
USER = VENV / "user"  # what JupyterLab remembers for its user: settings, open tabs
SERVER_LOG = USER / "lab.log"


def kernel_env() -> dict[str, str]:
    """The environment that cells are compiled in, from its one source."""
    spec = json.loads((JUPYTER / "kernels" / "gonb" / "kernel.json").read_text("utf-8"))
    return spec["env"]


def private_tmp() -> Path:
    """This user's folder for kernels and sockets; the same rule stands in kernels/gonb/launch."""
    base = os.environ.get("TMPDIR", "").rstrip("/") or "/tmp"
    if len(os.fsencode(base)) > 30:
        base = "/tmp"
    return Path(base) / f"gdlab-{os.getuid()}"


def tail() -> str:
    """The set-up's log as people may type it."""
    return str(LOG.relative_to(REPO))
