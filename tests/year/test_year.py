# SPDX-License-Identifier: Apache-2.0
"""Months and a year of evenings: how few words, how varied, and when a question comes again.

`python -m bench.words` prints the figures. A laptop lives through fewer evenings than CI.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from bench.words import EVENINGS, Evening, live
from bench.year import Habits, Year, gaps, longest_absence, shares, themes, twice_in_a_row
from skill.content.loader import load_content

IN_CI = os.environ.get("CI") == "true"
CONTENT = load_content("en-US")
YEAR = 365
NIGHTLY = YEAR if IN_CI else 120
FOUR_WEEKS = 28
TONIGHTS = Habits(length=None)
ASKED_UNASKED = {number for number, question in CONTENT.questions.items() if not question.asked_only}


@cache
def evenings(habits: Habits, count: int) -> list:
    return Year(habits).live(count)


@cache
def lived(length: str, music: bool, count: int = EVENINGS) -> list[Evening]:
    return list(live(CONTENT, length, music, count))


class TestTonightsQuestion:
    """Asked for every night of a year."""

    def test_is_another_one_each_time(self) -> None:
        nights = evenings(TONIGHTS, YEAR)
        assert [len(evening.questions) for evening in nights] == [1] * YEAR
        assert gaps(nights, "questions") == []

    def test_is_about_every_theme_alike_and_about_none_twice_in_a_row(self) -> None:
        found = themes(evenings(TONIGHTS, YEAR))
        assert all(0.10 <= share <= 0.19 for share in shares(found).values())
        assert len(shares(found)) == 7
        assert twice_in_a_row(found) == 0
        assert longest_absence(found) < FOUR_WEEKS


@pytest.mark.parametrize("length", ["short", "standard", "long"])
@pytest.mark.parametrize("music", [True, False])
class TestAMonth:
    """Thirty evenings of two who do what is expected of them."""

    def test_comes_to_the_point(self, length: str, music: bool) -> None:
        first, second, *later = [evening.before_question for evening in lived(length, music)]
        assert first is not None
        assert first <= 80
        assert second is not None
        assert all(words is not None and words <= 40 for words in later)

    def test_has_no_shape_twice_in_a_row_and_none_too_often(self, length: str, music: bool) -> None:
        shapes = [evening.shape for evening in lived(length, music)]
        assert all(one != other for one, other in pairwise(shapes))
        assert len(set(shapes)) >= 6
        assert max(Counter(shapes).values()) <= 0.3 * len(shapes)

    def test_remembers_aloud_on_most_evenings(self, length: str, music: bool) -> None:
        told = [
            any(line.startswith("recall.") or line == "follow_up.ask" for line in evening.lines)
            for evening in lived(length, music)
        ]
        assert sum(told) >= 20

    def test_asks_for_ratings_and_brings_new_rituals_once_a_week_at_most(self, length: str, music: bool) -> None:
        for line in ("rate.lead", "ritual.lead"):
            nights = [night for night, evening in enumerate(lived(length, music)) if line in evening.lines]
            assert all(later - earlier >= 7 for earlier, later in pairwise(nights))


@pytest.mark.parametrize("length", ["standard", "long"])
def test_two_words_of_three_are_content(length: str) -> None:
    later = lived(length, True)[3:]
    assert sum(evening.content for evening in later) >= 0.65 * sum(evening.spoken for evening in later)


@pytest.mark.parametrize("length", ["short", "standard"])
def test_no_question_comes_again_for_a_long_time(length: str) -> None:
    last: dict[int, int] = {}
    for night, evening in enumerate(lived(length, True, NIGHTLY)):
        for number in evening.questions:
            assert number not in last or night - last[number] > 100
            last[number] = night
    assert set(last) <= ASKED_UNASKED
