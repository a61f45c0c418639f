# SPDX-License-Identifier: Apache-2.0
"""What of a household names entries of the decks by their numbers, and how that is merged.

Each language has decks with numbers of their own, so a household has one of these for each language that it speaks.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.checkin.model.merging import Merged, added, later, newest, summed
from skill.checkin.model.plan import CheckIn, Rating
from skill.checkin.model.speech import Read

SAVED_MAX = 100
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
    over: bool = False
    """Whether they have talked about it, or turned it down: it is not asked again unless they want it repeated."""
    before: Annotated[int, Meta(ge=0)] = 0
    """The question that was tonight's before it; 0 for none."""


class KeptRitual(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ritual they chose last."""

    number: int
    chosen: date
    times: Annotated[int, Meta(ge=0)] = 0
    """How often they said it happened."""
    asked: date | None = None
    """The evening on which the program last asked about it, or was told."""
    planned: date | None = None
    """The day on which they mean to do it, where they named one."""


class Suggested(Struct, frozen=True, array_like=True):
    """The rituals that were suggested on one evening."""

    evening: date
    rituals: Annotated[tuple[int, ...], Meta(max_length=SUGGESTED_AN_EVENING_MAX)] = ()


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


Numbers = TypeVar("Numbers", bound=DeckNumbers)


def with_suggested(household: Numbers, evening: date, ritual: int) -> Numbers:
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


# How two of these become one: the rules of their own that fields above have


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
    rated = [ratings_of(one.first, one.second) if one else [] for one in (before, ours, theirs)]
    first, second = _both_rated(*rated)
    return replace(further, first=first, second=second)


def ratings_of(*rated: Rating | None) -> list[int]:
    """What was rated, in the order in which it was said; nothing tells whose it is."""
    return [rating for rating in rated if rating is not None]


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


def _happened(base: tuple[int, ...], ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
    """Theirs, and then what happened on our side since."""
    return with_happened(theirs, *added(base, ours))


def _suggested(
    base: tuple[Suggested, ...], ours: tuple[Suggested, ...], theirs: tuple[Suggested, ...]
) -> tuple[Suggested, ...]:
    """What either suggested, evening by evening."""
    both = DeckNumbers(suggested=theirs)
    for evening, ritual in ((one.evening, ritual) for one in ours for ritual in one.rituals):
        if all(ritual not in one.rituals for one in both.suggested if one.evening == evening):
            both = with_suggested(both, evening, ritual)
    return both.suggested


def is_tonights_over(numbers: DeckNumbers, evening: date) -> bool:
    """Test of the evening's question: they have talked about it already, or turned it down."""
    tonight = numbers.tonight
    return tonight is not None and tonight.evening == evening and tonight.over
