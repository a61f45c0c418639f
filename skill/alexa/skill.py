# SPDX-License-Identifier: Apache-2.0
"""The skill as Alexa meets it: decoded JSON in, JSON out, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from ask_sdk_runtime.dispatch import GenericRequestDispatcher
from ask_sdk_runtime.skill import RuntimeConfigurationBuilder

from skill import logs
from skill.alexa.request_handlers import HANDLERS, Sorry
from skill.alexa.requests.envelope import Asked, application_id, problem, wordless
from skill.alexa.responses.apology import apology
from skill.alexa.responses.response import Sent
from skill.deadline import Deadline
from skill.memory import Store
from skill.platform import RESPONSE_VERSION
from skill.settings import Settings
from skill.turn.conversation import Conversation

Answer = Callable[[object, object], dict[str, object]]


def build(settings: Settings, store: Store) -> Answer:
    """A function that answers a decoded request with a decoded response."""
    conversation = Conversation(store)
    builder = RuntimeConfigurationBuilder()
    for handler in HANDLERS:
        builder.add_request_handler(handler(conversation, settings))
    builder.add_exception_handler(Sorry())
    dispatcher = GenericRequestDispatcher(builder.get_runtime_configuration())

    def answer(event: object, context: object) -> dict[str, object]:
        try:
            deadline = Deadline.of(context)
            wrong = problem(event)
            if wrong is not None:
                logs.note(f"A request was not answered. {wrong}")
                return refusal(event)
            assert isinstance(event, dict)  # else problem() would have said so
            if settings.skill_id is not None and application_id(event) != settings.skill_id:
                logs.note("A request for another skill was not answered: its application id is not CLOSER_SKILL_ID.")
                return silence(event)
            return cast(Sent, dispatcher.dispatch(Asked(event, deadline)))
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may hear a stack trace
            logs.failure("Answering a request", error)
            return refusal(event)

    return answer


def silence(event: object) -> dict[str, object]:
    """A reply that says nothing, and ends the session where there may be one."""
    return {"version": RESPONSE_VERSION, "response": {} if _wordless(event) else {"shouldEndSession": True}}


def refusal(event: object = None) -> dict[str, object]:
    """One polite sentence, and the end of the session; nothing where nobody spoke."""
    if _wordless(event):
        return silence(event)
    try:
        reply = apology()
    except Exception as error:  # noqa: BLE001 - such as a deck that cannot be read: there are no words to say
        logs.failure("Apologising", error)
        return silence(event)
    return {
        "version": RESPONSE_VERSION,
        "sessionAttributes": reply.attributes,
        "response": {"outputSpeech": {"type": "SSML", "ssml": reply.ssml}, "shouldEndSession": True},
    }


def _wordless(event: object) -> bool:
    if not isinstance(event, dict) or not isinstance(event.get("request"), dict):
        return False
    return wordless(event["request"].get("type"), event.get("session") is not None)
