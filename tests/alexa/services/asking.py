# SPDX-License-Identifier: Apache-2.0
"""Requests that bring services along, for tests: an envelope with an address, and the services of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from skill.alexa.serializer import TolerantSerializer
from skill.alexa.services.client import LEFT_S, Services
from skill.alexa.services.reminders import Reminder
from skill.deadline import Deadline
from skill.settings import Settings

TOKEN = "eyJ-a-secret-of-this-request"
DEVICE = "amzn1.ask.device.LOCAL-SPEAKER-KITCHEN"
REQUEST = "amzn1.echo-api.request.the-one"
LOCAL = Settings(local_services=True)
ASKED_AT = datetime(2026, 3, 6, 1, 30, 12, tzinfo=UTC)
"""Half past eight in the evening of 5 March in New York."""

ONCE = Reminder(
    text="Time for your walk.", at=time(8, 0), zone="America/New_York", locale="en-US", day=date(2026, 3, 6)
)
MONDAYS_AND_THURSDAYS = Reminder(
    text="Time for your walk.", at=time(20, 5), zone="America/New_York", locale="en-US", days=("TH", "MO")
)


def envelope(endpoint: Any, token: Any = TOKEN, kind: str = "IntentRequest", device: Any = DEVICE) -> Any:
    """A request from a device whose services are at an address, as the skill reads it."""
    system = {"user": {"userId": "amzn1.ask.account.US"}, "device": {"deviceId": device}}
    request = {"type": kind, "requestId": REQUEST, "timestamp": ASKED_AT.isoformat(), "locale": "en-US"}
    return TolerantSerializer().read(
        {
            "version": "1.0",
            "context": {"System": system | {"apiEndpoint": endpoint, "apiAccessToken": token}},
            "request": request,
        }
    )


def services_at(endpoint: Any, settings: Settings = LOCAL, seconds: float = 4.0, **more: Any) -> Services:
    """The services at an address, with so many seconds for them."""
    found = Services.of(envelope(endpoint, **more), settings, Deadline(LEFT_S + seconds))
    assert found is not None
    return found
