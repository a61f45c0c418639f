# SPDX-License-Identifier: Apache-2.0
"""A year of evenings through the handler: what a couple hears, and when they hear it again.

`python -m bench.year` prints the same figures. A laptop lives through fewer evenings than CI.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest
from representatives import the_first_for_all

from bench.year import (
    ANOTHER,
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
from skill.checkin.course.closing import TAKEAWAY_DAYS
from skill.checkin.planner.evening import DAYS_BETWEEN_RATINGS, FIRST_WEEK_CHECK_INS, RATED_FROM
from skill.checkin.planner.rituals import NEW_EVERY_DAYS, moments_for
from skill.checkin.planner.shapes import ASKS_ONCE, MARK_OF, STEPS
from skill.content.loading.loader import load_content

IN_CI = os.environ.get("CI") == "true"
CONTENT = load_content("en-US")
YEAR, THREE_A_WEEK = 365, 156
FOUR_WEEKS = 28
NIGHTLY = YEAR if IN_CI else 60
MONTH = 30
DECK_OF = {
    "appreciate": "appreciation",
    "practice": "practices",
    "touch": "touch",
    "plan": "plans",
    "experience": "experiences",
}
AVOIDED = ("family", "past")
KEEPERS = Habits(ritual=(YES,))
"""They take every ritual, and it happens each time they are asked."""

TONIGHTS = Habits(length=None)
STANDARD = {
    "who come nightly": (Habits(), NIGHTLY),
    "whose speaker plays music": (Habits(music=True), NIGHTLY),
    "who come three times a week": (Habits(days=(2, 2, 3)), THREE_A_WEEK if IN_CI else 40),
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


def pieces_of(evening: Evening, length: str) -> Iterator[str]:
    """The decks that an evening of its shape reads from, in their order."""
    asked = iter(evening.questions)
    if evening.read.get("openings"):
        yield "openings"
    for piece in STEPS[evening.shape][length]:  # type: ignore[index]
        if piece.kind == "question":
            question = CONTENT.questions[next(asked)]
            yield "questions"
            if not (question.joint or evening.shape in ASKS_ONCE):
                yield "empathy"
        else:
            yield DECK_OF[piece.kind]
    if evening.rituals:
        yield "rituals"
    yield "takeaways" if evening.read.get("takeaways") else "closings"


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

    @pytest.mark.long
    def test_touches_nothing_that_they_avoid_and_then_starts_over_with_what_was_heard_longest_ago(self) -> None:
        left = [
            number
            for number, question in CONTENT.questions.items()
            if not {*AVOIDED} & {*question.topics} and not question.asked_only
        ]
        lived = evenings(Habits(length=None, avoided=AVOIDED), len(left) + 30)
        asked = [evening.questions[0] for evening in lived]
        assert sorted(asked[: len(left)]) == sorted(left)
        assert asked[len(left) :] == asked[:30]


@pytest.mark.parametrize("couple", the_first_for_all(STANDARD))
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

    def test_goes_deeper_and_stays_with_its_theme_or_its_shape(self, couple: str) -> None:
        for at, evening in enumerate(evenings(*STANDARD[couple])):
            asked = [CONTENT.questions[number] for number in evening.questions]
            assert [question.depth for question in asked] == sorted(question.depth for question in asked)
            mark = MARK_OF.get(evening.shape) if evening.shape else None
            modelled = at < FIRST_WEEK_CHECK_INS
            for question in asked:
                assert question.theme == evening.theme or mark in question.shapes or (modelled and question.modelled)

    def test_gives_the_listener_words_that_fit_each_question(self, couple: str) -> None:
        for at, evening in enumerate(evenings(*STANDARD[couple])):
            asked = [CONTENT.questions[number] for number in evening.questions]
            answered = [question for question in asked if not (question.joint or evening.shape in ASKS_ONCE)]
            said = [CONTENT.empathy[number] for number in evening.read.get("empathy", [])]
            for question, phrase in zip(answered, said, strict=True):
                modelled = at < FIRST_WEEK_CHECK_INS and question.modelled and phrase.modelled
                assert question.tone in phrase.fits or modelled

    def test_has_the_pieces_of_its_shape_in_their_order(self, couple: str) -> None:
        habits, count = STANDARD[couple]
        for evening in evenings(habits, count):
            assert evening.shape is not None
            assert evening.arc == [*dict.fromkeys(pieces_of(evening, str(habits.length)))]
            assert len(evening.read.get("openings", [])) <= 1
            assert len(evening.read.get("closings", [])) + len(evening.read.get("takeaways", [])) == 1
            for number in evening.read.get("practices", []):
                assert CONTENT.practices[number].theme == evening.theme

    def test_has_another_shape_than_the_last_two_and_each_of_them_now_and_then(self, couple: str) -> None:
        shapes = [evening.shape for evening in evenings(*STANDARD[couple])]
        assert all(shape not in shapes[at + 1 : at + 3] for at, shape in enumerate(shapes))
        for first in range(0, len(shapes) - MONTH, MONTH):
            month = shapes[first : first + MONTH]
            assert max(Counter(month).values()) <= 0.3 * MONTH
            assert len({*month}) >= 6

    def test_comes_with_a_rating_a_takeaway_and_a_new_ritual_once_a_week_at_most(self, couple: str) -> None:
        habits, count = STANDARD[couple]
        lived = evenings(habits, count)
        rated = [evening.day for evening in lived if evening.rated]
        assert bool(rated) == (habits.length != "short")
        assert all((later - earlier).days >= DAYS_BETWEEN_RATINGS for earlier, later in pairwise(rated))
        assert not any(evening.rated for evening in lived[:RATED_FROM])
        taken = [evening.day for evening in lived if evening.read.get("takeaways")]
        assert len(taken) > 2
        assert all((later - earlier).days >= TAKEAWAY_DAYS for earlier, later in pairwise(taken))
        if ANOTHER not in habits.ritual:
            new = [evening.day for evening in lived[FIRST_WEEK_CHECK_INS:] if evening.rituals]
            assert all((later - earlier).days >= NEW_EVERY_DAYS for earlier, later in pairwise(new))

    def test_suggests_no_ritual_again_within_two_weeks_unless_they_like_it(self, couple: str) -> None:
        assert disliked_soon(evenings(*STANDARD[couple])) == 0

    def test_suggests_what_fits_the_moment(self, couple: str) -> None:
        for evening in evenings(*STANDARD[couple]):
            for number in evening.rituals:
                assert {*moments_for(20, 4)} & {*CONTENT.rituals[number].moments}


@pytest.mark.long
def test_what_they_like_is_offered_again_and_something_new_only_seldom() -> None:
    lived = evenings(*STANDARD["who keep rituals"])[FIRST_WEEK_CHECK_INS:]
    others = evenings(*STANDARD["who never rate and keep nothing"])[FIRST_WEEK_CHECK_INS:]
    again, new = sum(evening.again for evening in lived), sum(bool(evening.rituals) for evening in lived)
    assert again >= 3 * new > 0
    assert new < sum(bool(evening.rituals) for evening in others) / 2


@pytest.mark.long
def test_what_they_rate_low_comes_more_often() -> None:
    count = YEAR if IN_CI else 150
    touch = [shares(themes(evenings(habits, count)))["touch"] for habits in (Habits(low="touch"), Habits())]
    assert touch[0] > 1.1 * touch[1]


@pytest.mark.long
def test_with_two_topics_avoided_all_that_is_left_comes_before_anything_comes_twice() -> None:
    lived = evenings(Habits(avoided=AVOIDED), NIGHTLY)
    asked = [number for evening in lived for number in evening.questions]
    assert not any({*AVOIDED} & {*CONTENT.questions[number].topics} for number in asked)
    left = {
        number
        for number, question in CONTENT.questions.items()
        if not {*AVOIDED} & {*question.topics} and not question.asked_only
    }
    whole = min(len(left), len(asked))
    assert len({*asked[:whole]}) == whole
    assert {*asked} <= left


@pytest.mark.long
def test_three_a_week_ask_nothing_twice_in_a_year() -> None:
    assert gaps(evenings(*STANDARD["who come three times a week"]), "questions") == []
