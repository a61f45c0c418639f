# SPDX-License-Identifier: Apache-2.0
"""A year of evenings through the handler: what a couple hears, and when they hear it again.

`python -m bench.year` prints the same figures. A laptop lives through fewer evenings than CI.
"""

from __future__ import annotations

import os
from functools import cache

import pytest

from bench.year import (
    ANOTHER,
    NO,
    REST_DAYS,
    YES,
    Evening,
    Habits,
    Year,
    disliked_soon,
    gaps,
    longest_absence,
    shares,
    themes,
    twice_in_a_row,
)
from skill.checkin.planner import moments_for
from skill.content.loader import load_content

IN_CI = os.environ.get("CI") == "true"
CONTENT = load_content("en-US")
YEAR, THREE_A_WEEK = 365, 156
FOUR_WEEKS = 28
NIGHTLY = YEAR if IN_CI else 80
AVOIDED = ("family", "past")
KEEPERS = Habits(ritual=(YES, *[NO] * 8))
"""They choose a ritual every nine evenings, and it happens each time they are asked."""

TONIGHTS = Habits(length=None)
STANDARD = {
    "who come nightly": (Habits(), NIGHTLY),
    "who come three times a week": (Habits(days=(2, 2, 3)), THREE_A_WEEK if IN_CI else 60),
    "who always rate low": (Habits(ratings=(3, 4)), NIGHTLY),
    "who rate low about touch": (Habits(low="touch"), NIGHTLY),
    "who never rate and keep nothing": (Habits(ratings=None, did_it="RitualMissedIntent"), NIGHTLY),
    "who keep rituals": (KEEPERS, NIGHTLY),
    "who want another ritual every time": (Habits(ritual=(ANOTHER,), did_it="RitualMissedIntent"), NIGHTLY),
    "who want short ones": (Habits(length="short"), NIGHTLY),
    "who want long ones": (Habits(length="long"), NIGHTLY),
}
"""Couples, and how many evenings they come."""


@cache
def evenings(habits: Habits, count: int) -> list[Evening]:
    return Year(habits).live(count)


def soonest_again(lived: list[Evening], deck: str) -> int:
    """After how many evenings the first entry of a deck came again; a large number where none did."""
    return min((after for _, after, _ in gaps(lived, deck)), default=10**6)


class TestTonightsQuestion:
    """Asked for every night of a year."""

    def test_is_another_one_each_time(self) -> None:
        lived = evenings(TONIGHTS, YEAR)
        assert [len(evening.questions) for evening in lived] == [1] * YEAR
        assert gaps(lived, "questions") == []

    def test_is_about_every_theme_alike_and_about_none_twice_in_a_row(self) -> None:
        found = themes(evenings(TONIGHTS, YEAR))
        assert all(0.10 <= share <= 0.19 for share in shares(found).values())
        assert len(shares(found)) == 7
        assert twice_in_a_row(found) == 0
        assert longest_absence(found) < FOUR_WEEKS

    def test_touches_nothing_that_they_avoid_and_then_starts_over_with_what_was_heard_longest_ago(self) -> None:
        left = [number for number, question in CONTENT.questions.items() if not {*AVOIDED} & {*question.topics}]
        lived = evenings(Habits(length=None, avoided=AVOIDED), len(left) + 30)
        asked = [evening.questions[0] for evening in lived]
        assert sorted(asked[: len(left)]) == sorted(left)
        assert asked[len(left) :] == asked[:30]


@pytest.mark.parametrize("couple", STANDARD)
class TestACheckIn:
    """Evening after evening, for couples of different habits."""

    def test_asks_nothing_again_for_a_long_time(self, couple: str) -> None:
        habits, count = STANDARD[couple]
        assert soonest_again(evenings(habits, count), "questions") > 150

    def test_comes_back_to_each_theme_and_never_twice_in_a_row(self, couple: str) -> None:
        found = themes(evenings(*STANDARD[couple]))
        assert len(shares(found)) == 7
        assert all(0.10 <= share <= 0.19 for share in shares(found).values())
        assert twice_in_a_row(found) == 0
        assert longest_absence(found) < FOUR_WEEKS

    def test_stays_with_its_theme_and_goes_deeper(self, couple: str) -> None:
        for evening in evenings(*STANDARD[couple]):
            asked = [CONTENT.questions[number] for number in evening.questions]
            assert len({question.theme for question in asked}) == 1
            assert [question.depth for question in asked] == sorted(question.depth for question in asked)

    def test_gives_the_listener_words_that_fit_each_question(self, couple: str) -> None:
        for evening in evenings(*STANDARD[couple]):
            said = [CONTENT.empathy[number] for number in evening.read["empathy"]]
            assert len(said) == len(evening.questions)
            for number, phrase in zip(evening.questions, said, strict=True):
                assert CONTENT.questions[number].tone in phrase.fits

    def test_has_an_arc(self, couple: str) -> None:
        habits, count = STANDARD[couple]
        arc = ["appreciation", "questions", "empathy", "practices", "plans", "rituals", "takeaways"]
        for evening in evenings(habits, count):
            left_out = {"standard": {"plans"}, "short": {"appreciation", "practices", "plans"}, "long": set()}
            assert evening.arc == [deck for deck in arc if deck not in left_out[str(habits.length)]]
            assert len(evening.read["takeaways"]) == 1
            for number in evening.read.get("practices", []):
                assert CONTENT.practices[number].theme == CONTENT.questions[evening.questions[0]].theme

    def test_suggests_no_ritual_again_within_two_weeks_unless_they_like_it(self, couple: str) -> None:
        assert disliked_soon(evenings(*STANDARD[couple])) == 0

    def test_suggests_what_fits_the_moment(self, couple: str) -> None:
        for evening in evenings(*STANDARD[couple]):
            for number in evening.rituals:
                assert {*moments_for(20, 4)} & {*CONTENT.rituals[number].moments}


def test_what_they_like_comes_back_soon_and_now_and_then_only() -> None:
    lived = evenings(*STANDARD["who keep rituals"])
    soon = [number for number, _, days in gaps(lived, "rituals") if days <= REST_DAYS]
    assert soon
    assert len(soon) < len(lived) / 3
    assert min(days for _, _, days in gaps(lived, "rituals")) > 4


def test_what_they_rate_low_comes_more_often() -> None:
    leaning, count = STANDARD["who rate low about touch"]
    assert shares(themes(evenings(leaning, count)))["touch"] > shares(themes(evenings(Habits(), count)))["touch"]


@pytest.mark.skipif(not IN_CI, reason="a year of check-ins takes a while; CI lives through it")
def test_with_two_topics_avoided_a_theme_starts_over_with_what_was_heard_longest_ago() -> None:
    lived = evenings(Habits(avoided=AVOIDED), YEAR)
    last: dict[int, int] = {}
    for place, evening in enumerate(lived):
        for number in evening.questions:
            question = CONTENT.questions[number]
            assert not {*AVOIDED} & {*question.topics}
            if number in last:
                same = [
                    other.number
                    for other in CONTENT.questions.values()
                    if other.theme == question.theme
                    and not {*AVOIDED} & {*other.topics}
                    and other.number not in evening.questions
                ]
                assert all(last.get(other, -1) >= last[number] for other in same)
        last |= dict.fromkeys(evening.questions, place)


@pytest.mark.skipif(not IN_CI, reason="a year of check-ins takes a while; CI lives through it")
def test_three_a_week_ask_nothing_twice_in_a_year() -> None:
    assert gaps(evenings(*STANDARD["who come three times a week"]), "questions") == []
