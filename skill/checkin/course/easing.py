# SPDX-License-Identifier: Apache-2.0
"""Questions of an evening exchanged for others and put back, and what is heavy taken out of the rest of it."""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.course.talk_time import MORE_TIME_S, talk
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import State
from skill.checkin.planner.questions import Wanted, choose_phrase_to_say_back, choose_question
from skill.checkin.planner.shapes import ASKS_ONCE
from skill.checkin.turn_builder import TurnBuilder

EASY = ("light", "funny")
"""Moods of questions that ask for nothing hard."""
ASKED = ("question", "swap")
"""Kinds of steps that hold a question."""
NOT_WHEN_LOW = ("rate", "ritual")
"""Kinds of steps that nobody who is low is asked for."""


def ease(turn: TurnBuilder, *, loss: bool) -> None:
    """Take what is heavy out of the rest of the evening: they told of a loss, or of a hard day. After a `loss` the
    other one is not asked the same either; after all else their turn stays."""
    checkin = turn.checkin
    if checkin is None:
        return
    kept, now = made_easy(turn, checkin, checkin.steps), checkin.steps[checkin.at]
    to_come = [
        step
        for step in kept[checkin.at + 1 :]
        if step.kind not in NOT_WHEN_LOW and not (loss and step.kind == "swap" and step.number == now.number)
    ]
    turn.remember(checkin=replace(checkin, steps=(*kept[: checkin.at + 1], *to_come)))


def made_easy(turn: TurnBuilder, checkin: CheckIn, kept: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with easy questions from here on: who asks for something lighter wants no heavy one after it."""
    for step in kept[checkin.at + 1 :]:
        if step.kind != "question" or turn.content.questions[step.number].mood in EASY:
            continue
        planned = [other.number for other in kept if other.kind in ASKED]
        wanted = Wanted(
            theme=checkin.theme,
            mood="light",
            depth_max=1 if turn.low else 2,
            solo=checkin.solo,
            gentle=turn.low,
            soothing=turn.low,
        )
        number = choose_question(turn.household, turn.content, turn.context.seed, wanted, planned)
        if number is not None:
            kept = replaced(turn, checkin, kept, step, number)
    return kept


def replaced(turn: TurnBuilder, checkin: CheckIn, steps: tuple[Step, ...], old: Step, number: int) -> tuple[Step, ...]:
    """Steps with another entry where an old one stood; a question with one answer of both has no swap of its own."""
    if old.kind not in ASKED:
        return tuple(replace(step, number=number) if step == old else step for step in steps)
    question = turn.content.questions[number]
    ours = [step for step in steps if step.kind in ASKED and step.number == old.number]
    had_none = turn.content.questions[old.number].joint and not checkin.solo and checkin.shape not in ASKS_ONCE
    new = [Step("question", number)]
    if (len(ours) > 1 or had_none) and not question.joint:
        phrases = [step.phrase for step in steps if step.kind == "swap"]  # of the others and the old one
        phrase = choose_phrase_to_say_back(turn.household, turn.content, turn.context.seed, question, phrases)
        new.append(Step("swap", number, phrase))
    at = steps.index(ours[0])
    return (*steps[:at], *new, *steps[at + len(ours) :])


def asked_instead(turn: TurnBuilder, checkin: CheckIn, number: int) -> tuple[Step, ...]:
    """Steps with a question where they are at something else: they asked for one about what they name."""
    question, at = turn.content.questions[number], checkin.at
    new = [Step("question", number)]
    if not (question.joint or checkin.solo or checkin.shape in ASKS_ONCE):
        phrases = [step.phrase for step in checkin.steps if step.kind == "swap"]
        phrase = choose_phrase_to_say_back(turn.household, turn.content, turn.context.seed, question, phrases)
        new.append(Step("swap", number, phrase))
    return (*checkin.steps[:at], *new, *checkin.steps[at + 1 :])


def put_back(turn: TurnBuilder, checkin: CheckIn) -> bool:
    """Put back the question that the one they are at came in place of, and say whether there was one."""
    step, before = checkin.steps[checkin.at], checkin.instead_of
    if step.kind not in ASKED or before in (0, step.number):
        return False
    kept = replaced(turn, checkin, checkin.steps, step, before)
    if turn.is_tonights(step.number):
        turn.tonight_is(before)
    turn.remember(checkin=replace(checkin, steps=kept, at=kept.index(Step("question", before)), waited=False))
    return True


def put_back_tonights(turn: TurnBuilder) -> bool:
    """Read the question that was tonight's before this one, outside a check-in, and say whether there was one."""
    tonight = turn.household.tonight
    before = tonight.before if tonight is not None and tonight.evening == turn.evening else 0
    asked = turn.content.questions.get(before)
    if asked is None or not set(asked.topics).isdisjoint(turn.household.avoided):
        return False
    turn.tonight_is(before)
    turn.say("resume")
    turn.pause()
    turn.offer_entry("questions", before)
    turn.pause()
    if turn.one_shot:
        talk(turn, State.QUESTION_TALK, MORE_TIME_S)
    else:
        turn.ask(State.QUESTION)
    return True
