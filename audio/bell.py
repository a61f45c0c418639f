# SPDX-License-Identifier: Apache-2.0
"""The chime: soft bells that ring by themselves."""

from __future__ import annotations

import numpy as np

from audio.pad import RATE, Samples, eased

OVERTONES = ((1.0, 1.0, 1.0), (2.0, 0.3, 0.55), (3.01, 0.08, 0.35), (4.16, 0.03, 0.2))
"""Of a bell: times the frequency, level, and how long it rings, as a share of the ground note's time."""
ATTACK_S = 0.03
"""A felt mallet, not a hammer."""

CHIME = ((0.15, 587.33, 0.65), (0.75, 739.99, 0.8), (1.35, 880.0, 0.8))
"""When each bell is struck, in seconds; its frequency (D, F sharp, A); its level."""
CHIME_RINGS_S = 1.1
"""Seconds until a bell has lost 8.7 dB."""
CHIME_FADES_S = 1.5
"""Seconds before its end in which the chime fades to nothing."""


def chime(seconds: float) -> Samples:
    """Three bells, one after the other. Its level is about 1 before any gain."""
    sound = np.zeros(round(seconds * RATE))
    for at, hertz, level in CHIME:
        begin = round(at * RATE)
        sound[begin:] += level * _bell(hertz, len(sound) - begin, CHIME_RINGS_S)
    return sound * _fading(len(sound), CHIME_FADES_S)


def _bell(hertz: float, count: int, rings_s: float) -> Samples:
    seconds = np.arange(count) / RATE
    sound = np.zeros(count)
    for times, level, lasts in OVERTONES:
        sound += level * np.exp(-seconds / (rings_s * lasts)) * np.sin(2 * np.pi * hertz * times * seconds)
    return sound * eased(seconds / ATTACK_S)


def _fading(count: int, seconds: float) -> Samples:
    """1, and to 0 in the last `seconds`; the very last tenth of a second is silent."""
    left = (count - 1 - np.arange(count)) / RATE
    return eased((left - 0.1) / seconds)
