# SPDX-License-Identifier: Apache-2.0
"""Reminders as the local speaker keeps them: what it takes, what it tells of them, and when they ring.

It takes what Alexa's Reminders API takes of daily, weekly and single reminders at a time of day, and refuses the rest
with a code and a sentence that names the place: the skill tells no wrong request from another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from dateutil.rrule import DAILY, rrule, rrulestr
from msgspec import Meta, Struct

from skill.platform import REMINDERS_MAX, WEEKDAYS
from skill.speaker.echo.clock import Clock

Json = dict[str, Any]
LocalTime = Annotated[datetime, Meta(tz=False)]
"""Without Z or offset, such as 2026-03-05T21:00:00.000."""

YEARS = range(2000, 2200)
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


def wrong(sentence: str) -> Problem:
    """Something in a request is not as it should be."""
    return Problem(400, "INVALID_REQUEST", sentence)


def full() -> Problem:
    """There is no room for another reminder."""
    return Problem(403, "MAX_REMINDERS_EXCEEDED", "There are as many reminders as there may be.")


class _Strict(Struct, rename="camel", forbid_unknown_fields=True):
    pass


class _Recurrence(_Strict):
    recurrence_rules: Annotated[list[Annotated[str, Meta(pattern=_RULE)]], Meta(min_length=1, max_length=1)]


class _Trigger(_Strict):
    type: Literal["SCHEDULED_ABSOLUTE"]
    time_zone_id: str
    scheduled_time: LocalTime | None = None
    recurrence: _Recurrence | None = None


class _Content(_Strict):
    locale: Annotated[str, Meta(pattern=r"\A[a-z]{2}-[A-Z]{2}\Z")]
    text: Annotated[str, Meta(pattern=r"\S")]


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


class Alert(Struct, kw_only=True):
    """One reminder."""

    token: str
    trigger: Json
    """When it rings, as it was asked for."""
    text: str
    zone: ZoneInfo
    rule: rrule
    """When it rings, in the zone's own time."""
    next: datetime

    def shown(self) -> Json:
        """What the API tells of it, as far as the skill reads it."""
        return {"alertToken": self.token, "status": "ON", "trigger": self.trigger}


class Reminders:
    """The reminders of one home, on its clock."""

    def __init__(self, clock: Clock, new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._new_id = new_id
        self._alerts: dict[str, Alert] = {}

    def add(self, request: object) -> Json:
        """Set one. Raises Problem."""
        try:
            read = msgspec.convert(request, _Request)
            zone = ZoneInfo(read.trigger.time_zone_id)
        except msgspec.ValidationError as error:
            # It names the place, and types and fields that are known here; not the values that came.
            raise wrong(f"{error}.") from None
        except (ValueError, KeyError, OSError):
            raise wrong("timeZoneId is no IANA name of a zone.") from None
        rule = self._rule(read.trigger)
        first = _after(self._clock.now(), rule, zone)
        if first is None:
            raise Problem(400, "TRIGGER_SCHEDULED_TIME_IN_PAST", "The reminder would never ring: its time is over.")
        if len(self._alerts) >= REMINDERS_MAX:
            raise full()
        assert isinstance(request, dict)  # else it could not have been read
        text = " ".join(read.alert_info.spoken_info.content[0].text.split())
        alert = Alert(token=self._new_id(), trigger=request["trigger"], text=text, zone=zone, rule=rule, next=first)
        self._alerts[alert.token] = alert
        return alert.shown()

    def listed(self) -> list[Alert]:
        """All that are to ring."""
        return list(self._alerts.values())

    def shown(self) -> Json:
        """The list as the API shows it."""
        return {"alerts": [alert.shown() for alert in self.listed()]}

    def remove(self, token: str) -> None:
        """Delete one. Raises Problem."""
        if self._alerts.pop(token, None) is None:
            raise Problem(404, "ALERT_NOT_FOUND", "There is no such reminder.")

    def clear(self) -> list[str]:
        """Delete all, and tell which."""
        tokens = list(self._alerts)
        self._alerts.clear()
        return tokens

    def ring(self, now: datetime) -> list[Alert]:
        """Those that are due, in order. Each rings once, however often it was missed."""
        due = sorted((one for one in self.listed() if one.next <= now), key=lambda alert: (alert.next, alert.token))
        for alert in due:
            if (again := _after(now, alert.rule, alert.zone)) is None:
                del self._alerts[alert.token]
            else:
                alert.next = again
        return due

    def _rule(self, trigger: _Trigger) -> rrule:
        if trigger.recurrence is not None:
            start = self._clock.now().replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
            rule = rrulestr(trigger.recurrence.recurrence_rules[0].rstrip(";"), dtstart=start - timedelta(days=1))
            assert isinstance(rule, rrule)
            return rule
        once = trigger.scheduled_time
        if once is None or once.year not in YEARS:
            raise wrong("A trigger has a recurrence, or a scheduledTime in a year that somebody plans for.")
        return rrule(DAILY, count=1, dtstart=once)


def _after(moment: datetime, rule: rrule, zone: ZoneInfo) -> datetime | None:
    """The next moment after one on which a rule of a zone's own time rings; None if never."""
    local: datetime | None = rule.after(moment.astimezone(zone).replace(tzinfo=None))
    return local and local.replace(tzinfo=zone).astimezone(UTC)
