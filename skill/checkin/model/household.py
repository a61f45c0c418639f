# SPDX-License-Identifier: Apache-2.0
"""The record of a household: all that is remembered, and nothing else.

Never what anybody said. Entries are numbers of decks, days are ISO dates, ids are digests. Everything is bounded;
the bound stands beside the field. The stores (`skill/memory/`) encode this struct and know nothing more of it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.checkin.model.plan import CheckIn, Rating, Reminder
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Part, Read

VERSION = 1
"""Version of the record's shape. A change of shape raises it and brings a migration."""

SAVED_MAX = 100
FINISHED_MAX = 60
DEVICES_MAX = 4
REMINDERS_MAX = 5
REMINDER_ID_MAX_CHARACTERS = 200
"""A longer one is not kept. The platform's have 36."""
SUGGESTED_DAYS = 14
"""A ritual that was suggested rests for so many days."""
SUGGESTED_AN_EVENING_MAX = 6
HAPPENED_MAX = 60
LIKED_TIMES = 2
"""A ritual that happened so often is one they like; nobody counts on."""


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


class Wordings(Struct, frozen=True, array_like=True):
    """How many wordings of each line were used this evening, so that none is heard twice."""

    evening: date
    used: dict[str, int] = {}


class KeptReminder(Struct, frozen=True, array_like=True):
    """A reminder that was set. Its id is the platform's; it never reaches a log."""

    id: Annotated[str, Meta(max_length=REMINDER_ID_MAX_CHARACTERS)]
    reminder: Reminder


class Household(
    Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"played": "heard", "theme_progress": "turns"}
):
    """One household: a user id of the platform, with the two people who share it."""

    version: int = VERSION
    visits: Annotated[int, Meta(ge=0)] = 0
    """Evenings on which they came."""
    last_visit: date | None = None
    welcomed: bool = False
    """Whether a first launch told them what this is, and what it is not."""
    names: tuple[str, str] | None = None
    checkin: CheckIn | None = None
    tonight: Tonight | None = None
    played: dict[str, tuple[int, ...]] = {}
    """A deck's name to the numbers played, oldest first; bounded by the deck. Stored as `heard`."""
    theme: str | None = None
    """The theme used last."""
    theme_progress: dict[str, int] = {}
    """How far each theme is in the rotation, in hundredths of an evening; the least comes next. Stored as `turns`."""
    leaning: dict[str, float] = {}
    """A small weight a theme, from ratings and the reflection."""
    ritual: KeptRitual | None = None
    rituals_kept: Annotated[int, Meta(ge=0)] = 0
    """How often any ritual happened."""
    happened: Annotated[tuple[int, ...], Meta(max_length=HAPPENED_MAX)] = ()
    """The rituals that happened, oldest first; a number stands here at most as often as makes it one they like."""
    suggested: Annotated[tuple[Suggested, ...], Meta(max_length=SUGGESTED_DAYS + 1)] = ()
    """The rituals suggested lately, oldest evening first."""
    saved: Annotated[tuple[Read, ...], Meta(max_length=SAVED_MAX)] = ()
    avoided: tuple[str, ...] = ()
    """Topics they asked us to leave out."""
    finished: Annotated[tuple[Finished, ...], Meta(max_length=FINISHED_MAX)] = ()
    months: tuple[Month, ...] = ()
    devices: Annotated[tuple[LastTurn, ...], Meta(max_length=DEVICES_MAX)] = ()
    wordings: Wordings | None = None
    moved: Annotated[datetime, Meta(tz=True)] | None = None
    """When the evening last went one step on: a second next at once is the same next."""
    break_until: Annotated[datetime, Meta(tz=True)] | None = None
    """A break that they take from talking; gone with the next visit."""
    reminders: Annotated[tuple[KeptReminder, ...], Meta(max_length=REMINDERS_MAX)] = ()
    zone: str | None = None
    """IANA time zone of the household, as the platform told."""
    zone_asked: date | None = None
    """When the platform was last asked for the zone."""


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
