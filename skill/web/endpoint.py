# SPDX-License-Identifier: Apache-2.0
"""The endpoint: `POST /alexa` answers one request of Alexa, `GET /health` tells that somebody is there.

Who may ask is no concern of this file: a factory guards it. What it answers is always JSON, an error as
`{"error": "one sentence"}`, and nothing of a request ever reaches a log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
from flask import Blueprint, Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from skill import logs
from skill.alexa.requests.envelope import problem

Handler: TypeAlias = Callable[[dict[str, Any], object], dict[str, Any]]
"""`lambda_handler.handler` or one like it: an Alexa request and a context in, a response out."""

BODY_BYTES_MAX = 128 * 1024
"""A real request has 4 to 10 kB; what we answer stays under 24."""

SENTENCES = {
    400: "The request could not be read; send one Alexa request as JSON.",
    403: "Nobody but this machine may ask here.",
    404: "There is nothing here; requests go to POST /alexa.",
    405: "That method does not work here; use POST /alexa or GET /health.",
    411: "The request does not tell its length; send Content-Length.",
    413: f"The body is larger than {BODY_BYTES_MAX // 1024} kB, and no Alexa request is.",
    415: "The body must be JSON; send it plain, as Content-Type: application/json.",
    500: "The skill failed on this request; the reason is in the log of the server.",
}


class Refused(Exception):
    """This request is not answered. Holds the HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str | None = None) -> None:
        self.status = status
        self.sentence = sentence or SENTENCES[status]
        super().__init__(self.sentence)


def install_endpoint(app: Flask, handler: Handler) -> None:
    """Add both routes, answered by `handler`, and JSON for everything that goes wrong."""
    routes = Blueprint("endpoint", __name__)

    @routes.post("/alexa", provide_automatic_options=False)
    def alexa() -> Response:
        return _json(handler(read_event(request), None))

    @routes.get("/health", provide_automatic_options=False)
    def health() -> Response:
        return _json({"status": "ok"})

    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAX
    app.register_blueprint(routes)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def read_event(arrived: Request) -> dict[str, Any]:
    """The Alexa request in a body. Raises Refused: 411, 413, 415, or 400 with what is wrong with it."""
    if arrived.mimetype != "application/json" or arrived.content_encoding:
        raise Refused(415)
    if arrived.content_length is None and not arrived.environ.get("wsgi.input_terminated"):
        raise Refused(411)
    body = arrived.get_data(cache=False)
    if arrived.content_length is None and len(body) >= BODY_BYTES_MAX:
        raise Refused(413)  # chunks are cut off at the limit without a word
    try:
        event = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError):
        raise Refused(400, "The body is not JSON in UTF-8; send one Alexa request.") from None
    except RecursionError:
        raise Refused(400, "The JSON is nested too deeply to be an Alexa request.") from None
    sentence = problem(event)
    if sentence is not None:
        raise Refused(400, sentence)
    return dict(event)


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(body),
        status,
        {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        mimetype="application/json",
    )


def _refused(error: Refused) -> Response:
    return _json({"error": error.sentence}, error.status)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    response = _json({"error": SENTENCES.get(status, error.name + ".")}, status)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    logs.failure("answering a request over HTTP", error)
    return _json({"error": SENTENCES[500]}, 500)
