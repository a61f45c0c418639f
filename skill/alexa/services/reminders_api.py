# SPDX-License-Identifier: Apache-2.0
"""Shapes of the platform's Reminders API: what is sent for a reminder, what comes back, and the permission for it.

The API takes local times without an offset, beside the name of a zone (Alexa Reminders API Reference). A reminder that
waits for the permission travels in the token of the request for it, and comes back as input from outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, time
from typing import TypeGuard
from zoneinfo import ZoneInfo

import msgspec

from skill.checkin.model.events import ReminderAnswered, ReminderOutcome
from skill.checkin.model.household import REMINDER_ID_MAX_CHARACTERS
from skill.checkin.model.plan import DAYS, Reminder
from skill.platform import WEEKDAYS
from skill.ready import make_ready

PERMITTED: Mapping[str, ReminderOutcome] = {
    "ACCEPTED": "permitted",
    "DENIED": "denied",
    "NOT_ANSWERED": "not_answered",
}
"""What they said when they were asked (Set Up Voice Permissions for Reminders)."""
TOKEN_MAX_CHARACTERS = 500
"""A token of ours has some fifty."""
LISTED_MAX = 100
"""Reminders of one list that are looked at."""

_ID = rf"(?!\.+$)[!-~]{{1,{REMINDER_ID_MAX_CHARACTERS}}}"

make_ready(Reminder)


def into_request(reminder: Reminder, text: str, zone: str, locale: str, asked_at: datetime | None) -> dict[str, object]:
    """What is sent to set a reminder. `text` is read aloud to whoever is in the room: it must be discreet.

    `asked_at`, aware, is when they asked for it. Raises ValueError for a reminder of no day at all.
    """
    at = time(reminder.hour, reminder.minute)
    comes: dict[str, object]
    if reminder.day is not None:
        comes = {"scheduledTime": datetime.combine(reminder.day, at).isoformat()}
    elif reminder.days is not None and reminder.days in DAYS:
        comes = {"recurrence": {"recurrenceRules": [rule(at, DAYS[reminder.days])]}}
    else:
        raise ValueError("a reminder has a day or some weekdays")
    request: dict[str, object] = {
        "trigger": {"type": "SCHEDULED_ABSOLUTE", "timeZoneId": zone, **comes},
        "alertInfo": {"spokenInfo": {"content": [{"locale": locale, "text": text}]}},
        "pushNotification": {"status": "ENABLED"},
    }
    if asked_at is not None:
        local = asked_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
        request["requestTime"] = local.isoformat()
    return request


def rule(at: time, days: tuple[int, ...]) -> str:
    """The recurrence rule of a time on some weekdays, as the API wants it: RFC 5545 with a semicolon at the end."""
    codes = ",".join(WEEKDAYS[day] for day in days)
    which = "FREQ=DAILY" if len(days) == len(WEEKDAYS) else f"FREQ=WEEKLY;BYDAY={codes}"
    return f"{which};BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0;INTERVAL=1;"


def read_id(body: object) -> str | None:
    """The id of the reminder that an answer is about; None where it names none."""
    match body:
        case {"alertToken": found} if is_id(found):
            return found
    return None


def is_id(value: object) -> TypeGuard[str]:
    """Whether a value could be a reminder's id, and one that can be kept."""
    return isinstance(value, str) and re.fullmatch(_ID, value) is not None


def find_id(body: object, request: Mapping[str, object]) -> str | None:
    """The id of the reminder in a list that rings when `request` would; None where there is none, or no list."""
    wanted = _rings(request["trigger"])
    alerts = body.get("alerts") if isinstance(body, dict) else None
    for alert in alerts[:LISTED_MAX] if isinstance(alerts, list) else ():
        match alert:
            case {"status": "ON", "trigger": trigger} if (found := read_id(alert)) and _rings(trigger) == wanted:
                return found
    return None


def deleted_ids(body: Mapping[str, object]) -> frozenset[str]:
    """Ids of the reminders that the body of a Reminders.ReminderDeleted request tells of."""
    ids = body.get("alertTokens")
    return frozenset(filter(is_id, ids[:LISTED_MAX] if isinstance(ids, list) else ()))


def _rings(trigger: object) -> object:
    """When a trigger rings, in one form; None for one that is not like ours."""
    match trigger:
        case {"recurrence": {"recurrenceRules": [str() as rule]}}:
            said = dict(part.partition("=")[::2] for part in rule.rstrip(";").split(";"))
            days = {"DAILY": list(WEEKDAYS), "WEEKLY": said.pop("BYDAY", "").split(",")}.get(said.pop("FREQ", ""), [])
            return {"BYMINUTE": "0", "BYSECOND": "0", "INTERVAL": "1", **said, "BYDAY": sorted(days)}
        case {"scheduledTime": str() as once, **others} if not others.get("recurrence"):
            with suppress(ValueError):
                return datetime.fromisoformat(once).replace(microsecond=0)
    return None


def read_permission(payload: object, reminder: Reminder) -> ReminderAnswered:
    """What they said when they were asked to allow reminders; no payload means that the device could not ask."""
    status = payload.get("status") if isinstance(payload, dict) else None
    return ReminderAnswered(outcome=PERMITTED.get(str(status), "not_supported"), reminder=reminder)


def write_token(reminder: Reminder) -> str:
    """The reminder as a token that comes back with the answer."""
    return msgspec.json.encode(reminder).decode()


def read_token(token: object) -> Reminder | None:
    """The reminder of a token; None where it is none of ours."""
    if not isinstance(token, str) or len(token) > TOKEN_MAX_CHARACTERS:
        return None
    try:
        return msgspec.json.decode(token.encode("utf-8", "surrogatepass"), type=Reminder)
    except (msgspec.MsgspecError, UnicodeError):
        return None
