# SPDX-License-Identifier: Apache-2.0
"""Two speakers in one home changed the same record: one record out of both, by a rule for each field.

`base` is what both began from, `ours` what this speaker made of it, `theirs` what the store holds by now. Nothing that
either of them added is lost. A field that only one of them changed is as that one has it; the rules below are for the
fields that both changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from msgspec.structs import replace

from skill.checkin.model.household import (
    DEVICES_MAX,
    REMINDERS_MAX,
    SAVED_MAX,
    Finished,
    Household,
    KeptRitual,
    LastTurn,
    Suggested,
    Tonight,
    Wordings,
    with_finished,
    with_happened,
    with_suggested,
)
from skill.checkin.model.plan import CheckIn

Value = TypeVar("Value")
Day = TypeVar("Day", date, datetime)
Rule = Callable[[Any, Any, Any], Any]


def merge(base: Household, ours: Household, theirs: Household) -> Household:
    """One household out of two that grew from the same one."""
    if _holds_already(base, ours, theirs):
        return theirs
    changes: dict[str, Any] = {}
    for name, rule in RULES.items():
        was, mine, stored = getattr(base, name), getattr(ours, name), getattr(theirs, name)
        if mine != was and mine != stored:
            changes[name] = mine if stored == was else rule(was, mine, stored)
    if ours.visits != base.visits:
        changes["visits"] = ours.visits if theirs.visits == base.visits else _evenings(ours, theirs)
    # What we finished is added anew, because what is older than the last sixty moves on into the months.
    merged = replace(theirs, **changes)
    for finished in _added(base.finished, ours.finished):
        if finished not in theirs.finished:
            merged = with_finished(merged, finished)
    return _with_late_ratings(merged, base.checkin, ours.checkin, theirs.checkin)


def _holds_already(base: Household, ours: Household, theirs: Household) -> bool:
    """Whether the store has our write after all, as after one whose answer was lost on the way."""
    new = [turn for turn in ours.devices if turn not in base.devices]
    return bool(new) and new[-1] in theirs.devices


def _ours(base: Value, ours: Value, theirs: Value) -> Value:
    """The one who writes later is right."""
    return ours


def _either(base: bool, ours: bool, theirs: bool) -> bool:
    return ours or theirs


def _more(base: int, ours: int, theirs: int) -> int:
    """The larger one."""
    return max(ours, theirs)


def _evenings(ours: Household, theirs: Household) -> int:
    """The larger count, because both counted the same evenings; one more where only one counted the latest."""
    mine, stored = ours.last_visit or date.min, theirs.last_visit or date.min
    return max(ours.visits + (stored > mine), theirs.visits + (mine > stored))


def _sum(base: int, ours: int, theirs: int) -> int:
    """Both counts: each counted something of its own."""
    return theirs + ours - base


def _later(base: Day | None, ours: Day | None, theirs: Day | None) -> Day | None:
    return max((day for day in (ours, theirs) if day), default=None)


def _later_evening(base: Tonight | None, ours: Tonight | None, theirs: Tonight | None) -> Tonight | None:
    """The later evening's; within one evening ours, because it was read aloud last."""
    if ours is None or theirs is None:
        return ours or theirs
    return theirs if theirs.evening > ours.evening else ours


def _check_in(base: CheckIn | None, ours: CheckIn | None, theirs: CheckIn | None) -> CheckIn | None:
    """None where either finished the one that both had; else the later evening's; else the one that is further, with
    the ratings of both."""
    if ours is None or theirs is None:
        return None if base is not None else ours or theirs
    if ours.evening != theirs.evening:
        return max(ours, theirs, key=lambda one: one.evening)
    further = theirs if (theirs.begun, theirs.at) > (ours.begun, ours.at) else ours
    before = base if base is not None and base.evening == further.evening else None
    first, second = _both_rated(_ratings(before), _ratings(ours), _ratings(theirs))
    return replace(further, first=first, second=second)


def _ratings(rated: CheckIn | Finished | None) -> list[int]:
    """What was rated, in the order in which it was said; nothing tells whose it is."""
    return [rating for rating in (rated.first, rated.second) if rating is not None] if rated else []


def _both_rated(base: list[int], ours: list[int], theirs: list[int]) -> tuple[int | None, int | None]:
    """The ratings of both: two people may each have told another speaker."""
    if ours == base:
        both = theirs
    elif theirs == base:
        both = ours
    else:
        both = [*base, *ours[len(base) :], *theirs[len(base) :]]
    first, second, *_ = *both, None, None
    return first, second


def _with_late_ratings(
    merged: Household, base: CheckIn | None, ours: CheckIn | None, theirs: CheckIn | None
) -> Household:
    """With what one speaker was told of a check-in that the other had finished already."""
    going_on = ours or theirs
    if base is None or going_on is None or (ours and theirs) or going_on.evening != base.evening:
        return merged
    late = _ratings(going_on)[len(_ratings(base)) :]
    place = next((n for n, one in enumerate(merged.finished) if one.day == base.evening and one.second is None), None)
    if not late or place is None:
        return merged
    done = merged.finished[place]
    first, second, *_ = *_ratings(done), *late, None
    done = replace(done, first=first, second=second)
    return replace(merged, finished=(*merged.finished[:place], done, *merged.finished[place + 1 :]))


