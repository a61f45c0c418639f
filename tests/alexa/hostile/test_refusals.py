# SPDX-License-Identifier: Apache-2.0
"""Whatever comes in, the handler never raises: it answers, apologises, or says nothing."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cases import each_case
from hypothesis import given, settings
from hypothesis import strategies as st

import skill.turn.conversation
from lambda_handler import make_handler
from skill.alexa import skill as face
from skill.alexa.requests.envelope import problem
from skill.checkin.model.session import Session
from skill.settings import Settings

from ..couple import SKILL, Couple, slot
from ..requests.test_requests import SAYS_NOTHING

NO_REQUESTS: list[Any] = [
    None,
    7,
    "text",
    [],
    {},
    {"request": None},
    {"request": {}},
    {"request": {"type": 5, "requestId": "r"}},
    {"request": {"type": "LaunchRequest"}},
    {"request": {"type": "LaunchRequest", "requestId": "r"}, "session": [], "context": {}},
    {"request": {"type": "LaunchRequest", "requestId": "r"}, "context": {"System": {"user": {"userId": None}}}},
    {"request": {"type": "LaunchRequest", "requestId": "r"}, "context": {"System": "s"}, "session": {"user": "u"}},
]


@pytest.mark.parametrize("event", NO_REQUESTS)
def test_what_is_no_request_gets_one_kind_sentence_and_the_end(handler: Any, event: Any) -> None:
    answer = handler(event, None)
    assert "went wrong on my side" in answer["response"]["outputSpeech"]["ssml"]
    assert answer["response"]["shouldEndSession"] is True
    assert answer["sessionAttributes"] == {"state": "ended", "expects": []}
    sentence = problem(event)
    assert sentence is not None
    assert sentence.endswith(".")


@pytest.mark.parametrize("kind", SAYS_NOTHING)
def test_a_refused_request_that_nobody_spoke_stays_wordless(handler: Any, kind: str) -> None:
    event = {"request": {"type": kind, "requestId": "r"}, "context": {"System": {"user": {}}}}
    assert problem(event) is not None
    assert handler(event, None) == {"version": "1.0", "response": {}}
    assert face.refusal(event) == {"version": "1.0", "response": {}}


@each_case("kind", ["SessionEndedRequest", "AudioPlayer.PlaybackStarted", "Reminders.ReminderDeleted"])
def test_it_stays_wordless_where_it_is_meant_for_another_skill(kind: str) -> None:
    couple = Couple(make_handler(Settings(skill_id="amzn1.ask.skill.another")))
    assert couple.send(couple.envelope(kind)) == {"version": "1.0", "response": {}}


def test_an_unknown_request_is_spoken_to_in_a_session_alone(handler: Any) -> None:
    event: Any = {"request": {"type": "Something.FromTheFuture", "requestId": "r"}}
    assert handler(event, None)["response"] == {}
    answer = handler(event | {"session": {}}, None)
    assert "went wrong on my side" in answer["response"]["outputSpeech"]["ssml"]


@pytest.mark.parametrize("system", [None, {}, {"user": None}, {"user": {}}, {"user": {"userId": 7}}, {"user": "u"}])
def test_a_user_that_stands_in_the_session_alone_is_found(couple: Couple, system: Any) -> None:
    couple.launch()
    couple.say("AMAZON.StopIntent")
    envelope = couple.envelope("LaunchRequest")
    envelope["context"]["System"] = system
    assert problem(envelope) is None
    couple.send(envelope)
    assert couple.words
    assert "went wrong on my side" not in couple.words
    assert "therapy" not in couple.words, "they were here before"


def test_a_failure_before_anybody_could_answer_is_told_to_the_log(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*anything: object) -> None:
        raise RuntimeError("secret words of somebody")

    monkeypatch.setattr(face, "problem", fail)
    couple.send(couple.envelope("LaunchRequest"))
    assert "went wrong on my side" in couple.words
    assert [message.partition(" failed")[0] for message in caplog.messages] == ["Answering a request"]
    monkeypatch.setattr(face, "apology", fail)
    caplog.clear()
    answer = couple.send(couple.envelope("LaunchRequest"))
    assert answer == {"version": "1.0", "response": {"shouldEndSession": True}}
    assert [message.partition(" failed")[0] for message in caplog.messages] == ["Answering a request", "Apologising"]
    assert "secret" not in caplog.text


@pytest.mark.parametrize("kind", ["AudioPlayer.PlaybackQueueCleared", "PlaybackController.ShuffleCommandIssued"])
def test_music_of_a_kind_that_is_new_moves_nothing_and_is_no_failure(
    couple: Couple, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    assert couple.send(couple.envelope(kind, session=False, token="t"))["response"] == {}
    assert caplog.messages == []


def test_nothing_is_wrong_with_a_request(couple: Couple) -> None:
    assert problem(couple.envelope("LaunchRequest")) is None
    assert problem(couple.envelope("AudioPlayer.PlaybackStarted", session=False)) is None


class TestApplicationId:
    """A skill that knows its id answers no other."""

    @pytest.mark.parametrize("own", [True, False])
    def test_only_its_own_requests_are_answered(self, tmp_path: Path, own: bool) -> None:
        file = tmp_path / "kept.sqlite3"
        skill_id = SKILL if own else "amzn1.ask.skill.another"
        couple = Couple(make_handler(Settings(store=f"sqlite:///{file}", skill_id=skill_id)))
        couple.launch()
        assert bool(couple.words) is own
        assert couple.last["response"]["shouldEndSession"] is not own
        assert file.exists() is own

    def test_a_request_without_one_is_not_answered(self) -> None:
        couple = Couple(make_handler(Settings(skill_id=SKILL)))
        envelope = couple.envelope("LaunchRequest")
        del envelope["context"]["System"]["application"], envelope["session"]["application"]
        assert "outputSpeech" not in couple.send(envelope)["response"]


class TestSomethingOfOursBreaks:
    """One sentence, and the evening is kept as it was."""

    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*anything: object) -> None:
            raise RuntimeError("secret words of somebody")

        monkeypatch.setattr(skill.turn.conversation, "respond", fail)

    def test_in_a_session_it_stays_open_with_what_it_carried(
        self, couple: Couple, request: pytest.FixtureRequest
    ) -> None:
        couple.launch()
        carried = copy.deepcopy(couple.attributes)
        request.getfixturevalue("broken")
        couple.say("AMAZON.YesIntent")
        assert couple.words.startswith("Sorry, something went wrong on my side.")
        assert couple.last["response"]["shouldEndSession"] is False
        assert "reprompt" in couple.last["response"]
        assert couple.last["sessionAttributes"] == carried

    @pytest.mark.parametrize("carried", [{"state": "offer", "last": [["p", 1e400]]}, {"state": "x"}, {"a": "b" * 9000}])
    @pytest.mark.usefixtures("broken")
    def test_what_it_did_not_carry_is_not_sent_back(self, couple: Couple, carried: Any) -> None:
        couple.carry(carried)
        answer = couple.handler(couple.intent("AMAZON.YesIntent"), None)  # no device sends such a number
        assert answer["sessionAttributes"] == {"state": "ended", "expects": []}
        assert answer["response"]["shouldEndSession"] is True

    @pytest.mark.parametrize("kind", SAYS_NOTHING)
    @pytest.mark.usefixtures("broken")
    def test_what_nobody_spoke_gets_no_apology(self, couple: Couple, kind: str) -> None:
        body = {"alertTokens": ["one"]}
        answer = couple.send(couple.envelope(kind, session=False, token="none of ours", body=body))
        assert answer["response"] == {}

    @pytest.mark.usefixtures("broken")
    def test_at_the_beginning_the_session_ends(self, couple: Couple) -> None:
        couple.launch()
        assert couple.words == "Sorry, something went wrong on my side."
        assert couple.last["response"]["shouldEndSession"] is True
        assert couple.state == "ended"

    @pytest.mark.usefixtures("broken")
    def test_where_nobody_listens_nothing_is_said(self, couple: Couple) -> None:
        assert couple.send(couple.envelope("SessionEndedRequest", reason="ERROR"))["response"] == {}

    @pytest.mark.usefixtures("broken")
    def test_the_log_tells_what_and_where_and_nothing_of_the_request(
        self, couple: Couple, caplog: pytest.LogCaptureFixture
    ) -> None:
        couple.launch()
        assert len(caplog.messages) == 1
        assert re.fullmatch(r"Answering a request failed: RuntimeError at test_refusals\.py:\d+", caplog.messages[0])


HOSTILE_ATTRIBUTES: list[Any] = [
    {"state": "no such state", "expects": []},
    {"state": "ready", "expects": "all"},
    {"state": "ready", "expects": [], "last": [["s", "no.such.line"]]},
    {"state": "ready", "expects": [], "last": [["s", "sorry.broken", 99]]},
    {"state": "ready", "expects": [], "last": [["r", "__class__", 1, "x"]]},
    {"state": "ready", "expects": [], "last": [["r", "questions", 99999, "text"]]},
    {"state": "ready", "expects": [], "last": [["r", "lines", 1, "text"]]},
    {"state": "ready", "expects": [], "last": [["p", 1e300]]},
    {"state": "ready", "expects": [], "last": [["c", "XX", "none"]] * 900},
    {"state": "ready", "expects": [], "entry": ["r", "questions", 12345]},
    {"state": "ready", "expects": ["x" * 20000]},
    {"state": "reflect", "expects": [], "answers": "<b>"},
    {"state": "rate", "expects": [], "misheard": -5},
    {"state": "talk", "expects": [], "talk_left": 10**30},
    {"expects": None},
    {"\ud800": "\udfff"},
    {"deep": [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]},
    ["not", "a", "map"],
    "text",
]


@pytest.mark.parametrize("attributes", HOSTILE_ATTRIBUTES)
def test_a_session_that_is_none_of_ours_begins_anew(couple: Couple, attributes: Any) -> None:
    couple.launch()
    couple.carry(attributes)
    couple.say("AMAZON.RepeatIntent")
    assert couple.words
    assert "went wrong on my side" not in couple.words
    assert couple.state in {"ready", "offer"}


def test_attributes_that_are_ours_and_more_are_read(couple: Couple) -> None:
    couple.launch()
    state = couple.attributes["state"]
    couple.attributes["field_of_next_year"] = [1, 2]
    couple.say("AMAZON.RepeatIntent")
    assert couple.state == state


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a piece of JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [so_far] * bool(so_far) + [path for key, one in inside for path in paths(one, (*so_far, key))]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A real request in which some places hold something else, or nothing."""
    couple = Couple(lambda event, context: {"response": {}})
    carried = {"state": "offer", "expects": [], "last": [["s", "sorry.broken"]]}
    couple.carry(carried, new=draw(st.booleans()))
    kind = draw(
        st.sampled_from(["intent", "LaunchRequest", "SessionEndedRequest", "AlexaSkillEvent.SkillDisabled", "New"])
    )
    envelope = (
        couple.intent("EmpathyPhraseIntent", slot("feeling", "low", "sad"), slot("time", "x"))
        if kind == "intent"
        else couple.envelope(kind, task={"name": "a.b"}, reason="ERROR", body={})
    )
    for path in draw(st.lists(st.sampled_from(paths(envelope)), max_size=4)):
        place: Any = envelope
        try:
            for key in path[:-1]:
                place = place[key]
            if draw(st.booleans()):
                place[path[-1]] = draw(JSON)
            else:
                del place[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier mutation took the place away
    return envelope


@settings(max_examples=5 * settings().max_examples)
@given(mutated())
def test_no_envelope_makes_the_handler_raise(event: Any) -> None:
    answer = make_handler(Settings())(event, object())
    assert answer["version"] == "1.0"
    assert isinstance(answer["response"], dict)
    json.dumps(answer).encode("utf-8")


@given(JSON)
def test_no_json_at_all_makes_the_handler_raise(event: Any) -> None:
    assert make_handler(Settings())(event, None)["version"] == "1.0"


@given(JSON)
def test_no_attributes_make_an_evening_fail(attributes: Any) -> None:
    couple = Couple(make_handler(Settings()))
    couple.carry(attributes)
    said = couple.handler(couple.intent("AMAZON.HelpIntent"), None)["response"]["outputSpeech"]["ssml"]
    assert said
    assert "went wrong on my side" not in said


@given(st.builds(lambda **fields: fields, **{name: st.none() | JSON for name in Session.__struct_fields__}))
def test_no_value_in_the_attributes_makes_the_handler_raise(attributes: Any) -> None:
    couple = Couple(make_handler(Settings()))
    couple.carry({"state": "talk", "expects": []} | {k: v for k, v in attributes.items() if v is not None})
    assert couple.handler(couple.intent("AMAZON.NextIntent"), None)["version"] == "1.0"
