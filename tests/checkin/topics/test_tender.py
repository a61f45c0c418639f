# SPDX-License-Identifier: Apache-2.0
"""The tender places: the reflection, the cool down, and safety."""

import msgspec
import pytest

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.session import State
from skill.checkin.model.speech import Care, Read, Say

from ..couple import CONTENT, Couple


def reflect(couple, answers):
    couple.open_skill()
    couple.say("reflect")
    couple.say("yes")
    for answer in answers:
        couple.say(answer)
        if couple.state is State.REFLECT_HALFWAY:
            couple.say("yes")


def test_the_reflection_asks_nine_signs_in_two_halves_and_closes(couple):
    couple.open_skill()
    couple.say("reflect")
    asked, halves = 0, 0
    couple.say("yes")
    while couple.open:
        if couple.state is State.REFLECT_HALFWAY:
            halves += 1
            assert asked == 5
        else:
            asked += 1
        couple.say("yes")
    assert (asked, halves) == (9, 1)


def test_it_ends_on_what_is_strong_one_theme_and_a_first_step(couple):
    reflect(couple, ["no"] * 8 + ["yes"])
    last_sign = list(CONTENT.signs.values())[-1]
    theme = next(entry for entry in CONTENT.themes.values() if entry.id == last_sign.theme)
    assert next(iter(CONTENT.signs.values())).strength in couple.words
    assert theme.name in couple.words
    assert theme.first_step in couple.words
    assert "reflect.outside_help" not in couple.lines()


def test_where_most_signs_are_there_help_from_outside_is_named_gently(couple):
    reflect(couple, ["yes"] * 9)
    assert "reflect.outside_help" in couple.lines()
    assert "reflect.strong_talking" in couple.lines()


def test_nothing_they_answered_is_kept_but_a_small_weight(couple):
    reflect(couple, ["yes", "sometimes", "no"])
    assert couple.session.answers == "ysn"
    record = msgspec.json.encode(couple.household)
    couple.say("stop")
    assert b"ysn" not in record
    assert couple.household.leaning == {}


def test_sometimes_and_disagreeing_get_a_kind_sentence_and_skip_gets_none(couple):
    reflect(couple, ["sometimes"])
    assert couple.lines()[0] == "reflect.sometimes"
    couple.say("pass")
    assert couple.lines() == []


def test_leaving_midway_is_fine(couple):
    reflect(couple, ["yes"] * 3)
    couple.say("start_check_in")
    assert couple.state in (State.RATE, State.TALK)
    assert couple.session.answers == "yyy"[: len(couple.session.answers)]


@pytest.mark.parametrize("answer", ["no", "next", "sometimes", "pass", "not_understood", "cancel"])
def test_anything_but_yes_ends_the_cool_down_gently(couple, answer):
    couple.say("cool_down")
    words = couple.say(answer)
    assert couple.lines() == ["cool.not_now"]
    assert not couple.open
    assert "why" not in words.lower()


def test_each_has_the_floor_once_and_then_come_words_to_mend_it(couple):
    couple.say("cool_down")
    couple.say("yes")
    states = []
    for _ in range(5):
        couple.say("next")
        states.append(couple.state)
    assert states == [State.COOL_SPEAK, State.COOL_SAY_BACK, State.COOL_SPEAK, State.COOL_SAY_BACK, State.COOL_REPAIR]
    couple.say("no")
    assert not couple.open


def test_each_round_says_that_stop_ends_it(couple):
    couple.say("cool_down")
    couple.say("yes")
    assert "Alexa, stop" in couple.say("next")
    couple.say("next")
    assert "Alexa, stop" in couple.say("next")


def test_a_time_out_is_always_near(couple):
    couple.say("cool_down")
    couple.say("yes")
    couple.say("no")
    assert couple.state is State.COOL_TIME_OUT
    assert "twenty minutes" in couple.say("yes").lower()
    assert not couple.open


def test_a_cool_down_leaves_nothing_in_the_record(couple):
    couple.open_skill()
    before = couple.household
    couple.say("cool_down")
    couple.say("yes")
    couple.say("next")
    after = couple.household
    assert (before.played, before.checkin, before.saved) == (after.played, after.checkin, after.saved)


def everywhere():
    """A couple in each state of the conversation."""
    ways = {
        State.OFFER: [],
        State.TALK: ["start_check_in", "pass"],
        State.RATE: ["start_check_in"],
        State.QUESTION: ["tonights_question"],
        State.RITUAL: ["suggest_ritual"],
        State.REFLECT: ["reflect", "yes"],
        State.COOL_SPEAK: ["cool_down", "yes", "next"],
        State.FORGET: ["forget_us"],
        State.JUST_US: ["saved"],
    }
    for state, way in ways.items():
        couple = Couple()
        couple.open_skill()
        for intent in way:
            couple.say(intent)
        assert couple.state is state
        yield couple


@pytest.mark.parametrize("couple", list(everywhere()), ids=lambda couple: couple.state.value)
def test_safety_answers_at_once_anywhere_with_the_emergency_number_first(couple):
    couple.say("safety", risk="danger")
    first = couple.turn.parts[0]
    assert isinstance(first, Say)
    assert first.fill == {"number": Care("US", "emergency")}
    assert couple.words.startswith("If you are in danger now, call 911.")
    assert couple.turn.card is None
    assert StopMusic() in couple.turn.effects
    assert couple.state is State.SAFETY


def test_the_number_is_said_twice_and_repeat_says_it_again(couple):
    couple.say("safety", risk="self")
    assert couple.say("yes").count("988") == 2
    assert couple.say("repeat").count("988") == 2


def test_it_ends_quietly_and_writes_what_stop_writes(couple):
    couple.say("start_check_in", length="short")
    before = couple.household
    couple.say("safety")
    couple.say("no")
    assert couple.words == "All right. Take care of yourself."
    assert not couple.open
    changed = {
        field for field in before.__struct_fields__ if getattr(before, field) != getattr(couple.household, field)
    }
    assert changed == set()


def test_a_number_that_is_not_confirmed_is_not_spoken(couple):
    couple.country = "IN"
    words = couple.say("safety", risk="danger")
    assert "112" in words
    assert "181" not in words
    assert not couple.open


def test_a_country_without_numbers_gets_an_honest_sentence(couple):
    couple.country = "ZZ"
    assert couple.say("safety").startswith("If you are in danger now, call the emergency number where you are.")


def test_no_entry_is_read_when_somebody_is_not_safe(couple):
    couple.say("safety")
    assert not any(isinstance(part, Read) for part in couple.turn.parts)
