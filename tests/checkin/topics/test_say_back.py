# SPDX-License-Identifier: Apache-2.0
"""The words offered to the listener at a swap: they fit the question just asked, and come once an evening."""

from __future__ import annotations

import os
from datetime import date

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.choosing import with_played
from skill.checkin.course.steps import GIVES_THE_WORD
from skill.checkin.model.household import Finished, Household, with_finished
from skill.checkin.model.speech import Read
from skill.checkin.planner.evening import FIRST_WEEK_CHECK_INS, Wish, plan_evening
from skill.checkin.planner.questions import choose_phrase_to_say_back
from skill.content.decks import swapped_text
from skill.content.types import Question

from ..couple import CONTENT, Couple

TONES = sorted({question.tone for question in CONTENT.questions.values()})
EVERY = 1 if os.environ.get("CI") == "true" else 8
"""A laptop tries each eighth question of a tone; CI tries all."""


def one_of(tone: str) -> Question:
    """The first question of a tone."""
    return next(question for question in CONTENT.questions.values() if question.tone == tone)


def offered(couple: Couple) -> list[tuple[int, int]]:
    """Question and phrase of every swap that is planned."""
    assert couple.household.checkin is not None
    return [(step.number, step.phrase) for step in couple.household.checkin.steps if step.kind == "swap"]


def one_with_turns(couple: Couple) -> bool:
    """Ask for another question until one has turns, and so a swap; true where the first one had them."""
    at_once = bool(offered(couple))
    while not offered(couple):
        couple.say("another_one")
    return at_once


@pytest.mark.parametrize("tone", TONES)
def test_every_phrase_that_may_follow_a_question_fits_its_tone(tone: str) -> None:
    of_this_tone = [question for question in CONTENT.questions.values() if question.tone == tone]
    for question in of_this_tone[::EVERY]:
        household, followed = Household(), set()
        for seed in range(len(CONTENT.empathy)):
            phrase = choose_phrase_to_say_back(household, CONTENT, seed, question, ())
            household = Household(played=with_played(household.played, "empathy", phrase))
            followed.add(phrase)
        assert [phrase for phrase in followed if tone not in CONTENT.empathy[phrase].fits] == [], question.number
        assert len(followed) >= 14, question.number


@each_case("tone", TONES)
def test_the_phrase_heard_longest_ago_comes_next(tone: str) -> None:
    fitting = tuple(number for number, phrase in CONTENT.empathy.items() if tone in phrase.fits)
    heard = Household(played={"empathy": (*fitting[3:], *fitting[:3])})
    assert choose_phrase_to_say_back(heard, CONTENT, 1, one_of(tone)) == fitting[3]
    assert choose_phrase_to_say_back(heard, CONTENT, 1, one_of(tone), fitting[3:5]) == fitting[5]


@each_case("tone", TONES)
def test_where_all_phrases_are_left_out_one_still_comes(tone: str) -> None:
    phrase = choose_phrase_to_say_back(Household(), CONTENT, 1, one_of(tone), leave_out=CONTENT.empathy)
    assert tone in CONTENT.empathy[phrase].fits


def test_a_year_of_long_evenings_says_no_phrase_twice_in_one_and_each_fits() -> None:
    household, said = Household(), 0
    for day in range(365):
        evening = date.fromordinal(date(2026, 1, 1).toordinal() + day)
        plan = plan_evening(household, CONTENT, evening.toordinal(), evening, Wish(length="long"))
        swaps = [step for step in plan.steps if step.kind == "swap"]
        assert len(swaps) == len({step.phrase for step in swaps})
        heard = household.played
        for step in swaps:
            question, phrase = CONTENT.questions[step.number], CONTENT.empathy[step.phrase]
            assert question.tone in phrase.fits or (
                question.modelled and phrase.modelled and day < FIRST_WEEK_CHECK_INS
            )
            heard = with_played(with_played(heard, "questions", step.number), "empathy", step.phrase)
        said += len(swaps)
        household = replace(household, played=heard, theme=plan.theme, shapes=(*household.shapes, plan.shape)[-10:])
        household = with_finished(household, Finished(evening, "long"))
    assert said > 365


