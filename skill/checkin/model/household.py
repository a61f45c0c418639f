# SPDX-License-Identifier: Apache-2.0
"""The record of a household: all that is remembered, and nothing else.

Never what anybody said. Entries are numbers of decks, days are ISO dates, ids are digests. Everything is bounded.
Beside each field stand its bound and the rule by which it is merged where two speakers changed it (`merging.py`), so
that a new field is added in one place. `skill/memory/` encodes this struct and knows nothing more of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import DeckNumbers, ratings_of
from skill.checkin.model.effects import AskPermission, CompleteTask, StopMusic
from skill.checkin.model.merging import (
    Merged,
    MergedWhole,
    MergedWith,
    added,
    each_summed,
    larger,
    later,
    latest,
    merge,
    mine,
    newest,
    stored,
    summed,
    union,
)
from skill.checkin.model.plan import CheckIn, Rating, Reminder, Shape
from skill.checkin.model.playback import Play
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Part, Read

VERSION = 2
"""Version of the record's shape. A change of shape raises it and brings a migration."""

SHAPES_MAX = 10
FINISHED_MAX = 60
DEVICES_MAX = 4
REMINDERS_MAX = 5
REMINDER_ID_MAX_CHARACTERS = 200
"""A longer one is not kept. The platform's have 36."""
CAME_MAX = 7
ANSWERED_MAX = 32
"""Requests by which a turn is known, the latest; a long evening has about so many turns that are kept."""
ANSWERED_CHARACTERS = 10
"""Of a request's digest: enough to tell so few of one household apart."""
RepeatedEffect: TypeAlias = Play | StopMusic | AskPermission | CompleteTask
"""Effects that come out the same, however often they are carried out."""


class Finished(Struct, frozen=True, array_like=True):
    """One finished check-in."""

    day: date
    length: str
    first: Rating | None = None
    second: Rating | None = None


class Month(Struct, frozen=True, array_like=True):
    """Check-ins of one month, once they are older than the last sixty."""

    month: str
    """Such as 2026-03."""
    check_ins: int
    ratings: int = 0
    """How many single ratings the sum holds."""
    rating_sum: int = 0


class LastTurn(Struct, frozen=True, array_like=True):
    """The last turn on one device, so that a request delivered twice gets the same reply."""

    device: str
    request: str
    parts: tuple[Part, ...]
    reprompt: tuple[Part, ...]
    open: bool
    session: Session
    card: tuple[str, tuple[Read, ...]] | None = None
    effects: tuple[RepeatedEffect, ...] = ()
    """What was to be done beside speaking. A reminder is not in it: it must not be set twice."""
    before: tuple[tuple[str, ...], Household] | None = None
    """Of a turn that leaves no trace: which fields of the record it moved, and what these were before it."""


class Begins(Struct, frozen=True, array_like=True):
    """Who of the two begins, on the evening that it was last asked."""

    evening: date
    who: Annotated[int, Meta(ge=0, le=1)] | None
    """The place of a name; None where whoever spoke begins, and nobody knows who that is."""


class Wordings(Struct, frozen=True, array_like=True):
    """How many wordings of each line were used this evening, so that none is heard twice."""

    evening: date
    used: dict[str, int] = {}


class KeptReminder(Struct, frozen=True, array_like=True):
    """A reminder that was set. Its id is the platform's; it never reaches a log."""

    id: Annotated[str, Meta(max_length=REMINDER_ID_MAX_CHARACTERS)]
    reminder: Reminder
    language: str = ""
    """Where it is not the record's own; the number of the ritual is negative then, so that it is taken for no other."""


