# SPDX-License-Identifier: Apache-2.0
"""The local app: unsigned, and so for this machine only. What goes wrong is told as `{"error": "one sentence"}`.

Whoever can reach it can speak for anybody, so four doors are closed: other machines, requests that a proxy handed on,
names that only pretend to be this machine (DNS rebinding), and pages of other origins in a browser on this machine.
A proxy that says nothing of itself cannot be told from this machine: see docs/endpoint.md.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from flask import Flask, Request, Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, SecurityError

from skill import logs
from skill.web.endpoint import (
    BODY_BYTES_MAX,
    SENTENCES,
    Refused,
    endpoint,
    json_response,
    read_body,
    read_event,
    with_methods,
)
from skill.web.viewhost import viewhost_frame

if TYPE_CHECKING:
    from lambda_handler import Skill
    from skill.web.page.routes import Page

HOSTS = ["localhost", "127.0.0.1"]
FORWARDED = (
    # Proxies of all kinds.
    "forwarded", "forwarded-for", "via", "x-forwarded", "x-forwarded-*", "x-original-*", "x-rewrite-url", "x-scheme",
    "x-real-*", "x-client-ip", "client-ip", "x-cluster-client-ip", "x-remote-*", "x-proxy-*", "x-proxyuser-ip",
    "proxy-client-ip", "wl-proxy-*", "x-host", "x-http-host-override", "x-envoy-*", "x-varnish", "x-bluecoat-via",
    "x-squid-*", "x-haproxy-*", "x-traefik-*", "x-request-start", "x-imforwards", "surrogate-*",
    # Networks that deliver content.
    "cdn-*", "x-cdn", "x-cdn-*", "cf-*", "true-client-ip", "akamai-*", "x-akamai-*", "x-edge-*", "fastly-*",
    "x-fastly-*", "cloudfront-*", "x-amz-cf-*", "x-sucuri-*", "incap-*", "x-incap-*", "x-iinfo", "x-bunny-*",
    "x-netlify-*", "x-nf-*",
    # Clouds and their balancers.
    "x-amzn-*", "x-azure-*", "x-arr-*", "x-fd-*", "x-appengine-*", "x-cloud-trace-context", "x-goog-*", "x-gfe-*",
    "x-serverless-*", "x-vercel-*", "fly-*", "x-render-*", "rndr-id", "x-railway-*", "do-connecting-ip", "x-ms-proxy",
    # Tunnels to a laptop.
    "ngrok-*", "x-ngrok-*", "tailscale-*", "x-localtunnel-*", "bypass-tunnel-reminder", "x-tunnel-*", "x-devtunnels-*",
    "x-pinggy-*", "x-loophole-*", "x-telebit-*", "x-github-codespaces-*",
)  # fmt: skip
"""Names of headers by which a request gives away that somebody handed it on; a star stands for any end."""

_FORWARDED = re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in FORWARDED), re.IGNORECASE)


def make_local_app(skill: Skill, page: Page | None = None) -> Flask:
    """A Flask app that answers `POST /alexa` by `skill`, `GET /health`, and `GET /` where there is a page: to this
    machine only."""
    app = Flask("closer_together", static_folder=None)
    app.config["TRUSTED_HOSTS"] = HOSTS
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAX

    def answer(arrived: Request) -> Response:
        return json_response(skill.answer(read_event(read_body(arrived)), None))

    @app.before_request
    def guard() -> None:
        sentence = objection(request)
        if sentence is not None:
            raise Refused(403, sentence)

    app.register_blueprint(endpoint(answer, skill.store_answers))
    if page is not None:
        from skill.web.page.routes import page_routes

        app.register_blueprint(page_routes(page))
        app.extensions["page"] = page
    app.register_blueprint(viewhost_frame())
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)
    return app


def objection(arrived: Request) -> str | None:
    """Why a request is not from this machine itself, as one sentence; None where it is. Flask checks its Host."""
    if not _loopback(arrived.remote_addr):
        return "This endpoint answers its own machine only."
    if not arrived.environ.get("REQUEST_URI", "/").startswith("/"):
        return "This endpoint is no proxy; ask it for a path."
    if any(_FORWARDED.fullmatch(name) for name in arrived.headers.keys()):  # noqa: SIM118 (headers iterate as pairs)
        return "This endpoint answers no forwarded requests; ask it directly."
    if not _same_origin(arrived.headers):
        return "This endpoint answers no pages of other origins."
    return None


def _loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _same_origin(headers: Headers) -> bool:
    if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return False
    origin = headers.get("Origin")
    return origin is None or origin.lower() == f"http://{headers.get('Host', '').lower()}"


def _refused(error: Refused) -> Response:
    return json_response({"error": error.sentence}, error.status)


def _foreign_host(error: SecurityError) -> Response:
    sentence = "This endpoint goes by localhost only; ask http://localhost or http://127.0.0.1."
    return json_response({"error": sentence}, 403)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    return with_methods(json_response({"error": SENTENCES.get(status, error.name + ".")}, status), error)


def _failed(error: Exception) -> Response:
    logs.failure("answering a request over HTTP", error)
    return json_response({"error": SENTENCES[500]}, 500)
