# SPDX-License-Identifier: Apache-2.0
"""Where they are in the evening: how long it takes, whose turn it is, and what there is to ask for."""

from __future__ import annotations

from skill.checkin.course.steps import place_of
from skill.checkin.course.talk_time import is_swapped
from skill.checkin.course.who_begins import names_by_turn, speaker
from skill.checkin.model.plan import CheckIn
from skill.checkin.model.session import State
from skill.checkin.model.speech import Say
from skill.checkin.planner.evening import STEP_TALK_S, TALK_S
from skill.checkin.resuming import resume_previous
from skill.checkin.turn_builder import TALKING, TurnBuilder

SAME_OR_AFTERWARDS = ("swap", "rate", "ritual")
"""Kinds of steps that are no more of what they do: the other one's turn, and what ends the evening."""
FIRST_WORDS_S = 45
"""How long after a step was said nobody has answered."""


def how_long(turn: TurnBuilder) -> None:
    """How many more there are, and about how long they take."""
    checkin = turn.checkin
    if checkin is not None:
        left = len(checkin.steps) - checkin.at - 1
        if left:
            minutes = max(1, round(seconds_left(checkin) / 60))
            known = min(minutes, len(turn.content.lines["minutes"].texts) - 1)
            more = sum(step.kind not in SAME_OR_AFTERWARDS for step in checkin.steps[checkin.at + 1 :])
            if not more and checkin.steps[-1].kind == "ritual":
                turn.say("how_long.then_ritual")
            elif not more:
                turn.say("how_long.last")
            elif more == 1:
                turn.say("how_long.one_step", time=Say("minutes", known))
            else:
                turn.say("how_long.steps", count=turn.count(more), time=Say("minutes", known))
        else:
            turn.say("how_long.last")
    else:
        turn.say("how_long.question" if turn.from_state in (State.QUESTION, State.QUESTION_TALK) else "how_long.before")
    resume_previous(turn)


def whose_turn(turn: TurnBuilder) -> None:
    """Who speaks now."""
    say_whose_turn(turn)
    resume_previous(turn)


def say_whose_turn(turn: TurnBuilder) -> None:
    """Who speaks now, in one sentence."""
    checkin = turn.checkin
    if checkin is None:
        talking = turn.from_state in (State.QUESTION, State.QUESTION_TALK)
        if names := names_by_turn(turn):
            turn.say("turn.begins_named", name=names[speaker(turn, 0)])
        else:
            turn.say("whose.both" if talking else "whose.asked" if turn.from_state is State.OFFER else "whose.nobody")
        return
    step = checkin.steps[min(checkin.at, len(checkin.steps) - 1)]
    swapped = step.kind == "swap"
    followed = step.kind in ("question", "swap") and is_swapped(checkin, step)
    names, who = names_by_turn(turn), speaker(turn, place_of(checkin, step) + swapped)
    if checkin.solo:
        turn.say("whose.alone")
    elif not followed and names and not (step.kind == "question" and turn.content.questions[step.number].joint):
        turn.say("turn.first_then", name=names[who], other=names[1 - who])
    elif not followed:
        turn.say("whose.both")
    elif _just_asked(turn) and not (names or swapped):
        if checkin.starter and not place_of(checkin, step):
            turn.say("whose.in_turn")
            turn.read_unnoted("first", checkin.starter)  # as they heard it before
        else:
            turn.say("whose.asked")  # what they have heard of it told them nothing, and nobody has answered yet
    elif names:
        turn.say("whose.named", name=names[who], other=names[1 - who])
    else:
        turn.say("whose.second" if swapped else "whose.first")


def _just_asked(turn: TurnBuilder) -> bool:
    """Test of the time since the question was asked: too short for anybody to have answered it.

    "Whose turn is it" then means who begins, and later who has not answered.
    """
    moved, playing = turn.household.moved, turn.context.playing
    if playing is not None and playing.offset_ms >= FIRST_WORDS_S * 1000:
        return False
    return moved is None or (turn.context.moment - moved).total_seconds() < FIRST_WORDS_S


def seconds_left(checkin: CheckIn) -> int:
    """Talk time of the steps that are still to come."""
    return sum(STEP_TALK_S.get(step.kind, TALK_S[checkin.length]) for step in checkin.steps[checkin.at + 1 :])


def say_what_there_is(turn: TurnBuilder) -> None:
    """A few of the topics; over the music, which goes on, no more than that."""
    if turn.one_shot and turn.from_state in TALKING:
        turn.keep_last_prompt()
        turn.close("topic.some_later")
    else:
        turn.ask(turn.from_state if turn.in_flow else State.READY, "topic.some")