class Household(DeckNumbers, Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"theme_progress": "turns"}):
    """One household: a user id of the platform, with the two people who share it."""

    version: Annotated[int, Merged(larger)] = VERSION
    language: Annotated[str, Merged(mine)] = "en"
    """The language whose numbers stand in this record itself: the one that was spoken last."""
    elsewhere: Annotated[dict[str, DeckNumbers], Merged(_in_each_language)] = {}
    """The numbers of the other languages that this household speaks."""
    visits: Annotated[int, Meta(ge=0), MergedWhole(_with_visits)] = 0
    """Evenings on which they came."""
    last_visit: Annotated[date | None, Merged(later)] = None
    came: Annotated[tuple[date, ...], Meta(max_length=CAME_MAX), MergedWith("visits")] = ()
    """The evenings counted last: an evening that two speakers count is one."""
    welcomed: Annotated[bool, Merged(mine)] = False
    """Whether a first launch told them what this is, and what it is not."""
    names: Annotated[tuple[str, str] | None, Merged(mine)] = None
    begins: Annotated[Begins | None, Merged(mine)] = None
    theme: Annotated[str | None, Merged(mine)] = None
    """The theme used last."""
    theme_progress: Annotated[dict[str, int], Merged(each_summed)] = {}
    """How far each theme is in the rotation, in hundredths of an evening; the least comes next. Stored as `turns`."""
    leaning: Annotated[dict[str, float], Merged(_weights)] = {}
    """A small weight a theme, from ratings and the reflection."""
    rituals_kept: Annotated[int, Meta(ge=0), Merged(summed)] = 0
    """How often any ritual happened."""
    avoided: Annotated[tuple[str, ...], Merged(union)] = ()
    """Topics they asked us to leave out."""
    finished: Annotated[tuple[Finished, ...], Meta(max_length=FINISHED_MAX), MergedWhole(_with_all_finished)] = ()
    months: Annotated[tuple[Month, ...], MergedWith("finished")] = ()
    devices: Annotated[tuple[LastTurn, ...], Meta(max_length=DEVICES_MAX), Merged(_devices)] = ()
    answered: Annotated[tuple[str, ...], Meta(max_length=ANSWERED_MAX), Merged(latest(ANSWERED_MAX))] = ()
    """Digests of the requests whose turns are in this record, the latest ones: none of them counts twice."""
    incarnation: Annotated[int, Merged(stored)] = 0
    """Drawn by chance when the record is begun: after all was erased another one begins."""
    shapes: Annotated[tuple[Shape, ...], Meta(max_length=SHAPES_MAX), Merged(_shapes)] = ()
    """The shapes of the last evenings, oldest first."""
    homes: Annotated[Literal["one", "two"] | None, Merged(mine)] = None
    """Whether they live in one home or in two; None where they never said."""
    left: Annotated[date | None, Merged(later)] = None
    """The evening on which they last left with a word (stop, cancel, home, safety, all alike) and did not come back."""
    quiet: Annotated[date | None, Merged(later)] = None
    """The same evening, come back or not: nothing cheerful is said for the rest of it."""
    guide: Annotated[bool, Merged(mine)] = False
    """Whether the way on is to be told once more in full: they were silent, got lost or asked for help."""
    recalled: Annotated[str, Meta(max_length=20), Merged(mine)] = ""
    """The kind of the callback that was said last."""
    rating_offered: Annotated[date | None, Merged(later)] = None
    """The evening on which they were last asked how close they feel."""
    took_along: Annotated[date | None, Merged(later)] = None
    """The evening of the last takeaway."""
    alone_on: Annotated[date | None, Merged(later)] = None
    """The evening on which one of them last said to be alone, and was not joined since."""
    apart_on: Annotated[date | None, Merged(later)] = None
    """The evening on which they last said to be in two places."""
    wordings: Annotated[Wordings | None, Merged(_wordings)] = None
    moved: Annotated[Annotated[datetime, Meta(tz=True)] | None, Merged(later)] = None
    """When the evening last went one step on: a second next at once is the same next."""
    reminders: Annotated[tuple[KeptReminder, ...], Meta(max_length=REMINDERS_MAX), Merged(newest(REMINDERS_MAX))] = ()
    zone: Annotated[str | None, Merged(mine)] = None
    """IANA time zone of the household, as the platform told."""
    zone_asked: Annotated[date | None, Merged(later)] = None
    """When the platform was last asked for the zone."""


def with_visit(household: Household, evening: date) -> Household:
    """The record with an evening on which they came, counted once."""
    if household.last_visit == evening:
        return household
    if evening in household.came:
        return replace(household, last_visit=evening)
    came = (*household.came, evening)[-CAME_MAX:]
    return replace(household, visits=household.visits + 1, last_visit=evening, came=came)


def with_answered(household: Household, request: str) -> Household:
    """The record with one more request that is answered in it."""
    return replace(household, answered=(*household.answered, request[:ANSWERED_CHARACTERS])[-ANSWERED_MAX:])


def is_answered(household: Household, request: str) -> bool:
    """Whether the turn of a request is in the record, as far as it is known by it."""
    return request[:ANSWERED_CHARACTERS] in household.answered


