# SPDX-License-Identifier: Apache-2.0
"""The one thing that the public endpoint asks of others: a file on s3.amazonaws.com, bounded in time, size and number.

Which file may be asked for is decided before (certificates.py). Redirects are not followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from functools import partial

import certifi

from skill.web.public.rejection import Rejected

HOST = "s3.amazonaws.com"
PORT = 443
SECONDS = 2.0
"""For all of a fetch: finding the host, connecting, waiting, reading. Alexa waits 8 s for its answer."""
BYTES_MAX = 64 * 1024
"""A real chain has 6 to 8 kB."""
AT_ONCE_MAX = 4
"""Fetches that run at the same time, those included that were given up and still hang."""


class Fetcher:
    """Fetches from HOST. `roots` is a file of the authorities that its TLS is trusted by, else certifi's."""

    def __init__(self, address: tuple[str, int] = (HOST, PORT), roots: str | None = None) -> None:
        """`address` is where HOST is found. Whoever answers there must prove to be HOST."""
        self._address = address
        self._tls = ssl.create_default_context(cafile=roots or certifi.where())
        self._free = threading.BoundedSemaphore(AT_ONCE_MAX)

    def fetch(self, path: str) -> bytes:
        """The file at a path. Raises Rejected where it cannot be had."""
        if not self._free.acquire(timeout=SECONDS):
            raise Rejected("too many fetches of certificates at once")
        fetch = _Fetch(path, self._address, self._tls)
        # In a thread of its own, because nothing else bounds finding a host, or a server that sends a byte a second.
        threading.Thread(target=partial(self._run, fetch), name="certificates", daemon=True).start()
        if not fetch.done.wait(SECONDS):
            fetch.give_up()
            raise Rejected("the certificates did not come in time")
        if fetch.failed is not None:
            raise Rejected(fetch.failed)
        return fetch.body

    def _run(self, fetch: _Fetch) -> None:
        try:
            fetch.run()
        finally:
            self._free.release()


class _Fetch:
    """One file on its way."""

    def __init__(self, path: str, address: tuple[str, int], tls: ssl.SSLContext) -> None:
        self._path = path
        self._address = address
        self._tls = tls
        self._socket: socket.socket | None = None
        self.done = threading.Event()
        self.failed: str | None = None
        """Why there is no body, once it is done."""
        self.body = b""

    def run(self) -> None:
        """Fetch. Whatever goes wrong is told in `failed`."""
        try:
            self.body = self._read()
        except Rejected as rejected:
            self.failed = str(rejected)
        except Exception:  # noqa: BLE001 - its message may hold what was asked for
            self.failed = "the certificates could not be fetched"
        finally:
            self.done.set()

    def give_up(self) -> None:
        """Wait no longer: the connection ends."""
        if self._socket is not None:
            with suppress(OSError):  # closed meanwhile
                self._socket.shutdown(socket.SHUT_RDWR)

    def _read(self) -> bytes:
        connection = http.client.HTTPConnection(HOST)
        try:
            plain = self._socket = socket.create_connection(self._address, timeout=SECONDS)
            connection.sock = plain  # so that it is closed, too, where TLS fails
            connection.sock = self._socket = self._tls.wrap_socket(plain, server_hostname=HOST)
            connection.request("GET", self._path, headers={"Connection": "close"})
            with connection.getresponse() as response:
                if response.status != http.client.OK:
                    raise Rejected("there are no certificates at that address")
                body = response.read(BYTES_MAX + 1)
        finally:
            connection.close()
        if len(body) > BYTES_MAX:
            raise Rejected("the chain of certificates is too large")
        return body
