# SPDX-License-Identifier: Apache-2.0
"""The sentence that closes a check-in: one that belongs to tonight, or now and then something to take along."""

from __future__ import annotations

from datetime import timedelta

from skill.checkin.model.plan import CheckIn
from skill.checkin.planner.evening import choose_about, kind_of
from skill.checkin.turn_builder import TurnBuilder

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


def _takeaway_is_due(turn: TurnBuilder) -> bool:
    """Once a week at most, and not in the first one: nobody takes advice from a stranger."""
    finished = turn.household.finished
    last = turn.household.took_along or (finished[0].day if finished else turn.evening)
    return turn.evening - last >= timedelta(days=TAKEAWAY_DAYS)
