# SPDX-License-Identifier: Apache-2.0
"""The command `serve`: the local endpoint on a loopback port, until Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import json
import os
import socket
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from skill import logs
from skill.errors import InputError
from skill.settings import Settings
from skill.web.endpoint import SENTENCES
from skill.web.local import create_local_app

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 5050
PORT_MAX = 65535
SILENCE_S = 30
"""A client that sends nothing for so long, in the middle of a request, is let go."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"port on loopback, else {DEFAULT_PORT}; 0 takes a free one"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted. Returns the exit status. Raises InputError where the port cannot be had."""
    # The deployed entry point, imported here: whoever only wants the server of this file need not load the skill.
    from lambda_handler import make_handler

    server = open_server(create_local_app(make_handler(Settings.from_environment(os.environ))), arguments.port)
    address = f"http://{ADDRESS}:{server.port}"
    print(f"Alexa requests: POST {address}/alexa (unsigned, this machine only). Ctrl-C ends.", flush=True)
    server.serve_forever()
    return 0


def open_server(app: Flask, port: int) -> LocalServer:
    """A server that listens on loopback; 0 takes a free port. Raises InputError where the port cannot be had."""
    if not 0 <= port <= PORT_MAX:
        raise InputError(f"Port {port} does not exist; choose one from 1024 to {PORT_MAX}, or 0 for a free one.")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
        listener.listen()
        # The server duplicates the socket. Left to bind by itself, it would end the process where it cannot.
        return LocalServer(ADDRESS, listener.getsockname()[1], app, LocalRequestHandler, fd=listener.fileno())
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(f"Port {port} is taken by another program; choose another one with --port.") from None
        raise InputError(f"Port {port} cannot be opened ({error.strerror}); choose another one with --port.") from None
    finally:
        listener.close()


class LocalServer(ThreadedWSGIServer):
    """Werkzeug's server, which says nothing of what clients send."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note a request that could not even be read, without its content."""
        logs.note("A request could not be read and was dropped.")

    def log(self, type: str, message: str, *args: Any) -> None:
        """Leave out werkzeug's own lines: they quote requests."""


class LocalRequestHandler(WSGIRequestHandler):
    """One connection: bounded in time, unlogged, and answered in JSON where not even its first line can be read."""

    timeout = SILENCE_S
    server_version = "closer-together"
    sys_version = ""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what http.server itself refuses, such as a malformed first line."""
        body = json.dumps({"error": SENTENCES[400]}).encode()
        self.close_connection = True
        self.request_version = self.protocol_version  # as long as it is unknown, no head would be sent
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Leave out the access log: the first line of a request is the sender's own text."""
