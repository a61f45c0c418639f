# SPDX-License-Identifier: Apache-2.0
"""The page's voice and ears: replies as WAV files, recordings as lines, and a sentence where neither can be."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from pathlib import Path

import pytest

from skill.errors import InputError
from skill.speaker.asr.ears import Hearing
from skill.speaker.snd.samples import Speech
from skill.web.page import sounds
from skill.web.page.routes import Page
from skill.web.page.sounds import wav_of

from .conftest import Asker

OPEN = "alexa, open closer together"
RATE = 16_000
SECOND = wav_of(Speech(b"\x10\x00" * RATE, RATE))


class OneNote:
    """A voice that says everything on one note."""

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def speak(self, ssml: str) -> Speech | None:
        self.spoken.append(ssml)
        return Speech(b"\x10\x00" * 100, RATE)

    def close(self) -> None:
        pass


@pytest.fixture
def note(page: Page, monkeypatch: pytest.MonkeyPatch) -> OneNote:
    """The page's voice."""
    voice = OneNote()
    monkeypatch.setattr(sounds, "open_voice", lambda name, locale, find_sound: voice)
    return voice


@pytest.fixture
def hears(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Ears that hear what is in `transcript`."""
    heard = {"transcript": "yes"}

    def hear(frames: bytes, model: object, expects: Sequence[str]) -> Hearing:
        heard["expects"] = " ".join(expects)
        return Hearing(transcript=heard["transcript"], confidence=1.0)

    monkeypatch.setattr(sounds, "hear", hear)
    return heard


def test_a_reply_comes_as_a_wav_file_of_what_was_said(asker: Asker, note: OneNote) -> None:
    asker.says(OPEN)
    response = asker.get("/page/voice/1")
    assert response.mimetype == "audio/wav"
    with wave.open(io.BytesIO(response.data)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getnframes()) == (1, RATE, 100)
    assert note.spoken == [asker.get("/page/exchange/1").json["ssml"]]


def test_a_reminder_is_spoken_too(asker: Asker, note: OneNote) -> None:
    asker.says(OPEN, "remind us every evening at eight", "yes", "yes")
    rung = next(entry for entry in asker.does("next-evening")["entries"] if entry["note"] == "A reminder rings.")
    assert rung["speaks"]
    assert asker.get(f"/page/voice/{rung['number']}").status_code == 200
    assert "reminder" in note.spoken[0]


def test_words_of_safety_are_heard_until_the_next_thing_is_done(asker: Asker, note: OneNote) -> None:
    asker.says("alexa, ask closer together I don't feel safe")
    assert asker.get("/page/voice/1").status_code == 200
    asker.says("stop")
    assert asker.get("/page/voice/1").status_code == 404


def test_without_a_voice_the_page_is_told_why(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, locale: str, find_sound: object) -> None:
        raise InputError("There is no voice on this machine; run make setup.")

    monkeypatch.setattr(sounds, "open_voice", missing)
    asker.says(OPEN)
    response = asker.get("/page/voice/1")
    assert (response.status_code, response.json) == (
        400,
        {"error": "There is no voice on this machine; run make setup."},
    )


def test_a_recording_becomes_a_line_heard_by_what_is_waited_for(asker: Asker, hears: dict[str, str]) -> None:
    asker.says(OPEN)
    response = asker.post("/page/hear", data=SECOND, content_type="audio/wav")
    assert response.json == {"line": "yes"}
    assert "AMAZON.YesIntent" in hears["expects"]


def test_holding_the_button_wakes_a_device_that_does_not_listen(asker: Asker, hears: dict[str, str]) -> None:
    hears["transcript"] = "next"
    assert asker.post("/page/hear", data=SECOND, content_type="audio/wav").json == {"line": "alexa, next"}
    hears["transcript"] = OPEN.replace(",", "")
    assert asker.post("/page/hear", data=SECOND, content_type="audio/wav").json == {"line": hears["transcript"]}


def test_a_recording_without_words_is_told(asker: Asker, hears: dict[str, str]) -> None:
    hears["transcript"] = ""
    response = asker.post("/page/hear", data=SECOND, content_type="audio/wav")
    assert response.status_code == 400
    assert "hold the button" in response.json["error"]


def test_without_ears_the_page_is_told_what_to_do(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(frames: bytes, model: object, expects: object) -> None:
        raise InputError("There are no ears on this machine; run make setup.")

    monkeypatch.setattr(sounds, "hear", missing)
    response = asker.post("/page/hear", data=SECOND, content_type="audio/wav")
    assert response.json == {"error": "There are no ears on this machine; run make setup."}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "audio/wav", 400),
        (b"RIFF" + b"x" * 50, "audio/wav", 400),
        (SECOND[:30], "audio/wav", 400),
        (SECOND, "audio/webm", 415),
        (b"x" * 17_000_000, "audio/wav", 413),
    ],
    ids=["empty", "no WAV", "cut off", "another type", "too large"],
)
def test_what_is_no_recording_is_refused(asker: Asker, body: bytes, kind: str, status: int) -> None:
    response = asker.post("/page/hear", data=body, content_type=kind)
    assert response.status_code == status
    assert response.json["error"].endswith(".")
    assert str(Path(__file__).parent) not in response.json["error"]
