# SPDX-License-Identifier: Apache-2.0
"""The voice piper, with a stand-in for its program: how it is started, asked, given up and started anew."""

from __future__ import annotations

import os
import wave
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from skill.speaker.tts import piper_voice
from skill.speaker.tts.delivery import Style
from skill.speaker.tts.piper_voice import PiperEngine
from skill.speaker.tts.voice import VoiceError

RATE = 16_000


class Program:
    """A process that writes a file for each text, and says so, unless it is told to do otherwise."""

    def __init__(self, command: list[str], does: str) -> None:
        self.command = command
        self.does = does
        self.asked: list[str] = []
        self.killed = self.waited_for = self.shut = False
        reading, writing = os.pipe()
        self._log = os.fdopen(writing, "wb", buffering=0)
        self.stdin: Any = self
        self.stderr = os.fdopen(reading, "rb")

    @property
    def folder(self) -> Path:
        return Path(self.command[self.command.index("--output-dir") + 1])

    def write(self, text: bytes) -> None:
        self.asked.append(text.decode())
        if self.does == "breaks":
            raise BrokenPipeError
        path = self.folder / f"{len(self.asked)}.wav"
        with path.open("wb") as file, wave.open(file, "wb") as sound:
            sound.setparams((1, 2, RATE, 0, "NONE", ""))
            sound.writeframes(b"\x01\x00" * len(text))
        if self.does == "writes no sound":
            path.write_bytes(b"no sound")
        if self.does != "says nothing":
            self._log.write(f"INFO:piper:Loaded\nINFO:piper:Wrote {path}\n".encode())

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.shut = True

    def poll(self) -> int | None:
        return 1 if self.killed else None

    def kill(self) -> None:
        self.killed = True
        self._log.close()

    def wait(self) -> int:
        self.waited_for = True
        return 1


class Machine:
    """Where the program is started again and again: the first times it does what is told, then as it should."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.does: list[str] = []
        self.started: list[Program] = []
        package = SimpleNamespace(origin="/packages/joe/__init__.py")
        monkeypatch.setattr(piper_voice.importlib.util, "find_spec", lambda name: package)
        monkeypatch.setattr(piper_voice.shutil, "which", lambda name, path=None: path and f"{path}/{name}")
        monkeypatch.setattr(piper_voice.subprocess, "Popen", self._start)

    def _start(self, command: list[str], **options: Any) -> Program:
        self.options = options
        self.started.append(Program(command, self.does.pop(0) if self.does else ""))
        return self.started[-1]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def engine(machine: Machine) -> Iterator[PiperEngine]:
    engine = PiperEngine("en-GB", limit_s=5)
    yield engine
    engine.close()


def test_texts_are_spoken_by_one_program_and_their_files_do_not_stay(machine: Machine, engine: PiperEngine) -> None:
    assert engine.render(["One.", "Twenty one."]) == (RATE, [b"\x01\x00" * 5, b"\x01\x00" * 12])
    (program,) = machine.started
    assert program.asked == ["One.\n", "Twenty one.\n"]
    assert program.command[1:3] == ["--model", "/packages/joe/data/en_US-joe-medium.onnx"]
    assert program.command[-1] == "1.00"
    assert machine.options["start_new_session"] is True, "ctrl-c is for the conversation"
    assert list(program.folder.iterdir()) == []
    engine.close()
    assert program.killed
    assert program.waited_for, "it does not stay as a zombie"
    assert program.shut
    assert program.stderr.closed
    assert not program.folder.exists()
    engine.close()  # once more is no trouble


def test_another_pace_needs_another_start_and_another_pitch_does_not(machine: Machine, engine: PiperEngine) -> None:
    for style in (Style(), Style(pitch=1.2), Style(rate=0.8), Style(rate=0.8), Style()):
        engine.render(["One."], style)
    assert [program.command[-1] for program in machine.started] == ["1.00", "1.25", "1.00"]
    assert [program.killed for program in machine.started] == [True, True, False]


@pytest.mark.parametrize("does", ["breaks", "writes no sound"])
def test_a_program_that_fails_is_started_anew_and_then_given_up(
    machine: Machine, engine: PiperEngine, does: str
) -> None:
    machine.does = [does]
    assert engine.render(["One."])[0] == RATE
    assert [program.killed for program in machine.started] == [True, False]
    engine.close()
    machine.does = [does, does]
    with pytest.raises(VoiceError, match="piper failed; take --voice pyttsx3"):
        engine.render(["One."])
    assert len(machine.started) == 4


def test_a_program_that_died_meanwhile_is_started_anew(machine: Machine, engine: PiperEngine) -> None:
    engine.render(["One."])
    machine.started[0].kill()
    assert engine.render(["One."])[0] == RATE
    assert len(machine.started) == 2


def test_a_program_that_says_nothing_is_given_up_in_time(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper_voice, "START_LIMIT_S", 0.0)
    engine = PiperEngine("en-US", limit_s=0.0)
    machine.does = ["says nothing", "says nothing"]
    with pytest.raises(VoiceError, match="piper failed"):
        engine.render(["One."])
    assert [program.killed for program in machine.started] == [True, True]


def test_the_first_text_has_time_for_loading_the_voice_besides(
    machine: Machine, engine: PiperEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadlines: list[float] = []
    written = engine._written
    monkeypatch.setattr(piper_voice.time, "monotonic", lambda: 1_000.0)
    monkeypatch.setattr(engine, "_written", lambda deadline: deadlines.append(deadline) or written(deadline))
    engine.render(["One.", "Two."])
    assert deadlines == [1_000 + 5 + 60, 1_000 + 5]


@pytest.mark.parametrize("missing", ["program", "package", "place"])
def test_what_is_not_installed_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    there = {"program": None, "package": None, "place": SimpleNamespace(origin=None)}[missing]
    module, name = (piper_voice.shutil, "which") if missing == "program" else (piper_voice.importlib.util, "find_spec")
    monkeypatch.setattr(module, name, lambda *_, **__: there)
    with pytest.raises(VoiceError, match="piper is not installed; install it with: requirements/install speech"):
        PiperEngine("en-US")


def test_it_speaks_english_only(machine: Machine) -> None:
    with pytest.raises(VoiceError, match="piper has no voice for the locale 'de-DE' here"):
        PiperEngine("de-DE")
