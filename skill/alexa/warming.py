# SPDX-License-Identifier: Apache-2.0
"""A few turns with nobody, so that all that a first request needs is imported, read and planned before it comes.

It is for a snapshot of the process, as AWS Lambda takes one: nothing of it is secret or drawn by chance, what is kept
of these turns goes with them, and no connection is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skill.alexa import locales, skill
from skill.memory import open_store
from skill.settings import Settings

NOBODY = {"userId": "nobody"}
SAID = ("StartCheckInIntent", "AMAZON.NextIntent", "AMAZON.NextIntent", "AMAZON.HelpIntent", "AMAZON.StopIntent")
GEAR: dict[str, Any] = {"AudioPlayer": {}, "Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
MOMENT = "2026-01-01T20:00:00Z"


def warm_up() -> None:
    """Take the first turns of an evening in each locale that is spoken here."""
    answer = skill.build(Settings(), open_store("memory:"))
    for locale in locales.spoken():
        attributes: Any = None
        for number, request in enumerate(_requests(locale)):
            session = {"new": number == 0, "sessionId": locale, "user": NOBODY, "attributes": attributes}
            device = {"deviceId": "none", "supportedInterfaces": GEAR}
            system = {"user": NOBODY, "device": device, "application": {"applicationId": "none"}}
            event = {"version": "1.0", "session": session, "context": {"System": system}, "request": request}
            attributes = answer(event, None).get("sessionAttributes")


def _requests(locale: str) -> Iterator[dict[str, Any]]:
    yield _request(0, locale) | {"type": "LaunchRequest"}
    for number, name in enumerate(SAID, start=1):
        intent = {"name": name, "confirmationStatus": "NONE"}
        yield _request(number, locale) | {"type": "IntentRequest", "dialogState": "COMPLETED", "intent": intent}
    yield _request(len(SAID) + 1, locale) | {"type": "SessionEndedRequest", "reason": "USER_INITIATED"}


def _request(number: int, locale: str) -> dict[str, Any]:
    return {"requestId": f"{locale} {number}", "timestamp": MOMENT, "locale": locale}
