# SPDX-License-Identifier: Apache-2.0
"""Couples some weeks on, and what becomes of them evening after evening."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from skill.checkin.choosing import with_played
from skill.checkin.model.household import (
    Finished,
    Household,
)
from skill.checkin.model.plan import CheckIn
from skill.checkin.planner.shapes import FIRST_SHAPES
from skill.checkin.planner.themes import choose_theme, turns_after

from ..couple import CONTENT

DAY = date(2026, 3, 5)
THEMES = [entry.id for entry in CONTENT.themes.values()]


def lived(household: Household, evenings: int, seed: int = 0) -> list[str]:
    """The themes of so many evenings, each begun; and the household's rotation moves on."""
    found = []
    for evening in range(evenings):
        theme = choose_theme(household, CONTENT, seed + evening)
        household = replace(household, theme=theme, theme_progress=turns_after(household, CONTENT, theme))
        found.append(theme)
    return found


def settled(**fields: object) -> Household:
    """A couple past their first week, who rated yesterday."""
    days = [DAY - timedelta(days=ago) for ago in (4, 3, 2, 1)]
    finished = tuple(Finished(day, "standard", 7, 8) for day in days)
    return Household(**{"theme": "touch", "finished": finished, "shapes": FIRST_SHAPES, **fields})  # type: ignore[arg-type]


def questions_of(plan: CheckIn) -> list[int]:
    return [step.number for step in plan.steps if step.kind == "question"]


def heard(household: Household, plan: CheckIn) -> Household:
    """The household after an evening: its questions were asked, and its shape was had."""
    played = household.played
    for number in questions_of(plan):
        played = with_played(played, "questions", number)
    return replace(household, played=played, shapes=(*household.shapes, plan.shape)[-10:])
