# SPDX-License-Identifier: Apache-2.0
"""What the household loop asks of the face that an event came to: who and when, what only the platform can do, and
how a turn is put into its words."""

from __future__ import annotations

from datetime import date
from typing import Protocol, TypeVar

from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.events import Context, ReminderAnswered
from skill.checkin.model.household import Household
from skill.checkin.model.turn import Turn
from skill.content.types import Content

Reply = TypeVar("Reply", covariant=True)
"""What a face makes of a turn."""


class Face(Protocol[Reply]):
    """One event's platform. None of this raises, except `render`."""

    @property
    def household(self) -> str:
        """The key of the household that the event belongs to."""
        ...

    @property
    def request(self) -> str:
        """A digest of the request's id: the same event delivered twice carries the same one."""
        ...

    @property
    def content(self) -> Content:
        """What can be said, in the language that the event came in."""
        ...

    @property
    def today(self) -> date | None:
        """The day of the event, where it is known."""
        ...

    @property
    def tells_zone(self) -> bool:
        """Whether the platform can be asked for the time zone."""
        ...

    def context(self, household: Household, remembers: bool) -> Context:
        """When and where the event happens, once the household is known."""
        ...

    def time_zone(self) -> str | None:
        """The household's time zone, asked of the platform."""
        ...

    def carry_out(self, effect: SetReminder | CancelReminders, context: Context) -> ReminderAnswered:
        """Have the platform do something, and tell how that went."""
        ...

    def render(self, turn: Turn) -> Reply:
        """The reply of a turn. What cannot be said raises, and then nothing is kept."""
        ...
