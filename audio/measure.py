# SPDX-License-Identifier: Apache-2.0
"""What a finished file is like, as a player hears it: its length, loudness and peak. It is read in pieces."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import miniaudio
import numpy as np
from msgspec import Struct

from audio.pad import RATE, Samples

PIECE_S = 60
GATE_S = 0.4
"""Seconds of a gating block, and the part of it by which each is later than the one before (ITU-R BS.1770-4)."""
GATE_STEP_S = 0.1
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0


class Measured(Struct, frozen=True):
    """One file."""

    seconds: float
    lufs: float
    """Integrated loudness; minus infinity for silence."""
    peak_db: float
    """Highest sample, in decibels of full scale."""


def measure(path: Path, piece_s: float = PIECE_S) -> Measured:
    """Decode an MP3 file and measure it, with `piece_s` seconds of it in memory at a time."""
    samples, peak = 0, 0.0
    momentary: list[float] = []
    for piece in _overlapping(decoded(path, piece_s)):
        momentary += momentary_lufs(piece)
        peak = max(peak, float(np.abs(piece).max()))
        samples += len(piece) - (_KEPT if samples else 0)
    return Measured(samples / RATE, integrated_lufs(momentary), 20 * math.log10(peak) if peak else -math.inf)


def decoded(path: Path, seconds: float = PIECE_S) -> Iterator[Samples]:
    """The samples of a file, so many seconds at a time."""
    frames = round(seconds * RATE)
    stream = miniaudio.stream_file(str(path), nchannels=1, sample_rate=RATE, frames_to_read=frames)
    for piece in stream:
        yield np.frombuffer(piece, dtype=np.int16) / 32768


def momentary_lufs(sound: Samples) -> list[float]:
    """The loudness of each gating block; of a sound that is shorter than one, none."""
    if len(sound) < GATE_S * RATE:
        return []
    import pyloudnorm  # here, as it brings SciPy: seconds that nobody waits for who measures nothing

    meter = pyloudnorm.Meter(RATE, block_size=GATE_S, overlap=1 - GATE_STEP_S / GATE_S)
    meter.integrated_loudness(sound)
    return [float(loudness) for loudness in meter.blockwise_loudness]


def integrated_lufs(momentary: list[float]) -> float:
    """The loudness of a whole from that of its blocks: BS.1770's two gates, the absolute and the relative one.

    pyloudnorm does the same, but only of a sound that is in memory as a whole.
    """
    powers = [10 ** (loudness / 10) for loudness in momentary if loudness >= ABSOLUTE_GATE_LUFS]
    if not powers:
        return -math.inf
    gate = sum(powers) / len(powers) * 10 ** (RELATIVE_GATE_LU / 10)
    powers = [power for power in powers if power > gate]
    return 10 * math.log10(sum(powers) / len(powers))


_KEPT = round((GATE_S - GATE_STEP_S) * RATE)


def _overlapping(pieces: Iterator[Samples]) -> Iterator[Samples]:
    """The same pieces, each with so much of the one before that no gating block is lost between them."""
    kept = np.zeros(0)
    for piece in pieces:
        yield np.concatenate([kept, piece])
        kept = piece[-_KEPT:]
