# SPDX-License-Identifier: Apache-2.0
"""Screens of a device, through the real handler: sent where they can be shown, touched as one would speak."""

from __future__ import annotations

from typing import Any

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa import skill
from skill.alexa.screens.touch import MARK, TOKEN, read_touch
from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.memory.in_memory import InMemoryStore
from skill.platform import RESPONSE_MAX_BYTES
from skill.settings import Settings
from skill.speaker.echo.requests import wire

from ..couple import Couple

RENDER = "Alexa.Presentation.APL.RenderDocument"
SCREEN = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
PRIVATE = ("SafetyIntent", "CoolDownIntent", "ReflectIntent", "MendIntent")


@pytest.fixture
def couple(couple: Couple) -> Couple:
    """A couple whose device has a screen."""
    couple.interfaces = dict(SCREEN)
    return couple


def documents(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in answer["response"].get("directives", []) if each["type"] == RENDER]


def shown(couple: Couple) -> dict[str, Any]:
    (document,) = documents(couple.last)
    data: dict[str, Any] = document["datasources"]["screen"]
    return data


def labels(couple: Couple) -> list[str]:
    return [choice["label"] for choice in shown(couple)["choices"]]


def touch(couple: Couple, label: str) -> dict[str, Any]:
    """Touch what bears a label on the screen."""
    data = shown(couple)
    (found,) = [one for one in (*data["choices"], *data.get("scale", ())) if one["label"] == label]
    return send(couple, found["means"])


def send(couple: Couple, arguments: Any, token: Any = TOKEN) -> dict[str, Any]:
    envelope = couple.envelope("Alexa.Presentation.APL.UserEvent", token=token, arguments=arguments, source={})
    return couple.send(envelope)


def test_a_question_is_shown_as_it_is_read(couple: Couple) -> None:
    couple.launch()
    couple.say("TonightsQuestionIntent")
    assert shown(couple)["words"] in couple.words
    assert shown(couple)["title"] == "Tonight's question"


@pytest.mark.parametrize(
    "interfaces",
    [
        {},
        {"Alexa.Presentation.APLT": {"runtime": {"maxVersion": "1.0"}}},
        {"Alexa.Presentation.APL": {}},
        {"Alexa.Presentation.APL": {"runtime": {}}},
        *({"Alexa.Presentation.APL": {"runtime": {"maxVersion": found}}} for found in ("1.0", "1.3", "x", "", 9, "9")),
    ],
)
def test_nothing_is_sent_to_a_device_that_cannot_show_it(couple: Couple, interfaces: Any) -> None:
    couple.interfaces = interfaces
    couple.launch()
    couple.say("TonightsQuestionIntent")
    assert documents(couple.last) == []


@pytest.mark.parametrize("version", ["1.4", "1.10", "2024.3", "2031.1"])
def test_a_device_that_is_new_enough_gets_it(couple: Couple, version: str) -> None:
    couple.interfaces = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": version}}}
    couple.launch()
    assert documents(couple.last)


def test_a_touch_and_a_word_lead_to_the_same_reply() -> None:
    answers = []
    for way in ("touch", "word"):
        couple = Couple(skill.build(Settings(), InMemoryStore()))
        couple.interfaces = dict(SCREEN)
        couple.launch()
        couple.say("TonightsQuestionIntent")
        if way == "touch":
            touch(couple, "Another one")
        else:
            couple.say("AnotherOneIntent")
        answers.append(couple.last["response"])
    assert answers[0] == answers[1]


def test_a_number_is_touched_and_shown_nowhere(couple: Couple) -> None:
    couple.carry({"state": "rate"})
    couple.say("AMAZON.RepeatIntent")
    assert [one["label"] for one in shown(couple)["scale"]] == [str(score) for score in range(1, 11)]
    touch(couple, "7")
    assert "7" not in str(shown(couple).get("words"))
    assert "seven" not in couple.words


