# SPDX-License-Identifier: Apache-2.0
"""Days and hours of reminders: which one is wanted, out of what they name, and what it does to those they have.

How it is said is `course/said_reminders.py`, what becomes of it `topics/reminders.py`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.plan import DAYS, Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.resuming import WHEN
from skill.checkin.turn_builder import TurnBuilder
from skill.content.types import Ritual

WEEKDAYS = tuple(DAYS)[:7]
AT_THE_WEEKEND = frozenset({"saturday", "sunday", "weekends"})
EVERY_WEEK = "every_week"
DAYS_AHEAD = {"today": 0, "tomorrow": 1, "day_after_tomorrow": 2}
"""Days that are counted from this evening."""
HOURS = {
    "morning": 8,
    "mealtime": 18,
    "parting": 8,
    "afternoon": 15,
    "reunion": 18,
    "evening": 20,
    "bedtime": 21,
    "night": 21,
    "weekend": 10,
}
"""Hours for the parts of a day, and for the moments of a ritual."""
LAST_AFTER_NOON = {"morning": 0, "parting": 5, "evening": 12, "bedtime": 12, "reunion": 12, "weekend": 5, "mealtime": 9}
"""The last hour that is meant after noon, for a ritual of a moment: supper at six, but breakfast at nine. Of several
moments the one that stands first here decides."""
CLOCK_HOURS = 12
MORNING, EVENING = range(7, 12), range(17, 24)
"""Hours to which "no, in the morning" or "in the evening" turns a reminder that was said back."""
HALVES = {"morning": MORNING, "evening": EVENING, "night": EVENING}
LATEST_MORNING = 11
"""The hour that comes as it is meant where an evening is corrected, unless the ritual is one for the night."""
LATE_MORNING, FREE_MORNING = range(10, 12), range(9, 12)
"""Hours that nobody means for the night: where they name no day ("tomorrow at eleven" comes as 11:00 and no more), and
on a free one, for no ritual of the evening."""
MORNING_AT_THE_WEEKEND = 10
TIME = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"


def wanted(turn: TurnBuilder) -> Reminder:
    """The reminder that is asked for, or the one that was said back as they correct it."""
    asked = said_back_before(turn)
    before = asked or _moved(turn)
    number = before.ritual if before else ritual_of(turn)
    hour, minute = _time(turn, before, turn.content.rituals.get(number))
    named = before.named if before else is_for_theirs(turn, number)
    reminder = replace(_on_days(turn, Reminder(hour, minute), asked, before), ritual=number, named=named)
    # What takes the place of one for their ritual is for that as well: "make that nine on Sunday".
    in_place_of = [kept for kept in moved_by(turn, reminder) if kept.named and kept.ritual == number]
    return replace(reminder, named=True) if in_place_of else reminder


def _time(turn: TurnBuilder, before: Reminder | None, ritual: Ritual | None) -> tuple[int, int]:
    """The hour and minute that they mean: the clock has two halves, and "at eight" comes as 08:00."""
    days, time = turn.slots.get("days"), turn.slots.get("time")
    at = clock_of(time)
    at_night = ritual is not None and is_for_the_night(ritual)
    as_shown = range(0)
    if before is not None:
        if at == (before.hour - CLOCK_HOURS, before.minute) and days not in (None, named_day(before)):
            return before.hour, before.minute  # "Sunday at seven", of seven tomorrow night
        half, other = HALVES.get(time or "", ()), (before.hour + CLOCK_HOURS) % (2 * CLOCK_HOURS)
        # A correction changes only what it names; "it's an evening thing" changes no evening.
        if not time or before.hour in half:
            return before.hour, before.minute
        if other in half:
            return other, before.minute
        # "Make it nine" of one at eight in the morning is no evening; of one in the evening it may be either. Only its
        # very own hour before noon ("ten in the morning", of one at ten in the evening) is no mistake.
        if before.hour not in EVENING or at == (other, before.minute):
            as_shown = MORNING
        elif at is not None and at[0] == LATEST_MORNING and turn.intent is Intent.REMIND_US and not at_night:
            return at  # "no, in the dark? Better at eleven in the morning"
        elif at is not None and at[0] in FREE_MORNING and days in AT_THE_WEEKEND and days != named_day(before):
            return at  # "no, Sunday. Sunday morning, ten o'clock", of one tomorrow night
        elif at is not None and at[0] in LATE_MORNING and days in AT_THE_WEEKEND and not at_night:
            return at  # "make it Sunday morning, about ten", of one on Sunday at eight
    elif ritual is None and days in AT_THE_WEEKEND:
        as_shown = FREE_MORNING
    elif (days not in DAYS or days in AT_THE_WEEKEND) and not at_night:
        as_shown = LATE_MORNING
    if at is None or at[0] not in as_shown:
        return left_open(time, ritual.moments if ritual else ("evening",), days in AT_THE_WEEKEND)
    # "Just every evening, half past nine" corrects the days alone, and is no morning.
    every = before and before.day and days in WEEKDAYS and "days" not in turn.by_name
    anew = days is not None and answers(turn, WHEN)
    if before and before.hour in EVENING and (every or anew or days not in (None, named_day(before))):
        return before.hour, before.minute
    return at


def is_for_the_night(ritual: Ritual) -> bool:
    """Test of a ritual: it belongs to bedtime, so that half past ten is no morning."""
    return "bedtime" in ritual.moments and {"evening", "bedtime"}.issuperset(ritual.moments)


def left_open(time: str | None, moments: tuple[str, ...], at_the_weekend: bool) -> tuple[int, int]:
    """Hour and minute where the moment of the ritual decides what they left open."""
    if time in HOURS:
        return HOURS[time], 0
    if (at := clock_of(time)) is None:
        return max(HOURS[moments[0]], MORNING_AT_THE_WEEKEND if at_the_weekend else 0), 0
    hour, minute = at
    last = next(last for moment, last in LAST_AFTER_NOON.items() if moment in moments)
    return (hour + CLOCK_HOURS if 1 <= hour < CLOCK_HOURS and hour <= last else hour), minute


def _on_days(turn: TurnBuilder, at: Reminder, asked: Reminder | None, before: Reminder | None) -> Reminder:
    """A time of day with the days that they want it on."""
    days = turn.slots.get("days")
    next_day = _next_day(turn, at.hour, at.minute)
    if days in DAYS_AHEAD:
        return _ahead(turn, at, DAYS_AHEAD[days])
    if days == EVERY_WEEK:
        first = (before.day if before else None) or next_day
        weekly = before.days if before and before.days in WEEKDAYS else WEEKDAYS[first.weekday()]
        return replace(at, days=weekly)
    if asked is not None and not turn.slots.get("time") and days not in DAYS:  # "only once" names neither
        return replace(at, day=asked.day or _next_day(turn, at.hour, at.minute, asked.days))
    if days in DAYS:
        if days in WEEKDAYS and _once(turn, asked, before):
            return replace(at, day=_next_day(turn, at.hour, at.minute, days))
        return replace(at, days=days)
    if before is not None:
        return replace(at, day=before.day and max(before.day, next_day), days=before.days)
    return replace(at, day=next_day)


def _ahead(turn: TurnBuilder, at: Reminder, days: int) -> Reminder:
    """A time of day some days ahead. Tonight, where the usual hour is over, is the next full hour."""
    now, day = turn.context.moment, turn.evening + timedelta(days=days)
    if (day, at.hour, at.minute) > (now.date(), now.hour, now.minute):
        return replace(at, day=day)
    if clock_of(turn.slots.get("time")):
        return replace(at, day=_next_day(turn, at.hour, at.minute))
    soon = now + timedelta(hours=1)
    return Reminder(soon.hour, 0, soon.date())


def _once(turn: TurnBuilder, asked: Reminder | None, before: Reminder | None) -> bool:
    """Whether a weekday that they name is only the next one: "on Sunday", where "every Sunday" is all of them.

    What is moved comes as often as it did; "just this Sunday", of one that was said back, is the next one alone.
    """
    said_again = asked is not None and asked.days == turn.slots["days"]
    return "days" in turn.by_name and (before is None or before.days is None or said_again)


def _next_day(turn: TurnBuilder, hour: int, minute: int, days: str | None = None) -> date:
    """The next day on which the clock shows a time; the next such weekday where one is named."""
    now = turn.context.moment
    day = now.date() + timedelta(days=(hour, minute) <= (now.hour, now.minute))
    if days in WEEKDAYS:
        day += timedelta(days=(WEEKDAYS.index(days) - day.weekday()) % 7)
        if day == turn.evening and turn.slots.get("days") == days:
            day += timedelta(days=7)  # whoever means today says so
    return day


def _moved(turn: TurnBuilder) -> Reminder | None:
    """The reminder they change: of the two, day and hour, what they do not name stays as it is."""
    days, time = turn.slots.get("days"), turn.slots.get("time")
    if days in DAYS_AHEAD or not (days or time):
        return None
    current = coming(turn)
    if days in WEEKDAYS and len(current) > 1 and (on := [kept for kept in current if named_day(kept) == days]):
        return on[0]  # "move the Sunday one to eleven"
    kept = kept_for_ours(turn)
    if kept and days and time:  # a breakfast on Sunday and an hour at night on Thursday are two
        at = clock_of(time)
        apart = at is not None and kept.hour < CLOCK_HOURS <= at[0]
        return kept if not apart and kept.days in WEEKDAYS and "days" in turn.by_name else None
    return kept


def moves_the_only_one(turn: TurnBuilder) -> bool:
    """Test of a request for a reminder: it moves the only one they have, of the same ritual, to another day or half of
    the day ("move it to Sunday morning"). An hour of its own, or "every Sunday", may be of a second reminder."""
    if turn.from_state is State.REMIND and not answers(turn, WHEN):
        return turn.session.moving
    current, by_name = coming(turn), "days" in turn.by_name and turn.slots.get("time") in HALVES
    only = len(current) == 1 and current[0].ritual == ritual_of(turn)
    return only and turn.from_state not in (State.RITUAL, State.FOLLOW_UP) and (by_name or answers(turn, WHEN))


def is_moved_by(kept: Reminder, reminder: Reminder, moving: bool = False) -> bool:
    """Whether a new reminder takes the place of one: it is for the same ritual, or another hour of the same half day.

    Ten moved to eleven is one reminder, though their ritual is another by now; a breakfast and a walk at night are two.
    One for once leaves what comes again as it is.
    """
    if moving and kept.ritual == reminder.ritual:
        return True
    if reminder.day and kept.days:
        return False
    same_half = (kept.hour < CLOCK_HOURS) == (reminder.hour < CLOCK_HOURS)
    moved = (kept.hour, kept.minute) != (reminder.hour, reminder.minute) and same_half
    if named_day(kept) != named_day(reminder) and part_of_day(kept) != part_of_day(reminder):
        return False  # every Thursday at half past six, and "Sunday morning too"
    alike = named_day(kept) == named_day(reminder) and same_half
    same = kept.ritual == reminder.ritual and (kept.named == reminder.named or alike)  # else it may be for anything
    return same or (kept.day is not None and kept.day == reminder.day and moved)


def moved_by(turn: TurnBuilder, reminder: Reminder) -> list[Reminder]:
    """Those still to come whose place a new reminder takes, as the session knows what it moves."""
    return [kept for kept in coming(turn) if is_moved_by(kept, reminder, turn.session.moving)]


def part_of_day(reminder: Reminder) -> int:
    """The part of the day in which a reminder comes: 0 for the morning, 1 for the afternoon, 2 for the evening."""
    return 0 if reminder.hour < CLOCK_HOURS else 1 if reminder.hour < EVENING.start + 1 else 2


def covers(kept: Reminder, reminder: Reminder) -> bool:
    """Whether one that they have for the same ritual rings whenever a new one would."""
    if (kept.hour, kept.minute, kept.ritual) != (reminder.hour, reminder.minute, reminder.ritual):
        return False
    on = reminder.day is not None and kept.days is not None and is_on(kept, reminder.day)
    return on or (kept.day, kept.days) == (reminder.day, reminder.days)


def coming(turn: TurnBuilder) -> list[Reminder]:
    """The reminders that are still to come."""
    return [kept.reminder for kept in turn.household.reminders if comes(kept.reminder, turn.context.moment)]


def stands_for(turn: TurnBuilder, ritual: int) -> Reminder | None:
    """The reminder of a ritual that stands on the day which they name without an hour: "keep it, Sunday's fine"."""
    days = turn.slots.get("days")
    if days is None or turn.slots.get("time"):
        return None
    return next((kept for kept in coming(turn) if (kept.ritual, named_day(kept)) == (ritual, days)), None)


def said_back_before(turn: TurnBuilder) -> Reminder | None:
    """The reminder that was said back, and waits for a yes."""
    return turn.session.reminder if turn.from_state is State.REMIND else None


def kept_for_ours(turn: TurnBuilder) -> Reminder | None:
    """The reminder that they have for the ritual that they have now."""
    return next((reminder for reminder in coming(turn) if reminder.ritual == ritual_of(turn)), None)


def ritual_of(turn: TurnBuilder) -> int:
    """Number of the ritual that they have now; 0 for none."""
    return turn.household.ritual.number if turn.household.ritual else 0


def is_for_theirs(turn: TurnBuilder, number: int) -> bool:
    """Test of a reminder that is asked for: it is surely for the ritual of this number, so that it may say its name.
    That is the first one since they chose it, or one set where they are asked about it; another may be for anything."""
    kept = turn.household.ritual
    has_one = any(one.reminder.named and one.reminder.ritual == number for one in turn.household.reminders)
    chosen = kept is not None and kept.number == number and not has_one
    return number > 0 and (
        chosen or turn.from_state is State.FOLLOW_UP or turn.session.entry == Read("rituals", number)
    )


def comes(reminder: Reminder, now: datetime) -> bool:
    """Whether it is still to come, on days that can be said."""
    if reminder.day is None:
        return reminder.days in DAYS
    return (reminder.day, reminder.hour, reminder.minute) > (now.date(), now.hour, now.minute)


def is_on(reminder: Reminder, day: date) -> bool:
    """Whether a reminder comes on a day; one for once, whether it came by then."""
    return reminder.day <= day if reminder.day else day.weekday() in DAYS.get(reminder.days or "", DAYS["every_day"])


def named_day(reminder: Reminder) -> str | None:
    """The days of a reminder as they are named, of one for once its weekday."""
    return WEEKDAYS[reminder.day.weekday()] if reminder.day else reminder.days


def every_week_was_said(turn: TurnBuilder) -> bool:
    """Whether they said "every Sunday" or "every week": a day that stands alone may be the next one."""
    return turn.slots.get("days") in (*WEEKDAYS, EVERY_WEEK) and "days" not in turn.by_name


def on_day(turn: TurnBuilder, day: date) -> Say:
    """A day from this evening on, as it is said: today, tomorrow, on Sunday."""
    ahead = (day - turn.evening).days
    return Say("remind.day", max(ahead, 0)) if ahead <= 1 else Say("when", day.weekday())


def answers(turn: TurnBuilder, line: str) -> bool:
    """Whether a line is what they answer."""
    last = turn.session.last
    return turn.from_state is State.REMIND and any(isinstance(one, Say) and one.line == line for one in last)


def next_on(turn: TurnBuilder, reminder: Reminder) -> date | None:
    """The day on which a reminder comes next; nothing of one that comes on several days."""
    if reminder.day is not None or reminder.days not in WEEKDAYS:
        return reminder.day
    return turn.evening + timedelta(days=(WEEKDAYS.index(reminder.days) - turn.evening.weekday() - 1) % 7 + 1)


def means_tonight(turn: TurnBuilder, reminder: Reminder) -> bool:
    """Test of a reminder that they accept: it is for this evening, which nobody needs to be reminded of.

    "Tonight" may come as a part of the day alone; a Friday's name, on that evening, is of one that is for an evening.
    """
    days, time = turn.slots.get("days"), turn.slots.get("time")
    if time in HALVES and time != "morning":
        return turn.context.moment.hour in EVENING and not days
    over = (reminder.hour, reminder.minute) <= (turn.context.moment.hour, turn.context.moment.minute)
    named = days == WEEKDAYS[turn.evening.weekday()] and reminder.day is not None
    return not time and (days == "today" or (named and over and reminder.hour in EVENING))


def is_named(turn: TurnBuilder, reminder: Reminder) -> bool:
    """Test of a reminder against the day and the hour that they name; "nine" fits nine in the morning and at night."""
    days, time = turn.slots.get("days"), turn.slots.get("time")
    if not (days or time):
        return False
    at = clock_of(time)
    if at and (reminder.minute != at[1] or reminder.hour - at[0] not in (0, CLOCK_HOURS)):
        return False
    if time and not at and reminder.hour not in HALVES.get(time, ()):
        return False
    return not days or days == named_day(reminder)


def clock_of(time: str | None) -> tuple[int, int] | None:
    """Hour and minute of a time as the clock shows it; None for a part of the day, or nothing."""
    match = re.fullmatch(TIME, time or "")
    return (int(match["hour"]), int(match["minute"])) if match else None
