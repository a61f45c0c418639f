# SPDX-License-Identifier: Apache-2.0
"""A server of sockets alone, for tests: it answers whatever it is told to, also what no server should."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

WAIT_S = 30
"""Longer than any test takes: what waits this long waits for ever."""

Answering = Callable[["RawServer", socket.socket], None]


class RawServer:
    """Listens on this machine while a `with` lasts. Counts connections and keeps what it is sent."""

    def __init__(self, answering: Answering) -> None:
        """`answering(server, connection)` does what is done with each connection, in a thread of its own."""
        self.received = b""
        self.connections = 0
        self.closing = threading.Event()
        self.asked = threading.Event()
        """Set once a whole request is there."""
        self._answering = answering
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RawServer:
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(WAIT_S)

    def read_request(self, connection: socket.socket) -> None:
        """Read one request with its body."""
        while not _whole(self.received):
            some = connection.recv(65536)
            if not some:
                return
            self.received += some
        self.asked.set()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # whoever hangs up is not our concern
            connection.settimeout(WAIT_S)
            self._answering(self, connection)


def answers(raw: bytes) -> Answering:
    """Sends these bytes to whoever asks."""

    def answering(server: RawServer, connection: socket.socket) -> None:
        server.read_request(connection)
        connection.sendall(raw)

    return answering


def says(body: bytes | str, status: str = "200 OK", *headers: str) -> Answering:
    """A proper answer with a body."""
    raw = body.encode() if isinstance(body, str) else body
    head = "\r\n".join((f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(raw)}", "", ""))
    return answers(head.encode() + raw)


def silent(server: RawServer, connection: socket.socket) -> None:
    """Hears everything and never says a word."""
    server.read_request(connection)
    server.closing.wait(WAIT_S)


def drips(server: RawServer, connection: socket.socket) -> None:
    """Answers a byte at a time, for ever: each comes soon enough to keep a reader waiting."""
    server.read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not server.closing.wait(0.01):
        connection.sendall(b"x")


def hangs_up(server: RawServer, connection: socket.socket) -> None:
    """Closes the connection once it was asked."""
    server.read_request(connection)


def _whole(received: bytes) -> bool:
    head, blank, body = received.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(blank) and len(body) >= (int(lengths[0]) if lengths else 0)
