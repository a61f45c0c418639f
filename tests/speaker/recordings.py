# SPDX-License-Identifier: Apache-2.0
"""Recordings for the tests of the ears: WAV files of any kind, and sentences that the voice says."""

from __future__ import annotations

import struct
import wave
from pathlib import Path
from xml.sax.saxutils import escape

from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import at_rate
from skill.speaker.tts.voice import Voice


def said(voice: Voice, sentence: str) -> bytes:
    """A sentence as frames at the ears' rate."""
    speech = voice.speak(f"<speak>{escape(sentence)}</speak>")
    assert speech
    return at_rate(speech.frames, speech.rate, RATE)


def write(path: Path, frames: bytes, rate: int = RATE, channels: int = 1, width: int = 2) -> Path:
    """A WAV file of PCM."""
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(frames)
    return path


def wav(
    *,
    codec: int = 1,
    channels: int = 1,
    rate: int = RATE,
    bits: int = 16,
    data: bytes = b"\x01\x00" * RATE,
    size: int | None = None,
    extra: bytes = b"",
) -> bytes:
    """The bytes of a WAV file, right or wrong; `size` is what the data's head claims."""
    block = channels * bits // 8
    layout = struct.pack("<HHIIHH", codec, channels, rate, rate * block, block, bits) + extra
    parts = b"fmt " + struct.pack("<I", len(layout)) + layout
    parts += b"data" + struct.pack("<I", len(data) if size is None else size) + data
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts
