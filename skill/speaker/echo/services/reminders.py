# SPDX-License-Identifier: Apache-2.0
"""Reminders as the local speaker keeps them: what it takes, what it tells of them, and when they ring.

It takes what Alexa's Reminders API takes of daily, weekly and single reminders at a time of day, and refuses the rest
with a code and a sentence. The codes are Alexa's where they are known; the reference does not list them all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from dateutil.rrule import rrule, rrulestr
from msgspec import Meta, Struct

from skill.platform import REMINDER_LISTED_DAYS, REMINDERS_MAX, WEEKDAYS
from skill.speaker.echo.clock import Clock

Json = dict[str, Any]
LocalTime = Annotated[datetime, Meta(tz=False)]
"""Without Z or offset, such as 2026-03-05T21:00:00.000."""

TEXT_MAX_CHARACTERS = 1000
"""Of our own choosing: the reference names no limit."""
YEARS = range(2000, 2200)
CODES = {
    "$.requestTime": "INVALID_REQUEST_TIME_FORMAT",
    "$.alertInfo": "INVALID_ALERT_INFO",
    "$.trigger.scheduledTime": "INVALID_TRIGGER_SCHEDULED_TIME_FORMAT",
    "$.trigger.recurrence.recurrenceRules": "UNSUPPORTED_TRIGGER_RECURRENCE",
}
"""Places in a request to the code with which what stands there is refused."""

_DAYS = rf"(?:({'|'.join(WEEKDAYS)})(?!.*\1)(?:,|(?=;)))+(?<!,)"
_AT = r"BYHOUR=(?:[01]?\d|2[0-3]);BYMINUTE=[0-5]?\d(?:;BYSECOND=0)?(?:;INTERVAL=1)?;?"
_RULE = rf"\A(?:FREQ=(?:DAILY|WEEKLY;BYDAY={_DAYS});{_AT})\Z"
"""A rule such as FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=20;BYMINUTE=0;BYSECOND=0;INTERVAL=1; (RFC 5545)."""


class Problem(Exception):
    """Something that is refused: an HTTP status, a code, and a sentence."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code


def full() -> Problem:
    """There is no room for another reminder."""
    return Problem(403, "MAX_REMINDERS_EXCEEDED", "There are as many reminders as there may be.")


class _Strict(Struct, rename="camel", forbid_unknown_fields=True):
    pass


class _Recurrence(_Strict):
    recurrence_rules: Annotated[list[Annotated[str, Meta(pattern=_RULE)]], Meta(min_length=1, max_length=1)]


class _Trigger(_Strict):
    type: Literal["SCHEDULED_ABSOLUTE"]
    scheduled_time: LocalTime | None = None
    time_zone_id: str | None = None
    recurrence: _Recurrence | None = None


class _Content(_Strict):
    locale: Annotated[str, Meta(pattern=r"\A[a-z]{2}-[A-Z]{2}\Z")]
    text: Annotated[str, Meta(pattern=r"\S", max_length=TEXT_MAX_CHARACTERS)]


class _SpokenInfo(_Strict):
    content: Annotated[list[_Content], Meta(min_length=1)]


class _AlertInfo(_Strict):
    spoken_info: _SpokenInfo


class _Push(_Strict):
    status: Literal["ENABLED", "DISABLED"]


class _Request(_Strict):
    trigger: _Trigger
    alert_info: _AlertInfo
    push_notification: _Push
    request_time: LocalTime | None = None


class _When(Struct, frozen=True):
    """When a reminder rings, in local time: once, or by a rule."""

    zone: ZoneInfo
    by: datetime | rrule

    def after(self, moment: datetime) -> datetime | None:
        """The next time it rings after a moment; None if never."""
        if isinstance(self.by, datetime):
            return self._at(self.by) if self._at(self.by) > moment else None
        return self._at(self.by.after(moment.astimezone(self.zone).replace(tzinfo=None)))

    def _at(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)


