# SPDX-License-Identifier: Apache-2.0
"""What an evening is made of: the rotation of the themes, questions that deepen, rituals that rest."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual, with_happened, with_suggested
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.planner import (
    LOW_RATING,
    STEP_TALK_S,
    TALK_S,
    choose_question,
    choose_ritual,
    choose_theme,
    leaning_after,
    moments_for,
    plan_evening,
    season_of,
    turns_after,
)
from skill.content.types import QUESTION_DEPTHS

from .couple import CONTENT, Couple

DAY = date(2026, 3, 5)
THEMES = [entry.id for entry in CONTENT.themes.values()]
WEEKS_8, YEAR = 56, 365
WALK = next(number for number, ritual in CONTENT.rituals.items() if ritual.id == "evening_walk")


def lived(household: Household, evenings: int, seed: int = 0) -> list[str]:
    """The themes of so many evenings, each begun; and the household's rotation moves on."""
    found = []
    for evening in range(evenings):
        theme = choose_theme(household, CONTENT, seed + evening)
        household = replace(household, theme=theme, theme_progress=turns_after(household, CONTENT, theme))
        found.append(theme)
    return found


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
            (1.0, (None, None), 0.9),
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


class TestTheQuestions:
    """They deepen within an evening, also when a depth is used up."""

    @pytest.mark.parametrize("theme", THEMES)
    def test_deepen_until_the_theme_is_through_and_then_start_over(self, theme: str) -> None:
        household, asked = Household(theme=theme), []
        for seed in range(50):
            plan = plan_evening(household, CONTENT, seed, DAY, "long", theme)
            numbers = [step.number for step in plan.steps if step.kind == "question"]
            depths = [CONTENT.questions[number].depth for number in numbers]
            assert depths == sorted(depths)
            assert len(numbers) == 3
            asked += numbers
            heard = [number for number in household.played.get("questions", ()) if number not in numbers]
            household = replace(household, played={"questions": (*heard, *numbers)})
        whole = sum(question.theme == theme for question in CONTENT.questions.values())
        assert len(set(asked[:whole])) == whole

    def test_a_depth_that_is_used_up_gives_way_to_a_deeper_one(self) -> None:
        used = tuple(n for n, one in CONTENT.questions.items() if one.theme == "touch" and one.depth == 2)
        number = choose_question(Household(played={"questions": used}), CONTENT, 3, "touch", 2)
        assert number is not None
        assert CONTENT.questions[number].depth == 3


class TestTheLengths:
    """Three, ten and twenty minutes."""

    @pytest.mark.parametrize(("length", "minutes"), [("short", 3), ("standard", 10), ("long", 20)])
    def test_are_what_is_promised_of_them(self, length: str, minutes: int) -> None:
        plan = plan_evening(Household(), CONTENT, 1, DAY, length, None)  # type: ignore[arg-type]
        talk = sum(TALK_S[plan.length] if step.kind in ("question", "swap") else 0 for step in plan.steps)
        talk += sum(STEP_TALK_S.get(step.kind, 0) for step in plan.steps)
        assert 0.6 <= talk / 60 / minutes <= 1.1

    def test_a_short_one_has_no_thank_you_and_the_others_have_one(self) -> None:
        kinds = {
            length: [step.kind for step in plan_evening(Household(), CONTENT, 1, DAY, length, None).steps]
            for length in QUESTION_DEPTHS
        }
        assert [kinds[length].count("appreciate") for length in ("short", "standard", "long")] == [0, 1, 1]


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

    @pytest.mark.parametrize(
        ("month", "country", "season"),
        [(1, "US", "winter"), (1, "AU", "summer"), (7, "GB", "summer"), (7, "AU", "winter"), (10, "IN", "autumn")],
    )
    def test_the_season_is_that_of_their_half_of_the_world(self, month: int, country: str, season: str) -> None:
        assert season_of(month, country) == season

    def test_for_one_alone_it_is_said_as_it_goes_for_two_places(self, couple: Couple) -> None:
        couple.open_skill()
        couple.say("solo")
        while couple.state.value == "talk":
            couple.say("next")
        assert couple.session.entry is not None
        assert CONTENT.rituals[couple.session.entry.number].apart in couple.words

    def test_choosing_it_once_more_keeps_how_often_it_happened(self, returning: Couple) -> None:
        returning.open_skill()
        returning.say("yes")
        returning.say("choose_ritual", ritual="evening_walk")
        assert returning.household.ritual is not None
        assert returning.household.ritual.times == 1
        returning.later(days=1)
        assert returning.open_skill()
        assert returning.lines()[1] == "follow_up.lead"
        returning.say("yes")
        assert returning.household.happened == (WALK, WALK)
