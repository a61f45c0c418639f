# SPDX-License-Identifier: Apache-2.0
"""What the skill asks of Alexa's services, held against the local speaker's, which are as strict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.alexa.services.client import Services
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.plan import Reminder
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.services.simulated import Services as SpeakerServices

from .asking import ASKED_AT, NEW_YORK, ONCE, TEXT, WEEKENDS, failed, services_at, set_at

CANCELLED = ReminderAnswered(outcome="cancelled")


@pytest.fixture
def clock() -> ScriptedClock:
    return ScriptedClock(ASKED_AT)


@pytest.fixture
def speaker(clock: ScriptedClock) -> Iterator[SpeakerServices]:
    with SpeakerServices(clock, NEW_YORK) as speaker:
        speaker.behave("permission", "granted")
        yield speaker


@pytest.fixture
def services(speaker: SpeakerServices) -> Services:
    return services_at(speaker.endpoint, token=speaker.token)


def rings(speaker: SpeakerServices, times: int) -> list[str]:
    """When it rings the next times."""
    rang = []
    for _ in range(times):
        moment = speaker.next()
        assert moment is not None
        assert speaker.due(moment) == [TEXT]
        rang.append(moment.isoformat())
    return rang


def test_the_time_zone_is_the_devices_own(services: Services) -> None:
    assert services.time_zone() == NEW_YORK


@pytest.mark.parametrize("way", ["slow", "fail", "deny"])
def test_without_the_service_there_is_no_time_zone(speaker: SpeakerServices, way: str) -> None:
    speaker.behave("time-zone", way)
    assert services_at(speaker.endpoint, token=speaker.token, seconds=0.2).time_zone() is None


def test_a_device_of_somebody_else_has_no_time_zone(speaker: SpeakerServices) -> None:
    assert services_at(speaker.endpoint, token=speaker.token, device="amzn1.ask.device.OTHER/..").time_zone() is None
    assert services_at(speaker.endpoint, token=speaker.token, device=None).time_zone() is None


def test_a_reminder_rings_once(services: Services, speaker: SpeakerServices) -> None:
    answered = set_at(services)
    assert (answered.outcome, answered.reminder) == ("done", ONCE)
    assert answered.id
    at = datetime(2026, 3, 6, 13, 0, tzinfo=UTC)
    assert speaker.next() == at
    assert speaker.due(at - timedelta(seconds=1)) == []
    assert speaker.due(at) == [TEXT]
    assert speaker.next() is None


@pytest.mark.parametrize(
    ("days", "rang"),
    [
        # New York puts its clocks forward on 8 March: it still rings at five past eight there.
        ("every_day", ["2026-03-07T01:05:00+00:00", "2026-03-08T01:05:00+00:00", "2026-03-09T00:05:00+00:00"]),
        ("weekdays", ["2026-03-07T01:05:00+00:00", "2026-03-10T00:05:00+00:00", "2026-03-11T00:05:00+00:00"]),
        ("weekends", ["2026-03-08T01:05:00+00:00", "2026-03-09T00:05:00+00:00", "2026-03-15T00:05:00+00:00"]),
        ("monday", ["2026-03-10T00:05:00+00:00", "2026-03-17T00:05:00+00:00"]),
        ("tuesday", ["2026-03-11T00:05:00+00:00", "2026-03-18T00:05:00+00:00"]),
        ("wednesday", ["2026-03-12T00:05:00+00:00", "2026-03-19T00:05:00+00:00"]),
        ("thursday", ["2026-03-13T00:05:00+00:00", "2026-03-20T00:05:00+00:00"]),
        ("friday", ["2026-03-07T01:05:00+00:00", "2026-03-14T00:05:00+00:00"]),
        ("saturday", ["2026-03-08T01:05:00+00:00", "2026-03-15T00:05:00+00:00"]),
        ("sunday", ["2026-03-09T00:05:00+00:00", "2026-03-16T00:05:00+00:00"]),
    ],
)
def test_a_reminder_rings_on_its_days(services: Services, speaker: SpeakerServices, days: str, rang: list[str]) -> None:
    speaker_evening = Reminder(20, 5, days=days)
    assert set_at(services, speaker_evening).outcome == "done"
    assert rings(speaker, len(rang)) == rang


@each_case("days", [None, "", "someday", "MO"])
def test_a_reminder_without_a_day_is_not_asked_for(days: str | None) -> None:
    nobody = services_at("http://127.0.0.1:9")
    reminder = Reminder(20, 5, days=days)
    assert set_at(nobody, reminder) == failed(reminder)


def test_a_reminder_is_cancelled_also_twice(services: Services, speaker: SpeakerServices) -> None:
    first, second = set_at(services).id, set_at(services, WEEKENDS).id
    assert services.cancel_reminders((first, second)) == CANCELLED
    assert speaker.next() is None
    assert services.cancel_reminders((first,)) == CANCELLED


@each_case("id", ["", "..", "a b", "x\r\nX: y", "\u00e9", "x" * 201])
def test_an_id_that_can_be_none_is_not_asked_for(id: str) -> None:
    # Nobody listens there, so that asking would fail.
    assert services_at("http://127.0.0.1:9").cancel_reminders((id,)) == CANCELLED


def test_an_id_with_signs_stays_within_its_path(services: Services) -> None:
    assert services.cancel_reminders(("../../v2?x=/y#z",)) == CANCELLED


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        ("reminders deny", "not_permitted"),
        ("permission denied", "not_permitted"),
        ("permission ask", "not_permitted"),
        ("reminders unsupported", "not_supported"),
        ("reminders full", "too_many"),
        ("reminders fail", "failed"),
        ("reminders slow", "failed"),
    ],
)
def test_every_way_in_which_no_reminder_is_set(speaker: SpeakerServices, command: str, outcome: str) -> None:
    speaker.obey(command)
    services = services_at(speaker.endpoint, token=speaker.token, seconds=0.2 if "slow" in command else 4)
    answered = set_at(services)
    assert (answered.outcome, answered.reminder, answered.id) == (outcome, ONCE, "")
    assert services.cancel_reminders(("one",)).outcome == ("cancelled" if "full" in command else "failed")
    assert speaker.next() is None


def test_a_reminder_in_the_past_is_refused(services: Services, speaker: SpeakerServices) -> None:
    late = replace(ONCE, day=date(2026, 3, 5))
    assert set_at(services, late) == failed(late)
    assert speaker.next() is None


def test_another_token_opens_nothing(speaker: SpeakerServices) -> None:
    services = services_at(speaker.endpoint, token="a guess")
    assert services.time_zone() is None
    assert set_at(services).outcome == "not_permitted"
