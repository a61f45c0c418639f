# SPDX-License-Identifier: Apache-2.0
"""How close they feel, from one to ten: thought of privately, skippable, never read back, compared or commented."""

from __future__ import annotations

import re

from msgspec.structs import replace

from skill.checkin.model.session import State
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.topics.built_ins import not_understood
from skill.checkin.topics.evening import go_on
from skill.checkin.turn_builder import TurnBuilder

RATING_MAX = 10
_NUMBER = r"[0-9]{1,2}(?:\.[0-9])?"


def rated(turn: TurnBuilder) -> None:
    """One number or two, thought of privately: thanked for, never read back."""
    scores = [score for score in (_score(turn.slots.get(name)) for name in ("score", "second")) if score]
    wrong = [name for name in ("score", "second") if turn.slots.get(name) and not _score(turn.slots[name])]
    if turn.from_state not in (State.RATE, State.RATE_SECOND) and (wrong or not scores or turn.checkin is None):
        not_understood(turn)  # a number that nobody asked for is no rating
        return
    if wrong or not scores:
        turn.say("rate.range")
        turn.keep_last_prompt()
        ask_again(turn, turn.from_state)
        return
    checkin = turn.checkin
    if checkin is None:  # finished on another speaker meanwhile
        turn.say("rate.thanks")
        resume_previous(turn)
        return
    if checkin.first is None or len(scores) == 2:
        checkin = replace(checkin, first=scores[0], second=scores[1] if len(scores) == 2 else checkin.second)
    else:
        checkin = replace(checkin, second=scores[0])
    turn.remember(checkin=checkin)
    if checkin.second is None and turn.from_state is State.RATE:
        turn.ask(State.RATE_SECOND)
    elif turn.from_state in (State.RATE, State.RATE_SECOND):
        turn.say("rate.thanks")
        go_on(turn)
    else:
        turn.say("rate.thanks")
        resume_previous(turn)


def rating_skipped(turn: TurnBuilder) -> None:
    """They would rather not: fine, and no more about it."""
    turn.say("rate.skipped")
    go_on(turn)


def _score(text: str | None) -> int | None:
    """The whole number of what was said: eight and a half is an eight."""
    match = re.fullmatch(_NUMBER, text or "")
    score = float(match[0]) if match else 0.0
    return int(score) if 1 <= score <= RATING_MAX else None
