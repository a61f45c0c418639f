# SPDX-License-Identifier: Apache-2.0
"""Evenings that ask something of Alexa's services, over a real loopback server, however it behaves."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lambda_handler import make_handler
from skill.alexa.services import client
from skill.settings import Settings
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.services.simulated import Services

from ..couple import EVENING, Couple, plain_slot, slot

BERLIN = "Europe/Berlin"


class Home(Couple):
    """A couple whose requests name an endpoint of services on this machine."""

    def __init__(self, handler, services):
        super().__init__(handler, services=services)
        self.services = services

    def ask_for_a_reminder(self):
        self.launch()
        self.say("RemindUsIntent", plain_slot("time", "21:00"), slot("days", "every day", "every_day"))
        self.say("AMAZON.YesIntent")


@pytest.fixture
def home():
    clock = ScriptedClock(datetime(2026, 3, 6, 2, 30, tzinfo=ZoneInfo(BERLIN)))
    handler = make_handler(Settings(store="memory:", local_services=True))
    with Services(clock, BERLIN) as services:
        yield Home(handler, services)


@pytest.fixture
def behave(home, monkeypatch):
    """A service's way from now on. A slow one is waited for in vain, and here not for long."""

    def behaves(service, way):
        if way == "slow":
            monkeypatch.setattr(client, "ZONE_S", 0.2)
            monkeypatch.setattr(client, "REMINDER_S", 0.3)
        home.services.behave(service, way)

    return behaves


def test_the_hour_is_the_households_own(home):
    home.moment = EVENING.replace(hour=9, minute=0)  # ten in the morning in Berlin, four at night in New York
    home.launch()
    home.say("AMAZON.StopIntent")
    assert "night" not in home.words


@pytest.mark.parametrize("way", ["slow", "fail", "deny"])
def test_without_a_time_zone_the_evening_goes_on(home, behave, way):
    behave("time-zone", way)
    home.launch()
    assert home.state == "offer"


def test_a_reminder_is_set_only_after_a_yes_and_rings(home):
    home.services.behave("permission", "granted")
    home.launch()
    home.say("RemindUsIntent", plain_slot("time", "21:00"), slot("days", "every day", "every_day"))
    assert home.services.next() is None
    home.say("AMAZON.YesIntent")
    assert home.services.next() is not None


@pytest.mark.parametrize(
    ("way", "rings", "card"),
    [("ask", True, False), ("denied", False, False), ("not-answered", False, True), ("not-supported", False, True)],
)
def test_each_answer_to_the_permission_is_handled(home, way, rings, card):
    home.services.behave("permission", way)
    home.ask_for_a_reminder()
    assert home.words == ""
    assert home.last["response"]["shouldEndSession"] is True
    told = home.happened[-1]
    assert told.spoken
    assert (home.services.next() is not None) == rings
    assert (told.response["response"].get("card", {}).get("type") == "AskForPermissionsConsent") == card


@pytest.mark.parametrize("way", ["slow", "fail", "unsupported", "full", "deny"])
def test_a_service_that_does_not_work_is_told_and_the_evening_goes_on(home, behave, way):
    home.services.behave("permission", "denied" if way == "deny" else "granted")
    behave("reminders", way)
    home.ask_for_a_reminder()
    assert home.happened[-1].spoken
    home.launch()
    assert home.state in ("offer", "ready")


def test_who_asks_to_be_forgotten_is_not_reminded_any_more(home):
    home.services.behave("permission", "granted")
    home.ask_for_a_reminder()
    assert home.services.next() is not None
    home.launch()
    home.say("ForgetUsIntent")
    home.say("AMAZON.YesIntent")
    assert home.services.next() is None


@pytest.mark.parametrize("way", ["slow", "fail", "deny"])
def test_and_is_forgotten_even_where_the_reminder_stays(home, behave, way):
    home.services.behave("permission", "granted")
    home.ask_for_a_reminder()
    behave("reminders", way)
    home.launch()
    home.say("ForgetUsIntent")
    home.say("AMAZON.YesIntent")
    assert "I've forgotten everything" in home.words
    home.launch()
    assert "therapy" in home.words


@pytest.mark.parametrize("token", ["", "x", "[]", "[25,99]", '[1,1,"2026-13-45"]', "x" * 5000])
def test_an_answer_with_a_token_that_is_none_of_ours_goes_on_politely(home, token):
    home.launch()
    answer = {"name": "AskFor", "token": token, "status": {"code": "200"}, "payload": {"status": "ACCEPTED"}}
    home.send(home.envelope("Connections.Response", **answer))
    assert home.words
    assert home.services.next() is None
