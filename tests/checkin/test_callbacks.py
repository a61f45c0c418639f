# SPDX-License-Identifier: Apache-2.0
"""Which callbacks are true of a couple, by how long they come and what they have done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.callbacks import choose_callback, when
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import Finished, Household, Month
from skill.checkin.model.speech import Read, Say
from skill.content.types import Content

from .couple import CONTENT

TONIGHT = date(2026, 3, 5)
SEEDS = range(30)


def days_ago(days: int) -> date:
    return TONIGHT - timedelta(days=days)


def finished(*ago: int) -> tuple[Finished, ...]:
    return tuple(Finished(days_ago(days), "standard") for days in ago)


def about(theme: str) -> int:
    """A question about a theme that is no light one."""
    return next(
        number for number, one in CONTENT.questions.items() if one.theme == theme and one.mood not in ("light", "funny")
    )


def told(household: Household, theme: str | None = "touch", content: Content = CONTENT) -> dict[str, Say]:
    """All that may be told tonight, by kind."""
    found = (choose_callback(household, content, seed, TONIGHT, theme) for seed in SEEDS)
    return dict(one for one in found if one is not None)


def test_a_round_evening_is_told_as_far_as_there_are_words_for_it_and_no_other() -> None:
    words = len(CONTENT.lines["nth"].texts)
    round_ones = [number for number in range(1, words + 5) if "evening" in told(Household(visits=number))]
    assert round_ones == [5, 10, 15, 20]


def test_an_evening_on_which_they_stopped_halfway_counts_too() -> None:
    assert "evening" in told(Household(visits=3, finished=finished(5, 4, 3, 2)))
    assert "evening" in told(Household(visits=5, finished=finished(5)))
    assert told(Household(visits=5))["evening"].fill["nth"] == Say("nth", 5)


@each_case(("days", "is_told"), [(27, False), (28, True), (34, True), (35, False)])
def test_a_month_is_told_in_one_week(days: int, is_told: bool) -> None:
    assert ("month" in told(Household(finished=finished(days, 10)))) == is_told


def test_what_is_seldom_true_comes_before_all_else() -> None:
    household = Household(finished=finished(30, 2), saved=(Read("questions", 1),))
    assert {*told(household)} == {"month"}


@each_case(("times", "is_told"), [(0, False), (1, False), (2, True), (3, True)])
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


@each_case(("days", "is_told"), [(1, False), (2, True), (6, True), (7, False)])
def test_the_last_time_is_told_by_its_weekday_within_a_week(days: int, is_told: bool) -> None:
    said = told(Household(finished=finished(days)))
    assert ("day" in said) == is_told
    if is_told:
        assert said["day"].fill["when"] == Say("when", days_ago(days).weekday())


@each_case(("days", "word"), [(1, 7), (2, days_ago(2).weekday()), (7, 8)])
def test_the_last_theme_is_told_with_its_day(days: int, word: int) -> None:
    asked = next(number for number, question in CONTENT.questions.items() if question.theme == "empathy")
    household = Household(theme="empathy", finished=finished(days), played={"questions": (asked,)})
    assert told(household)["theme"].fill["when"] == Say("when", word)
    about_another = next(number for number, question in CONTENT.questions.items() if question.theme == "touch")
    assert "theme" not in told(
        Household(theme="empathy", finished=finished(days), played={"questions": (about_another,)})
    )


@pytest.mark.parametrize(
    "household",
    [
        Household(finished=finished(2), played={"questions": (about("empathy"),)}),
        Household(theme="empathy", played={"questions": (about("empathy"),)}),
        Household(theme="empathy", finished=finished(0), played={"questions": (about("empathy"),)}),
        Household(theme=CONTENT.questions[1].theme, finished=finished(2)),
        Household(theme="empathy", finished=finished(2), played={"questions": (9999,)}),
        Household(theme="of_next_year", finished=finished(2), played={"questions": (about("empathy"),)}),
        Household(
            theme="empathy", finished=finished(2), last_visit=days_ago(1), played={"questions": (about("empathy"),)}
        ),
    ],
    ids=["none", "not finished", "tonight", "not heard", "a question of later", "a theme of later", "came since"],
)
def test_the_last_theme_is_not_told_where_it_may_not_be_true(household: Household) -> None:
    assert "theme" not in told(household)


def test_they_came_last_on_the_evening_that_they_finished_is_the_last_time() -> None:
    household = Household(
        theme="empathy", finished=finished(2), last_visit=days_ago(2), played={"questions": (about("empathy"),)}
    )
    assert {"theme", "day"} <= {*told(household)}
    assert "day" not in told(replace(household, last_visit=days_ago(1)))


def test_a_theme_is_no_news_where_tonight_is_about_something_else() -> None:
    assert "new_theme" not in told(Household(finished=finished(2)), theme=None)
    assert "new_theme" not in told(Household(finished=finished(2)), theme="of_next_year")


def test_a_round_evening_without_a_word_for_it_is_not_told() -> None:
    nth = CONTENT.lines["nth"]
    short = replace(CONTENT, lines={**CONTENT.lines, "nth": replace(nth, texts=nth.texts[:20])})
    assert "evening" in told(Household(visits=15), content=short)
    assert "evening" not in told(Household(visits=20), content=short)


@each_case(("days", "word"), [(-1, 8), (0, 8), (1, 7), (2, 1), (6, 4), (7, 8)])
def test_a_day_is_yesterday_a_weekday_or_the_last_time(days: int, word: int) -> None:
    assert when(CONTENT, days_ago(days), TONIGHT) == Say("when", word)


def test_a_month_is_told_only_while_the_first_evening_is_known() -> None:
    household = Household(finished=finished(30, 10), months=(Month("2026-01", 1),))
    assert "month" not in told(household)


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
