# SPDX-License-Identifier: Apache-2.0
"""The process of the voice, with a stand-in for pyttsx3: what it sets, what it answers, and what it makes of an engine
that gives nothing, or something once only."""

from __future__ import annotations

import io
import json
import os
import sys
import wave
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from cases import each_case

from skill.speaker.tts import pyttsx3_process as process
from skill.speaker.tts.pyttsx3_process import SoundFile, Speaker, chunks, serve

TEXT = "Hello, you two."
RATE = 22_050
VOICES = (
    SimpleNamespace(id="gb", languages=["en-gb"]),
    SimpleNamespace(id="none", languages=[]),
    SimpleNamespace(id="us", languages=["en-us"]),
    SimpleNamespace(id="de", languages=["de"]),
    SimpleNamespace(id="another de", languages=["de"]),
)


class Engine:
    """pyttsx3's engine, as far as it is used: notes what is asked of it, and gives a second of sound."""

    def __init__(self, keeps_its_voice: bool = False) -> None:
        self.asked: list[str] = []
        self._voice = "af"
        self._keeps_its_voice = keeps_its_voice

    def runAndWait(self) -> None:
        self.asked.append("run")

    def Synchronize(self) -> None:
        self.asked.append("wait")

    def getProperty(self, name: str) -> Any:
        return {"voices": VOICES, "voice": self._voice}[name]

    def setProperty(self, name: str, value: Any) -> None:
        self.asked.append(f"{name} {value}")
        self._voice = value if name == "voice" and not self._keeps_its_voice else self._voice

    def save_to_file(self, text: str, path: str) -> None:
        self.asked.append(text)
        with wave.open(path, "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(b"\x01\x00" * RATE)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    return installed(monkeypatch, Engine())


def installed(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> Engine:
    package, drivers = ModuleType("pyttsx3"), ModuleType("pyttsx3.drivers")
    package.init = lambda name: engine  # type: ignore[attr-defined]
    drivers._espeak = engine  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyttsx3", package)
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers", drivers)
    monkeypatch.setattr(process, "espeak_library", lambda: None)
    return engine


@pytest.mark.parametrize(("locale", "voice"), [("en-GB", "gb"), ("en-US", "us"), ("de-DE", "de"), ("de", "de")])
def test_it_speaks_with_the_first_voice_of_the_locale_or_of_its_language(
    engine: Engine, locale: str, voice: str
) -> None:
    Speaker(locale, 150)
    # The first run gets nothing to do; whatever is set stands between two waits.
    assert engine.asked == ["run", "wait", f"voice {voice}", "wait", "wait", "rate 150", "wait"]


def test_a_locale_without_a_voice_is_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LookupError, match="no voice for fr-FR"):
        Speaker("fr-FR", 150)
    installed(monkeypatch, Engine(keeps_its_voice=True))
    with pytest.raises(LookupError, match="no voice for en-US"):
        Speaker("en-US", 150)


def test_pace_and_pitch_are_set_where_they_change(engine: Engine) -> None:
    speaker = Speaker("en-US", 150)
    engine.asked.clear()
    speaker.speak_like(1.0, 1.0)
    assert engine.asked == []
    speaker.speak_like(0.8, 1.2)
    speaker.speak_like(0.8, 1.2)
    assert [each for each in engine.asked if each != "wait"] == ["rate 120", "pitch 60"]
    speaker.speak_like(1.0, 1.0)
    assert [each for each in engine.asked if each != "wait"][2:] == ["rate 150", "pitch 50"]


def test_a_text_is_rendered_and_waited_for(engine: Engine) -> None:
    speaker = Speaker("en-US", 150)
    engine.asked.clear()
    assert speaker.speech(TEXT) == (RATE, b"\x01\x00" * RATE)
    assert engine.asked == [TEXT, "run", "wait"]


class Scripted(Speaker):
    """A speaker whose engine gives what it is told to."""

    def __init__(self, *sounds: tuple[int, bytes]) -> None:
        self._sounds = list(sounds)
        self.asked: list[str] = []

    def _render(self, text: str) -> tuple[int, bytes]:
        self.asked.append(text)
        return self._sounds.pop(0) if len(self._sounds) > 1 else self._sounds[0]

    def speak_like(self, rate: float, pitch: float) -> None:
        self.asked.append(f"{rate} {pitch}")


def sound(seconds: float) -> tuple[int, bytes]:
    return 1_000, bytes(2 * round(1_000 * seconds))


@each_case("sound", [(0, b""), (22_050, b""), (22_050, bytes(100)), (22_050, bytes(22_050 * 2 * 60))])
def test_a_sound_that_cannot_be_the_text_is_refused(sound: tuple[int, bytes]) -> None:
    speaker = Scripted(sound)
    with pytest.raises(RuntimeError, match="right length"):
        speaker.speech(TEXT)
    assert speaker.asked == [TEXT] * 3


def test_a_sound_that_is_right_the_second_time_is_taken() -> None:
    right = 22_050, bytes(22_050 * 2)
    assert Scripted((0, b""), right).speech(TEXT) == right


SIXTY_LETTERS = "ab, " * 30


@each_case("seconds", [1.0, 95.0])
def test_sixty_letters_in_a_second_are_the_quickest_and_in_a_minute_and_a_half_the_slowest(seconds: float) -> None:
    assert Scripted(sound(seconds)).speech(SIXTY_LETTERS) == sound(seconds)


@each_case("seconds", [0.999, 95.01])
def test_nobody_speaks_quicker_or_slower(seconds: float) -> None:
    with pytest.raises(RuntimeError, match="right length"):
        Scripted(sound(seconds)).speech(SIXTY_LETTERS)


def test_the_parts_of_a_long_text_are_joined() -> None:
    one = "Talk about your day. " * 15
    speaker = Scripted(sound(20), sound(30), sound(40))
    assert speaker.speech(one * 3) == (1_000, bytes(2 * 90_000))
    assert len(speaker.asked) == 3


@each_case(
    ("lengths", "pieces"),
    [
        ([200, 200], [401]),
        ([200, 201], [200, 201]),
        ([500, 10, 10], [500, 21]),
        ([10], [10]),
    ],
)
def test_a_text_is_cut_into_whole_sentences_of_about_four_hundred_letters(
    lengths: Sequence[int], pieces: Sequence[int]
) -> None:
    text = " ".join("a" * (length - 1) + "." for length in lengths)
    assert [len(piece) for piece in chunks(text)] == pieces
    assert " ".join(chunks(text)) == text


def served(make: Callable[[], Speaker], *lines: object) -> tuple[list[tuple[dict[str, Any], bytes]], list[int]]:
    """The answers, each a head and its sound; and the time limits that were set."""
    out, limits = io.BytesIO(), []
    serve(make, [json.dumps(line).encode() for line in lines], out, 20, limits.append)
    out.seek(0)
    answers = []
    while head := out.readline():
        told = json.loads(head)
        answers.append((told, out.read(told.get("bytes", 0))))
    return answers, limits


def test_the_start_and_each_text_are_answered_each_within_its_own_time() -> None:
    speaker = Scripted(sound(1))
    answers, limits = served(lambda: speaker, {"text": TEXT, "rate": 0.8, "pitch": 1.2}, {"text": TEXT})
    assert answers == [
        ({"rate": 0, "bytes": 0}, b""),
        ({"rate": 1_000, "bytes": 2_000}, bytes(2_000)),
        ({"rate": 1_000, "bytes": 2_000}, bytes(2_000)),
    ]
    assert speaker.asked == ["0.8 1.2", TEXT, "1.0 1.0", TEXT]
    assert limits == [20, 0, 20, 0, 20, 0]


def test_what_fails_is_answered_and_the_next_one_is_spoken() -> None:
    answers, limits = served(lambda: Scripted(sound(1)), {"rate": 1.0}, ["no object"], {"text": TEXT})
    assert [head for head, _ in answers[1:]] == [
        {"error": "KeyError"},
        {"error": "AttributeError"},
        {"rate": 1_000, "bytes": 2_000},
    ]
    assert limits[-1] == 0


@each_case(
    ("error", "told"),
    [
        (ImportError("no", name="py3espeak"), {"error": "the package py3espeak is missing", "missing": True}),
        (ImportError("no"), {"error": "the package pyttsx3 is missing", "missing": True}),
        (LookupError("no voice"), {"error": "LookupError: no voice"}),
    ],
)
def test_what_cannot_start_is_told_and_nothing_else_is_answered(error: Exception, told: dict[str, Any]) -> None:
    def make() -> Speaker:
        raise error

    answers, _ = served(make, {"text": TEXT})
    assert answers == [(told, b"")]


def test_an_answer_is_there_before_the_next_text_is_asked_for() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as out, os.fdopen(reading, "rb") as answers:

        def asked() -> Iterator[bytes]:
            assert json.loads(answers.readline()) == {"rate": 0, "bytes": 0}
            yield b"no text"
            assert json.loads(answers.readline()) == {"error": "JSONDecodeError"}

        serve(lambda: Scripted(sound(1)), asked(), out, 20, lambda seconds: None)


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_sound_is_written_where_it_can_be_read_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_memory: bool
) -> None:
    monkeypatch.setattr(process.tempfile, "tempdir", str(tmp_path))
    if not in_memory:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    before = len(os.listdir("/proc/self/fd"))
    with SoundFile() as (path, read):
        Engine().save_to_file(TEXT, path)
        assert bool(list(tmp_path.iterdir())) is not in_memory
        assert read() == read() == (RATE, b"\x01\x00" * RATE)
    assert list(tmp_path.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) == before


