# SPDX-License-Identifier: Apache-2.0
"""A move of the transition table: the step that an intent takes in a state, and the states where that step may end.

The groups of states that several moves lead to have their names here; which move stands where is said in `table.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from skill.checkin.model.session import State
from skill.checkin.turn_builder import TurnBuilder


class Move(NamedTuple):
    """What an intent does in a state."""

    step: Callable[[TurnBuilder], None]
    leads_to: frozenset[State]
    goes_back: bool = False
    """An interlude: it may also end in the state it came from."""
    leaves_behind: State | None = None
    """A state that an interlude does not go back to: from there the evening is offered."""


def to(step: Callable[[TurnBuilder], None], *states: State) -> Move:
    """A move that ends in one of some states."""
    return Move(step, frozenset(states))


def interlude(step: Callable[[TurnBuilder], None], *states: State) -> Move:
    """A move that goes back to where it came from; asks for more where that was nowhere; closes after a one-shot."""
    return Move(step, frozenset((State.READY, State.ENDED, *states)), goes_back=True, leaves_behind=State.FOLLOW_UP)


BEGUN = (State.RATE, State.TALK, State.RITUAL, State.ENDED)
"""Where the first step of a check-in leaves them, or the one they come back to; ENDED where they talk under music."""
ONWARD = (State.RATE, State.TALK, State.RITUAL, State.READY, State.ENDED)
"""Where the next step leaves them; READY where the check-in was finished on another speaker."""
TALKING = (State.TALK, State.ENDED)
QUESTION_TALK = (State.QUESTION_TALK, State.ENDED)
ASKED_BEFORE = (State.QUESTION, *QUESTION_TALK)
"""Where the question leaves them that they had before, outside a check-in."""
OFFERED = (State.OFFER, State.READY)
REFLECTED = (State.REFLECT, State.REFLECT_HALFWAY, State.REFLECT_LIGHT, State.ENDED)
COOL_TALK = (State.COOL_TALK, State.ENDED)
COOL_APART = (State.COOL_APART, State.ENDED)