def test_waiting_ends_the_session_and_yet_the_screen_goes_on(couple: Couple) -> None:
    couple.launch()
    couple.say("StartCheckInIntent")
    assert "shouldEndSession" not in couple.last["response"]
    assert couple.state == "ended"
    assert labels(couple) == ["Next", "More time"]
    assert shown(couple)["lasts"] == 90_000
    assert shown(couple)["begins"] > 0
    begun = couple.words
    touch(couple, "Next")
    assert couple.words != begun
    assert shown(couple)["before"] in couple.words
    assert shown(couple)["before"]


def test_a_word_to_a_session_that_only_its_screen_keeps_is_a_word_after_it(couple: Couple) -> None:
    couple.launch()
    couple.say("StartCheckInIntent")
    couple.say("AMAZON.NextIntent")
    assert shown(couple)["before"]


def test_a_screen_that_is_left_alone_is_no_evening_that_got_lost(couple: Couple) -> None:
    couple.launch()
    couple.say("StartCheckInIntent")
    couple.leave("EXCEEDED_MAX_REPROMPTS")
    couple.launch()
    other = Couple(skill.build(Settings(), InMemoryStore()))
    other.interfaces = dict(SCREEN)
    other.launch()
    other.say("StartCheckInIntent")
    other.cut()
    other.launch()
    assert couple.words == other.words


def test_without_a_screen_the_session_ends_as_ever(couple: Couple) -> None:
    couple.interfaces = {}
    couple.launch()
    couple.say("StartCheckInIntent")
    assert couple.last["response"]["shouldEndSession"] is True


def test_stop_ends_the_session_at_once_with_a_screen_too(couple: Couple) -> None:
    couple.launch()
    couple.say("AMAZON.StopIntent")
    assert couple.last["response"]["shouldEndSession"] is True
    assert documents(couple.last) == []


def test_a_track_shows_its_own_title_and_art() -> None:
    couple = Couple(skill.build(Settings(audio_base_url="https://tracks.example/t"), InMemoryStore()))
    couple.interfaces = SCREEN | {"AudioPlayer": {}}
    couple.launch()
    couple.say("StartCheckInIntent")
    (play,) = couple.last["response"]["directives"]
    assert play["type"] == "AudioPlayer.Play"
    assert play["audioItem"]["metadata"]["title"] == "Talk time"
    assert couple.last["response"]["shouldEndSession"] is True


@pytest.mark.parametrize("intent", PRIVATE)
def test_nothing_private_is_shown(couple: Couple, intent: str) -> None:
    couple.launch()
    couple.say(intent)
    assert documents(couple.last) == []
    for word in ("AMAZON.YesIntent", "AMAZON.YesIntent", "AMAZON.RepeatIntent", "AMAZON.HelpIntent"):
        if couple.in_session:
            couple.say(word)
        if couple.state not in ("ready", "phrase"):
            assert documents(couple.last) == [], word


def test_the_same_request_twice_shows_the_same(couple: Couple) -> None:
    couple.launch()
    envelope = couple.intent("TonightsQuestionIntent")
    assert couple.handler(envelope, None) == couple.handler(envelope, None)


def test_a_touch_that_comes_twice_moves_once(couple: Couple) -> None:
    couple.launch()
    couple.say("TonightsQuestionIntent")
    means = shown(couple)["choices"][1]["means"]
    envelope = couple.envelope("Alexa.Presentation.APL.UserEvent", token=TOKEN, arguments=means)
    assert couple.handler(envelope, None) == couple.handler(envelope, None)


def test_a_touch_of_an_older_screen_is_let_be(couple: Couple) -> None:
    couple.launch()
    couple.say("TonightsQuestionIntent")
    old = shown(couple)["choices"][1]["means"]
    couple.say("SuggestRitualIntent")
    state, attributes = couple.state, couple.attributes
    envelope = couple.envelope("Alexa.Presentation.APL.UserEvent", token=TOKEN, arguments=old)
    answer = couple.handler(envelope, None)
    assert answer["response"] == {}
    assert answer["sessionAttributes"] == attributes
    assert attributes["state"] == state


