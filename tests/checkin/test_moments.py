# SPDX-License-Identifier: Apache-2.0
"""A moment as a record says it: the same one, and counted from rightly, also in a night when clocks are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from cases import each_case

from skill.checkin.model.plan import as_kept

NEW_YORK = ZoneInfo("America/New_York")
PUT_BACK = datetime(2026, 11, 1, 6, tzinfo=UTC)
"""When it is two o'clock in New York, and then one."""


@each_case("minutes", [-70, -10, 10, 70])
def test_it_is_the_same_moment_and_what_comes_back_from_a_record(minutes: int) -> None:
    moment = (PUT_BACK + timedelta(minutes=minutes)).astimezone(NEW_YORK)
    kept = as_kept(moment)
    assert (kept, kept.utcoffset()) == (moment.astimezone(UTC), moment.utcoffset())
    assert repr(msgspec.json.decode(msgspec.json.encode(kept), type=datetime)) == repr(kept)


def test_minutes_are_counted_over_the_hour_that_comes_twice() -> None:
    before = (PUT_BACK - timedelta(minutes=5)).astimezone(NEW_YORK)
    after = (PUT_BACK + timedelta(minutes=5)).astimezone(NEW_YORK)
    assert after - as_kept(before) == timedelta(minutes=10)
