"""Where students' code runs: bubblewrap, in namespaces of its own.

Inside there is no network, no file of the instructor's but what is listed here, and nothing that can be written on a
disk: /tmp is memory of a bounded size and vanishes at the end. The user is nobody: for root an id that no account has,
else the instructor's own id without any right in the new namespace, seeing only what is listed.
"""

import functools
import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from gdcommon import places
from gdcommon.problem import Problem

from . import golang
from .caches import Caches

HOME = "/tmp/home"
WORK = "/tmp/work"  # where the notebook runs, with a copy of the files that belong to it
GIVEN = "/given"  # those files
SEED = "/cache/seed"
OWN = f"{HOME}/.cache/gdlab-own"  # what this sandbox builds
RECIPES = f"{HOME}/.cache/gdlab/cells"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")

NONE_WORKS = (
    "No sandbox works here, and students' code is not run without one. Install bubblewrap (Debian, Ubuntu: sudo apt install "
    "bubblewrap){reason}. With --no-sandbox a submission may read and change every file of yours: only for code that you trust."
)


class NoSandbox(Problem):
    pass


@dataclass
class Limits:
    memory: int = 2048  # MB, all processes together
    processes: int = 256  # threads count as well
    disk: int = 512  # MB


@dataclass
class Sandbox:
    """One room. `read` and `write` name folders of the instructor's side and where they are seen inside."""

    limits: Limits
    folder: Path  # on the instructor's side, for what belongs to this room
    env: dict[str, str] = field(default_factory=dict)
    read: dict[Path, str] = field(default_factory=dict)
    write: dict[Path, str] = field(default_factory=dict)
    given: Path | None = None  # copied to WORK
    enabled: bool = True

    def start(self, argv: list[str], **streams) -> subprocess.Popen:
        """Starts a program inside. It ends with this process, whatever happens."""
        if self.enabled:
            # Through a pipe, because a command line can be read inside, and this one names the instructor's folders.
            taken, given = os.pipe()
            with open(given, "wb") as pipe:
                pipe.write("\0".join(self.wall()).encode() + b"\0")
            try:
                call = ["bwrap", "--args", str(taken), "--", *self.inside(), *argv]
                return subprocess.Popen(call, env={"PATH": os.environ.get("PATH", "")}, pass_fds=[taken], start_new_session=True, **streams)
            finally:
                os.close(taken)
        work = self.folder / "work"
        if self.given:
            shutil.copytree(self.given, work, dirs_exist_ok=True)
        work.mkdir(exist_ok=True)
        env = {k: v for k, v in os.environ.items() if k not in ("GOROOT", "GOFLAGS")} | self.env
        return subprocess.Popen(argv, env=env, cwd=work, start_new_session=True, **streams)

    def seen(self, path: Path) -> str:
        """How a shared folder is called inside."""
        return {**self.read, **self.write}[path] if self.enabled else str(path)

    def wall(self) -> list[str]:
        check()
        argv = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        if os.getuid() == 0:
            for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
                argv += ["--cap-add", capability]  # given up again by setpriv, below
        else:
            argv += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
        argv += ["--die-with-parent", "--new-session", "--hostname", "lab"]
        argv += ["--perms", "0755", "--dir", "/etc"]
        for name in SYSTEM:
            if os.path.islink(name):
                argv += ["--symlink", os.readlink(name), name]
            elif os.path.exists(name):
                argv += ["--ro-bind", name, name]
        argv += ["--proc", "/proc", "--dev", "/dev", "--size", "65536", "--perms", "1777", "--tmpfs", "/dev/shm", "--remount-ro", "/dev"]
        argv += ["--size", str(self.limits.disk << 20), "--perms", "1777", "--tmpfs", "/tmp"]
        for folder in (HOME, f"{HOME}/.cache", WORK):
            argv += ["--perms", "0777", "--dir", folder]
        shared: list[tuple[str, Path, str]] = [("--ro-bind", *pair) for pair in self.read.items()] + [
            ("--bind", *pair) for pair in self.write.items()
        ]
        if self.given:
            shared.append(("--ro-bind", self.given, GIVEN))
        made = {"/", "/tmp", HOME, f"{HOME}/.cache"}
        for how, path, where in shared:
            for folder in reversed(Path(where).parents):  # those that bwrap would make are closed to all but root
                if str(folder) not in made:
                    argv += ["--perms", "0755", "--dir", str(folder)]
                    made.add(str(folder))
            argv += [how, str(path), where]
        argv += ["--remount-ro", "/", "--chdir", WORK, "--clearenv"]
        for name, value in ({"PATH": "/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8"} | self.env).items():
            argv += ["--setenv", name, value]
        return argv

    def inside(self) -> list[str]:
        argv = []
        if os.getuid() == 0:
            nobody = str(2_000_000_000 + secrets.randbelow(100_000_000))
            argv += [
                "setpriv",
                "--reuid",
                nobody,
                "--regid",
                nobody,
                "--clear-groups",
                "--bounding-set=-all",
                "--inh-caps=-all",
                "--no-new-privs",
            ]
        argv += [
            "prlimit",
            f"--nproc={self.limits.processes}",
            f"--as={4 << 30}",
            f"--fsize={self.limits.disk << 20}",
            "--core=0",
            "--nofile=4096",
        ]
        return [*argv, "/bin/sh", "-c", f'cp -R {GIVEN}/* {WORK} 2>/dev/null && chmod -R u+w {WORK}/*; exec "$@"', "sh"]


def kernel_room(caches: Caches, limits: Limits, folder: Path, given: Path | None = None, enabled: bool = True) -> Sandbox:
    """A sandbox in which the Go kernel works: Go, the modules, this repository's packages, the shared build cache."""
    if not enabled:
        return Sandbox(limits, folder, places.cell_env(), given=given, enabled=False)
    root = Path(golang.variable("GOROOT")).resolve()
    # The Go command that set-up chose is a link; its target has to be there under the same path.
    read = {p: str(p) for p in (places.REPO / "go.mod", places.REPO / "go.sum", places.KERNEL, places.TOOLS)}
    read |= {places.REPO / name: str(places.REPO / name) for name in golang.OWN}
    read |= {root: str(root), Path(golang.variable("GOMODCACHE")): golang.variable("GOMODCACHE")}
    read |= {caches.seed: SEED, caches.recipes: RECIPES, caches.gocache: "/cache/gocache"}
    read = {p: where for p, where in read.items() if not where.startswith("/usr/")}
    env = places.cell_env() | {
        "GOMODCACHE": golang.variable("GOMODCACHE"),
        "GOCACHEPROG": f"/cache/gocache {SEED} {OWN}",
        "TMPDIR": "/tmp",
        "PATH": f"{places.TOOLS}:/usr/bin:/bin",
    }
    return Sandbox(limits, folder, env, read, given=given)


@functools.cache
def check() -> None:
    """Refuses with a sentence where no sandbox works."""
    if not shutil.which("bwrap"):
        raise NoSandbox(NONE_WORKS.format(reason=""))
    user = [] if os.getuid() == 0 else ["--unshare-user"]
    argv = ["bwrap", *user, "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise NoSandbox(NONE_WORKS.format(reason=f"; it is there, but cannot work ({said}): allow user namespaces, or run it as root"))
