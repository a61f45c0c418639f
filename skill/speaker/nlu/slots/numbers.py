# SPDX-License-Identifier: Apache-2.0
"""Numbers and durations in English words, read as Alexa's built-in slot types give them.

AMAZON.NUMBER gives digits (`7`, `7.5`), AMAZON.DURATION gives ISO 8601 (`PT1M30S`). Each function takes the normal
words of a sentence and a place in it, and yields every way to read a value there, longest first. Clock times are
`times.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

UNITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
LARGEST_SPELLED = 100

Reading = tuple[int, str]
"""The place after a value, and the value."""

# ISO 8601 letter and seconds. Months and years have no fixed length, so they stand alone.
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_LONG = {"month": "M", "year": "Y"}
_PLURAL = {f"{name}s": name for name in (*_SECONDS, *_LONG)} | {"fortnight": "week", "fortnights": "week"}
_SHORT = {"sec": "second", "secs": "second", "min": "minute", "mins": "minute", "hr": "hour", "hrs": "hour"}
_SOME = {"couple": 2, "few": 3, "several": 5}
_MORE = ("more", "extra", "additional", "longer")
_ABOUT = ("about", "another", "around", "maybe", "roughly", "some", "extra", "just")


def spelled(digits: str) -> Iterator[str]:
    """The words of a number up to a hundred (`10` is `ten`, `7.5` is `seven point five`); larger ones stay digits."""
    whole, _, fraction = digits.partition(".")
    value = int(whole[:6])
    if value > LARGEST_SPELLED or len(whole) > 3:
        yield whole
    elif value == LARGEST_SPELLED:
        yield from ("one", "hundred")
    elif value >= 20:
        yield from [word for word, tens in TENS.items() if tens == value // 10 * 10]
        if value % 10:
            yield list(UNITS)[value % 10]
    else:
        yield list(UNITS)[value]
    if fraction:
        yield "point"
        yield from (list(UNITS)[int(digit)] for digit in fraction[:3])


def numbers_at(words: Sequence[str], at: int) -> Iterator[Reading]:
    """AMAZON.NUMBER: words or digits, with an article or without (`a seven`, `twenty one`, `seven and a half`)."""
    start = at + 1 if words[at] in ("a", "an") and at + 1 < len(words) else at
    for end, value in _amounts(words, start):
        yield end, f"{value.normalize():f}"


def durations_at(words: Sequence[str], at: int) -> Iterator[Reading]:
    """AMAZON.DURATION: `five more minutes` PT5M, `a minute and a half` PT1M30S, `three days` P3D."""
    start = at
    while start < len(words) and words[start] in _ABOUT:
        start += 1
    readings = []
    for end, unit, amount in _lengths(words, start):
        parts = [(unit, amount)]
        if unit in _SECONDS:
            after = end + 1 if words[end : end + 1] == ["and"] else end
            for more_end, more_unit, more in _lengths(words, after):
                if _SECONDS.get(more_unit, _SECONDS[unit]) < _SECONDS[unit]:
                    readings.append((more_end, _iso([*parts, (more_unit, more)])))
        readings.append((end, _iso(parts)))
    for end, value in sorted(readings, reverse=True):
        if end < len(words) and words[end] in _MORE:
            yield end + 1, value
        yield end, value


def whole_number_at(words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """A whole number below a thousand in words, or any in digits, longest reading first."""
    word = words[at] if at < len(words) else ""
    if word.isdigit() and word.isascii():
        yield at + 1, int(word[:6])
        return
    hundred = words[at + 1 : at + 2] == ["hundred"]
    if hundred and (word == "a" or word in UNITS):
        hundreds = 100 * UNITS.get(word, 1)
        rest = at + 3 if words[at + 2 : at + 3] == ["and"] else at + 2
        for end, more in _below_hundred(words, rest):
            yield end, hundreds + more
        yield at + 2, hundreds
    yield from _below_hundred(words, at)


def _below_hundred(words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    word = words[at] if at < len(words) else ""
    if word in TENS:
        following = words[at + 1] if at + 1 < len(words) else ""
        if 0 < UNITS.get(following, 0) < 10:
            yield at + 2, TENS[word] + UNITS[following]
        yield at + 1, TENS[word]
    elif word in UNITS:
        yield at + 1, UNITS[word]


def _amounts(words: Sequence[str], at: int) -> Iterator[tuple[int, Decimal]]:
    """Numbers with their fractions: `seven point five`, `seven and a half`, `seven`."""
    for end, value in whole_number_at(words, at):
        if words[end : end + 1] == ["point"] and UNITS.get("".join(words[end + 1 : end + 2]), 10) < 10:
            yield end + 2, Decimal(f"{value}.{UNITS[words[end + 1]]}")
        if list(words[end : end + 3]) == ["and", "a", "half"]:
            yield end + 3, value + Decimal("0.5")
        yield end, Decimal(value)


def _lengths(words: Sequence[str], at: int) -> Iterator[tuple[int, str, Decimal]]:
    """One amount of one unit: the place after it, the unit's name, the amount."""
    for after, amount in _quantities(words, at):
        after += words[after : after + 1] == ["of"]
        while after < len(words) and words[after] in _MORE:
            after += 1
        # "half an hour", "a quarter of an hour"
        if amount < 1 and words[after : after + 1] in (["a"], ["an"]):
            after += 1
        name = words[after] if after < len(words) else ""
        unit = _PLURAL.get(name) or _SHORT.get(name) or name
        if unit not in _SECONDS and unit not in _LONG:
            continue
        if name.startswith("fortnight"):
            amount *= 2
        end = after + 1
        if list(words[end : end + 3]) == ["and", "a", "half"] and amount == int(amount):
            yield end + 3, unit, amount + Decimal("0.5")
        yield end, unit, amount


