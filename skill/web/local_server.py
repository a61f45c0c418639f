# SPDX-License-Identifier: Apache-2.0
"""The local app's server: waitress on loopback, with bounds on connections and on the time of a whole request.

Refusals of waitress itself come as JSON, and quote nothing that was sent.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import msgspec
from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from skill.web.endpoint import SENTENCES
from skill.web.listening import LOOPBACK, open_listener

CONNECTIONS_MAX = 100
"""Further ones wait in the system's queue until one of these ends."""
REQUEST_S = 30
"""A request that has not come, been answered and been taken for so long is dropped, however busily it drips."""
SWEEP_S = 5
"""How often that is looked at."""
THREADS = 8
HEAD_BYTES_MAX = 256 * 1024
BODY_BYTES_MAX = 8 * 1024 * 1024
"""More than the app takes, so that who sends too much hears why: a connection closed on them would swallow that."""

_NOT_CONNECTIONS = 2
"""The listening socket and waitress's own wake-up stand in the list that it counts as connections."""


class _SaysLittle(ErrorTask):  # type: ignore[misc]  # waitress tells no types
    """What waitress itself refuses, in our own words: its own quote the request."""

    def execute(self) -> None:
        error = self.request.error
        body = msgspec.json.encode({"error": SENTENCES.get(error.code, SENTENCES[400])})
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when the request has been on its way that it is busy with."""

    error_task_class = _SaysLittle
    busy_since = 0.0

    def received(self, data: bytes) -> bool:
        """Take what came in."""
        if self.at_rest:
            self.busy_since = time.monotonic()
        return bool(super().received(data))

    @property
    def at_rest(self) -> bool:
        """Whether no request is on its way in, being answered, or on its way out."""
        return self.request is None and not self.requests and not self.total_outbufs_len

    def dawdles(self, now: float) -> bool:
        """Whether its request takes too long. An answer that is being found is waited for: the skill is quick."""
        return not self.at_rest and not self.requests and now - self.busy_since > REQUEST_S


class LocalServer(TcpWSGIServer):  # type: ignore[misc]
    """Waitress's server on a socket that listens on loopback. `run` serves until Ctrl-C or `stop`."""

    channel_class = Connection

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.effective_port)

    def maintenance(self, now: float) -> None:
        """Let connections go that are idle or dawdle."""
        super().maintenance(now)
        moment = time.monotonic()
        for connection in list(self.active_channels.values()):
            if connection.dawdles(moment):
                connection.will_close = True

    def stop(self) -> None:
        """End `run`, from any thread."""
        # Under the lock that what is asked for is carried out under: another thread's pull would else have the pipe
        # closed before ours comes to it.
        with self.trigger.lock:
            self.trigger.thunks.append(lambda: wasyncore.close_all(self._map))
            self.trigger._physical_pull()


def open_server(app: Flask, port: int) -> LocalServer:
    """A server that listens on loopback; 0 takes a free port. Raises InputError where the port cannot be had."""
    listener = open_listener(LOOPBACK, port)
    sockinfo: Any = (listener.family, listener.type, listener.proto, listener.getsockname())
    return LocalServer(app, _sock=listener, adj=_settings(), sockinfo=sockinfo, bind_socket=False)


def _settings() -> Adjustments:
    # On a busy machine a request may wait a moment for a thread. That is no news for whoever looks at a terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return Adjustments(
        listen=f"{LOOPBACK}:0",
        threads=THREADS,
        connection_limit=CONNECTIONS_MAX + _NOT_CONNECTIONS,
        channel_timeout=REQUEST_S,
        cleanup_interval=SWEEP_S,
        max_request_header_size=HEAD_BYTES_MAX,
        max_request_body_size=BODY_BYTES_MAX,
        clear_untrusted_proxy_headers=False,  # the app has to see them, to refuse what was forwarded
        log_socket_errors=False,
        ident=None,
    )
