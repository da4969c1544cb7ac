"""A lab as `make lab OPEN=0` starts it, and a client that talks to it as the browser does."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
from gdcommon.served import ServedKernel


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer "302, go and log in" is an answer, not the login page."""

    def redirect_request(self, *_):
        return None


class Lab:
    """One running server; `with Lab(repo) as lab:` stops it at the end."""

    def __init__(self, repo: Path, env: dict[str, str] | None = None):
        self.port = free_port()
        self.open(["make", "-s", "lab", f"PORT={self.port}", "OPEN=0"], repo, env)

    def open(self, argv: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(argv, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = []  # what it printed until it was open
        for line in self.process.stdout:
            self.said.append(line)
            found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*token=(\w+)", line)
            if found:
                self.url, self.token = found.groups()
                return
        raise AssertionError(f"the lab did not open: {''.join(self.said)}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def pid(self) -> int:
        """The server's process: the child of make, which is its own parent's child when make exec'ed it."""
        return psutil.Process(self.process.pid).children()[0].pid

    def stop(self, number: int = signal.SIGTERM) -> str:
        """Stops the server and returns what it still said."""
        if self.process.poll() is None:
            os.kill(self.pid(), number)
        return self.process.communicate(timeout=30)[0]

    def ask(self, path: str, method: str = "GET", body=None, token: str | None = "", headers=None) -> tuple[int, bytes]:
        """An HTTP answer as (status, body), with the lab's token unless another one (or None) is given."""
        request = urllib.request.Request(self.url + path, method=method, headers=dict(headers or {}))
        if body is not None:
            request.data = json.dumps(body).encode()
        if token is not None:
            request.add_header("Authorization", f"token {token or self.token}")
        try:
            with urllib.request.build_opener(NoRedirects).open(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def kernel(self) -> "Kernel":
        status, answer = self.ask("/api/kernels", "POST", {"name": "gonb"})
        assert status == 201, answer
        return Kernel(self, json.loads(answer)["id"])


class Kernel(ServedKernel):
    """One kernel behind the server's websocket."""

    def __init__(self, lab: Lab, name: str):
        super().__init__(f"ws://127.0.0.1:{lab.port}/api/kernels/{name}/channels?token={lab.token}")
        self.lab, self.name = lab, name

    def interrupt(self) -> None:
        assert self.lab.ask(f"/api/kernels/{self.name}/interrupt", "POST")[0] == 204

    def close(self) -> None:
        with contextlib.suppress(Exception):
            super().close()
        self.lab.ask(f"/api/kernels/{self.name}", "DELETE")


def wait_until(true, seconds: float = 20) -> bool:
    """Whether something becomes true; the bound only keeps a broken test from hanging."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
