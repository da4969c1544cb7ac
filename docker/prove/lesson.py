"""Runs a lesson as the browser does, inside the container: through the server's REST interface and its websocket.

    python lesson.py 01_tangent_line.ipynb      prints what happened as JSON

Only what the image itself holds is used: gdcommon, and what the server brings.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

from gdcommon.served import ServedKernel


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


def run(path: str) -> dict:
    lab = Server(server())
    notebook = lab.ask(f"api/contents/{path}")["content"]
    asked = {"path": path, "type": "notebook", "name": path, "kernel": {"name": notebook["metadata"]["kernelspec"]["name"]}}
    session = lab.ask("api/sessions", "POST", asked)
    kernel = ServedKernel(f"ws://{lab.base}api/kernels/{session['kernel']['id']}/channels?token={lab.token}", patience=120)
    result = {"cells": 0, "ok": 0, "pictures": 0, "seconds": [], "errors": [], "strangers refused": lab.closed_to_strangers()}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        answer = kernel.run("".join(cell["source"]))
        result["seconds"].append(round(answer.seconds, 2))
        result["cells"] += 1
        result["ok"] += answer.status == "ok"
        result["pictures"] += sum(len(display["data"].get("image/png", "")) > 1000 for display in answer.displays)
        if answer.status != "ok":
            result["errors"].append(answer.text[-500:])
    result["tab"] = kernel.completions('import "gonum.org/v1/gonum/floats"\n\nvar x = floats.Nor')["matches"]
    kernel.close()
    return result  # the kernel itself is left running: the server has to stop it when it is stopped


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
