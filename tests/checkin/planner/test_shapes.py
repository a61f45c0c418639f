# SPDX-License-Identifier: Apache-2.0
"""The kinds of evenings, and how long they take."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.checkin.model.household import (
    Finished,
    Household,
)
from skill.checkin.model.plan import CheckIn, Shape
from skill.checkin.planner.evening import STEP_TALK_S, TALK_S, Wish, plan_evening
from skill.checkin.planner.shapes import EVERYWHERE, FIRST_SHAPES, MARK_OF, OF_MOOD, OF_THEME, STEPS, choose_shape
from skill.content.types import Length, Mood

from ..couple import CONTENT
from .weeks import DAY, THEMES, lived, questions_of, settled


@cache
def some_plans(length: Length) -> list[CheckIn]:
    """Plans about all themes, in all shapes."""
    lately: tuple[tuple[Shape, ...], ...] = (
        FIRST_SHAPES,
        ("play", "touch", "plan"),
        ("thank_you", "remember", "listen"),
    )
    return [
        plan_evening(settled(shapes=lately[seed % 3]), CONTENT, seed, DAY, Wish(length=length, theme=THEMES[seed % 7]))
        for seed in range(210)
    ]


class TestTheShapes:
    """Evenings that follow each other are different ones."""

    @given(st.integers(0, 1000))
    def test_none_of_the_last_two_comes_again_and_none_is_had_all_the_time(self, seed: int) -> None:
        household, found = Household(), []
        themes = lived(household, 30, seed)
        for evening, theme in enumerate(themes):
            shape = choose_shape(household, seed + evening, theme, None, False)
            assert shape in (*EVERYWHERE, *OF_THEME[theme]) or evening < len(FIRST_SHAPES)
            household = replace(household, shapes=(*household.shapes, shape)[-10:])
            found.append(shape)
        assert tuple(found[: len(FIRST_SHAPES)]) == FIRST_SHAPES
        assert all(one not in found[at + 1 : at + 3] for at, one in enumerate(found))
        assert max(Counter(found).values()) <= 0.3 * len(found)
        assert {*EVERYWHERE} <= {*found}

    @pytest.mark.parametrize("length", ["short", "standard", "long"])
    @pytest.mark.parametrize("evening", range(len(FIRST_SHAPES)))
    def test_the_first_evenings_open_on_nothing_heavy(self, evening: int, length: Length) -> None:
        finished = tuple(Finished(DAY - timedelta(days=evening - day), "standard") for day in range(evening))
        household = Household(shapes=FIRST_SHAPES[:evening], finished=finished)
        for seed in range(70):
            plan = plan_evening(household, CONTENT, seed, DAY, Wish(length=length, theme=THEMES[seed % 7]))
            first = plan.steps[0]
            assert first.kind != "question" or CONTENT.questions[first.number].tone != "heavy"

    def test_who_begins_is_settled_without_a_room_by_two_who_are_apart(self) -> None:
        apart = {plan_evening(settled(names=()), CONTENT, seed, DAY, Wish(apart=True)).starter for seed in range(300)}
        together = {plan_evening(settled(names=()), CONTENT, seed, DAY, Wish()).starter for seed in range(300)}
        in_one_room = {number for number, starter in CONTENT.first.items() if starter.one_room}
        assert in_one_room
        assert in_one_room <= together
        assert not in_one_room & apart
        assert 0 not in apart

    @each_case("mood", OF_MOOD)
    def test_what_they_ask_for_is_what_they_get_on_the_first_evening_too(self, mood: Mood) -> None:
        for household in (Household(), settled(), settled(shapes=("play", "plan"))):
            assert choose_shape(household, 3, "rituals", mood, False) in OF_MOOD[mood]

    @each_case(("topic", "shape"), [("past", "remember"), ("money", "two_questions")])
    def test_a_topic_that_they_ask_for_is_what_they_talk_about_first(self, topic: str, shape: str) -> None:
        for household in (Household(), settled(), settled(shapes=("remember", "two_questions"))):
            plan = plan_evening(household, CONTENT, 3, DAY, Wish(topic=topic))
            assert (plan.shape, plan.steps[0].kind) == (shape, "question")
            assert topic in CONTENT.questions[plan.steps[0].number].topics

    def test_two_who_are_apart_are_not_asked_to_touch(self) -> None:
        household = settled()
        shapes = {choose_shape(household, seed, "touch", None, True) for seed in range(100)}
        assert "touch" not in shapes
        assert len(shapes) > 2

    @pytest.mark.parametrize("theme", THEMES)
    def test_of_a_marked_kind_all_questions_carry_the_mark(self, theme: str) -> None:
        for seed in range(30):
            plan = plan_evening(settled(), CONTENT, seed, DAY, Wish(length="long", theme=theme))
            if plan.shape in MARK_OF:
                assert all(MARK_OF[plan.shape] in CONTENT.questions[number].shapes for number in questions_of(plan))

    def test_of_one_theme_are_had_on_its_evenings_alone(self) -> None:
        plans = some_plans("standard")
        of_theme = {shape for shapes in OF_THEME.values() for shape in shapes}
        assert {plan.shape for plan in plans} >= of_theme
        assert all(plan.shape in OF_THEME[plan.theme] for plan in plans if plan.shape in of_theme)


class TestTheLengths:
    """Three, ten and twenty minutes, whatever the shape."""

    @pytest.mark.parametrize(("length", "minutes"), [("short", 3), ("standard", 10), ("long", 20)])
    def test_are_what_is_promised_of_them(self, length: Length, minutes: int) -> None:
        plans = some_plans(length)
        shares = []
        for plan in plans:
            talk = sum(TALK_S[plan.length] if step.kind in ("question", "swap") else 0 for step in plan.steps)
            talk += sum(STEP_TALK_S.get(step.kind, 0) for step in plan.steps)
            shares.append(talk / 60 / minutes)
        assert {plan.shape for plan in plans} == {*STEPS}
        assert max(shares) <= 1.1
        assert sum(shares) / len(shares) >= 0.6

    def test_a_standard_evening_takes_four_to_nine_turns_with_its_greeting_and_its_goodbye(self) -> None:
        for plan in some_plans("standard"):
            assert 4 <= len(plan.steps) + 2 <= 9

    def test_a_long_one_has_more_pieces_than_a_standard_one_and_that_more_than_a_short_one(self) -> None:
        for pieces in STEPS.values():
            assert len(pieces["short"]) < len(pieces["standard"]) < len(pieces["long"])

    def test_a_short_one_is_not_rated(self) -> None:
        rated: dict[str, bool] = {}
        unrated = settled(
            finished=settled().finished[:1] + tuple(Finished(DAY - timedelta(days=1), "short") for _ in "12")
        )
        unrated = replace(unrated, finished=tuple(replace(one, first=None, second=None) for one in unrated.finished))
        for length in ("short", "standard", "long"):
            plan = plan_evening(unrated, CONTENT, 1, DAY, Wish(length=length))  # type: ignore[arg-type]
            rated[length] = "rate" in [step.kind for step in plan.steps]
        assert rated == {"short": False, "standard": True, "long": True}


UNRATED = tuple(replace(one, first=None, second=None) for one in settled().finished)


def rated_ago(days: int) -> Household:
    """Settled, and rated so many days ago for the last time."""
    return settled(finished=(Finished(DAY - timedelta(days=days), "standard", 7, 8), *UNRATED))


HELD = {
    "two_questions": ("1", "1 2", "1 2 practice 3"),
    "one_question": ("1", "appreciate 3", "appreciate 2 practice 3"),
    "thank_you": ("appreciate appreciate", "appreciate 1 appreciate", "appreciate 1 appreciate 2"),
    "remember": ("1", "1 2", "1 2 2 appreciate"),
    "play": ("1 1", "1 1 1 1", "1 1 1 1 2 experience"),
    "plan": ("1", "1 plan experience", "1 2 plan experience"),
    "listen": ("1", "practice 2", "practice 1 2 appreciate"),
    "touch": ("touch 1", "touch 1 practice", "touch 1 practice 2"),
    "understand": ("1", "2 practice", "1 2 practice 3"),
}
"""What each kind of evening holds, short, standard and long: for a question its depth."""


@each_case("shape", HELD)
def test_an_evening_holds_what_its_kind_promises(shape: Shape) -> None:
    theme = next(theme for theme in THEMES if shape in (*OF_THEME[theme], *EVERYWHERE))
    longest_ago = settled(shapes=tuple(other for other in STEPS if other != shape))
    lengths: dict[Length, str] = dict(zip(("short", "standard", "long"), HELD[shape], strict=True))
    for length, held in lengths.items():
        plan = plan_evening(longest_ago, CONTENT, 1, DAY, Wish(length=length, theme=theme))
        told = [
            str(CONTENT.questions[step.number].depth) if step.kind == "question" else step.kind
            for step in plan.steps
            if step.kind not in ("swap", "rate", "ritual")
        ]
        assert (plan.shape, " ".join(told)) == (shape, held)


@pytest.mark.parametrize(
    ("days", "offered"), [(7, False), (8, True)], ids=["after a week not yet", "on the day after it again"]
)
def test_closeness_is_asked_about_on_another_weekday_each_time(days: int, offered: bool) -> None:
    for household in (settled(rating_offered=DAY - timedelta(days=days), finished=UNRATED), rated_ago(days)):
        plan = plan_evening(household, CONTENT, 1, DAY, Wish())
        assert ("rate" in [step.kind for step in plan.steps]) == offered
