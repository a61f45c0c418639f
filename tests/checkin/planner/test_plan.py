# SPDX-License-Identifier: Apache-2.0
"""What a plan adds to the steps of its shape: an opening, who begins, a rating and a ritual where one is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual, with_suggested
from skill.checkin.model.household import Finished, Household, Month
from skill.checkin.model.plan import CheckIn, Shape, Step
from skill.checkin.planner.evening import Wish, check_ins, kind_of, plan_evening
from skill.checkin.planner.questions import is_for_two
from skill.checkin.planner.shapes import FIRST_SHAPES
from skill.content.types import Length, Mood

from ..couple import CONTENT
from .weeks import DAY, questions_of, settled

WALK = next(number for number, ritual in CONTENT.rituals.items() if ritual.id == "evening_walk")
YESTERDAY = DAY - timedelta(days=1)


def came(times: int, **fields: object) -> Household:
    """A couple who finished so many check-ins, a day each up to yesterday, and rated none."""
    days = [DAY - timedelta(days=ago) for ago in range(times, 0, -1)]
    return settled(finished=tuple(Finished(day, "standard") for day in days), shapes=FIRST_SHAPES[:times], **fields)


def planned(household: Household, seed: int = 1, **wish: object) -> CheckIn:
    return plan_evening(household, CONTENT, seed, DAY, Wish(**wish))  # type: ignore[arg-type]


def last_steps(household: Household, **wish: object) -> list[Step]:
    """The steps of a plan that any evening may have."""
    return [step for step in planned(household, **wish).steps if step.kind in ("rate", "ritual")]


@dataclass
class There:
    """How they are there."""

    solo: bool = False
    apart: bool = False
    length: Length = "standard"


@each_case(
    ("shape", "there", "about"),
    [
        ("two_questions", There(), "two_questions"),
        ("two_questions", There(length="long"), "two_questions"),
        ("two_questions", There(length="short"), "one_question"),
        ("two_questions", There(apart=True), "apart"),
        ("two_questions", There(apart=True, length="short"), "apart"),
        ("play", There(apart=True, length="short"), "play"),
        ("one_question", There(), "one_question"),
        ("one_question", There(solo=True), "solo"),
        ("two_questions", There(solo=True, apart=True), "solo"),
    ],
)
def test_an_opening_is_about_how_they_are_there_or_the_shape(shape: Shape, there: There, about: str) -> None:
    wish = Wish(solo=there.solo, apart=there.apart, length=there.length)
    assert kind_of(shape, wish) == about
    checkin = CheckIn(evening=DAY, length=there.length, theme="touch", steps=(), solo=there.solo, apart=there.apart)
    assert kind_of(shape, checkin) == about


@each_case("wish", [{}, {"solo": True}, {"apart": True}, {"length": "short"}, {"mood": "funny"}])
def test_the_opening_of_a_plan_is_one_of_its_kind(wish: dict[str, object]) -> None:
    plan = planned(settled(), **wish)
    assert CONTENT.openings[plan.opening].about == kind_of(plan.shape, plan)
    again = planned(settled(played={"openings": (plan.opening,)}), **wish)
    assert again.opening != plan.opening


def test_without_an_opening_of_its_kind_a_plan_has_none() -> None:
    without = replace(CONTENT, openings={})
    assert plan_evening(settled(), without, 1, DAY, Wish()).opening == 0


def test_who_begins_is_drawn_for_two_without_names_and_for_nobody_else() -> None:
    assert planned(settled()).starter in CONTENT.first
    assert planned(settled(), solo=True).starter == 0
    assert planned(settled(names=("Sam", "Alex"))).starter == 0
    assert plan_evening(settled(), replace(CONTENT, first={}), 1, DAY, Wish()).starter == 0


def test_one_starter_of_three_is_playful() -> None:
    drawn = [CONTENT.first[planned(settled(), seed).starter] for seed in range(300)]
    assert 0.28 < sum(starter.playful for starter in drawn) / 300 < 0.39


class TestTheRitual:
    """The last step, where one is due."""

    def test_is_a_new_one_each_evening_of_the_first_three_check_ins(self) -> None:
        offered = [with_suggested(came(times), YESTERDAY, WALK) for times in range(5)]
        assert [last_steps(household, length="short") for household in offered] == [[Step("ritual")]] * 3 + [[]] * 2

    @each_case(("ago", "steps"), [(2, []), (3, [Step("ritual", WALK)])])
    def test_is_the_one_they_have_after_some_days(self, ago: int, steps: list[Step]) -> None:
        kept = KeptRitual(number=WALK, chosen=DAY - timedelta(days=ago))
        household = with_suggested(came(4, ritual=kept), DAY - timedelta(days=ago), WALK)
        assert last_steps(household, length="short") == steps

    def test_is_a_new_one_where_theirs_has_not_taken_root_for_a_week(self) -> None:
        kept = KeptRitual(number=WALK, chosen=DAY - timedelta(days=8))
        household = with_suggested(came(4, ritual=kept), DAY - timedelta(days=8), WALK)
        assert last_steps(household, length="short") == [Step("ritual", 0)]

    def test_is_for_two(self) -> None:
        assert last_steps(came(0), solo=True) == []


class TestTheRating:
    """It is offered from the third check-in on, and not to who is alone, in a hurry, or left with a word tonight."""

    @each_case(("times", "offered"), [(0, False), (1, False), (2, True), (3, True)])
    def test_comes_from_the_third_check_in_on(self, times: int, offered: bool) -> None:
        assert (Step("rate") in last_steps(came(times))) == offered

    @each_case(
        ("fields", "wish", "offered"),
        [
            ({}, {}, True),
            ({}, {"length": "long"}, True),
            ({}, {"length": "short"}, False),
            ({}, {"solo": True}, False),
            ({}, {"apart": True}, True),
            ({"left": DAY}, {}, False),
            ({"left": YESTERDAY}, {}, True),
        ],
    )
    def test_is_for_two_with_time(self, fields: dict[str, object], wish: dict[str, object], offered: bool) -> None:
        assert (Step("rate") in last_steps(came(4, **fields), **wish)) == offered

    def test_counts_from_when_they_were_asked_or_rated_whichever_is_later(self) -> None:
        def offered(asked: int, rated: int) -> bool:
            finished = (Finished(DAY - timedelta(days=rated), "standard", 7), *came(2).finished)
            household = settled(finished=finished, rating_offered=DAY - timedelta(days=asked))
            return Step("rate") in last_steps(household)

        assert [offered(8, 8), offered(7, 20), offered(20, 7)] == [True, False, False]

    def test_a_rating_of_which_only_the_last_one_counts(self) -> None:
        days = (DAY - timedelta(days=ago) for ago in (20, 3, 2))
        finished = tuple(Finished(day, "standard", score) for day, score in zip(days, (7, 8, None), strict=True))
        assert Step("rate") not in last_steps(settled(finished=finished))


class TestTheFirstQuestions:
    """What the skill is built on comes in the first three check-ins, one each, where they ask for nothing else."""

    def modelled(self, household: Household, seed: int = 1, **wish: object) -> list[int]:
        return [
            number for number in questions_of(planned(household, seed, **wish)) if CONTENT.questions[number].modelled
        ]

    def test_come_one_an_evening_and_the_heavy_one_last(self) -> None:
        played: tuple[int, ...] = ()
        found = []
        for times in range(5):
            modelled = self.modelled(came(times, played={"questions": played}), times, length="long")
            found.append(len(modelled))
            played = (*played, *modelled)
        assert found == [1, 1, 1, 0, 0]
        assert [CONTENT.questions[number].tone == "heavy" for number in played] == [False, False, True]

    def test_on_the_very_first_evening_come_after_a_light_one(self) -> None:
        for seed in range(20):
            first, *_, last = questions_of(planned(Household(), seed, length="long" if seed % 2 else "standard"))
            assert CONTENT.questions[first].mood == "light"
            assert CONTENT.questions[last].modelled

    def test_later_in_the_first_week_stand_where_their_depth_is(self) -> None:
        for times in (1, 2):
            for seed in range(20):
                asked = questions_of(planned(came(times), seed, length="long"))
                depths = [CONTENT.questions[number].depth for number in asked]
                assert depths == sorted(depths)

    @each_case(
        ("wish", "count"),
        [
            ({"mood": "deep"}, 1),
            ({"mood": "light"}, 0),
            ({"mood": "romantic"}, 0),
            ({"topic": "money"}, 0),
            ({"solo": True}, 0),
        ],
    )
    def test_give_way_to_what_they_ask_for(self, wish: dict[str, object], count: int) -> None:
        assert [len(self.modelled(came(1), seed, **wish)) for seed in range(8)] == [count] * 8

    def test_touch_nothing_that_they_avoid(self) -> None:
        theirs = [number for number, question in CONTENT.questions.items() if question.modelled]
        topics = tuple({topic for number in theirs for topic in CONTENT.questions[number].topics})
        free = [number for number in theirs if not CONTENT.questions[number].topics]
        found = {number for seed in range(9) for number in self.modelled(came(1, avoided=topics), seed)}
        assert found <= {*free}

    def test_come_with_the_phrase_that_belongs_to_them_once(self) -> None:
        asked = [number for number, question in CONTENT.questions.items() if question.modelled]
        phrases = [number for number, phrase in CONTENT.empathy.items() if phrase.modelled]
        own = dict(zip(asked, phrases, strict=True))

        def said(played: tuple[int, ...]) -> set[tuple[int, int]]:
            """The modelled question and the phrase after it."""
            plans = [planned(came(1, played={"empathy": played}), seed) for seed in range(5)]
            swaps = [step for plan in plans for step in plan.steps if step.kind == "swap"]
            return {(step.number, step.phrase) for step in swaps if step.number in own}

        (question, phrase), *others = said(())
        assert (phrase, others) == (own[question], [])
        left = min(set(phrases) - {phrase})
        assert said((phrase,)) == {(question, left)}
        assert {phrase for _, phrase in said(tuple(phrases))}.isdisjoint(phrases)


@each_case("mood", ["light", "funny", "deep", "romantic"])
def test_one_who_is_alone_is_asked_in_the_mood_they_name_and_else_lightly(mood: Mood) -> None:
    def moods(**wish: object) -> set[str | None]:
        plans = [planned(settled(), seed, solo=True, length="short", **wish) for seed in range(15)]
        assert not any(is_for_two(CONTENT.questions[number]) for plan in plans for number in questions_of(plan))
        return {CONTENT.questions[number].mood for plan in plans for number in questions_of(plan)}

    assert moods() == {"light"}
    assert moods(mood=mood) == {mood}


def test_what_was_finished_long_ago_counts_too() -> None:
    household = settled(months=(Month("2025-12", 20), Month("2026-01", 15)))
    assert check_ins(household) == 39


def test_two_who_are_apart_are_sent_nowhere_together_and_nobody_to_what_they_avoid() -> None:
    topics = {topic for entry in CONTENT.experiences.values() for topic in entry.topics}
    avoided = min(topics)

    def sent(household: Household, **wish: object) -> set[int]:
        plans = [planned(household, seed, mood="light", length="long", **wish) for seed in range(60)]
        return {step.number for plan in plans for step in plan.steps if step.kind == "experience"}

    assert all(CONTENT.experiences[number].apart for number in sent(settled(), apart=True))
    assert any(not CONTENT.experiences[number].apart for number in sent(settled()))
    assert not any(avoided in CONTENT.experiences[number].topics for number in sent(settled(avoided=(avoided,))))


def test_a_plan_reads_no_entry_of_a_deck_twice() -> None:
    for seed in range(60):
        plan = planned(settled(), seed, length="long", mood="light" if seed % 2 else None)
        read = [(step.kind, step.number) for step in plan.steps]
        assert len({*read}) == len(read)
        phrases = [step.phrase for step in plan.steps if step.kind == "swap"]
        assert len({*phrases}) == len(phrases)


def test_a_practice_is_of_the_theme() -> None:
    plans = [planned(settled(theme="empathy"), seed, length="long", theme="touch") for seed in range(20)]
    practices = [step.number for plan in plans for step in plan.steps if step.kind == "practice"]
    assert practices
    assert {CONTENT.practices[number].theme for number in practices} == {"touch"}


def test_a_piece_without_an_entry_is_left_out() -> None:
    without = replace(CONTENT, touch={}, practices={}, appreciation={}, plans={}, experiences={}, questions={})
    for seed in range(20):
        plan = plan_evening(came(4), without, seed, DAY, Wish(length="long", theme="touch"))
        assert [step.kind for step in plan.steps] == ["rate", "ritual"]
