# SPDX-License-Identifier: Apache-2.0
"""What English speakers say for Alexa's own slot types, as far as the ears have to tell it apart.

A recogniser hears worse with each phrase that it has to reckon with, so these are the ones that come up: scores up to
ten, times of day, lengths of talk time, common first names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.slots.numbers import TENS, UNITS

_HOURS = [word for word, value in UNITS.items() if 1 <= value <= 12]
_SCORES = [word for word, value in UNITS.items() if 1 <= value <= 10]
_COUNTS = [word for word, value in UNITS.items() if value] + [word for word, value in TENS.items() if value <= 60]
_MINUTES = [
    "fifteen",
    "thirty",
    "forty five",
    "ten",
    "twenty",
    "forty",
    "fifty",
    "twenty five",
    "thirty five",
    "oh five",
]
_PARTS = ["", "a m", "p m", "in the morning", "in the afternoon", "in the evening", "at night", "tonight"]


def builtin_phrases(locale: str) -> Mapping[str, Collection[str]]:
    """Phrases for each of Alexa's own slot types that the interaction model uses."""
    return {
        "AMAZON.NUMBER": [*_SCORES, *(f"{word} and a half" for word in _SCORES)],
        "AMAZON.TIME": list(_times()),
        "AMAZON.DURATION": list(_durations()),
        "AMAZON.FirstName": sorted(load_language(locale).names_heard),
    }


def _times() -> Iterator[str]:
    yield from ("noon", "midnight", "morning", "evening", "night")
    for hour in _HOURS:
        for minutes in ("", "o'clock", *_MINUTES):
            for part in _PARTS:
                yield " ".join(f"{hour} {minutes} {part}".split())
        for before in ("half past", "quarter past", "quarter to", "a quarter past", "a quarter to"):
            yield f"{before} {hour}"


def _durations() -> Iterator[str]:
    for count in [*_COUNTS, "a few", "a couple of", "twenty five", "forty five"]:
        for unit in ("minutes", "hours", "seconds"):
            one = unit.removesuffix("s") if count == "one" else unit
            yield from (f"{count} {one}", f"{count} more {one}", f"{count} {one} more")
    for one in (
        "a minute",
        "an hour",
        "half an hour",
        "a while",
        "a moment",
        "a minute and a half",
        "an hour and a half",
    ):
        yield from (one, f"{one} more", f"another {one.removeprefix('an ').removeprefix('a ')}")
