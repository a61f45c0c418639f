# SPDX-License-Identifier: Apache-2.0
"""Reminders as the local speaker keeps them: what it takes, what it tells of them, and when they ring.

It takes what Alexa's Reminders API takes of daily, weekly and single reminders, and refuses the rest with a code and
a sentence. The codes are Alexa's where they are known; the reference does not list them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from skill.speaker.echo.clock import Clock
from skill.speaker.tts.ssml import MarkupError, plain, read_ssml

Json = dict[str, Any]

REMINDERS_MAX = 250
"""Reminders of one home (the newer Reminders API allows as many for each device)."""
KEPT_AFTER_RINGING = timedelta(days=3)
"""How long one that rang for the last time is still listed (Alexa Reminders Overview)."""
TEXT_MAX_CHARACTERS = 1000
YEARS = range(2000, 2200)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PATH = "/v1/alerts/reminders"

_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?")


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
    start_date_time: str | None = None
    end_date_time: str | None = None
    recurrence_rules: list[str] | None = None
    freq: str | None = None
    by_day: list[str] | None = None
    interval: int | None = None


class _Trigger(_Strict):
    type: Literal["SCHEDULED_ABSOLUTE", "SCHEDULED_RELATIVE"]
    scheduled_time: str | None = None
    offset_in_seconds: int | None = None
    time_zone_id: str | None = None
    recurrence: _Recurrence | None = None


class _Content(_Strict):
    locale: str
    text: str | None = None
    ssml: str | None = None


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


class _Rule(Struct, frozen=True):
    """A time of day on some weekdays."""

    days: frozenset[int]
    """0 is Monday."""
    at: time


class _When(Struct, frozen=True, kw_only=True):
    """When a reminder rings: once, or by rules between two days."""

    zone: ZoneInfo
    once: datetime | None = None
    rules: tuple[_Rule, ...] = ()
    start: datetime | None = None
    end: datetime | None = None

    def after(self, moment: datetime) -> datetime | None:
        """The next time it rings after a moment; None if never."""
        if self.once is not None:
            return self.once if self.once > moment else None
        # At the start itself it does ring.
        since = max(moment, self.start - timedelta(microseconds=1)) if self.start else moment
        first = since.astimezone(self.zone).date()
        found = min((each for rule in self.rules for each in self._of(rule, first) if each > since), default=None)
        return None if found is None or (self.end and found > self.end) else found

    def _of(self, rule: _Rule, first: date) -> Iterator[datetime]:
        for day in (first + timedelta(days=number) for number in range(8)):
            if day.weekday() in rule.days:
                yield datetime.combine(day, rule.at, self.zone).astimezone(UTC)


class Alert(Struct, kw_only=True):
    """One reminder."""

    token: str
    request: Json
    text: str
    when: _When
    next: datetime | None
    """When it rings next; None after the last time."""
    created: datetime
    updated: datetime
    version: int = 1

    def shown(self) -> Json:
        """As the API shows it."""
        return self.receipt() | {name: self.request[name] for name in ("trigger", "alertInfo", "pushNotification")}

    def receipt(self) -> Json:
        """What the API answers to a change."""
        return {
            "alertToken": self.token,
            "createdTime": _stamp(self.created),
            "updatedTime": _stamp(self.updated),
            "status": "COMPLETED" if self.next is None else "ON",
            "version": str(self.version),
            "href": f"{PATH}/{self.token}",
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
        now = self._clock.now()
        alert = Alert(
            token=self._new_id(), request=_json(request), text=text, when=when, next=first, created=now, updated=now
        )
        self._alerts[alert.token] = alert
        return alert.receipt()

    def change(self, token: str, request: object) -> Json:
        """Put another in the place of one. Raises Problem."""
        alert = self.find(token)
        alert.text, alert.when, alert.next = self._read(request)
        alert.request, alert.updated, alert.version = _json(request), self._clock.now(), alert.version + 1
        return alert.receipt()

    def find(self, token: str) -> Alert:
        """One reminder. Raises Problem."""
        if token not in {alert.token for alert in self.listed()}:
            raise Problem(404, "ALERT_NOT_FOUND", "There is no such reminder.")
        return self._alerts[token]

    def listed(self) -> list[Alert]:
        """All that are to ring, and those that rang for the last time within three days."""
        now = self._clock.now()
        return [alert for alert in self._alerts.values() if alert.next or now - alert.updated < KEPT_AFTER_RINGING]

    def remove(self, token: str) -> None:
        """Delete one. Raises Problem."""
        del self._alerts[self.find(token).token]

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
            alert.next = alert.when.after(now)
            alert.updated = now
        return due

    def _read(self, request: object) -> tuple[str, _When, datetime]:
        """Text, times and first time of a ReminderRequest. Raises Problem."""
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
        zone = _zone(trigger.time_zone_id or self._zone)
        if trigger.type == "SCHEDULED_RELATIVE":
            if trigger.scheduled_time or trigger.recurrence or (trigger.offset_in_seconds or 0) < 1:
                raise Problem(400, "INVALID_TRIGGER_OFFSET", "A relative trigger has offsetInSeconds, and no time.")
            return _When(zone=zone, once=self._clock.now() + timedelta(seconds=trigger.offset_in_seconds or 0))
        if trigger.offset_in_seconds is not None:
            raise Problem(400, "INVALID_TRIGGER_OFFSET", "An absolute trigger has no offsetInSeconds.")
        if trigger.recurrence is not None:
            return _recurring(trigger.recurrence, zone)
        if trigger.scheduled_time is None:
            raise Problem(400, "INVALID_TRIGGER_SCHEDULED_TIME", "An absolute trigger has scheduledTime or recurrence.")
        once = _local(trigger.scheduled_time, "INVALID_TRIGGER_SCHEDULED_TIME_FORMAT", "scheduledTime")
        return _When(zone=zone, once=once.replace(tzinfo=zone))


def _recurring(recurrence: _Recurrence, zone: ZoneInfo) -> _When:
    code = "UNSUPPORTED_TRIGGER_RECURRENCE"
    if recurrence.freq or recurrence.by_day or recurrence.interval:
        raise Problem(400, code, "freq, byDay and interval are out of date; write recurrenceRules.")
    if not recurrence.recurrence_rules:
        raise Problem(400, code, "A recurrence has recurrenceRules.")
    start, end = (
        _local(value, code, name).replace(tzinfo=zone) if value else None
        for name, value in (("startDateTime", recurrence.start_date_time), ("endDateTime", recurrence.end_date_time))
    )
    rules = tuple(_rule(text) for text in recurrence.recurrence_rules)
    return _When(zone=zone, rules=rules, start=start, end=end)


def _rule(text: str) -> _Rule:
    """A rule such as FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=20;BYMINUTE=0;BYSECOND=0;INTERVAL=1; (RFC 5545)."""
    pairs = [part.partition("=") for part in text.removesuffix(";").split(";")]
    parts = {name: value for name, _, value in pairs}
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else list(DAYS) if parts.get("FREQ") == "DAILY" else []
    good = (
        len(parts) == len(pairs)
        and parts.keys() <= {"FREQ", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "INTERVAL"}
        and parts.get("FREQ") in ("DAILY", "WEEKLY")
        and parts.get("INTERVAL", "1") == "1"
        and parts.get("BYSECOND", "0") == "0"
        and days
        and set(days) <= set(DAYS)
        and len(set(days)) == len(days)
        and all(re.fullmatch(r"\d{1,2}", parts.get(name, "")) for name in ("BYHOUR", "BYMINUTE"))
    )
    if good:
        try:
            at = time(int(parts["BYHOUR"]), int(parts["BYMINUTE"]))
            return _Rule(frozenset(DAYS.index(day) for day in days), at)
        except ValueError:  # 25 o'clock
            pass
    raise Problem(
        400,
        "UNSUPPORTED_TRIGGER_RECURRENCE",
        "A rule is daily or weekly, with BYHOUR, BYMINUTE, and BYDAY where it is weekly.",
    )


def _text(contents: list[_Content]) -> str:
    """What is said, as plain words: the first content's."""
    if not contents:
        raise Problem(400, "INVALID_ALERT_INFO", "spokenInfo has no content.")
    words = []
    for content in contents:
        if not _LOCALE.fullmatch(content.locale):
            raise Problem(400, "INVALID_ALERT_INFO", "A content's locale is written as en-US.")
        try:
            said = plain(read_ssml(content.ssml)) if content.ssml is not None else content.text or ""
        except MarkupError:
            raise Problem(400, "INVALID_ALERT_INFO", "A content's ssml cannot be spoken.") from None
        if not said.strip() or len(said) > TEXT_MAX_CHARACTERS:
            raise Problem(400, "INVALID_ALERT_INFO", f"A content has 1 to {TEXT_MAX_CHARACTERS} characters to say.")
        words.append(" ".join(said.split()))
    return words[0]


def _local(text: str, code: str, name: str) -> datetime:
    """A local time, without a zone. Raises Problem."""
    try:
        moment = datetime.fromisoformat(text) if _LOCAL_TIME.fullmatch(text) else None
    except ValueError:  # the 30th of February
        moment = None
    if moment and moment.year in YEARS:
        return moment
    raise Problem(400, code, f"{name} is a local time without Z or offset, such as 2026-03-05T21:00:00.000.")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        raise Problem(400, "INVALID_TRIGGER_TIME_ZONE", "timeZoneId is no IANA name of a zone.") from None


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(request: object) -> Json:
    assert isinstance(request, dict)  # else it could not have been read
    return request
