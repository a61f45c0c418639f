# SPDX-License-Identifier: Apache-2.0
"""From the pad and the bells to whole sounds: levels, fades, and what sounds at the end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audio import bell
from audio.pad import RATE, Pad, Samples, eased
from skill.tracks import CHIME, TAIL, Track

TALK_GAIN = 0.0555
"""Brings a talk's music to -23 LUFS as it is heard: LAME takes half a decibel away."""
TAIL_GAIN = 0.55 * TALK_GAIN
"""Five decibels softer."""
CHIME_GAIN = 0.2
"""As loud as the music that it ends, for the music has half faded by then."""
CHIME_AFTER_TAIL_GAIN = 0.13

FADE_IN_S = 5.0
FADE_OUT_S = 9.0
"""Seconds in which the pad fades away. It has gone one second before the end, while the chime still rings."""
BLOCK_S = 2
"""Seconds that are made at a time."""


def blocks(track: Track, block_s: float = BLOCK_S) -> Iterator[Samples]:
    """A sound in blocks, from its beginning to its end. Full scale is -1 to 1, and none of them reaches it."""
    if track == CHIME:
        yield CHIME_GAIN * bell.chime(track.seconds)
    else:
        yield from _music(track, round(block_s * RATE))


def _music(track: Track, block: int) -> Iterator[Samples]:
    total = round(track.seconds * RATE)
    pad = Pad(f"closer together: {track.name}", track.seconds)
    gain, chime_gain = (TAIL_GAIN, CHIME_AFTER_TAIL_GAIN) if track == TAIL else (TALK_GAIN, CHIME_GAIN)
    chime = chime_gain * bell.chime(CHIME.seconds)
    strikes = total - len(chime)
    for start in range(0, total, block):
        count = min(block, total - start)
        seconds = np.arange(start, start + count) / RATE
        fades = eased(seconds / FADE_IN_S) * eased((track.seconds - 1.0 - seconds) / FADE_OUT_S)
        sound = gain * fades * pad.samples(start, count)
        ringing = chime[max(0, start - strikes) : max(0, start + count - strikes)]
        sound[count - len(ringing) :] += ringing
        yield sound
