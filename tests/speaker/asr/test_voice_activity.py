# SPDX-License-Identifier: Apache-2.0
"""Where utterances begin and end, by a detector that does as it is told."""

from __future__ import annotations

from skill.speaker.asr.voice_activity import (
    FRAME_BYTES,
    FRAME_S,
    LONGEST_S,
    PREROLL_S,
    TAIL_S,
    Endpointer,
    utterances_of,
)
from skill.speaker.snd.samples import samples_of

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
    assert len(cut((SPOKEN, 1), (QUIET, 0.5), (SPOKEN, 1))) == 1


def test_the_end_of_the_recording_ends_an_utterance() -> None:
    assert cut((QUIET, 1), (SPOKEN, 1)) == [round(PREROLL_S + 1, 1)]


def test_a_click_is_no_utterance() -> None:
    assert cut((QUIET, 1), (SPOKEN, FRAME_S), (QUIET, 2)) == []


def test_speech_without_end_is_cut() -> None:
    first, *rest = cut((SPOKEN, 60))
    assert first == round(LONGEST_S, 1)
    assert sum((first, *rest)) > 59


def test_silence_holds_nothing() -> None:
    assert cut((QUIET, 5)) == []
    assert list(utterances_of(b"", LoudIsSpeech())) == []


def test_a_soft_recording_is_made_louder_for_the_detector() -> None:
    detector = LoudIsSpeech()
    soft = b"\x00\x01" * (FRAME_BYTES // 2)
    assert len(list(utterances_of(QUIET * 30 + soft * 30 + QUIET * 60, detector))) == 1
    assert min(detector.gains) > 10


def test_frames_in_utterance_out() -> None:
    endpointer = Endpointer(LoudIsSpeech(), pause_s=0.5)
    for frame in [QUIET] * 20 + [SPOKEN] * 20:
        assert endpointer.push(frame) is None
    assert endpointer.in_speech
    ends = [bool(endpointer.push(QUIET)) for _ in range(30)]
    assert ends.index(True) == round(0.5 / FRAME_S) - 1
    assert not endpointer.in_speech
    assert endpointer.end() is None