def _quantities(words: Sequence[str], at: int) -> Iterator[tuple[int, Decimal]]:
    first = words[at] if at < len(words) else ""
    article = first in ("a", "an")
    noun = words[at + article] if at + article < len(words) else ""
    if noun in _SOME:
        yield at + article + 1, Decimal(_SOME[noun])
    if noun == "half":
        yield at + article + 1, Decimal("0.5")
    if noun == "quarter":
        yield at + article + 1, Decimal("0.25")
    if first == "three" and words[at + 1 : at + 2] == ["quarters"]:
        yield at + 2, Decimal("0.75")
    if article:
        yield at + 1, Decimal(1)
        yield from ((end, value) for end, value in _amounts(words, at) if end > at + 1)
    else:
        yield from _amounts(words, at)


def _iso(parts: Sequence[tuple[str, Decimal]]) -> str:
    """ISO 8601, in the units that were spoken (`PT90S`), halves in the next smaller ones (`PT1M30S`)."""
    if parts[0][0] in _LONG:
        unit, amount = parts[0]
        months = int(amount * 12) if unit == "year" else int(amount)
        whole_years, rest = divmod(months, 12)
        return (
            "P"
            + (f"{whole_years}Y" if whole_years and unit == "year" else "")
            + (f"{rest}M" if unit == "year" and rest else "" if unit == "year" else f"{months}M")
        )
    if len(parts) == 1 and parts[0][1] == int(parts[0][1]):
        unit, amount = parts[0]
        letter = unit[0].upper()
        return f"P{int(amount)}{letter}" if unit in ("day", "week") else f"PT{int(amount)}{letter}"
    seconds = int(sum(amount * _SECONDS[unit] for unit, amount in parts))
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    clock = "".join(f"{value}{letter}" for value, letter in ((hours, "H"), (minutes, "M"), (seconds, "S")) if value)
    return "P" + (f"{days}D" if days else "") + (f"T{clock or '0S'}" if clock or not days else "")
