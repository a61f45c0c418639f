# SPDX-License-Identifier: Apache-2.0
"""Reminders as the local speaker keeps them: what it takes, what it tells of them, and when they ring.

It takes what Alexa's Reminders API takes of daily, weekly and single reminders at a time of day, and refuses the rest
with a code and a sentence. The codes are Alexa's where they are known; the reference does not list them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from dateutil.rrule import rrule, rrulestr
from msgspec import Struct

from skill.platform import REMINDER_LISTED_DAYS, REMINDERS_MAX, REMINDERS_PATH, WEEKDAYS
from skill.speaker.echo.clock import Clock

Json = dict[str, Any]

TEXT_MAX_CHARACTERS = 1000
"""Of our own choosing: the reference names no limit."""
YEARS = range(2000, 2200)

_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?")
_DAYS = rf"(?:({'|'.join(WEEKDAYS)})(?!.*\1)(?:,|(?=;)))+(?<!,)"
_RULE = re.compile(
    rf"FREQ=(?:DAILY|WEEKLY;BYDAY={_DAYS});BYHOUR=\d{{1,2}};BYMINUTE=\d{{1,2}}(?:;BYSECOND=0)?(?:;INTERVAL=1)?;?"
)


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
    recurrence_rules: list[str]


class _Trigger(_Strict):
    type: Literal["SCHEDULED_ABSOLUTE"]
    scheduled_time: str | None = None
    time_zone_id: str | None = None
    recurrence: _Recurrence | None = None


class _Content(_Strict):
    locale: str
    text: str


class _SpokenInfo(_Strict):
    content: list[_Content]


class _AlertInfo(_Strict):
    spoken_info: _SpokenInfo


class _Push(_Strict):
    status: Literal["ENABLED", "DISABLED"]


class _Request(_Strict):
    trigger: _Trigger
    alert_info: _AlertInfo
    push_notification: _Push
    request_time: str | None = None


class _When(Struct, frozen=True):
    """When a reminder rings, in local time: once, or by rules."""

    zone: ZoneInfo
    once: datetime | None = None
    rules: tuple[rrule, ...] = ()

    def after(self, moment: datetime) -> datetime | None:
        """The next time it rings after a moment; None if never."""
        local = moment.astimezone(self.zone).replace(tzinfo=None)
        if self.once is not None:
            return self._at(self.once) if self._at(self.once) > moment else None
        return min(self._at(found) for rule in self.rules if (found := rule.after(local)))

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
    created: datetime
    rang: datetime | None = None

    def shown(self) -> Json:
        """As the API shows it."""
        return self.receipt() | {name: self.request[name] for name in ("trigger", "alertInfo", "pushNotification")}

    def receipt(self) -> Json:
        """What the API answers to a new one."""
        return {
            "alertToken": self.token,
            "createdTime": _stamp(self.created),
            "updatedTime": _stamp(self.rang or self.created),
            "status": "COMPLETED" if self.next is None else "ON",
            "version": "1",
            "href": f"{REMINDERS_PATH}/{self.token}",
        }


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
        text, when, first = self._read(request)
        if len(self.listed()) >= REMINDERS_MAX:
            raise full()
        assert isinstance(request, dict)  # else it could not have been read
        now = self._clock.now()
        alert = Alert(token=self._new_id(), request=request, text=text, when=when, next=first, created=now)
        self._alerts[alert.token] = alert
        return alert.receipt()

    def listed(self) -> list[Alert]:
        """All that are to ring, and those that rang for the last time a few days ago."""
        since = self._clock.now() - timedelta(days=REMINDER_LISTED_DAYS)
        return [alert for alert in self._alerts.values() if alert.next or (alert.rang and alert.rang > since)]

    def shown(self) -> Json:
        """The list as the API shows it."""
        alerts = [alert.shown() for alert in self.listed()]
        return {"totalCount": str(len(alerts)), "alerts": alerts, "links": None}

    def remove(self, token: str) -> None:
        """Delete one. Raises Problem."""
        if token not in {alert.token for alert in self.listed()}:
            raise Problem(404, "ALERT_NOT_FOUND", "There is no such reminder.")
        del self._alerts[token]

    def next(self) -> datetime | None:
        """When the next one rings; None if never."""
        return min((alert.next for alert in self._alerts.values() if alert.next), default=None)

    def ring(self, now: datetime) -> list[Alert]:
        """Those that are due, in order. Each rings once, however often it was missed."""
        due = sorted(
            (alert for alert in self._alerts.values() if alert.next and alert.next <= now),
            key=lambda alert: (alert.next, alert.token),
        )
        for alert in due:
            alert.next, alert.rang = alert.when.after(now), now
        return due

    def _read(self, request: object) -> tuple[str, _When, datetime]:
        """Text, times and first time of a request for a reminder. Raises Problem."""
        try:
            read = msgspec.convert(request, _Request)
        except msgspec.ValidationError as error:
            # It names the place, and types and fields that are known here; not the values that came.
            raise Problem(400, "INVALID_REQUEST", f"{error}.") from None
        if read.request_time is not None:
            _local(read.request_time, "INVALID_REQUEST_TIME_FORMAT", "requestTime")
        text = _text(read.alert_info.spoken_info.content)
        when = self._when(read.trigger)
        first = when.after(self._clock.now())
        if first is None:
            raise Problem(400, "TRIGGER_SCHEDULED_TIME_IN_PAST", "The reminder would never ring: its time is over.")
        return text, when, first

    def _when(self, trigger: _Trigger) -> _When:
        try:
            zone = ZoneInfo(trigger.time_zone_id or self._zone)
        except (ValueError, KeyError, OSError):
            raise Problem(400, "INVALID_TRIGGER_TIME_ZONE", "timeZoneId is no IANA name of a zone.") from None
        if trigger.recurrence is not None:
            return _When(zone, rules=self._rules(trigger.recurrence.recurrence_rules))
        if trigger.scheduled_time is None:
            raise Problem(400, "INVALID_TRIGGER_SCHEDULED_TIME", "A trigger has scheduledTime or recurrence.")
        once = _local(trigger.scheduled_time, "INVALID_TRIGGER_SCHEDULED_TIME_FORMAT", "scheduledTime")
        return _When(zone, once)

    def _rules(self, texts: list[str]) -> tuple[rrule, ...]:
        """Rules such as FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=20;BYMINUTE=0;BYSECOND=0;INTERVAL=1; (RFC 5545)."""
        start = self._clock.now().replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
        try:
            if texts and all(map(_RULE.fullmatch, texts)):
                return tuple(rrulestr(text.rstrip(";"), dtstart=start) for text in texts)
        except ValueError:  # 25 o'clock
            pass
        sentence = "A rule is daily or weekly, with BYHOUR, BYMINUTE, and BYDAY where it is weekly."
        raise Problem(400, "UNSUPPORTED_TRIGGER_RECURRENCE", sentence)


def _text(contents: list[_Content]) -> str:
    """What is said, as plain words: the first content's."""
    for content in contents:
        if not _LOCALE.fullmatch(content.locale):
            raise Problem(400, "INVALID_ALERT_INFO", "A content's locale is written as en-US.")
        if not content.text.strip() or len(content.text) > TEXT_MAX_CHARACTERS:
            raise Problem(400, "INVALID_ALERT_INFO", f"A content has 1 to {TEXT_MAX_CHARACTERS} characters to say.")
    if not contents:
        raise Problem(400, "INVALID_ALERT_INFO", "spokenInfo has no content.")
    return " ".join(contents[0].text.split())


def _local(text: str, code: str, name: str) -> datetime:
    """A local time, without a zone. Raises Problem."""
    try:
        moment = datetime.fromisoformat(text) if _LOCAL_TIME.fullmatch(text) else None
    except ValueError:  # the 30th of February
        moment = None
    if moment and moment.year in YEARS:
        return moment
    raise Problem(400, code, f"{name} is a local time without Z or offset, such as 2026-03-05T21:00:00.000.")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
