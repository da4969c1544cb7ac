"""The processes of this computer. Those that have ended and wait to be noticed (zombies) do not count."""

import contextlib
import time
from collections.abc import Callable, Collection, Iterable

import psutil
from psutil import Process

ENDED = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


def is_alive(process: int | Process) -> bool:
    """A process that was found earlier is not taken for a later one of the same number."""
    with contextlib.suppress(psutil.Error):
        process = Process(process) if isinstance(process, int) else process
        return process.is_running() and process.status() not in ENDED
    return False


def family(root: int) -> list[Process]:
    """This process and all below it."""
    with contextlib.suppress(psutil.Error):
        top = Process(root)
        return those([top, *top.children(recursive=True)])
    return []


def running(holds: Callable[[Process], object]) -> list[Process]:
    """All for which something holds."""
    return those(psutil.process_iter(), holds)


def those(processes: Iterable[Process], holds: Callable[[Process], object] = bool) -> list[Process]:
    """One that ends meanwhile, or that may not be looked at, is left out."""
    found = []
    for process in processes:
        with contextlib.suppress(psutil.Error):
            if process.status() not in ENDED and holds(process):
                found.append(process)
    return found


def of_users(uids: Collection[int]) -> list[Process]:
    """Also those that have the rights of somebody else, or those of a user besides their own."""
    return running(lambda process: not {*uids}.isdisjoint(process.uids()))


def kill(processes: Iterable[Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def end(find: Callable[[], list[Process]], seconds: float = 5) -> bool:
    """Kills what `find` finds until it finds nothing, also what keeps starting copies of itself. False if it outran us."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = find()
        if not found:
            return True
        for process in found:  # a stopped process starts nothing
            with contextlib.suppress(psutil.Error):
                process.suspend()
        kill(find())
        time.sleep(0.02)
    return False
