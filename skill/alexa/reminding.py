# SPDX-License-Identifier: Apache-2.0
"""Reminders as wishes of the conversation, fulfilled by the platform: what was asked for, and how it went.

The wish that waits for a permission travels in the token of the request for it, and comes back as input from outside.
"""

from __future__ import annotations

from typing import Any

import msgspec

from skill.checkin.events import ReminderAnswered
from skill.checkin.plan import Reminder
from skill.checkin.turns import CancelReminders, SetReminder

PERMISSION = "alexa::alerts:reminders:skill:readwrite"
ASK_FOR = "AskFor"
PERMISSION_REQUEST: dict[str, object] = {
    "@type": "AskForPermissionsConsentRequest",
    "@version": "1",
    "permissionScope": PERMISSION,
}
TOKEN_MAX = 500
IDS_MAX = 50


def fulfil(wish: SetReminder | CancelReminders) -> ReminderAnswered:
    """Do what a wish asks for. No service is reached yet, and the answer says so."""
    return ReminderAnswered(outcome="unavailable", reminder=wish.reminder if isinstance(wish, SetReminder) else None)


def permission(payload: Any, reminder: Reminder) -> ReminderAnswered:
    """What they said when they were asked to allow reminders; no payload means that the device could not ask."""
    status = payload.get("status") if isinstance(payload, dict) else None
    match status:
        case "ACCEPTED":
            return ReminderAnswered(outcome="permitted", reminder=reminder)
        case "DENIED":
            return ReminderAnswered(outcome="denied", reminder=reminder)
        case "NOT_ANSWERED":
            return ReminderAnswered(outcome="not_answered", reminder=reminder)
        case _:
            return ReminderAnswered(outcome="not_supported", reminder=reminder)


def write_token(reminder: Reminder) -> str:
    """The reminder as a token that comes back with the answer."""
    return msgspec.json.encode(reminder).decode()


def read_token(token: Any) -> Reminder | None:
    """The reminder of a token; None where it is none of ours."""
    if not isinstance(token, str) or len(token) > TOKEN_MAX:
        return None
    try:
        return msgspec.json.decode(token.encode("utf-8", "surrogatepass"), type=Reminder)
    except (msgspec.MsgspecError, UnicodeError):
        return None


def deleted_ids(body: Any) -> frozenset[str]:
    """Ids of the reminders that a Reminders.ReminderDeleted request tells of."""
    ids = body.get("alertTokens") if isinstance(body, dict) else getattr(body, "alert_tokens", None)
    return frozenset(one for one in (ids or [])[:IDS_MAX] if isinstance(one, str))
