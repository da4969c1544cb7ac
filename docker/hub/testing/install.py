"""A copy of this repository that all accounts can reach, installed by ../install as on a server. Kept between runs."""

import contextlib
import fcntl
import os
import shutil
import subprocess
from pathlib import Path

REPO = Path(__file__).resolve().parents[3]
CACHE = Path("/var/cache/gdlab-hub")  # not in root's home, which the accounts cannot enter
LAB = CACHE / "lab"
KEPT = CACHE / "kept"  # JupyterHub and the proxy, between runs
HOME = Path("/tmp/gdhubt")  # always the same name, because virtual environments cannot be moved
MOVED = ("venv", "node_modules", "installed")
LEFT_OUT = {".git", ".venv", "__pycache__", ".pytest_cache", ".ipynb_checkpoints", "node_modules", "book", "test-output"}
PAM = Path("/etc/pam.d/gdlab-hub")

ENVIRONMENT = {"GDLAB_HUB": str(HOME), "GDLAB_STUDENTS": "gdhubt-students", "GDLAB_INSTRUCTORS": "gdhubt-instructors"}


def need_root() -> None:
    if os.getuid() != 0:
        raise SystemExit("This makes accounts and starts servers as other users, so it wants root: sudo make hub-test")


@contextlib.contextmanager
def installed(port: int):
    """The hub installed in HOME for this port; afterwards nothing is left but CACHE."""
    CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        copy(REPO, LAB)
        put_away()
        HOME.mkdir(mode=0o755)
        for name in MOVED:
            if (KEPT / name).exists():
                shutil.move(KEPT / name, HOME / name)
        made = [] if PAM.exists() else [PAM]
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GDLAB", "GO", "MAKE", "MFLAGS", "PYTHON", "JUPYTER"))}
        env |= ENVIRONMENT | {"GDLAB_HUB_URL": f"http://127.0.0.1:{port}"}
        try:
            subprocess.run([LAB / "docker" / "hub" / "install"], env=env, check=True, stdin=subprocess.DEVNULL)
            yield
        finally:
            put_away()
            for path in made:
                path.unlink(missing_ok=True)


def put_away() -> None:
    """Keeps what takes long to install, and removes the rest of HOME."""
    KEPT.mkdir(exist_ok=True)
    for name in MOVED:
        if (HOME / name).exists():
            old = KEPT / name
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
            shutil.move(HOME / name, old)
    shutil.rmtree(HOME, ignore_errors=True)


def copy(source: Path, target: Path) -> None:
    """Only what differs, so that set-up has to redo only what that touches."""
    target.mkdir(exist_ok=True)
    names = {p.name for p in source.iterdir()} - LEFT_OUT
    for old in target.iterdir():
        if old.name not in names | LEFT_OUT:
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for name in sorted(names):
        new, old = source / name, target / name
        if new.is_dir():
            copy(new, old)
        elif new.is_file():
            a, b = new.stat(), old.stat() if old.exists() else None
            if not b or (a.st_size, a.st_mtime_ns) != (b.st_size, b.st_mtime_ns):
                shutil.copy2(new, old)
            os.chown(old, 0, 0)
            old.chmod(0o755 if a.st_mode & 0o100 else 0o644)
