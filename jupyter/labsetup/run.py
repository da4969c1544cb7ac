"""Runs pip and go with their output in the log, and says in one sentence why they failed."""

import os
import re
import subprocess
from pathlib import Path

from gdcommon import places
from gdcommon.problem import Problem

# What the programs print for the failures that people meet, in the order in which they are looked for.
DISK_FULL = re.compile(r"No space left on device|Errno 28\b|disk quota exceeded", re.I)
NOT_WRITABLE = re.compile(r"Errno 30\b|Errno 13\b|permission denied|read-only file system", re.I)
BAD_HASH = re.compile(r"DO NOT MATCH THE HASHES|checksum mismatch|SECURITY ERROR")
NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|Read timed out|Failed to establish a new connection|ProxyError"
    r"|name resolution|Network is unreachable|No route to host|Connection (refused|reset|aborted)"
    r"|dial tcp|no such host|i/o timeout|TLS handshake timeout|SSLError|certificate verify failed|tls: failed"
    r"|module lookup disabled by GOPROXY=off|\(from versions: none\)",
    re.I,
)


def run(argv: list, env: dict[str, str], doing: str, cwd: Path = places.REPO) -> str:
    """Runs a program to its end and returns its standard output. `doing` completes "… failed while …"."""
    try:
        done = subprocess.run(
            [os.fspath(a) for a in argv],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as err:
        raise Problem(f"{argv[0]} cannot be started ({err.strerror}) while {doing}; run make setup again.") from err
    with open(places.LOG, "a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, argv))}\n{done.stdout}{done.stderr}\n")
    if done.returncode != 0:
        raise Problem(explain(done.stdout + done.stderr, doing))
    return done.stdout


def explain(output: str, doing: str) -> str:
    """A failed program's output as one sentence with the way out."""
    again = f"then run make setup again (details: {places.tail()})."
    if DISK_FULL.search(output):
        return f"The disk is full while {doing}; free some space, {again}"
    if BAD_HASH.search(output):
        return f"A download does not have the expected checksum while {doing}; if a proxy changes downloads, leave it out, {again}"
    if NO_NETWORK.search(output):
        return f"No connection to the package servers while {doing}; connect to the network (or set your proxy), {again}"
    if NOT_WRITABLE.search(output):
        return f"A file or folder cannot be written while {doing}; see the log for which, give yourself the right to it, {again}"
    last = [line for line in output.splitlines() if line.strip()][-5:]
    return "\n".join([f"Something failed while {doing}; the last lines of {places.tail()} are:", *("  " + x for x in last)])
