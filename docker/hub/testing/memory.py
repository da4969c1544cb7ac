"""What processes hold, and whose they are."""

import contextlib
from pathlib import Path

from gdhub.processes import living


def processes(uids: set[int]) -> dict[int, tuple[int, str]]:
    """The living processes of these users: process id → (user id, command line)."""
    found = {}
    for pid, uid in living(uids).items():
        with contextlib.suppress(OSError):
            found[pid] = uid, Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return found


def share(pid: int) -> int:
    """Bytes of memory, where what several processes share is divided among them (PSS)."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0
