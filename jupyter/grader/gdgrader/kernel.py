"""A Go kernel in a sandbox, and a client that expects nothing good from it."""

import contextlib
import json
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import zmq
from gdcommon import kernel, places
from jupyter_client import BlockingKernelClient
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .caches import Caches
from .sandbox import Limits, kernel_room
from .watch import Watch

RUN = "/run/kernel"  # the kernel's sockets
LINK = "/run/check"  # where checks listen
KEPT_TYPES = ("image/png", "image/jpeg", "text/plain")  # nothing that a browser would run
LEFT_OUT = "\n… (more was printed, and is left out)\n"
FLOOD = 64 << 20  # bytes of output after which a cell is stopped


class Dead(Exception):
    """The kernel is gone. Its text says why, if that is known."""


@dataclass
class Outcome:
    """What a cell put out. Error output that is no error is output like any other."""

    outputs: list[NotebookNode] = field(default_factory=list)
    error: str = ""  # empty if the cell succeeded
    clipped: bool = False

    def text(self) -> str:
        return "".join(o.text for o in self.outputs if o.output_type == "stream")


class Wary(kernel.Kernel):
    """A client for which what is no message counts as silence: the other side may send anything."""

    def receive(self, channel: str, seconds: float) -> dict | None:
        with contextlib.suppress(Exception):
            message = super().receive(channel, seconds)
            parts = message and (message["header"], message["parent_header"], message["content"])
            if parts and all(isinstance(part, dict) for part in parts) and isinstance(message["header"]["msg_type"], str):
                return message
        return None


class Kernel:
    """`given` holds the files that lie beside the notebook; `link` is the folder in which checks listen."""

    def __init__(self, caches: Caches, limits: Limits, kilobytes: int, given: Path | None = None, enabled: bool = True):
        self.kept = kilobytes << 10
        self.folder = Path(tempfile.mkdtemp(prefix="gdg-", dir="/tmp"))  # 0700, and short: sockets
        self.run_folder, self.link = self.folder / "run", self.folder / "link"
        self.run_folder.mkdir()
        self.run_folder.chmod(0o777)
        self.link.mkdir()
        self.room = kernel_room(caches, limits, self.folder, given, enabled)
        self.room.write[self.run_folder] = RUN
        self.room.read[self.link] = LINK
        self.start()

    def start(self) -> None:
        for file in self.run_folder.iterdir():
            file.unlink()
        key = secrets.token_hex(16)
        ports = {f"{name}_port": n for n, name in enumerate(("shell", "iopub", "stdin", "hb", "control"), 1)}
        common = {"transport": "ipc", "key": key, "signature_scheme": "hmac-sha256", **ports}
        inside = self.room.seen(self.run_folder)
        (self.run_folder / "kernel.json").write_text(json.dumps(common | {"ip": f"{inside}/k"}))
        argv = [str(places.KERNEL / "launch"), "--kernel", f"{inside}/kernel.json", "-raw_error"]
        with open(self.folder / "said", "wb") as said:
            self.process = self.room.start(argv, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        self.watch = Watch(self.process.pid, self.room.limits.memory, self.room.limits.processes, self.run_folder)
        context = zmq.Context()
        context.setsockopt(zmq.MAXMSGSIZE, FLOOD)
        context.setsockopt(zmq.LINGER, 0)
        self.client = BlockingKernelClient(context=context)
        self.client.load_connection_info(common | {"ip": str(self.run_folder / "k")})
        self.client.start_channels(hb=False, stdin=False)
        self.asked = Wary(self.client)
        self.wait_ready()
        self.watch.keep_these()

    def wait_ready(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Dead(f"The kernel did not start: {self.last_words()}")
            number = self.client.kernel_info()
            while message := self.asked.receive("shell", 1):
                if message["parent_header"].get("msg_id") == number:
                    return
        raise Dead(f"The kernel did not answer within {seconds:.0f} s: {self.last_words()}")

    def last_words(self) -> str:
        return (self.folder / "said").read_text("utf-8", "replace")[-500:].strip() or "it said nothing"

    def run(self, code: str, seconds: float) -> Outcome:
        """Runs a cell. After the time its programs are stopped, and the kernel goes on."""
        self.watch.said = ""
        number = self.client.execute(code, allow_stdin=False, stop_on_error=False)
        outcome, size, end, stopped, idle, status = Outcome(), 0, time.monotonic() + seconds, "", False, None
        for message in self.asked.messages(number, tick=0.2):
            if idle:
                if time.monotonic() > end:
                    break  # without a reply
            elif time.monotonic() > end or size > FLOOD:
                if stopped or not self.watch.stop_programs():
                    self.kill()
                    raise Dead(stopped or f"It was stopped after {seconds:g} s, and could not be stopped alone.")
                stopped = (
                    f"It was stopped after {seconds:g} s." if size <= FLOOD else f"It was stopped: it printed more than {FLOOD >> 20} MB."
                )
                end, size = time.monotonic() + 10, 0
            if not idle and self.process.poll() is not None:
                raise Dead(self.watch.said or "The kernel was ended from within.")
            if message is None:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "status" and content.get("execution_state") == "idle":
                idle, end = True, time.monotonic() + 2
            elif kind == "execute_reply":
                status = content.get("status")
            else:
                size += self.collect(outcome, kind, content, max(0, self.kept - size))
        # What a cell leaves running would compute beside the next one.
        self.watch.stop_programs()
        if status != "ok" and not outcome.error:
            outcome.error = "The cell failed."
        if stopped or (outcome.error and self.watch.said):
            outcome.error = f"{stopped or self.watch.said}\n{outcome.error}".strip()
        return outcome

    def collect(self, outcome: Outcome, kind: str, content: dict, room: int) -> int:
        """Takes a message of a cell into its outcome, as long as there is room, and returns its size."""
        if kind == "stream":
            text = str(content.get("text", ""))
            add_text(outcome.outputs, text[:room])
            if len(text) > room and not outcome.clipped:
                outcome.clipped = True
                add_text(outcome.outputs, LEFT_OUT)
            return len(text)
        if kind == "error":
            trace = content.get("traceback") or [content.get("evalue", "")]
            outcome.error += "\n".join(map(str, trace))[: self.kept]
            return 0
        if kind in ("display_data", "execute_result"):
            data = {t: v for t, v in dict(content.get("data") or {}).items() if t in KEPT_TYPES and isinstance(v, str)}
            data = {t: v for t, v in data.items() if t == "text/plain" or re.fullmatch(r"[A-Za-z0-9+/=\s]*", v)}
            said = dict(content.get("metadata") or {})
            alt = {t: {"alt": str(said[t].get("alt", ""))} for t in data if isinstance(said.get(t), dict)}
            held = sum(map(len, data.values()))
            if data and held <= max(room, 4 << 20) and len(outcome.outputs) < 100:
                outcome.outputs.append(new_output("display_data", data, metadata=alt))
            return 0 if "image/png" in data else held
        return 0

    def kill(self) -> None:
        with contextlib.suppress(Exception):
            self.client.stop_channels()
        self.watch.close()
        if self.process.poll() is None:
            self.process.kill()
            if not self.room.enabled:
                self.watch.stop_programs()
        self.process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()

    def close(self) -> None:
        self.kill()
        with contextlib.suppress(Exception):
            self.client.context.destroy(linger=0)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def add_text(outputs: list[NotebookNode], text: str) -> None:
    if not text:
        return
    if outputs and outputs[-1].output_type == "stream":
        outputs[-1].text += text
    else:
        outputs.append(new_output("stream", name="stdout", text=text))
