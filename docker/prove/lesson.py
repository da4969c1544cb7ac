"""Runs a lesson as the browser does, inside the container: through the server's REST interface and its websocket.

    python lesson.py 01_tangent_line.ipynb      prints what happened as JSON

Only what the image itself holds is used: tornado, which the server brings.
"""

import asyncio
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from tornado.websocket import WebSocketClientConnection, websocket_connect


def server() -> dict:
    places = (os.environ.get("TMPDIR") or "/tmp", f"{os.environ['HOME']}/.cache/tmp")
    files = [f for place in places for f in Path(place).glob(f"gdlab-{os.getuid()}/run/jpserver-*.json")]
    return json.loads(max(files, key=lambda f: f.stat().st_mtime).read_text())


class Server:
    def __init__(self, known: dict):
        self.base, self.token = f"127.0.0.1:{known['port']}{known['base_url']}", known["token"]

    def ask(self, path: str, method: str = "GET", body: dict | None = None, token: bool = True):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}"} if token else {}
        request = urllib.request.Request(f"http://{self.base}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def closed_to_strangers(self) -> bool:
        """Whether somebody without the token is sent away."""
        try:
            self.ask("api/contents", token=False)
        except urllib.error.HTTPError as refused:
            return refused.code == 403
        return False


async def send(socket: WebSocketClientConnection, kind: str, content: dict) -> str:
    number = uuid.uuid4().hex
    header = {"msg_id": number, "msg_type": kind, "username": "", "session": number, "version": "5.3", "date": ""}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
    await socket.write_message(json.dumps(message))
    return number


async def receive(socket: WebSocketClientConnection, number: str) -> dict:
    """The next answer to the message of this number."""
    while True:
        text = await asyncio.wait_for(socket.read_message(), 120)
        if text is None:
            raise ConnectionError("the server closed the websocket")
        answer = json.loads(text)
        if answer["parent_header"].get("msg_id") == number:
            return answer


async def complete(socket: WebSocketClientConnection, code: str) -> list[str]:
    """What Tab offers at the end of the code."""
    number = await send(socket, "complete_request", {"code": code, "cursor_pos": len(code)})
    while (answer := await receive(socket, number))["header"]["msg_type"] != "complete_reply":
        pass
    return answer["content"]["matches"]


async def execute(socket: WebSocketClientConnection, code: str) -> tuple[str, int, str]:
    """One cell: (status, pictures, text of an error)."""
    number = await send(socket, "execute_request", {"code": code, "silent": False, "store_history": True, "stop_on_error": True})
    status, idle, pictures, error = "", False, 0, ""
    while not (status and idle):
        answer = await receive(socket, number)
        kind, content = answer["header"]["msg_type"], answer["content"]
        if kind in ("display_data", "update_display_data"):
            pictures += len(content["data"].get("image/png", "")) > 1000
        elif kind == "error":
            error = "\n".join(content["traceback"]) or content["evalue"]
        elif kind == "execute_reply":
            status = content["status"]
        elif kind == "status" and content["execution_state"] == "idle":
            idle = True
    return status, pictures, error


async def run(path: str) -> dict:
    lab = Server(server())
    notebook = lab.ask(f"api/contents/{path}")["content"]
    asked = {"path": path, "type": "notebook", "name": path, "kernel": {"name": notebook["metadata"]["kernelspec"]["name"]}}
    session = lab.ask("api/sessions", "POST", asked)
    address = f"ws://{lab.base}api/kernels/{session['kernel']['id']}/channels?token={lab.token}"
    socket = await websocket_connect(address, max_message_size=2**28)
    result = {"cells": 0, "ok": 0, "pictures": 0, "seconds": [], "errors": [], "strangers refused": lab.closed_to_strangers()}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        begun = time.monotonic()
        status, pictures, error = await execute(socket, "".join(cell["source"]))
        result["seconds"].append(round(time.monotonic() - begun, 2))
        result["cells"] += 1
        result["ok"] += status == "ok"
        result["pictures"] += pictures
        if error:
            result["errors"].append(error[-500:])
    result["tab"] = await complete(socket, 'import "gonum.org/v1/gonum/floats"\n\nvar x = floats.Nor')
    socket.close()
    return result  # the kernel is left running: the server has to stop it when it is stopped itself


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1]))))
