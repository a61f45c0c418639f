# SPDX-License-Identifier: Apache-2.0
"""Which callbacks are true of a couple, by how long they come and what they have done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from skill.checkin.callbacks import choose_callback
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.speech import Read, Say

from .couple import CONTENT

TONIGHT = date(2026, 3, 5)
SEEDS = range(30)


def days_ago(days: int) -> date:
    return TONIGHT - timedelta(days=days)


def finished(*ago: int) -> tuple[Finished, ...]:
    return tuple(Finished(days_ago(days), "standard") for days in ago)


def told(household: Household, theme: str = "touch") -> dict[str, Say]:
    """All that may be told tonight, by kind."""
    found = (choose_callback(household, CONTENT, seed, TONIGHT, theme) for seed in SEEDS)
    return dict(one for one in found if one is not None)


def test_a_round_evening_is_told_as_far_as_there_are_words_for_it_and_no_other() -> None:
    words = len(CONTENT.lines["nth"].texts)
    round_ones = [number for number in range(1, words + 5) if "evening" in told(Household(visits=number))]
    assert round_ones == [5, 10, 15, 20]


def test_an_evening_on_which_they_stopped_halfway_counts_too() -> None:
    assert "evening" in told(Household(visits=3, finished=finished(5, 4, 3, 2)))
    assert "evening" in told(Household(visits=5, finished=finished(5)))
    assert told(Household(visits=5))["evening"].fill["nth"] == Say("nth", 5)


@pytest.mark.parametrize(("days", "is_told"), [(27, False), (28, True), (34, True), (35, False)])
def test_a_month_is_told_in_one_week(days: int, is_told: bool) -> None:
    assert ("month" in told(Household(finished=finished(days, 10)))) == is_told


def test_what_is_seldom_true_comes_before_all_else() -> None:
    household = Household(finished=finished(30, 2), saved=(Read("questions", 1),))
    assert {*told(household)} == {"month"}


@pytest.mark.parametrize(("times", "is_told"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_ritual_is_worth_a_word_from_the_second_time_on(times: int, is_told: bool) -> None:
    said = told(Household(ritual=KeptRitual(number=1, chosen=days_ago(9), times=times)))
    assert ("ritual" in said) == is_told
    if is_told:
        assert said["ritual"].fill == {"ritual": Read("rituals", 1, "name"), "times": Say("times", times)}


def test_a_ritual_is_told_as_often_as_there_are_words_for_it() -> None:
    words = len(CONTENT.lines["times"].texts)

    def is_told(times: int) -> bool:
        return "ritual" in told(Household(ritual=KeptRitual(number=1, chosen=days_ago(99), times=times)))

    assert (is_told(words - 1), is_told(words)) == (True, False)


def test_what_they_keep_is_counted_and_one_thing_is_one() -> None:
    def kept(count: int) -> str | None:
        say = told(Household(saved=tuple(Read("questions", number) for number in range(1, count + 1)))).get("saved")
        return say.line if say else None

    most = len(CONTENT.lines["count"].texts)
    assert [kept(0), kept(1), kept(2), kept(most - 1), kept(most)] == [
        None,
        "recall.saved_one",
        "recall.saved",
        "recall.saved",
        None,
    ]


@pytest.mark.parametrize(("days", "is_told"), [(1, False), (2, True), (6, True), (7, False)])
def test_the_last_time_is_told_by_its_weekday_within_a_week(days: int, is_told: bool) -> None:
    said = told(Household(finished=finished(days)))
    assert ("day" in said) == is_told
    if is_told:
        assert said["day"].fill["when"] == Say("when", days_ago(days).weekday())


@pytest.mark.parametrize(("days", "word"), [(1, 7), (2, days_ago(2).weekday()), (7, 8)])
def test_the_last_theme_is_told_with_its_day(days: int, word: int) -> None:
    asked = next(number for number, question in CONTENT.questions.items() if question.theme == "empathy")
    household = Household(theme="empathy", finished=finished(days), played={"questions": (asked,)})
    assert told(household)["theme"].fill["when"] == Say("when", word)
    about_another = next(number for number, question in CONTENT.questions.items() if question.theme == "touch")
    assert "theme" not in told(
        Household(theme="empathy", finished=finished(days), played={"questions": (about_another,)})
    )


def test_a_theme_is_new_once_they_know_another() -> None:
    assert "new_theme" not in told(Household())
    assert "new_theme" in told(Household(finished=finished(2)))
    assert "new_theme" not in told(Household(finished=finished(2), theme_progress={"touch": 100}))


def test_no_kind_comes_twice_in_a_row_and_now_and_then_there_is_none() -> None:
    household = Household(finished=finished(2), saved=(Read("questions", 1),), recalled="day")
    assert {*told(household)} == {"saved", "new_theme"}
    quiet = [choose_callback(household, CONTENT, seed, TONIGHT, "touch") for seed in range(300)].count(None)
    assert 300 / 7 < quiet < 300 / 5


def test_a_light_question_is_not_told_by_its_theme() -> None:
    light = next(number for number, question in CONTENT.questions.items() if question.mood == "light")
    theme = CONTENT.questions[light].theme
    household = Household(theme=theme, finished=finished(2), played={"questions": (light,)})
    assert told(household)["theme"].line == "recall.light"
