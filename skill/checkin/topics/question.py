# SPDX-License-Identifier: Apache-2.0
"""Tonight's question: the same all evening for a household, and a new one each day."""

from __future__ import annotations

from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.planner import choose_question
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.topics import talk_time
from skill.checkin.turn_builder import TurnBuilder
from skill.content.decks import number_of

TWICE_PAUSE_S = 2
"""Silence between the two readings of a question, in seconds."""
TALK_S = 120


def tonight(turn: TurnBuilder) -> None:
    """Read tonight's question; of a theme, if they named one."""
    number = _tonights(turn)
    theme = turn.slots.get("theme")
    if number is None or (theme and turn.content.questions[number].theme != theme):
        number = _new(turn, theme)
    _read(turn, number, "question.tonight")


def another(turn: TurnBuilder) -> None:
    """Another one, which is tonight's from now on."""
    theme = turn.slots.get("theme") or turn.session.asked_for
    _read(turn, _new(turn, theme), "question.another")


def about_theme(turn: TurnBuilder) -> None:
    """A question about the theme that was just told."""
    _read(turn, _new(turn, turn.session.asked_for), "question.lead")


def give_time(turn: TurnBuilder) -> None:
    """They would like to talk about it now."""
    talk_time.talk(turn, State.QUESTION_TALK, talk_time.seconds_asked(turn) or TALK_S)


def later(turn: TurnBuilder) -> None:
    """They will talk about it later, or have talked."""
    turn.say("question.later" if turn.from_state is State.QUESTION else "question.talked")
    turn.ask(State.READY, "ask.more")


def again(turn: TurnBuilder) -> None:
    """Tonight's question once more, where they are talking about it."""
    number = _tonights(turn)
    if number is None:
        ask_again(turn, turn.from_state)
        return
    turn.read("questions", number)
    turn.pause()
    give_time(turn)


def take_time(turn: TurnBuilder) -> None:
    """Time to talk, without a question or with tonight's."""
    seconds = talk_time.seconds_asked(turn)
    if turn.slots.get("duration") and seconds is None:
        turn.say("talk.odd_time")
        resume_previous(turn)
        return
    talk_time.talk(turn, State.QUESTION_TALK, seconds or TALK_S)


def _read(turn: TurnBuilder, number: int, lead: str) -> None:
    turn.tonight_is(number)
    turn.show("card.question", Read("questions", number))
    turn.say(lead)
    turn.pause()
    asked_for = turn.slots.get("theme") or turn.session.asked_for
    turn.offer_entry("questions", number, asked_for if turn.from_state is not State.NEW else turn.slots.get("theme"))
    if turn.one_shot:
        turn.pause(TWICE_PAUSE_S)
        turn.read("questions", number)
        turn.pause()
        turn.close("question.enjoy")
    elif turn.in_flow and turn.from_state is not State.QUESTION_TALK:
        turn.pause()
        ask_again(turn, turn.from_state)
    else:
        turn.pause(TWICE_PAUSE_S)
        turn.ask(State.QUESTION)


def _tonights(turn: TurnBuilder) -> int | None:
    chosen = turn.household.tonight
    if chosen is None or chosen.evening != turn.evening or chosen.question not in turn.content.questions:
        return None
    topics = turn.content.questions[chosen.question].topics
    return None if set(topics).intersection(turn.household.avoided) else chosen.question


def _new(turn: TurnBuilder, theme: str | None) -> int:
    chosen = _tonights(turn)
    number = choose_question(
        turn.household,
        turn.content,
        turn.context.seed,
        theme if number_of(turn.content.themes, theme) else None,
        leave_out=[chosen] if chosen else [],
    )
    return number if number is not None else chosen or next(iter(turn.content.questions))
