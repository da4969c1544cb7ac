"""Starts a user's server as that user's own process, and stops it with all its kernels."""

import os
import pwd
import signal
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

from . import limits, places


class ClassSpawner(LocalProcessSpawner):
    own = None  # the hub's control group, if it may divide it

    def folder(self) -> Path:
        """The user's place for sockets and programs: short, because a socket's path ends at about 100 bytes. Named by number,
        because names may be long. The folder is root's, so that nobody can put another one in its place."""
        user = pwd.getpwnam(self.user.name)
        outer = places.RUN / str(user.pw_uid)
        outer.mkdir(mode=0o711, exist_ok=True)
        inner = outer / "tmp"
        inner.mkdir(mode=0o700, exist_ok=True)
        os.chown(inner, user.pw_uid, user.pw_gid)
        return inner

    def get_env(self) -> dict[str, str]:
        env = super().get_env()
        tmp = str(self.folder())
        config = places.CONFIG / ("instructor" if places.is_instructor(self.user.name) else "student")
        return env | {
            "GDLAB_HUB": str(places.HOME),
            "TMPDIR": tmp,
            "JUPYTER_RUNTIME_DIR": f"{tmp}/run",
            # Before the user's own and .venv's, so that a class has one exchange and one way to grade.
            "JUPYTER_CONFIG_PATH": f"{config}:{places.CONFIG}",
            "PATH": f"{places.LAB_PYTHON.parent}:/usr/local/bin:/usr/bin:/bin",
        }

    def group(self) -> Path | None:
        return limits.user_group(self.own, pwd.getpwnam(self.user.name).pw_uid, places.MEMORY) if self.own else None

    def make_preexec_fn(self, name: str):
        become, group = super().make_preexec_fn(name), self.group()
        umask = 0o007 if places.is_instructor(name) else 0o077  # instructors share the course's folder

        def preexec():
            limits.enter(group)
            become()
            os.umask(umask)

        return preexec

    async def _signal(self, number: int) -> bool:
        """A server without a terminal does not heed SIGINT, the hub's first choice; SIGTERM stops its kernels too."""
        return await super()._signal(signal.SIGTERM if number == signal.SIGINT else number)

    async def stop(self, now: bool = False) -> None:
        await super().stop(now)
        limits.empty(self.group())
