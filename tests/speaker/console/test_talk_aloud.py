# SPDX-License-Identifier: Apache-2.0
"""A conversation as people hear it, and its recording."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.errors import InputError
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.snd.recording import Recording
from skill.speaker.snd.samples import Speech
from skill.speaker.snd.spoken import BETWEEN_S, Aloud

from ..small_skill import EVENING, Json, SmallSkill, home_with, reply

OPEN = "alexa, open closer together"
HURT = "I don't feel safe"
WELCOME = reply("Hello, you two.", open=True)
HELP = reply("Call the emergency number.", open=True, attributes={"state": "safety"})
RATE = 100


class TenthSecondVoice:
    """Speaks everything as a tenth of a second of the same sample: how often it spoke, until it is told to fail."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.said: list[str] = []
        self.closed = False
        self._fails_at = fails_at

    def speak(self, ssml: str) -> Speech | None:
        if len(self.said) == self._fails_at:
            raise InputError("The voice is gone.")
        self.said.append(ssml)
        return Speech(len(self.said).to_bytes(2, "little") * (RATE // 10), RATE)

    def sentences(self, ssml: str) -> Iterator[Speech]:
        speech = self.speak(ssml)
        if speech:
            yield speech

    def close(self) -> None:
        self.closed = True


class ListeningLoudspeaker:
    """Notes what it is to play."""

    def __init__(self, reason: str | None = None, breaks: bool = False) -> None:
        self.reason = reason
        self.played: list[float] = []
        self.stopped = 0
        self._breaks = breaks

    def play(self, speech: Speech) -> None:
        self.played.append(speech.seconds)

    def begin(self, rate: int) -> None:
        self._rate = rate
        self.played.append(0.0)

    def add(self, frames: bytes) -> None:
        self.played[-1] = round(self.played[-1] + len(frames) / 2 / self._rate, 6)

    def end(self) -> None:
        pass

    def wait(self) -> None:
        if self._breaks:
            self.reason = "The plug is out."

    def stop(self) -> None:
        self.stopped += 1


def follow(aloud: Aloud, *lines: str, replies: tuple[Json, ...] = (WELCOME, HELP, reply("Bye."))) -> None:
    """Let it follow a conversation."""
    home = home_with(SmallSkill(*replies), ScriptedClock(EVENING))
    for line in lines:
        aloud.you(line)
        aloud.show(home.command(line) if line.startswith("@") else home.hear(line))


def heard(path: Path) -> list[tuple[int, float]]:
    """A recording as runs of one sample with their seconds."""
    with wave.open(str(path)) as recording:
        assert (recording.getnchannels(), recording.getsampwidth(), recording.getframerate()) == (1, 2, RATE)
        frames = recording.readframes(recording.getnframes())
    samples = [int.from_bytes(frames[at : at + 2], "little") for at in range(0, len(frames), 2)]
    runs: list[tuple[int, float]] = []
    for sample in samples:
        if runs and runs[-1][0] == sample:
            runs[-1] = (sample, runs[-1][1] + 1 / RATE)
        else:
            runs.append((sample, 1 / RATE))
    return [(sample, round(seconds, 2)) for sample, seconds in runs]


def test_speech_is_played_and_the_next_line_interrupts_it() -> None:
    loudspeaker = ListeningLoudspeaker()
    aloud = Aloud(TenthSecondVoice(), loudspeaker)
    assert aloud.plays
    trial = list(loudspeaker.played)
    follow(aloud, OPEN, "yes", replies=(WELCOME, reply("Bye.")))
    assert loudspeaker.played == [*trial, 0.1, 0.1]
    assert loudspeaker.stopped == 2


def test_without_a_sound_device_it_says_so_once_and_speaks_nothing() -> None:
    voice = TenthSecondVoice()
    aloud = Aloud(voice, ListeningLoudspeaker("No sound here."))
    assert not aloud.plays
    assert aloud.complaints == ["No sound here."]
    follow(aloud, OPEN, HURT)
    assert voice.said == []
    assert aloud.complaints == ["No sound here."]


def test_a_loudspeaker_that_turns_out_mute_is_found_at_the_start() -> None:
    aloud = Aloud(TenthSecondVoice(), ListeningLoudspeaker(breaks=True))
    assert not aloud.plays
    assert aloud.complaints == ["The plug is out."]


def test_a_voice_that_is_missing_is_told_and_text_goes_on() -> None:
    aloud = Aloud(TenthSecondVoice(fails_at=0), ListeningLoudspeaker())
    assert not aloud.plays
    assert aloud.complaints == ["The voice is gone. The answers come in text only."]


def test_a_voice_that_fails_on_the_way_no_longer_counts_as_heard() -> None:
    aloud = Aloud(TenthSecondVoice(fails_at=2), ListeningLoudspeaker())
    follow(aloud, OPEN)
    assert aloud.plays
    follow(aloud, OPEN)
    assert not aloud.plays
    assert len(aloud.complaints) == 1


def test_a_recording_holds_both_sides_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "evening.wav"
    voice = TenthSecondVoice()
    aloud = Aloud(voice, ListeningLoudspeaker("No sound here."), Recording(path))
    follow(aloud, OPEN, "@wait 3s", "yes", replies=(WELCOME, reply("Bye.")))
    aloud.close()
    assert voice.closed
    assert voice.said[1:] == [
        f"<speak>{OPEN}</speak>",
        "<speak>Hello, you two.</speak>",
        "<speak>yes</speak>",
        "<speak>Bye.</speak>",
    ]
    assert heard(path) == [part for number in (2, 3, 4, 5) for part in ((number, 0.1), (0, BETWEEN_S))]


def test_a_recording_is_silent_about_safety_which_is_played(tmp_path: Path) -> None:
    path = tmp_path / "evening.wav"
    voice, loudspeaker = TenthSecondVoice(), ListeningLoudspeaker()
    aloud = Aloud(voice, loudspeaker, Recording(path))
    follow(aloud, OPEN, HURT)
    aloud.close()
    assert not any(HURT in said for said in voice.said)
    assert voice.said[-1] == "<speak>Call the emergency number.</speak>"
    assert loudspeaker.played[-1] == 0.1
    *_, (sample, seconds) = heard(path)
    assert sample == 0
    assert seconds > 3 * BETWEEN_S
    assert [sample for sample, _ in heard(path)] == [2, 0, 3, 0]


def test_what_is_recorded_of_a_line_is_words_and_not_too_many(tmp_path: Path) -> None:
    voice = TenthSecondVoice()
    aloud = Aloud(voice, ListeningLoudspeaker("No sound here."), Recording(tmp_path / "evening.wav"))
    follow(aloud, "Tom & <Alex>\x1b" + "x" * 10_000)
    assert voice.said[-1].startswith("<speak>Tom &amp; &lt;Alex&gt; x")
    assert len(voice.said[-1]) < 500


def test_a_recording_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        Recording(tmp_path / "no folder" / "evening.wav")
    with pytest.raises(InputError, match="voice is gone"):
        Aloud(TenthSecondVoice(fails_at=0), ListeningLoudspeaker(), Recording(tmp_path / "evening.wav"))
