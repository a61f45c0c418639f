# SPDX-License-Identifier: Apache-2.0
"""Asks the local speaker's services over HTTP, for tests: as the skill does, or as anybody could."""

from __future__ import annotations

import http.client
import json
from copy import deepcopy
from typing import Any

from skill.platform import REMINDERS_PATH
from skill.speaker.echo.services.simulated import Services

from .small_skill import Json

ZONE_PATH = "/v2/devices/amzn1.ask.device.LOCAL-SPEAKER/settings/System.timeZone"
WAIT_S = 30
TONIGHT: Json = {
    "requestTime": "2026-03-05T21:00:00.000",
    "trigger": {
        "type": "SCHEDULED_ABSOLUTE",
        "scheduledTime": "2026-03-05T22:30:00.000",
        "timeZoneId": "Europe/London",
    },
    "alertInfo": {"spokenInfo": {"content": [{"locale": "en-GB", "text": "Time to read."}]}},
    "pushNotification": {"status": "ENABLED"},
}
EVERY_EVENING = "FREQ=DAILY;BYHOUR=21;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"


class Asker:
    """Asks a home's services over HTTP."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.host = services.endpoint.removeprefix("http://")

    def ask(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str | None
    ) -> tuple[int, Any]:
        """Status and decoded body. `headers` are added; None leaves one out."""
        sent = json.dumps(body).encode() if body is not None else raw
        all_headers = {
            "Authorization": f"Bearer {self.services.token}",
            "Content-Type": "application/json",
            "Content-Length": str(len(sent)) if sent is not None else None,
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(self.host, timeout=WAIT_S)
        try:
            connection.putrequest(method, path, skip_host="Host" in all_headers)
            for name, value in all_headers.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(sent)
            with connection.getresponse() as response:
                text = response.read()
            return response.status, json.loads(text) if text else None
        finally:
            connection.close()

    def set(self, request: Any = TONIGHT) -> Json:
        status, answer = self.ask("POST", REMINDERS_PATH, request)
        assert status == 201, answer
        assert isinstance(answer, dict)
        return answer

    def refused(self, request: Any) -> str:
        """The code with which a reminder is refused."""
        status, answer = self.ask("POST", REMINDERS_PATH, request)
        assert status == 400
        assert answer["message"]
        return str(answer["code"])


def with_(path: str, value: Any) -> Json:
    """The reminder with something else at a path such as trigger.type; `...` leaves it out."""
    request = deepcopy(TONIGHT)
    *way, name = path.split(".")
    place: Any = request
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is ...:
        del place[name]
    else:
        place[name] = value
    return request


def recurring(*rules: str, **more: Any) -> Json:
    trigger = {key: value for key, value in TONIGHT["trigger"].items() if key != "scheduledTime"}
    return with_("trigger", trigger | {"recurrence": {"recurrenceRules": list(rules)} | more})
