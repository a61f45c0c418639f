# SPDX-License-Identifier: Apache-2.0
"""What Alexa allows, as its documentation names it, tried where the local speaker holds the skill to it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import time, timedelta
from typing import Any

import pytest
from cases import each_case

from skill.alexa.services.reminders_api import rule
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.requests import Gear
from skill.speaker.echo.services.simulated import Services
from skill.speaker.echo.validation import Refused, check
from skill.speaker.tts.ssml import MarkupError, break_s, read_ssml

from ..small_skill import EVENING, SmallSkill, echo_with, play, reply

EVERYTHING: dict[str, Any] = {"AudioPlayer": {}, "Alexa.Presentation.APL": {}, "VideoApp": {}}
OPEN = "alexa, open closer together"


def answer(kind: str, response: dict[str, Any]) -> None:
    """Answer a request of a type; raises Refused where Alexa would not take it."""
    check(response, {"request": {"type": kind}}, EVERYTHING)


@each_case(
    "kind",
    [
        "Alexa.Presentation.APL.ExecuteCommands",
        "Alexa.Presentation.APL.RenderDocument",
        "AudioPlayer.Stop",
        "Connections.SendRequest",
        "Connections.StartConnection",
        "Dialog.ConfirmIntent",
        "Dialog.ConfirmSlot",
        "Dialog.Delegate",
        "Dialog.ElicitSlot",
        "Dialog.UpdateDynamicEntities",
        "Hint",
        "Tasks.CompleteTask",
        "VideoApp.Launch",
    ],
)
def test_a_custom_skill_may_send_each_directive_that_there_is(kind: str) -> None:
    answer("IntentRequest", reply(directives=[{"type": kind}]))
    with pytest.raises(Refused, match="no directive of the type"):
        answer("IntentRequest", reply(directives=[{"type": f"{kind}Now"}]))


@each_case(
    "directive",
    [
        play(behavior="REPLACE_ALL"),
        play(behavior="REPLACE_ENQUEUED"),
        play(behavior="ENQUEUE", expectedPreviousToken="before"),
        {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"},
        {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ENQUEUED"},
    ],
)
def test_a_queue_of_music_is_changed_in_each_way_that_there_is(directive: dict[str, Any]) -> None:
    answer("IntentRequest", reply(directives=[directive]))


@each_case("card", [{"type": "Simple"}, {"type": "Standard"},
                                  {"type": "AskForPermissionsConsent", "permissions": ["one"]}])  # fmt: skip
def test_a_card_is_of_a_type_that_needs_no_account(card: dict[str, Any]) -> None:
    answer("IntentRequest", reply(card=card))


MUSIC: dict[str, dict[str, Any]] = {
    "Play": play(),
    "Stop": {"type": "AudioPlayer.Stop"},
    "ClearQueue": {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"},
}


@each_case("directive", MUSIC)
@each_case(
    ("kind", "taken"),
    [
        ("AudioPlayer.PlaybackStarted", ("Stop", "ClearQueue")),
        ("AudioPlayer.PlaybackFinished", ("Stop", "ClearQueue")),
        ("AudioPlayer.PlaybackStopped", ()),
        ("AudioPlayer.PlaybackNearlyFinished", ("Play", "Stop", "ClearQueue")),
        ("AudioPlayer.PlaybackFailed", ("Play", "Stop", "ClearQueue")),
        ("PlaybackController.NextCommandIssued", ("Play", "Stop", "ClearQueue")),
    ],
)
def test_each_request_about_music_takes_its_own_directives(kind: str, taken: tuple[str, ...], directive: str) -> None:
    response = reply(None, open=None, directives=[MUSIC[directive]])
    with nullcontext() if directive in taken else pytest.raises(Refused, match=f"{kind} may not be answered"):
        answer(kind, response)


def test_music_is_answered_with_nothing_but_music() -> None:
    with pytest.raises(Refused, match="may not be answered with Hint"):
        answer("PlaybackController.NextCommandIssued", reply(None, open=None, directives=[{"type": "Hint"}]))


@each_case(
    ("strength", "lasts_s"),
    [("none", 0), ("x-weak", 0), ("weak", 0.4), ("medium", 0.4), ("strong", 0.8), ("x-strong", 1.2)],
)
def test_a_break_lasts_as_long_as_it_is_strong(strength: str, lasts_s: float) -> None:
    assert break_s({"strength": strength}) == lasts_s
    with pytest.raises(MarkupError, match="unknown strength"):
        break_s({"strength": f"{strength}er"})


@each_case(
    "way",
    [
        "characters",
        "spell-out",
        "cardinal",
        "number",
        "ordinal",
        "digits",
        "fraction",
        "unit",
        "date",
        "time",
        "telephone",
        "address",
        "interjection",
        "expletive",
    ],
)
def test_words_are_said_in_each_way_that_there_is(way: str) -> None:
    assert read_ssml(f'<speak><say-as interpret-as="{way}">12</say-as></speak>')
    with pytest.raises(MarkupError, match="unknown interpret-as"):
        read_ssml(f'<speak><say-as interpret-as="{way}s">12</say-as></speak>')


@each_case(("day", "code"), list(enumerate("MO TU WE TH FR SA SU".split())))
def test_a_weekday_of_a_reminder_goes_by_its_code(day: int, code: str) -> None:
    assert rule(time(20), (day,)).startswith(f"FREQ=WEEKLY;BYDAY={code};")


def test_the_permission_for_reminders_is_asked_for_as_alexa_takes_it(services: Services) -> None:
    asking = {
        "type": "Connections.SendRequest",
        "name": "AskFor",
        "payload": {
            "@type": "AskForPermissionsConsentRequest",
            "@version": "1",
            "permissionScope": "alexa::alerts:reminders:skill:readwrite",
        },
        "token": "t",
    }
    assert services.consent(asking).fields["status"]["code"] == "200"


def test_a_microphone_stays_open_for_eight_seconds_twice() -> None:
    clock = ScriptedClock(EVENING)
    echo = echo_with(SmallSkill(reply("Shall we?", open=True, again="Shall we begin?")), clock)
    echo.hear(OPEN)
    assert echo.due() == echo.speaking_until + timedelta(seconds=8)
    clock.reach(echo.speaking_until + timedelta(seconds=8))
    echo.fire()
    assert echo.due() == echo.speaking_until + timedelta(seconds=8)


def test_a_screen_keeps_a_session_for_half_a_minute() -> None:
    document = {"type": "Alexa.Presentation.APL.RenderDocument", "document": {}, "datasources": {"screen": {}}}
    skill = SmallSkill(reply("Read this.", open=None, directives=[document]))
    echo = echo_with(skill, ScriptedClock(EVENING), gear=Gear(screen=True))
    echo.hear(OPEN)
    assert echo.due() == echo.speaking_until + timedelta(seconds=30)


@each_case(("took_s", "spoken"), [(8.0, "Good evening."), (8.01, "")])
def test_a_reply_has_eight_seconds(took_s: float, spoken: str) -> None:
    times = iter((0.0, took_s))
    (exchange,) = echo_with(SmallSkill(reply("Good evening.")), stopwatch=lambda: next(times, 9.0)).hear(OPEN)[:1]
    assert exchange.spoken == spoken
