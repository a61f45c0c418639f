# SPDX-License-Identifier: Apache-2.0
"""How the two of them are doing, from their record: its figures beside the decks' own words, and nothing judged.

The page shows a summary, and `as_text` tells it in a terminal: both the same figures. Numbers that name no entry any
more are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from skill.checkin.model.deck_numbers import LIKED_TIMES, ratings_of
from skill.checkin.model.household import Household, KeptReminder
from skill.content.decks import spoken_text
from skill.content.types import Content

LATELY = 8
"""So many of the questions that came last are told."""
BAR_MAX = 24
"""Characters of the longest bar in a terminal."""


class MonthCount(Struct, frozen=True):
    """Check-ins of one month, such as 2026-03."""

    month: str
    check_ins: int


class Closeness(Struct, frozen=True):
    """How close they felt, one to ten, as far as they said; whose figure is whose is not kept."""

    when: str
    """A day, or a month of which only the average is kept."""
    felt: tuple[float, ...]


class KeptHabit(Struct, frozen=True):
    """The ritual they chose last."""

    name: str
    since: date
    times: int
    """How often they said it happened."""


class ThemeCount(Struct, frozen=True):
    """How many questions of a theme they have heard."""

    theme: str
    name: str
    questions: int


class Summary(Struct, frozen=True, kw_only=True):
    """What a household may want to look at."""

    names: tuple[str, ...]
    homes: str | None
    evenings: int
    last_evening: date | None
    check_ins: int
    months: tuple[MonthCount, ...]
    """Oldest first; months without a check-in are left out."""
    closeness: tuple[Closeness, ...]
    """Oldest first."""
    ritual: KeptHabit | None
    rituals_kept: int
    liked: tuple[str, ...]
    """Rituals that happened more than once."""
    themes: tuple[ThemeCount, ...]
    """All seven, in the order of their deck."""
    lately: tuple[str, ...]
    """The questions they heard last, newest first."""
    saved: tuple[str, ...]
    """Newest first."""
    avoided: tuple[str, ...]
    reminders: tuple[str, ...]


def summary_of(household: Household, content: Content) -> Summary:
    """The summary of one household, in the words of these decks."""
    questions = [number for number in household.played.get("questions", ()) if number in content.questions]
    themes = Counter(content.questions[number].theme for number in questions)
    return Summary(
        names=household.names or (),
        homes=household.homes,
        evenings=household.visits,
        last_evening=household.last_visit,
        check_ins=len(household.finished) + sum(month.check_ins for month in household.months),
        months=_months(household),
        closeness=_closeness(household),
        ritual=_ritual(household, content),
        rituals_kept=household.rituals_kept,
        liked=tuple(
            content.rituals[number].name
            for number, times in Counter(household.happened).items()
            if times >= LIKED_TIMES and number in content.rituals
        ),
        themes=tuple(ThemeCount(each.id, each.name, themes[each.id]) for each in content.themes.values()),
        lately=tuple(content.questions[number].text for number in questions[: -LATELY - 1 : -1]),
        saved=tuple(_saved(household, content)),
        avoided=household.avoided,
        reminders=tuple(_reminder(each) for each in household.reminders),
    )


def as_text(summary: Summary) -> str:
    """The summary for a terminal."""
    return "\n\n".join("\n  ".join(paragraph) for paragraph in _paragraphs(summary) if len(paragraph) > 1)


def _months(household: Household) -> tuple[MonthCount, ...]:
    counts = Counter({month.month: month.check_ins for month in household.months})
    counts.update(f"{finished.day:%Y-%m}" for finished in household.finished)
    return tuple(MonthCount(month, counts[month]) for month in sorted(counts))


def _closeness(household: Household) -> tuple[Closeness, ...]:
    months = [
        Closeness(month.month, (round(month.rating_sum / month.ratings, 1),))
        for month in household.months
        if month.ratings
    ]
    evenings = [
        Closeness(finished.day.isoformat(), tuple(map(float, felt)))
        for finished in household.finished
        if (felt := ratings_of(finished.first, finished.second))
    ]
    return (*months, *evenings)


def _ritual(household: Household, content: Content) -> KeptHabit | None:
    ritual = household.ritual
    if ritual is None or ritual.number not in content.rituals:
        return None
    return KeptHabit(content.rituals[ritual.number].name, ritual.chosen, ritual.times)


def _saved(household: Household, content: Content) -> Iterator[str]:
    for read in reversed(household.saved):
        try:
            yield spoken_text(content, read.deck, read.number, read.field)
        except KeyError:
            continue


def _reminder(kept: KeptReminder) -> str:
    reminder = kept.reminder
    day = reminder.day.isoformat() if reminder.day else (reminder.days or "").replace("_", " ")
    return f"{reminder.hour:02}:{reminder.minute:02}, {day}"


def _paragraphs(summary: Summary) -> Iterator[list[str]]:
    """A heading and its lines each."""
    who = " and ".join(summary.names)
    homes = {"one": "in one home", "two": "in two homes"}.get(summary.homes or "")
    last = f", the last on {_day(summary.last_evening)}" if summary.last_evening else ""
    yield [
        "The two of you",
        *([", ".join(part for part in (who, homes) if part)] if who or homes else []),
        f"{_count(summary.evenings, 'evening')}{last}",
        f"{_count(summary.check_ins, 'check-in')} brought to an end",
    ]
    yield ["Check-ins, month by month", *_bars([(each.month, each.check_ins) for each in summary.months])]
    yield [
        "How close you felt, one to ten",
        *(f"{each.when:<12}{', '.join(f'{felt:g}' for felt in each.felt)}" for each in summary.closeness),
    ]
    yield ["Rituals", *_rituals(summary)]
    themes = [(each.name, each.questions) for each in summary.themes if each.questions]
    yield ["Themes you touched, by questions", *_bars(themes)]
    yield ["Questions that came last", *summary.lately]
    yield ["Saved", *summary.saved]
    yield ["Left out, as you asked", *summary.avoided]
    yield ["Reminders", *summary.reminders]


def _rituals(summary: Summary) -> Iterator[str]:
    if summary.ritual:
        times = f"; it happened {_count(summary.ritual.times, 'time')}" if summary.ritual.times else ""
        yield f"{summary.ritual.name}, since {_day(summary.ritual.since)}{times}"
    if summary.rituals_kept:
        yield f"All of them together happened {_count(summary.rituals_kept, 'time')}"
    if summary.liked:
        yield f"More than once: {', '.join(summary.liked)}"


def _bars(rows: list[tuple[str, int]]) -> Iterator[str]:
    width = max((len(name) for name, _ in rows), default=0)
    most = max((count for _, count in rows), default=0)
    for name, count in rows:
        bar = "█" * max(1, round(count * min(1, BAR_MAX / most)))
        yield f"{name:<{width}}  {bar} {count}"


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
