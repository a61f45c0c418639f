# SPDX-License-Identifier: Apache-2.0
"""Touches: what a screen sends back, and what of it counts. It comes from outside, so it is no more than a claim.

A touch counts where it comes from a screen of ours, for the state that the session is in, and names what is offered
there. All else is ignored: a screen may be older than the talk.
"""

from __future__ import annotations

from skill.checkin.model.events import IntentReceived
from skill.checkin.model.screen import Choice
from skill.checkin.model.session import State
from skill.checkin.screens import as_if_said

TOKEN = "closer-together"  # noqa: S105  # a name, no secret
"""Of every document of ours."""
MARK = "closer-1"
"""What the arguments of a touch begin with, and their version."""


def arguments(state: State, choice: Choice) -> list[str | int]:
    """What a touch of a choice sends back."""
    return [MARK, state.value, choice.intent.value, choice.score]


def read_touch(token: object, sent: object, state: State) -> IntentReceived | None:
    """What a touch means in the session's state; None where it means nothing."""
    match token, sent:
        case str(), [str(mark), str(of), str(intent), int() as score] if not isinstance(score, bool):
            pass
        case str(), [str(mark), str(of), str(intent), float() as number] if number.is_integer():
            score = int(number)
        case _:
            return None
    if (token, mark, of) != (TOKEN, MARK, state.value):
        return None
    return as_if_said(state, intent, score)
