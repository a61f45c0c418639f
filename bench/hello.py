# SPDX-License-Identifier: Apache-2.0
"""The least skill that Amazon's SDK makes, as a Lambda function: what this skill is compared with."""

from __future__ import annotations

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response


class Hello(AbstractRequestHandler):
    """Says hello to everything."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whatever it is."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say hello, and listen."""
        return handler_input.response_builder.speak("Hello world.").ask("Hello?").response


builder = SkillBuilder()
builder.add_request_handler(Hello())
handler = builder.lambda_handler()
