# SPDX-License-Identifier: Apache-2.0
"""A ritual is suggested: chosen for the moment, read aloud, and noted, so that it does not come again too soon.

Which one it is, is `planner.py`'s choice; what they answer to it is `offers.py`'s.
"""

from __future__ import annotations

from skill.checkin.model.household import with_suggested
from skill.checkin.planner import choose_ritual, moments_for, season_of
from skill.checkin.turn_builder import Scene


def choose(scene: Scene, moment: str | None = None, leave_out: tuple[int, ...] = ()) -> int:
    """A ritual for a moment of the day, or for what is left of this one."""
    moments = (moment,) if moment else moments_for(scene.occasion.moment.hour, scene.evening.weekday())
    return choose_ritual(
        scene.household,
        scene.content,
        scene.occasion.seed,
        scene.evening,
        moments,
        season_of(scene.evening.month, scene.occasion.country),
        leave_out,
        apart=_apart(scene),
    )


def suggest(scene: Scene, number: int, moment: str | None = None) -> None:
    """Read a ritual, as it goes for two who are in one place or in two."""
    ritual = scene.content.rituals[number]
    scene.offer_entry("rituals", number, moment, field="apart" if ritual.apart and _apart(scene) else "text")
    scene.household = with_suggested(scene.household, scene.evening, number)


def _apart(scene: Scene) -> bool:
    checkin = scene.household.checkin
    return bool(checkin and checkin.solo and checkin.evening == scene.evening)
