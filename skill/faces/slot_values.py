# SPDX-License-Identifier: Apache-2.0
"""Values of slots as plain ones: a duration in seconds, a part of the day, and days that the model lists no id for.

What is sensible is for the conversation to decide; here a value only loses the form that Alexa's types give it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PARTS_OF_DAY = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
"""What stands for a time where they named a part of the day (Slot Type Reference: AMAZON.TIME)."""
HALF_DAY_HOURS = 12
_DURATION = (
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})(?:\.\d+)?S)?)?"
)
"""ISO 8601 without months and years (Slot Type Reference: AMAZON.DURATION)."""


def seconds(duration: str) -> str:
    """Seconds of a duration such as PT5M or PT90S; 0 for what is none, since something was asked for."""
    match = re.fullmatch(_DURATION, duration)
    weeks, days, hours, minutes, rest = (int(value or 0) for value in match.groups()) if match else (0, 0, 0, 0, 0)
    return str(((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + rest)


def time_of_day(value: str) -> str:
    """A time as HH:MM, or the name of a part of the day; anything else as it came."""
    return PARTS_OF_DAY.get(value, value)


_PARTS = frozenset({"morning", "afternoon", "evening", "night", "at", "in", "the"})
UNLISTED_DAYS = {
    **dict.fromkeys(("today", "tonight", "this evening"), "today"),
    "tomorrow": "tomorrow",
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow"), "day_after_tomorrow"),
    **dict.fromkeys(("every week", "each week", "weekly", "once a week", "every single week"), "every_week"),
    **dict.fromkeys(("first", "earlier", "earliest"), "first"),
    **{word: word for word in ("second", "third")},
    **dict.fromkeys(("last", "later", "latest", "other"), "last"),
    **dict.fromkeys(
        (
            *("every other day", "every second day", "every few days", "every other week", "every two weeks"),
            *(
                "twice a week",
                "three times a week",
                "next week",
                "every month",
                "monthly",
                "once a month",
                "next month",
            ),
        ),
        "",
    ),
}
"""What people say for days that the interaction model has no id for, to a plain value: days counted from the evening,
every week, one of several; empty where no reminder can come so."""


def with_unlisted_days(values: Mapping[str, str], said: str) -> dict[str, str]:
    """Values of slots with the days that were said where no id stands for them, and with the time in the part of the
    day that was said beside them."""
    days = values.get("days") or _unlisted_days(said)
    if not days or days != _unlisted_days(said):
        return dict(values)
    time = _in_part(values.get("time"), said)
    return {**values, "days": days} | ({"time": time} if time else {})


def _unlisted_days(said: str) -> str:
    """Days that have no id, said alone or with a part of the day ("tomorrow night"); empty for what none are."""
    words = said.casefold().removeprefix("the ").split()
    while words and " ".join(words) not in UNLISTED_DAYS and words[-1] in _PARTS:
        words.pop()
    return UNLISTED_DAYS.get(" ".join(words), "")


def _in_part(time: str | None, days: str) -> str | None:
    """A time in the part of the day that was said with the days: of "tomorrow night" and 10:00 it is 22:00."""
    part = days.casefold().replace("tonight", "night").split()[-1:]
    if not part or part[0] not in PARTS_OF_DAY.values():
        return time
    match = re.fullmatch(r"(\d\d):(\d\d)", time or "")
    if match and part[0] != "morning" and int(match[1]) < HALF_DAY_HOURS:
        return f"{int(match[1]) + HALF_DAY_HOURS}:{match[2]}"
    return time or part[0]


PLAIN = {"duration": seconds, "time": time_of_day}
"""Slots whose values have a form of their own, and what makes them plain."""
