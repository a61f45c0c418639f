# SPDX-License-Identifier: Apache-2.0
"""The rotation of the themes, and what ratings change about it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
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

    @pytest.mark.parametrize(
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
