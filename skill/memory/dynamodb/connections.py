# SPDX-License-Identifier: Apache-2.0
"""How requests reach a table: over connections that are kept, and that end when nobody waits for them any more. What
comes back is proven to be a table's before anybody reads it."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from skill.deadline import Deadline

Value = TypeVar("Value")

KEPT_S = 20.0
"""Seconds for which an idle connection is used again. The service closes it some time after."""
KEPT_MAX = 8
ANSWER_MAX_BYTES = 1024 * 1024
"""More than an item can hold."""
CONTENT_TYPE = "application/x-amz-json-1.0"
_CODE = re.compile(r"[A-Za-z]{1,80}")


class NoAnswer(Exception):
    """What came is no answer of a table: a page of somebody else, or half of one."""


class Refused(Exception):
    """The table, or what asks it, will not do what is asked. `code` is the name that it gives for this."""

    def __init__(self, code: object) -> None:
        super().__init__()
        self.code = code if isinstance(code, str) and _CODE.fullmatch(code) else "an unknown error"


class Answer(msgspec.Struct, frozen=True):
    """A table's answer: 200, or a refusal, with a JSON object."""

    status: int
    headers: dict[str, str]
    body: bytes
    told: dict[str, Any]
    """What the body says."""


class _Try:
    """One request, asked for in one thread and given up from another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None
        self._given_up = False

    def uses(self, connection: http.client.HTTPConnection) -> None:
        """Note the connection that has to be closed when this is given up."""
        with self._lock:
            if self._given_up:
                raise TimeoutError
            self._connection = connection

    def give_up(self) -> None:
        """Close the connection: whoever reads from it, reads no more."""
        with self._lock:
            self._given_up = True
            connection = self._connection
        if connection is not None and connection.sock is not None:
            with suppress(OSError):  # closed meanwhile
                connection.sock.shutdown(socket.SHUT_RDWR)


class Connections:
    """Connections to the hosts of a table."""

    def __init__(self, connect_s: float, read_s: float) -> None:
        self.authorities: str | None = None
        """File of those whose certificates are believed; None for the system's. Counts from the first use on."""
        self._connect_s = connect_s
        self._read_s = read_s
        self._here = threading.local()
        self._lock = threading.Lock()
        self._idle: list[tuple[str, float, http.client.HTTPConnection]] = []

    def __del__(self) -> None:
        for _, _, connection in self._idle:
            connection.close()

    def run(self, ask: Callable[[], Value], deadline: Deadline) -> Value:
        """What `ask` returns, which sends by `send`; TimeoutError where it takes too long."""
        one = _Try()

        def asked() -> Value:
            self._here.one = one
            return ask()

        return deadline.run(asked, self._connect_s + self._read_s, one.give_up)

    def post(self, to: str, body: bytes, headers: dict[str, str]) -> Answer:
        """The answer to a request. Raises NoAnswer, OSError and HTTPException."""
        url = urlsplit(to)
        host = f"{url.scheme}://{url.netloc}"
        kept = self._kept(host)
        connection = kept or self._new(host)
        try:
            self._here.one.uses(connection)
            if kept is None:
                connection.connect()
                connection.sock.settimeout(self._read_s)
            connection.request("POST", url.path or "/", body, headers)
            response = connection.getresponse()
            data = response.read(ANSWER_MAX_BYTES + 1)
            told = _told(response, data)
        except BaseException:
            connection.close()
            raise
        if response.will_close:
            connection.close()
        else:
            self._keep(host, connection)
        return Answer(response.status, dict(response.getheaders()), data, told)

    def _kept(self, host: str) -> http.client.HTTPConnection | None:
        with self._lock:
            fresh = [kept for kept in self._idle if time.monotonic() - kept[1] < KEPT_S]
            for _, _, old in set(self._idle) - set(fresh):
                old.close()
            here = next((kept for kept in fresh if kept[0] == host), None)
            self._idle = [kept for kept in fresh if kept is not here]
        return here[2] if here else None

    def _new(self, host: str) -> http.client.HTTPConnection:
        url = urlsplit(host)
        if url.scheme == "https":
            return http.client.HTTPSConnection(url.netloc, timeout=self._connect_s, context=self._tls)
        return http.client.HTTPConnection(url.netloc, timeout=self._connect_s)

    def _keep(self, host: str, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if len(self._idle) < KEPT_MAX:
                self._idle.append((host, time.monotonic(), connection))
                return
        connection.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authorities)


def _told(response: http.client.HTTPResponse, body: bytes) -> dict[str, Any]:
    """What a table says: it tells its format and a checksum with each answer. Raises NoAnswer for all else."""
    try:
        whole = int(response.headers.get("x-amz-crc32", "")) == zlib.crc32(body)
    except ValueError:
        whole = False
    if (
        not whole
        or response.headers.get_content_type() != CONTENT_TYPE
        or not (response.status == 200 or response.status >= 400)
    ):
        raise NoAnswer
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NoAnswer from None
