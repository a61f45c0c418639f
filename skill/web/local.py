# SPDX-License-Identifier: Apache-2.0
"""The local endpoint: unsigned, and so for this machine only.

Whoever can reach it can speak for anybody, so four doors are closed: other machines, requests that a proxy handed on,
names that only pretend to be this machine (DNS rebinding), and pages of other origins in a browser on this machine.
"""

from __future__ import annotations

import ipaddress
import re

from flask import Flask, Request, request
from werkzeug.datastructures import Headers

from skill.web.endpoint import Handler, Refused, install_endpoint

_OURS = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_FORWARDED = re.compile(r"forwarded|via|x-forwarded(-.*)?|x-(real|client)-ip|x-original-.*|(true|cf)-.*", re.IGNORECASE)


def create_local_app(handler: Handler) -> Flask:
    """A Flask app that answers `POST /alexa` by `handler` and `GET /health`, to this machine only."""
    app = Flask("closer_together", static_folder=None)

    @app.before_request
    def guard() -> None:
        sentence = objection(request)
        if sentence is not None:
            raise Refused(403, sentence)

    install_endpoint(app, handler)
    return app


def objection(arrived: Request) -> str | None:
    """Why a request is not from this machine itself, as one sentence; None where it is."""
    if not _loopback(arrived.remote_addr):
        return "This endpoint answers its own machine only."
    if any(_FORWARDED.fullmatch(name) for name in arrived.headers.keys()):  # noqa: SIM118 (headers iterate as pairs)
        return "This endpoint answers no forwarded requests; ask it directly."
    host = arrived.headers.get("Host", "")
    if not _OURS.fullmatch(host):
        return "This endpoint goes by localhost only; ask http://localhost or http://127.0.0.1."
    if not _same_origin(arrived.headers, host):
        return "This endpoint answers no pages of other origins."
    return None


def _loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _same_origin(headers: Headers, host: str) -> bool:
    if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return False
    origin = headers.get("Origin")
    return origin is None or origin.lower() == f"http://{host.lower()}"
