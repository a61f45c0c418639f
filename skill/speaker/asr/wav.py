# SPDX-License-Identifier: Apache-2.0
"""Recordings that people hand in: WAV files, read with distrust, as 16-bit mono samples at the ears' rate.

Any file is input from outside. What cannot be heard is told in one sentence that names the file and the place in it.
Rates, channels and widths are converted, a minute at a time, so that a long recording takes little memory.
"""

from __future__ import annotations

import array
import io
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from skill.errors import InputError
from skill.speaker.snd.samples import SAMPLE_BYTES, converter

RATE = 16_000
"""What the recognisers' models were trained on."""
LONGEST_S = 3 * 3600
"""Seconds of one recording: longer than any evening, and 350 MB of samples in memory."""
RATES = range(2_000, 400_001)
CHANNELS = range(1, 33)
BLOCK_S = 60

PCM, FLOAT, EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
FORMATS = {
    (PCM, 8): "UNSIGNED8",
    (PCM, 16): "SIGNED16",
    (PCM, 24): "SIGNED24",
    (PCM, 32): "SIGNED32",
    (FLOAT, 32): "FLOAT32",
    (FLOAT, 64): "FLOAT32",
}
"""Codec and bits to what the converter calls them; doubles are made floats first."""
CODECS = {0x0002: "ADPCM", 0x0006: "A-law", 0x0007: "mu-law", 0x0011: "ADPCM", 0x0050: "MPEG", 0x0055: "MP3"}
UNKNOWN_SIZE = 0xFFFF_FFFF
"""Written by programs that stream: the sound goes on to the end of the file."""
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
_SUBFORMAT_AT = 24
_FORMAT_MAX = 64


class _Sound(Struct, frozen=True):
    codec: int
    channels: int
    rate: int
    bits: int
    start: int = 0
    size: int = 0

    @property
    def block(self) -> int:
        """Bytes of one moment, all channels."""
        return self.channels * self.bits // 8

    @property
    def is_plain(self) -> bool:
        """Whether it is what the ears take."""
        return (self.codec, self.bits, self.channels, self.rate) == (PCM, SAMPLE_BYTES * 8, 1, RATE)


def read_recording(path: Path) -> bytes:
    """The 16-bit mono frames of a WAV file at RATE. InputError, one sentence with file and place, for other files."""
    try:
        if path.is_dir():
            raise _unusable(path, "this is a folder", "give the name of one WAV file")
        # Opened without blocking: a pipe that nobody writes to would be waited for for ever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            return _read(file, path)
    except FileNotFoundError:
        raise _unusable(path, "there is no such file", "check its name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise _unusable(path, f"it cannot be read ({reason})", "check its name and rights") from None


def frames_in(data: bytes, path: Path) -> bytes:
    """The same for the bytes of a WAV file; `path` is what an InputError calls it."""
    return _read(io.BytesIO(data), path)


def _read(file: BinaryIO, path: Path) -> bytes:
    if not file.seekable():
        raise _unusable(path, "the file is empty or a pipe", "give the name of one WAV file")
    length = file.seek(0, os.SEEK_END)
    if not length:
        raise _unusable(path, "the file is empty", "record it again")
    sound = _sound_in(file, length, path)
    package = None if sound.is_plain else converter()
    file.seek(sound.start)
    parts, left = [], sound.size
    while left and (block := file.read(min(left, BLOCK_S * sound.rate * sound.block))):
        left -= len(block)
        parts.append(block if package is None else _converted(package, block, sound))
    return b"".join(parts)


def _converted(package: Any, block: bytes, sound: _Sound) -> bytes:
    if (sound.codec, sound.bits) == (FLOAT, 64):
        block = array.array("f", array.array("d", block)).tobytes()
    written = package.SampleFormat[FORMATS[sound.codec, sound.bits]]
    sixteen = package.SampleFormat.SIGNED16
    return bytes(package.convert_frames(written, sound.channels, sound.rate, block, sixteen, 1, RATE))


def _sound_in(file: BinaryIO, length: int, path: Path) -> _Sound:
    """What the file holds, and where in it the samples are."""
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise _unusable(path, "byte 0: this is not a WAV file", "save it as 16-bit PCM WAV")
    layout: _Sound | None = None
    for name, at, size in _chunks(file, length, path):
        if name == b"fmt ":
            file.seek(at)
            layout = _layout(file.read(min(size, _FORMAT_MAX)), path, at)
        elif name == b"data":
            if layout is None:
                raise _unusable(path, f"byte {at}: the sound comes before its format", "save it again")
            return _of_fair_length(layout, at, size, path)
    missing = "sound" if layout else "format"
    raise _unusable(path, f"byte {length}: the file ends before its {missing}", "it is cut off; save it again")


def _chunks(file: BinaryIO, length: int, path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and size of each part of the file."""
    at = 12
    while at + _CHUNK.size <= length:
        file.seek(at)
        name, size = _CHUNK.unpack(file.read(_CHUNK.size))
        at += _CHUNK.size
        left = length - at
        if size == UNKNOWN_SIZE and name == b"data":
            size = left
        if size > left:
            problem = f"byte {at}: {size} bytes should follow, and {left} do"
            raise _unusable(path, problem, "the file is cut off; save it again")
        yield name, at, size
        at += size + size % 2


def _layout(part: bytes, path: Path, at: int) -> _Sound:
    if len(part) < _FORMAT.size:
        raise _unusable(path, f"byte {at}: the format is cut off", "save it again")
    codec, channels, rate, _, block, bits = _FORMAT.unpack_from(part)
    if codec == EXTENSIBLE and len(part) >= _SUBFORMAT_AT + 2:
        (codec,) = struct.unpack_from("<H", part, _SUBFORMAT_AT)
    place = f"byte {at}: "
    if codec not in (PCM, FLOAT):
        name = CODECS.get(codec, f"number {codec}")
        raise _unusable(path, f"{place}the codec {name} is not supported", "save it as 16-bit PCM")
    if (codec, bits) not in FORMATS:
        raise _unusable(path, f"{place}samples of {bits} bits are not supported", "save it as 16-bit PCM")
    if channels not in CHANNELS:
        limits = f"{CHANNELS.start} to {CHANNELS.stop - 1}"
        raise _unusable(path, f"{place}{channels} channels are outside {limits}", "save it as mono")
    if block != channels * bits // 8:
        problem = f"{place}{channels} channels in blocks of {block} bytes make no sense"
        raise _unusable(path, problem, "save it again")
    if rate not in RATES:
        limits = f"{RATES.start} to {RATES.stop - 1}"
        raise _unusable(path, f"{place}{rate} samples a second are outside {limits}", f"save it at {RATE}")
    return _Sound(codec, channels, rate, bits)


def _of_fair_length(layout: _Sound, start: int, size: int, path: Path) -> _Sound:
    if not size:
        raise _unusable(path, "it holds no sound at all (zero frames)", "record it again")
    if size % layout.block:
        raise _unusable(path, "the last sample is cut off", "save it again")
    seconds = size / layout.block / layout.rate
    if seconds > LONGEST_S:
        problem = f"it lasts {seconds / 3600:.1f} hours, and the limit is {LONGEST_S // 3600}"
        raise _unusable(path, problem, "cut it")
    return _Sound(layout.codec, layout.channels, layout.rate, layout.bits, start, size)


def _unusable(path: Path, problem: str, advice: str) -> InputError:
    # A name may hold anything, also control characters and bytes that are no text.
    name = "".join(each if each.isprintable() else "?" for each in str(path))
    return InputError(f"{name}: {problem}; {advice}.")
