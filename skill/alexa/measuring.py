# SPDX-License-Identifier: Apache-2.0
"""Figures of each answer, for the log of who runs the skill: how long it took, and of what kind the request was.

Kinds are coarse on purpose: which intent it was could tell of a couple's evening, and of their safety.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from skill import logs

Answer = Callable[[object, object], dict[str, object]]

KINDS = {
    "LaunchRequest": "spoken",
    "IntentRequest": "spoken",
    "SessionResumedRequest": "spoken",
    "SessionEndedRequest": "ended",
    "AudioPlayer.": "music",
    "PlaybackController.": "music",
    "Alexa.Presentation.": "screen",
    "AlexaSkillEvent.": "event",
    "Reminders.": "event",
}
"""Kinds that requests are counted as, by the beginning of their type."""
ELSE = "other"


def measured(answer: Answer) -> Answer:
    """The same answers, with a line of figures for each, where somebody asks for such lines by now."""
    if not logs.measures():
        return answer
    first = True

    def answered(event: object, context: object) -> dict[str, object]:
        nonlocal first
        begun = time.perf_counter()
        response = answer(event, context)
        took = round(1000 * (time.perf_counter() - begun), 1)
        logs.measure("A request was answered.", kind=kind(event), milliseconds=took, first=first)
        first = False
        return response

    return answered


def kind(event: object) -> str:
    """The kind that a request is counted as: one of a few words, whatever stands in it."""
    request = event.get("request") if isinstance(event, dict) else None
    found = request.get("type") if isinstance(request, dict) else None
    name = found if isinstance(found, str) else ""
    return next((word for beginning, word in KINDS.items() if name.startswith(beginning)), ELSE)
