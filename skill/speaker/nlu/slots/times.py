# SPDX-License-Identifier: Apache-2.0
"""Clock times in English words, read as Alexa's AMAZON.TIME gives them: `HH:MM`, or MO, AF, EV, NI for a part of a day.

An hour said without its half of the day is read as the clock shows it (`at eight` is 08:00, `at twelve` 12:00), unless
the sentence names a part of the day elsewhere (`every evening at nine` is 21:00). An hour that is only turned down is
none (`eight's way too early`). What hour makes sense for a reminder is the conversation's to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from skill.speaker.nlu.slots.numbers import Reading, whole_number_at

_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_PARTS = {
    "morning": "MO",
    "mornings": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
    "tonight": "NI",
}
_AFTER_MEALS = {("after", "supper"): "EV", ("after", "dinner"): "EV", ("after", "work"): "EV"}
"""Parts of a day by what comes before or after them."""
_LATE = _AFTER_MEALS | {("before", "bed"): "NI", ("in", "bed"): "NI", ("to", "bed"): "NI", ("kids", "asleep"): "NI"}
"""The same for the half of a clock that an hour is in: "at nine, once he's in bed"."""
_BEFORE_PART = (("in", "the"), ("during", "the"), ("at",), ("this",), ("the",), ("in",), ())
_TO = ("to", "till", "before", "of")
_PAST = ("past", "after", "pass", "passed")  # the last two are how a recogniser writes the first
_MINUTES_NAMED = {"quarter": 15, "half": 30}
_REFUSED = ("early", "late")
_COUNTED = frozenset(
    ("minute", "minutes", "min", "mins", "hour", "hours", "day", "days", "week", "weeks", "times", "more", "of")
) | {"reminders", "question", "questions", "things", "parts", "people", "kids", "rituals", "left"}
"""What a number before it counts: "five minutes", "two reminders"."""
_POINTING = frozenset(
    ("that", "this", "the", "which", "another", "these", "those", "last", "first", "other", "each", "any")
)
"""Words after which a "one" points at something: "you set that one", "the breakfast one"."""
_BEFORE_AN_HOUR = frozenset(
    ("at", "around", "about", "past", "to", "till", "until", "by", "for", "is", "it", "like", "say")
)
_PLACES = frozenset({"second", "third"})
"""Places of a reminder among several, which are days here: "the second one"."""
_ABOUT = "ish"
"""The ending of an hour that is not exact: "fourish"."""
_NOT = frozenset({"not", "than"})
_HOW_MUCH = frozenset({"is", "a", "bit", "little", "tad", "touch", "far", "much", "way", "too", "two", "rather", "so"})


def times_at(words: Sequence[str], at: int) -> Iterator[Reading]:
    """AMAZON.TIME at a place of a sentence: every reading, longest first."""
    words = [_exactly(word) for word in words]
    readings = dict(_named(words, at))
    for end, hour, minute, exact in _hours(words, at):
        for half_end, half in _half_after(words, end):
            readings.setdefault(half_end, _clock(hour, minute, half))
        readings.setdefault(end, _clock(hour, minute, None if exact else _half_elsewhere(words, at, end)))
    part_end, part = _part_at(words, at)
    if part:
        readings.setdefault(part_end, part)
        # "tonight at eight", "in the evening at half past nine"
        start = part_end + (words[part_end : part_end + 1] == ["at"])
        for end, hour, minute, exact in _hours(words, start):
            if start > part_end or words[start:end] != ["one"]:  # "the Sunday morning one"
                readings.setdefault(end, _clock(hour, minute, None if exact else part))
    for end, value in sorted(readings.items(), reverse=True):
        if not (_is_refused(words, at, end) or _is_a_count(words, at, end)):
            yield end, value


def _is_a_count(words: Sequence[str], at: int, end: int) -> bool:
    """Whether a bare number is no hour: "five minutes", "just the one"."""
    if end - at != 1 or ":" in words[at] or not any(whole_number_at(words, at)):
        return False
    return _points(words, at) or (end < len(words) and words[end] in _COUNTED)


def _points(words: Sequence[str], at: int) -> bool:
    """Whether a "one" points at something: "that one", "cancel the Sunday one", "the Sunday breakfast one"."""
    if words[at] != "one" or at == 0:
        return False
    before = words[at - 1]
    named = before.endswith(("day", "days")) or before in _PARTS
    if before in _BEFORE_AN_HOUR or before in _PLACES:
        return False
    far = words[at + 1 : at + 2] == ["on"] or not _POINTING.isdisjoint(words[max(0, at - 3) : at - 1])
    return before in _POINTING or named or far


def _exactly(word: str) -> str:
    """The hour that "fourish" is about."""
    hour = word.removesuffix(_ABOUT)
    return hour if any(whole_number_at([hour], 0)) else word


def _is_refused(words: Sequence[str], at: int, end: int) -> bool:
    """Whether a time is turned down: "not eight", "instead of eight", "eight is a bit early".

    The "two" in how much is how "too early" may be heard."""
    while at > 0 and words[at - 1] in ("in", "the", "at"):
        at -= 1
    if (at > 0 and words[at - 1] in _NOT) or list(words[max(0, at - 2) : at]) == ["instead", "of"]:
        return True
    after = end
    while after < len(words) and words[after] in _HOW_MUCH:
        after += 1
    return after < len(words) and words[after] in _REFUSED


def _named(words: Sequence[str], at: int) -> Iterator[Reading]:
    start = at + 1 if words[at] == "twelve" else at
    for after in (start, at):
        if after < len(words) and words[after] in _NAMED:
            yield after + 1, _NAMED[words[after]]


def _hours(words: Sequence[str], at: int) -> Iterator[tuple[int, int, int, bool]]:
    """Hours and minutes: the place after them, hour, minute, and whether the hour needs no half of the day."""
    if at >= len(words):
        return
    first = words[at]
    if ":" in first:
        hour, minute = (int(part) for part in first.split(":"))
        if hour < 24 and minute < 60:
            yield at + 1, hour, minute, hour > 12 or hour == 0 or first.startswith("0")
        return
    if first.isdigit() and len(first) in (3, 4) and int(first[:-2]) < 24 and int(first[-2:]) < 60:
        yield at + 1, int(first[:-2]), int(first[-2:]), int(first[:-2]) > 12
        return
    yield from _relative_hours(words, at)
    for end, hour in whole_number_at(words, at):
        if hour > 23:
            continue
        exact = hour > 12 or hour == 0
        if words[end : end + 1] == ["hundred"]:
            yield end + 1, hour, 0, exact
        for clock in (["o'clock"], ["oclock"], ["o", "clock"]):
            if list(words[end : end + len(clock)]) == clock:
                yield end + len(clock), hour, 0, exact
        oh = words[end : end + 1] in (["oh"], ["o"], ["zero"])
        for minute_end, minute in whole_number_at(words, end + oh):
            if minute < 10 if oh else 10 <= minute < 60:
                yield minute_end, hour, minute, exact
        yield end, hour, 0, exact


def _relative_hours(words: Sequence[str], at: int) -> Iterator[tuple[int, int, int, bool]]:
    """`half past nine`, `quarter to ten`, `twenty minutes after six`, and `half nine` for 9:30."""
    start = at + (words[at] == "a")
    named = _MINUTES_NAMED.get(words[start] if start < len(words) else "")
    minutes = [(start + 1, named)] if named else [each for each in whole_number_at(words, at) if each[1] < 60]
    for after, minute in minutes:
        after += words[after : after + 1] in (["minute"], ["minutes"])
        link = words[after] if after < len(words) else ""
        if link not in _TO and link not in _PAST:
            if named == 30:
                yield from ((end, hour, 30, False) for end, hour in whole_number_at(words, after) if 0 < hour <= 12)
            continue
        hours = list(whole_number_at(words, after + 1))
        following = words[after + 1] if after + 1 < len(words) else ""
        if following in _NAMED:
            hours = [(after + 2, int(_NAMED[following][:2]))]
        for end, hour in hours:
            if not 0 <= hour < 24:
                continue
            end += words[end : end + 1] in (["oclock"], ["o'clock"])
            exact = hour > 12 or following in _NAMED
            if link in _PAST:
                yield end, hour, minute, exact
            elif minute:
                before = (hour - 1) % 24 if exact or hour != 1 else 12
                yield end, before, 60 - minute, exact


def _half_after(words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """What half or part of the day follows an hour: `am`, `pm`, or a part's own letters."""
    following = list(words[at : at + 2])
    if following[:1] in (["am"], ["pm"]):
        yield at + 1, following[0]
    elif len(following) == 2 and following[0] in ("a", "p") and following[1] == "m":
        yield at + 2, following[0] + "m"
    part_end, part = _part_at(words, at)
    if part:
        yield part_end, part


