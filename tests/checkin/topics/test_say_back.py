# SPDX-License-Identifier: Apache-2.0
"""The words offered to the listener at a swap: they fit the question just asked, and come once an evening."""

from __future__ import annotations

from datetime import date

import pytest

from skill.checkin.choosing import with_played
from skill.checkin.model.household import Household
from skill.checkin.planner import choose_phrase_to_say_back, plan_evening
from skill.content.types import Question

from ..couple import CONTENT, Couple

TONES = sorted({question.tone for question in CONTENT.questions.values()})


def one_of(tone: str) -> Question:
    """The first question of a tone."""
    return next(question for question in CONTENT.questions.values() if question.tone == tone)


def offered(couple: Couple) -> list[tuple[int, int]]:
    """Question and phrase of every swap that is planned."""
    assert couple.household.checkin is not None
    return [(step.number, step.phrase) for step in couple.household.checkin.steps if step.kind == "swap"]


@pytest.mark.parametrize("number", CONTENT.questions)
def test_every_phrase_that_may_follow_a_question_fits_its_tone(number: int) -> None:
    question = CONTENT.questions[number]
    household, followed = Household(), set()
    for seed in range(len(CONTENT.empathy)):
        phrase = choose_phrase_to_say_back(household, CONTENT, seed, question, ())
        household = Household(played=with_played(household.played, "empathy", phrase))
        followed.add(phrase)
    assert all(question.tone in CONTENT.empathy[phrase].fits for phrase in followed)
    assert len(followed) >= 14


@pytest.mark.parametrize("tone", TONES)
def test_the_phrase_heard_longest_ago_comes_next(tone: str) -> None:
    fitting = tuple(number for number, phrase in CONTENT.empathy.items() if tone in phrase.fits)
    heard = Household(played={"empathy": (*fitting[3:], *fitting[:3])})
    assert choose_phrase_to_say_back(heard, CONTENT, 1, one_of(tone)) == fitting[3]
    assert choose_phrase_to_say_back(heard, CONTENT, 1, one_of(tone), fitting[3:5]) == fitting[5]


@pytest.mark.parametrize("tone", TONES)
def test_where_all_phrases_are_left_out_one_still_comes(tone: str) -> None:
    phrase = choose_phrase_to_say_back(Household(), CONTENT, 1, one_of(tone), leave_out=CONTENT.empathy)
    assert tone in CONTENT.empathy[phrase].fits


def test_a_year_of_long_evenings_says_no_phrase_twice_in_one_and_each_fits() -> None:
    household = Household()
    for day in range(365):
        evening = date.fromordinal(date(2026, 1, 1).toordinal() + day)
        plan = plan_evening(household, CONTENT, evening.toordinal(), evening, "long", None)
        swaps = [step for step in plan.steps if step.kind == "swap"]
        assert len(swaps) == len({step.phrase for step in swaps}) == 3
        heard = household.played
        for step in swaps:
            assert CONTENT.questions[step.number].tone in CONTENT.empathy[step.phrase].fits
            heard = with_played(with_played(heard, "questions", step.number), "empathy", step.phrase)
        household = Household(played=heard, theme=plan.theme)


@pytest.mark.parametrize("where", [0, 1], ids=["at the question", "at the swap"])
def test_the_words_change_with_the_question(couple: Couple, where: int) -> None:
    couple.say("start_check_in", length="short")
    for _ in range(where):
        couple.say("next")
    for _ in range(25):
        before = offered(couple)
        couple.say("another_one")
        after = offered(couple)
        assert before[0][0] != after[0][0]
        assert before[0][1] != after[0][1]
        for question, phrase in after:
            assert CONTENT.questions[question].tone in CONTENT.empathy[phrase].fits
        for _ in range(where):
            couple.say("next")


def test_two_check_ins_in_one_evening_offer_no_phrase_twice(couple: Couple) -> None:
    said = []
    for _ in range(4):
        couple.to_ritual("long")
        said += [phrase for _, phrase in offered(couple)]
        couple.say("yes")
    assert len(said) == len(set(said))


def test_words_that_name_no_feeling_never_come_for_a_feeling(couple: Couple) -> None:
    couple.say("start_check_in", length="short")
    for _ in range(30):
        couple.say("empathy_phrase", feeling="sad")
        assert couple.session.entry is not None
        assert CONTENT.empathy[couple.session.entry.number].feeling == "sad"


def test_words_that_name_no_feeling_may_come_where_none_was_asked_for(couple: Couple) -> None:
    feelings = set()
    couple.open_skill()
    for _ in range(60):
        couple.say("empathy_phrase")
        assert couple.session.entry is not None
        feelings.add(CONTENT.empathy[couple.session.entry.number].feeling)
    assert None in feelings
    assert len(feelings) > 1
