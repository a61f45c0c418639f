# SPDX-License-Identifier: Apache-2.0
"""Effects of a turn that only the platform's services can carry out, and how that went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.turn import CancelReminders, SetReminder

if TYPE_CHECKING:
    from skill.alexa.services.client import Services


def carry_out(
    effect: SetReminder | CancelReminders, services: Services | None, zone: str, locale: str, text: str
) -> ReminderAnswered:
    """Do what an effect asks for. `text` is what a reminder says, to whoever is in the room."""
    if services is None:
        return ReminderAnswered(
            outcome="unavailable", reminder=effect.reminder if isinstance(effect, SetReminder) else None
        )
    if isinstance(effect, SetReminder):
        return services.set_reminder(effect.reminder, text, zone, locale)
    return services.cancel_reminders(effect.ids)
