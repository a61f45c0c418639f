# SPDX-License-Identifier: Apache-2.0
"""Random conversations through the handler, with whole envelopes: every answer is one that a real Echo would accept,
and somebody who never asked for an apology never gets one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from skill.alexa import skill
from skill.alexa.intents import INTENT_OF
from skill.content.loading.loader import load_content
from skill.language_model import load_language_model
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import ASIDE
from skill.settings import Settings

from ..couple import BEDROOM, KITCHEN, Couple, plain_slot, slot

MODEL = load_language_model("en-US")
LISTED = {"length", "theme", "moment", "feeling", "ritual", "days", "topic", "risk"}
APOLOGY = load_content("en-US").lines["sorry.broken"].texts
LONGEST = 60


def _slots_of(intent: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some of an intent's slots, filled with what people say and with what nobody says."""
    declared = {each.name: each.type for each in MODEL.intents[intent].slots}
    filled = [
        st.none()
        | (
            st.builds(slot, st.just(name), st.sampled_from(["words", "", "&<>"]), st.sampled_from([None, *_ids(kind)]))
            if name in LISTED
            else st.builds(plain_slot, st.just(name), st.sampled_from(["7", "PT5M", "20:00", "sam", "?", "<b>&"]))
        )
        for name, kind in declared.items()
    ]
    return st.tuples(*filled).map(lambda chosen: [one for one in chosen if one is not None])


def _ids(kind: str) -> list[str]:
    return [value.id for value in MODEL.types.get(kind, ())][:40]


said = st.sampled_from(sorted(INTENT_OF.keys() & MODEL.intents.keys())).flatmap(
    lambda intent: _slots_of(intent).map(lambda slots: ("say", intent, slots))
)
answered = st.sampled_from(
    ["AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AMAZON.FallbackIntent", "AnotherOneIntent"]
).map(lambda intent: ("say", intent, []))
happened = st.sampled_from(
    [
        *(("launch",), ("leave",), ("cut",), ("same again",), ("some minutes",), ("a day",)),
        *(("kitchen",), ("bedroom",), ("new type",)),
    ]
)
AUDIO: Mapping[str, Any] = {"AudioPlayer": {}}
SCREEN: Mapping[str, Any] = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
devices = st.sampled_from([{}, AUDIO, SCREEN, {**AUDIO, **SCREEN}])
evenings = st.integers(1, LONGEST).flatmap(
    lambda length: st.lists(said | answered | answered | happened, min_size=length, max_size=length)
)


def _envelope(couple: Couple, what: str, intent: str = "", slots: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The request of something that happens."""
    match what:
        case "say":
            return couple.intent(intent, *slots)
        case "launch":
            return couple.envelope("LaunchRequest")
        case "leave":
            return couple.envelope("SessionEndedRequest", reason="USER_INITIATED")
        case _:
            return couple.envelope("Future.Request")


@settings(max_examples=2 * settings().max_examples)
@given(evenings, devices, devices)
def test_whatever_is_sent_every_answer_is_one_that_a_device_accepts(
    happenings: list[Any], kitchen: dict[str, Any], bedroom: dict[str, Any]
) -> None:
    store = InMemoryStore()
    handler = skill.build(Settings(audio_base_url="https://audio.example/tracks"), store)
    rooms = {name: Couple(handler, device) for name, device in (("kitchen", KITCHEN), ("bedroom", BEDROOM))}
    rooms["kitchen"].interfaces, rooms["bedroom"].interfaces = kitchen, bedroom
    couple, envelope = rooms["kitchen"], None
    for what, *how in happenings:
        if what in rooms:
            couple, envelope = rooms[what], None
            continue
        if what == "cut":
            couple.cut()
            continue
        if what == "some minutes":
            couple.moment += timedelta(minutes=4)
            continue
        if what == "a day":
            for each in rooms.values():
                each.moment += timedelta(days=1)
                each.cut()
            continue
        if what == "same again":
            if envelope is not None:
                assert handler(envelope, None)["response"]["outputSpeech"] == couple.last["response"]["outputSpeech"]
            continue
        envelope = _envelope(couple, what, *how)
        couple.send(envelope)  # which refuses what an Echo would refuse
        assert not any(apology in couple.words for apology in APOLOGY)
        # In the tender places nothing is kept of a turn: there a reply is only alike where nothing was moved.
        envelope = envelope if couple.words and not couple.state.startswith(("cool", "reflect")) else None
    assert not any(ASIDE in key for key in store.rows), "a record was written that cannot be read again"
