# SPDX-License-Identifier: Apache-2.0
"""Requests as Alexa sends them: what a device says of itself, and how slots are filled."""

from __future__ import annotations

import pytest
from cases import each_case

from skill.speaker.echo import requests
from skill.speaker.echo.requests import Gear
from skill.speaker.nlu import Meaning

from ..small_skill import MODEL, Json, SmallSkill, echo_with, reply


def context_of(gear: Gear) -> Json:
    skill = SmallSkill(reply())
    echo_with(skill, gear=gear).launch()
    context: Json = skill.last["context"]
    return context


def slot_of(intent: str, name: str, *, value: str | None = None, words: str | None = None) -> Json:
    """One slot of an intent as it goes to the skill, where `value` was resolved and `words` were said."""
    slots = {} if value is None else {name: value}
    spoken = {} if words is None else {name: words}
    meaning = Meaning(text="x", intent=intent, slots=slots, spoken=spoken, confidence=1.0)
    slot: Json = requests.intent(meaning, MODEL, "skill")["slots"][name]
    return slot


@each_case(
    ("gear", "shape", "size"),
    [(Gear(screen=True), "RECTANGLE", (1024, 600)), (Gear(screen=True, round=True), "ROUND", (480, 480))],
)
def test_a_screen_is_described_as_that_of_an_echo(gear: Gear, shape: str, size: tuple[int, int]) -> None:
    """As such devices sent it; both descriptions are of the same screen."""
    width, height = size
    video = {"codecs": ["H_264_42", "H_264_41"]}
    context = context_of(gear)
    assert context["Viewport"] == {
        "experiences": [{"arcMinuteWidth": 246, "arcMinuteHeight": 144, "canRotate": False, "canResize": False}],
        "mode": "HUB",
        "shape": shape,
        "pixelWidth": width,
        "pixelHeight": height,
        "currentPixelWidth": width,
        "currentPixelHeight": height,
        "dpi": 160,
        "touch": ["SINGLE"],
        "video": video,
    }
    (typed,) = context["Viewports"]
    drawn = {"type": "DISCRETE", "pixelWidth": width, "pixelHeight": height}
    assert typed == {
        "type": "APL",
        "id": "main",
        "shape": shape,
        "dpi": 160,
        "presentationType": "STANDARD",
        "canRotate": False,
        "configuration": {"current": {"mode": "HUB", "video": video, "size": drawn}},
    }


@each_case(
    ("gear", "interfaces"),
    [
        (Gear(), ["AudioPlayer"]),
        (Gear(screen=True), ["AudioPlayer", "Alexa.Presentation.APL"]),
        (Gear(audio=False, screen=True), ["Alexa.Presentation.APL"]),
        (Gear(audio=False), []),
    ],
)
def test_a_device_tells_what_it_has_and_no_more(gear: Gear, interfaces: list[str]) -> None:
    context = context_of(gear)
    assert list(context["System"]["device"]["supportedInterfaces"]) == interfaces
    assert ("AudioPlayer" in context) is gear.audio
    assert ("Viewport" in context) is ("Viewports" in context) is gear.screen


def test_who_asks_which_skill_stands_in_the_session_and_in_the_context() -> None:
    skill = SmallSkill(reply(open=True), reply(None, open=None))
    echo = echo_with(skill)
    echo.launch()
    session, system = skill.last["session"], skill.last["context"]["System"]
    assert session["user"] == system["user"] == {"userId": requests.USER_ID}
    assert session["application"] == system["application"] == {"applicationId": requests.SKILL_ID}
    assert skill.last["version"] == "1.0"


def test_a_value_of_a_list_is_resolved_to_its_id_and_its_name() -> None:
    slot = slot_of("EmpathyPhraseIntent", "feeling", value="stressed", words="stressed out")
    (authority,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert authority["authority"] == "amzn1.er-authority.echo-sdk.skill.Feeling"
    assert authority["status"] == {"code": "ER_SUCCESS_MATCH"}
    assert authority["values"] == [{"value": {"name": "stressed", "id": "stressed"}}]
    assert slot["slotValue"] == {"type": "Simple", "value": "stressed out", "resolutions": slot["resolutions"]}
    assert (slot["value"], slot["source"], slot["confirmationStatus"]) == ("stressed out", "USER", "NONE")


def test_a_value_that_nobody_said_goes_by_its_name() -> None:
    assert slot_of("EmpathyPhraseIntent", "feeling", value="stressed")["value"] == "stressed"


def test_a_built_in_slot_holds_what_alexa_made_of_it() -> None:
    slot = slot_of("TalkTimeIntent", "duration", value="PT5M", words="five more minutes")
    assert slot["value"] == "PT5M"
    assert slot["slotValue"] == {"type": "Simple", "value": "PT5M"}
    assert "resolutions" not in slot


def test_words_that_no_built_in_slot_understands_are_a_question_mark() -> None:
    assert slot_of("TalkTimeIntent", "duration", words="a while and a bit")["value"] == "?"


def test_a_slot_that_was_not_filled_holds_its_name_only() -> None:
    assert slot_of("TalkTimeIntent", "duration") == {"name": "duration", "confirmationStatus": "NONE"}


def test_an_intent_without_slots_has_none() -> None:
    meaning = Meaning(text="yes", intent="AMAZON.YesIntent", slots={}, spoken={}, confidence=1.0)
    assert requests.intent(meaning, MODEL, "skill") == {"name": "AMAZON.YesIntent", "confirmationStatus": "NONE"}


def test_what_may_be_danger_is_named_as_unsure_and_nothing_else_of_it_is_told() -> None:
    meaning = Meaning(
        text="x", intent="AMAZON.FallbackIntent", slots={}, spoken={}, confidence=0.0, perhaps_unsafe=True
    )
    intent = requests.intent(meaning, MODEL, "skill")
    assert intent["name"] == "AMAZON.FallbackIntent"
    assert {name: slot.get("value") for name, slot in intent["slots"].items()}["risk"] == "unsure"


@each_case(("value", "error"), [(float("nan"), ValueError), (object(), TypeError)])
def test_what_json_cannot_hold_does_not_go_over_the_wire(value: object, error: type[Exception]) -> None:
    assert requests.wire({"a": (1, 2)}) == {"a": [1, 2]}
    with pytest.raises(error):
        requests.wire(value)
