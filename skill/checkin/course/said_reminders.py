# SPDX-License-Identifier: Apache-2.0
"""Reminders as they are said: when they come, what they say, and what a new one does to those there are."""

from __future__ import annotations

from skill.checkin import hours
from skill.checkin.hours import coming
from skill.checkin.model.plan import Reminder
from skill.checkin.turn_builder import TurnBuilder


def tell(turn: TurnBuilder, line: str, reminder: Reminder) -> None:
    """Say a line about a reminder, with when and at what time it comes."""
    turn.say(line, when=hours.when_of(turn, reminder), time=hours.time_of(reminder))


def say_what_becomes(turn: TurnBuilder, reminder: Reminder) -> None:
    """Say what a new reminder does to those they have."""
    current, moved = coming(turn), hours.moved_by(turn, reminder)
    for kept in moved:
        if (kept.hour, kept.minute) == (reminder.hour, reminder.minute):
            turn.say("remind.instead_day", when=hours.when_of(turn, kept))
        else:
            tell(turn, "remind.instead", kept)
    if current and not moved:
        tell(turn, "remind.beside", current[-1])


def say_words(turn: TurnBuilder) -> None:
    """Say the words of the reminder itself, which do not name the ritual: others may hear them."""
    turn.say("remind.words")
    turn.say("remind.text")


def list_coming(turn: TurnBuilder, current: list[Reminder]) -> None:
    """Say when reminders come."""
    if len(current) == 1:
        tell(turn, "remind.one", current[0])
    else:
        turn.say("remind.several", count=turn.count(len(current)))
        turn.recite(*(hours.said_back(turn, reminder) for reminder in current))
