# SPDX-License-Identifier: Apache-2.0
"""Reminders as data: which can be, and what is read of those that the platform lists."""

from __future__ import annotations

from datetime import UTC, date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.alexa.services.reminders import DAYS, TEXT_MAX_CHARACTERS, Standing, read_listing, rule

from .asking import ONCE

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


@pytest.mark.parametrize(
    "change",
    [
        {"text": " "},
        {"text": "x" * (TEXT_MAX_CHARACTERS + 1)},
        {"at": time(8, 0, 1)},
        {"at": time(8, 0, tzinfo=UTC)},
        {"zone": "Mars/Base"},
        {"locale": "english"},
        {"day": None},
        {"days": ("MO", "MO")},
        {"days": ("monday",)},
    ],
    ids=str,
)
def test_what_can_be_no_reminder_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a reminder"):
        replace(ONCE, **change)


def test_rules_name_days_in_the_order_of_the_week() -> None:
    assert rule(time(7, 30), ("SU", "MO")) == "FREQ=WEEKLY;BYDAY=MO,SU;BYHOUR=7;BYMINUTE=30;BYSECOND=0;INTERVAL=1;"
    assert rule(time(0, 0), DAYS) == "FREQ=DAILY;BYHOUR=0;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"


@given(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sets(st.sampled_from(DAYS), min_size=1).map(lambda days: tuple(sorted(days, key=DAYS.index))),
)
def test_a_rule_is_read_back_as_it_was_written(at: time, days: tuple[str, ...]) -> None:
    trigger = {"timeZoneId": "Europe/London", "recurrence": {"recurrenceRules": [rule(at, days)]}}
    listed = read_listing({"alerts": [{"alertToken": "one", "status": "ON", "trigger": trigger}]})
    assert listed == (Standing(id="one", at=at, zone="Europe/London", days=days),)


@pytest.mark.parametrize(
    "recurrence",
    [
        {"recurrenceRules": ["FREQ=MONTHLY;BYMONTHDAY=3;BYHOUR=8"]},
        {"recurrenceRules": ["FREQ=DAILY;BYHOUR=8;INTERVAL=2"]},
        {"recurrenceRules": ["FREQ=WEEKLY;BYHOUR=8"]},
        {"recurrenceRules": ["FREQ=DAILY"]},
        {"recurrenceRules": ["FREQ=DAILY;BYHOUR=25"]},
        {"recurrenceRules": ["FREQ=DAILY;BYHOUR=8", "FREQ=DAILY;BYHOUR=9"]},
        {"recurrenceRules": ["?"]},
        {"recurrenceRules": "?"},
        {"freq": "WEEKLY", "byDay": []},
        {"freq": "HOURLY"},
    ],
    ids=str,
)
def test_a_rhythm_that_is_not_ours_is_listed_without_a_time(recurrence: Any) -> None:
    alert = {"alertToken": "one", "status": "ON", "trigger": {"recurrence": recurrence}}
    assert read_listing({"alerts": [alert]}) == (Standing(id="one"),)


def test_a_reminder_that_rings_once_has_its_day() -> None:
    trigger = {"scheduledTime": "2026-03-06T08:00:00.000", "timeZoneId": "Europe/London", "recurrence": None}
    alert = {"alertToken": "one", "status": "ON", "trigger": trigger}
    assert read_listing({"alerts": [alert]}) == (
        Standing(id="one", at=time(8, 0), zone="Europe/London", day=date(2026, 3, 6)),
    )


@given(json_values, json_values)
def test_any_list_is_read_without_an_error(alert: Any, trigger: Any) -> None:
    assert read_listing(alert) is None or isinstance(alert, dict)
    listed = read_listing({"alerts": [alert, {"alertToken": "one", "status": "ON", "trigger": trigger}]})
    assert listed is not None
    assert "one" in {each.id for each in listed}
