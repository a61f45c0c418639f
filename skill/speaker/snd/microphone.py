# SPDX-License-Identifier: Apache-2.0
"""The microphone: frames of sound as they are said, from this machine's own device or from whoever stands in for it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Protocol

from skill.errors import InputError
from skill.speaker.asr.voice_activity import FRAME_BYTES, FRAME_SAMPLES
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import at_rate

NO_PACKAGE = "There is no microphone: the package sounddevice is missing; run `make setup`. What you type counts."
NO_LIBRARY = "There is no microphone: PortAudio is missing; on Debian, apt install libportaudio2. What you type counts."
NO_DEVICE = "There is no microphone on this machine; connect one. What you type counts."


class Microphone(Protocol):
    """Hears the room. Shut while nobody asks it for frames."""

    def frames(self) -> Generator[bytes, None, None]:
        """Opens it: FRAME_BYTES of 16-bit mono samples at RATE after another, in real time, until it is closed.

        Raises InputError, one sentence, where the device goes away.
        """
        ...


class DeviceMicrophone:
    """The system's own input device."""

    def __init__(self, package: Any) -> None:
        """`package` is sounddevice. InputError where it finds no device."""
        self._package = package
        try:
            device = package.query_devices(kind="input")
            self._rate = RATE if self._takes(RATE) else int(device["default_samplerate"])
        except (package.PortAudioError, ValueError, KeyError):
            raise InputError(NO_DEVICE) from None

    def frames(self) -> Generator[bytes, None, None]:
        """See `Microphone.frames`."""
        size = FRAME_SAMPLES * self._rate // RATE
        rest = b""
        try:
            with self._package.RawInputStream(
                samplerate=self._rate, channels=1, dtype="int16", blocksize=size
            ) as stream:
                while True:
                    data, _ = stream.read(size)
                    rest += at_rate(bytes(data), self._rate, RATE)
                    while len(rest) >= FRAME_BYTES:
                        yield rest[:FRAME_BYTES]
                        rest = rest[FRAME_BYTES:]
        except self._package.PortAudioError:
            raise InputError(NO_DEVICE) from None

    def _takes(self, rate: int) -> bool:
        try:
            self._package.check_input_settings(samplerate=rate, channels=1, dtype="int16")
        except self._package.PortAudioError:
            return False
        return True


def open_microphone() -> Microphone:
    """This machine's microphone. InputError, one sentence, tells what to install or connect where there is none."""
    try:
        import sounddevice
    except ImportError:
        raise InputError(NO_PACKAGE) from None
    except OSError:
        raise InputError(NO_LIBRARY) from None
    return DeviceMicrophone(sounddevice)
