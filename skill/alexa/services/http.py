# SPDX-License-Identifier: Apache-2.0
"""The SDK's ApiClient over the standard library: one call, one connection, one time limit for all of it.

Redirects are not followed, answers are bounded, and no error holds anything of a request. Import it only where a
service is asked: it brings TLS along, and most requests ask none.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from skill.alexa.services.endpoint import Endpoint

ANSWER_MAX_BYTES = 64 * 1024
"""Bytes of an answer that are read; a longer one counts as none."""


class NoAnswer(Exception):
    """No answer that could be used. The message is our own: neither address, nor token, nor what was sent."""


class OnlyWrites(DefaultSerializer):
    """Writes requests as the SDK does, and leaves answers to `HttpClient.body`.

    The SDK's own reader gives up on a whole list of reminders: its classes name a module that does not exist.
    """

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        """Nothing."""
        return None


class HttpClient(ApiClient):
    """Asks one endpoint. Made anew for each call."""

    def __init__(self, endpoint: Endpoint, seconds: float) -> None:
        """`seconds` is how long a call may take in all: finding the host, connecting, sending, reading."""
        self._endpoint = endpoint
        self._seconds = seconds
        self.status: int | None = None
        """The status of the answer; None where none came."""
        self.body: Any = None
        """The answer as decoded JSON; None also where it is no JSON."""
        self.sent = False
        """Whether the service may have seen the request."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """The answer, whatever its status. Raises NoAnswer."""
        if self._seconds <= 0:
            raise NoAnswer("There was no time left to ask.")
        call = _Call(self._endpoint, request, self._seconds)
        # In a thread of its own, because nothing else bounds finding a host, or a server that sends a byte a second.
        threading.Thread(target=call.run, name="alexa-service", daemon=True).start()
        if not call.done.wait(self._seconds):
            call.give_up()
        self.sent = call.sent
        if call.answer is None:
            raise NoAnswer("No answer came.")
        self.status, body = call.answer
        self.body = _decoded(body)
        return ApiClientResponse(headers=[], status_code=self.status, body="")


class _Call:
    """One request and its answer, from the thread that waits for it."""

    def __init__(self, endpoint: Endpoint, request: ApiClientRequest, seconds: float) -> None:
        self._endpoint = endpoint
        self._request = request
        self._seconds = seconds
        self._connection: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()
        self._given_up = False
        self.sent = False
        self.done = threading.Event()
        self.answer: tuple[int, bytes] | None = None
        """Status and body. Set before `done` is, and not after it was given up."""

    def run(self) -> None:
        """Ask. Whatever goes wrong leaves `answer` None."""
        try:
            answer = self._exchange()
            with self._lock:
                self.answer = None if self._given_up else answer
        except Exception:  # noqa: BLE001, S110  # its message may hold what was sent; that no answer came says enough
            pass
        finally:
            self.done.set()

    def give_up(self) -> None:
        """Wait no longer: nothing is sent any more, and the connection is closed."""
        with self._lock:
            self._given_up = True
            connection = self._connection
        sock = connection.sock if connection else None
        if sock is not None:
            with suppress(OSError):  # closed meanwhile
                sock.shutdown(socket.SHUT_RDWR)

    def _exchange(self) -> tuple[int, bytes]:
        where, seconds = self._endpoint, self._seconds
        if where.secure:
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                where.host, where.port, timeout=seconds, context=_tls()
            )
        else:
            connection = http.client.HTTPConnection(where.host, where.port, timeout=seconds)
        try:
            with self._lock:
                self._connection = connection
            connection.connect()
            with self._lock:
                if self._given_up:
                    raise NoAnswer("It was given up before anything was sent.")
                self.sent = True
            self._send(connection)
            with connection.getresponse() as response:
                body = response.read(ANSWER_MAX_BYTES + 1)
                if len(body) > ANSWER_MAX_BYTES:
                    raise NoAnswer("The answer was too long.")
                return response.status, body
        finally:
            connection.close()

    def _send(self, connection: http.client.HTTPConnection) -> None:
        request = self._request
        target = request.url.removeprefix(self._endpoint.url)
        if target == request.url or not target.startswith("/"):
            raise NoAnswer("The request goes elsewhere than to its endpoint.")
        headers = {name: value for name, value in request.headers or () if value is not None}
        body = None if request.body is None else msgspec.json.encode(request.body)
        connection.request(
            request.method, target, body, headers | {"Accept": "application/json", "Connection": "close"}
        )


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


@cache
def _tls() -> ssl.SSLContext:
    """The machine's own trust in certificates, checked with the host's name. Read once: it takes some 70 ms."""
    return ssl.create_default_context()
