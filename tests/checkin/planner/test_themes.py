# SPDX-License-Identifier: Apache-2.0
"""The rotation of the themes, and what ratings change about it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.checkin.model.household import (
    Household,
)
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.planner.themes import LOW_RATING, choose_theme, leaning_after, turns_after

from ..couple import CONTENT
from .weeks import DAY, THEMES, lived

WEEKS_8, YEAR = 56, 365


def longest_absence(found: list[str]) -> int:
    places = {theme: [-1, *(at for at, other in enumerate(found) if other == theme), len(found)] for theme in THEMES}
    return max(after - before - 1 for one in places.values() for before, after in pairwise(one))


class TestTheRotation:
    """Every theme comes back, one that they need more of a little sooner."""

    leanings = st.dictionaries(st.sampled_from(THEMES), st.floats(0.01, 1.0))

    @given(leanings, st.integers(0, 1000))
    def test_comes_back_to_every_theme_whatever_they_need(self, leaning: dict[str, float], seed: int) -> None:
        found = lived(Household(leaning=leaning), YEAR, seed)
        assert all(0.10 <= count / YEAR <= 0.19 for count in Counter(found).values())
        assert all(one != other for one, other in pairwise(found))
        assert longest_absence(found) < 14

    def test_brings_what_they_need_more_often_than_the_rest(self) -> None:
        counts = Counter(lived(Household(leaning={"touch": 1.0}), YEAR))
        assert counts["touch"] == max(counts.values())
        assert counts["touch"] / YEAR > 0.17

    def test_brings_what_they_need_first_where_all_else_is_alike(self) -> None:
        household = Household(theme="communication", leaning={"conflict": 0.5})
        assert {choose_theme(household, CONTENT, seed) for seed in range(20)} == {"conflict"}

    def test_brings_arguing_last_in_the_first_round(self) -> None:
        for seed in range(20):
            assert lived(Household(), 7, seed).index("conflict") == 6

    def test_begins_with_listening(self) -> None:
        assert choose_theme(Household(), CONTENT, 5) == "communication"

    @given(st.integers(0, 1000))
    def test_forgets_no_theme_for_weeks_because_they_asked_for_it_before(self, seed: int) -> None:
        household = Household(theme="touch")
        for _ in range(60):
            household = replace(household, theme_progress=turns_after(household, CONTENT, "touch"))
        found = lived(household, WEEKS_8, seed)
        assert found.index("touch") < 28


class TestTheWeights:
    """Low ratings lean to what was talked about; good ones let go at once, time lets go slowly."""

    @each_case(
        ("before", "ratings", "after"),
        [
            (0.0, (LOW_RATING, 9), 0.5),
            (0.5, (9, LOW_RATING), 1.0),
            (1.0, (1, 1), 1.0),
            (1.0, (LOW_RATING + 1, 9), 0.5),
            (0.5, (8, None), 0.0),
            (1.0, (None, None), 0.95),
            (0.0, (None, None), 0.0),
        ],
    )
    def test_move_with_what_they_rate(
        self, before: float, ratings: tuple[int | None, int | None], after: float
    ) -> None:
        checkin = CheckIn(
            evening=DAY, length="standard", theme="touch", steps=(Step("ritual"),), first=ratings[0], second=ratings[1]
        )
        household = Household(leaning={"touch": before} if before else {})
        assert leaning_after(household, checkin).get("touch", 0.0) == after


class TestTheSteps:
    """How far an evening moves its theme on, and how far one may get ahead."""

    @each_case(("leaning", "moved"), [(0.0, 100), (0.5, 85), (1.0, 74)])
    def test_are_shorter_for_what_they_need_more(self, leaning: float, moved: int) -> None:
        turns = turns_after(Household(leaning={"touch": leaning}), CONTENT, "touch")
        assert turns == dict.fromkeys(THEMES, 0) | {"touch": moved}

    def test_take_a_theme_no_further_than_two_evenings_ahead_of_the_last(self) -> None:
        def asked_for(touch: int, others: int) -> int:
            progress = dict.fromkeys(THEMES, others) | {"touch": touch}
            return turns_after(Household(theme_progress=progress), CONTENT, "touch")["touch"]

        assert [asked_for(100, 0), asked_for(150, 0), asked_for(200, 0)] == [200, 200, 200]
        assert [asked_for(100, 50), asked_for(700, 600)] == [200, 800]

    def test_of_a_theme_that_is_unknown_here_move_nothing_else(self) -> None:
        assert turns_after(Household(), CONTENT, "of_next_year") == dict.fromkeys(THEMES, 0) | {"of_next_year": 100}


class TestTheNext:
    """The theme that is least far on, never the last one."""

    def found(self, household: Household, seeds: int = 30) -> set[str]:
        """What comes on any of so many evenings."""
        return {choose_theme(household, CONTENT, seed) for seed in range(seeds)}

    def test_is_the_least_far_on(self) -> None:
        progress = dict.fromkeys(THEMES, 100)
        assert self.found(Household(theme="touch", theme_progress=progress | {"rituals": 99})) == {"rituals"}

    def test_is_one_that_was_never_had(self) -> None:
        progress = dict.fromkeys({*THEMES} - {"rituals"}, 1)
        assert self.found(Household(theme="touch", theme_progress=progress)) == {"rituals"}

    def test_is_not_the_last_one_nor_one_that_is_left_out(self) -> None:
        household = Household(theme="touch", theme_progress=dict.fromkeys(THEMES, 100))
        found = {choose_theme(household, CONTENT, seed, ("empathy",)) for seed in range(100)}
        assert found == {*THEMES} - {"touch", "empathy"}

    def test_where_all_are_left_out_is_any(self) -> None:
        assert choose_theme(Household(theme="touch"), CONTENT, 1, tuple(THEMES)) in THEMES

    def test_is_another_one_on_the_first_evening_where_listening_is_left_out(self) -> None:
        found = {choose_theme(Household(), CONTENT, seed, ("communication",)) for seed in range(100)}
        assert found == {*THEMES} - {"communication", "conflict"}

    def test_is_arguing_like_any_other_after_the_first_round(self) -> None:
        household = Household(theme="touch", theme_progress=dict.fromkeys(THEMES, 100))
        assert "conflict" in self.found(household, 60)

    def test_is_the_one_that_weighs_most_where_they_are_alike(self) -> None:
        progress = dict.fromkeys(THEMES, 100)
        leaning = {"conflict": 0.5, "rituals": 0.55}
        household = Household(theme="touch", theme_progress=progress, leaning=leaning)
        assert self.found(household) == {"rituals"}


def test_a_weight_is_noted_for_its_theme_alone_in_hundredths_and_let_go_at_nothing() -> None:
    def after(first: int) -> dict[str, float]:
        checkin = CheckIn(evening=DAY, length="short", theme="touch", steps=(Step("ritual"),), first=first)
        return leaning_after(Household(leaning={"empathy": 0.5, "touch": 0.333}), checkin)

    assert after(3) == {"empathy": 0.5, "touch": 0.83}
    assert after(9) == {"empathy": 0.5}
