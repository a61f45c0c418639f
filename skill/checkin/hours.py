# SPDX-License-Identifier: Apache-2.0
"""Hours of reminders: which hour of the day is meant by a time that may be of either half, or by a part of the day."""

from __future__ import annotations

import re

from skill.checkin.model.plan import Reminder

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
AFTER_NOON = frozenset({"evening", "bedtime", "reunion"})
"""Moments for which "at eight" is in the evening."""
BEFORE_NOON = frozenset({"morning", "parting"})
SUPPER_UNTIL, SMALL_HOURS_UNTIL = 9, 5
"""The last hour that is meant for the evening: of a meal, and of anything that is not done in the morning."""
CLOCK_HOURS = 12
MORNING, EVENING = range(7, 12), range(17, 24)
"""Hours to which "no, in the morning" or "in the evening" turns a reminder that was said back."""
HALVES = {"morning": MORNING, "evening": EVENING, "night": EVENING}
LATE_MORNING = range(10, 12)
"""Hours that nobody means for the night where they name no day: "tomorrow at eleven" comes as 11:00 and no more."""
MORNING_AT_THE_WEEKEND = 10
TIME = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"


def clock(time: str | None, moments: tuple[str, ...], at_the_weekend: bool) -> tuple[int, int]:
    """Hour and minute of a time, or of a part of the day; the moment of the ritual decides what was left open."""
    if time in HOURS:
        return HOURS[time], 0
    match = re.fullmatch(TIME, time or "")
    if not match:
        return max(HOURS[moments[0]], MORNING_AT_THE_WEEKEND if at_the_weekend else 0), 0
    hour, minute = int(match["hour"]), int(match["minute"])
    # "At eight" comes as 08:00. For something to do in the evening it is meant for the evening.
    if 1 <= hour < CLOCK_HOURS and hour <= _last_after_noon(frozenset(moments)):
        hour += CLOCK_HOURS
    return hour, minute


def before_noon(before: Reminder | None, time: str | None) -> tuple[int, int] | None:
    """A time before noon, as the clock shows it: from ten on, or earlier where it corrects one that is before noon too.

    "Make it nine" of one at eight in the morning is no evening; of one in the evening it may be either.
    """
    match = re.fullmatch(TIME, time or "")
    meant = LATE_MORNING if before is None else MORNING if before.hour not in EVENING else ()
    return (int(match["hour"]), int(match["minute"])) if match and int(match["hour"]) in meant else None


def _last_after_noon(moments: frozenset[str]) -> int:
    """The last hour that is meant after noon, for a ritual of these moments: supper at six, but breakfast at nine."""
    if BEFORE_NOON.intersection(moments):
        return 0 if "morning" in moments else SMALL_HOURS_UNTIL
    if AFTER_NOON.intersection(moments):
        return CLOCK_HOURS
    return SUPPER_UNTIL if moments == {"mealtime"} else SMALL_HOURS_UNTIL


def other_half(before: Reminder, time: str | None) -> int | None:
    """The hour in the other half of the day, where that is what a correction asks for; None for any other.

    "Ten in the morning" comes as 10:00, like a bare "ten". Said about one at ten in the evening it is no mistake.
    """
    match = re.fullmatch(TIME, time or "")
    other = (before.hour + CLOCK_HOURS) % (2 * CLOCK_HOURS)
    if match:
        named = (int(match["hour"]), int(match["minute"]))
        return other if named == (other, before.minute) and other in MORNING else None
    half = HALVES.get(time or "", ())
    return other if other in half and before.hour not in half else None
