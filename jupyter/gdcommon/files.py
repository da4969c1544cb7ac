"""Writes what others may be reading: under another name first, then it takes its place, so that it is whole at any time."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside `path`, for a file or link that takes its place when the block ends. If the block fails, `path` stays as it is."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        yield fresh
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Text is written as UTF-8, with its line endings as they are."""
    with replacing(path) as fresh:
        fresh.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if mode is not None:
            fresh.chmod(mode)


def link(path: Path, target: str | os.PathLike) -> None:
    """Makes `path` a symbolic link."""
    with replacing(path) as fresh:
        fresh.symlink_to(target)
