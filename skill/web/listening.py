# SPDX-License-Identifier: Apache-2.0
"""The socket that a server listens on, opened before the server is, so that a port which cannot be had is told."""

from __future__ import annotations

import errno
import socket

from skill.errors import InputError

LOOPBACK = "127.0.0.1"
PORT_MAX = 65535
BACKLOG = 1024


def open_listener(address: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises InputError where it cannot be had."""
    if not 0 <= port <= PORT_MAX:
        raise InputError(f"Port {port} does not exist; choose one from 1024 to {PORT_MAX}, or 0 for a free one.")
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise InputError(f"Port {port} is taken by another program; choose another one with --port.") from None
        raise InputError(f"Port {port} cannot be opened ({error.strerror}); choose another one with --port.") from None
    return listener


def http_address(listener: socket.socket) -> str:
    """Where a listener is found."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
