# SPDX-License-Identifier: Apache-2.0
"""The public app's server: gunicorn, on a port of this machine that a TLS proxy of one's own hands requests to.

SETTINGS hold for `python -m skill serve --public` and, by gunicorn.conf.py, for gunicorn itself.
"""

from __future__ import annotations

import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

SETTINGS: dict[str, Any] = {
    "preload_app": True,  # made once, before the workers part; a store is opened with the first request of each
    "worker_class": "gthread",
    "workers": 2,
    "threads": 8,
    "timeout": 30,  # seconds without a sign of life, after which a worker is replaced
    "graceful_timeout": 30,  # seconds that running requests have to finish, once it is told to end
    "keepalive": 15,  # seconds that a proxy may keep an idle connection
    "worker_connections": 200,
    "limit_request_line": 1024,
    "limit_request_fields": 64,
    "loglevel": "error",  # what it warns of quotes requests
    "control_socket_disable": True,
}


class PublicServer(BaseApplication):  # type: ignore[misc]  # gunicorn tells no types
    """gunicorn around the public app. `run` serves until SIGTERM or Ctrl-C, and ends the process."""

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        self._app = app
        self._bind = f"fd://{listener.fileno()}"
        super().__init__()

    def load_config(self) -> None:
        """Take our settings; gunicorn reads no command line and no file."""
        for name, value in (SETTINGS | {"bind": self._bind}).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app."""
        return self._app