def _ritual(base: KeptRitual | None, ours: KeptRitual | None, theirs: KeptRitual | None) -> KeptRitual | None:
    """The one chosen later; of the same one all the times that it happened."""
    if ours is None or theirs is None:
        return ours or theirs
    if (ours.number, ours.chosen) != (theirs.number, theirs.chosen):
        return theirs if theirs.chosen > ours.chosen else ours
    before = base.times if base and base.number == ours.number else 0
    return replace(ours, times=_sum(before, ours.times, theirs.times), asked=_later(None, ours.asked, theirs.asked))


def _union(base: tuple[Value, ...], ours: tuple[Value, ...], theirs: tuple[Value, ...]) -> tuple[Value, ...]:
    """Theirs, without what we took out, and with what we added."""
    taken_out = [item for item in base if item not in ours]
    return tuple(item for item in theirs if item not in taken_out) + tuple(
        item for item in _added(base, ours) if item not in theirs
    )


def _newest(most: int) -> Rule:
    """As the union, and the newest of it where it would be more than that."""
    return lambda base, ours, theirs: _union(base, ours, theirs)[-most:]


def _played(
    base: dict[str, tuple[int, ...]], ours: dict[str, tuple[int, ...]], theirs: dict[str, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """A deck at a time: what they heard, then what we heard since."""
    decks = {**theirs, **ours}
    return {deck: _played_of_deck(*(played.get(deck, ()) for played in (base, ours, theirs))) for deck in decks}


def _played_of_deck(base: tuple[int, ...], ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
    # An entry that is heard goes to the end, so what we heard since is what no longer stands in the order of before.
    before, place = iter(base), 0
    while place < len(ours) and ours[place] in before:
        place += 1
    since = ours[place:]
    return tuple(number for number in theirs if number not in since) + since


def _weights(base: dict[str, float], ours: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """Both changes of each theme's weight, kept between 0 and 1."""
    sums = {
        theme: min(1.0, theirs.get(theme, 0.0) + ours.get(theme, 0.0) - base.get(theme, 0.0))
        for theme in {**theirs, **ours}
    }
    return {theme: weight for theme, weight in sums.items() if weight > 0}


def _turns(base: dict[str, int], ours: dict[str, int], theirs: dict[str, int]) -> dict[str, int]:
    """Both steps of each theme in the rotation."""
    return {theme: theirs.get(theme, 0) + ours.get(theme, 0) - base.get(theme, 0) for theme in {**theirs, **ours}}


def _happened(base: tuple[int, ...], ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
    """Theirs, and then what happened on our side since."""
    return with_happened(theirs, *_added(base, ours))


def _suggested(
    base: tuple[Suggested, ...], ours: tuple[Suggested, ...], theirs: tuple[Suggested, ...]
) -> tuple[Suggested, ...]:
    """What either suggested, evening by evening."""
    both = Household(suggested=theirs)
    for evening, ritual in ((one.evening, ritual) for one in ours for ritual in one.rituals):
        if all(ritual not in one.rituals for one in both.suggested if one.evening == evening):
            both = with_suggested(both, evening, ritual)
    return both.suggested


def _devices(
    base: tuple[LastTurn, ...], ours: tuple[LastTurn, ...], theirs: tuple[LastTurn, ...]
) -> tuple[LastTurn, ...]:
    """Each device's last turn, from whoever changed it."""
    changed = tuple(turn for turn in ours if turn not in base)
    names = {turn.device for turn in changed}
    return (*(turn for turn in theirs if turn.device not in names), *changed)[-DEVICES_MAX:]


def _wordings(base: Wordings | None, ours: Wordings | None, theirs: Wordings | None) -> Wordings | None:
    """The later evening's; within one evening each line as often as either said it."""
    if ours is None or theirs is None:
        return ours or theirs
    if ours.evening != theirs.evening:
        return max(ours, theirs, key=lambda one: one.evening)
    lines = {**theirs.used, **ours.used}
    return Wordings(ours.evening, {line: max(ours.used.get(line, 0), theirs.used.get(line, 0)) for line in lines})


def _added(base: tuple[Value, ...], ours: tuple[Value, ...]) -> list[Value]:
    """What ours has beyond base. Equal items count: a second one is an added one."""
    left = list(base)
    added = []
    for item in ours:
        if item in left:
            left.remove(item)
        else:
            added.append(item)
    return added


RULES: Mapping[str, Rule] = {
    "version": _more,
    "welcomed": _either,
    "last_visit": _later,
    "names": _ours,
    "checkin": _check_in,
    "tonight": _later_evening,
    "played": _played,
    "theme": _ours,
    "theme_progress": _turns,
    "leaning": _weights,
    "ritual": _ritual,
    "rituals_kept": _sum,
    "happened": _happened,
    "suggested": _suggested,
    "saved": _newest(SAVED_MAX),
    "avoided": _union,
    "devices": _devices,
    "wordings": _wordings,
    "moved": _later,
    "break_until": _ours,
    "reminders": _newest(REMINDERS_MAX),
    "zone": _ours,
    "zone_asked": _later,
}
"""Every field but visits, finished and months, which `merge` sees to itself. docs/memory.md tells them in words, and a
test holds fields, rules and words together."""
