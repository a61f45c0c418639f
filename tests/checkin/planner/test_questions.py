# SPDX-License-Identifier: Apache-2.0
"""Questions of an evening: they deepen, fit what was asked for, and leave out what is avoided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.choosing import with_played
from skill.checkin.model.household import (
    Finished,
    Household,
)
from skill.checkin.planner import questions
from skill.checkin.planner.evening import Wish, plan_evening
from skill.checkin.planner.questions import (
    AS_GOOD_AS_NEW,
    DEEPEST,
    DEEPEST_FROM,
    EARNED_BY_QUESTIONS,
    UNWARMED_MAX,
    Wanted,
    choose_question,
    depth_max,
    is_for_two,
)
from skill.checkin.planner.shapes import FIRST_SHAPES, MARK_OF, OF_MOOD
from skill.content.types import Length, Mood, Topic

from ..couple import CONTENT
from .weeks import DAY, THEMES, heard, questions_of, settled


class TestTheQuestions:
    """They deepen within an evening, also when a depth is used up, and over the weeks."""

    @pytest.mark.parametrize("theme", THEMES)
    @pytest.mark.parametrize("length", ["standard", "long"])
    def test_deepen_evening_after_evening_and_none_comes_twice(self, theme: str, length: Length) -> None:
        household, asked = settled(theme=theme), []
        for seed in range(50):
            plan = plan_evening(household, CONTENT, seed, DAY, Wish(length=length, theme=theme))
            numbers = questions_of(plan)
            depths = [CONTENT.questions[number].depth for number in numbers]
            assert depths == sorted(depths)
            asked += numbers
            household = heard(household, plan)
        assert len(set(asked)) == len(asked)

    def test_a_depth_that_is_used_up_gives_way_to_a_deeper_one(self) -> None:
        used = tuple(n for n, one in CONTENT.questions.items() if one.theme == "touch" and one.depth == 2)
        number = choose_question(Household(played={"questions": used}), CONTENT, 3, Wanted(theme="touch", depth=2))
        assert number is not None
        assert CONTENT.questions[number].depth == 3

    def test_of_a_theme_all_come_before_one_of_another(self) -> None:
        household, asked = Household(), []
        whole = {n for n, one in CONTENT.questions.items() if one.theme == "touch" and not one.asked_only}
        for seed in range(len(whole)):
            number = choose_question(household, CONTENT, seed, Wanted(theme="touch", depth=seed % 3 + 1))
            assert number is not None
            asked.append(number)
            household = replace(household, played=with_played(household.played, "questions", number))
        assert set(asked) == whole
        beyond = choose_question(household, CONTENT, 1, Wanted(theme="touch", depth=1))
        assert beyond is not None
        assert beyond not in whole

    @each_case("wanted", [Wanted(theme="touch", depth=2), Wanted(theme="touch", mark="remember", depth=1)])
    def test_of_an_evening_all_played_one_from_long_ago_comes_before_a_new_one_of_something_else(
        self, wanted: Wanted
    ) -> None:
        def own(number: int) -> bool:
            question = CONTENT.questions[number]
            return question.theme == wanted.theme or wanted.mark in question.shapes

        whole = [number for number, question in CONTENT.questions.items() if own(number)]
        others = [number for number in CONTENT.questions if not own(number)]
        played = (*whole, *others[:AS_GOOD_AS_NEW])
        again = choose_question(Household(played={"questions": played}), CONTENT, 1, wanted)
        assert again in whole
        assert again not in played[-AS_GOOD_AS_NEW:]

    @pytest.mark.parametrize("check_ins", range(6))
    def test_never_go_deepest_in_the_first_three_check_ins(self, check_ins: int) -> None:
        days = [DAY - timedelta(days=ago + 1) for ago in range(check_ins)]
        household = Household(finished=tuple(Finished(day, "long") for day in reversed(days)))
        depths = {
            CONTENT.questions[number].depth
            for seed in range(40)
            for number in questions_of(
                plan_evening(household, CONTENT, seed, DAY, Wish(length="long", mood="deep" if seed % 2 else None))
            )
        }
        assert (DEEPEST in depths) == (check_ins >= DEEPEST_FROM)

    @each_case(
        ("asked", "check_ins", "deepest"),
        [
            (0, 0, 2),
            (UNWARMED_MAX, 0, 2),
            (UNWARMED_MAX - 1, DEEPEST_FROM, 2),
            (UNWARMED_MAX, DEEPEST_FROM, 3),
            (EARNED_BY_QUESTIONS - 1, 0, 2),
            (EARNED_BY_QUESTIONS, 0, 3),
        ],
    )
    def test_without_a_warm_up_go_deepest_only_where_that_was_earned(
        self, asked: int, check_ins: int, deepest: int
    ) -> None:
        household = Household(played={"questions": tuple(range(1, asked + 1))})
        assert depth_max(household, check_ins, warmed_up=False) == deepest

    @pytest.mark.parametrize("topic", ["money", "sex", "family", "past"])
    def test_about_what_they_avoid_come_where_they_ask_for_it_and_never_else(self, topic: Topic) -> None:
        household = settled(avoided=(topic,))
        for seed in range(60):
            asked_for = choose_question(household, CONTENT, seed, Wanted(topic=topic))
            other = choose_question(household, CONTENT, seed, Wanted())
            assert asked_for is not None
            assert other is not None
            assert topic in CONTENT.questions[asked_for].topics
            assert topic not in CONTENT.questions[other].topics

    def test_of_an_evening_of_plans_or_play_are_about_that_from_the_first_week_on(self) -> None:
        for seed in range(30):
            plan = plan_evening(Household(shapes=FIRST_SHAPES), CONTENT, seed, DAY, Wish())
            asked = [CONTENT.questions[number] for number in questions_of(plan)]
            assert plan.shape not in MARK_OF or not any(question.modelled for question in asked)

    @each_case("mood", OF_MOOD)
    def test_in_a_mood_are_of_that_mood(self, mood: Mood) -> None:
        numbers = {choose_question(settled(), CONTENT, seed, Wanted(mood=mood)) for seed in range(40)}
        assert {CONTENT.questions[number].mood for number in numbers if number} == {mood}
        assert len(numbers) > 10

    def test_that_are_asked_for_only_never_come_by_themselves(self) -> None:
        hidden = {number for number, question in CONTENT.questions.items() if question.asked_only}
        household = settled()
        for seed in range(len(CONTENT.questions) + 50):
            number = choose_question(household, CONTENT, seed, Wanted())
            assert number is not None
            assert number not in hidden
            household = replace(household, played=with_played(household.played, "questions", number))

    def test_for_one_alone_ask_nothing_about_each_other(self) -> None:
        plans = [plan_evening(settled(), CONTENT, seed, DAY, Wish(length="short", solo=True)) for seed in range(200)]
        assert all(not is_for_two(CONTENT.questions[number]) for plan in plans for number in questions_of(plan))
        assert {tuple(step.kind for step in plan.steps) for plan in plans} == {("question",)}


def test_each_thread_has_the_pools_of_its_own_content(monkeypatch: pytest.MonkeyPatch) -> None:
    class AtOnce(list[Any]):
        """Pools to which another thread adds those of its content at the same moment."""

        def append(self, made: Any) -> None:
            super().append(made)
            super().append((without, questions.Pools(without)))

    without = replace(CONTENT, questions={})
    monkeypatch.setattr(questions, "_pools", AtOnce())
    assert questions.pools_of(CONTENT).theme_of.keys() == CONTENT.questions.keys()


class TestInstead:
    """What comes in place of a question that was turned down, and where there is little time."""

    @each_case("topic", ["children", "family", "money", "work", "health"])
    def test_is_about_something_else(self, topic: str) -> None:
        for seed in range(40):
            number = choose_question(Household(), CONTENT, seed, Wanted(theme="conflict", unlike=(topic,)))
            assert number is not None
            assert topic not in CONTENT.questions[number].topics

    def test_asked_for_that_very_topic_it_comes_all_the_same(self) -> None:
        number = choose_question(Household(), CONTENT, 1, Wanted(topic="money", unlike=("money",)))
        assert number is not None
        assert "money" in CONTENT.questions[number].topics

    def test_who_is_always_in_a_hurry_hears_those_it_is_built_on_within_a_week(self) -> None:
        household, asked = Household(), set[int]()
        for day in range(7):
            plan = plan_evening(household, CONTENT, day, DAY + timedelta(days=day), Wish(length="short"))
            asked |= {*questions_of(plan)}
            household = heard(household, plan)
            household = replace(household, finished=(*household.finished, Finished(DAY + timedelta(days=day), "short")))
        assert {number for number, one in CONTENT.questions.items() if one.modelled} <= asked

    @pytest.mark.parametrize("done", [1, 2, 20])
    def test_nobody_in_a_hurry_is_asked_anything_deep_or_heavy(self, done: int) -> None:
        lengths: tuple[Length, ...] = ("standard", "short")
        household = settled(finished=tuple(Finished(DAY - timedelta(days=n + 1), lengths[n % 2]) for n in range(done)))
        for seed in range(60):
            for number in questions_of(plan_evening(household, CONTENT, seed, DAY, Wish(length="short"))):
                asked = CONTENT.questions[number]
                assert asked.mood != "deep"
                assert asked.tone != "heavy"

    def test_children_are_asked_about_only_where_they_ask_for_that(self) -> None:
        hurting = {n for n, one in CONTENT.questions.items() if "children" in one.topics and one.mood != "funny"}
        for seed in range(300):
            number = choose_question(Household(), CONTENT, seed, Wanted())
            assert number not in hurting or CONTENT.questions[number].topics != ("children",)
        asked = choose_question(Household(), CONTENT, 1, Wanted(topic="children"))
        assert asked is not None
        assert "children" in CONTENT.questions[asked].topics


def test_who_is_in_two_places_is_asked_nothing_about_touch_unless_they_ask_for_it() -> None:
    apart = Household(homes="two", theme="empathy", finished=(Finished(DAY - timedelta(days=1), "standard"),) * 5)
    for seed in range(60):
        plan = plan_evening(apart, CONTENT, seed, DAY, Wish(apart=True))
        assert plan.theme != "touch"
        assert all(CONTENT.questions[number].theme != "touch" for number in questions_of(plan))
        number = choose_question(apart, CONTENT, seed, Wanted(mood="deep"))
        assert number is not None
        assert CONTENT.questions[number].theme != "touch"
        asked_for = choose_question(apart, CONTENT, seed, Wanted(theme="touch"))
        assert asked_for is not None
        assert CONTENT.questions[asked_for].theme == "touch"
