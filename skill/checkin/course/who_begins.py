# SPDX-License-Identifier: Apache-2.0
"""Who of the two begins tonight: drawn on the first evening, the other one on the next, or whom they name.

Everything that calls one of them by name asks here. Which step they are in is `steps.py`'s.
"""

from __future__ import annotations

from skill.checkin.choosing import rank
from skill.checkin.model.household import Begins
from skill.checkin.turn_builder import TurnBuilder

WHOEVER_SPOKE, THE_OTHER = "subject.me", "subject.other"
"""The lines whose wordings stand for a name, of whoever spoke and of the other one: nobody knows who that is."""


def speaker(turn: TurnBuilder, place: int) -> int:
    """Who of the two speaks first about the question at a place (0 for the first): the place of a name."""
    return ((_tonight(turn).who or 0) + place) % 2


def names_by_turn(turn: TurnBuilder) -> tuple[str, str] | None:
    """Their names, where it is known whose turn is whose."""
    return turn.household.names if _tonight(turn).who is not None else None


def is_begun_by(turn: TurnBuilder, who: int | None, place: int) -> None:
    """Keep who speaks at a place of tonight's; None for whoever spoke."""
    turn.remember(begins=Begins(turn.evening, None if who is None else (who + place) % 2))


def whom_they_name(turn: TurnBuilder, name: str) -> int | None:
    """The place of a name among theirs; None where it is no name of theirs."""
    names = [known.casefold() for known in turn.household.names or ()]
    return names.index(name.casefold()) if name.casefold() in names else None


def stands_for(turn: TurnBuilder, name: str, line: str) -> bool:
    """Test of words that are said for a name, against a line that holds such: "me", "the other one"."""
    return name.casefold() in turn.content.lines[line].texts


def _tonight(turn: TurnBuilder) -> Begins:
    """Who begins tonight, kept for the evening: the other one than last time."""
    kept = turn.household.begins
    if kept is None or kept.evening != turn.evening:
        last = kept.who if kept is not None else None
        drawn = rank(turn.context.seed, "who", turn.evening) % 2
        kept = Begins(turn.evening, drawn if last is None else 1 - last)
        turn.remember(begins=kept)
    return kept
