# SPDX-License-Identifier: Apache-2.0
"""Alexa's own services as one request gives access to them: the time zone, and reminders.

An evening never fails for a service: whatever goes wrong is an outcome, not an exception. Each call has a limit of
its own within the request's deadline, and leaves time for the household to be kept. The SDK's clients are not used:
its reader gives up on a whole list of reminders, and importing them takes longer than asking.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote

from skill import logs
from skill.alexa.requests.envelope import Part, part, text
from skill.alexa.requests.moment import read_timestamp
from skill.alexa.services.endpoint import Endpoint, read_endpoint
from skill.alexa.services.http import Answer, ask
from skill.alexa.services.reminders_api import find_id, into_request, is_id, read_id
from skill.checkin.model.events import ReminderAnswered, ReminderOutcome
from skill.checkin.model.plan import Reminder
from skill.deadline import Deadline
from skill.faces.zones import known_zone
from skill.platform import REMINDERS_PATH
from skill.settings import Settings

ZONE_S = 1.0
"""Seconds for the time zone: an evening can go on without it."""
REMINDER_S = 2.0
"""Seconds for what they are waiting for."""
LEFT_S = 1.0
"""Seconds of the deadline that no service may use: the household is still to be kept."""

_TOO_MANY = re.compile(r"MAX|LIMIT|TOO_MANY|QUOTA")
_NOT_PERMITTED = re.compile(r"PERMISSION|CONSENT|AUTHORI[SZ]|AUTHENTIC|TOKEN")


class Services:
    """The services that one request gives access to. Its methods never raise."""

    def __init__(self, endpoint: Endpoint, system: Part, asked_at: datetime | None, deadline: Deadline) -> None:
        """`asked_at` is aware, or UTC."""
        self._endpoint = endpoint
        self._device = text(part(system, "device"), "deviceId")
        self._token = text(system, "apiAccessToken") or ""
        self._asked_at = asked_at.replace(tzinfo=asked_at.tzinfo or UTC) if asked_at else None
        self._deadline = deadline

    @classmethod
    def of(cls, event: Part, settings: Settings, deadline: Deadline) -> Services | None:
        """The services that a request brings along; None where it brings none, or an address that may not be asked."""
        system = part(event, "context", "System")
        address = text(system, "apiEndpoint")
        if not address or not text(system, "apiAccessToken"):
            return None
        endpoint = read_endpoint(address, local=settings.local_services)
        if endpoint is None:
            logs.note("A request names an API endpoint that may not be asked, so no service was.")
            return None
        return cls(endpoint, system, read_timestamp(part(event, "request").get("timestamp")), deadline)

    def time_zone(self) -> str | None:
        """The device's time zone, an IANA name that is known here; None where it cannot be had."""
        if not self._device:
            return None
        path = f"/v2/devices/{quote(self._device, safe='')}/settings/System.timeZone"
        answer = self._ask("for the time zone", ZONE_S, "GET", path)
        return known_zone(answer.body) if answer.good else None

    def set_reminder(self, reminder: Reminder, text: str, zone: str, locale: str) -> ReminderAnswered:
        """Set a new reminder, once: where the answer was not heard, it is looked for among those that are set."""
        try:
            wanted = into_request(reminder, text, zone, locale, self._asked_at)
        except ValueError:  # such as a day that a token from outside left out
            return ReminderAnswered(outcome="failed", reminder=reminder)
        answer = self._ask_reminders("POST", body=wanted)
        id = read_id(answer.body) if answer.good else None
        if answer.good and id is None:
            logs.note("Alexa was asked for a reminder, and told no id of it.")
        if id is None and (answer.good or answer.maybe_applied):
            id = find_id(self._ask_reminders("GET").body, wanted)
        if id is not None:
            return ReminderAnswered(outcome="done", reminder=reminder, id=id)
        return ReminderAnswered(outcome="failed" if answer.good else _outcome(answer), reminder=reminder)

    def cancel_reminders(self, ids: tuple[str, ...]) -> ReminderAnswered:
        """Delete reminders. Cancelled also where they were gone already."""
        answers = [self._ask_reminders("DELETE", f"/{quote(id, safe='')}") for id in ids if is_id(id)]
        gone = all(answer.good or answer.status == 404 for answer in answers)
        return ReminderAnswered(outcome="cancelled" if gone else "failed")

    def _ask_reminders(self, method: str, path: str = "", body: object = None) -> Answer:
        return self._ask("for a reminder", REMINDER_S, method, REMINDERS_PATH + path, body)

    def _ask(self, what: str, seconds: float, method: str, path: str, body: object = None) -> Answer:
        left = self._deadline.left() - LEFT_S
        answer = ask(self._endpoint, self._token, method, path, body, min(seconds, left), self._deadline)
        if not answer.good and _outcome(answer) == "failed" and answer.status != 404:
            how = "no answer came" if answer.status is None else f"the answer had the status {answer.status}"
            logs.note(f"Alexa was asked {what}, and {how}.")
        return answer


def _outcome(answer: Answer) -> ReminderOutcome:
    """How it went, of an answer that is not good."""
    code = answer.body.get("code") if isinstance(answer.body, dict) else None
    words = code.upper() if isinstance(code, str) else ""
    if answer.status == 403 and _TOO_MANY.search(words):
        return "too_many"
    # A missing permission is a 401. What else is forbidden is mostly a device that has no reminders.
    if answer.status == 401 or (answer.status == 403 and _NOT_PERMITTED.search(words)):
        return "not_permitted"
    return "not_supported" if answer.status == 403 else "failed"
