"""One person's browser: logs in at the hub, starts the server, reads and writes files, runs notebooks.

Everything goes the way that a browser's does: proxy, hub, the user's own server; cookies and XSRF tokens included.
"""

import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import quote

import requests
from gdcommon.served import ServedKernel


@dataclass
class Browser:
    url: str  # of the hub
    name: str
    session: requests.Session = field(default_factory=requests.Session)

    def xsrf(self, path: str) -> str:
        """The token whose cookie belongs to this path."""
        for cookie in self.session.cookies:
            if cookie.name == "_xsrf" and cookie.path == path:
                return cookie.value or ""
        return ""

    def log_in(self, password: str) -> int:
        self.session.get(f"{self.url}/hub/login", timeout=60)
        form = {"username": self.name, "password": password, "_xsrf": self.xsrf("/hub/")}
        answer = self.session.post(f"{self.url}/hub/login?next=%2Fhub%2Fhome", data=form, timeout=60)
        return answer.status_code

    def start_server(self, seconds: float = 300) -> float:
        """As the button "Start My Server" does; returns how long it took until the server's own page was there."""
        begun = time.monotonic()
        path = f"{self.url}/hub/api/users/{self.name}/server"
        answer = self.session.post(path, headers={"X-XSRFToken": self.xsrf("/hub/")}, timeout=seconds)
        assert answer.status_code in (201, 202), (answer.status_code, answer.text)
        while time.monotonic() < begun + seconds:
            seen = self.session.get(f"{self.url}/hub/api/users/{self.name}", headers={"X-XSRFToken": self.xsrf("/hub/")}, timeout=60).json()
            if seen.get("server") and not seen.get("pending"):
                break
            time.sleep(0.2)
        page = self.session.get(f"{self.url}/user/{self.name}/lab", timeout=60)
        assert page.status_code == 200 and "JupyterLab" in page.text, (page.status_code, page.url, page.text[:2000])
        return time.monotonic() - begun

    def ask(self, path: str, method: str = "GET", user: str = "", xsrf: str | None = "", **options) -> requests.Response:
        """A request to a user's server, one's own if not said otherwise; with the right XSRF token if no other is given."""
        base = f"/user/{user or self.name}/"
        headers = {} if xsrf is None else {"X-XSRFToken": xsrf or self.xsrf(base)}
        return self.session.request(method, f"{self.url}{base}{path}", headers=headers, timeout=300, allow_redirects=False, **options)

    def notebook(self, path: str) -> dict:
        return self.ask(f"api/contents/{quote(path)}?content=1").json()["content"]

    def save(self, path: str, notebook: dict) -> None:
        body = {"type": "notebook", "format": "json", "content": notebook}
        assert self.ask(f"api/contents/{quote(path)}", "PUT", json=body).status_code in (200, 201)

    def open(self, path: str) -> "Kernel":
        """A notebook with its kernel, as a double click starts it."""
        body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "gonb"}}
        answer = self.ask("api/sessions", "POST", json=body)
        assert answer.status_code == 201, (answer.status_code, answer.text)
        return Kernel(self, answer.json()["kernel"]["id"])


class Kernel(ServedKernel):
    def __init__(self, browser: Browser, name: str):
        self.name = name
        path = f"/user/{browser.name}/api/kernels/{name}/channels"
        cookie = requests.Request("GET", browser.url + path, cookies=browser.session.cookies).prepare().headers["Cookie"]
        address = f"{browser.url.replace('http', 'ws', 1)}{path}?session_id={uuid.uuid4().hex}"
        super().__init__(address, patience=300, cookie=cookie, origin=browser.url)
