# SPDX-License-Identifier: Apache-2.0
"""Talking into a microphone: when it is open, what ends a line, and that typing counts all the while."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Generator, Iterator, Sequence

import pytest
from cases import each_case

from skill.errors import InputError
from skill.speaker.asr.ears import Hearing
from skill.speaker.asr.voice_activity import FRAME_BYTES, FRAME_S
from skill.speaker.console.listening import PAUSE_S, SpokenInput, StandardInput
from skill.speaker.snd.microphone import DeviceMicrophone, open_microphone
from skill.speaker.snd.samples import samples_of

QUIET, SPOKEN, WAKE = (bytes([0, loudness]) * (FRAME_BYTES // 2) for loudness in (0, 32, 64))
SECOND = round(1 / FRAME_S)


class Room:
    """A microphone in a room where it is said in advance what happens; it tells how long it was open."""

    def __init__(self, *frames: bytes) -> None:
        self._frames: Iterator[bytes] = iter(frames)
        self.open = False
        self.heard = 0

    def frames(self) -> Generator[bytes, None, None]:
        self.open = True
        try:
            for frame in self._frames:
                self.heard += 1
                yield frame
            while True:
                self.heard += 1
                yield QUIET
        finally:
            self.open = False


class Loudness:
    """A detector for which every loud frame is speech."""

    def probability(self, frame: bytes, gain: float = 1.0) -> float:
        return float(max(samples_of(frame)) > 1_000)

    def reset(self) -> None:
        pass


class Counting:
    """Ears that say how many loud frames an utterance has."""

    def __init__(self) -> None:
        self.expected: list[Sequence[str]] = []
        self.before: list[int] = []

    def hear(self, utterance: bytes, expects: Sequence[str] = ()) -> Hearing:
        frames = [utterance[at : at + FRAME_BYTES] for at in range(0, len(utterance), FRAME_BYTES)]
        loud = [frame != QUIET for frame in frames]
        self.before.append(loud.index(True))
        self.expected.append(expects)
        return Hearing(f"{sum(loud)} frames" if sum(loud) > 2 else "", 1.0)


class Keyboard:
    """Somebody who types a line once the microphone has heard so many frames."""

    def __init__(self, room: Room, *lines: tuple[int, str | None]) -> None:
        self._room = room
        self._lines = list(lines)

    def waiting(self) -> bool:
        return bool(self._lines) and self._lines[0][0] <= self._room.heard

    def read(self) -> str | None:
        return self._lines.pop(0)[1] if self._lines else None


class Loudest:
    """A wake word that is the loudest frame of all."""

    def heard(self, frame: bytes) -> bool:
        return frame == WAKE

    def reset(self) -> None:
        pass


def spoken(
    room: Room, *typed: tuple[int, str | None], ears: Counting | None = None, wakes: bool = False
) -> SpokenInput:
    return SpokenInput(
        room,
        ears or Counting(),  # type: ignore[arg-type]
        Loudness(),
        Keyboard(room, *typed),
        wake_word=Loudest() if wakes else None,
    )


def first(lines: SpokenInput, *, listens: bool = True, expects: Sequence[str] = ()) -> str | None:
    return next(lines.lines(lambda: listens, lambda: expects), None)


def test_what_is_said_is_a_line_when_it_has_ended() -> None:
    room = Room(*[QUIET] * 20, *[SPOKEN] * 30)
    assert first(spoken(room)) == "30 frames"
    assert room.heard == 20 + 30 + round(PAUSE_S / FRAME_S)


def test_the_beginning_of_a_word_is_kept() -> None:
    ears = Counting()
    first(spoken(Room(*[QUIET] * 20, *[SPOKEN] * 30), ears=ears))
    assert ears.before[0] * FRAME_S == pytest.approx(0.3, abs=FRAME_S)


def test_the_ears_are_told_what_the_conversation_waits_for() -> None:
    ears = Counting()
    first(spoken(Room(*[SPOKEN] * 30), ears=ears), expects=["AMAZON.YesIntent"])
    assert ears.expected == [["AMAZON.YesIntent"]]


def test_eight_seconds_of_silence_are_an_empty_line() -> None:
    room = Room()
    assert first(spoken(room)) == ""
    assert room.heard == pytest.approx(8 * SECOND, abs=5)


def test_speech_that_no_ear_makes_out_is_unclear() -> None:
    assert first(spoken(Room(SPOKEN, SPOKEN))) == "(unclear)"


def test_the_microphone_is_shut_while_nobody_waits_for_a_line() -> None:
    room = Room(*[SPOKEN] * 30)
    lines = spoken(room).lines(lambda: True, tuple)
    next(lines)
    assert not room.open


def test_a_typed_line_counts_while_the_microphone_is_open() -> None:
    room = Room(*[QUIET] * 40)
    assert first(spoken(room, (10, "stop"))) == "stop"
    assert not room.open


def test_enter_ends_what_is_being_said() -> None:
    room = Room(*[SPOKEN] * 200)
    assert first(spoken(room, (50, ""))) == "50 frames"


def test_enter_while_nobody_speaks_is_silence() -> None:
    assert first(spoken(Room(), (5, ""))) == ""


def test_the_end_of_typing_ends_the_conversation() -> None:
    assert first(spoken(Room(), (5, None))) is None
    assert first(spoken(Room(), (0, None)), listens=False) is None


def test_while_the_session_is_closed_enter_is_pushed_to_talk() -> None:
    room = Room(*[SPOKEN] * 30)
    assert first(spoken(room, (0, "")), listens=False) == "alexa, 30 frames"


def test_while_the_session_is_closed_a_typed_line_counts_as_it_is() -> None:
    room = Room(*[SPOKEN] * 30)
    assert first(spoken(room, (0, "alexa, next")), listens=False) == "alexa, next"
    assert room.heard == 0


def test_the_wake_word_opens_the_microphone_and_nothing_before_it_is_heard() -> None:
    room = Room(*[SPOKEN] * 100, *[QUIET] * 20, WAKE, *[QUIET] * 5, *[SPOKEN] * 30)
    assert first(spoken(room, wakes=True), listens=False) == "alexa, 30 frames"


def test_the_wake_word_and_silence_are_nothing() -> None:
    assert first(spoken(Room(WAKE), wakes=True), listens=False) == ""


def test_typing_counts_while_the_wake_word_is_waited_for() -> None:
    assert first(spoken(Room(), (30, "alexa, next"), wakes=True), listens=False) == "alexa, next"


def test_enter_opens_the_microphone_while_the_wake_word_is_waited_for() -> None:
    room = Room(*[QUIET] * 40, *[SPOKEN] * 30)
    assert first(spoken(room, (10, ""), wakes=True), listens=False) == "alexa, 30 frames"
    assert not room.open


def test_the_end_of_typing_ends_it_while_the_wake_word_is_waited_for() -> None:
    assert first(spoken(Room(), (5, None), wakes=True), listens=False) is None


@each_case(
    ("heard", "line"),
    [
        ("next", "alexa, next"),
        ("alexa next", "alexa, next"),
        ("alexa, next", "alexa, next"),
        ("alexa", "alexa"),
        ("", "(unclear)"),
    ],
)
def test_a_line_that_wakes_the_speaker_begins_with_the_wake_word_once(heard: str, line: str) -> None:
    ears = Counting()
    ears.hear = lambda utterance, expects=(): Hearing(heard, 1.0)  # type: ignore[method-assign]
    assert first(spoken(Room(*[SPOKEN] * 30), (0, ""), ears=ears), listens=False) == line


def test_what_the_microphone_does_is_told() -> None:
    told: list[str] = []
    for wakes in (False, True):
        lines = spoken(Room(WAKE, *[SPOKEN] * 30), *([] if wakes else [(0, "")]), wakes=wakes)
        lines._tell = told.append
        first(lines, listens=False)
        first(lines, listens=True)
    listening = "(listening)"
    asleep = ["(press Enter to talk)", "(say alexa, or press Enter to talk)"]
    assert told == [asleep[0], listening, listening, asleep[1], listening, listening]


def test_each_time_the_wake_word_is_listened_for_anew() -> None:
    resets: list[bool] = []
    lines = spoken(Room(WAKE), (300, None), wakes=True)
    lines._wake_word.reset = lambda: resets.append(True)  # type: ignore[union-attr, method-assign]
    assert list(lines.lines(lambda: False, tuple)) == [""]
    assert resets == [True, True]


def test_a_line_of_standard_input_is_there_once_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as typed, os.fdopen(writing, "wb", buffering=0) as keyboard:
        monkeypatch.setattr(sys, "stdin", typed)
        lines = StandardInput()
        assert not lines.waiting()
        keyboard.write(b"yes\xff\r\n")
        assert lines.waiting()
        assert lines.read() == "yes\N{REPLACEMENT CHARACTER}"
        keyboard.close()
        assert lines.waiting()
        assert lines.read() is None


class PortAudioError(Exception):
    pass


class Package:
    """sounddevice, as far as it is used, on a machine whose device takes one rate."""

    PortAudioError = PortAudioError

    def __init__(self, rate: int | None) -> None:
        self._rate = rate

    def query_devices(self, kind: str) -> dict[str, float]:
        if self._rate is None:
            raise PortAudioError("no device")
        return {"default_samplerate": float(self._rate)}

    def check_input_settings(self, samplerate: int, **_: object) -> None:
        if samplerate != self._rate:
            raise PortAudioError("invalid rate")

    def RawInputStream(self, samplerate: int, **_: object) -> Package:
        assert samplerate == self._rate
        return self

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, size: int) -> tuple[bytes, bool]:
        return b"\x00\x20" * size, False


@each_case("rate", [16_000, 44_100, 48_000])
def test_a_device_of_any_rate_gives_frames_for_the_ears(rate: int) -> None:
    if rate != 16_000:
        pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    frames = DeviceMicrophone(Package(rate)).frames()
    heard = [next(frames) for _ in range(20)]
    frames.close()
    assert {len(frame) for frame in heard} == {FRAME_BYTES}
    assert max(samples_of(heard[10])) == pytest.approx(0x2000, rel=0.2)


def test_a_machine_without_a_device_is_told_in_one_sentence() -> None:
    with pytest.raises(InputError, match="no microphone on this machine"):
        DeviceMicrophone(Package(None))


@pytest.mark.parametrize(
    ("error", "sentence"), [(ImportError, "run `make setup`"), (OSError, "apt install libportaudio2")]
)
def test_what_is_missing_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], sentence: str
) -> None:
    real = builtins.__import__

    def refusing(name: str, *rest: object, **more: object) -> object:
        if name == "sounddevice":
            raise error("not here")
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refusing)
    with pytest.raises(InputError, match=sentence) as raised:
        open_microphone()
    assert "\n" not in str(raised.value)
