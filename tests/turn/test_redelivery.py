# SPDX-License-Identifier: Apache-2.0
"""A request that is delivered twice: the same turn to the byte, whichever process it reaches, and nothing moves."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from alexa.couple import BEDROOM, KITCHEN, Couple, plain_slot, slot
from alexa.evenings.test_walks import answered, said
from cases import each_case
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.alexa import skill
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import read_mark
from skill.settings import Settings

TRACKS = "https://audio.example/tracks"
WITH_MUSIC = Settings(store="memory:", audio_base_url=TRACKS)
happened = st.sampled_from([("launch",), ("cut",), ("kitchen",), ("bedroom",)])


class Home:
    """Two devices of a couple, and a store that any number of processes share."""

    def __init__(self, music: bool) -> None:
        self.store = InMemoryStore()
        self.rooms = {}
        for name, device in (("kitchen", KITCHEN), ("bedroom", BEDROOM)):
            self.rooms[name] = Couple(skill.build(WITH_MUSIC, self.store), device)
            self.rooms[name].interfaces = {"AudioPlayer": {}} if music else {}

    def twice(self, couple: Couple, envelope: dict[str, Any]) -> tuple[str, str]:
        """The responses to the same request, of this process and of another one."""
        first = json.dumps(couple.send(copy.deepcopy(envelope)), sort_keys=True)
        kept = dict(self.store.rows)
        second = json.dumps(skill.build(WITH_MUSIC, self.store)(envelope, None), sort_keys=True)
        # Erasing what is erased already leaves its mark anew.
        erased = any(read_mark(row.data) for row in kept.values())
        assert erased or self.store.rows == kept, "the second time moved something"
        return first, second


@settings(max_examples=settings().max_examples)
@given(st.lists(said | answered | answered | happened, min_size=1, max_size=40), st.booleans())
def test_whatever_is_said_comes_twice_the_same(happenings: list[Any], music: bool) -> None:
    home = Home(music)
    couple = home.rooms["kitchen"]
    for what, *how in happenings:
        if what in home.rooms:
            couple = home.rooms[what]
        elif what == "cut":
            couple.cut()
        else:
            envelope = couple.envelope("LaunchRequest") if what == "launch" else couple.intent(how[0], *how[1])
            first, second = home.twice(couple, envelope)
            assert second == first


def to(state: str) -> list[str]:
    """What they say to get into a state that leaves no trace."""
    return {
        "reflect": ["ReflectIntent", "AMAZON.YesIntent"],
        "cool_consent": ["CoolDownIntent"],
        "cool_and_you": ["CoolDownIntent", "AMAZON.YesIntent"],
        "safety": ["SafetyIntent"],
    }[state]


@each_case("state", ["reflect", "cool_consent", "cool_and_you", "safety"])
@each_case(
    "intent",
    [
        "AppreciateIntent",
        "OurRitualIntent",
        "SuggestRitualIntent",
        "SaveThisIntent",
        "StartCheckInIntent",
        "ApartIntent",
    ],
)
def test_what_else_is_asked_for_in_a_tender_place_comes_twice_the_same(state: str, intent: str) -> None:
    home = Home(music=True)
    couple = home.rooms["kitchen"]
    couple.launch()
    for said_before in to(state):
        couple.say(said_before)
    assert couple.state == state
    first, second = home.twice(couple, couple.intent(intent))
    assert second == first


@each_case("kind", ["AudioPlayer.Play", "AudioPlayer.Stop", "AudioPlayer.ClearQueue"])
def test_directives_come_each_time(kind: str) -> None:
    home = Home(music=True)
    couple = home.rooms["kitchen"]
    couple.launch()
    couple.say("StartCheckInIntent", slot("length", "short", "short"))
    couple.say("TalkTimeIntent", plain_slot("duration", "PT5M"))
    envelope = couple.intent("TalkTimeIntent" if kind == "AudioPlayer.Play" else "AMAZON.StopIntent")
    first, second = home.twice(couple, envelope)
    assert kind in first
    assert second == first


def test_one_that_comes_again_after_others_moves_nothing() -> None:
    home = Home(music=False)
    couple = home.rooms["kitchen"]
    couple.launch()
    envelope = couple.intent("RitualDoneIntent")
    couple.send(copy.deepcopy(envelope))
    couple.say("AMAZON.HelpIntent")
    kept = dict(home.store.rows)
    couple.send(envelope)
    assert home.store.rows == kept


@pytest.mark.parametrize("where", [["launch"], ["launch", "AMAZON.YesIntent"], ["launch", "ReflectIntent"]])
def test_stop_cancel_home_and_safety_leave_the_same_bytes(where: list[str]) -> None:
    kept = []
    for goodbye in ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent", "SafetyIntent"):
        home = Home(music=False)
        couple = home.rooms["kitchen"]
        for number, said_before in enumerate(where):
            envelope = couple.envelope("LaunchRequest") if said_before == "launch" else couple.intent(said_before)
            envelope["request"]["requestId"] = f"the same each time {number}"
            couple.send(envelope)
        couple.say(goodbye)
        records = [record.decode(row.data, 1).household for row in home.store.rows.values()]
        kept.append([replace(one, incarnation=0) for one in records])
    assert len(kept[0]) == 1
    assert all(one == kept[0] for one in kept)
