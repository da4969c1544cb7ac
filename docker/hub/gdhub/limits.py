"""How much memory a user's processes may take.

Where systemd has handed the hub's service a control group of its own (version 2, ../gdlab-hub.service), each user gets a
group below it: all processes together are counted, and over the limit the kernel ends the largest. Elsewhere
the address space of each single process is bounded, which is coarser: a cell that asks for too much gets Go's
out-of-memory error, but ten processes may take ten times as much.
"""

import contextlib
import os
import resource
from pathlib import Path

ADDRESS_SPACE = 4 << 30  # below about 2 GB the Go command itself cannot work
GROUPS = Path("/sys/fs/cgroup")


def own_group(listing: str, root: Path = GROUPS) -> Path | None:
    """This process's group from /proc/self/cgroup, if it is of version 2, can bound memory, and is ours to divide."""
    if os.environ.get("GDLAB_DELEGATED") != "yes":  # said by the service; a terminal's group has others in it
        return None
    for line in listing.splitlines():
        if line.startswith("0::/") and line != "0::/":
            group = root / line[4:]
            with contextlib.suppress(OSError):
                if "memory" in (group / "cgroup.controllers").read_text().split() and os.access(group / "cgroup.subtree_control", os.W_OK):
                    return group
    return None


def divide(group: Path) -> Path:
    """Lets groups be made below this one. Its own processes have to move out of the way first, into a group beside them."""
    hub = group / "hub"
    hub.mkdir(exist_ok=True)
    for pid in (group / "cgroup.procs").read_text().split():
        with contextlib.suppress(ProcessLookupError):
            (hub / "cgroup.procs").write_text(pid)
    (group / "cgroup.subtree_control").write_text("+memory +pids")
    return group


def user_group(group: Path, uid: int, memory: int) -> Path:
    """The group of one user. Processes that it already has stay in it."""
    found = group / f"user-{uid}"
    found.mkdir(exist_ok=True)
    (found / "memory.max").write_text(str(memory))
    (found / "memory.swap.max").write_text("0")
    (found / "memory.oom.group").write_text("0")
    (found / "pids.max").write_text("1024")
    return found


def enter(group: Path | None) -> None:
    """In the new process, while it is still root's: into its group, or under a bound of its own."""
    if group:
        (group / "cgroup.procs").write_text(str(os.getpid()))
    else:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_NPROC, (1024, 1024))  # of this user, threads included
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def empty(group: Path | None) -> None:
    """Ends what a user's server left behind."""
    if group:
        with contextlib.suppress(OSError):
            (group / "cgroup.kill").write_text("1")
