"""Watches a room's processes from outside: memory of all together, and what they write where the kernel's sockets are."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def family(root: int) -> set[int]:
    """The living processes below `root`, itself included."""
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, ValueError):
                state, parent = Path(entry.path, "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
                if state not in "ZX":
                    parents[int(entry.name)] = int(parent)
    found, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found and pid not in found}
        found, grown = found | more, bool(more)
    return found & set(parents)


def memory(pid: int) -> int:
    """Bytes that a process alone holds."""
    try:
        _, resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[:3])
    except (OSError, ValueError):
        return 0
    return (resident - shared) * PAGE


def kill(pids) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)


class Watch:
    """Looks ten times a second. Over the limit of memory, the process that holds most ends."""

    def __init__(self, root: int, megabytes: int, processes: int, written: Path):
        self.root, self.bytes, self.processes, self.written = root, megabytes << 20, processes, written
        self.core: set[int] = set()  # the room and its kernel
        self.said = ""  # why something was stopped
        self.done = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        size = 0
        while not self.done.wait(0.1):
            held = {pid: memory(pid) for pid in family(self.root)}
            if sum(held.values()) > self.bytes:
                others = {pid: size for pid, size in held.items() if pid not in self.core} or held
                self.said = f"It was stopped: the program took more than {self.bytes >> 20} MB of memory."
                kill([max(others, key=lambda pid: others[pid])])
            if len(held) > self.processes:  # the system's own limit leaves out some users, root in a container for one
                self.said = f"It was stopped: it had more than {self.processes} processes."
                self.stop_programs()
            with contextlib.suppress(OSError):
                size = sum(f.lstat().st_size for f in self.written.glob("*"))
            if size > 4 << 20:
                self.said = "It was stopped: it wrote where only the kernel writes."
                kill([self.root])

    def keep_these(self) -> None:
        """What runs now is the room and its kernel."""
        self.core = family(self.root)

    def stop_programs(self, seconds: float = 5) -> bool:
        """Ends everything that a cell has started, also what keeps starting copies of itself. False if it outran us."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            others = [pid for pid in family(self.root) if pid not in self.core]
            if not others:
                return True
            for pid in others:  # a stopped process starts nothing
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGSTOP)
            kill(pid for pid in family(self.root) if pid not in self.core)
            time.sleep(0.02)
        return False

    def close(self) -> None:
        self.done.set()
