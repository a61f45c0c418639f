# SPDX-License-Identifier: Apache-2.0
"""The archive, alone in a clean environment, under AWS Lambda's own runtime client: whole evenings, and its log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from skill.language_model import load_language_model
from skill.speaker.console.scripts.script import play, read_script
from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.device import Echo
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.requests import Gear, Household, counted_ids
from skill.speaker.echo.services.simulated import Services
from skill.speaker.nlu import Understanding
from skill.speaker.snd.tracks import AUDIO_HOST, length_s

from .lambda_runtime import Function

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
EVENINGS = ("next_evening", "eight_is_too_early", "guidance_fades", "safety_in_a_check_in")
SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
ASKS = {"CLOSER_LOCAL_SERVICES": "1", "CLOSER_TIME_ZONE": "UTC"}

Start = Callable[..., Function]


def evening(name: str, function: Function) -> list[str]:
    """Play a written conversation with a function, which holds what it expects. Returns every id that was sent."""
    script = read_script(CONVERSATIONS / f"{name}.script")
    model = load_language_model(script.locale)
    understanding = Understanding(model)
    clock = ScriptedClock(script.start.replace(tzinfo=ZoneInfo("UTC")))
    with Services(clock, "UTC", new_id=counted_ids(f"{script.title} reminders")) as services:
        household = Household(locale=script.locale, api_endpoint=services.endpoint, access_token=services.token)
        new_id = counted_ids(script.title)

        def install(gear: Gear) -> Echo:
            return Echo(
                function.answer, understanding, model, clock, household=household, gear=gear,
                player=Player(clock, length_s), services=services, new_id=new_id, strict=True,
            )  # fmt: skip

        exchanges = [one for _, happened in play(script, Home(clock, install, services)) for one in happened]
    requests = [json.dumps(one.request) for one in exchanges if one.request]
    assert len(requests) >= 3
    return [value for request in requests for value in ids_in(json.loads(request))]


def ids_in(found: Any) -> list[str]:
    if isinstance(found, list):
        return [value for one in found for value in ids_in(one)]
    if not isinstance(found, dict):
        return []
    own = [value for name, value in found.items() if isinstance(value, str) and name.endswith(("Id", "Token", "token"))]
    return own + [value for one in found.values() for value in ids_in(one)]


@pytest.mark.long
@pytest.mark.parametrize("name", EVENINGS)
def test_an_evening_goes_as_written(name: str, start: Start, tmp_path: Path) -> None:
    script = read_script(CONVERSATIONS / f"{name}.script")
    music = {"CLOSER_AUDIO_BASE_URL": AUDIO_HOST} if script.plays_music else {}
    function = start(CLOSER_STORE=f"sqlite:///{tmp_path / 'kept.sqlite3'}", **ASKS, **music)
    sent = evening(name, function)
    assert (tmp_path / "kept.sqlite3").exists()
    figures = [line for line in function.lines if line["message"] == "A request was answered."]
    assert [line["first"] for line in figures][:2] == [True, False]
    assert {line["kind"] for line in figures} >= {"spoken"}
    assert all(line["milliseconds"] >= 0 for line in figures)
    assert {line["level"] for line in function.lines} == {"INFO"}
    assert sent
    assert [each for each in set(sent) if each and each in function.log] == []


def test_a_request_for_another_skill_is_not_answered(start: Start) -> None:
    function = start(CLOSER_STORE="memory:", CLOSER_SKILL_ID=SKILL_ID)
    response = function.answer(launch("amzn1.ask.skill.another"))
    assert response == {"version": "1.0", "response": {"shouldEndSession": True}}
    assert "outputSpeech" in function.answer(launch(SKILL_ID))["response"]
    assert [line["level"] for line in function.lines if "another skill" in line["message"]] == ["WARNING"]


def test_a_wrong_setting_is_told_in_the_log_and_answered_politely(start: Start) -> None:
    function = start(CLOSER_STORE="nonsense")
    assert "went wrong on my side" in function.answer(launch(SKILL_ID))["response"]["outputSpeech"]["ssml"]
    assert any(line["message"].startswith("CLOSER_STORE ") for line in function.lines)


def test_a_snapshot_is_taken_warm_and_what_starts_from_it_reads_the_settings_anew(start: Start, tmp_path: Path) -> None:
    store = tmp_path / "kept.sqlite3"
    function = start(CLOSER_STORE=f"sqlite:///{store}", AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
    assert function.api.in_snapshot.wait(60), function.log
    assert not store.exists(), "nothing is opened before the snapshot"
    function.api.restored.set()
    assert "outputSpeech" in function.answer(launch(SKILL_ID))["response"]
    assert store.exists()


def launch(skill_id: str) -> dict[str, Any]:
    system = {"application": {"applicationId": skill_id}, "user": {"userId": "u"}, "device": {"deviceId": "d"}}
    return {
        "version": "1.0",
        "session": {"new": True, "sessionId": "s", "user": {"userId": "u"}, "application": {"applicationId": skill_id}},
        "context": {"System": system},
        "request": {"type": "LaunchRequest", "requestId": "r", "timestamp": "2026-03-05T20:30:00Z", "locale": "en-US"},
    }
