# SPDX-License-Identifier: Apache-2.0
"""What the skill asks of Alexa's services, held against the local speaker's, which are as strict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from skill.alexa.services.client import MEANWHILE_MAX_CHARACTERS, Services
from skill.alexa.services.reminders import DAYS, Kind, Listing, Outcome, Standing
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.services import Services as SpeakerServices

from .asking import ASKED_AT, MONDAYS_AND_THURSDAYS, ONCE, REQUEST, services_at

NEW_YORK = "America/New_York"


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
    outcome = services.set_reminder(ONCE)
    assert outcome.kind is Kind.DONE
    assert outcome.id
    assert services.reminders() == Listing(
        Kind.DONE, (Standing(id=outcome.id, at=time(8, 0), zone=NEW_YORK, day=date(2026, 3, 6)),)
    )
    rings = datetime(2026, 3, 6, 13, 0, tzinfo=UTC)
    assert speaker.next() == rings
    assert speaker.due(rings - timedelta(seconds=1)) == []
    assert speaker.due(rings) == ["Time for your walk."]
    assert speaker.next() is None
    assert services.reminders() == Listing(Kind.DONE)


def test_a_reminder_rings_on_some_weekdays(services: Services, speaker: SpeakerServices) -> None:
    outcome = services.set_reminder(MONDAYS_AND_THURSDAYS)
    assert outcome.kind is Kind.DONE
    assert services.reminders().reminders == (
        Standing(id=outcome.id or "", at=time(20, 5), zone=NEW_YORK, days=("MO", "TH")),
    )
    rang = []
    for _ in range(3):
        moment = speaker.next()
        assert moment is not None
        assert speaker.due(moment) == ["Time for your walk."]
        rang.append(moment.isoformat())
    # New York puts its clocks forward on 8 March: it still rings at five past eight there.
    assert rang == ["2026-03-10T00:05:00+00:00", "2026-03-13T00:05:00+00:00", "2026-03-17T00:05:00+00:00"]


def test_a_reminder_rings_every_day_from_a_day_on(services: Services, speaker: SpeakerServices) -> None:
    services.set_reminder(replace(MONDAYS_AND_THURSDAYS, days=DAYS, day=date(2026, 3, 20)))
    (standing,) = services.reminders().reminders
    assert (standing.days, standing.day) == (DAYS, None)
    assert speaker.next() == datetime(2026, 3, 21, 0, 5, tzinfo=UTC)


def test_a_reminder_is_changed_in_its_place(services: Services, speaker: SpeakerServices) -> None:
    first = services.set_reminder(ONCE)
    assert first.id
    assert services.change_reminder(first.id, MONDAYS_AND_THURSDAYS) == Outcome(Kind.DONE, first.id)
    (standing,) = services.reminders().reminders
    assert (standing.id, standing.days) == (first.id, ("MO", "TH"))


def test_a_reminder_is_cancelled_also_twice(services: Services, speaker: SpeakerServices) -> None:
    first = services.set_reminder(ONCE)
    assert first.id
    assert services.cancel_reminder(first.id) == Outcome(Kind.DONE, first.id)
    assert services.reminders() == Listing(Kind.DONE)
    assert services.cancel_reminder(first.id) == Outcome(Kind.DONE, first.id)


def test_what_was_deleted_in_the_app_cannot_be_changed(services: Services, speaker: SpeakerServices) -> None:
    first = services.set_reminder(ONCE)
    assert first.id
    (told,) = speaker.obey("reminders delete")
    assert told.fields["body"] == {"alertTokens": [first.id]}
    assert services.change_reminder(first.id, ONCE) == Outcome(Kind.GONE)


@pytest.mark.parametrize("id", ["", "..", "a b", "x\r\nX: y", "\u00e9", "x" * 257])
def test_an_id_that_can_be_none_is_not_asked_for(id: str) -> None:
    # Nobody listens there, so that asking would fail.
    services = services_at("http://127.0.0.1:9")
    assert services.change_reminder(id, ONCE) == Outcome(Kind.GONE)
    assert services.cancel_reminder(id) == Outcome(Kind.DONE, id)


def test_an_id_with_signs_stays_within_its_path(services: Services, speaker: SpeakerServices) -> None:
    assert services.cancel_reminder("../../v2?x=/y#z") == Outcome(Kind.DONE, "../../v2?x=/y#z")


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("reminders deny", Kind.NOT_PERMITTED),
        ("permission denied", Kind.NOT_PERMITTED),
        ("permission ask", Kind.NOT_PERMITTED),
        ("reminders unsupported", Kind.NOT_SUPPORTED),
        ("reminders full", Kind.TOO_MANY),
        ("reminders fail", Kind.FAILED),
        ("reminders slow", Kind.FAILED),
    ],
)
def test_every_way_in_which_no_reminder_is_set(speaker: SpeakerServices, command: str, kind: Kind) -> None:
    speaker.obey(command)
    services = services_at(speaker.endpoint, token=speaker.token, seconds=0.2 if "slow" in command else 4)
    outcome = services.set_reminder(ONCE)
    assert (outcome.kind, outcome.id) == (kind, None)
    assert outcome.unsure == (kind is Kind.FAILED)
    if kind is not Kind.TOO_MANY:
        assert services.reminders() == Listing(kind)
        assert services.cancel_reminder("one").kind is kind
    speaker.obey("reminders well")
    speaker.obey("permission granted")
    assert services_at(speaker.endpoint, token=speaker.token).reminders() == Listing(Kind.DONE)


def test_a_reminder_in_the_past_is_refused_and_surely_not_set(services: Services) -> None:
    assert services.set_reminder(replace(ONCE, day=date(2026, 3, 5))) == Outcome(Kind.FAILED)


def test_another_token_opens_nothing(speaker: SpeakerServices) -> None:
    services = services_at(speaker.endpoint, token="a guess")
    assert services.time_zone() is None
    assert services.set_reminder(ONCE).kind is Kind.NOT_PERMITTED


def test_a_word_is_said_meanwhile(services: Services, speaker: SpeakerServices) -> None:
    speaker.answering({"type": "IntentRequest", "requestId": REQUEST})
    assert services.say_meanwhile("<speak>One moment.</speak>")
    assert speaker.said() == ["<speak>One moment.</speak>"]


def test_a_word_that_comes_too_late_is_not_said(services: Services, speaker: SpeakerServices) -> None:
    assert not services.say_meanwhile("<speak>One moment.</speak>")
    speaker.answering({"type": "IntentRequest", "requestId": "another"})
    assert not services.say_meanwhile("<speak>One moment.</speak>")
    assert speaker.said() == []


@pytest.mark.parametrize("way", ["slow", "fail", "deny"])
def test_without_a_word_meanwhile_it_just_goes_on(speaker: SpeakerServices, way: str) -> None:
    speaker.answering({"type": "IntentRequest", "requestId": REQUEST})
    speaker.behave("meanwhile", way)
    services = services_at(speaker.endpoint, token=speaker.token, seconds=0.2)
    assert not services.say_meanwhile("<speak>One moment.</speak>")


def test_nothing_is_said_meanwhile_where_alexa_takes_nothing(speaker: SpeakerServices) -> None:
    speaker.answering({"type": "IntentRequest", "requestId": REQUEST})
    music = services_at(speaker.endpoint, token=speaker.token, kind="AudioPlayer.PlaybackStarted")
    assert not music.say_meanwhile("<speak>One moment.</speak>")
    services = services_at(speaker.endpoint, token=speaker.token)
    assert not services.say_meanwhile("<speak>" + "x" * MEANWHILE_MAX_CHARACTERS + "</speak>")
    assert speaker.said() == []
