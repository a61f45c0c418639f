# SPDX-License-Identifier: Apache-2.0
"""Reminders at the local speaker: what is taken, what is refused, and when they ring."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.platform import REMINDERS_PATH as PATH
from skill.speaker.echo.clock import ScriptedClock

from ..asker import EVERY_EVENING, TONIGHT, Asker, recurring, with_
from ..small_skill import EVENING


def test_a_reminder_is_set_shown_and_deleted(asker: Asker) -> None:
    receipt = asker.set()
    token = receipt["alertToken"]
    assert receipt == {"alertToken": token, "status": "ON", "trigger": TONIGHT["trigger"]}
    assert asker.ask("GET", PATH) == (200, {"alerts": [receipt]})
    assert asker.ask("DELETE", f"{PATH}/{token}") == (200, None)
    assert asker.ask("GET", PATH)[1]["alerts"] == []
    status, answer = asker.ask("DELETE", f"{PATH}/{token}")
    assert (status, answer["code"]) == (404, "ALERT_NOT_FOUND")


def test_one_for_once_rings_once_and_is_gone(asker: Asker, clock: ScriptedClock) -> None:
    asker.set()
    clock.reach(EVENING + timedelta(hours=2))
    assert asker.services.due(clock.now()) == ["Time to read."]
    assert asker.services.due(clock.now()) == []
    assert asker.ask("GET", PATH)[1]["alerts"] == []


def test_reminders_ring_in_order_and_each_once(asker: Asker, clock: ScriptedClock) -> None:
    asker.set(with_("alertInfo.spokenInfo.content.0.text", "Second."))
    earlier = with_("trigger.scheduledTime", "2026-03-05T22:00:00")
    earlier["alertInfo"]["spokenInfo"]["content"][0]["text"] = "First."
    asker.set(earlier)
    assert asker.services.due(EVENING + timedelta(hours=3)) == ["First.", "Second."]


def test_a_recurring_one_rings_again_and_again(asker: Asker, clock: ScriptedClock) -> None:
    asker.set(recurring(EVERY_EVENING))
    rang = []
    for _ in range(3):
        moment = asker.services.next()
        assert moment is not None
        clock.reach(moment)
        assert asker.services.due(clock.now()) == ["Time to read."]
        rang.append(clock.now().isoformat())
    assert rang == ["2026-03-06T21:00:00+00:00", "2026-03-07T21:00:00+00:00", "2026-03-08T21:00:00+00:00"]


def test_a_recurring_one_keeps_to_local_time_when_the_clocks_change(asker: Asker, clock: ScriptedClock) -> None:
    clock.reach(EVENING + timedelta(days=23))  # the night of 29 March
    asker.set(recurring(EVERY_EVENING))
    moment = asker.services.next()
    assert moment is not None
    assert moment.isoformat() == "2026-03-29T20:00:00+00:00"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("trigger", ...),
        ("alertInfo", ...),
        ("pushNotification", ...),
        ("extra", 1),
        ("trigger.extra", 1),
        ("trigger.type", "SOMETIME"),
        ("trigger.type", ...),
        ("pushNotification.status", "ON"),
        ("requestTime", "now"),
        ("requestTime", "2026-03-05T21:00:00Z"),
        ("trigger.scheduledTime", ...),
        ("trigger.scheduledTime", "2026-03-06T08:00:00Z"),
        ("trigger.scheduledTime", "2026-03-06T08:00:00+01:00"),
        ("trigger.scheduledTime", "2026-02-30T08:00:00"),
        ("trigger.scheduledTime", "9999-12-31T08:00:00"),
        ("trigger.scheduledTime", "08:00"),
        ("trigger.timeZoneId", "Mars/Base"),
        ("trigger.timeZoneId", "../etc"),
        ("trigger.offsetInSeconds", 60),
        ("trigger", {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 60}),
        ("trigger.recurrence", {}),
        ("trigger.recurrence", {"freq": "DAILY"}),
        ("trigger.recurrence", {"recurrenceRules": []}),
        ("alertInfo.spokenInfo.content", []),
        ("alertInfo.spokenInfo.content.0.text", "  "),
        ("alertInfo.spokenInfo.content.0.text", ...),
        ("alertInfo.spokenInfo.content.0.locale", "english"),
        ("alertInfo.spokenInfo.content.0.ssml", "<speak>"),
    ],
)
def test_what_alexa_would_refuse_is_refused(asker: Asker, path: str, value: Any) -> None:
    assert asker.refused(with_(path, value)) == "INVALID_REQUEST"
    assert asker.services.next() is None


def test_one_whose_time_is_over_is_refused(asker: Asker) -> None:
    assert asker.refused(with_("trigger.scheduledTime", "2026-03-05T21:00:00")) == "TRIGGER_SCHEDULED_TIME_IN_PAST"


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY;BYHOUR=8;BYMINUTE=0",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=8;BYMINUTE=0",
        "FREQ=WEEKLY;BYHOUR=8;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=MO,MO;BYHOUR=8;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=1MO;BYHOUR=8;BYMINUTE=0",
        "FREQ=DAILY;BYHOUR=8",
        "FREQ=DAILY;BYHOUR=24;BYMINUTE=0",
        "FREQ=DAILY;BYHOUR=8;BYMINUTE=60",
        "FREQ=DAILY;BYHOUR=-8;BYMINUTE=0",
        "FREQ=DAILY;BYHOUR=8,9;BYMINUTE=0",
        "FREQ=DAILY;BYHOUR=8;BYMINUTE=0;INTERVAL=2",
        "FREQ=DAILY;BYHOUR=8;BYHOUR=9;BYMINUTE=0",
        "RRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0",
    ],
)
def test_a_rule_that_is_none_is_refused(asker: Asker, rule: str) -> None:
    assert asker.refused(recurring(rule)) == "INVALID_REQUEST"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYHOUR=8;BYMINUTE=0",
        "FREQ=DAILY;BYHOUR=0;BYMINUTE=0;",
        "FREQ=DAILY;BYHOUR=23;BYMINUTE=59;BYSECOND=0;INTERVAL=1;",
        *(
            f"FREQ=WEEKLY;BYDAY={day};BYHOUR=8;BYMINUTE=30"
            for day in "MO TU WE TH FR SA SU MO,TU,WE,TH,FR,SA,SU".split()
        ),
    ],
)
def test_a_rule_of_days_and_a_time_is_taken(asker: Asker, rule: str) -> None:
    assert asker.set(recurring(rule))["status"] == "ON"


def test_one_that_recurs_today_still_rings_today(asker: Asker, clock: ScriptedClock) -> None:
    asker.set(recurring("FREQ=WEEKLY;BYDAY=TH;BYHOUR=22;BYMINUTE=0"))
    moment = asker.services.next()
    assert moment is not None
    assert moment.isoformat() == "2026-03-05T22:00:00+00:00"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("alertInfo.spokenInfo.content.0.text", "x" * 1000),
        ("trigger.scheduledTime", "2199-12-31T08:00:00"),
        ("trigger", {"type": "SCHEDULED_ABSOLUTE", "scheduledTime": "2026-03-06T08:00:00", "timeZoneId": "Asia/Tokyo"}),
        ("pushNotification.status", "DISABLED"),
        ("requestTime", ...),
    ],
)
def test_what_alexa_takes_is_taken(asker: Asker, path: str, value: Any) -> None:
    assert asker.set(with_(path, value))["status"] == "ON"


def test_a_time_is_that_of_its_own_zone(asker: Asker) -> None:
    request = with_("trigger.scheduledTime", "2026-07-01T09:00:00")
    request["trigger"]["timeZoneId"] = "Asia/Tokyo"
    asker.set(request)
    assert [moment.isoformat() for moment, _ in asker.services.upcoming()] == ["2026-07-01T00:00:00+00:00"]


def test_one_that_was_missed_for_days_rings_once_and_goes_on(asker: Asker, clock: ScriptedClock) -> None:
    asker.set(recurring(EVERY_EVENING))
    clock.reach(EVENING + timedelta(days=5, hours=1))
    assert asker.services.due(clock.now()) == ["Time to read."]
    assert asker.services.due(clock.now()) == []
    moment = asker.services.next()
    assert moment is not None
    assert moment.isoformat() == "2026-03-11T21:00:00+00:00"


def test_those_that_are_deleted_at_once_are_told_and_ring_no_more(asker: Asker, clock: ScriptedClock) -> None:
    tokens = [asker.set()["alertToken"], asker.set(recurring(EVERY_EVENING))["alertToken"]]
    (told,) = asker.services.obey("reminders delete")
    assert told.fields == {"body": {"alertTokens": tokens}}
    assert asker.services.next() is None
    assert asker.services.obey("reminders delete") == []


def test_there_are_no_more_reminders_than_a_device_takes(asker: Asker) -> None:
    for _ in range(250):
        asker.services.reminders(lambda reminders: reminders.add(TONIGHT))
    status, answer = asker.ask("POST", PATH, TONIGHT)
    assert (status, answer["code"]) == (403, "MAX_REMINDERS_EXCEEDED")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.sampled_from(list(TONIGHT) + ["x"]), each),
    )
)
def test_any_json_is_answered(asker: Asker, request: Any) -> None:
    status, answer = asker.ask("POST", PATH, raw=json.dumps(request).encode())
    assert (status, answer["code"]) == (400, "INVALID_REQUEST")
