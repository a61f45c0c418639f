# SPDX-License-Identifier: Apache-2.0
"""Recordings for the tests of the ears: WAV files of any kind, and sentences that were said once and kept (`said/`)."""

from __future__ import annotations

import struct
import wave
from collections.abc import Iterator
from pathlib import Path

from bench.said import FOLDER, name_of
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import Speech
from skill.speaker.tts.ssml import plain, read_ssml


def said(sentence: str) -> bytes:
    """A sentence of `said/sentences.txt` as frames at the ears' rate."""
    with wave.open(str(FOLDER / f"{name_of(sentence)}.wav")) as file:
        return file.readframes(file.getnframes())


class SaidBefore:
    """A voice that says only what it said once."""

    def speak(self, ssml: str) -> Speech:
        return Speech(said(plain(read_ssml(ssml))), RATE)

    def sentences(self, ssml: str) -> Iterator[Speech]:
        yield self.speak(ssml)

    def close(self) -> None:
        pass


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
