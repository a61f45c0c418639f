# SPDX-License-Identifier: Apache-2.0
"""The time of the local speaker's world: scripted, so that a year can pass in a second, or the machine's own."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

EVENING_HOUR = 21
"""When the next evening begins, local time."""
EVENING_ENDS_HOUR = 4
"""The small hours still belong to the evening before."""


class Clock(Protocol):
    """What time it is, and how it moves on."""

    scripted: bool
    """Whether time passes only by `reach`: then speech takes its time on this clock, and on no other."""

    def now(self) -> datetime:
        """The moment, aware, in the local zone."""

    def reach(self, moment: datetime) -> None:
        """Let time pass until a moment. Does nothing where the moment is over."""


class ScriptedClock:
    """Stands still until it is told to move."""

    scripted = True

    def __init__(self, start: datetime) -> None:
        """`start` is aware; its zone is the local one."""
        self._zone = start.tzinfo
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now.astimezone(self._zone)

    def reach(self, moment: datetime) -> None:
        self._now = max(self._now, moment.astimezone(UTC))


class WallClock:
    """The machine's clock, which can be put forward."""

    scripted = False

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._ahead = timedelta()

    def now(self) -> datetime:
        return (datetime.now(UTC) + self._ahead).astimezone(self._zone)

    def reach(self, moment: datetime) -> None:
        self._ahead += max(timedelta(), moment - self.now())


def later(moment: datetime, seconds: float) -> datetime:
    """A moment so many seconds of real time later, also where the clocks change in between."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def next_evening(moment: datetime) -> datetime:
    """Nine in the evening of the next day. At two in the morning that is the same date: an evening lasts till four."""
    day = (moment.replace(tzinfo=None) - timedelta(hours=EVENING_ENDS_HOUR)).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, EVENING_HOUR, tzinfo=moment.tzinfo)


def machine_zone() -> str | None:
    """The IANA name of the machine's own zone, such as `Europe/London`; None where it has none that can be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    for name in (named, os.path.realpath("/etc/localtime").rpartition("/zoneinfo/")[2]):
        try:
            if name:
                return ZoneInfo(name).key
        except (ValueError, KeyError, OSError):  # no name of a zone, an unknown one, the name of a folder of zones
            continue
    return None
