# SPDX-License-Identifier: Apache-2.0
"""One call of a service over the standard library: one connection, one time limit for all of it.

Redirects are not followed, answers are bounded, and no error holds anything of a request. Import it only where a
service is asked: it brings TLS along, and most requests ask none.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from functools import cache, partial

import msgspec
from msgspec import Struct

from skill.alexa.services.endpoint import Endpoint
from skill.deadline import Deadline

ANSWER_MAX_BYTES = 64 * 1024
"""Bytes of an answer that are read; a longer one counts as none."""


class Answer(Struct, frozen=True):
    """What came back of a call."""

    status: int | None
    """None where no answer came."""
    body: object
    """Decoded JSON; None also where it is no JSON."""
    sent: bool
    """Whether the service may have seen the request."""

    @property
    def good(self) -> bool:
        """Whether the service says that it did what it was asked."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def maybe_applied(self) -> bool:
        """Whether what was asked may have been done, although nobody said so."""
        return self.sent and (self.status is None or self.status >= 500)


def ask(
    endpoint: Endpoint, token: str, method: str, path: str, body: object, seconds: float, deadline: Deadline
) -> Answer:
    """Call a path of an endpoint within so many seconds. Never raises."""
    if seconds <= 0:
        return Answer(None, None, sent=False)
    content = None if body is None else msgspec.json.encode(body)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Connection": "close"}
    if content is not None:
        headers["Content-Type"] = "application/json"
    call = _Call(endpoint, seconds)
    try:
        exchange = partial(call.exchange, method, path, content, headers)
        status, read = deadline.run(exchange, seconds, call.give_up)
    except Exception:  # noqa: BLE001  # its message may hold what was sent; that no answer came says enough
        return Answer(None, None, call.sent)
    try:
        return Answer(status, msgspec.json.decode(read), call.sent)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Answer(status, None, call.sent)


class _Call:
    """One request and its answer, asked for in one thread and given up from another."""

    def __init__(self, endpoint: Endpoint, seconds: float) -> None:
        self._connection = (
            http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=seconds, context=_tls())
            if endpoint.secure
            else http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=seconds)
        )
        self._lock = threading.Lock()
        self._given_up = False
        self.sent = False

    def give_up(self) -> None:
        """Wait no longer: nothing is sent any more, and the connection is closed."""
        with self._lock:
            self._given_up = True
        if (sock := self._connection.sock) is not None:
            with suppress(OSError):  # closed meanwhile
                sock.shutdown(socket.SHUT_RDWR)

    def exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer. Raises whatever goes wrong."""
        try:
            self._connection.connect()
            with self._lock:
                if self._given_up:
                    raise TimeoutError
                self.sent = True
            self._connection.request(method, path, body, headers)
            with self._connection.getresponse() as response:
                read = response.read(ANSWER_MAX_BYTES + 1)
                if len(read) > ANSWER_MAX_BYTES:
                    raise OverflowError
                return response.status, read
        finally:
            self._connection.close()


@cache
def _tls() -> ssl.SSLContext:
    """The machine's own trust in certificates, checked with the host's name. Read once: it takes some 70 ms."""
    return ssl.create_default_context()
