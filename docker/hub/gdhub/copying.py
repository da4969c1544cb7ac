"""Copies a folder that belongs to somebody else without being led astray.

Whoever owns a folder can put links into it, even while it is copied. Followed by an instructor or by root they would
bring along files that the owner of the folder must not see. So only files and folders that belong to one user are
copied, and that is asked of the open file itself, not of its name.
"""

import os
import stat
from pathlib import Path

LIMIT = 100 << 20  # bytes of all files
MOST = 1000  # files and folders


class Refused(Exception):
    """Its text says what was wrong with the folder."""


def copy_owned(source: str | os.PathLike, target: Path, uid: int) -> None:
    """Copies what belongs to uid; links, devices and files of others are left out."""
    try:
        top = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as err:
        raise Refused(f"{source} is no folder that can be read ({err.strerror})") from err
    try:
        if os.fstat(top).st_uid != uid:
            raise Refused(f"{source} belongs to somebody else")
        copy_open(top, target, uid, [0, 0])
    finally:
        os.close(top)


def copy_open(folder: int, target: Path, uid: int, seen: list[int]) -> None:
    """`seen` counts entries and bytes of the whole copy."""
    target.mkdir(exist_ok=True)
    for name in sorted(os.listdir(folder)):
        seen[0] += 1
        try:
            entry = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        except OSError:  # a link, or a file that its owner has closed
            continue
        try:
            found = os.fstat(entry)
            seen[1] += found.st_size if stat.S_ISREG(found.st_mode) else 0
            if seen[0] > MOST or seen[1] > LIMIT:
                raise Refused(f"it has more than {MOST} files or {LIMIT >> 20} MB")
            if found.st_uid != uid:
                continue
            if stat.S_ISDIR(found.st_mode):
                copy_open(entry, target / name, uid, seen)
            elif stat.S_ISREG(found.st_mode):
                copy_file(entry, target / name)
        finally:
            os.close(entry)


def copy_file(entry: int, target: Path) -> None:
    """At most LIMIT bytes, should the file grow meanwhile."""
    left = LIMIT
    with open(target, "xb") as out:
        while left > 0 and (piece := os.read(entry, min(1 << 20, left))):
            out.write(piece)
            left -= len(piece)
