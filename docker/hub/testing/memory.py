"""What processes hold, and whose they are."""

import contextlib
from pathlib import Path


def processes(uids: set[int]) -> dict[int, tuple[int, str]]:
    """The living processes of these users: process id → (user id, command line)."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                uid = entry.stat().st_uid
                if uid in uids and "\nState:\tZ" not in (entry / "status").read_text():
                    found[int(entry.name)] = uid, (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return found


def share(pid: int) -> int:
    """Bytes of memory, where what several processes share is divided among them (PSS)."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0
