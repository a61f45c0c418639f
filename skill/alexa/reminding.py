# SPDX-License-Identifier: Apache-2.0
"""Reminders as wishes of the conversation, fulfilled by the platform: what was asked for, and how it went."""

from __future__ import annotations

from skill.checkin.events import ReminderAnswered
from skill.checkin.turns import CancelReminders, SetReminder


def fulfil(wish: SetReminder | CancelReminders) -> ReminderAnswered:
    """Do what a wish asks for. No service is reached yet, and the answer says so."""
    return ReminderAnswered(outcome="unavailable", reminder=wish.reminder if isinstance(wish, SetReminder) else None)
