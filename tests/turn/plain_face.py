# SPDX-License-Identifier: Apache-2.0
"""A face of no platform: what the household loop asks for, answered as a test wants it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.events import Context, Device, ReminderAnswered
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.turn import Turn
from skill.content.loading.loader import load_content
from skill.content.types import Content

EVENING = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)
_numbers = itertools.count(1)


@dataclass
class PlainFace:
    """One event at a device that has no platform. Its reply is the turn itself."""

    content: Content = field(default_factory=load_content)
    household: str = "a household"
    request: str = field(default_factory=lambda: f"{next(_numbers):016}"[::-1])
    device: str = "kitchen"
    moment: datetime = EVENING
    new_session: bool = False
    zone: str | None = None
    tells_zone: bool = False
    done: list[SetReminder | CancelReminders] = field(default_factory=list)
    """What the platform was asked to do."""

    @property
    def today(self) -> date:
        return self.moment.date()

    def context(self, household: Household, remembers: bool) -> Context:
        device = Device(key=self.device)
        return Context(
            moment=self.moment,
            evening=evening_on(self.moment),
            seed=self.moment.toordinal(),
            request=self.request,
            device=device,
            new_session=self.new_session,
            remembers=remembers,
        )

    def time_zone(self) -> str | None:
        return self.zone

    def carry_out(self, effect: SetReminder | CancelReminders, context: Context) -> ReminderAnswered:
        self.done.append(effect)
        if isinstance(effect, SetReminder):
            return ReminderAnswered(outcome="done", reminder=effect.reminder, id=f"reminder {len(self.done)}")
        return ReminderAnswered(outcome="cancelled")

    def render(self, turn: Turn) -> Turn:
        return turn
