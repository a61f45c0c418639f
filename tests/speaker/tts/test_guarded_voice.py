# SPDX-License-Identifier: Apache-2.0
"""The guard around the voice's process: it believes no answer that makes no sense, and begins anew where one fails."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from skill.speaker.tts import pyttsx3_voice
from skill.speaker.tts.delivery import Style
from skill.speaker.tts.pyttsx3_voice import EspeakEngine, VoiceError

STARTED = b'{"rate": 0, "bytes": 0}\n'
HELLO = b'{"rate": 22050, "bytes": 4}\n\x01\x00\x02\x00'


class Child:
    """A process that has written all its answers beforehand."""

    def __init__(self, answers: bytes | None) -> None:
        self.stdin = io.BytesIO()
        reading, writing = os.pipe()
        self.stdout = os.fdopen(reading, "rb")
        self._writing = os.fdopen(writing, "wb")
        self._writing.write(answers or b"")
        self._writing.flush()
        self.pid = 1
        self.killed = self.waited_for = False
        self.asked = b""
        if answers is not None:  # else it says nothing, and does not end
            self._writing.close()

    def poll(self) -> int | None:
        return 1 if self.killed else None

    def kill(self) -> None:
        self.asked = self.asked or self.stdin.getvalue()
        self.killed = True
        self._writing.close()

    def wait(self) -> int:
        self.waited_for = True
        return 1


class Machine:
    """Where the voice's process is started again and again, each time with other answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.children: list[Child] = []
        self._answers: list[bytes | None] = []
        monkeypatch.setattr(pyttsx3_voice.subprocess, "Popen", self._started)

    def engine(self, *answers: bytes | None, limit_s: float = 5) -> EspeakEngine:
        self._answers = list(answers)
        return EspeakEngine("en-US", limit_s)

    def _started(self, command: list[str], **options: Any) -> Child:
        self.command, self.options = command, options
        self.children.append(Child(self._answers.pop(0)))
        return self.children[-1]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    machine = Machine(monkeypatch)
    yield machine
    for child in machine.children:
        child.stdout.close()


def test_texts_are_asked_for_one_by_one_with_their_pace_and_pitch(machine: Machine) -> None:
    engine = machine.engine(STARTED + HELLO + HELLO)
    assert engine.render(["Hello.", "You two."], Style(rate=0.8, pitch=1.2)) == (22_050, [b"\x01\x00\x02\x00"] * 2)
    engine.close()
    (child,) = machine.children
    assert [json.loads(line) for line in child.asked.splitlines()] == [
        {"text": "Hello.", "rate": 0.8, "pitch": 1.2},
        {"text": "You two.", "rate": 0.8, "pitch": 1.2},
    ]
    assert machine.command[-3:] == ["en-US", "150", "5"]
    assert machine.options["start_new_session"] is True, "ctrl-c is for the conversation"
    assert child.killed
    assert child.waited_for, "it does not stay as a zombie"
    assert engine.process_id is None
    assert child.stdout.closed


def test_a_long_sound_comes_in_pieces(machine: Machine) -> None:
    sound = bytes(range(256)) * 240
    engine = machine.engine(STARTED + json.dumps({"rate": 8_000, "bytes": len(sound)}).encode() + b"\n" + sound)
    assert engine.render(["A long story."]) == (8_000, [sound])


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no answer\n",
        b"[]\n",
        b'{"rate": 1}\n',
        b'{"rate": 1, "bytes": "many"}\n',
        b'{"rate": 1, "bytes": -1}\n',
        b'{"rate": 1, "bytes": 200000001}\n',
        b'{"rate": 1, "bytes": 4}\n\x01\x00',
        b'{"error": "RuntimeError"}\n',
        b'{"error": "KeyError", "missing": false}\n',
    ],
)
def test_an_answer_that_makes_no_sense_is_asked_for_anew_and_then_given_up(machine: Machine, answer: bytes) -> None:
    engine = machine.engine(STARTED + answer, STARTED + HELLO)
    assert engine.render(["Hello."]) == (22_050, [b"\x01\x00\x02\x00"])
    assert [child.killed for child in machine.children] == [True, False]
    with pytest.raises(VoiceError, match="voice"):
        machine.engine(STARTED + answer, STARTED + answer).render(["Hello."])


def test_a_process_that_hangs_is_ended_in_time_and_another_one_begun(machine: Machine) -> None:
    engine = machine.engine(STARTED + HELLO, limit_s=0)
    machine._answers = [STARTED + HELLO]
    engine.close()
    hanging = Child(None)
    engine._child = hanging  # type: ignore[assignment]
    assert engine.render(["Hello."])[0] == 22_050
    assert hanging.killed
    hanging.stdout.close()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {"error": "the package pyttsx3 is missing", "missing": True},
            "the package pyttsx3 is missing; run `make setup`",
        ),
        ({"error": "LookupError: none"}, "There is no voice for the locale 'en-US'; take --voice none."),
    ],
)
def test_what_is_missing_is_told_at_once(machine: Machine, answer: dict[str, object], sentence: str) -> None:
    with pytest.raises(VoiceError, match=sentence):
        machine.engine(json.dumps(answer).encode() + b"\n")
    assert len(machine.children) == 1


def test_a_process_that_ended_meanwhile_is_begun_anew(machine: Machine) -> None:
    engine = machine.engine(STARTED + HELLO, STARTED + HELLO)
    machine.children[0].kill()
    assert engine.render(["Hello."])[0] == 22_050
    assert len(machine.children) == 2
