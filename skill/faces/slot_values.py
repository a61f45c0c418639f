# SPDX-License-Identifier: Apache-2.0
"""Values of slots as plain ones: a duration in seconds, a part of the day, and days that the model lists no id for.

What is sensible is for the conversation to decide; here a value only loses the form that Alexa's types give it. The
words of a language are `words_<language>.json`; one without such a file has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from os import path

import msgspec
from msgspec import Struct

from skill.ready import make_ready

FOLDER = path.dirname(__file__)
PARTS_OF_DAY = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
"""What stands for a time where they named a part of the day (Slot Type Reference: AMAZON.TIME)."""
HALF_DAY_HOURS = 12
_DURATION = (
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})(?:\.\d+)?S)?)?"
)
"""ISO 8601 without months and years (Slot Type Reference: AMAZON.DURATION)."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one language for days and parts of the day, by which Alexa's raw slot values are read."""

    possessives: tuple[str, ...] = ()
    """Endings that leave a name what it is: "Sunday's"."""
    days: dict[str, str] = {}
    """What people say for days that the interaction model has no id for, to a plain value: days counted from the
    evening, every week, one of several."""
    parts: dict[str, str] = {}
    """Words that such days may end with ("tomorrow night"), to the part of the day that they name."""
    before_parts: tuple[str, ...] = ()


make_ready(Words)


@cache
def words_of(locale: str) -> Words:
    """The words of a locale's language."""
    try:
        with open(path.join(FOLDER, f"words_{locale[:2]}.json"), "rb") as file:
            return msgspec.json.decode(file.read(), type=Words)
    except FileNotFoundError:
        return Words()


def seconds(duration: str) -> str:
    """Seconds of a duration such as PT5M or PT90S; 0 for what is none, since something was asked for."""
    match = re.fullmatch(_DURATION, duration)
    weeks, days, hours, minutes, rest = (int(value or 0) for value in match.groups()) if match else (0, 0, 0, 0, 0)
    return str(((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + rest)


def time_of_day(value: str) -> str:
    """A time as HH:MM, or the name of a part of the day; anything else as it came."""
    return PARTS_OF_DAY.get(value, value)


def is_its_name(said: str, name: str, locale: str) -> bool:
    """Whether what was said is the very name of a value ("Sunday", "Sunday's"), and no other word for it."""
    return said.casefold() in {name.casefold() + ending for ending in ("", *words_of(locale).possessives)}


def with_unlisted_days(values: Mapping[str, str], said: str, locale: str) -> dict[str, str]:
    """Values of slots with the days that were said where no id stands for them, and with the time in the part of the
    day that was said beside them."""
    words, spoken = words_of(locale), said.casefold().split()
    part = words.parts.get(spoken[-1]) if spoken else None
    while spoken and " ".join(spoken) not in words.days and spoken[-1] in (*words.parts, *words.before_parts):
        spoken.pop()
    days = words.days.get(" ".join(spoken))
    if days is None or values.get("days", days) != days:
        return dict(values)
    time = _in_part(values.get("time"), part)
    return {**values, "days": days} | ({"time": time} if time else {})


def _in_part(time: str | None, part: str | None) -> str | None:
    """A time in the part of the day that was said with the days: of "tomorrow night" and 10:00 it is 22:00."""
    match = re.fullmatch(r"(\d\d):(\d\d)", time or "")
    if match and part not in (None, "morning") and int(match[1]) < HALF_DAY_HOURS:
        return f"{int(match[1]) + HALF_DAY_HOURS}:{match[2]}"
    return time or part


NAMED_AS = ("theme", "topic", "feeling", "mood")
"""Slots whose words may say more than their id: "our wedding", of the past."""
PLAIN = {"duration": seconds, "time": time_of_day}
"""Slots whose values have a form of their own, and what makes them plain."""
