# SPDX-License-Identifier: Apache-2.0
"""Changes that a step may make to the household's record and to the session, as types: a misspelt field does not pass
mypy.

A field that steps change stands here once more with its type; a test holds both alike.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict

from skill.checkin.model.deck_numbers import KeptRitual, Tonight
from skill.checkin.model.household import Begins, KeptReminder
from skill.checkin.model.plan import CheckIn, Reminder, Shape
from skill.checkin.model.speech import Read


class HouseholdChanges(TypedDict, total=False):
    """Fields of the record that steps set."""

    visits: int
    last_visit: date | None
    welcomed: bool
    names: tuple[str, str] | None
    begins: Begins | None
    checkin: CheckIn | None
    tonight: Tonight | None
    theme: str | None
    theme_progress: dict[str, int]
    leaning: dict[str, float]
    ritual: KeptRitual | None
    rituals_kept: int
    happened: tuple[int, ...]
    saved: tuple[Read, ...]
    shapes: tuple[Shape, ...]
    homes: Literal["one", "two"] | None
    left: date | None
    quiet: date | None
    guide: bool
    recalled: str
    rating_offered: date | None
    took_along: date | None
    alone_on: date | None
    apart_on: date | None
    avoided: tuple[str, ...]
    moved: datetime | None
    reminders: tuple[KeptReminder, ...]


class SessionChanges(TypedDict, total=False):
    """Fields of the session that steps set."""

    misheard: int
    entry: Read | None
    asked_for: str | None
    offered: tuple[int, ...]
    answers: str
    round: int
    talk_left: int
    reminder: Reminder | None
    moving: bool
    beside: bool
    told: bool
