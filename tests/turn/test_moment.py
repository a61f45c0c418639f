# SPDX-License-Identifier: Apache-2.0
"""The moment of an event, in the household's zone as far as it is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from cases import each_case

from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.turn import moment

LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
EVENING = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)


def test_without_a_timestamp_it_is_still_the_last_evening_they_came() -> None:
    came = Household(last_visit=date(2026, 3, 5))
    assert moment.local(None, LONDON, came) == datetime(2026, 3, 5, 20, 0, tzinfo=LONDON)
    assert moment.local(None, LONDON, Household()) == datetime(2025, 1, 1, 20, 0, tzinfo=LONDON)


@each_case(("zone", "hour"), [("Asia/Tokyo", 5), (None, 21), ("Mars/Olympus", 21), ("Europe", 21), ("", 21)])
def test_it_is_told_in_their_own_zone_where_that_is_known_here(zone: str | None, hour: int) -> None:
    assert moment.local(EVENING, LONDON, Household(zone=zone)).hour == hour
    assert moment.zone_of(Household(zone=zone)) == (TOKYO if zone == "Asia/Tokyo" else None)


def test_a_timestamp_without_a_zone_is_universal_time() -> None:
    assert moment.local(EVENING.replace(tzinfo=None), LONDON, Household()) == EVENING


def test_an_evening_has_one_seed_past_midnight_and_the_next_one_another() -> None:
    late, later, next_evening = (datetime(2026, 3, day, hour) for day, hour in ((5, 23), (6, 1), (6, 21)))
    one, two, three = (moment.seed("one", evening_on(at)) for at in (late, later, next_evening))
    assert one == two != three
    assert one != moment.seed("two", evening_on(late))
    assert 0 <= moment.seed("one", late) < 2**64