def in_language(household: Household, language: str) -> Household:
    """The same record with the numbers of another language in front; those of the one before are kept behind them."""
    if household.language == language:
        return household
    names = DeckNumbers.__struct_fields__
    before = DeckNumbers(**{name: getattr(household, name) for name in names})
    now = household.elsewhere.get(language, DeckNumbers())
    elsewhere = {**household.elsewhere, household.language: before}
    return replace(
        household,
        language=language,
        elsewhere={name: numbers for name, numbers in elsewhere.items() if name != language},
        reminders=tuple(_reminder_in(language, kept, household.language) for kept in household.reminders),
        **{name: getattr(now, name) for name in names},
    )


def merged(base: Household, ours: Household, theirs: Household) -> Household:
    """One record out of two that grew from the same one, whichever languages they were in. It is in that of ours."""
    return merge(in_language(base, ours.language), ours, in_language(theirs, ours.language))


def _reminder_in(language: str, kept: KeptReminder, before: str) -> KeptReminder:
    own = kept.language or before
    number = abs(kept.reminder.ritual)
    if own == language:
        return KeptReminder(kept.id, replace(kept.reminder, ritual=number))
    return KeptReminder(kept.id, replace(kept.reminder, ritual=-number), own)


def with_finished(household: Household, finished: Finished) -> Household:
    """The record with one more finished check-in; what is older than the last sixty is added to its month's sums."""
    kept = (*household.finished, finished)
    months = {month.month: month for month in household.months}
    while len(kept) > FINISHED_MAX:
        oldest, kept = kept[0], kept[1:]
        name = f"{oldest.day:%Y-%m}"
        ratings = ratings_of(oldest.first, oldest.second)
        month = months.get(name, Month(name, 0))
        months[name] = Month(name, month.check_ins + 1, month.ratings + len(ratings), month.rating_sum + sum(ratings))
    return replace(household, finished=kept, months=tuple(months[name] for name in sorted(months)))


# How two records become one: the rules of their own that fields above have


def _in_each_language(
    base: dict[str, DeckNumbers], ours: dict[str, DeckNumbers], theirs: dict[str, DeckNumbers]
) -> dict[str, DeckNumbers]:
    """Each language for itself, by the same rules."""
    none = DeckNumbers()
    return {
        name: merge(base.get(name, none), ours.get(name, none), theirs.get(name, none)) for name in {**theirs, **ours}
    }


def _with_visits(base: Household, ours: Household, theirs: Household, merged: Household) -> Household:
    """All evenings that either counted, and one that both counted once."""
    new = [evening for evening in ours.came if evening not in base.came]
    twice = sum(evening in theirs.came for evening in new)
    visits = theirs.visits + max(0, ours.visits - base.visits - twice)
    came = tuple(dict.fromkeys((*theirs.came, *new)))[-CAME_MAX:]
    return replace(merged, visits=visits, came=came)


def _with_all_finished(base: Household, ours: Household, theirs: Household, merged: Household) -> Household:
    """All of both. What we finished is added anew, because what is older than the last sixty moves into the months."""
    for finished in added(base.finished, ours.finished):
        if finished not in theirs.finished:
            merged = with_finished(merged, finished)
    return _with_late_ratings(merged, base.checkin, ours.checkin, theirs.checkin)


def _shapes(base: tuple[Shape, ...], ours: tuple[Shape, ...], theirs: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """Theirs, then ours since: an evening counts whoever began it."""
    return (*theirs, *added(base, ours))[-SHAPES_MAX:]


def _with_late_ratings(
    merged: Household, base: CheckIn | None, ours: CheckIn | None, theirs: CheckIn | None
) -> Household:
    """With what one speaker was told of a check-in that the other had finished already."""
    going_on = ours or theirs
    if base is None or going_on is None or (ours and theirs) or going_on.evening != base.evening:
        return merged
    late = ratings_of(going_on.first, going_on.second)[len(ratings_of(base.first, base.second)) :]
    place = next((n for n, one in enumerate(merged.finished) if one.day == base.evening and one.second is None), None)
    if not late or place is None:
        return merged
    done = merged.finished[place]
    first, second, *_ = *ratings_of(done.first, done.second), *late, None
    done = replace(done, first=first, second=second)
    return replace(merged, finished=(*merged.finished[:place], done, *merged.finished[place + 1 :]))


def _weights(base: dict[str, float], ours: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """Both changes of each theme's weight, kept between 0 and 1."""
    sums = {
        theme: min(1.0, theirs.get(theme, 0.0) + ours.get(theme, 0.0) - base.get(theme, 0.0))
        for theme in {**theirs, **ours}
    }
    return {theme: weight for theme, weight in sums.items() if weight > 0}


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
