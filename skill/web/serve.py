# SPDX-License-Identifier: Apache-2.0
"""The command `serve`: the local app on a loopback port until Ctrl-C, or, with `--public`, the public one."""

from __future__ import annotations

import argparse
import ipaddress

from skill.errors import InputError
from skill.web import create_local_app, create_public_app
from skill.web.listening import LOOPBACK, http_address, open_listener

DEFAULT_PORT = 5050


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port, else {DEFAULT_PORT}; 0 takes a free one")
    parser.add_argument(
        "--public", action="store_true", help="serve the public endpoint instead: it answers what Alexa has signed"
    )
    parser.add_argument("--address", metavar="IP", help=f"with --public: the address to listen on, else {LOOPBACK}")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted. Returns the exit status. Raises InputError where a port or a setting cannot be used."""
    if arguments.public:
        return _serve_public(_ip_address(arguments.address or LOOPBACK), arguments.port)
    if arguments.address is not None:
        raise InputError("The unsigned endpoint listens on this machine only; --address goes with --public.")
    return _serve_here(arguments.port)


def _serve_here(port: int) -> int:
    from skill.web.local_server import open_server

    app = create_local_app()
    server = open_server(app, port)
    address = http_address(server.socket)
    print(
        f"The local speaker: {address}/ in a browser. Alexa requests: POST {address}/alexa. Unsigned, for this machine "
        "only. Ctrl-C ends.",
        flush=True,
    )
    try:
        server.run()
    finally:
        app.extensions["page"].close()
    return 0


def _serve_public(address: str, port: int) -> int:
    try:
        from skill.web.public.server import PublicServer
    except ModuleNotFoundError:  # gunicorn, or what it needs of a system
        raise InputError("The public endpoint needs gunicorn, on Linux or macOS; `make setup` installs it.") from None
    app = create_public_app()
    listener = open_listener(address, port)
    print(f"Alexa requests: POST {http_address(listener)}/alexa (signed ones only). Ctrl-C ends.", flush=True)
    PublicServer(app, listener).run()
    return 0


def _ip_address(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        raise InputError("--address is no IP address; write one such as 127.0.0.1, or 0.0.0.0 for all.") from None
