# SPDX-License-Identifier: Apache-2.0
"""Themes: which one an evening is about. They rotate, leaning to where ratings or the reflection were low."""

from __future__ import annotations

from skill.checkin.choosing import rank
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn
from skill.content.types import Content

EVENING_TURN = 100
"""How far one evening moves its theme on in the rotation."""
LEANING_SHARE = 0.35
"""How much more often than the others a theme comes that the couple need most: 18 evenings of a hundred, not 14."""
AHEAD_MAX = 2 * EVENING_TURN
"""How far a theme may get ahead of the last one, however often they ask for it: nothing is kept from them for weeks."""
RATING_STEP, FADING_STEP = 0.5, 0.05
"""What a rating changes about a theme's weight, and what an evening about it without one does: most are without one."""
LOW_RATING = 5
FIRST_THEME = "communication"
LAST_NEW_THEME = "conflict"
"""In the first round it comes last, unless they need it: a talk about arguing needs some good evenings before it."""


def choose_theme(household: Household, content: Content, seed: int, leave_out: tuple[str, ...] = ()) -> str:
    """The theme that is least far in the rotation, never the last one.

    The first evening of all is about talking and listening: everything else stands on that.
    """
    if household.theme is None and FIRST_THEME not in leave_out:
        return FIRST_THEME
    themes = [entry.id for entry in content.themes.values()]
    left_out = {household.theme, *leave_out}
    return min(
        [theme for theme in themes if theme not in left_out] or themes,
        key=lambda theme: (
            household.theme_progress.get(theme, 0),
            theme == LAST_NEW_THEME
            and not (household.theme_progress.get(theme, 0) or household.leaning.get(theme, 0.0)),
            -household.leaning.get(theme, 0.0),
            rank(seed, "theme", theme),
        ),
    )


def turns_after(household: Household, content: Content, theme: str) -> dict[str, int]:
    """The rotation after an evening about a theme. One that they need more of moves on less, and comes back sooner."""
    turns: dict[str, int] = {entry.id: household.theme_progress.get(entry.id, 0) for entry in content.themes.values()}
    step = round(EVENING_TURN / (1 + LEANING_SHARE * household.leaning.get(theme, 0.0)))
    turns[theme] = min(turns.get(theme, 0) + step, min(turns.values()) + AHEAD_MAX)
    return turns


def leaning_after(household: Household, checkin: CheckIn) -> dict[str, float]:
    """Low ratings lean the next evenings a little to what was talked about; good ones, and time, let go of it."""
    ratings = [rating for rating in (checkin.first, checkin.second) if rating is not None]
    weight = household.leaning.get(checkin.theme, 0.0)
    if not ratings:
        weight = max(0.0, weight - FADING_STEP)
    elif min(ratings) <= LOW_RATING:
        weight = min(1.0, weight + RATING_STEP)
    else:
        weight = max(0.0, weight - RATING_STEP)
    leaning = {**household.leaning, checkin.theme: round(weight, 2)}
    return {theme: value for theme, value in leaning.items() if value > 0}
