"""Accounts, the running hub, and tidying up."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil
from gdcommon import processes

from .browser import Browser
from .install import ENVIRONMENT, HOME, LAB

PREFIX = "gdhubt-"  # of every account and group that is made here
HOMES = HOME / "homes"


def free_port() -> int:
    """With the two beside it that the hub derives from it."""
    for port in range(18000, 28000, 100):
        with contextlib.ExitStack() as probes, contextlib.suppress(OSError):
            for number in (port, port + 1, port + 81):
                probes.enter_context(socket.socket()).bind(("127.0.0.1", number))
            return port
    raise SystemExit("No free ports between 18000 and 28000.")


class Room:
    """`with Room(port, students, instructors) as room:` a hub that runs, with accounts that are gone at the end."""

    def __init__(self, port: int, students: list[str], instructors: list[str], strangers: list[str] | None = None):
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.groups = {
            ENVIRONMENT["GDLAB_STUDENTS"]: students,
            ENVIRONMENT["GDLAB_INSTRUCTORS"]: instructors,
            PREFIX + "none": strangers or [],
        }
        self.passwords: dict[str, str] = {}
        self.hub: subprocess.Popen | None = None
        self.log = HOME / "hub.log"

    def __enter__(self) -> "Room":
        remove_accounts()
        HOMES.mkdir(mode=0o755)
        try:
            for group, names in self.groups.items():
                subprocess.run(["groupadd", "--force", "--system", group], check=True)
                for name in names:
                    self.make_account(PREFIX + name, group)
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.stop()
        remove_accounts()

    def make_account(self, name: str, group: str) -> None:
        subprocess.run(
            ["useradd", "--create-home", "--home-dir", HOMES / name, "--shell", "/bin/bash", "--groups", group, name], check=True
        )
        self.passwords[name] = secrets.token_urlsafe(12)
        subprocess.run(["chpasswd"], input=f"{name}:{self.passwords[name]}\n", text=True, check=True)

    def start(self) -> None:
        with open(self.log, "ab") as log:
            self.hub = subprocess.Popen(
                [LAB / "docker/hub/start", HOME], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + 60
        while time.monotonic() < end and self.hub.poll() is None:
            with contextlib.suppress(OSError):
                for port in (self.port + 81, self.port):  # the hub itself, then by way of the proxy
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/hub/health", timeout=5).close()
                return
            time.sleep(0.1)
        raise AssertionError(f"the hub did not start:\n{self.log.read_text()[-4000:]}")

    def stop(self) -> int | None:
        """Stops the hub as its service would; it stops the servers."""
        if not self.hub:
            return None
        if self.hub.poll() is None:
            self.hub.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.hub.wait(90)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.hub.pid, signal.SIGKILL)  # the proxy, if the hub did not come to stopping it
        return self.hub.wait()

    def browser(self, name: str) -> Browser:
        visitor = Browser(self.url, PREFIX + name)
        assert visitor.log_in(self.passwords[visitor.name]) == 200, f"{visitor.name} cannot log in:\n{self.log.read_text()[-2000:]}"
        return visitor

    def uid(self, name: str) -> int:
        return pwd.getpwnam(PREFIX + name).pw_uid

    def uids(self) -> set[int]:
        return {user.pw_uid for user in accounts()}

    def processes(self, *names: str) -> list[psutil.Process]:
        """Those of these members, of all accounts if none is named."""
        return processes.of_users({self.uid(name) for name in names} or self.uids())

    def home(self, name: str) -> Path:
        return HOMES / (PREFIX + name)


def accounts() -> list[pwd.struct_passwd]:
    return [user for user in pwd.getpwall() if user.pw_name.startswith(PREFIX)]


def as_user(uid: int, *argv: str) -> subprocess.CompletedProcess:
    """A command with the rights of an account and of all its groups, in that account's home."""
    user = pwd.getpwuid(uid)
    become = ["setpriv", f"--reuid={uid}", f"--regid={user.pw_gid}", "--init-groups"]
    return subprocess.run([*become, *argv], env={"HOME": user.pw_dir, "PATH": "/usr/bin:/bin"}, cwd="/", capture_output=True, text=True)


def remove_accounts() -> None:
    """All accounts with our prefix, their processes and homes; also what an earlier run left that was killed."""
    processes.end(lambda: processes.of_users({user.pw_uid for user in accounts()}))
    for user in accounts():
        subprocess.run(["userdel", user.pw_name], check=True, stderr=subprocess.DEVNULL)
        shutil.rmtree(f"/tmp/gdlab-{user.pw_uid}", ignore_errors=True)
    for line in Path("/etc/group").read_text().splitlines():
        if line.startswith(PREFIX):
            subprocess.run(["groupdel", line.split(":")[0]], check=True)
    shutil.rmtree(HOMES, ignore_errors=True)
