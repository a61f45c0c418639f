# SPDX-License-Identifier: Apache-2.0
"""A skill of a few lines for tests of the device: it notes what it is asked and answers what it is told to."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from understood import understanding_of

from skill.language_model import load_language_model
from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.device import Echo
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.requests import Gear, counted_ids

ZONE = ZoneInfo("Europe/London")
EVENING = datetime(2026, 3, 5, 21, 0, tzinfo=ZONE)
MODEL = load_language_model("en-US")
UNDERSTANDING = understanding_of("en-US")

Json = dict[str, Any]


def reply(
    words: str | None = "Hello.",
    *,
    ssml: str | None = None,
    open: bool | None = False,
    again: str | None = None,
    attributes: Json | None = None,
    directives: list[Json] | None = None,
    **body: Any,
) -> Json:
    """A response as Alexa wants it. `open` is whether the microphone opens; None leaves that unsaid."""
    response: Json = dict(body)
    if words or ssml:
        response["outputSpeech"] = {"type": "SSML", "ssml": ssml or f"<speak>{words}</speak>"}
    if again:
        response["reprompt"] = {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{again}</speak>"}}
    if open is not None:
        response["shouldEndSession"] = not open
    if directives:
        response["directives"] = directives
    return {"version": "1.0", "sessionAttributes": attributes or {}, "response": response}


def play(token: str = "one", behavior: str = "REPLACE_ALL", **stream: Any) -> Json:
    """A Play directive."""
    item = {"token": token, "url": f"https://example.org/{token}.mp3", "offsetInMilliseconds": 0} | stream
    return {"type": "AudioPlayer.Play", "playBehavior": behavior, "audioItem": {"stream": item}}


NOTHING = reply(None, open=None)


class SmallSkill:
    """Answers with the replies given, in order; playback and session ends get an empty one."""

    def __init__(self, *replies: Any) -> None:
        self.events: list[Json] = []
        self.to_playback: dict[str, Json] = {}
        self._replies = deque(replies)

    def __call__(self, event: Json, context: object) -> Any:
        self.events.append(event)
        kind = event["request"]["type"]
        if kind == "SessionEndedRequest" or kind.startswith("AudioPlayer."):
            return self.to_playback.get(kind, NOTHING)
        answer = self._replies.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def kinds(self) -> list[str]:
        """The types of all requests so far."""
        return [event["request"]["type"] for event in self.events]

    @property
    def last(self) -> Json:
        """The last request's envelope."""
        return self.events[-1]


def echo_with(skill: SmallSkill, clock: ScriptedClock | None = None, **more: Any) -> Echo:
    """A device that this skill is on."""
    return Echo(skill, UNDERSTANDING, MODEL, clock or ScriptedClock(EVENING), new_id=counted_ids("test"), **more)


def home_with(skill: SmallSkill, clock: ScriptedClock, track_s: float = 180.0) -> Home:
    """A home of such devices, whose tracks all last so many seconds."""
    ids = counted_ids("test")

    def install(gear: Gear) -> Echo:
        player = Player(clock, lambda url: track_s)
        return Echo(skill, UNDERSTANDING, MODEL, clock, gear=gear, player=player, new_id=ids)

    return Home(clock, install)
