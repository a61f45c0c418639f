# SPDX-License-Identifier: Apache-2.0
"""One exchange at the speaker: what a program is shown of it, and when nobody may look."""

from __future__ import annotations

from typing import Any

from cases import each_case

from skill.speaker.echo.exchange import Exchange, speech, state_of
from skill.speaker.tts.ssml import Words


def request(kind: str = "IntentRequest", intent: str = "AMAZON.YesIntent", state: str = "", **slots: object) -> Any:
    named = {"name": intent} | ({"slots": slots} if slots else {})
    return {"request": {"type": kind, "intent": named}, "session": {"attributes": {"state": state}}}


def response(state: str) -> Any:
    return {"sessionAttributes": {"state": state}}


@each_case(
    ("exchange", "private"),
    [
        (Exchange(heard="yes", request=request()), False),
        (Exchange(heard="yes", request=request(intent="SafetyIntent")), True),
        (Exchange(heard="yes", request=request(risk={})), True),
        (Exchange(heard="yes", request=request(feeling={})), False),
        (Exchange(heard="yes", request=request(state="safety")), True),
        (Exchange(heard="yes", request=request(), response=response("safety")), True),
        (Exchange(heard="yes", request=request(), response=response("offer")), False),
        (Exchange(pieces=(Words("Call them."),), response=response("safety")), True),
        (Exchange(pieces=(Words("Call them."),), about_safety=True), True),
        (Exchange(request=request("SessionEndedRequest", state="safety")), False),
        (Exchange(heard="yes", response="no object"), False),
    ],
)
def test_an_exchange_about_safety_is_private_where_anything_was_said(exchange: Exchange, private: bool) -> None:
    assert exchange.private is private


def test_a_program_is_shown_the_whole_of_it_and_a_note_where_there_is_one() -> None:
    exchange = Exchange(heard="yes", request=request(), response=response("offer"), pieces=(Words("Hello."),))
    assert exchange.wire() == {
        "heard": "yes",
        "request": request(),
        "response": response("offer"),
        "spoken": "Hello.",
        "ssml": None,
        "directives": [],
        "session_open": False,
    }
    assert Exchange(note="Nobody answered.").wire()["note"] == "Nobody answered."


def test_what_was_meant_stands_in_an_intent_request_only() -> None:
    assert (Exchange(request=request()).intent, Exchange(request=request()).kind) == (
        "AMAZON.YesIntent",
        "IntentRequest",
    )
    assert Exchange(request=request("LaunchRequest")).intent is None
    assert (Exchange().intent, Exchange().kind, Exchange().state) == (None, None, None)


@each_case(("attributes", "state"), [({"state": "offer"}, "offer"), ({"state": 1}, None), ({}, None), ([], None)])
def test_a_state_is_what_attributes_name_in_a_word(attributes: object, state: str | None) -> None:
    assert state_of(attributes) == state


def test_words_of_either_type_become_markup() -> None:
    assert speech(None) == ((), None)
    assert speech({"type": "SSML", "ssml": "<speak>Hello.</speak>"}) == ((Words("Hello."),), "<speak>Hello.</speak>")
    assert speech({"type": "PlainText", "text": "Sam & Alex"}) == (
        (Words("Sam & Alex"),),
        "<speak>Sam &amp; Alex</speak>",
    )
