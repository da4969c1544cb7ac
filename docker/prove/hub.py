"""As much of a JupyterHub as a single-user server asks for when it starts: one that has a version and takes notice."""

import http.server


class Hub(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("X-JupyterHub-Version", "6.1.1")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"version": "6.1.1"}')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()


http.server.HTTPServer(("127.0.0.1", 8081), Hub).serve_forever()
