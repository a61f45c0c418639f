# SPDX-License-Identifier: Apache-2.0
"""Requests that bring services along, for tests: an envelope with an address, and the services of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from skill.alexa.services.client import LEFT_S, Services
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.plan import Reminder
from skill.deadline import Deadline
from skill.settings import Settings

TOKEN = "eyJ-a-secret-of-this-request"
DEVICE = "amzn1.ask.device.LOCAL-SPEAKER-KITCHEN"
REQUEST = "amzn1.echo-api.request.the-one"
LOCAL = Settings(local_services=True)
ASKED_AT = datetime(2026, 3, 6, 1, 30, 12, tzinfo=UTC)
"""Half past eight in the evening of 5 March in New York."""

TEXT = "Time for your walk."
NEW_YORK = "America/New_York"
ONCE = Reminder(8, 0, day=date(2026, 3, 6))
WEEKENDS = Reminder(20, 5, days="weekends")


def envelope(endpoint: Any, token: Any = TOKEN, kind: str = "IntentRequest", device: Any = DEVICE) -> Any:
    """A request from a device whose services are at an address."""
    system = {"user": {"userId": "amzn1.ask.account.US"}, "device": {"deviceId": device}}
    request = {"type": kind, "requestId": REQUEST, "timestamp": ASKED_AT.isoformat(), "locale": "en-US"}
    return {
        "version": "1.0",
        "context": {"System": system | {"apiEndpoint": endpoint, "apiAccessToken": token}},
        "request": request,
    }


def services_at(endpoint: Any, settings: Settings = LOCAL, seconds: float = 4.0, **more: Any) -> Services:
    """The services at an address, with so many seconds for them."""
    found = Services.of(envelope(endpoint, **more), settings, Deadline(LEFT_S + seconds))
    assert found is not None
    return found


def set_at(services: Services, reminder: Reminder = ONCE) -> ReminderAnswered:
    """What comes of setting a reminder in New York."""
    return services.set_reminder(reminder, TEXT, NEW_YORK, "en-US")


def failed(reminder: Reminder = ONCE) -> ReminderAnswered:
    """The answer where it was not set, or nobody knows."""
    return ReminderAnswered(outcome="failed", reminder=reminder)
