# SPDX-License-Identifier: Apache-2.0
"""How close they feel, from one to ten: thought of privately, skippable, never read back, compared or commented."""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.model.session import State
from skill.checkin.resuming import back
from skill.checkin.topics.evening import go_on
from skill.checkin.turn_builder import Scene

RATING_MAX = 10


def rated(scene: Scene) -> None:
    """One number or two, thought of privately: thanked for, never read back."""
    scores = [score for score in (_score(scene.slots.get(name)) for name in ("score", "second")) if score]
    wrong = [name for name in ("score", "second") if scene.slots.get(name) and not _score(scene.slots[name])]
    if wrong or not scores:
        scene.say("rate.range")
        back(scene)
        return
    checkin = scene.checkin
    if checkin is None:
        scene.say("rate.thanks")
        back(scene)
        return
    if checkin.first is None or len(scores) == 2:
        checkin = replace(checkin, first=scores[0], second=scores[1] if len(scores) == 2 else checkin.second)
    else:
        checkin = replace(checkin, second=scores[0])
    scene.remember(checkin=checkin)
    if checkin.second is None and scene.came_in is State.RATE:
        scene.ask(State.RATE_SECOND)
    elif scene.came_in in (State.RATE, State.RATE_SECOND):
        scene.say("rate.thanks")
        go_on(scene)
    else:
        scene.say("rate.thanks")
        back(scene)


def rating_skipped(scene: Scene) -> None:
    """They would rather not: fine, and no more about it."""
    scene.say("rate.skipped")
    go_on(scene)


def _score(text: str | None) -> int | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 2:
        return None
    return int(text) if 1 <= int(text) <= RATING_MAX else None