def _part_at(words: Sequence[str], at: int) -> tuple[int, str]:
    for lead in _BEFORE_PART:
        after = at + len(lead)
        if tuple(words[at:after]) == lead and after < len(words) and words[after] in _PARTS:
            return after + 1, _PARTS[words[after]]
    meal = next((part for pair, part in _AFTER_MEALS.items() if tuple(words[at : at + 2]) == pair), None)
    return (at + 2, meal) if meal else (at, "")


def _half_elsewhere(words: Sequence[str], start: int, end: int) -> str | None:
    """The part of the day that the rest of the sentence names, where it names exactly one."""
    beside = (*words[:start], *words[end:])
    parts = {_PARTS[word] for word in beside if word in _PARTS}
    if not parts:
        parts = {_LATE[pair] for pair in pairwise(beside) if pair in _LATE}
    return parts.pop() if len(parts) == 1 else None


def _clock(hour: int, minute: int, half: str | None) -> str:
    if hour <= 12:
        if half in ("am", "MO"):
            hour %= 12
        elif half in ("pm", "AF"):
            hour = hour % 12 + 12
        elif half in ("EV", "NI"):
            # Nights go past midnight: "two at night" is 02:00 and "twelve at night" 00:00.
            small = hour == 12 or (half == "NI" and hour < 5)
            hour = hour % 12 + (0 if small else 12)
    return f"{hour % 24:02d}:{minute:02d}"
