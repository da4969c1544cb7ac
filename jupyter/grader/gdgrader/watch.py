"""Watches a room's processes from outside: memory of all together, and what they write where the kernel's sockets are."""

import contextlib
import threading
from pathlib import Path

import psutil
from gdcommon import processes


def memory(process: psutil.Process) -> int:
    """Bytes that a process alone holds."""
    with contextlib.suppress(psutil.Error):
        held = process.memory_info()
        return held.rss - getattr(held, "shared", 0)  # macOS does not say what is shared
    return 0


class Watch:
    """Looks ten times a second. Over the limit of memory, the process that holds most ends."""

    def __init__(self, root: int, megabytes: int, most: int, written: Path):
        """`most` is how many processes there may be, `written` the folder of the kernel's sockets."""
        self.root, self.bytes, self.most, self.written = root, megabytes << 20, most, written
        self.core: set[psutil.Process] = set()  # the room and its kernel
        self.said = ""  # why something was stopped
        self.done = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()

    def family(self) -> list[psutil.Process]:
        return processes.family(self.root)

    def others(self) -> list[psutil.Process]:
        """What a cell has started."""
        return [process for process in self.family() if process not in self.core]

    def run(self) -> None:
        size = 0
        while not self.done.wait(0.1):
            held = {process: memory(process) for process in self.family()}
            if sum(held.values()) > self.bytes:
                others = {process: size for process, size in held.items() if process not in self.core} or held
                self.said = f"It was stopped: the program took more than {self.bytes >> 20} MB of memory."
                processes.kill([max(others, key=lambda process: others[process])])
            if len(held) > self.most:  # the system's own limit leaves out some users, root in a container for one
                self.said = f"It was stopped: it had more than {self.most} processes."
                self.stop_programs()
            with contextlib.suppress(OSError):
                size = sum(f.lstat().st_size for f in self.written.glob("*"))
            if size > 4 << 20:
                self.said = "It was stopped: it wrote where only the kernel writes."
                processes.kill(self.family()[:1])

    def keep_these(self) -> None:
        """What runs now is the room and its kernel."""
        self.core = {*self.family()}

    def stop_programs(self) -> bool:
        """Ends everything that a cell has started. False if it outran us."""
        return processes.end(self.others)

    def close(self) -> None:
        self.done.set()
