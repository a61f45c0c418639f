# SPDX-License-Identifier: Apache-2.0
"""The turns that are taken with nobody before a first request: whole sessions, as the platform would send them."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa import locales, skill, warming
from skill.alexa.requests.envelope import problem


def test_an_evening_is_begun_and_left_in_each_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def build(settings: Any, store: Any) -> skill.Answer:
        assert settings.store == "memory:"

        def answer(event: Any, context: object) -> dict[str, object]:
            assert problem(event) is None
            asked.append(event)
            return {"sessionAttributes": {"number": len(asked)}}

        return answer

    monkeypatch.setattr(skill, "build", build)
    warming.warm_up()
    each = len(asked) // len(locales.spoken())
    sessions = [asked[place : place + each] for place in range(0, len(asked), each)]
    assert [session[0]["request"]["locale"] for session in sessions] == locales.spoken()
    for session in sessions:
        assert [event["session"]["new"] for event in session] == [True] + [False] * (each - 1)
        kinds = [event["request"]["type"] for event in session]
        assert kinds == ["LaunchRequest", *["IntentRequest"] * (each - 2), "SessionEndedRequest"]
        said = [event["request"]["intent"]["name"] for event in session[1:-1]]
        assert said == [
            "StartCheckInIntent",
            "AMAZON.NextIntent",
            "AMAZON.NextIntent",
            "AMAZON.HelpIntent",
            "AMAZON.StopIntent",
        ]
        assert len({event["request"]["requestId"] for event in session}) == each
        assert session[0]["session"]["attributes"] is None
        assert all(event["session"]["attributes"] for event in session[1:])
        devices = [event["context"]["System"]["device"]["supportedInterfaces"] for event in session]
        assert all({"AudioPlayer", "Alexa.Presentation.APL"} == {*device} for device in devices)


def test_each_of_them_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    warming.warm_up()
    assert caplog.messages == []
