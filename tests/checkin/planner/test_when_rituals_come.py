# SPDX-License-Identifier: Apache-2.0
"""Rituals at the edges of their days, hours and months: how long each rests, and what it is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual, Suggested
from skill.checkin.model.household import Household
from skill.checkin.planner.rituals import choose_ritual, moments_for, ritual_due, season_of
from skill.content.types import Content, Ritual

from ..couple import CONTENT
from .weeks import DAY

WALK = next(number for number, ritual in CONTENT.rituals.items() if ritual.id == "evening_walk")


def suggested(**ago: int) -> tuple[Suggested, ...]:
    """Rituals (`r1`, `r2`) that were suggested so many days ago."""
    rows = sorted((DAY - timedelta(days=days), int(name[1:])) for name, days in ago.items())
    return tuple(Suggested(day, (number,)) for day, number in rows)


def due(first_week: bool = False, offered: int | None = None, **kept: Any) -> str | None:
    """What is due of a ritual that was `chosen`, `asked` about and `planned` so many days ago, where there is one."""
    days = {name: DAY - timedelta(days=kept[name]) for name in ("chosen", "asked", "planned") if name in kept}
    ritual = KeptRitual(number=WALK, times=kept.get("times", 0), **days) if kept else None
    household = Household(ritual=ritual, suggested=suggested(r1=offered) if offered is not None else ())
    return ritual_due(household, DAY, first_week)


class TestWhenOneIsDue:
    """A new one once a week, the one they have after three days, and none before its day."""

    @each_case(("offered", "found"), [(None, "new"), (0, None), (6, None), (7, "new"), (8, "new")])
    def test_a_new_one_comes_a_week_after_the_last(self, offered: int | None, found: str | None) -> None:
        assert due(offered=offered) == found
        assert due(first_week=True, offered=offered) == "new"

    @each_case(("chosen", "found"), [(0, None), (2, None), (3, "again"), (6, "again")])
    def test_theirs_comes_three_days_after_they_chose_it(self, chosen: int, found: str | None) -> None:
        assert due(offered=chosen, chosen=chosen) == found
        assert due(first_week=True, offered=chosen, chosen=chosen) == found

    @each_case(("asked", "found"), [(2, None), (3, "again")])
    def test_or_three_days_after_they_were_asked_about_it(self, asked: int, found: str | None) -> None:
        assert due(offered=1, chosen=20, asked=asked) == found

    def test_chosen_anew_counts_where_it_is_later_than_asked(self) -> None:
        assert due(offered=1, chosen=2, asked=9) is None

    @each_case(("planned", "found"), [(-1, None), (0, None), (1, "again")])
    def test_theirs_comes_only_after_the_day_they_named(self, planned: int, found: str | None) -> None:
        assert due(offered=1, chosen=9, planned=planned) == found

    @each_case(("times", "found"), [(0, "new"), (1, "new"), (2, "again"), (5, "again"), (6, "new"), (9, "new")])
    def test_something_new_comes_unless_theirs_is_taking_root(self, times: int, found: str) -> None:
        assert due(offered=9, chosen=9, times=times) == found
        assert due(offered=6, chosen=9, times=times) == "again"


def ritual(number: int, *moments: str, seasons: tuple[str, ...] = (), apart: str | None = None) -> Ritual:
    return replace(
        CONTENT.rituals[WALK],
        number=number,
        id=f"ritual_{number}",
        moments=moments or ("evening",),  # type: ignore[arg-type]
        seasons=seasons,  # type: ignore[arg-type]
        apart=apart,
    )


def of(*rituals: Ritual) -> Content:
    """The content with some rituals alone."""
    return replace(CONTENT, rituals={one.number: one for one in rituals})


def chosen(content: Content, household: Household | None = None, seeds: int = 30, **more: Any) -> set[int]:
    """What comes on any of so many evenings."""
    return {choose_ritual(household or Household(), content, seed, DAY, **more) for seed in range(seeds)}


TWO = of(ritual(1), ritual(2))


class TestWhichOneComes:
    """One that fits the moment, the season and the place, and has rested."""

    @each_case(("ago", "rests"), [(0, True), (14, True), (15, False)])
    def test_what_was_suggested_rests_for_two_weeks(self, ago: int, rests: bool) -> None:
        household = Household(suggested=suggested(r1=ago))
        assert chosen(TWO, household) == ({2} if rests else {1, 2})

    @each_case(("ago", "rests"), [(0, True), (4, True), (5, False)])
    def test_what_they_like_rests_for_four_days(self, ago: int, rests: bool) -> None:
        household = Household(suggested=suggested(r1=ago), happened=(1, 1))
        assert (1 not in chosen(TWO, household)) == rests

    def test_what_happened_once_is_not_yet_liked(self) -> None:
        assert chosen(TWO, Household(suggested=suggested(r1=5), happened=(1, 2))) == {2}

    def test_on_one_evening_of_three_it_is_one_that_they_like(self) -> None:
        liked = Household(happened=(1, 1), played={"rituals": (1,)})
        times = [choose_ritual(liked, TWO, seed, DAY) for seed in range(600)].count(1)
        assert 170 < times < 230

    def test_or_one_for_the_same_moments(self) -> None:
        content = of(ritual(1, "morning"), ritual(2, "morning"), ritual(3, "evening"))
        liked = Household(happened=(1, 1), suggested=suggested(r1=1), played={"rituals": (1, 2)})
        times = [choose_ritual(liked, content, seed, DAY) for seed in range(600)]
        assert 170 < times.count(2) < 230
        assert times.count(1) == 0

    def test_where_none_is_like_it_it_is_any(self) -> None:
        content = of(ritual(1, "morning"), ritual(3, "evening"))
        assert chosen(content, Household(happened=(1, 1), suggested=suggested(r1=1))) == {3}
        assert chosen(content, Household(happened=(9, 9))) == {1, 3}

    def test_it_is_not_the_one_they_have_nor_one_they_turned_down(self) -> None:
        three = of(ritual(1), ritual(2), ritual(3))
        kept = Household(ritual=KeptRitual(number=1, chosen=DAY))
        assert chosen(three, kept) == {2, 3}
        assert chosen(three, kept, leave_out=(2,)) == {3}

    def test_for_the_moment_comes_before_what_is_not(self) -> None:
        content = of(ritual(1, "morning"), ritual(2, "evening", "bedtime"), ritual(3, "mealtime"))
        assert chosen(content, moments=("bedtime", "mealtime")) == {2, 3}
        assert chosen(content, moments=("reunion",)) == {1, 2, 3}
        rests = Household(suggested=suggested(r2=1))
        assert chosen(content, rests, moments=("bedtime",)) == {1, 3}

    def test_where_nothing_has_rested_what_was_played_longest_ago_for_the_moment_comes(self) -> None:
        content = of(ritual(1, "morning"), ritual(2, "evening"), ritual(3, "evening"))
        household = Household(suggested=suggested(r1=3, r2=2, r3=1), played={"rituals": (1, 3, 2)})
        assert chosen(content, household, moments=("evening",)) == {3}
        assert chosen(content, household, moments=("reunion",)) == {1}

    def test_one_of_another_season_does_not_come(self) -> None:
        content = of(ritual(1, seasons=("winter",)), ritual(2, seasons=("summer", "autumn")), ritual(3))
        assert chosen(content, season="winter") == {1, 3}
        assert chosen(content, season="autumn") == {2, 3}
        assert chosen(content, season="spring") == {3}
        assert chosen(content) == {1, 2, 3}

    def test_for_two_in_two_places_it_is_one_that_goes_there(self) -> None:
        content = of(ritual(1), ritual(2, apart="Call each other."))
        assert chosen(content, apart=True) == {2}
        assert chosen(content) == {1, 2}

    def test_where_all_is_left_out_some_ritual_comes_all_the_same(self) -> None:
        content = of(ritual(1, seasons=("winter",)), ritual(2))
        assert chosen(content, leave_out=(1, 2), season="summer") == {2}
        assert chosen(of(ritual(1, seasons=("winter",))), season="summer") == {1}


@each_case(
    ("hours", "first", "moments"),
    [
        ((15, 23, 0, 3), "evening", {"evening", "bedtime", "morning", "mealtime"}),
        ((4, 5, 12, 14), "morning", {"morning", "mealtime", "parting", "reunion", "evening"}),
    ],
)
def test_what_is_left_of_the_day_tells_what_a_ritual_may_be_for(
    hours: tuple[int, ...], first: str, moments: set[str]
) -> None:
    for hour in hours:
        found = [moments_for(hour, weekday) for weekday in range(7)]
        assert {one[0] for one in found} == {first}
        assert [{*one} - moments for one in found] == [set()] * 3 + [{"weekend"}] * 3 + [set()]
        assert all(moments <= {*one} for one in found)


@each_case(
    ("months", "north", "south"),
    [
        ((12, 1, 2), "winter", "summer"),
        ((3, 4, 5), "spring", "autumn"),
        ((6, 7, 8), "summer", "winter"),
        ((9, 10, 11), "autumn", "spring"),
    ],
)
def test_a_season_has_three_months_and_is_the_other_one_south_of_the_equator(
    months: tuple[int, ...], north: str, south: str
) -> None:
    assert {season_of(month, country) for month in months for country in ("US", "GB", "IN")} == {north}
    assert {season_of(month, country) for month in months for country in ("AU", "NZ", "ZA", "BR")} == {south}
