# SPDX-License-Identifier: Apache-2.0
"""What the loudspeaker is given of a conversation: one beginning for a reply, music that can be heard, and waiting."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import each_case

from skill.errors import InputError
from skill.speaker.echo.exchange import Exchange
from skill.speaker.snd import spoken, tracks
from skill.speaker.snd.recording import Recording
from skill.speaker.snd.samples import Speech
from skill.speaker.snd.spoken import Aloud, open_aloud
from skill.speaker.tts.ssml import Words
from skill.speaker.tts.voice import NoVoice

RATE = 100
REPLY = Exchange(ssml="<speak>One. Two.</speak>")
MUSIC = {
    "type": "AudioPlayer.Play",
    "playBehavior": "REPLACE_ALL",
    "audioItem": {"stream": {"url": "talk", "offsetInMilliseconds": 0}},
}


class TwoSentences:
    """A voice that says two sentences of one sample each."""

    def speak(self, ssml: str) -> Speech:
        return Speech(b"\x01\x00", RATE)

    def sentences(self, ssml: str) -> Iterator[Speech]:
        yield self.speak(ssml)
        yield self.speak(ssml)

    def close(self) -> None:
        pass


class Noting:
    """A loudspeaker that notes what is asked of it, and where there is no device says so."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        self.asked: list[str] = []

    def play(self, speech: Speech) -> None:
        pass

    def begin(self, rate: int) -> None:
        self.asked.append("begin")

    def add(self, frames: bytes) -> None:
        self.asked.append(f"add {len(frames)}")

    def end(self) -> None:
        self.asked.append("end")

    def wait(self) -> None:
        self.asked.append("wait")

    def stop(self) -> None:
        pass


def asked(*exchanges: Exchange, waits: bool = False, reason: str | None = None) -> list[str]:
    loudspeaker = Noting(reason)
    aloud = Aloud(TwoSentences(), loudspeaker, waits=waits)
    loudspeaker.asked.clear()  # it was tried
    aloud.show(exchanges)
    return loudspeaker.asked


def test_all_sentences_of_a_reply_are_played_one_after_the_other() -> None:
    assert asked(REPLY) == ["begin", "add 2", "add 2", "end"]
    assert asked(REPLY, waits=True) == ["begin", "add 2", "add 2", "end", "wait"]


@each_case("waits", [False, True])
def test_where_nothing_is_said_nothing_is_played_or_waited_for(waits: bool) -> None:
    assert asked(Exchange(), waits=waits) == []


class Kept(Recording):
    """A recording that is looked at while it grows: seconds of silence, and frames."""

    @property
    def parts(self) -> list[bytes | float]:
        return self._parts


SAFE = Exchange(
    heard="yes",
    ssml=REPLY.ssml,
    pieces=(Words("One two three four five."),),
    response={"sessionAttributes": {"state": "safety"}},
)


@pytest.mark.parametrize(("reason", "played"), [(None, ["begin", "add 2", "add 2", "end"]), ("No sound here.", [])])
def test_what_is_said_about_safety_is_silence_of_its_length_in_a_recording(
    tmp_path: Path, reason: str | None, played: list[str]
) -> None:
    recording, loudspeaker = Kept(tmp_path / "evening.wav"), Noting(reason)
    aloud = Aloud(TwoSentences(), loudspeaker, recording)
    loudspeaker.asked.clear()
    aloud.you("a line of five words")
    aloud.show([SAFE])
    assert recording.parts == [2.0, 0.8, 2.0 + 0.8]
    assert loudspeaker.asked == played


def test_a_line_is_recorded_once_and_a_command_of_the_world_not_at_all(tmp_path: Path) -> None:
    recording = Kept(tmp_path / "evening.wav")
    aloud = Aloud(TwoSentences(), Noting("No sound here."), recording)
    aloud.you("yes")
    for _ in range(2):
        aloud.show([Exchange(heard="yes")])
    aloud.you("  @wait 90s")
    aloud.show([REPLY])
    assert recording.parts == [b"\x01\x00", 0.8, b"\x01\x00", b"\x01\x00", 0.8]


class Speechless(TwoSentences):
    """A voice that has a word for its trial only."""

    def speak(self, ssml: str) -> Speech | None:  # type: ignore[override]
        return Speech(b"\x01\x00", RATE) if "Hello" in ssml else None

    def sentences(self, ssml: str) -> Iterator[Speech]:
        return iter(())


