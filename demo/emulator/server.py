"""HTTP: one thread a connection, on the loopback only."""

import json
import socket
import sys
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from demo.emulator import control, pages
from demo.emulator.api import Answer, Api, Call
from demo.emulator.engine import Engine
from demo.emulator.paper import Visit
from demo.emulator.webhooks import Postman

LARGEST = 1_000_000
NAMES = {"localhost", "127.0.0.1", "[::1]"}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Stripe-Version, Idempotency-Key",
    "Access-Control-Expose-Headers": "Request-Id",
    "Access-Control-Max-Age": "300",
}


class Server(ThreadingHTTPServer):
    """The emulator as a server. `close()` ends it and its postman."""

    daemon_threads = True
    # A shop whose tests ask forty things at once is not turned away.
    request_queue_size = 256

    def __init__(self, engine: Engine, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.engine = engine
        self.api = Api(engine)
        self.postman = Postman(engine)
        self.postman.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def serve_in_background(self) -> "Server":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def close(self) -> None:
        self.shutdown()
        self.postman.stop()
        self.server_close()
        self.engine.store.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hangs up is no news; anything else is."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    timeout = 60
    # One write an answer: two would wait for each other's acknowledgement.
    wbufsize = -1

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def do_OPTIONS(self) -> None:
        self._read()
        self._write(204, b"", CORS)

    def _handle(self) -> None:
        body = self._read()
        if body is None:
            return self._say(413, "That is too much.")
        if not self._is_host_ours():
            return self._say(403, "This host name is not the emulator's.")
        parts = urlsplit(self.path)
        engine = self.server.engine
        if parts.path.startswith("/v1/"):
            call = Call(self.command, parts.path.rstrip("/"), parts.query, body, _small(self.headers), self._origin())
            return self._api(self.server.api.answer(call))
        engine.caller.request, engine.caller.key, engine.caller.origin = None, None, self._origin()
        if parts.path.startswith("/_control"):
            is_json = self.headers.get_content_type() == "application/json"
            status, given = control.answer(engine, self.command, parts.path, body, is_json)
            return self._write(status, json.dumps(given, indent=2).encode(), {"Content-Type": "application/json"})
        visit = Visit(self.command, parts.path, parts.query, body, self.headers.get("Accept-Language", ""))
        page = pages.answer(engine, visit)
        return self._write(page.status, page.body, page.headers)

    def _api(self, answer: Answer) -> None:
        if answer.status is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._write(answer.status, answer.body.encode(), {"Content-Type": "application/json"} | CORS | answer.headers)

    def _read(self) -> str | None:
        """The body; None when it is too large (and the connection then closes)."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            self.close_connection = True
            return None
        return self.rfile.read(length).decode(errors="replace")

    def _is_host_ours(self) -> bool:
        """A foreign name that points here is somebody's trick."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
        return host in NAMES or host == (urlsplit(self.server.engine.settings.public_url).hostname or "localhost")

    def _origin(self) -> str:
        return self.server.engine.settings.public_url.rstrip("/") or f"http://{self.headers.get('Host')}"

    def _say(self, status: int, words: str) -> None:
        self._write(status, words.encode(), {"Content-Type": "text/plain; charset=utf-8"})

    def _write(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if "Cache-Control" not in headers:
            self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Silent: its callers keep logs."""


def _small(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
