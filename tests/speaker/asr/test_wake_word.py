# SPDX-License-Identifier: Apache-2.0
"""The wake word in a stream of frames, with a stand-in for the package that hears it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from skill.errors import InputError
from skill.speaker.asr.wake_word import MicroWakeWordDetector


class Kept:
    """Keeps what it was given until it is reset."""

    def __init__(self) -> None:
        self.stream = b""

    def reset(self) -> None:
        self.stream = b""


class Features(Kept):
    """Makes a window of each two bytes."""

    def process_streaming(self, frame: bytes) -> Iterator[bytes]:
        self.stream += frame
        while len(self.stream) >= 2:
            window, self.stream = self.stream[:2], self.stream[2:]
            yield window


class Detector(Kept):
    """Hears the word where "alexa" has come in."""

    @classmethod
    def from_builtin(cls, model: object) -> Detector:
        return cls()

    def process_streaming(self, window: bytes) -> bool:
        self.stream += window
        return self.stream.endswith(b"alexa ")


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> MicroWakeWordDetector:
    package = SimpleNamespace(
        MicroWakeWord=Detector, MicroWakeWordFeatures=Features, Model=SimpleNamespace(ALEXA="alexa")
    )
    monkeypatch.setitem(sys.modules, "pymicro_wakeword", package)
    return MicroWakeWordDetector()


def test_it_is_heard_in_the_frame_in_which_it_ends(detector: MicroWakeWordDetector) -> None:
    assert [detector.heard(frame) for frame in (b"hey ", b"ale", b"xa h", b"i")] == [False, False, True, False]


@pytest.mark.parametrize("before", [b"al", b"ale"])
def test_another_stream_does_not_end_the_word_of_the_last(detector: MicroWakeWordDetector, before: bytes) -> None:
    detector.heard(before)
    detector.reset()
    assert not detector.heard(b"alexa "[len(before) :])
    detector.reset()
    assert detector.heard(b"alexa ")


def test_a_machine_without_the_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymicro_wakeword", None)
    with pytest.raises(InputError, match="install it with"):
        MicroWakeWordDetector()
