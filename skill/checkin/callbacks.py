# SPDX-License-Identifier: Apache-2.0
"""Callbacks: one sentence an evening about what the two have done so far, from the record alone.

Each kind is a function that gives a line where it is true, and nothing where not. None praises a number, and none
invents: what is not in the record is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from skill.checkin.choosing import rank
from skill.checkin.course.easing import EASY
from skill.checkin.model.household import Household
from skill.checkin.model.speech import Fill, Read, Say
from skill.checkin.planner.evening import check_ins
from skill.content.decks import number_of
from skill.content.types import Content, Question

MONTH_DAYS = range(28, 35)
"""Days after the first evening on which it was about a month ago."""
ROUND = 5
"""Each evening of so many is a round one, as far as there are words for it."""
KEPT_FROM = 2
"""How often a ritual happened before it is worth a word."""
SAVED_FROM = 1
LATELY_DAYS = 6
"""Days that are called by their weekday."""
QUIET_EVERY = 6
"""About one evening in so many is opened without one."""


def choose_callback(
    household: Household, content: Content, seed: int, evening: date, theme: str | None
) -> tuple[str, Say] | None:
    """The kind and the words of tonight's callback: one that is true, and not of the kind that was said last.

    `theme` is what tonight's first question is about, as they hear it; None where it is about something else.
    """
    if rank(seed, "callback", "quiet") % QUIET_EVERY == 0:
        return None
    true = {
        kind: line
        for kind, tell in KINDS.items()
        if kind != household.recalled and (line := tell(household, content, evening, theme)) is not None
    }
    kinds = [kind for kind in true if kind in RARE] or list(true)
    kind = min(kinds, key=lambda kind: rank(seed, "callback", kind), default=None)
    return (kind, true[kind]) if kind else None


def when(content: Content, day: date, evening: date) -> Say:
    """When a day was, as it is said: yesterday, on Thursday, last time."""
    ago = (evening - day).days
    return Say("when", 7 if ago == 1 else day.weekday() if ago in range(2, LATELY_DAYS + 1) else 8)


def _ritual_kept(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """How often they did the ritual they have."""
    kept = household.ritual
    if kept is None or kept.times < KEPT_FROM or kept.number not in content.rituals:
        return None
    if kept.times >= len(content.lines["times"].texts):
        return None
    return Say(
        "recall.ritual", fill={"ritual": Read("rituals", kept.number, "name"), "times": Say("times", kept.times)}
    )


def _month_ago(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """Their first evening, about a month ago."""
    first = household.finished[0].day if household.finished and not household.months else None
    return Say("recall.month") if first is not None and (evening - first).days in MONTH_DAYS else None


def _round_evening(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """Which evening tonight's is, where the number is a round one."""
    number = max(household.visits, check_ins(household) + 1)  # also evenings on which they stopped halfway
    known = number % ROUND == 0 and number < len(content.lines["nth"].texts)
    return Say("recall.evening", fill={"nth": Say("nth", number)}) if known else None


def _last_theme(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """What the last evening was about, and when it was."""
    if household.theme is None or not household.finished or household.finished[-1].day >= evening:
        return None
    number, last = number_of(content.themes, household.theme), _last_question(household, content)
    if number is None or last is None or last.theme != household.theme or _came_since(household):
        return None  # they may have asked for another one
    day = household.finished[-1].day
    fill: dict[str, Fill] = {"when": when(content, day, evening), "theme": Read("themes", number, "name")}
    if last.mood in EASY:  # nobody who told of a picnic was asked about really listening
        return Say("recall.light", fill={"when": fill["when"]})
    return Say("recall.theme", fill=fill)


def _new_theme(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """A theme that they have not talked about before tonight."""
    number = number_of(content.themes, theme)
    if number is None or not household.finished or household.theme_progress.get(content.themes[number].id, 0):
        return None
    return Say("recall.new_theme", fill={"theme": Read("themes", number, "name")})


def _saved(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """What they keep with us."""
    count = len(household.saved)
    known = SAVED_FROM <= count < len(content.lines["count"].texts)
    if not known:
        return None
    return Say("recall.saved_one") if count == 1 else Say("recall.saved", fill={"count": Say("count", count)})


def _last_day(household: Household, content: Content, evening: date, theme: str | None) -> Say | None:
    """When they were here last."""
    last = household.finished[-1].day if household.finished else None
    if last is None or not 1 < (evening - last).days <= LATELY_DAYS or _came_since(household):
        return None
    return Say("recall.day", fill={"when": when(content, last, evening)})


def _came_since(household: Household) -> bool:
    """Whether they came once more since the last evening that they finished: then that was not the last time."""
    return bool(household.finished and household.last_visit and household.last_visit > household.finished[-1].day)


def _last_question(household: Household, content: Content) -> Question | None:
    """The last question they heard, where it is known here."""
    heard = household.played.get("questions", ())
    return content.questions.get(heard[-1]) if heard else None


KINDS: Mapping[str, Callable[[Household, Content, date, str | None], Say | None]] = {
    "ritual": _ritual_kept,
    "month": _month_ago,
    "evening": _round_evening,
    "theme": _last_theme,
    "new_theme": _new_theme,
    "saved": _saved,
    "day": _last_day,
}
RARE = frozenset({"month", "evening"})
"""Kinds that are seldom true, and said when they are."""