def test_what_no_voice_can_say_is_recorded_as_the_time_it_takes(tmp_path: Path) -> None:
    recording = Kept(tmp_path / "evening.wav")
    aloud = Aloud(Speechless(), Noting("No sound here."), recording)
    aloud.you("a line of five words")
    aloud.show([REPLY])
    assert recording.parts == [2.0, 0.8]


def test_a_machine_that_is_to_be_silent_complains_of_nothing() -> None:
    aloud = Aloud(NoVoice(), Noting("No sound here."))
    assert (aloud.plays, aloud.complaints) == (False, [])
    aloud.show([REPLY])


def test_music_is_asked_for_at_the_rate_of_the_voice_and_from_where_it_is_to_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked_for: list[tuple[object, ...]] = []
    monkeypatch.setattr(tracks, "frames", lambda *how: asked_for.append(how) or b"")
    stream = {"url": "talk", "offsetInMilliseconds": 5_000}
    directives = ({"type": "AudioPlayer.Stop"}, MUSIC | {"audioItem": {"stream": stream}})
    assert asked(Exchange(ssml=REPLY.ssml, directives=directives)) == asked(REPLY)
    assert asked_for == [("talk", 5_000, RATE)]


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Noting:
    """The loudspeaker of this machine, whose voices all say two sentences; `dumb` cannot speak."""
    device = Noting()

    def voice(name: str, locale: str) -> TwoSentences | NoVoice:
        if name == "dumb":
            raise InputError("It cannot speak.")
        return NoVoice() if name == "none" else TwoSentences()

    monkeypatch.setattr(spoken, "open_loudspeaker", lambda: device)
    monkeypatch.setattr(spoken, "open_voice", voice)
    return device


@pytest.mark.parametrize(
    ("voice", "plays", "heard"),
    [("two", True, ["begin", "add 2", "add 2", "end"]), ("two", False, []), ("none", True, [])],
)
def test_it_is_heard_where_it_has_a_voice_and_is_to_play(
    device: Noting, voice: str, plays: bool, heard: list[str]
) -> None:
    aloud = open_aloud(voice, "en-US", None, plays=plays, waits=False)
    device.asked.clear()
    aloud.show([REPLY])
    assert device.asked == heard


def test_whoever_opens_it_says_whether_it_waits(device: Noting) -> None:
    aloud = open_aloud("two", "en-US", None, plays=True, waits=True)
    device.asked.clear()
    aloud.show([REPLY])
    assert device.asked[-1] == "wait"


@pytest.mark.usefixtures("device")
def test_a_voice_that_cannot_be_opened_leaves_the_text_and_no_recording(tmp_path: Path) -> None:
    aloud = open_aloud("dumb", "en-US", None, plays=True, waits=False)
    assert aloud.complaints == ["It cannot speak. The answers come in text only."]
    assert not aloud.plays
    with pytest.raises(InputError, match="It cannot speak"):
        open_aloud("dumb", "en-US", str(tmp_path / "evening.wav"), plays=True, waits=False)


@pytest.mark.usefixtures("device")
def test_a_recording_is_written_when_all_is_over(tmp_path: Path) -> None:
    path = tmp_path / "evening.wav"
    aloud = open_aloud("two", "en-US", str(path), plays=False, waits=False)
    aloud.show([REPLY])
    aloud.close()
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnframes()) == (RATE, 2 + 80)
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)


def test_a_recording_in_which_nobody_speaks_is_silence_of_its_length(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "evening.wav")
    recording.silence(2.0)
    recording.close()
    with wave.open(str(tmp_path / "evening.wav")) as file:
        assert file.getnframes() / file.getframerate() == 2.0


def test_a_recording_takes_one_rate_only_and_is_told_where_it_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    recording = Recording(tmp_path / "folder" / "evening.wav")
    recording.speech(b"\x01\x00", RATE)
    with pytest.raises(ValueError, match="a recording of 100 samples a second cannot take 200"):
        recording.speech(b"\x01\x00", 200)
    (tmp_path / "folder" / "evening.wav").unlink()
    (tmp_path / "folder").rmdir()
    with pytest.raises(InputError, match="cannot be written"):
        recording.close()


def test_music_follows_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracks, "frames", lambda url, offset_ms, rate: bytes(8))
    music = Exchange(ssml=REPLY.ssml, directives=(MUSIC,))
    queued = Exchange(ssml=REPLY.ssml, directives=(MUSIC | {"playBehavior": "ENQUEUE"},))
    assert asked(music) == ["begin", "add 2", "add 2", "add 8", "end"]
    assert asked(queued) == asked(REPLY)
    assert asked(music, reason="There is no device.") == []
