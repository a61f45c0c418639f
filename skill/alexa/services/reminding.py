# SPDX-License-Identifier: Apache-2.0
"""Reminders as effects of the conversation, fulfilled by the platform: what was asked for, and how it went.

The effect that waits for a permission travels in the token of the request for it, and comes back as input from outside.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from skill.alexa.services.reminders import DAYS, PERMISSION, Kind, Outcome
from skill.alexa.services.reminders import Reminder as PlatformReminder
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.plan import Reminder
from skill.checkin.model.turn import CancelReminders, SetReminder

if TYPE_CHECKING:
    from skill.alexa.services.client import Services

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ASK_FOR = "AskFor"
PERMISSION_REQUEST: dict[str, object] = {
    "@type": "AskForPermissionsConsentRequest",
    "@version": "1",
    "permissionScope": PERMISSION,
}
WEEKDAYS: dict[str, tuple[str, ...]] = {
    **{name: (day,) for name, day in zip(DAY_NAMES, DAYS, strict=True)},
    "every_day": DAYS,
    "weekdays": DAYS[:5],
    "weekends": DAYS[5:],
}
"""Ids of the days slot to the platform's days."""
OUTCOMES: dict[Kind, Literal["done", "not_permitted", "not_supported", "too_many", "failed"]] = {
    Kind.DONE: "done",
    Kind.NOT_PERMITTED: "not_permitted",
    Kind.NOT_SUPPORTED: "not_supported",
    Kind.TOO_MANY: "too_many",
    Kind.GONE: "failed",
    Kind.FAILED: "failed",
}
TOKEN_MAX = 500
IDS_MAX = 50


def fulfil(
    effect: SetReminder | CancelReminders, services: Services | None, zone: str, locale: str, text: str
) -> ReminderAnswered:
    """Do what a effect asks for, and tell how it went. `text` is what the reminder says, to whoever is in the room."""
    reminder = effect.reminder if isinstance(effect, SetReminder) else None
    if services is None:
        return ReminderAnswered(outcome="unavailable", reminder=reminder)
    if isinstance(effect, CancelReminders):
        cancelled = [services.cancel_reminder(one).kind in (Kind.DONE, Kind.GONE) for one in effect.ids]
        return ReminderAnswered(outcome="cancelled" if all(cancelled) else "failed")
    try:
        wanted = PlatformReminder(
            text=text,
            at=time(effect.reminder.hour, effect.reminder.minute),
            zone=zone,
            locale=locale,
            day=effect.reminder.day,
            days=WEEKDAYS.get(effect.reminder.days or "", ()),
        )
    except ValueError:  # such as a day that a token from outside left out
        return ReminderAnswered(outcome="failed", reminder=reminder)
    outcome = services.set_reminder(wanted)
    if outcome.unsure:
        outcome = _found(wanted, services) or outcome
    return ReminderAnswered(outcome=OUTCOMES[outcome.kind], reminder=reminder, id=outcome.id or "")


def _found(wanted: PlatformReminder, services: Services) -> Outcome | None:
    """The reminder among those that are set, where its answer was not heard: it must not be set twice."""
    for standing in services.reminders().reminders:
        if standing.at == wanted.at and set(standing.days) == set(wanted.days) and standing.day == wanted.day:
            return Outcome(Kind.DONE, standing.id)
    return None


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
