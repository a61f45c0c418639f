# SPDX-License-Identifier: Apache-2.0
"""The wire of the local speaker's services: HTTP on this machine's loopback, as Alexa's API has it.

Paths, tokens, sizes and statuses belong here; what the services do is `simulated.py`. Other programs on this machine
can reach the port, so nothing is done without the run's own token.
"""

from __future__ import annotations

import hmac
import re
import select
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import msgspec

from skill import logs
from skill.platform import REMINDERS_PATH
from skill.speaker.echo.services.reminders import Problem
from skill.speaker.echo.services.simulated import Services

BODY_MAX_BYTES = 64 * 1024
IDLE_S = 10.0
"""Seconds that a client may take to send its request."""
POLL_S = 0.05
"""Seconds after which a server that is closed notices it."""

_ZONE_OF = re.compile(r"/v2/devices/amzn1\.ask\.device\.LOCAL-SPEAKER[A-Z-]*/settings/System\.timeZone")
_REMINDER = re.compile(re.escape(REMINDERS_PATH) + r"/([^/]{1,100})")


class Server(ThreadingHTTPServer):
    """Listens from the start, each request in a thread of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, services: Services) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.services = services
        self.host = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(POLL_S,), name="services", daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is nobody's concern; anything else is a mistake of ours."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            logs.failure("A service of the local speaker", error)


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    timeout = IDLE_S

    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: an address may hold ids."""

    def do_GET(self) -> None:
        """Do what is asked, unless nobody waits for the answer any more, or nobody is to get one."""
        body: object
        try:
            self._check()
            service, do = self._asked(self._json() if self.command in ("POST", "PUT") else None)
            if not self.server.services.wait(service) or self._client_left():
                return
            status, body = do()
        except Problem as problem:
            status, body = problem.status, {"code": problem.code, "message": str(problem)}
        raw = b"" if body is None else msgspec.json.encode(body)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_POST = do_PUT = do_DELETE = do_GET

    def _check(self) -> None:
        """Whether it comes from the skill. A page in a browser could come by another name (DNS rebinding)."""
        if self.headers.get("Host") != self.server.host:
            raise Problem(403, "FORBIDDEN", "The services go by the address that the request names.")
        token = self.headers.get("Authorization", "").encode("latin-1", "replace")
        if not hmac.compare_digest(token, f"Bearer {self.server.services.token}".encode()):
            raise Problem(401, "INVALID_BEARER_TOKEN", "The Authorization is not the request's apiAccessToken.")

    def _asked(self, request: object) -> tuple[str, Callable[[], tuple[int, object]]]:
        """Which service is meant, and what it is to do."""
        services, path = self.server.services, unquote(self.path)
        reminder = _REMINDER.fullmatch(path)
        match self.command:
            case "GET" if _ZONE_OF.fullmatch(path):
                return "time-zone", lambda: (200, services.time_zone())
            case "POST" if path == REMINDERS_PATH:
                return "reminders", lambda: (201, services.reminders(lambda all: all.add(request), adds=True))
            case "GET" if path == REMINDERS_PATH:
                return "reminders", lambda: (200, services.reminders(lambda all: all.shown()))
            case "DELETE" if reminder:
                return "reminders", lambda: (200, services.reminders(lambda all: all.remove(reminder[1])))
        raise Problem(404, "NOT_FOUND", "There is no such service.")

    def _json(self) -> object:
        if self.headers.get_content_type() != "application/json":
            raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json.")
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"\d{1,9}", length):
            raise Problem(411, "LENGTH_REQUIRED", "The request has no Content-Length.")
        if int(length) > BODY_MAX_BYTES:
            raise Problem(413, "TOO_LARGE", f"The body has more than {BODY_MAX_BYTES} bytes.")
        try:
            body: object = msgspec.json.decode(self.rfile.read(int(length)))
            return body
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Problem(400, "INVALID_REQUEST", "The body is no JSON.") from None

    def _client_left(self) -> bool:
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True
