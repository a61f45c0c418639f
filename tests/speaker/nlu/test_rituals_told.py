# SPDX-License-Identifier: Apache-2.0
"""What is said of rituals: one that happened, one that is theirs, another one instead, and one they never chose."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.speaker.nlu import Meaning

UNDERSTANDING = understanding_of()
NO = "AMAZON.NoIntent"


def answered(state: State, text: str) -> Meaning:
    return UNDERSTANDING.meaning(text, EXPECTED[state])


@pytest.mark.parametrize(
    ("text", "ritual"),
    [
        ("swap it for the walk", "evening_walk"),
        ("can't we change it to reading in bed", "bedtime_reading"),
        ("no hang on, ours was the breakfast", "quiet_breakfast"),
        ("we've already got one, the reading", "bedtime_reading"),
        ("that's not ours, ours is the candle one", "candle_supper"),
    ],
)
def test_another_one_than_what_is_offered_is_chosen_by_its_name(text: str, ritual: str) -> None:
    meaning = answered(State.RITUAL, text)
    assert (meaning.intent, meaning.slots) == ("ChooseRitualIntent", {"ritual": ritual})


@pytest.mark.parametrize("text", ["no, we did the reading three times actually", "not that, but we did the reading"])
def test_one_they_did_instead_is_told_with_its_name(text: str) -> None:
    meaning = answered(State.RITUAL, text)
    assert (meaning.intent, meaning.slots) == ("RitualDoneIntent", {"ritual": "bedtime_reading"})


@pytest.mark.parametrize("text", ["not a walk, it's icy out there", "anything but walking", "no walking please"])
def test_what_is_refused_by_its_name_is_not_chosen(text: str) -> None:
    assert answered(State.RITUAL, text).intent in (NO, "AnotherOneIntent")


@pytest.mark.parametrize(
    "text", ["did we do the walk or the breakfast", "what's on our list", "did we miss an evening"]
)
def test_a_question_tells_nothing_of_what_happened(text: str) -> None:
    for state in (State.READY, State.FOLLOW_UP, State.RITUAL):
        assert answered(state, text).intent not in ("RitualDoneIntent", "RitualMissedIntent")


@each_case("state", [State.FOLLOW_UP, State.RITUAL])
@each_case("text", ["uh no, we never picked that one", "that one was never ours", "we said no to that one"])
def test_one_they_never_chose_is_let_go(state: State, text: str) -> None:
    assert answered(state, text).intent == "UnsaveIntent"


@each_case("text", ["I'd rather stick with ours", "no, do our ritual", "the one from last time"])
def test_what_they_have_is_asked_for_instead(text: str) -> None:
    assert answered(State.RITUAL, text).intent == "OurRitualIntent"


@pytest.mark.parametrize("text", ["nothing, bed now", "bed now, thanks", "that's us done, night"])
def test_who_goes_to_bed_is_offered_nothing(text: str) -> None:
    assert answered(State.READY, text).intent in ("AMAZON.StopIntent", NO)
