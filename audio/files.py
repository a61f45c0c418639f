# SPDX-License-Identifier: Apache-2.0
"""The set of MP3 files: encoding, writing, and knowing which of them are up to date.

A file that is up to date was made by this very source and these very packages, and has not been changed since. What
was made is told in a list beside the files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import lameenc
import msgspec
import numpy as np

import skill.tracks
from audio.measure import Measured, measure
from audio.mix import blocks
from audio.pad import RATE, Samples
from skill.tracks import Track

BIT_RATE_K = 48
"""Kilobits a second. With RATE it makes MPEG version 2, the only kind that an <audio> tag takes (SSML reference)."""
BEST_QUALITY = 2
LIST = "made.json"
SOURCES = (*sorted(Path(__file__).parent.glob("*.py")), Path(skill.tracks.__file__))
PACKAGES = ("lameenc", "numpy")


class Made(msgspec.Struct, frozen=True):
    """One file that was made."""

    by: str
    """Digest of the source and the packages that made it."""
    sha256: str
    bytes: int
    measured: Measured


class Folder:
    """A folder with the set, or with a part of it."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where the folder can neither be found nor made."""
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._maker = maker()

    def up_to_date(self, track: Track) -> Made | None:
        """What is known of the sound's file, if that needs not be made again."""
        made = self._listed().get(track.file)
        file = self._path / track.file
        if made is None or made.by != self._maker or not file.is_file() or digest(file) != made.sha256:
            return None
        return made

    def make(self, track: Track, heard: Callable[[float], None] = lambda share: None) -> Made:
        """Make the sound's file and measure it; `heard` is told now and then which share of it is done, 0 to 1."""
        file = self._path / track.file
        unfinished = file.with_suffix(".part")
        with unfinished.open("wb") as out:
            out.writelines(encoded(_watched(blocks(track), track, heard)))
        os.replace(unfinished, file)  # So that nobody ever plays half a file.
        made = Made(self._maker, digest(file), file.stat().st_size, measure(file))
        unfinished = self._path / f"{LIST}.part"
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(self._listed() | {track.file: made})))
        os.replace(unfinished, self._path / LIST)
        return made

    def _listed(self) -> dict[str, Made]:
        try:
            return msgspec.json.decode((self._path / LIST).read_bytes(), type=dict[str, Made])
        except (FileNotFoundError, msgspec.DecodeError):
            return {}  # A first run, or a list of another version: all is made anew.


def encoded(sound: Iterable[Samples]) -> Iterator[bytes]:
    """MP3 of a sound in blocks. Raises ValueError where it would be clipped."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(BIT_RATE_K)
    encoder.set_quality(BEST_QUALITY)
    for block in sound:
        if np.abs(block).max() >= 1:
            raise ValueError(
                "The sound is louder than full scale and would be clipped; lower its gain in audio/mix.py."
            )
        yield bytes(encoder.encode(np.rint(block * 32767).astype("<i2").tobytes()))
    yield bytes(encoder.flush())


def maker() -> str:
    """Digest of all that decides how the files come out."""
    parts = [f"{package} {version(package)}".encode() for package in PACKAGES]
    parts += [path.read_bytes() for path in SOURCES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _watched(sound: Iterator[Samples], track: Track, heard: Callable[[float], None]) -> Iterator[Samples]:
    done = 0
    for block in sound:
        yield block
        done += len(block)
        heard(done / RATE / track.seconds)
