# SPDX-License-Identifier: Apache-2.0
"""Recordings that people hand in: WAV files, read with distrust, as 16-bit mono samples at the ears' rate.

Any file is input from outside. What cannot be heard is told in one sentence that names the file and the place in it.
"""

from __future__ import annotations

import array
import os
import struct
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from skill.errors import InputError
from skill.speaker.snd.samples import SAMPLE_BYTES, converter, frames_of

RATE = 16_000
"""What the recogniser's model was trained on."""
LONGEST_S = 60
"""Seconds of one recording. Alexa listens for some ten."""
RATES = range(8_000, 32_001)
"""Samples a second of recordings of speech. Others, and more than one channel, are told to be saved again: one plain
rule instead of a guess which channel holds the speech."""
MAX_BYTES = 16_000_000
"""A minute of 32 bits at the highest rate takes half of this."""

PCM, FLOAT, EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
BITS = {PCM: (8, 16, 24, 32), FLOAT: (32,)}
CODECS = {0x0002: "ADPCM", 0x0006: "A-law", 0x0007: "mu-law", 0x0011: "ADPCM", 0x0050: "MPEG", 0x0055: "MP3"}
UNKNOWN_SIZE = 0xFFFF_FFFF
"""Written by programs that stream: the sound goes on to the end of the file."""
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
_SUBFORMAT_AT = 24


class _Sound(Struct, frozen=True):
    codec: int
    channels: int
    rate: int
    bits: int
    data: bytes

    @property
    def frames(self) -> int:
        return len(self.data) // (self.channels * self.bits // 8)


def read_recording(path: Path) -> bytes:
    """The 16-bit mono frames of a WAV file at RATE. InputError, one sentence with file and place, for other files."""
    return frames_in(_bytes_of(path), path)


def frames_in(data: bytes, path: Path) -> bytes:
    """The same for the bytes of a WAV file; `path` is what an InputError calls it."""
    sound = _sound_of(data, path)
    if sound.rate == RATE and sound.codec == PCM and sound.bits == SAMPLE_BYTES * 8 and sound.channels == 1:
        return sound.data
    package = converter()
    try:
        converted = package.decode(data, package.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE)
    except package.MiniaudioError as error:
        raise _unusable(path, f"the sound cannot be read ({error})", "save it as 16-bit PCM") from None
    return frames_of(array.array("h", converted.samples))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _unusable(path, "this is a folder", "give the name of one WAV file")
        # Opened without blocking: a pipe that nobody writes to would be waited for for ever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            data = file.read(MAX_BYTES + 1) or b""
    except FileNotFoundError:
        raise _unusable(path, "there is no such file", "check its name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise _unusable(path, f"it cannot be read ({reason})", "check its name and rights") from None
    if not data:
        raise _unusable(path, "the file is empty", "record it again")
    if len(data) > MAX_BYTES:
        raise _unusable(path, f"it has more than {MAX_BYTES // 1_000_000} MB", f"cut it to {LONGEST_S} s")
    return data


def _sound_of(data: bytes, path: Path) -> _Sound:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise _unusable(path, "byte 0: this is not a WAV file", "save it as 16-bit PCM WAV")
    layout: tuple[int, int, int, int] | None = None
    for name, at, size in _chunks(data, path):
        if name == b"fmt ":
            layout = _layout(data[at : at + size], path, at)
        elif name == b"data":
            if layout is None:
                raise _unusable(path, f"byte {at}: the sound comes before its format", "save it again")
            sound = _Sound(*layout, data[at : at + size])
            return _of_fair_length(sound, path)
    missing = "sound" if layout else "format"
    raise _unusable(path, f"byte {len(data)}: the file ends before its {missing}", "it is cut off; save it again")


def _chunks(data: bytes, path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and size of each part of the file."""
    at = 12
    while at + _CHUNK.size <= len(data):
        name, size = _CHUNK.unpack_from(data, at)
        at += _CHUNK.size
        left = len(data) - at
        if size == UNKNOWN_SIZE and name == b"data":
            size = left
        if size > left:
            problem = f"byte {at}: {size} bytes should follow, and {left} do"
            raise _unusable(path, problem, "the file is cut off; save it again")
        yield name, at, size
        at += size + size % 2


def _layout(part: bytes, path: Path, at: int) -> tuple[int, int, int, int]:
    """Codec, channels, rate and bits."""
    if len(part) < _FORMAT.size:
        raise _unusable(path, f"byte {at}: the format is cut off", "save it again")
    codec, channels, rate, _, block, bits = _FORMAT.unpack_from(part)
    if codec == EXTENSIBLE and len(part) >= _SUBFORMAT_AT + 2:
        (codec,) = struct.unpack_from("<H", part, _SUBFORMAT_AT)
    place = f"byte {at}: "
    if codec not in BITS:
        name = CODECS.get(codec, f"number {codec}")
        raise _unusable(path, f"{place}the codec {name} is not supported", "save it as 16-bit PCM")
    if bits not in BITS[codec]:
        raise _unusable(path, f"{place}samples of {bits} bits are not supported", "save it as 16-bit PCM")
    if channels != 1:
        raise _unusable(path, f"{place}it has {channels} channels, and one is heard", "save it as mono")
    if block != bits // 8:
        raise _unusable(path, f"{place}one channel in blocks of {block} bytes makes no sense", "save it again")
    if rate not in RATES:
        limits = f"{RATES.start} to {RATES.stop - 1}"
        raise _unusable(path, f"{place}{rate} samples a second are outside {limits}", f"save it at {RATE}")
    return codec, channels, rate, bits


def _of_fair_length(sound: _Sound, path: Path) -> _Sound:
    if not sound.frames:
        raise _unusable(path, "it holds no sound at all (zero frames)", "record it again")
    if len(sound.data) % (sound.channels * sound.bits // 8):
        raise _unusable(path, "the last sample is cut off", "save it again")
    if sound.frames > LONGEST_S * sound.rate:
        seconds = sound.frames / sound.rate
        raise _unusable(path, f"it lasts {seconds:.0f} s, and the limit is {LONGEST_S} s", "cut it")
    return sound


def _unusable(path: Path, problem: str, advice: str) -> InputError:
    # A name may hold anything, also control characters and bytes that are no text.
    name = "".join(each if each.isprintable() else "?" for each in str(path))
    return InputError(f"{name}: {problem}; {advice}.")