class Alert(Struct, kw_only=True):
    """One reminder."""

    token: str
    request: Json
    text: str
    when: _When
    next: datetime | None
    """When it rings next; None after the last time."""
    rang: datetime | None = None

    def receipt(self) -> Json:
        """What the API answers to a new one, as far as anybody reads it."""
        return {"alertToken": self.token, "status": "COMPLETED" if self.next is None else "ON"}

    def shown(self) -> Json:
        """As the API lists it."""
        return self.receipt() | {name: self.request[name] for name in ("trigger", "alertInfo", "pushNotification")}


class Reminders:
    """The reminders of one home, on its clock."""

    def __init__(self, clock: Clock, zone: str, new_id: Callable[[], str]) -> None:
        """`zone` is that of a reminder which names none."""
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._alerts: dict[str, Alert] = {}

    def add(self, request: object) -> Json:
        """Set one. Raises Problem."""
        try:
            read = msgspec.convert(request, _Request)
        except msgspec.ValidationError as error:
            # It names the place, and types and fields that are known here; not the values that came.
            code = next((code for place, code in CODES.items() if f"`{place}" in str(error)), "INVALID_REQUEST")
            raise Problem(400, code, f"{error}.") from None
        when = self._when(read.trigger)
        first = when.after(self._clock.now())
        if first is None:
            raise Problem(400, "TRIGGER_SCHEDULED_TIME_IN_PAST", "The reminder would never ring: its time is over.")
        if len(self.listed()) >= REMINDERS_MAX:
            raise full()
        assert isinstance(request, dict)  # else it could not have been read
        text = " ".join(read.alert_info.spoken_info.content[0].text.split())
        alert = Alert(token=self._new_id(), request=request, text=text, when=when, next=first)
        self._alerts[alert.token] = alert
        return alert.receipt()

    def listed(self) -> list[Alert]:
        """All that are to ring, and those that rang for the last time a few days ago."""
        since = self._clock.now() - timedelta(days=REMINDER_LISTED_DAYS)
        return [alert for alert in self._alerts.values() if alert.next or (alert.rang and alert.rang > since)]

    def shown(self) -> Json:
        """The list as the API shows it."""
        alerts = [alert.shown() for alert in self.listed()]
        return {"totalCount": str(len(alerts)), "alerts": alerts}

    def remove(self, token: str) -> None:
        """Delete one. Raises Problem."""
        if token not in {alert.token for alert in self.listed()}:
            raise Problem(404, "ALERT_NOT_FOUND", "There is no such reminder.")
        del self._alerts[token]

    def clear(self) -> list[str]:
        """Delete all that are listed, and tell which."""
        tokens = [alert.token for alert in self.listed()]
        self._alerts.clear()
        return tokens

    def next(self) -> datetime | None:
        """When the next one rings; None if never."""
        return min((alert.next for alert in self._alerts.values() if alert.next), default=None)

    def ring(self, now: datetime) -> list[Alert]:
        """Those that are due, in order. Each rings once, however often it was missed."""
        due = [alert for alert in self._alerts.values() if alert.next and alert.next <= now]
        due.sort(key=lambda alert: (alert.next, alert.token))
        for alert in due:
            alert.next, alert.rang = alert.when.after(now), now
        return due

    def _when(self, trigger: _Trigger) -> _When:
        try:
            zone = ZoneInfo(trigger.time_zone_id or self._zone)
        except (ValueError, KeyError, OSError):
            raise Problem(400, "INVALID_TRIGGER_TIME_ZONE", "timeZoneId is no IANA name of a zone.") from None
        if trigger.recurrence is not None:
            start = self._clock.now().replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
            rule = trigger.recurrence.recurrence_rules[0].rstrip(";")
            return _When(zone, rrulestr(rule, dtstart=start - timedelta(days=1)))
        if trigger.scheduled_time is None:
            raise Problem(400, "INVALID_TRIGGER_SCHEDULED_TIME", "A trigger has scheduledTime or recurrence.")
        if trigger.scheduled_time.year not in YEARS:
            raise Problem(400, CODES["$.trigger.scheduledTime"], "scheduledTime is in a year that nobody plans for.")
        return _When(zone, trigger.scheduled_time)
