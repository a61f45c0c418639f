# SPDX-License-Identifier: Apache-2.0
"""A conversation as a WAV file: 16-bit mono, one voice after the other, silence where nobody may listen."""

from __future__ import annotations

import wave
from pathlib import Path

from skill.errors import InputError
from skill.speaker.snd.samples import SAMPLE_BYTES, silence

RATE_WITHOUT_SPEECH = 22_050
"""Samples a second of a recording in which nobody speaks."""


class Recording:
    """Collects what is said, in memory, and writes it at the end."""

    def __init__(self, path: Path) -> None:
        """InputError where the file cannot be written; an older one of that name is replaced."""
        try:
            path.open("wb").close()
        except OSError as error:
            raise _unwritable(path, error) from None
        self._path = path
        self._parts: list[bytes | float] = []
        self._rate: int | None = None

    def speech(self, frames: bytes, rate: int) -> None:
        """Add 16-bit mono samples. All of one recording have the same rate: they come from one voice."""
        if self._rate not in (None, rate):
            raise ValueError(f"a recording of {self._rate} samples a second cannot take {rate}")
        self._rate = rate
        self._parts.append(frames)

    def silence(self, seconds: float) -> None:
        """Add silence."""
        self._parts.append(seconds)

    def close(self) -> None:
        """Write the file. InputError where it cannot be."""
        rate = self._rate or RATE_WITHOUT_SPEECH
        try:
            # Opened here: where wave cannot open a file itself, it complains on standard error besides.
            with self._path.open("wb") as file, wave.open(file, "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(SAMPLE_BYTES)
                out.setframerate(rate)
                for part in self._parts:
                    out.writeframes(part if isinstance(part, bytes) else silence(part, rate))
        except OSError as error:
            raise _unwritable(self._path, error) from None


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be written ({error.strerror}); name another file to record to.")
