# SPDX-License-Identifier: Apache-2.0
"""The pad: slow, soft chords. Which notes sound when, how they swell, and their samples at any position."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

RATE = 24_000
"""Samples a second, of every sound here."""

Draw = Callable[[], float]
"""Gives the next number from 0 up to 1."""
Samples = npt.NDArray[np.float64]
"""One channel; full scale is -1 to 1."""

Chord = tuple[int, ...]
"""MIDI notes, lowest first."""
TONIC: Chord = (50, 57, 62, 66, 69)
"""The chord that each track begins and ends with: D A D F# A."""
CHORDS: tuple[Chord, ...] = (
    TONIC,
    (43, 50, 59, 66, 69),  # G D B F# A
    (47, 54, 62, 64, 69),  # B F# D E A
    (45, 52, 57, 62, 64),  # A E A D E
    (52, 59, 62, 67, 69),  # E B D G A
    (42, 57, 62, 64, 69),  # F# A D E A
    (43, 55, 59, 62, 66),  # G G B D F#
    (50, 57, 61, 64, 69),  # D A C# E A
)
"""No half tones and no tritones within an octave, and all highest notes within a fourth: nothing sticks out."""
CHORD_S = 13.0
"""Seconds between chords, on average; each differs from it by up to a fifth."""
FINAL_S = 14.0
"""Seconds of the last chord."""
MELT_S = 6.0
"""Seconds in which one chord becomes the next."""

DETUNED = ((1.0, 1.0), (2 ** (1.7 / 1200), 0.25), (2 ** (-2.3 / 1200), 0.25))
"""Frequency and level of a note's three waves: 1.7 cents above and 2.3 below beat slower than once in three seconds."""
OVERTONES = (1.0, 0.5, 0.22, 0.11, 0.05, 0.02)
SOFT_ABOVE_HZ = 700.0
"""Where the overtones begin to fade, as behind a curtain."""
SWELL = 0.25
"""How much of its level a note loses and gains while it swells."""
SWELL_S = (11.0, 29.0)
"""Seconds of a swell, from and to."""

_TURN = 1 << 32
"""A whole turn of a wave, in the steps in which its turning is counted."""
_TABLE = 1 << 16
"""Samples of one turn in a wave's table."""
_PHASES: Samples = np.linspace(0.0, 2 * np.pi, _TABLE, endpoint=False)
_SINE: Samples = np.sin(_PHASES)


class Pad:
    """A pad of so many seconds, its chords and swells drawn by `seed`. Its level is about 1 before any gain."""

    def __init__(self, seed: str, seconds: float) -> None:
        draw = random.Random(seed).random  # The one method whose numbers Python promises never to change.
        self.chords = _progression(draw, seconds)
        """When each chord begins, in seconds, and which it is."""
        self._notes = {note: _Note(note, draw) for note in sorted({note for chord in CHORDS for note in chord})}

    def samples(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count`: the same however the pad is cut into blocks."""
        sound = np.zeros(count)
        for note, level in self._levels(start, count):
            sound += level * self._notes[note].samples(start, count)
        return sound

    def _levels(self, start: int, count: int) -> Iterator[tuple[int, Samples]]:
        """Notes that sound in the block, and how loud each is at each sample, 0 to 1."""
        seconds = np.arange(start, start + count) / RATE
        starts, chords = self.chords
        first = max(0, bisect_right(starts, float(seconds[0]) - MELT_S) - 1)
        last = bisect_right(starts, float(seconds[-1]))
        risen = [eased((seconds - begin) / MELT_S) for begin in starts[first:last]]
        risen[0] = np.ones(count)  # What comes before it has faded already.
        levels: dict[int, Samples] = {}
        for at, begun in enumerate(risen):
            shares = begun - risen[at + 1] if at + 1 < len(risen) else begun
            for note in chords[first + at]:
                # Of a note in both chords the shares add up to one: it sounds on.
                levels[note] = levels[note] + shares if note in levels else shares
        yield from sorted(levels.items())


class _Note:
    """One note, sounding all the time."""

    def __init__(self, note: int, draw: Draw) -> None:
        hertz = 440.0 * 2 ** ((note - 69) / 12)
        self._wave = _wave(hertz)
        self._voices = [(_step(hertz * ratio), int(draw() * _TURN), level) for ratio, level in DETUNED]
        shortest, longest = SWELL_S
        self._swell = _step(1 / (shortest + (longest - shortest) * draw())), int(draw() * _TURN)

    def samples(self, start: int, count: int) -> Samples:
        sound = np.zeros(count)
        for step, phase, level in self._voices:
            sound += level * self._wave[_positions(step, phase, start, count)]
        swell = 1 + SWELL * _SINE[_positions(*self._swell, start, count)]
        sound *= swell
        return sound


def _progression(draw: Draw, seconds: float) -> tuple[list[float], list[Chord]]:
    """When each chord begins, in seconds, and which it is: the tonic first and last, and no chord soon again."""
    count = max(2, round((seconds - FINAL_S) / CHORD_S))
    lengths = [0.8 + 0.4 * draw() for _ in range(count)]
    scale = (seconds - FINAL_S) / sum(lengths)
    starts, chords = [0.0], [TONIC]
    for number, length in enumerate(lengths, 1):
        starts.append(starts[-1] + length * scale)
        if number < count:
            too_soon = {*chords[-2:], *([TONIC] if number == count - 1 else [])}
            others = [chord for chord in CHORDS if chord not in too_soon]
            chords.append(others[int(draw() * len(others))])
    return starts, [*chords, TONIC]


@cache
def _wave(hertz: float) -> Samples:
    """One turn of a note's wave: a sine and its softened overtones."""
    wave = np.zeros(_TABLE)
    for number, level in enumerate(OVERTONES, 1):
        wave += level / (1 + (number * hertz / SOFT_ABOVE_HZ) ** 2) * np.sin(number * _PHASES)
    return wave


def _step(hertz: float) -> int:
    """How far a wave turns from one sample to the next; a whole turn is _TURN."""
    return round(hertz / RATE * _TURN)


def _positions(step: int, phase: int, start: int, count: int) -> npt.NDArray[np.uint32]:
    """Where in its table a wave is at each sample. In whole numbers, so that nothing drifts in twenty minutes."""
    turned = np.arange(count, dtype=np.uint32) * np.uint32(step) + np.uint32((phase + start * step) % _TURN)
    turned //= np.uint32(_TURN // _TABLE)
    return turned


def eased(share: Samples) -> Samples:
    """0 before 0, 1 after 1, and between them half a cosine."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0))
