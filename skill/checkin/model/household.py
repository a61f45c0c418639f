# SPDX-License-Identifier: Apache-2.0
"""The record of a household: all that is remembered, and nothing else.

Never what anybody said. Entries are numbers of decks, days are ISO dates, ids are digests. Everything is bounded.
Beside each field stand its bound and the rule by which it is merged where two speakers changed it (`merging.py`), so
that a new field is added in one place. `skill/memory/` encodes this struct and knows nothing more of it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.checkin.model.effects import AskPermission, CompleteTask, StopMusic
from skill.checkin.model.merging import (
    Merged,
    MergedWhole,
    MergedWith,
    added,
    each_summed,
    either,
    larger,
    later,
    latest,
    mine,
    newest,
    stored,
    summed,
    union,
)
from skill.checkin.model.plan import CheckIn, Rating, Reminder
from skill.checkin.model.playback import Play
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Part, Read

VERSION = 2
"""Version of the record's shape. A change of shape raises it and brings a migration."""

SAVED_MAX = 100
FINISHED_MAX = 60
DEVICES_MAX = 4
REMINDERS_MAX = 5
REMINDER_ID_MAX_CHARACTERS = 200
"""A longer one is not kept. The platform's have 36."""
CAME_MAX = 14
ANSWERED_MAX = 32
"""Requests by which a turn is known, the latest; a long evening has about so many turns that are kept."""
ANSWERED_CHARACTERS = 10
"""Of a request's digest: enough to tell so few of one household apart."""
SUGGESTED_DAYS = 14
"""A ritual that was suggested rests for so many days."""
SUGGESTED_AN_EVENING_MAX = 6
HAPPENED_MAX = 60
LIKED_TIMES = 2
"""A ritual that happened so often is one they like; nobody counts on."""


RepeatedEffect: TypeAlias = Play | StopMusic | AskPermission | CompleteTask
"""Effects that come out the same, however often they are carried out."""


class Tonight(Struct, frozen=True, array_like=True):
    """Tonight's question: the same all evening."""

    evening: date
    question: int


class KeptRitual(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ritual they chose last."""

    number: int
    chosen: date
    times: Annotated[int, Meta(ge=0)] = 0
    """How often they said it happened."""
    asked: date | None = None
    """The evening on which the program last asked about it, or was told."""


class Suggested(Struct, frozen=True, array_like=True):
    """The rituals that were suggested on one evening."""

    evening: date
    rituals: Annotated[tuple[int, ...], Meta(max_length=SUGGESTED_AN_EVENING_MAX)] = ()


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


class Wordings(Struct, frozen=True, array_like=True):
    """How many wordings of each line were used this evening, so that none is heard twice."""

    evening: date
    used: dict[str, int] = {}


class KeptReminder(Struct, frozen=True, array_like=True):
    """A reminder that was set. Its id is the platform's; it never reaches a log."""

    id: Annotated[str, Meta(max_length=REMINDER_ID_MAX_CHARACTERS)]
    reminder: Reminder


class DeckNumbers(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"played": "heard"}):
    """What names entries of the decks by their numbers."""

    checkin: Annotated[CheckIn | None, Merged(_check_in)] = None
    tonight: Annotated[Tonight | None, Merged(_later_evening)] = None
    played: Annotated[dict[str, tuple[int, ...]], Merged(_played)] = {}
    """A deck's name to the numbers played, oldest first; bounded by the deck. Stored as `heard`."""
    ritual: Annotated[KeptRitual | None, Merged(_ritual)] = None
    happened: Annotated[tuple[int, ...], Meta(max_length=HAPPENED_MAX), Merged(_happened)] = ()
    """The rituals that happened, oldest first; a number stands here at most as often as makes it one they like."""
    suggested: Annotated[tuple[Suggested, ...], Meta(max_length=SUGGESTED_DAYS + 1), Merged(_suggested)] = ()
    """The rituals suggested lately, oldest evening first."""
    saved: Annotated[tuple[Read, ...], Meta(max_length=SAVED_MAX), Merged(newest(SAVED_MAX))] = ()


class Household(DeckNumbers, frozen=True, kw_only=True, omit_defaults=True, rename={"theme_progress": "turns"}):
    """One household: a user id of the platform, with the two people who share it."""

    version: Annotated[int, Merged(larger)] = VERSION
    visits: Annotated[int, Meta(ge=0), MergedWhole(_with_visits)] = 0
    """Evenings on which they came."""
    last_visit: Annotated[date | None, Merged(later)] = None
    came: Annotated[tuple[date, ...], Meta(max_length=CAME_MAX), MergedWith("visits")] = ()
    """The evenings counted last: an evening that two speakers count is one."""
    welcomed: Annotated[bool, Merged(either)] = False
    """Whether a first launch told them what this is, and what it is not."""
    names: Annotated[tuple[str, str] | None, Merged(mine)] = None
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
    wordings: Annotated[Wordings | None, Merged(_wordings)] = None
    moved: Annotated[Annotated[datetime, Meta(tz=True)] | None, Merged(later)] = None
    """When the evening last went one step on: a second next at once is the same next."""
    break_until: Annotated[Annotated[datetime, Meta(tz=True)] | None, Merged(mine)] = None
    """A break that they take from talking; gone with the next visit."""
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


def with_finished(household: Household, finished: Finished) -> Household:
    """The record with one more finished check-in; what is older than the last sixty is added to its month's sums."""
    kept = (*household.finished, finished)
    months = {month.month: month for month in household.months}
    while len(kept) > FINISHED_MAX:
        oldest, kept = kept[0], kept[1:]
        name = f"{oldest.day:%Y-%m}"
        ratings = [rating for rating in (oldest.first, oldest.second) if rating is not None]
        month = months.get(name, Month(name, 0))
        months[name] = Month(name, month.check_ins + 1, month.ratings + len(ratings), month.rating_sum + sum(ratings))
    return replace(household, finished=kept, months=tuple(months[name] for name in sorted(months)))


def with_suggested(household: Household, evening: date, ritual: int) -> Household:
    """The record with one more ritual suggested; what is older than the days that one rests is let go."""
    lately = {one.evening: one for one in household.suggested}
    today = tuple(number for number in lately.get(evening, Suggested(evening)).rituals if number != ritual)
    lately[evening] = Suggested(evening, (*today, ritual)[-SUGGESTED_AN_EVENING_MAX:])
    since = max(lately) - timedelta(days=SUGGESTED_DAYS)
    return replace(household, suggested=tuple(lately[day] for day in sorted(lately) if day >= since))


def with_happened(happened: tuple[int, ...], *rituals: int) -> tuple[int, ...]:
    """The rituals that happened, with some more of them; none stands there more often than it takes to be liked."""
    for ritual in rituals:
        happened = (*happened, ritual)
        if happened.count(ritual) > LIKED_TIMES:
            first = happened.index(ritual)
            happened = happened[:first] + happened[first + 1 :]
    return happened[-HAPPENED_MAX:]


# How two records become one: the rules of their own that fields above have


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
        chosen_anew = base is None or (ours.number, ours.chosen) != (base.number, base.chosen)
        return ours if chosen_anew and ours.chosen >= theirs.chosen else theirs
    before = base.times if base and base.number == ours.number else 0
    return replace(ours, times=summed(before, ours.times, theirs.times), asked=later(None, ours.asked, theirs.asked))


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


def _happened(base: tuple[int, ...], ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
    """Theirs, and then what happened on our side since."""
    return with_happened(theirs, *added(base, ours))


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