def test_the_library_of_a_package_is_loaded_first_and_finds_its_data(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(process, "espeak_library", lambda: ("espeak.so", "its data"))
    monkeypatch.setattr(process.ctypes, "CDLL", lambda path, mode: loaded.append(path))
    monkeypatch.setenv("ESPEAK_DATA_PATH", "another's")
    Speaker("en-US", 150)
    assert loaded == ["espeak.so"]
    assert os.environ["ESPEAK_DATA_PATH"] == "its data"


@pytest.mark.parametrize(
    ("there", "library"),
    [
        (("espeak_english", "espeakng_loader"), ("english.so", "english data")),
        (("espeakng_loader",), ("loader.so", "loader data")),
        ((), None),
    ],
)
def test_the_library_of_the_small_package_is_taken_first(
    monkeypatch: pytest.MonkeyPatch, there: Sequence[str], library: tuple[str, str] | None
) -> None:
    packages = {
        "espeak_english": SimpleNamespace(library_path=lambda: "english.so", data_path=lambda: "english data"),
        "espeakng_loader": SimpleNamespace(get_library_path=lambda: "loader.so", get_data_path=lambda: "loader data"),
    }
    for name, package in packages.items():
        monkeypatch.setitem(sys.modules, name, package if name in there else None)
    assert process.espeak_library() == library
