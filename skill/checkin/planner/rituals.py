# SPDX-License-Identifier: Apache-2.0
"""Rituals: which one is suggested, for which moment of the day, and when one is due at all."""

from __future__ import annotations

from datetime import date
from typing import Literal

from skill.checkin.choosing import fresh, rank
from skill.checkin.model.deck_numbers import LIKED_TIMES, SUGGESTED_DAYS
from skill.checkin.model.household import Household
from skill.checkin.model.plan import EVENING_ENDS_HOUR
from skill.content.types import Content

KEPT_EVERY = 3
"""About one evening in three prefers a ritual that they like, or one close to those."""
LIKED_REST_DAYS = 4
"""A ritual that they like rests for so many days only."""
NEW_EVERY_DAYS = 7
"""A new ritual comes at most once a week: small and regular beats many."""
AGAIN_EVERY_DAYS = 3
"""How many days pass before they are asked again whether they'll do the one they have."""
SOUTHERN = frozenset("AR AU BO BR BW CL FJ LS MG MU MZ NA NZ PE PG PY SZ UY ZA ZM ZW".split())
_SEASONS = ("winter", "spring", "summer", "autumn")


def ritual_due(household: Household, evening: date, first_week: bool) -> Literal["new", "again"] | None:
    """Whether an evening ends on a new ritual, on the one they have, or on neither.

    In the first week one comes each evening until they have one.
    """
    kept = household.ritual
    if kept is None and first_week:
        return "new"
    newest = max((one.evening for one in household.suggested), default=None)
    new_is_due = newest is None or (evening - newest).days >= NEW_EVERY_DAYS
    if kept is None:
        return "new" if new_is_due else None
    if kept.planned is not None and kept.planned >= evening:
        return None  # its day is still to come
    asked = max(kept.chosen, kept.asked or kept.chosen)
    if (evening - asked).days < AGAIN_EVERY_DAYS:
        return None
    # What happens is worth keeping: something new comes only where theirs has not taken root, or has for long.
    rooted = LIKED_TIMES <= kept.times < 3 * LIKED_TIMES
    return "new" if new_is_due and not rooted else "again"


def choose_ritual(
    household: Household,
    content: Content,
    seed: int,
    evening: date,
    moments: tuple[str, ...] = (),
    season: str | None = None,
    leave_out: tuple[int, ...] = (),
    apart: bool = False,
    at_home: bool = False,
) -> int:
    """A ritual for one of some moments of the day, not suggested lately, and not the one they keep already.

    `at_home` leaves out what one goes out for. What they like may come back sooner, and now and then it is what is
    chosen. Where nothing for the moment has rested long enough, one for another moment comes; where nothing at all has,
    the one suggested longest ago.
    """
    played = household.played.get("rituals", ())
    kept = (household.ritual.number,) if household.ritual else ()
    fitting = [
        number
        for number, ritual in content.rituals.items()
        if not (season and ritual.seasons and season not in ritual.seasons) and (ritual.apart or not apart)
    ]
    others = [number for number in fitting if number not in leave_out and number not in kept]
    if at_home:
        others = [number for number in others if content.rituals[number].place != "out"] or others
    resting = _resting(household, evening)
    rested = [number for number in others if number not in resting]
    for candidates in (_for_moments(rested, content, moments), rested, _for_moments(others, content, moments), others):
        chosen = fresh(_as_kept_before(household, content, seed, candidates), played, seed, "rituals")
        if chosen is not None:
            return chosen
    return next(iter(fitting or content.rituals))


def _for_moments(numbers: list[int], content: Content, moments: tuple[str, ...]) -> list[int]:
    if not moments:
        return numbers
    wanted = set(moments)
    return [number for number in numbers if not wanted.isdisjoint(content.rituals[number].moments)]


def _resting(household: Household, evening: date) -> set[int]:
    """The rituals that were suggested too lately to come again."""
    liked = _liked(household)
    return {
        number
        for one in household.suggested
        for number in one.rituals
        if (evening - one.evening).days <= (LIKED_REST_DAYS if number in liked else SUGGESTED_DAYS)
    }


def _liked(household: Household) -> set[int]:
    return {number for number in household.happened if household.happened.count(number) >= LIKED_TIMES}


def _as_kept_before(household: Household, content: Content, seed: int, candidates: list[int]) -> list[int]:
    """On one evening of a few: those that they like, else those for the moments of what they like."""
    liked = _liked(household)
    if not liked or rank(seed, "kept before", "") % KEPT_EVERY:
        return candidates
    moments = tuple(
        moment for number in liked if number in content.rituals for moment in content.rituals[number].moments
    )
    return (
        [number for number in candidates if number in liked] or _for_moments(candidates, content, moments) or candidates
    )


def moments_for(hour: int, weekday: int) -> tuple[str, ...]:
    """What a ritual may be for when it is suggested at some hour (0 to 23) on some weekday (Monday is 0)."""
    moments: tuple[str, ...] = (
        ("evening", "bedtime", "morning", "mealtime")
        if hour >= 15 or hour < EVENING_ENDS_HOUR
        else (
            "morning",
            "mealtime",
            "parting",
            "reunion",
            "evening",
        )
    )
    return (*moments, "weekend") if weekday in (3, 4, 5) else moments


def season_of(month: int, country: str) -> str:
    """The season of a month (1 to 12) in a country, by its ISO 3166 code."""
    shift = 2 if country in SOUTHERN else 0
    return _SEASONS[(month % 12 // 3 + shift) % 4]
