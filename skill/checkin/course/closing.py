# SPDX-License-Identifier: Apache-2.0
"""The sentence that closes a check-in: one that belongs to tonight, or now and then something to take along."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from skill.checkin.model.deck_numbers import is_tonights_over
from skill.checkin.model.plan import CheckIn, Step, as_kept
from skill.checkin.model.session import State
from skill.checkin.planner.evening import choose_about, kind_of
from skill.checkin.turn_builder import TurnBuilder

BEFORE_THE_RITUAL = frozenset({State.TALK, State.RATE, State.RATE_SECOND})
"""States of a check-in that the ritual at its end is still ahead of."""
TAKEAWAY_DAYS = 7
"""A takeaway is said at most once in so many days."""


def say_for_tonight(turn: TurnBuilder, checkin: CheckIn) -> None:
    """One sentence for tonight; once a week something to take along in its place."""
    takeaway = turn.choose("takeaways", turn.content.takeaways) if _takeaway_is_due(turn) else None
    if takeaway is not None and not checkin.solo:
        turn.read("takeaways", takeaway)
        turn.remember(took_along=turn.evening)
        return
    about = kind_of(checkin.shape, checkin)
    closing = choose_about(
        turn.content.closings, turn.household.played.get("closings", ()), turn.context.seed, "closings", about
    )
    if closing is not None:
        turn.read("closings", closing)


def is_over(turn: TurnBuilder) -> bool:
    """Test of the evening: its check-in is finished, or its question was talked about; nothing more is asked then."""
    return turn.finished_tonight or is_tonights_over(turn.household, turn.evening)


def moves_to_ritual(turn: TurnBuilder) -> bool:
    """Move their check-in to the ritual that ends it, the one they have where none was due, and say whether it moved:
    "the ending now", "a ritual". A ritual for a moment that they name is an idea beside it."""
    checkin = turn.checkin
    if turn.from_state not in BEFORE_THE_RITUAL or checkin is None or checkin.solo or turn.low:
        return False
    if turn.slots.get("moment") or "moment" in turn.unmatched:
        return False
    kept = turn.household.ritual
    last = checkin.steps[-1]
    ritual = last if last.kind == "ritual" else Step("ritual", kept.number if kept else 0)
    done = checkin.steps[: checkin.at + 1]
    turn.tonight_is_over(checkin.steps[checkin.at].number)
    turn.remember(checkin=replace(checkin, steps=(*done, ritual), at=len(done), waited=False))
    turn.remember(moved=as_kept(turn.context.moment), left=None)
    return True


def _takeaway_is_due(turn: TurnBuilder) -> bool:
    """Once a week at most, and not in the first one: nobody takes advice from a stranger."""
    finished = turn.household.finished
    last = turn.household.took_along or (finished[0].day if finished else turn.evening)
    return turn.evening - last >= timedelta(days=TAKEAWAY_DAYS)
