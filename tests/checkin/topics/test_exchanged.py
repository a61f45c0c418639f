# SPDX-License-Identifier: Apache-2.0
"""Steps of an evening under way that are exchanged: a question with its second turn, or anything else by its kind."""

from __future__ import annotations

from typing import Any

from cases import each_case

from skill.checkin.course.easing import made_easy, replaced
from skill.checkin.intents import Intent
from skill.checkin.model.events import Context, Device, IntentReceived
from skill.checkin.model.household import Household, Wordings
from skill.checkin.model.plan import CheckIn, Shape, Step
from skill.checkin.model.session import Session
from skill.checkin.turn_builder import TurnBuilder

from ..couple import CONTENT, THURSDAY_NIGHT

EVENING = THURSDAY_NIGHT.date()
QUESTIONS = CONTENT.questions
EACH = [number for number, question in QUESTIONS.items() if not question.joint][:3]
BOTH = [number for number, question in QUESTIONS.items() if question.joint][:2]
HEAVY = [number for number, question in QUESTIONS.items() if question.tone == "heavy" and not question.mood][:2]
LIGHT = next(number for number, question in QUESTIONS.items() if question.mood == "light")
FUNNY = next(number for number, question in QUESTIONS.items() if question.mood == "funny")


def building(low: bool = False) -> TurnBuilder:
    wordings = Wordings(EVENING, {"empathy.kind": 1}) if low else None
    context = Context(
        moment=THURSDAY_NIGHT, evening=THURSDAY_NIGHT.date(), seed=3, request="r", device=Device(key="kitchen")
    )
    received = IntentReceived(intent=Intent.ANOTHER_ONE)
    return TurnBuilder(received, context, Household(wordings=wordings), Session(), CONTENT)


def plan(*steps: Step, **fields: Any) -> CheckIn:
    return CheckIn(**{"evening": EVENING, "length": "long", "theme": "touch", "steps": steps} | fields)


def exchanged(old: Step, number: int, *steps: Step, **fields: Any) -> list[tuple[str, int]]:
    """The kinds and numbers of the steps, with another entry in an old one's place."""
    checkin = plan(*steps, **fields)
    return [(step.kind, step.number) for step in replaced(building(), checkin, steps, old, number)]


RITUAL = Step("ritual", 1)
ASKED = (Step("question", EACH[0]), Step("swap", EACH[0], 1))
ASKED_OF_BOTH = (Step("question", BOTH[0]),)


@each_case("old", ASKED)
def test_a_question_takes_its_second_turn_with_it(old: Step) -> None:
    before, after = Step("touch", 1), (Step("question", EACH[2]), Step("swap", EACH[2], 2))
    found = exchanged(old, EACH[1], before, *ASKED, *after, RITUAL)
    assert found == [
        ("touch", 1),
        ("question", EACH[1]),
        ("swap", EACH[1]),
        ("question", EACH[2]),
        ("swap", EACH[2]),
        ("ritual", 1),
    ]


def test_one_with_one_answer_of_both_has_no_second_turn() -> None:
    assert exchanged(ASKED[0], BOTH[0], *ASKED, RITUAL) == [("question", BOTH[0]), ("ritual", 1)]
    assert exchanged(ASKED_OF_BOTH[0], BOTH[1], *ASKED_OF_BOTH, RITUAL) == [("question", BOTH[1]), ("ritual", 1)]


@each_case(
    ("fields", "swapped"),
    [({}, True), ({"solo": True}, False), ({"shape": "play"}, False), ({"shape": "listen"}, True)],
)
def test_one_for_each_in_its_place_has_one_where_the_evening_has_any(fields: dict[str, Any], swapped: bool) -> None:
    found = exchanged(ASKED_OF_BOTH[0], EACH[1], *ASKED_OF_BOTH, RITUAL, **fields)
    assert found == [("question", EACH[1]), *([("swap", EACH[1])] if swapped else []), ("ritual", 1)]


@each_case("shape", ["play", "two_questions"])
def test_asked_once_it_is_asked_once_again(shape: Shape) -> None:
    found = exchanged(Step("question", EACH[0]), EACH[1], Step("question", EACH[0]), RITUAL, shape=shape)
    assert found == [("question", EACH[1]), ("ritual", 1)]


def test_what_the_listener_says_is_said_by_nobody_else_this_evening() -> None:
    tone = QUESTIONS[EACH[1]].tone
    fitting = [number for number, phrase in CONTENT.empathy.items() if tone in phrase.fits]
    others = tuple(Step("swap", EACH[2], number) for number in fitting[:-1])
    steps = (*ASKED, *others)
    found = replaced(building(), plan(*steps), steps, ASKED[0], EACH[1])
    assert found[1] == Step("swap", EACH[1], fitting[-1])


@each_case("kind", ["practice", "touch", "plan", "experience", "appreciate"])
def test_anything_else_is_exchanged_in_its_place(kind: Any) -> None:
    steps = (Step(kind, 1), Step(kind, 2), RITUAL)
    assert replaced(building(), plan(*steps), steps, steps[0], 7) == (Step(kind, 7), Step(kind, 2), RITUAL)


class TestMadeEasy:
    """What is heavy to come gives way to something light; what is there, or easy already, stays."""

    def moods(self, steps: tuple[Step, ...], low: bool = False, **fields: Any) -> list[str | None]:
        checkin = plan(*steps, **fields)
        kept = made_easy(building(low), checkin, steps)
        self.kept = kept
        return [QUESTIONS[step.number].mood for step in kept if step.kind == "question"]

    def test_from_the_next_question_on(self) -> None:
        steps = (Step("question", HEAVY[0]), Step("question", HEAVY[1]), RITUAL)
        assert self.moods(steps) == [None, "light"]
        assert self.moods(steps, at=1) == [None, None]

    def test_leaves_what_is_easy(self) -> None:
        steps = (Step("question", HEAVY[0]), Step("question", LIGHT), Step("question", FUNNY))
        self.moods(steps)
        assert self.kept == steps

    def test_asks_none_of_them_twice(self) -> None:
        steps = (Step("question", LIGHT), *(Step("question", number) for number in HEAVY))
        assert self.moods(steps) == ["light"] * 3
        assert len({step.number for step in self.kept}) == 3

    @each_case(("low", "deepest"), [(True, 1), (False, 2)])
    def test_goes_no_deeper_than_they_can_bear(self, low: bool, deepest: int) -> None:
        steps = tuple(Step("question", number) for number in (LIGHT, *EACH, *HEAVY))
        self.moods(steps, low)
        changed = [step.number for step in self.kept[1:] if step not in steps]
        assert changed
        assert max(QUESTIONS[number].depth for number in changed) <= deepest
        assert not low or not {topic for number in changed for topic in QUESTIONS[number].topics} - {"sex"}
