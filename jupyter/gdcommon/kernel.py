"""Asks a kernel and reads its answers, by jupyter_client. One behind a Jupyter server is asked in the same words: served.py."""

import queue
import time
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel


class Answer(NamedTuple):
    """What a cell gave."""

    status: str  # ok, error or aborted
    text: str  # what it printed, and its error
    displays: list[dict]  # the contents of display_data and execute_result
    seconds: float  # from the question to the last message

    @property
    def pictures(self) -> int:
        return sum("image/png" in display["data"] for display in self.displays)


class Kernel:
    """A kernel that is asked by a client of jupyter_client's. `patience` are the seconds without a word after which TimeoutError is raised."""

    def __init__(self, client: BlockingKernelClient, patience: float = 60):
        self.client, self.patience = client, patience
        self.begun: dict[str, float] = {}  # when a cell was sent, by its request

    def receive(self, channel: str, seconds: float) -> dict | None:
        """The next message of the channel shell or iopub, None if nothing comes in this time."""
        get = self.client.get_shell_msg if channel == "shell" else self.client.get_iopub_msg
        try:
            return get(timeout=seconds)
        except queue.Empty:
            return None

    def messages(self, request: str, tick: float = 0) -> Iterator[dict | None]:
        """Everything that answers a request: what the kernel puts out until it is idle, then the reply. With `tick` there is a None
        for as many seconds of silence, and for what answers something else: the caller is the one who loses patience."""
        idle = False
        while True:
            message = self.receive("shell" if idle else "iopub", tick or self.patience)
            if message and message["parent_header"].get("msg_id") == request:
                yield message
                if idle:
                    return
                idle = message["header"]["msg_type"] == "status" and message["content"].get("execution_state") == "idle"
            elif tick:
                yield None
            elif not message:
                raise TimeoutError(f"the kernel has said nothing for {self.patience:g} s")

    def reply(self, request: str) -> dict:
        """The content of the reply to a request; what the kernel puts out meanwhile is not read."""
        while message := self.receive("shell", self.patience):
            if message["parent_header"].get("msg_id") == request:
                return message["content"]
        raise TimeoutError(f"the kernel has not replied for {self.patience:g} s")

    def start(self, code: str) -> str:
        """Sends a cell and returns the number of the request."""
        begun = time.perf_counter()
        request = self.client.execute(code, allow_stdin=False)
        self.begun[request] = begun
        return request

    def finish(self, request: str) -> Answer:
        """Waits until a cell has ended."""
        status, text, displays = "", [], []
        for message in self.messages(request):
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                text.append(content["text"])
            elif kind == "error":
                text.append("\n".join(content["traceback"]) or content["evalue"])
            elif kind in ("display_data", "execute_result"):
                displays.append(content)
            elif kind == "execute_reply":
                status = content["status"]
        return Answer(status, "".join(text), displays, time.perf_counter() - self.begun.pop(request))

    def run(self, code: str) -> Answer:
        return self.finish(self.start(code))

    def completions(self, code: str, cursor: int | None = None) -> dict:
        """The reply to Tab."""
        return self.reply(self.client.complete(code, cursor))

    def close(self) -> None:
        self.client.stop_channels()


class LocalKernel(Kernel):
    """A kernel of this computer, started here."""

    def __init__(self, name: str, patience: float = 120, **options):
        """`options` such as cwd and env are those of KernelManager.start_kernel."""
        self.manager, client = start_new_kernel(kernel_name=name, **options)
        super().__init__(client, patience)

    @property
    def pid(self) -> int:
        return self.manager.provisioner.pid

    def close(self) -> None:
        super().close()
        self.manager.shutdown_kernel(now=True)
