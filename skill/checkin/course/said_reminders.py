# SPDX-License-Identifier: Apache-2.0
"""Reminders as they are said: when they come, what they say, and what a new one does to those there are."""

from __future__ import annotations

from skill.checkin import hours
from skill.checkin.hours import coming
from skill.checkin.model.plan import DAYS, Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.turn_builder import TurnBuilder
from skill.content.types import Content

TOLD = ("remind.one", "remind.stays", "remind.already")
"""Lines that tell which reminder they have."""


def was_spoken_of(turn: TurnBuilder) -> bool:
    """Test of the last turn: it told which reminder they have, so "cancel it" can mean no other."""
    return any(isinstance(one, Say) and one.line in TOLD for one in turn.last_said)


def tell(turn: TurnBuilder, line: str, reminder: Reminder) -> None:
    """Say a line about a reminder, with when and at what time it comes."""
    turn.say(line, when=when_of(turn, reminder), time=time_of(reminder))


def say_what_becomes(turn: TurnBuilder, reminder: Reminder) -> None:
    """Say what a new reminder does to those they have."""
    current, moved = coming(turn), hours.moved_by(turn, reminder)
    for kept in moved:
        if (kept.hour, kept.minute) == (reminder.hour, reminder.minute):
            turn.say("remind.instead_day", when=when_of(turn, kept))
        else:
            tell(turn, "remind.instead", kept)
    if current and not moved:
        tell(turn, "remind.beside", current[-1])


def say_words(turn: TurnBuilder, reminder: Reminder | None = None) -> None:
    """Say the words of the reminder itself."""
    turn.say("remind.words")
    turn.recite(words_of(turn.content, reminder))


def words_of(content: Content, reminder: Reminder | None) -> Say:
    """The words of a reminder, as they are read aloud to whoever is in the room: the name of the ritual, where it is
    surely about that, and nothing else."""
    if reminder is not None and says_its_ritual(content, reminder):
        return Say("remind.text_for", 0, {"ritual": Read("rituals", reminder.ritual, "name")})
    return Say("remind.text")


def says_its_ritual(content: Content, reminder: Reminder) -> bool:
    """Test of a reminder that names its ritual."""
    return reminder.named and reminder.ritual in content.rituals


def list_coming(turn: TurnBuilder, current: list[Reminder]) -> None:
    """Say when reminders come."""
    if len(current) == 1:
        tell(turn, "remind.one", current[0])
        if says_its_ritual(turn.content, current[0]):
            turn.say("remind.for", ritual=Read("rituals", current[0].ritual, "name"))
    else:
        turn.say("remind.several", count=turn.count(len(current)))
        turn.recite(*(_with_its_ritual(turn, reminder) for reminder in current))


def at_its_time(turn: TurnBuilder, reminder: Reminder) -> Say:
    """When a reminder comes, with what it is for where it says that and no ritual was just spoken of."""
    if says_its_ritual(turn.content, reminder) and turn.from_state not in (State.RITUAL, State.FOLLOW_UP):
        return _with_its_ritual(turn, reminder)
    return Say("remind.back", 0, {"when": when_of(turn, reminder), "time": time_of(reminder)})


def _with_its_ritual(turn: TurnBuilder, reminder: Reminder) -> Say:
    """When a reminder comes, with what it is for where it says that."""
    if not says_its_ritual(turn.content, reminder):
        return said_back(turn, reminder)
    ritual = Read("rituals", reminder.ritual, "name")
    return Say("remind.back_for", 0, {"when": when_of(turn, reminder), "time": time_of(reminder), "ritual": ritual})


def when_of(turn: TurnBuilder, reminder: Reminder) -> Say:
    """Days of a reminder as people say them: every Sunday, tomorrow."""
    if reminder.days is not None:
        return Say("remind.days", list(DAYS).index(reminder.days))
    by_name = turn.slots.get("days") == hours.named_day(reminder)
    if by_name and reminder.day is not None:  # "on Sunday", though that is tomorrow
        return Say("when", reminder.day.weekday())
    ahead = turn.slots.get("days") in hours.DAYS_AHEAD
    if reminder.day is not None and not ahead and Say("when", reminder.day.weekday()) in _whens_said(turn):
        return Say("when", reminder.day.weekday())  # and so it stays: one day has one name
    return hours.on_day(turn, reminder.day or turn.context.moment.date())


def _whens_said(turn: TurnBuilder) -> list[object]:
    """The days of reminders as they were said last."""
    return [said.fill.get("when") for said in turn.session.last if isinstance(said, Say)]


def time_of(reminder: Reminder) -> Say:
    """A time as people say it: eight in the morning, 8:30 in the evening."""
    hour = (reminder.hour - 1) % hours.CLOCK_HOURS
    clock = Say("hour", hour) if not reminder.minute else f"{hour + 1}:{reminder.minute:02}"
    return Say("time", hours.part_of_day(reminder), {"clock": clock})


def said_back(turn: TurnBuilder, reminder: Reminder) -> Say:
    """When a reminder comes, as a line of its own or within another."""
    line = "remind.once" if reminder.day else "remind.back"
    return Say(line, 0, {"when": when_of(turn, reminder), "time": time_of(reminder)})
