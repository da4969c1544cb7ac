"""A kernel behind a Jupyter server, asked over the server's websocket as a browser does."""

import json
import queue
import time

import websocket
from jupyter_client import BlockingKernelClient
from jupyter_client.jsonutil import json_default

from .kernel import Kernel


class ServedKernel(Kernel):
    def __init__(self, address: str, patience: float = 60, **options):
        """`address` is that of its channels, ws://…/api/kernels/ID/channels?…; `options` are websocket.create_connection's: cookie, origin."""
        super().__init__(Client(address, patience, **options), patience)


class Client(BlockingKernelClient):
    """jupyter_client's, for channels that lie in one websocket."""

    def __init__(self, address: str, seconds: float, **options):
        super().__init__()
        self.websocket = websocket.create_connection(address, timeout=seconds, **options)
        self.arrived: dict[str, list[dict]] = {}  # messages that nobody has asked for yet, by their channel
        self._shell_channel, self._iopub_channel = Channel(self, "shell"), Channel(self, "iopub")

    def stop_channels(self) -> None:
        self.websocket.close()


class Channel:
    def __init__(self, client: Client, name: str):
        self.client, self.name = client, name

    def send(self, message: dict) -> None:
        self.client.websocket.send(json.dumps(message | {"channel": self.name, "buffers": []}, default=json_default))

    def get_msg(self, timeout: float) -> dict:
        end = time.monotonic() + timeout
        mine = self.client.arrived.setdefault(self.name, [])
        while not mine:
            self.client.websocket.settimeout(max(0.001, end - time.monotonic()))
            try:
                message = json.loads(self.client.websocket.recv())
            except websocket.WebSocketTimeoutException:
                raise queue.Empty from None
            self.client.arrived.setdefault(message["channel"], []).append(message)
        return mine.pop(0)
