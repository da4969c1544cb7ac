"""What nobody may do to anybody else: through the hub, in the file system, over the network."""

from pathlib import Path

import psutil
import websocket

from .install import HOME, LAB
from .room import PREFIX, as_user


def servers_are_private(c) -> None:
    """Another's server is refused: student to student, and instructor to student."""
    for visitor, owner in (("anna", "bert"), ("clara", "anna")):
        browser = c.browsers[visitor]
        for path in ("api/contents", "lab", "files/02_learning_rate.ipynb"):
            answer = browser.session.get(f"{c.room.url}/user/{PREFIX}{owner}/{path}", timeout=60)
            assert answer.status_code in (403, 404), f"{visitor} at {path} of {owner}: {answer.status_code}"
        answer = browser.session.delete(
            f"{c.room.url}/hub/api/users/{PREFIX}{owner}", headers={"X-XSRFToken": browser.xsrf("/hub/")}, timeout=60
        )
        assert answer.status_code in (403, 404), f"{visitor} may remove {owner}: {answer.status_code}"
    own = c.browsers["anna"].ask("api/contents")
    assert own.status_code == 200, f"one's own server: {own.status_code}"


def xsrf_is_checked(c) -> None:
    """A request with a wrong XSRF token, or without one, is refused and changes nothing."""
    body = {"type": "file", "format": "text", "content": "x"}
    for token in ("wrong", None):
        answer = c.browsers["anna"].ask("api/contents/forged.txt", "PUT", xsrf=token, json=body)
        assert answer.status_code == 403, f"token {token}: {answer.status_code}"
    assert not (c.room.home("anna") / "gdlab/forged.txt").exists()
    assert c.browsers["anna"].ask("api/contents/own.txt", "PUT", json=body).status_code == 201
    stop = c.browsers["anna"].session.delete(
        f"{c.room.url}/hub/api/users/{PREFIX}anna/server", headers={"X-XSRFToken": "wrong"}, timeout=60
    )
    assert stop.status_code == 403, f"the hub itself: {stop.status_code}"


def no_way_in_without_log_in(c) -> None:
    """A kernel's channel is closed to other pages, and to whoever has no cookie, also at the server's own port."""
    kernel = c.kernels["anna"]
    path = f"/user/{PREFIX}anna/api/kernels/{kernel.name}/channels"
    cookie = "; ".join(f"{x.name}={x.value}" for x in c.browsers["anna"].session.cookies)
    ports = listening(c.room.processes("anna"))
    assert len(ports) == 1, f"anna's processes listen on {ports}, where one server was expected: kernels use private sockets"
    for origin, base, given in (
        ("http://elsewhere.example", c.room.url, cookie),
        (c.room.url, c.room.url, None),
        (f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[0]}", None),
    ):
        try:
            websocket.create_connection(base.replace("http", "ws", 1) + path, cookie=given, origin=origin, timeout=30).close()
        except websocket.WebSocketBadStatusException as refused:
            assert refused.status_code == 403, refused
        else:
            raise AssertionError(f"a connection from {origin} {'with' if given else 'without'} a cookie was accepted")


def listening(processes: list[psutil.Process]) -> list[int]:
    """TCP ports on which these wait for connections."""
    return sorted({c.laddr.port for p in processes for c in p.net_connections("tcp") if c.status == psutil.CONN_LISTEN})


def files_are_private(c) -> str:
    """A student reads nothing of another's, of the course and of the hub, and changes nothing that others run."""
    anna, run = c.room.uid("anna"), HOME / "run" / str(c.room.uid("bert"))
    submission = next((HOME / "exchange/gdlab/inbound").glob(f"{PREFIX}bert+*"))
    closed = {
        "-r": [
            c.room.home("bert"), c.room.home("bert") / "gdlab/02_learning_rate.ipynb", run, run / "tmp", run / "tmp" / "run",
            HOME / "course", HOME / "course/source/a0/a0.ipynb", HOME / "course/gradebook.db", HOME / "course/submitted",
            HOME / "state", HOME / "state/cookie_secret", HOME / "state/jupyterhub.sqlite", submission.parent,
            HOME / "exchange/gdlab/feedback", LAB / "notebooks/coursework/source/a0/a0.ipynb",
        ],
        "-w": [
            HOME, HOME / "run", HOME / "run" / str(anna), HOME / "exchange/gdlab", HOME / "exchange/gdlab/outbound", HOME / "hub.env",
            LAB, LAB / "gdkit", LAB / ".venv/bin", LAB / ".venv/shared/seed", LAB / ".venv/shared/mod", LAB / ".venv/shared/env",
            LAB / "docker/hub/gdhub/server.py", LAB / "jupyter/kernels/gonb/launch", submission.parent / "gone",
        ],
    }  # fmt: skip  # a list of places
    for right, paths in closed.items():
        for path in paths:
            assert path.exists() or path.name == "gone", f"{path} is not there, so nothing is proved"
            assert as_user(anna, "test", right, str(path)).returncode == 1, f"a student has the right {right} to {path}"
    # The same question has another answer where it should.
    for uid, right, path in (
        (anna, "-r", c.room.home("anna") / "gdlab/02_learning_rate.ipynb"),
        (c.room.uid("clara"), "-w", HOME / "course/gradebook.db"),
    ):
        assert as_user(uid, "test", right, str(path)).returncode == 0, f"{path} is closed to its own user"
    return f"{sum(map(len, closed.values()))} places"


def servers_have_no_rights(c) -> str:
    """Every process of a server is its user's own, with no rights of root's."""
    found = c.room.processes()
    assert len(found) >= 6, found
    for process in found:
        status = dict(part.split(":\t", 1) for part in Path(f"/proc/{process.pid}/status").read_text().splitlines() if ":\t" in part)
        assert len(set(status["Uid"].split())) == 1, f"{process}: {status}"
        assert int(status["CapEff"], 16) == 0 == int(status["CapPrm"], 16), f"{process}: {status}"  # psutil does not know capabilities
    return f"{len(found)} processes"


CHECKS = (servers_are_private, xsrf_is_checked, no_way_in_without_log_in, files_are_private, servers_have_no_rights)
