# SPDX-License-Identifier: Apache-2.0
"""A ritual is suggested: chosen for the moment, read aloud, and noted, so that it does not come again too soon.

Which one it is, is `planner/`'s choice; what they answer to it is `suggestions.py`'s.
"""

from __future__ import annotations

from skill.checkin.planner.evening import FIRST_WEEK_CHECK_INS, check_ins
from skill.checkin.planner.rituals import choose_ritual, moments_for, season_of
from skill.checkin.turn_builder import TurnBuilder


def choose(turn: TurnBuilder, moment: str | None = None, leave_out: tuple[int, ...] = ()) -> int:
    """A ritual for a moment of the day, or for what is left of this one."""
    modelled = _modelled(turn, leave_out) if moment is None else None
    if modelled is not None:
        return modelled
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


def _modelled(turn: TurnBuilder, leave_out: tuple[int, ...]) -> int | None:
    """A ritual that the skill is built on, in the first check-ins, where they have not heard them all."""
    if check_ins(turn.household) >= FIRST_WEEK_CHECK_INS:
        return None
    played = (*turn.played_of("rituals"), *leave_out)
    return next((n for n, one in turn.content.rituals.items() if one.modelled and n not in played), None)


def suggest(turn: TurnBuilder, number: int, lead: str, moment: str | None = None) -> None:
    """Read a ritual after a line that leads to it, as it goes for two who are in one place or in two."""
    field = "apart" if turn.content.rituals[number].apart and _apart(turn) else "text"
    turn.say(lead)
    turn.pause()
    turn.offer_entry("rituals", number, moment, field=field)
    turn.note_suggested(number)


def _apart(turn: TurnBuilder) -> bool:
    checkin = turn.household.checkin
    if checkin is not None and checkin.evening == turn.evening:
        return checkin.apart
    return turn.household.homes == "two"
