# SPDX-License-Identifier: Apache-2.0
"""Rituals: when one is due, and which one it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cases import each_case

from skill.checkin.model.deck_numbers import LIKED_TIMES, KeptRitual, with_happened, with_suggested
from skill.checkin.model.household import Household
from skill.checkin.model.session import State
from skill.checkin.planner.rituals import (
    AGAIN_EVERY_DAYS,
    NEW_EVERY_DAYS,
    choose_ritual,
    moments_for,
    ritual_due,
    season_of,
)

from ..couple import CONTENT, Couple
from .weeks import DAY

WALK = next(number for number, ritual in CONTENT.rituals.items() if ritual.id == "evening_walk")


class TestTheRitual:
    """It fits the moment and the season, and rests for two weeks, unless they like it."""

    moments = moments_for(21, 3)

    def chosen(self, household: Household, evening: date = DAY, **more: object) -> int:
        return choose_ritual(household, CONTENT, evening.toordinal(), evening, self.moments, **more)  # type: ignore[arg-type]

    def test_nothing_comes_again_within_two_weeks_however_many_they_ask_for(self) -> None:
        household, last = Household(), {}
        for days in range(60):
            evening = DAY + timedelta(days=days)
            for _ in range(4):
                number = self.chosen(household, evening)
                assert number not in last or (evening - last[number]).days > 14
                last[number] = evening
                household = with_suggested(household, evening, number)

    def test_where_everything_for_the_moment_rests_one_for_another_moment_comes(self) -> None:
        reunion = [number for number, ritual in CONTENT.rituals.items() if "reunion" in ritual.moments]
        household = Household()
        for days, number in enumerate(reunion):
            household = with_suggested(household, DAY - timedelta(days=days % 14), number)
        assert choose_ritual(household, CONTENT, 1, DAY, ("reunion",)) not in reunion

    def test_what_they_keep_already_is_not_suggested(self) -> None:
        household = Household(ritual=KeptRitual(number=WALK, chosen=DAY))
        assert WALK not in {self.chosen(household, DAY + timedelta(days=days)) for days in range(400)}

    def test_what_happened_twice_comes_again_soon_and_now_and_then(self) -> None:
        played = {"rituals": (WALK,)}
        once = Household(happened=(WALK,), played=played)
        liked = Household(happened=with_happened((WALK,), WALK), played=played)
        days = [DAY + timedelta(days=days) for days in range(90)]
        assert WALK not in {self.chosen(once, day) for day in days}
        times = sum(self.chosen(liked, day) == WALK for day in days)
        assert 15 <= times <= 45
        suggested = with_suggested(liked, DAY, WALK)
        assert WALK not in {self.chosen(suggested, DAY + timedelta(days=rest)) for rest in range(1, 5)}
        assert WALK in {self.chosen(suggested, DAY + timedelta(days=rest)) for rest in range(5, 14)}

    def test_what_they_like_brings_others_for_the_same_moments(self) -> None:
        goodbye = next(number for number, ritual in CONTENT.rituals.items() if ritual.moments == ("parting",))
        played = {"rituals": (goodbye,)}
        household = with_suggested(Household(happened=(goodbye, goodbye), played=played), DAY, goodbye)
        moments = ("morning", "mealtime", "parting", "reunion", "evening")

        def at_parting(of: Household) -> int:
            seeds = range(300)
            numbers = (choose_ritual(of, CONTENT, seed, DAY, moments) for seed in seeds)
            return sum("parting" in CONTENT.rituals[number].moments for number in numbers)

        assert at_parting(household) > at_parting(Household(played=played)) + 40

    @pytest.mark.parametrize("season", ["winter", "spring", "summer", "autumn"])
    def test_it_fits_the_season(self, season: str) -> None:
        numbers = {choose_ritual(Household(), CONTENT, seed, DAY, (), season) for seed in range(400)}
        found = {CONTENT.rituals[number].seasons for number in numbers}
        assert len(found) > 1
        assert all(season in seasons for seasons in found if seasons)

    @each_case(
        ("month", "country", "season"),
        [(1, "US", "winter"), (1, "AU", "summer"), (7, "GB", "summer"), (7, "AU", "winter"), (10, "IN", "autumn")],
    )
    def test_the_season_is_that_of_their_half_of_the_world(self, month: int, country: str, season: str) -> None:
        assert season_of(month, country) == season

    def test_for_two_who_are_apart_it_goes_without_the_other_one_in_the_room(self, couple: Couple) -> None:
        couple.open_skill()
        couple.say("apart")
        couple.say("no")
        couple.to_ritual("short")
        assert couple.session.entry is not None
        told = CONTENT.rituals[couple.session.entry.number].apart
        assert told
        assert told in couple.words
        numbers = {choose_ritual(Household(), CONTENT, seed, DAY, self.moments, apart=True) for seed in range(300)}
        assert all(CONTENT.rituals[number].apart for number in numbers)

    def test_one_who_is_alone_gets_a_question_and_no_ritual(self, couple: Couple) -> None:
        couple.open_skill()
        couple.say("solo")
        for _ in range(3):
            assert couple.state is not State.RITUAL
            couple.later(hours=0.05)
            couple.open_skill()
        assert couple.household.suggested == ()

    def test_choosing_it_once_more_keeps_how_often_it_happened(self, returning: Couple) -> None:
        returning.open_skill()
        returning.say("yes")
        returning.say("choose_ritual", ritual="evening_walk")
        assert returning.household.ritual is not None
        assert returning.household.ritual.times == 1
        returning.later(days=2)
        assert returning.open_skill()
        assert returning.lines()[-1] == "follow_up.again"
        returning.say("yes")
        assert returning.household.happened == (WALK, WALK)


class TestWhenARitualIsDue:
    """A new one at most once a week; in between the one they have, again."""

    def kept(self, chosen: int, times: int = 0, asked: int | None = None, suggested: int | None = None) -> Household:
        """A household with the walk, chosen and asked about so many days ago; something was suggested as many ago."""
        days_ago = {ago: DAY - timedelta(days=ago) for ago in range(60)}
        kept = KeptRitual(
            number=WALK, chosen=days_ago[chosen], times=times, asked=days_ago.get(asked) if asked else None
        )
        return with_suggested(Household(ritual=kept), days_ago[chosen if suggested is None else suggested], WALK)

    def test_is_each_evening_of_the_first_week_until_they_have_one(self) -> None:
        offered = with_suggested(Household(), DAY - timedelta(days=1), WALK)
        assert ritual_due(offered, DAY, first_week=True) == "new"
        assert ritual_due(offered, DAY, first_week=False) is None
        assert ritual_due(offered, DAY + timedelta(days=NEW_EVERY_DAYS - 1), first_week=False) == "new"

    def test_is_the_one_they_have_a_few_days_after_they_chose_it(self) -> None:
        found = [ritual_due(self.kept(days), DAY, first_week=False) for days in range(1, NEW_EVERY_DAYS)]
        assert found == [None] * (AGAIN_EVERY_DAYS - 1) + ["again"] * (NEW_EVERY_DAYS - AGAIN_EVERY_DAYS)

    def test_counts_from_when_they_were_asked_last(self) -> None:
        assert ritual_due(self.kept(6, asked=AGAIN_EVERY_DAYS - 1), DAY, first_week=False) is None
        assert ritual_due(self.kept(6, asked=AGAIN_EVERY_DAYS), DAY, first_week=False) == "again"

    @each_case(("times", "due"), [(0, "new"), (1, "new"), (LIKED_TIMES, "again"), (3 * LIKED_TIMES, "new")])
    def test_after_a_week_brings_something_new_unless_theirs_is_taking_root(self, times: int, due: str) -> None:
        assert ritual_due(self.kept(NEW_EVERY_DAYS, times), DAY, first_week=False) == due

    def test_brings_nothing_new_within_a_week_of_the_last_new_one(self) -> None:
        found = {
            ritual_due(self.kept(30, times, asked=10, suggested=ago), DAY, first_week=False)
            for times in (0, 3 * LIKED_TIMES)
            for ago in range(1, NEW_EVERY_DAYS)
        }
        assert found == {"again"}
