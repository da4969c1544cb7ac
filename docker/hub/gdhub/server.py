"""Runs as the user: prepares the home, then becomes the user's JupyterLab behind the hub.

python -I server.py
"""

import os
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[3]
WORK = Path.home() / "gdlab"  # what JupyterLab shows


def prepare() -> None:
    Path.home().chmod(0o700)
    subprocess.run([sys.executable, "-Es", REPO / "jupyter" / "lab.py", "lessons", WORK], check=True)
    course = Path(os.environ["GDLAB_HUB"]) / "course"
    link = WORK / "course"
    if os.access(course, os.X_OK) and not link.exists():  # an instructor; nbgrader wants the course below what is shown
        link.unlink(missing_ok=True)
        link.symlink_to(course)


def main() -> None:
    # The server's messages go to the user's own file: the hub's log is root's, and no place for text of users.
    logs = Path.home() / ".local" / "share" / "gdlab"
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = os.open(logs / "hub-server.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    os.chmod(os.environ["TMPDIR"], 0o700)
    Path(os.environ["JUPYTER_RUNTIME_DIR"]).mkdir(mode=0o700, exist_ok=True)
    prepare()
    os.chdir(WORK)
    os.execv(sys.executable, [sys.executable, "-I", "-m", "jupyterhub.singleuser", *sys.argv[1:]])


if __name__ == "__main__":
    main()
