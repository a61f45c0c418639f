# SPDX-License-Identifier: Apache-2.0
"""Are we growing apart: a gentle reflection over nine signs, asked about the two of them.

The answers live in the session and die with it, or with the first step out of it. No score, no label: it ends on what
is strong. Where little weighs on them, one strategy and a first step follow; where much does, no habit to keep, but
help from outside and one light thing together now. All that stays is a small weight for the strategy.
"""

from __future__ import annotations

from skill.checkin.course import talk_time
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.resuming import ask_again
from skill.checkin.turn_builder import TurnBuilder
from skill.content.decks import theme_number
from skill.content.types import Sign

YES, NO, SOMETIMES, SKIPPED = "y", "n", "s", "x"
WEIGHT = {YES: 1.0, SOMETIMES: 0.5, NO: 0.0, SKIPPED: 0.0}
SEVERAL_SIGNS = 3.0
"""From this weight of nine on, nothing is given them to do but something light."""
MOST_SIGNS = 5.0
"""From this weight of nine on, help from outside is mentioned, gently."""
TIME_S = 60
"""What "give us a minute" means where they name no time, in seconds."""
QUIET_S = 15
"""Quiet where they were heard talking to each other, or said nothing, in seconds."""
LEAN = 0.5
STRENGTHS_NAMED = 2


def begin(turn: TurnBuilder) -> None:
    """Say what it is and what it is not, and ask whether they are ready."""
    turn.carry(answers="")
    turn.say("reflect.lead")
    turn.ask(State.REFLECT_BEGIN)


def first_sign(turn: TurnBuilder) -> None:
    """They are ready."""
    _ask_sign(turn)


def yes(turn: TurnBuilder) -> None:
    """The sign is there."""
    _answer(turn, YES)


def no(turn: TurnBuilder) -> None:
    """The sign is not there."""
    _answer(turn, NO)


def sometimes(turn: TurnBuilder) -> None:
    """Sometimes, or they disagree: both count the same, and a kind sentence goes with it."""
    turn.say("reflect.sometimes")
    _answer(turn, SOMETIMES)


def skip(turn: TurnBuilder) -> None:
    """They would rather not say."""
    _answer(turn, SKIPPED)


def back_one(turn: TurnBuilder) -> None:
    """The first answer counts, so nothing is taken back, and the sign that is still open is asked once more."""
    turn.say("reflect.stays" if turn.session.answers else "nothing_before")
    _ask_sign(turn)


def take_time(turn: TurnBuilder) -> None:
    """They want to talk about it first: quiet, and then the same once more."""
    turn.say("reflect.time")
    talk_time.quiet(turn, talk_time.seconds_asked(turn) or TIME_S)
    turn.keep_last_prompt()
    if turn.from_state is State.REFLECT:
        _ask_sign(turn)
    else:
        ask_again(turn, turn.from_state)


def keep_quiet(turn: TurnBuilder) -> None:
    """What was heard was not meant for us: they are talking it over, and that is what it is for."""
    turn.say("reflect.time")
    turn.pause(QUIET_S)
    turn.keep_last_prompt()
    _open(turn)
    turn.ask(State.REFLECT)


def leave(turn: TurnBuilder) -> None:
    """They have had enough: nothing is kept."""
    turn.carry(answers="")
    turn.say("reflect.left")
    turn.ask(State.READY, "ask.more")


def enough(turn: TurnBuilder) -> None:
    """Nothing more for tonight."""
    turn.good_night()


def _answer(turn: TurnBuilder, letter: str) -> None:
    turn.carry(answers=(turn.session.answers + letter)[: len(turn.content.signs)])
    done = len(turn.session.answers)
    if done >= len(turn.content.signs):
        _end(turn)
    elif done == _half(turn) and turn.from_state is State.REFLECT:
        turn.ask(State.REFLECT_HALFWAY)
    else:
        _ask_sign(turn)


def _ask_sign(turn: TurnBuilder) -> None:
    signs = list(turn.content.signs)
    turn.pause()
    turn.from_here()
    turn.read_unnoted("signs", signs[min(len(turn.session.answers), len(signs) - 1)])
    _open(turn)
    turn.wait_in(State.REFLECT)


def _open(turn: TurnBuilder) -> None:
    """Who says nothing within eight seconds is talking it over, and gets more time before the reprompt ends."""
    turn.quiet_before_reprompt(QUIET_S)


def _half(turn: TurnBuilder) -> int:
    return sum(1 for sign in turn.content.signs.values() if sign.kind == "intimacy")


def _end(turn: TurnBuilder) -> None:
    answered = list(zip(turn.content.signs.values(), turn.session.answers, strict=False))
    turn.carry(answers="")
    strong = [sign for sign, letter in answered if letter == NO]
    weight = sum(WEIGHT[letter] for _, letter in answered)
    turn.say("reflect.end")
    strengths = [Read("signs", sign.number, "strength") for sign in strong[:STRENGTHS_NAMED]]
    if len(strengths) == STRENGTHS_NAMED:
        turn.say("reflect.strong_two", one=strengths[0], two=strengths[1])
    elif strengths:
        turn.say("reflect.strong_one", one=strengths[0])
    else:
        turn.say("reflect.strong_talking")
    turn.pause()
    if weight >= MOST_SIGNS:
        turn.say("reflect.outside_help")
        turn.pause()
    theme = _theme_to_try(answered)
    if weight:
        leaning = {**turn.household.leaning, theme: min(1.0, turn.household.leaning.get(theme, 0.0) + LEAN)}
        turn.remember(leaning=leaning)
    if weight >= SEVERAL_SIGNS:
        turn.ask(State.REFLECT_LIGHT)
        return
    number = theme_number(turn.content, theme)
    turn.say("reflect.theme", theme=Read("themes", number, "name"))
    turn.pause()
    turn.say("reflect.step_lead")
    turn.read_unnoted("themes", number, "first_step")
    turn.pause()
    turn.good_night()


def _theme_to_try(answered: list[tuple[Sign, str]]) -> str:
    weights: dict[str, float] = {}
    for sign, letter in answered:
        weights[sign.theme] = weights.get(sign.theme, 0.0) + WEIGHT[letter]
    return max(weights, key=lambda theme: weights[theme])
