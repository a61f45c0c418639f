# SPDX-License-Identifier: Apache-2.0
"""The least skill that Amazon's SDK makes, behind Flask and without any check: what bench/load.py compares with."""

from __future__ import annotations

from typing import Any

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response
from flask import Flask, jsonify, request


class Hello(AbstractRequestHandler):
    """Says hello to everything."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whatever it is."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say hello, and listen."""
        return handler_input.response_builder.speak("Hello world.").ask("Hello?").response


def create() -> Flask:
    """The skill as an app."""
    app = Flask(__name__)
    builder = SkillBuilder()
    builder.add_request_handler(Hello())
    answer = builder.lambda_handler()

    @app.post("/alexa")
    def alexa() -> Any:
        return jsonify(answer(request.get_json(), None))

    return app
