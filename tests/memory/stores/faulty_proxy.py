# SPDX-License-Identifier: Apache-2.0
"""A proxy in front of a table that loses what a script wants lost: a read, a write, or only the answer to a write."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WRITES = ("PutItem", "DeleteItem")


class FaultyProxy:
    """Hands requests on to the table at a port, while a `with` lasts."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reads = 0
        self._puts: list[str] = []
        self._late: list[tuple[bytes, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def url(self) -> str:
        """The address of the store behind it, as a setting."""
        return f"dynamodb://households?endpoint=http://127.0.0.1:{self._server.server_port}&region=local"

    def __enter__(self) -> FaultyProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def plan(self, reads: int, puts: list[str]) -> None:
        """How many reads fail next, and what becomes of the writes after that; then everything is well."""
        # A request that fails is asked again, so each fault of a script is one of two tries.
        self._reads, self._puts = 2 * reads, [fate for fate in puts for _ in range(1 if fate == "done" else 2)]

    def deliver(self) -> None:
        """Do the writes that were late."""
        late, self._late = self._late, []
        for body, headers in late:
            self.ask(body, headers)

    def fate_of(self, operation: str) -> str:
        """What becomes of a request."""
        if operation == "GetItem" and self._reads > 0:
            self._reads -= 1
            return "refused"
        return self._puts.pop(0) if operation in WRITES and self._puts else "done"

    def keep(self, body: bytes, headers: dict[str, str]) -> None:
        """Hand a request on later."""
        self._late.append((body, headers))

    def ask(self, body: bytes, headers: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Hand a request on. Returns status, headers and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request("POST", "/", body, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()


def _handler_of(proxy: FaultyProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One connection of a client."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            fate = proxy.fate_of(self.headers["X-Amz-Target"].rpartition(".")[2])
            if fate == "late":
                proxy.keep(body, headers)
            answer = proxy.ask(body, headers) if fate in ("done", "answer lost") else None
            if answer is None or fate != "done":
                self.close_connection = True  # without a word
                return
            status, told, data = answer
            self.send_response(status)
            for name, value in told:
                if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    return Handler
