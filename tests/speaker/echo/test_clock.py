# SPDX-License-Identifier: Apache-2.0
"""The time of the local speaker's world, scripted and the machine's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cases import each_case

from skill.speaker.echo import clock as clocks
from skill.speaker.echo.clock import ScriptedClock, WallClock, later, machine_zone, next_evening

LONDON = ZoneInfo("Europe/London")
BEFORE_THE_CLOCKS_CHANGE = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)


def test_a_scripted_clock_stands_still_until_it_is_moved_and_never_goes_back() -> None:
    clock = ScriptedClock(BEFORE_THE_CLOCKS_CHANGE)
    assert clock.now() == clock.now() == BEFORE_THE_CLOCKS_CHANGE
    clock.reach(BEFORE_THE_CLOCKS_CHANGE + timedelta(minutes=5))
    clock.reach(BEFORE_THE_CLOCKS_CHANGE)
    assert clock.now() == BEFORE_THE_CLOCKS_CHANGE + timedelta(minutes=5)
    assert clock.scripted


def test_the_machines_clock_can_be_put_forward_and_never_back() -> None:
    clock = WallClock(LONDON)
    begun = clock.now()
    clock.reach(begun + timedelta(days=1))
    assert clock.now() >= begun + timedelta(days=1)
    clock.reach(begun)
    assert clock.now() >= begun + timedelta(days=1)
    assert not clock.scripted


def test_an_hour_later_is_an_hour_later_also_in_the_night_in_which_the_clocks_change() -> None:
    assert later(BEFORE_THE_CLOCKS_CHANGE, 3600).isoformat() == "2026-03-29T02:30:00+01:00"


@each_case(
    ("now", "evening"),
    [
        ("2026-03-05T21:00", "2026-03-06T21:00"),
        ("2026-03-05T04:00", "2026-03-06T21:00"),
        ("2026-03-05T03:59", "2026-03-05T21:00"),
        ("2026-12-31T22:00", "2027-01-01T21:00"),
    ],
)
def test_an_evening_lasts_until_four_in_the_morning(now: str, evening: str) -> None:
    assert next_evening(datetime.fromisoformat(now)) == datetime.fromisoformat(evening)


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/London", "Europe/London"),
        (":America/New_York", "America/New_York"),
        ("", "Asia/Tokyo"),
        ("Mars/Base", "Asia/Tokyo"),
        ("../etc", "Asia/Tokyo"),
        ("Europe", "Asia/Tokyo"),
    ],
)
def test_the_machines_zone_is_what_is_set_else_what_its_own_file_is_called(
    monkeypatch: pytest.MonkeyPatch, named: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", named)
    monkeypatch.setattr(clocks.os.path, "realpath", lambda path: "/usr/share/zoneinfo/Asia/Tokyo")
    assert machine_zone() == zone


def test_a_machine_may_have_no_zone_that_can_be_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(clocks.os.path, "realpath", str)
    assert machine_zone() is None