def test_a_touch_outside_of_a_session_is_let_be(couple: Couple) -> None:
    envelope = couple.envelope(
        "Alexa.Presentation.APL.UserEvent", session=False, token=TOKEN, arguments=[MARK, "ended", "next", 0]
    )
    assert couple.handler(envelope, None)["response"] == {}


FORGED: list[Any] = [
    None,
    "next",
    {},
    [],
    [MARK],
    [MARK, "talk", "next"],
    [MARK, "talk", "next", 0, 0],
    [MARK, "talk", "next", True],
    [MARK, "talk", "next", "0"],
    [MARK, "talk", "next", 1],
    [MARK, "talk", "next", float("inf")],
    [MARK, "talk", "forget_us", 0],
    [MARK, "talk", "safety", 0],
    [MARK, "talk", "rate", 7],
    [MARK, "talk", "no.such", 0],
    [MARK, "forget", "yes", 0],
    [MARK, "rate", "rate", 7],
    ["closer-2", "talk", "next", 0],
    [MARK, "talk", "next" * 100_000, 0],
    [MARK, ["talk"], "next", 0],
    [[MARK], "talk", {"a": "next"}, 10**30],
    [MARK, "\ud800", "next", 0],
    [MARK] * 5000,
]


@pytest.mark.parametrize("arguments", FORGED, ids=range(len(FORGED)))
def test_a_forged_touch_moves_nothing(arguments: Any) -> None:
    assert read_touch(TOKEN, arguments, State.TALK) is None


@each_case("token", [None, "", "other", 7, [TOKEN]])
def test_a_touch_of_a_foreign_screen_moves_nothing(token: Any) -> None:
    assert read_touch(token, [MARK, "talk", "next", 0], State.TALK) is None


def test_the_twin_of_the_forged_ones_counts() -> None:
    for number in (0, 0.0):
        meant = read_touch(TOKEN, [MARK, "talk", "next", number], State.TALK)
        assert meant is not None
        assert meant.intent is Intent.NEXT


things = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([MARK, "next"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
claims = st.tuples(
    st.sampled_from([MARK, "x"]),
    st.sampled_from([*(state.value for state in State), "x"]),
    st.sampled_from([*(intent.value for intent in Intent), "x"]),
    st.integers(-3, 12) | st.floats(),
).map(list)


@given(things | claims, things | st.just(TOKEN), st.sampled_from([state.value for state in State]))
def test_whatever_is_claimed_to_be_touched_breaks_nothing(arguments: Any, token: Any, state: str) -> None:
    couple = Couple(skill.build(Settings(), InMemoryStore()))
    couple.interfaces = dict(SCREEN)
    couple.carry({"state": state})
    envelope = couple.envelope("Alexa.Presentation.APL.UserEvent", token=token, arguments=arguments)
    answer = couple.handler(envelope, None)
    assert "Sorry" not in str(answer["response"].get("outputSpeech", ""))
    if state in ("forget", "safety") or state.startswith(("cool", "reflect")):
        assert answer["response"] == {}


def test_a_screen_that_does_not_fit_is_left_out(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> None:
    couple.launch()
    couple.say("TonightsQuestionIntent")
    fits = len(str(wire(couple.last)))
    assert fits < RESPONSE_MAX_BYTES
    monkeypatch.setattr("skill.alexa.responses.response.RESPONSE_MAX_BYTES", fits - 2000)
    couple.say("AnotherOneIntent")
    assert couple.words
    assert documents(couple.last) == []


def test_a_document_that_a_device_could_not_draw_is_told_to_the_log(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    couple.launch()
    errors = [{"type": "LIST_ERROR", "reason": "INTERNAL_ERROR", "message": "secret", "listId": "x"}, {"type": "NEW"}]
    envelope = couple.envelope("Alexa.Presentation.APL.RuntimeError", token="t", errors=errors)
    assert couple.handler(envelope, None)["response"] == {}
    told = caplog.text
    assert "could not draw" in told
    assert "secret" not in told
