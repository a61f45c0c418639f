# SPDX-License-Identifier: Apache-2.0
"""The scripted world: rooms and what is in them, commands that move it, and whose turn it is as time passes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cases import each_case

from skill.errors import InputError
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.home_simulator import Home, make_home, wait_s
from skill.speaker.echo.requests import SKILL_ID
from skill.speaker.echo.services.simulated import Services
from skill.speaker.echo.validation import Refused

from ..asker import Asker, with_
from ..small_skill import EVENING, MODEL, UNDERSTANDING, Json, SmallSkill, home_with, reply

OPEN = "alexa, open closer together"
ASKS = reply("Ready?", open=True, again="Still there?", attributes={"state": "offer"})


@pytest.fixture
def home(clock: ScriptedClock) -> Home:
    return home_with(SmallSkill(*[ASKS] * 9), clock)


@each_case(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("2m", 120),
        ("1.5h", 5_400),
        (" 90 s ", 90),
        ("0s", 0),
        ("0.125s", 0.125),
        ("9600h", 400 * 24 * 3600),
    ],
)
def test_a_wait_is_seconds_minutes_or_hours_up_to_a_little_more_than_a_year(text: str, seconds: float) -> None:
    assert wait_s(text) == seconds


@each_case("text", ["", "90", "s", "1d", "-1s", "1,5h", "1.2345s", "9601h", "9999999999s", "90s or so"])
def test_what_is_no_wait_is_told(text: str) -> None:
    with pytest.raises(InputError, match="is no time to wait; write it as 90s, 2m or 1h"):
        wait_s(text)


@pytest.mark.parametrize(
    ("words", "audio", "screen", "round_"),
    [
        ("", True, False, False),
        ("no-audio", False, False, False),
        ("no-audio audio", True, False, False),
        ("screen", True, True, False),
        ("round", True, True, True),
        ("round screen", True, True, False),
        ("round no-screen", True, False, True),
    ],
)
def test_what_a_device_has_can_be_said(home: Home, words: str, audio: bool, screen: bool, round_: bool) -> None:
    home.command(f"@device living-room {words}")
    gear = home.echo.gear
    assert (gear.audio, gear.screen, gear.round) == (audio, screen, round_)


def test_each_room_has_a_device_of_its_own_that_stays_as_it_was(home: Home) -> None:
    first = home.echo
    home.use("kitchen no-audio")
    kitchen = home.echo
    home.use("bedroom")
    assert {echo.gear.room for echo in (first, kitchen, home.echo)} == {"living-room", "kitchen", "bedroom"}
    home.use("kitchen")
    assert home.echo is kitchen
    assert not home.echo.gear.audio
    home.use("living-room")
    assert home.echo is first


@pytest.mark.parametrize("words", ["", " ", "fridge", "screen fridge"])
def test_what_is_no_device_is_told(home: Home, words: str) -> None:
    with pytest.raises(InputError, match=r"There is no device '.*'; choose from audio, no-audio, .*bedroom"):
        home.use(words)


def test_each_command_moves_the_world(home: Home, clock: ScriptedClock) -> None:
    assert home.command("@wait 90s") == []
    assert clock.now() == EVENING + timedelta(seconds=90)
    assert home.command("@next-evening") == []
    assert clock.now() == EVENING + timedelta(days=1)
    assert home.command("@device kitchen") == []
    assert home.echo.gear.room == "kitchen"
    (touched,) = home.command("@touch More")
    assert "Nothing on the screen" in (touched.note or "")


@pytest.mark.parametrize("line", ["@dance", "@", "@next-evening now", "wait"])
def test_what_is_no_command_is_told_with_those_that_are(home: Home, line: str) -> None:
    with pytest.raises(InputError, match=r"is no command; write @wait 90s, @next-evening|is no time to wait"):
        home.command(line)


def test_silence_is_eight_seconds_from_when_it_begins(home: Home, clock: ScriptedClock) -> None:
    """Nobody types in eight seconds, so whoever looks for words is not cut off by the device."""
    home.launch()
    clock.reach(EVENING + timedelta(seconds=60))
    (again,) = home.silence()
    assert again.spoken == "Still there?"
    assert clock.now() == EVENING + timedelta(seconds=68)


def test_silence_where_nothing_waits_is_told_so(home: Home, clock: ScriptedClock) -> None:
    (quiet,) = home.silence()
    assert (quiet.note, quiet.session_open) == ("Eight seconds of silence; nothing was waiting.", False)
    assert clock.now() == EVENING + timedelta(seconds=8)


def test_who_speaks_is_waited_for_while_the_other_rooms_go_on(home: Home, clock: ScriptedClock) -> None:
    home.hear(OPEN)
    home.use("kitchen")
    home.hear(OPEN)
    clock.reach(EVENING + timedelta(minutes=5))
    happened = home.hear("yes")
    assert [exchange.kind or exchange.spoken for exchange in happened] == [
        "Still there?",
        "IntentRequest",
    ]
    assert home.echo.listens


def test_all_rooms_do_what_is_due_in_the_order_of_time(home: Home, clock: ScriptedClock) -> None:
    home.hear(OPEN)
    home.use("kitchen")
    clock.reach(EVENING + timedelta(seconds=5))
    home.hear(OPEN)
    happened = home.wait(60)
    devices = [(exchange.request or {}).get("context", {}).get("System", {}).get("device", {}) for exchange in happened]
    assert [exchange.spoken for exchange in happened] == ["Still there?", "Still there?", "", ""]
    assert [device["deviceId"].endswith("KITCHEN") for device in devices if device] == [False, True]
    assert home.leave() == []


@pytest.mark.parametrize(
    ("text", "said"), [("Walk", "Walk. Walk."), ("Walk!", "Walk! Walk!"), ("Walk?", "Walk? Walk?")]
)
def test_a_reminder_is_said_twice_each_time_as_a_sentence(
    asker: Asker, clock: ScriptedClock, text: str, said: str
) -> None:
    home = made(SmallSkill(ASKS), clock, asker.services)
    asker.set(with_("alertInfo.spokenInfo.content.0.text", text))
    (rang,) = home.wait(2 * 3600)
    assert rang.spoken == f"Here's your reminder. {said}"
    assert (rang.session_open, rang.listening) == (False, False)


def made(skill: SmallSkill, clock: ScriptedClock, services: Services, **more: object) -> Home:
    return make_home(skill, UNDERSTANDING, MODEL, clock, services, lambda url: 60.0, **more)  # type: ignore[arg-type]


def test_a_home_has_the_services_the_tracks_and_the_skill_that_it_was_given(
    services: Services, clock: ScriptedClock
) -> None:
    music: Json = {"type": "AudioPlayer.Play", "playBehavior": "REPLACE_ALL", "audioItem": {"stream": {}}}
    music["audioItem"]["stream"] = {"url": "https://example.org/one.mp3", "token": "one", "offsetInMilliseconds": 0}
    skill = SmallSkill(reply(directives=[music]))
    home = made(skill, clock, services)
    home.launch()
    system = skill.last["context"]["System"]
    assert (system["apiEndpoint"], system["apiAccessToken"]) == (services.endpoint, services.token)
    assert system["application"]["applicationId"] == SKILL_ID
    assert home.echo.player.progress == (0.0, 60.0)
    home.use("kitchen")
    assert home.echo.gear.room == "kitchen"
    assert home.command("@service reminders fail") == []


def test_a_home_lets_a_bad_reply_pass_unless_it_is_strict(services: Services, clock: ScriptedClock) -> None:
    assert made(SmallSkill({"response": {}}), clock, services).launch()[0].refused
    with pytest.raises(Refused):
        made(SmallSkill({"response": {}}), clock, services, strict=True).launch()
