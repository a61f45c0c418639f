# SPDX-License-Identifier: Apache-2.0
"""Services in the home: reminders ring, and Alexa asks for the permission."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skill.errors import InputError
from skill.platform import ASK_FOR, REMINDERS_PERMISSION_REQUEST
from skill.platform import REMINDERS_PATH as PATH
from skill.speaker.console.scripts.script import Unmet, play, read_script
from skill.speaker.echo.clock import ScriptedClock, WallClock, later
from skill.speaker.echo.device import Echo
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.requests import Gear, Household
from skill.speaker.echo.services.simulated import Services

from ..asker import EVERY_EVENING, TONIGHT, Asker, recurring, with_
from ..console.test_talk import talk_json
from ..small_skill import MODEL, UNDERSTANDING, ZONE, Json, SmallSkill, echo_with, home_with, reply

OPEN = "alexa, open closer together"
WANTED: Json = dict(REMINDERS_PERMISSION_REQUEST)
ASKING: Json = {"type": "Connections.SendRequest", "name": ASK_FOR, "payload": WANTED, "token": "t"}


def home_of(skill: Any, services: Services, clock: Any) -> Home:
    """A home whose devices have these services."""
    household = Household(api_endpoint=services.endpoint, access_token=services.token)

    def install(gear: Gear) -> Echo:
        return Echo(skill, UNDERSTANDING, MODEL, clock, household=household, gear=gear, services=services)

    return Home(clock, install, services)


def spoken(exchanges: list[Exchange]) -> list[str]:
    return [exchange.spoken for exchange in exchanges]


def test_each_request_names_the_services(services: Services, clock: ScriptedClock) -> None:
    skill = SmallSkill(reply())
    home_of(skill, services, clock).launch()
    system = skill.last["context"]["System"]
    assert (system["apiEndpoint"], system["apiAccessToken"]) == (services.endpoint, services.token)


def test_a_reminder_rings_while_time_passes(asker: Asker, clock: ScriptedClock) -> None:
    home = home_of(SmallSkill(), asker.services, clock)
    asker.set()
    assert home.wait(3600) == []
    (rang,) = home.wait(3600)
    assert rang.spoken == "Here's your reminder. Time to read. Time to read."
    assert (rang.request, rang.note) == (None, "A reminder rings.")
    assert home.wait(3600) == []


def test_a_reminder_rings_every_evening_of_a_week(asker: Asker, clock: ScriptedClock) -> None:
    home = home_of(SmallSkill(), asker.services, clock)
    asker.set(with_("alertInfo.spokenInfo.content.0.text", "Time to walk"))
    asker.set(recurring(EVERY_EVENING))
    rang = spoken(home.wait(7 * 24 * 3600))
    assert rang[0] == "Here's your reminder. Time to walk. Time to walk."
    assert rang[1:] == ["Here's your reminder. Time to read. Time to read."] * 7


def test_a_reminder_rings_in_its_place_among_what_happens(asker: Asker, clock: ScriptedClock) -> None:
    home = home_of(SmallSkill(reply(open=True, again="Still there?")), asker.services, clock)
    home.launch()
    asker.set(with_("trigger.scheduledTime", "2026-03-05T21:00:12"))
    happened = home.wait(60)
    assert [exchange.kind or exchange.spoken for exchange in happened] == [
        "Still there?",
        "Here's your reminder. Time to read. Time to read.",
        "SessionEndedRequest",
    ]
    assert [exchange.listening for exchange in happened] == [True, True, False]


def test_a_reminder_that_came_due_at_a_real_clock_rings_at_the_next_line(services: Services) -> None:
    clock = WallClock(ZONE)
    with Services(clock, "Europe/London") as real:
        real.behave("permission", "granted")
        home = home_of(SmallSkill(reply()), real, clock)
        soon = later(clock.now(), 5).strftime("%Y-%m-%dT%H:%M:%S.%f")
        Asker(real).set(with_("trigger.scheduledTime", soon))
        assert spoken(home.wait(6)) == ["Here's your reminder. Time to read. Time to read."]


def test_alexa_asks_for_the_permission_and_the_skill_hears_the_answer(services: Services, clock: ScriptedClock) -> None:
    services.behave("permission", "ask")
    skill = SmallSkill(reply("I need your permission.", directives=[ASKING]), reply("Thank you."))
    wanted, asked, answered = home_of(skill, services, clock).launch()
    assert wanted.spoken == "I need your permission."
    assert asked.note == "Alexa asks whether the skill may set reminders, and they say yes."
    assert answered.spoken == "Thank you."
    request = skill.last["request"]
    assert (request["type"], request["name"], request["token"]) == ("Connections.Response", "AskFor", "t")
    assert request["payload"]["status"] == "ACCEPTED"
    # The session was over, so that this is another one, without what the first one knew.
    assert skill.last["session"]["new"] is True
    assert skill.last["session"]["attributes"] == {}
    assert Asker(services).ask("GET", PATH)[0] == 200


def test_a_session_that_was_left_open_hears_the_answer(services: Services, clock: ScriptedClock) -> None:
    first = reply("May I?", open=True, attributes={"state": "ritual"}, directives=[ASKING])
    skill = SmallSkill(first, reply("Thank you."))
    home_of(skill, services, clock).launch()
    assert skill.last["session"]["new"] is False
    assert skill.last["session"]["attributes"] == {"state": "ritual"}


def test_a_skill_that_asks_for_ever_is_stopped(services: Services, clock: ScriptedClock) -> None:
    services.behave("permission", "denied")
    skill = SmallSkill(*(reply("Please.", directives=[ASKING]) for _ in range(50)))
    happened = home_of(skill, services, clock).launch()
    assert "in circles" in next(exchange.note or "" for exchange in happened if exchange.refused)


def test_without_services_nobody_is_asked() -> None:
    skill = SmallSkill(reply("I need your permission.", directives=[ASKING]))
    assert len(echo_with(skill).launch()) == 1


def test_services_obey_a_command(asker: Asker, clock: ScriptedClock) -> None:
    home = home_of(SmallSkill(), asker.services, clock)
    assert home.command("@service reminders fail") == []
    assert asker.ask("GET", PATH)[0] == 500
    with pytest.raises(InputError, match="'reminders dance' is no way of a service"):
        home.command("@service reminders dance")


def test_the_skill_is_told_when_they_delete_reminders(asker: Asker, clock: ScriptedClock) -> None:
    skill = SmallSkill(reply(None, open=None))
    home = home_of(skill, asker.services, clock)
    token = asker.set()["alertToken"]
    (told,) = home.command("@service reminders delete")
    assert told.kind == "Reminders.ReminderDeleted"
    assert skill.last["request"]["body"] == {"alertTokens": [token]}
    assert "session" not in skill.last
    assert home.command("@service reminders delete") == []


def test_a_home_without_services_says_so(clock: ScriptedClock) -> None:
    with pytest.raises(InputError, match="no services"):
        home_with(SmallSkill(), clock).command("@service reminders fail")


def script_of(folder: Path, *lines: str) -> Path:
    path = folder / "reminders.script"
    path.write_text("\n".join(lines))
    return path


def test_a_script_tells_a_service(tmp_path: Path, asker: Asker, clock: ScriptedClock) -> None:
    script = read_script(script_of(tmp_path, "service: reminders full", "wait: 2h", "says: time to read"))
    asker.set(TONIGHT)
    happened = [exchanges for _, exchanges in play(script, home_of(SmallSkill(), asker.services, clock))]
    assert [len(exchanges) for exchanges in happened] == [0, 1]
    assert asker.ask("POST", PATH, TONIGHT)[0] == 403


def test_a_script_with_a_service_that_does_not_exist_is_not_played(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2: 'alarms fail' is no way of a service") as error:
        read_script(script_of(tmp_path, "wait: 1s", "service: alarms fail"))
    assert not isinstance(error.value, Unmet)


def test_talk_has_services_of_its_own() -> None:
    launch, *_ = talk_json("@service reminders deny")
    system = launch["request"]["context"]["System"]
    assert system["apiEndpoint"].startswith("http://127.0.0.1:")
    assert len(system["apiAccessToken"]) > 20
    again, *_ = talk_json()
    assert again["request"]["context"]["System"]["apiAccessToken"] != system["apiAccessToken"]
