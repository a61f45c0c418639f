# SPDX-License-Identifier: Apache-2.0
"""Shapes of the Reminders API: rules as they are written, and a reminder found again in a list of anything."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.services.reminders_api import (
    deleted_ids,
    find_id,
    into_request,
    read_permission,
    read_token,
    rule,
    write_token,
)
from skill.checkin.model.plan import DAYS, Reminder

from .asking import NEW_YORK, ONCE, TEXT, WEEKENDS

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


def request_of(reminder: Reminder) -> dict[str, Any]:
    return into_request(reminder, TEXT, NEW_YORK, "en-US", None)


def listed(trigger: Any, status: str = "ON", id: Any = "one") -> dict[str, Any]:
    return {"alerts": [None, {"alertToken": "other"}, {"alertToken": id, "status": status, "trigger": trigger}]}


def test_rules_name_days_in_the_order_of_the_week() -> None:
    assert rule(time(7, 30), DAYS["weekends"]) == "FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=7;BYMINUTE=30;BYSECOND=0;INTERVAL=1;"
    assert rule(time(0, 0), DAYS["every_day"]) == "FREQ=DAILY;BYHOUR=0;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"


@each_case("days", DAYS)
def test_a_reminder_is_found_again_and_no_other_is_taken_for_it(days: str) -> None:
    wanted = request_of(Reminder(20, 5, days=days))
    assert find_id(listed(wanted["trigger"]), wanted) == "one"
    for other in {*DAYS} - {days}:
        assert find_id(listed(request_of(Reminder(20, 5, days=other))["trigger"]), wanted) is None
    assert find_id(listed(request_of(Reminder(20, 6, days=days))["trigger"]), wanted) is None
    assert find_id(listed(wanted["trigger"], status="COMPLETED"), wanted) is None
    assert find_id(listed(wanted["trigger"], id="a b"), wanted) is None


@each_case(
    ("trigger", "found"),
    [
        ({"scheduledTime": "2026-03-06T08:00:00.000", "recurrence": None}, True),
        ({"scheduledTime": "2026-03-06T08:00:00"}, True),
        ({"scheduledTime": "2026-03-07T08:00:00.000"}, False),
        ({"scheduledTime": "2026-03-06T20:00:00.000"}, False),
        ({"scheduledTime": "2026-03-06T08:00:00", "recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=8"]}}, False),
        ({"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 60}, False),
        (["?"], False),
    ],
)
def test_one_that_rings_once_is_found_by_its_day_and_time(trigger: Any, found: bool) -> None:
    assert find_id(listed(trigger), request_of(ONCE)) == ("one" if found else None)


@pytest.mark.parametrize(
    "rules",
    [
        ["FREQ=MONTHLY;BYMONTHDAY=3;BYHOUR=20;BYMINUTE=5"],
        ["FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=20;BYMINUTE=5;INTERVAL=2"],
        ["FREQ=WEEKLY;BYHOUR=20;BYMINUTE=5"],
        ["FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=8;BYMINUTE=5", "FREQ=DAILY;BYHOUR=9"],
        ["FREQ=WEEKLY;BYDAY=SA,SU"],
        ["?"],
        [7],
        "?",
        [],
    ],
    ids=str,
)
def test_a_rhythm_that_is_not_ours_is_not_taken_for_it(rules: Any) -> None:
    assert find_id(listed({"recurrence": {"recurrenceRules": rules}}), request_of(WEEKENDS)) is None


def test_the_order_of_days_and_an_interval_of_one_make_no_difference() -> None:
    rules = ["BYHOUR=20;BYMINUTE=5;FREQ=WEEKLY;BYDAY=SU,SA"]
    assert find_id(listed({"recurrence": {"recurrenceRules": rules}}), request_of(WEEKENDS)) == "one"


def test_a_list_without_end_is_not_read_to_its_end() -> None:
    alert = listed(request_of(ONCE)["trigger"])["alerts"][-1]
    assert find_id({"alerts": [{}] * 99 + [alert]}, request_of(ONCE)) == "one"
    assert find_id({"alerts": [{}] * 100 + [alert]}, request_of(ONCE)) is None


def test_a_hundred_of_those_that_were_deleted_are_looked_at() -> None:
    ids = [f"id-{number}" for number in range(101)]
    assert deleted_ids({"alertTokens": ids}) == frozenset(ids[:100])


@each_case(("more", "read"), [(0, True), (1, False)])
def test_a_token_has_five_hundred_characters_at_most(more: int, read: bool) -> None:
    token = write_token(ONCE)
    assert read_token(token + " " * (500 + more - len(token))) == (ONCE if read else None)


@each_case(
    ("payload", "outcome"),
    [
        ({"status": "ACCEPTED"}, "permitted"),
        ({"status": "DENIED"}, "denied"),
        ({"status": "NOT_ANSWERED"}, "not_answered"),
        ({"status": "SOMETHING_NEW"}, "not_supported"),
        ({}, "not_supported"),
        (None, "not_supported"),
    ],
)
def test_what_they_said_to_the_permission_is_told_with_the_reminder(payload: Any, outcome: str) -> None:
    found = read_permission(payload, ONCE)
    assert (found.outcome, found.reminder) == (outcome, ONCE)


@given(json_values, json_values)
def test_any_list_is_read_without_an_error(body: Any, trigger: Any) -> None:
    for reminder in (ONCE, WEEKENDS):
        wanted = request_of(reminder)
        assert find_id(body, wanted) is None
        assert find_id(listed(trigger), wanted) is None


@given(json_values)
def test_any_token_and_body_is_read_without_an_error(value: Any) -> None:
    assert read_token(value) is None or isinstance(value, str)
    assert deleted_ids({"alertTokens": value}) == deleted_ids({"alertTokens": value})
    assert all(isinstance(one, str) for one in deleted_ids({"alertTokens": value}))
