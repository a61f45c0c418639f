# SPDX-License-Identifier: Apache-2.0
"""A ritual is suggested: chosen for the moment, read aloud, and noted, so that it does not come again too soon.

Which one it is, is `planner.py`'s choice; what they answer to it is `offers.py`'s.
"""

from __future__ import annotations

from skill.checkin.planner import choose_ritual, moments_for, season_of
from skill.checkin.turn_builder import TurnBuilder


def choose(turn: TurnBuilder, moment: str | None = None, leave_out: tuple[int, ...] = ()) -> int:
    """A ritual for a moment of the day, or for what is left of this one."""
    moments = (moment,) if moment else moments_for(turn.context.moment.hour, turn.evening.weekday())
    return choose_ritual(
        turn.household,
        turn.content,
        turn.context.seed,
        turn.evening,
        moments,
        season_of(turn.evening.month, turn.context.country),
        leave_out,
        apart=_apart(turn),
    )


def suggest(turn: TurnBuilder, number: int, moment: str | None = None) -> None:
    """Read a ritual, as it goes for two who are in one place or in two."""
    ritual = turn.content.rituals[number]
    turn.offer_entry("rituals", number, moment, field="apart" if ritual.apart and _apart(turn) else "text")
    turn.note_suggested(number)


def _apart(turn: TurnBuilder) -> bool:
    checkin = turn.household.checkin
    return bool(checkin and checkin.solo and checkin.evening == turn.evening)
