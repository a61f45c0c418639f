# SPDX-License-Identifier: Apache-2.0
"""Reminders as the platform's Reminders API has them: what is asked of it, what it answers, and what it lists.

Only shapes belong here; who asks, and within what time, is `services.py`. The API takes local times without an
offset, beside the name of a zone. It is described in "Alexa Reminders API Reference" (Alexa Skills Kit).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from skill.alexa.services.zones import known_zone

PERMISSION = "alexa::alerts:reminders:skill:readwrite"
"""The permission that they must give before any of this works."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TEXT_MAX_CHARACTERS = 200
"""Of our own choosing: it is read aloud, twice, into a room."""
ID_MAX_CHARACTERS = 256
LISTED_MAX = 100
"""Reminders of one list that are looked at."""

_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_ID = re.compile(rf"(?!\.+$)[!-~]{{1,{ID_MAX_CHARACTERS}}}")


class Kind(str, Enum):
    """How asking for something about reminders came out."""

    DONE = "done"
    NOT_PERMITTED = "not_permitted"
    """They have not given the permission, or took it back."""
    NOT_SUPPORTED = "not_supported"
    """This device has no reminders."""
    TOO_MANY = "too_many"
    GONE = "gone"
    """There is no such reminder any more."""
    FAILED = "failed"


class Outcome(Struct, frozen=True):
    """What became of a reminder."""

    kind: Kind
    id: str | None = None
    """The reminder's own, where it is done."""
    unsure: bool = False
    """FAILED, but the service may have done it all the same: it was asked, and what it answered was not heard."""


class Reminder(Struct, frozen=True, kw_only=True):
    """A reminder to set: once on `day`, or again and again on `days`. Raises ValueError for any that cannot be."""

    text: str
    """Read aloud to whoever is in the room, and shown in the app: it must be discreet."""
    at: time
    """Local, to the minute."""
    zone: str
    locale: str
    day: date | None = None
    """The day of one that rings once. Of a recurring one the first day that it may ring; it may be left out."""
    days: tuple[str, ...] = ()
    """The weekdays of a recurring one, from DAYS. All seven: every day."""

    def __post_init__(self) -> None:
        if not self.text.strip() or len(self.text) > TEXT_MAX_CHARACTERS:
            raise ValueError(f"a reminder says something, in at most {TEXT_MAX_CHARACTERS} characters")
        if self.at.tzinfo or self.at.second or self.at.microsecond:
            raise ValueError("a reminder rings at a local time, to the minute")
        if known_zone(self.zone) is None or not _LOCALE.fullmatch(self.locale):
            raise ValueError("a reminder has a time zone that is known, and a locale such as en-US")
        if len(set(self.days)) != len(self.days) or not set(self.days) <= set(DAYS):
            raise ValueError(f"a reminder's days are of {', '.join(DAYS)}, each once")
        if not self.days and self.day is None:
            raise ValueError("a reminder has a day or some weekdays")


class Standing(Struct, frozen=True, kw_only=True):
    """A reminder that is set, as the platform lists it. They may have changed it in the app."""

    id: str
    at: time | None = None
    """Local; None where it is none that this program would set, such as one that counts down."""
    zone: str | None = None
    day: date | None = None
    """The day of one that rings once."""
    days: tuple[str, ...] = ()
    """The weekdays of a recurring one."""


class Listing(Struct, frozen=True):
    """The skill's own reminders that are still to ring. Where `kind` is not DONE, nothing is known of them."""

    kind: Kind
    reminders: tuple[Standing, ...] = ()


def into_request(reminder: Reminder, asked_at: datetime | None) -> Any:
    """The reminder as the SDK's ReminderRequest. `asked_at`, aware, is when they asked for it."""
    # Imported here, because few evenings set a reminder.
    from ask_sdk_model.services.reminder_management.alert_info import AlertInfo
    from ask_sdk_model.services.reminder_management.push_notification import PushNotification
    from ask_sdk_model.services.reminder_management.push_notification_status import PushNotificationStatus
    from ask_sdk_model.services.reminder_management.recurrence import Recurrence
    from ask_sdk_model.services.reminder_management.reminder_request import ReminderRequest
    from ask_sdk_model.services.reminder_management.spoken_info import SpokenInfo
    from ask_sdk_model.services.reminder_management.spoken_text import SpokenText
    from ask_sdk_model.services.reminder_management.trigger import Trigger
    from ask_sdk_model.services.reminder_management.trigger_type import TriggerType

    first = datetime.combine(reminder.day, reminder.at) if reminder.day else None
    trigger = Trigger(object_type=TriggerType.SCHEDULED_ABSOLUTE, time_zone_id=reminder.zone)
    if reminder.days:
        # Where there are rules, the API leaves scheduledTime, freq and byDay aside.
        trigger.recurrence = Recurrence(start_date_time=first, recurrence_rules=[rule(reminder.at, reminder.days)])
    else:
        trigger.scheduled_time = first
    return ReminderRequest(
        request_time=_local(asked_at, reminder.zone) if asked_at else None,
        trigger=trigger,
        alert_info=AlertInfo(SpokenInfo([SpokenText(locale=reminder.locale, text=reminder.text)])),
        push_notification=PushNotification(PushNotificationStatus.ENABLED),
    )


