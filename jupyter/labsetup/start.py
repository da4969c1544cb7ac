"""Checks before the start; then this process becomes ../serve.py, which is JupyterLab."""

import os
import socket
import stat
import sys
from pathlib import Path

from gdcommon import places
from gdcommon.problem import Problem

from . import lessons


def start(port: str, browser: bool) -> None:
    """`port` is empty for the first free one from 8888 on. A guest works in copies of the lessons."""
    argv = [str(places.PYTHON), "-I", str(places.JUPYTER / "serve.py")]
    if port:
        check_port(port)
        argv += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        argv += ["--no-browser"]
    folder = places.NOTEBOOKS
    if places.is_guest():
        folder = Path.home() / "gdlab"
        lessons.copy(folder)
        argv += [f"--ServerApp.root_dir={folder}"]
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    sys.stdout.flush()
    os.execve(argv[0], argv, environment())


def check_port(text: str) -> None:
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise Problem(f"PORT is {text}, but a number from 1 to 65535 is wanted: make lab PORT=8899")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: a port just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as err:
            raise Problem(f"Port {port} is reserved for the system; choose one from 1024 up: make lab PORT=8899") from err
        except OSError as err:
            raise Problem(f"Port {port} is taken by another program; stop it, or choose another: make lab PORT={port + 1}") from err


def environment() -> dict[str, str]:
    """The user's environment, with everything of Jupyter's pointed into this repository and nothing left of make's."""
    foreign = ("JUPYTER", "PYTHONPATH", "PYTHONHOME", "MAKE", "MFLAGS")
    env = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    user = places.user()
    for folder in (user, user / "config", user / "data"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return env | {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": str(user / "config"),
        "JUPYTER_DATA_DIR": str(user / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime_folder()),
        "JUPYTERLAB_SETTINGS_DIR": str(user / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(user / "workspaces"),
        "GDLAB_LOG": str(user / "lab.log"),
    }


def runtime_folder():
    """A private folder with a short path, because Unix sockets in it have paths of about 100 bytes at most."""
    private = places.private_tmp()
    try:
        private.mkdir(mode=0o700, exist_ok=True)
        seen = private.lstat()
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid():
            raise Problem(f"{private} belongs to somebody else; remove it, or set TMPDIR to a folder of yours.")
        private.chmod(0o700)
        runtime = private / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as err:
        raise Problem(f"{private} is not a folder; remove it, or set TMPDIR to a folder of yours.") from err
    return runtime
