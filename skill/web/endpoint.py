# SPDX-License-Identifier: Apache-2.0
"""The endpoint's two routes, `POST /alexa` and `GET /health`, and how a body becomes a request of Alexa's.

Who may ask, and what somebody hears who may not, is no concern of this file: each factory says so itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from skill.alexa.requests.envelope import problem

BODY_BYTES_MAX = 128 * 1024
"""A real request has 4 to 10 kB; what we answer stays under 24."""
HEALTH_S = 1.0
"""The store is asked for its health once a second at most, however often we are."""
STORE_SILENT = "The store does not answer; the log of the server says why."

SENTENCES = {
    400: "The request could not be read; send one Alexa request as JSON.",
    404: "There is nothing here; requests go to POST /alexa.",
    405: "That method does not work here; use POST /alexa or GET /health.",
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


def endpoint(answer: Callable[[Request], Response], store_answers: Callable[[], bool]) -> Blueprint:
    """Both routes: requests of Alexa's go to `answer`, and the store's health is asked for by `store_answers`."""
    routes = Blueprint("endpoint", __name__)
    health = _Health(store_answers)

    @routes.post("/alexa", provide_automatic_options=False)
    def alexa() -> Response:
        return answer(request)

    @routes.get("/health", provide_automatic_options=False)
    def tell_health() -> Response:
        if health.good():
            return json_response({"status": "ok"})
        return json_response({"status": "failing", "error": STORE_SILENT}, 503)

    return routes


def read_body(arrived: Request) -> bytes:
    """The body of a request, as it was sent. Raises Refused: 413 or 415."""
    if arrived.mimetype != "application/json" or arrived.content_encoding:
        raise Refused(415)
    if arrived.content_length is not None and arrived.content_length > BODY_BYTES_MAX:
        raise Refused(413)
    body = arrived.get_data(cache=False)
    if arrived.content_length is None and len(body) >= BODY_BYTES_MAX:
        raise Refused(413)  # chunks are cut off at the limit without a word
    return body


def read_event(body: bytes) -> dict[str, Any]:
    """The Alexa request in a body. Raises Refused: 400, with what is wrong with it."""
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


def json_response(body: dict[str, Any], status: int = 200) -> Response:
    """A response that nobody on the way may keep."""
    return encoded_response(msgspec.json.encode(body), status)


def encoded_response(body: bytes, status: int = 200) -> Response:
    """A response of JSON that is encoded already; without a body where that is empty."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(body, status, headers, mimetype="application/json" if body else None)


def with_methods(response: Response, error: HTTPException) -> Response:
    """A response that names the methods which work, where the error does."""
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


class _Health:
    """What the store said last, asked again when that is old."""

    def __init__(self, store_answers: Callable[[], bool]) -> None:
        self._store_answers = store_answers
        self._asking = threading.Lock()
        self._asked_at: float | None = None
        self._good = False

    def good(self) -> bool:
        with self._asking:
            now = time.monotonic()
            if self._asked_at is None or now - self._asked_at >= HEALTH_S:
                self._good = self._store_answers()
                self._asked_at = time.monotonic()
            return self._good