@pytest.mark.parametrize("where", [0, 1], ids=["at the question", "at the swap"])
def test_the_words_change_with_the_question(couple: Couple, where: int) -> None:
    couple.say("start_check_in", length="short")
    compared = 0
    for _ in range(25):
        for _ in range(where):
            couple.say("next")
        before = offered(couple)
        couple.say("another_one")
        at_once = one_with_turns(couple)
        after = offered(couple)
        assert before[0][0] != after[0][0]
        if at_once:  # words that nobody heard may come again after one without a swap
            assert before[0][1] != after[0][1]
            compared += 1
        for question, phrase in after:
            assert CONTENT.questions[question].tone in CONTENT.empathy[phrase].fits
    assert compared >= 10


def test_the_other_way_round_nobody_is_told_again_to_ask_each_other(couple: Couple) -> None:
    couple.say("start_check_in", length="short")
    for _ in range(12):
        (question, _phrase), *_others = offered(couple)
        framed = swapped_text(CONTENT, question)
        assert CONTENT.questions[question].text in couple.words
        couple.later(hours=0.01)
        swapped = couple.say("next")
        assert ({"swap.round", "swap.not_yet"}.isdisjoint(couple.lines())) == (framed is None)
        assert (framed or CONTENT.questions[question].text) in swapped
        assert (CONTENT.questions[question].text in swapped) == (framed is None)
        assert couple.say("repeat").count("?") == swapped.count("?")
        couple.later(hours=0.01)
        couple.say("another_one")
        one_with_turns(couple)


def test_two_check_ins_in_one_evening_offer_no_phrase_twice(couple: Couple) -> None:
    couple.audio = True
    said = []
    for _ in range(4):
        couple.say("start_check_in", length="long")
        while couple.household.checkin:
            said += [phrase for _, phrase in offered(couple) if phrase not in said[-len(offered(couple)) :]]
            couple.later(hours=0.01)
            couple.say("no" if couple.household.checkin.steps[couple.household.checkin.at].kind == "ritual" else "next")
    assert len(said) == len(set(said)) >= 4


def test_words_for_a_feeling_are_for_that_one_alone(couple: Couple) -> None:
    couple.say("start_check_in", length="short")
    for _ in range(30):
        couple.say("empathy_phrase", feeling="sad")
        assert couple.session.entry is not None
        assert CONTENT.empathy[couple.session.entry.number].feeling == "sad"


def test_where_no_feeling_is_named_words_come_that_need_no_occasion(couple: Couple) -> None:
    numbers = set()
    couple.open_skill()
    for _ in range(60):
        couple.say("empathy_phrase")
        assert couple.session.entry is not None
        numbers.add(couple.session.entry.number)
    assert {CONTENT.empathy[number].kind for number in numbers} == {"love"}
    assert len(numbers) == sum(phrase.kind == "love" for phrase in CONTENT.empathy.values())


def test_in_their_talk_words_without_a_feeling_answer_what_was_told(couple: Couple) -> None:
    couple.audio = True
    couple.say("start_check_in")
    couple.later(hours=0.05)
    couple.say("empathy_phrase")
    read = next(part for part in couple.turn.parts if isinstance(part, Read) and part.deck == "empathy")
    assert CONTENT.empathy[read.number].neutral


def test_said_again_it_is_still_the_other_ones_turn_and_nobody_says_the_phrase_twice(couple: Couple) -> None:
    couple.audio = True
    couple.say("start_check_in")
    couple.later(hours=0.05)
    couple.say("next")
    assert couple.household.checkin.steps[couple.household.checkin.at].kind == "swap"
    couple.later(hours=0.01)
    couple.say("repeat")
    assert couple.lines()[0].startswith(GIVES_THE_WORD)
    assert not any(isinstance(part, Read) and part.deck == "empathy" for part in couple.turn.parts)
