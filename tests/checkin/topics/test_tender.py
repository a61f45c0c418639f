# SPDX-License-Identifier: Apache-2.0
"""The tender places seen from the conversation itself: what safety says in which order, and what no step says there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.session import State
from skill.checkin.model.speech import Care, Read, Say

from ..couple import CONTENT, Couple

EMERGENCY = {"number": Care("US", "emergency")}


def reflect(couple: Couple, answers: list[str]) -> None:
    couple.open_skill()
    couple.say("reflect")
    couple.say("yes")
    for answer in answers:
        couple.say(answer)
        if couple.state is State.REFLECT_HALFWAY:
            couple.say("yes")


def test_the_reflection_asks_nine_signs_in_two_halves(couple: Couple) -> None:
    couple.open_skill()
    couple.say("reflect")
    couple.say("yes")
    asked = 0
    while couple.state is not State.REFLECT_LIGHT:
        asked += 1
        couple.say("yes")
        if couple.state is State.REFLECT_HALFWAY:
            assert asked == 5
            couple.say("yes")
    assert asked == 9


def test_nothing_they_answered_is_kept_but_a_small_weight(couple: Couple) -> None:
    reflect(couple, ["yes", "sometimes", "no"])
    assert couple.session.answers == "ysn"
    assert b"ysn" not in msgspec.json.encode(couple.household)
    couple.say("stop")
    assert couple.household.leaning == {}


def test_skip_gets_no_kind_sentence(couple: Couple) -> None:
    reflect(couple, ["sometimes"])
    assert couple.lines()[0] == "reflect.sometimes"
    couple.say("pass")
    assert couple.lines() == []


def everywhere() -> Iterator[Couple]:
    """A couple in each state of the conversation that waits for an answer."""
    ways = {
        State.OFFER: [],
        State.QUESTION: ["tonights_question"],
        State.RITUAL: ["suggest_ritual"],
        State.REFLECT: ["reflect", "yes"],
        State.COOL_CONSENT: ["cool_down"],
        State.COOL_AND_YOU: ["cool_down", "yes"],
        State.FORGET: ["forget_us"],
        State.REMIND: ["remind_us"],
        State.JUST_US: ["how_are_we_doing"],
    }
    for state, way in ways.items():
        couple = Couple()
        couple.open_skill()
        for intent in way:
            couple.say(intent, **({"time": "20:00", "days": "every_day"} if intent == "remind_us" else {}))
        assert couple.state is state
        yield couple


@pytest.mark.parametrize("couple", list(everywhere()), ids=lambda couple: couple.state.value)
def test_safety_answers_at_once_anywhere_with_the_emergency_number_first(couple: Couple) -> None:
    couple.say("safety", risk="danger")
    assert couple.turn is not None
    first = couple.turn.parts[0]
    assert isinstance(first, Say)
    assert first.fill == EMERGENCY
    assert couple.turn.card is None
    assert StopMusic() in couple.turn.effects
    assert couple.state is State.SAFETY
    assert couple.household.left is not None


@pytest.mark.parametrize("risk", ["danger", "child", "self", "fear"])
def test_every_answer_names_the_emergency_number_and_nobody(couple: Couple, risk: str) -> None:
    words = couple.say("safety", risk=risk).lower()
    assert "911" in words
    assert not {"he", "she", "they", "partner", "husband", "wife", "violence", "abuse"} & set(words.split())


def test_each_sentence_stays_the_same_each_time(couple: Couple) -> None:
    for risk in ("danger", "child", "self", "fear"):
        assert len({couple.say("safety", risk=risk) for _ in range(3)}) == 1
    assert all(len(line.texts) == 1 for name, line in CONTENT.lines.items() if name.startswith("safety."))


def test_the_number_is_said_twice_and_repeat_says_it_again(couple: Couple) -> None:
    couple.say("safety", risk="self")
    assert couple.say("yes").count("988") == 2
    assert couple.say("repeat").count("988") == 2


def test_it_ends_quietly(couple: Couple) -> None:
    couple.say("start_check_in", length="short")
    couple.later(hours=0.02)
    before = couple.household
    couple.say("safety")
    couple.say("no")
    assert couple.words == "All right. If I got that wrong, I'm sorry. Take care."
    assert not couple.open
    changed = {
        field for field in before.__struct_fields__ if getattr(before, field) != getattr(couple.household, field)
    }
    assert changed == {"left", "quiet"}


def test_a_store_that_fails_is_not_spoken_of(couple: Couple) -> None:
    couple.remembers = False
    couple.say("safety")
    assert couple.lines()[0] == "safety.emergency"
    couple.say("yes")
    assert couple.lines()[0] == "safety.number"


def test_a_number_that_is_not_confirmed_is_not_spoken(couple: Couple) -> None:
    couple.country = "IN"
    words = couple.say("safety", risk="danger")
    assert "112" in words
    assert "181" not in words
    assert not couple.open


def test_a_country_without_numbers_gets_an_honest_sentence(couple: Couple) -> None:
    couple.country = "ZZ"
    assert couple.say("safety").startswith("If you are in danger now, call the emergency number where you are.")


def test_no_entry_is_read_when_somebody_is_not_safe(couple: Couple) -> None:
    couple.say("safety")
    assert couple.turn is not None
    assert not any(isinstance(part, Read) for part in couple.turn.parts)
