"""The command `lock`: makes requirements.txt anew from pyproject.toml, by uv. Versions stay where they can."""

import re
import shutil

from gdcommon import places

from . import lock, python_env
from .run import run

OPTIONS = ("--universal", "--python-version", "3.10", "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links")


def renew(upgrade: bool) -> None:
    python_env.install("installing uv", "lock")
    table = places.text(places.JUPYTER / "pyproject.toml").partition("[dependency-groups]\n")[2].partition("\n[")[0]
    groups = [part for group in re.findall(r"^([\w-]+) = ", table, re.M) for part in ("--group", f"pyproject.toml:{group}")]
    fresh = places.STATE / "lock.txt"
    shutil.copyfile(lock.LOCK, fresh)  # uv keeps the versions that it finds there
    argv = [places.VENV / "bin" / "uv", "pip", "compile", *OPTIONS, *["--upgrade"] * upgrade, *groups, "-o", fresh]
    run(argv, python_env.environment(), "making the lock", places.JUPYTER)
    fresh.replace(lock.LOCK)
