# SPDX-License-Identifier: Apache-2.0
"""A machine of a test's own on which `talk` is run, with a small skill in the place of the whole one."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from understood import understanding_of

import lambda_handler
from skill.__main__ import main
from skill.settings import Settings
from skill.speaker.console import talk
from skill.speaker.snd.loudspeaker import MuteLoudspeaker
from skill.speaker.snd.spoken import Aloud
from skill.speaker.tts.voice import NoVoice

from ..small_skill import Json, SmallSkill, reply

ASKS = reply("Shall we begin?", open=True, attributes={"state": "offer", "expects": ["AMAZON.YesIntent"]})


class Here:
    """A machine on which `talk` is run: what is typed there, what it has, and what came of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.skill = SmallSkill(*[ASKS] * 20)
        self.settings: list[Settings] = []
        self.voices: list[tuple[str, str | None, bool, bool]] = []
        self.understandings: list[tuple[Any, ...]] = []
        self.aloud = Aloud(NoVoice(), MuteLoudspeaker())
        self._patch = monkeypatch
        self._capsys = capsys
        for name in ("CLOSER_STORE", "CLOSER_TIME_ZONE", "CLOSER_AUDIO_BASE_URL", "CLOSER_SKILL_ID"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(lambda_handler, "make_handler", self._handler)
        monkeypatch.setattr(talk, "open_aloud", self._aloud)
        monkeypatch.setattr(talk, "Understanding", self._understanding)
        monkeypatch.setattr(talk, "machine_zone", lambda: "Asia/Tokyo")
        monkeypatch.setattr(talk, "are_built", lambda: False)

    def has(self, **things: Any) -> None:
        """Something of this machine is another one: functions that `talk` asks for it, by name."""
        for name, thing in things.items():
            self._patch.setattr(talk, name, thing)

    def env(self, **variables: str) -> None:
        for name, value in variables.items():
            self._patch.setenv(name, value)

    def run(self, *words: str, typed: str = "", terminal: bool = False) -> tuple[int, str, str]:
        """Status, output and errors."""
        self._patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        self._patch.setattr(talk.streams, "at_terminal", lambda: terminal)
        status = main(["talk", *words])
        printed = self._capsys.readouterr()
        return status, printed.out, printed.err

    def objects(self, *words: str, typed: str = "") -> list[Json]:
        status, output, errors = self.run("--json", *words, typed=typed)
        assert (status, errors) == (0, "")
        return [json.loads(line) for line in output.splitlines()]

    def refused(self, *words: str) -> str:
        status, output, errors = self.run(*words)
        assert (status, output) == (2, "")
        return errors

    def _handler(self, settings: Settings) -> SmallSkill:
        self.settings.append(settings)
        return self.skill

    def _aloud(self, voice: str, locale: str, record: str | None, *, plays: bool, waits: bool) -> Aloud:
        self.voices.append((voice, record, plays, waits))
        return self.aloud

    def _understanding(self, model: object, *how: Any, keep: bool) -> object:
        self.understandings.append((*how, keep))
        return understanding_of()
