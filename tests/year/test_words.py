# SPDX-License-Identifier: Apache-2.0
"""Thirty evenings, word by word: few words, many shapes, and a memory. `python -m bench.words` tells it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from bench.words import EVENINGS, Evening, live
from skill.content.loading.loader import load_content

CONTENT = load_content("en-US")
LENGTHS = ("short", "standard", "long")
BEFORE_FIRST_EVER, BEFORE_MAX = 80, 40
"""Words before the first question: on the very first evening, and from the third on."""
CONTENT_SHARE = 0.65
SHAPE_SHARE_MAX = 0.3
CALLBACKS_MIN = 20
WEEK = 7
MONTHS = 120

every_length = pytest.mark.parametrize("length", LENGTHS)
with_music_or_without = pytest.mark.parametrize("music", [True, False], ids=["with music", "without music"])


@cache
def lived(length: str, music: bool = True, evenings: int = EVENINGS) -> list[Evening]:
    return list(live(CONTENT, length, music, evenings))


@every_length
@with_music_or_without
class TestAMonth:
    """Evening after evening, by two who do what is expected of them."""

    def test_comes_to_the_first_question_soon(self, length: str, music: bool) -> None:
        before = [evening.before_question for evening in lived(length, music)]
        assert all(before)
        assert (before[0] or 0) <= BEFORE_FIRST_EVER
        assert max(words or 0 for words in before[2:]) <= BEFORE_MAX

    def test_has_no_shape_twice_in_a_row_and_none_too_often(self, length: str, music: bool) -> None:
        shapes = [evening.shape for evening in lived(length, music)]
        assert all(one != other for one, other in pairwise(shapes))
        assert len({*shapes}) >= 6
        assert max(Counter(shapes).values()) <= SHAPE_SHARE_MAX * len(shapes)

    def test_remembers_what_they_did(self, length: str, music: bool) -> None:
        recalled = [
            any(line.startswith("recall.") or line in ("follow_up.ask", "follow_up.again") for line in evening.lines)
            for evening in lived(length, music)
        ]
        assert sum(recalled) >= CALLBACKS_MIN
        assert not recalled[0]

    @pytest.mark.parametrize("line", ["rate.lead", "ritual.lead"])
    def test_asks_for_a_rating_and_brings_a_new_ritual_once_a_week_at_most(
        self, length: str, music: bool, line: str
    ) -> None:
        on = [at for at, evening in enumerate(lived(length, music)) if line in evening.lines]
        assert all(later - earlier >= WEEK for earlier, later in pairwise(on))
        assert bool(on) == (line != "rate.lead" or length != "short")


@pytest.mark.parametrize("length", LENGTHS)
@with_music_or_without
def test_most_words_are_content_from_the_fourth_evening_on(length: str, music: bool) -> None:
    later = lived(length, music)[3:]
    assert sum(evening.content for evening in later) / sum(evening.spoken for evening in later) >= CONTENT_SHARE


def test_alexa_open_is_told_on_the_first_evening_only() -> None:
    told = [bool({"talk.begin_music", "talk.begin_turns"}.intersection(evening.lines)) for evening in lived("standard")]
    assert told == [True] + [False] * (EVENINGS - 1)


@pytest.mark.parametrize("length", ["short", "standard"])
def test_no_question_comes_again_for_months(length: str) -> None:
    last: dict[int, int] = {}
    for night, evening in enumerate(lived(length, evenings=MONTHS)):
        for number in evening.questions:
            assert number not in last or night - last[number] > MONTHS - WEEK
            assert not CONTENT.questions[number].asked_only
            last[number] = night
