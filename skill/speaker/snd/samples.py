# SPDX-License-Identifier: Apache-2.0
"""Sound as this speaker handles it: 16-bit mono samples, signed, little-endian, with their rate.

Only what is true of any sound belongs here. Recordings that people hand in are read by `ears_recording.py`.
"""

from __future__ import annotations

import array
import sys
from pathlib import Path
from typing import Any

from msgspec import Struct

from skill.errors import InputError

SAMPLE_BYTES = 2
LOUDEST = 32_767
QUIET = 96
"""Samples up to this (one part in 340 of full scale) are heard as silence."""


class Speech(Struct, frozen=True):
    """Something to play."""

    frames: bytes
    """16-bit mono samples."""
    rate: int
    """Samples a second."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.frames) / SAMPLE_BYTES / self.rate


def silence(seconds: float, rate: int) -> bytes:
    """Digital silence."""
    return bytes(round(seconds * rate) * SAMPLE_BYTES)


def samples_of(frames: bytes) -> array.array[int]:
    """The samples as numbers."""
    samples = array.array("h", frames)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def frames_of(samples: array.array[int]) -> bytes:
    """The opposite of `samples_of`."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples.tobytes()


def without_quiet_ends(frames: bytes) -> bytes:
    """The same with the silence before and after it cut off; empty where all is silence."""
    samples = samples_of(frames)
    loud = (at for at, sample in enumerate(samples) if abs(sample) > QUIET)
    first = next(loud, None)
    if first is None:
        return b""
    last = next(at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) > QUIET)
    return frames[first * SAMPLE_BYTES : (last + 1) * SAMPLE_BYTES]


def with_gain(frames: bytes, gain: float) -> bytes:
    """The same sound, so much louder or softer; what would be louder than the loudest sample is cut off there."""
    loud = (round(sample * gain) for sample in samples_of(frames))
    return frames_of(array.array("h", (max(-LOUDEST, min(LOUDEST, sample)) for sample in loud)))


def at_rate(frames: bytes, rate: int, wanted: int) -> bytes:
    """The same sound at another rate. InputError where the package for it is missing."""
    if rate == wanted or not frames:
        return frames
    mini = converter()
    sixteen = mini.SampleFormat.SIGNED16
    converted = mini.convert_frames(sixteen, 1, rate, frames, sixteen, 1, wanted)
    return bytes(converted)


def decoded(path: Path, rate: int) -> bytes:
    """A sound file (MP3, WAV, FLAC or Ogg Vorbis) as frames at this rate. InputError where it cannot be read."""
    mini = converter()
    try:
        sound = mini.decode(path.read_bytes(), mini.SampleFormat.SIGNED16, nchannels=1, sample_rate=rate)
    except (OSError, mini.MiniaudioError) as error:
        raise InputError(f"{path}: the sound cannot be read ({error}); give an MP3 or WAV file.") from None
    return frames_of(array.array("h", sound.samples))


def converter() -> Any:
    """The package that converts sounds. InputError where it is missing."""
    try:
        import miniaudio  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        raise InputError(
            "Sound cannot be converted: the package miniaudio is missing; run `make setup`, or give 16-bit mono files."
        ) from None
    return miniaudio
