# SPDX-License-Identifier: Apache-2.0
"""The tolerant serializer makes what the SDK's own makes, and shrugs at what that one gives up on."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response, ResponseEnvelope
from ask_sdk_model.request_envelope import RequestEnvelope
from ask_sdk_model.ui import SsmlOutputSpeech
from cases import each_case

from skill.alexa import skill
from skill.alexa.serializer import TolerantSerializer, UnfamiliarRequest
from skill.memory.in_memory import InMemoryStore
from skill.settings import Settings

from .couple import Couple, plain_slot, slot

TOLERANT = TolerantSerializer()


def as_the_sdk_reads(envelope: dict[str, Any]) -> RequestEnvelope:
    return DefaultSerializer().deserialize(json.dumps(envelope), RequestEnvelope)


def real_envelopes() -> dict[str, dict[str, Any]]:
    """Envelopes in which the SDK finds nothing odd."""
    couple = Couple(lambda event, context: {"response": {}})
    couple.interfaces = {"AudioPlayer": {}, "Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
    envelopes = {
        "launch": couple.envelope("LaunchRequest", task={"name": "x.y", "version": "1", "input": {"a": [1]}}),
        "intent": couple.intent(
            "RemindUsIntent",
            plain_slot("time", "21:00"),
            slot("days", "every day", "every_day"),
            slot("days2", "sometimes"),
            slot("empty", None),
        ),
        "ended": couple.envelope("SessionEndedRequest", reason="ERROR", error={"type": "INVALID_RESPONSE"}),
        "playback": couple.envelope("AudioPlayer.PlaybackStarted", session=False, token="t", offsetInMilliseconds=5),
        "touch": couple.envelope("Alexa.Presentation.APL.UserEvent", arguments=["a", {"b": 1}], source={"id": "x"}),
    }
    envelopes["intent"]["context"]["Viewport"] = {
        "experiences": [{"arcMinuteWidth": 246, "arcMinuteHeight": 144, "canRotate": False, "canResize": False}],
        "mode": "HUB",
        "shape": "RECTANGLE",
        "pixelWidth": 1024,
        "pixelHeight": 600,
        "dpi": 160,
        "touch": ["SINGLE"],
    }
    envelopes["intent"]["context"]["Viewports"] = [{"type": "APL", "id": "main", "shape": "RECTANGLE", "dpi": 160}]
    return envelopes


@each_case("name", real_envelopes())
def test_a_real_envelope_becomes_what_the_sdk_makes_of_it(name: str) -> None:
    envelope = real_envelopes()[name]
    ours, theirs = TOLERANT.read(envelope), as_the_sdk_reads(envelope)
    assert ours.to_dict() == theirs.to_dict()
    assert type(ours.request) is type(theirs.request)


def test_text_is_read_too_as_the_sdk_declares_it() -> None:
    envelope = real_envelopes()["launch"]
    assert TOLERANT.deserialize(json.dumps(envelope), RequestEnvelope).to_dict() == TOLERANT.read(envelope).to_dict()
    assert TOLERANT.deserialize(None, RequestEnvelope) is None
    assert TOLERANT.deserialize("[3, 4]", "list[int]") == [3, 4]


def test_an_unknown_type_keeps_the_rest_of_the_request() -> None:
    envelope = real_envelopes()["launch"] | {"request": {"type": "New.Type", "requestId": "r", "locale": "en-GB"}}
    with pytest.raises(SerializationException):
        as_the_sdk_reads(envelope)
    read = TOLERANT.read(envelope)
    assert isinstance(read.request, UnfamiliarRequest)
    assert (read.request.object_type, read.request.locale) == ("New.Type", "en-GB")
    assert read.context is not None


def test_an_unknown_value_is_none_and_the_rest_is_read() -> None:
    envelope = real_envelopes()["ended"]
    envelope["request"]["reason"] = "BORED"
    with pytest.raises(SerializationException):
        as_the_sdk_reads(envelope)
    read: Any = TOLERANT.read(envelope).request
    assert read.reason is None
    assert read.error.object_type.value == "INVALID_RESPONSE"


@each_case("value", [7, [], {}, True, "2026-13-45", "soon", None, 1e300])
def test_a_value_of_the_wrong_type_is_none(value: Any) -> None:
    envelope = real_envelopes()["launch"]
    envelope["request"]["timestamp"] = value
    envelope["context"]["System"]["device"] = value
    read = TOLERANT.read(envelope)
    assert read.context.system.device is None or value == {}
    assert read.request.timestamp is None or value == 7


def test_fields_that_the_sdk_keeps_for_itself_cannot_be_set_from_outside() -> None:
    envelope = real_envelopes()["launch"]
    envelope["request"] |= {"deserialized_types": {}, "__class__": "x", "to_dict": "y"}
    read = TOLERANT.read(envelope)
    assert read.request.to_dict()["object_type"] == "LaunchRequest"
    assert read.request.deserialized_types


def test_a_response_is_written_as_the_sdk_writes_it() -> None:
    attributes = {"state": "talk", "last": [["r", "questions", 3]], "checkin": {"step": 2, "theme": None}}
    response = Response(output_speech=SsmlOutputSpeech(ssml="<speak>Hello.</speak>"), should_end_session=False)

    def envelope(**session: Any) -> ResponseEnvelope:
        return ResponseEnvelope(version="1.0", response=response, **session)

    for session in ({}, {"session_attributes": {}}, {"session_attributes": attributes}):
        written = TolerantSerializer().serialize(envelope(**session))
        assert written == DefaultSerializer().serialize(envelope(**session))


GEAR = {"AudioPlayer": {}, "Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}


@pytest.mark.parametrize("interfaces", [{}, GEAR], ids=["a small speaker", "a screen"])
def test_what_is_sent_is_what_the_sdk_would_write(interfaces: dict[str, Any]) -> None:
    sent: list[dict[str, Any]] = []

    def handler(event: Any, context: Any) -> dict[str, Any]:
        sent.append(answer(event, context))
        return sent[-1]

    answer = skill.build(Settings(audio_base_url="https://tracks.example.org/set"), InMemoryStore())
    couple = Couple(handler)
    couple.interfaces = interfaces
    couple.launch(task={"name": "x.TonightsQuestion", "version": "1"})
    couple.launch()
    for intent in ("AMAZON.YesIntent", "AMAZON.NextIntent", "SaveThisIntent", "SavedIntent", "AMAZON.PauseIntent"):
        couple.say(intent)
    couple.say("RemindUsIntent", plain_slot("time", "21:00"), slot("days", "every day", "every_day"))
    couple.say("AMAZON.YesIntent")
    couple.send(couple.envelope("CanFulfillIntentRequest", intent={"name": "TonightsQuestionIntent"}))
    couple.send(couple.envelope("AudioPlayer.PlaybackNearlyFinished", session=False, token="t"))
    couple.leave()
    for one in sent:
        read = DefaultSerializer().deserialize(json.dumps(one), ResponseEnvelope)
        written = DefaultSerializer().serialize(read)
        assert written == one
        assert [list(written), list(written["response"])] == [list(one), list(one["response"])]
    assert {"card", "canFulfillIntent"} <= {field for one in sent for field in one["response"]}


def test_a_sessions_attributes_are_not_copied_on_their_way() -> None:
    envelope = Couple(lambda event, context: {}).envelope("LaunchRequest")
    envelope["session"]["attributes"] = {"state": "talk", "last": [1, 2, 3]}
    attributes = TolerantSerializer().read(envelope).session.attributes
    assert copy.deepcopy(attributes) is attributes
    assert attributes == envelope["session"]["attributes"]


def test_models_inside_of_plain_things_are_written_too() -> None:
    speech = SsmlOutputSpeech(ssml="<speak>Hello.</speak>")
    plain = {"type": "SSML", "ssml": "<speak>Hello.</speak>"}
    assert TOLERANT.serialize({"said": speech, "times": 3}) == {"said": plain, "times": 3}
    assert TOLERANT.serialize([speech, {"again": [speech]}]) == [plain, {"again": [plain]}]


def test_what_was_read_is_compared_as_the_sdk_compares() -> None:
    envelope = real_envelopes()["launch"]
    assert TOLERANT.read(envelope) == TOLERANT.read(envelope)
    assert (TOLERANT.read(envelope) != TOLERANT.read(envelope)) is False
    assert TOLERANT.read(envelope) != TOLERANT.read(real_envelopes()["ended"])
    for model in (TOLERANT.read(envelope), as_the_sdk_reads(envelope)):
        with pytest.raises(TypeError):
            hash(model)


@each_case(
    ("kind", "values"),
    [
        ("str", [("x", "x"), (7, None), (None, None)]),
        ("bool", [(True, True), (False, False), (1, None)]),
        ("int", [(7, 7), (True, None), ("7", None), (7.0, None)]),
        ("float", [(7, 7), (7.5, 7.5), (True, None), ("7", None)]),
        ("datetime", [("2026-03-05T20:00:00Z", datetime(2026, 3, 5, 20, tzinfo=UTC)), ("soon", None)]),
        ("object", [({"a": [1]}, {"a": [1]}), ("x", "x")]),
        ("list[int]", [([1, "x", 2], [1, None, 2]), ("x", None), ({"a": 1}, None)]),
        ("dict(str, int)", [({"a": 1, "b": "x"}, {"a": 1, "b": None}), ([1], None)]),
        ("dict(str, object)", [({"a": [1]}, {"a": [1]}), ("x", None)]),
    ],
)
def test_a_value_of_another_type_than_declared_is_none(kind: str, values: list[tuple[Any, Any]]) -> None:
    for given, read in values:
        found = TOLERANT.deserialize(json.dumps(given), kind)
        assert (found, type(found)) == (read, type(read)) or found == read
    assert TOLERANT.deserialize(None, kind) is None


@each_case("kind", ["int", "object"])
def test_two_hundred_entries_of_a_list_or_map_are_looked_at(kind: str) -> None:
    for count in (200, 201):
        listed = TOLERANT.deserialize(json.dumps([*range(count)]), f"list[{kind}]")
        assert listed == [*range(200)]
        mapped = TOLERANT.deserialize(json.dumps({str(n): n for n in range(count)}), f"dict(str, {kind})")
        assert mapped == {str(n): n for n in range(200)}


def test_what_nobody_has_looked_into_can_be_changed_copied_and_kept() -> None:
    envelope = real_envelopes()["intent"]
    expected = as_the_sdk_reads(envelope)
    changed = TOLERANT.read(envelope)
    changed.version = "2.0"
    assert (changed.version, changed.session) == ("2.0", expected.session)
    shorter = TOLERANT.read(envelope)
    del shorter.version
    assert not hasattr(shorter, "version")
    assert shorter.session == expected.session
    assert vars(TOLERANT.read(envelope)).keys() == vars(expected).keys()
    assert copy.deepcopy(TOLERANT.read(envelope).session) == expected.session
    assert pickle.loads(pickle.dumps(TOLERANT.read(envelope).session)) == expected.session
