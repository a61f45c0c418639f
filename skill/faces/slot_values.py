# SPDX-License-Identifier: Apache-2.0
"""Values of the interaction model's built-in slot types as plain ones: a duration in seconds, a part of the day.

What is sensible is for the conversation to decide; here a value only loses the form that Alexa's types give it.
"""

from __future__ import annotations

import re

PARTS_OF_DAY = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
"""What stands for a time where they named a part of the day (Slot Type Reference: AMAZON.TIME)."""
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


PLAIN = {"duration": seconds, "time": time_of_day}
"""Slots whose values have a form of their own, and what makes them plain."""
