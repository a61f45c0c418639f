# SPDX-License-Identifier: Apache-2.0
"""The public app: it may stand on the internet, since it answers nothing that Alexa has not signed for this skill.

A refusal has a status and no body; its reason is one short line in the log. No setting makes it answer more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from flask import Flask, Request, Response
from werkzeug.exceptions import HTTPException

from skill import logs
from skill.alexa.measuring import measured
from skill.errors import InputError
from skill.settings import Settings
from skill.web.endpoint import (
    BODY_BYTES_MAX,
    Refused,
    encoded_response,
    endpoint,
    read_body,
    read_event,
    with_methods,
)
from skill.web.public.certificates import Certificates, default_roots, utc_now
from skill.web.public.fetching import Fetcher
from skill.web.public.rejection import Rejected
from skill.web.public.replays import Replays
from skill.web.public.signature import Verifier

if TYPE_CHECKING:
    from lambda_handler import Skill

NO_SKILL_ID = (
    "CLOSER_SKILL_ID is not set, and the public endpoint answers one skill only; "
    "copy the id from the developer console (amzn1.ask.skill...)."
)


def open_public_app(settings: Settings) -> Flask:
    """The app for the skill that the settings name. Raises InputError where they name none, or no store that can be."""
    # The deployed entry point, imported here: whoever only wants the app around a skill of theirs need not load ours.
    from lambda_handler import make_skill

    if settings.skill_id is None:
        raise InputError(NO_SKILL_ID)
    default_roots()  # now, so that the first request need not wait for it
    if settings.log_json:
        logs.write_json()
    made = make_skill(settings)
    skill = made._replace(answer=measured(made.answer))
    certificates = Certificates(Fetcher().fetch, utc_now)
    return make_public_app(skill, Verifier(certificates, settings.skill_id, utc_now), Replays(utc_now))


def make_public_app(skill: Skill, verifier: Verifier, replays: Replays) -> Flask:
    """A Flask app that answers what `verifier` lets through by `skill`: `POST /alexa` and `GET /health`, no more."""
    app = Flask("closer_together", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAX

    def answer(arrived: Request) -> Response:
        body = read_body(arrived)
        verifier.check_signature(arrived.headers, body)
        event = read_event(body)
        until = verifier.check_event(event)
        return encoded_response(replays.answer(body, until, lambda: msgspec.json.encode(skill.answer(event, None))))

    app.register_blueprint(endpoint(answer, skill.store_answers))
    app.register_error_handler(Rejected, _rejected)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)
    return app


def _rejected(rejected: Rejected) -> Response:
    logs.note(f"A request was rejected: {rejected}.")
    return encoded_response(b"", 400)


def _refused(refused: Refused) -> Response:
    logs.note(f"A request was rejected: {refused}")
    return encoded_response(b"", refused.status)


def _http_error(error: HTTPException) -> Response:
    if error.code == 400:
        logs.note("A request was rejected: its body did not come.")
    return with_methods(encoded_response(b"", error.code or 500), error)


def _failed(error: Exception) -> Response:
    logs.failure("answering a request over HTTP", error)
    return encoded_response(b"", 500)
