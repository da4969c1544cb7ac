"""Containers of the image under proof, run by Podman without a network, and what the host sees of them."""

import contextlib
import json
import os
import subprocess
import threading
import time
from pathlib import Path

import psutil
from gdcommon import processes

# No control groups, because a proof often runs inside a container; no passwd entry for a foreign uid, as with Docker.
ALONE = (
    "--cgroups=disabled",
    "--network=none",
    "--no-healthcheck",
    "--passwd=false",
    "--ulimit=nofile=20000:20000",
    "--ulimit=nproc=8192:8192",
)
IMAGE = "localhost/gdlab:prove"
PODMAN = json.loads(os.environ["PODMAN"])


class Wrong(Exception):
    """Something that the image should do and does not."""


def podman(*argv: str, data: str | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*PODMAN, *argv], input=data, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise Wrong(f"podman {' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
    return done


def inspect(what: str, form: str) -> str:
    return podman("inspect", "-f", form, what).stdout.strip()


def namespace(pid: str | int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")  # psutil does not know namespaces
    except OSError:
        return ""


def inhabitants(space: str) -> list[tuple[int, str, set[str]]]:
    """The processes of a container: (pid, command, user ids), as the host sees them."""
    found = []
    for process in processes.running(lambda process: namespace(process.pid) == space):
        with contextlib.suppress(psutil.Error):  # it has just ended
            command = " ".join(process.cmdline())
            # crun is on its way in for `podman exec`, before it becomes the user; the image has no crun
            if not command.startswith("/usr/bin/crun "):
                found.append((process.pid, command, {str(uid) for uid in process.uids()}))
    return found


class Container:
    """`with Container("name", "--user", "12345", …) as box:` starts the real entry point, and removes everything at the end."""

    def __init__(self, name: str, *options: str, command: tuple[str, ...] = ()):
        self.name = f"gdlab-prove-{name}"
        podman("run", "-d", "--name", self.name, *ALONE, *options, IMAGE, *command)
        self.space = namespace(inspect(self.name, "{{.State.Pid}}"))
        self.users: dict[str, str] = {}  # every user id seen, and a command that ran as it
        self.done = threading.Event()
        self.watcher = threading.Thread(target=self.watch)
        self.watcher.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.done.set()
        self.watcher.join()
        podman("rm", "-f", "-t", "0", self.name, check=False)

    def watch(self) -> None:
        """Looks a few times a second at who runs, so that short-lived compilers are seen too."""
        while self.space and not self.done.wait(0.15):
            for _, command, users in inhabitants(self.space):
                self.users.update(dict.fromkeys(users, command))

    def logs(self) -> str:
        done = podman("logs", self.name)
        return done.stdout + done.stderr

    def healthy(self, seconds: float = 90) -> float:
        """Waits until the image's own HEALTHCHECK is content, and returns how long that took."""
        kind, *command = json.loads(inspect(IMAGE, "{{json .HealthCheck.Test}}"))
        if kind != "CMD":
            raise Wrong(f"HEALTHCHECK is {kind}, want CMD")
        begun = time.monotonic()
        while podman("exec", self.name, *command, check=False).returncode != 0:
            if time.monotonic() - begun > seconds or inspect(self.name, "{{.State.Running}}") != "true":
                raise Wrong(f"it was not healthy within {seconds:.0f} s; it said:\n{self.logs()}")
            time.sleep(0.3)
        return time.monotonic() - begun

    def python(self, file: str, *arguments: str) -> dict:
        """Runs a file of this folder with the image's own Python, inside, as the container's user."""
        source = Path(__file__).with_name(file).read_text()
        return json.loads(podman("exec", "-i", self.name, "/opt/gdlab/.venv/bin/python", "-", *arguments, data=source).stdout)

    def shell(self, line: str) -> str:
        return podman("exec", self.name, "sh", "-c", line).stdout.strip()

    def stop(self) -> tuple[int, float]:
        """SIGTERM to the entry point: (exit status, seconds)."""
        begun = time.monotonic()
        podman("stop", "-t", "20", self.name)
        took = time.monotonic() - begun
        left = inhabitants(self.space)
        if left:
            raise Wrong(f"still running after the stop: {left}")
        return int(inspect(self.name, "{{.State.ExitCode}}")), took