def rule(at: time, days: tuple[str, ...]) -> str:
    """The recurrence rule of a time on some weekdays, as the API wants it: RFC 5545 with a semicolon at the end."""
    which = "FREQ=DAILY" if len(days) == len(DAYS) else f"FREQ=WEEKLY;BYDAY={','.join(sorted(days, key=DAYS.index))}"
    return f"{which};BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0;INTERVAL=1;"


def read_id(body: object) -> str | None:
    """The id of the reminder that an answer is about; None where it names none."""
    found = body.get("alertToken") if isinstance(body, dict) else None
    return found if is_id(found) else None


def is_id(value: object) -> bool:
    """Whether a value could be a reminder's id."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def read_listing(body: object) -> tuple[Standing, ...] | None:
    """The reminders of a list that are still to ring; None where it is no list of reminders."""
    alerts = body.get("alerts") if isinstance(body, dict) else None
    if not isinstance(alerts, list):
        return None
    found = (_standing(alert) for alert in alerts[:LISTED_MAX] if isinstance(alert, dict))
    return tuple(each for each in found if each is not None)


class _Recurrence(Struct, rename="camel"):
    recurrence_rules: list[str] | None = None
    freq: str | None = None
    by_day: list[str] | None = None


class _Trigger(Struct, rename="camel"):
    scheduled_time: str | None = None
    time_zone_id: str | None = None
    recurrence: _Recurrence | None = None


def _standing(alert: Mapping[str, Any]) -> Standing | None:
    identifier = read_id(alert)
    if identifier is None or alert.get("status") != "ON":
        return None
    try:
        trigger = msgspec.convert(alert.get("trigger"), _Trigger)
        when = datetime.fromisoformat(trigger.scheduled_time) if trigger.scheduled_time else None
        at, days = _recurring(trigger.recurrence, when)
    except ValueError:  # msgspec's errors are ValueErrors, too
        return Standing(id=identifier)
    return Standing(
        id=identifier,
        at=at,
        zone=known_zone(trigger.time_zone_id),
        day=when.date() if when and not days else None,
        days=days,
    )


def _recurring(recurrence: _Recurrence | None, when: datetime | None) -> tuple[time | None, tuple[str, ...]]:
    """Time and weekdays of a trigger. Raises ValueError for a recurrence that is neither daily nor weekly."""
    at = when.time().replace(second=0, microsecond=0, tzinfo=None) if when else None
    if recurrence is None or not (recurrence.recurrence_rules or recurrence.freq):
        return at, ()
    if not recurrence.recurrence_rules:
        return at, DAYS if recurrence.freq == "DAILY" else _weekdays(recurrence.by_day or [])
    if len(recurrence.recurrence_rules) > 1:
        raise ValueError("more than one rule")
    parts = dict(part.partition("=")[::2] for part in recurrence.recurrence_rules[0].rstrip(";").split(";"))
    if parts.get("INTERVAL", "1") != "1" or parts.get("FREQ") not in ("DAILY", "WEEKLY"):
        raise ValueError("neither daily nor weekly")
    by_day = parts.get("BYDAY", "")
    days = _weekdays(by_day.split(",")) if by_day else DAYS if parts["FREQ"] == "DAILY" else _weekdays([])
    return time(int(parts.get("BYHOUR", "")), int(parts.get("BYMINUTE", "0"))), days


def _weekdays(names: list[str]) -> tuple[str, ...]:
    if not names or not set(names) <= set(DAYS):
        raise ValueError("no weekdays")
    return tuple(day for day in DAYS if day in names)


def _local(moment: datetime, zone: str) -> datetime:
    """A moment in a zone, to the second and without its offset: the API refuses times that have one."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
