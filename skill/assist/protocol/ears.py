# SPDX-License-Identifier: Apache-2.0
"""Our ears as a service: the sound of one utterance in, its words out."""

from __future__ import annotations

from collections.abc import Callable

from wyoming.audio import AudioChunk, AudioChunkConverter, AudioFormat
from wyoming.event import Event

from skill.errors import InputError
from skill.speaker.asr.ears import Ears
from skill.speaker.asr.wav import CHANNELS, RATE, RATES
from skill.speaker.snd.samples import SAMPLE_BYTES

LONGEST_S = 30
"""Home Assistant cuts an utterance at 15 s; what is longer is cut here."""
WIDTHS = range(1, 5)
"""Bytes of a sample."""

Hears = Callable[[bytes], str]


def hears_with(ears: Ears) -> Hears:
    """What writes an utterance down."""
    return lambda frames: ears.hear(frames).transcript if frames else ""


class Utterance:
    """The sound of one utterance while it comes in."""

    def __init__(self) -> None:
        self._converter = AudioChunkConverter(rate=RATE, width=SAMPLE_BYTES, channels=1)
        self._frames = bytearray()

    def add(self, event: Event) -> None:
        """One piece of it. InputError where it is no sound that can be heard."""
        chunk = AudioChunk.from_event(event)
        if not _is_sound(chunk) or len(chunk.audio) % (chunk.width * chunk.channels):
            raise InputError("The sound has no known form; send PCM with its rate, width and channels.")
        if len(self._frames) < LONGEST_S * RATE * SAMPLE_BYTES:
            self._frames += self._converter.convert(chunk).audio

    @property
    def frames(self) -> bytes:
        """16-bit mono frames at the ears' rate."""
        return bytes(self._frames[: LONGEST_S * RATE * SAMPLE_BYTES])


def _is_sound(sound: AudioFormat) -> bool:
    figures = (sound.rate, sound.width, sound.channels)
    if not all(isinstance(figure, int) for figure in figures):
        return False
    return sound.rate in RATES and sound.width in WIDTHS and sound.channels in CHANNELS
