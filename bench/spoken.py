# SPDX-License-Identifier: Apache-2.0
"""Voices of the speech bench, and the noise that their speech is mixed with."""

from __future__ import annotations

import array
import math
import random
import shutil
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from skill.errors import InputError
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import LOUDEST, at_rate, frames_of, samples_of, silence
from skill.speaker.tts.voice import Voice, open_voice

VOICES = ("espeak", "piper", "flite")
ROOM_S = 0.4
"""Quiet before and after each sentence, as a microphone hears it."""
FLITE_VOICE, FLITE_LIMIT_S = "slt", 30
NOISE_S = 20


class Speaker:
    """One voice of the bench."""

    def __init__(self, name: str) -> None:
        """InputError where the voice is not there."""
        self.name = name
        self._voice: Voice | None = None
        if name == "flite":
            if shutil.which("flite") is None:
                raise InputError("flite is not installed; on Debian: apt install flite.")
        else:
            self._voice = open_voice("pyttsx3" if name == "espeak" else name)

    def say(self, sentence: str) -> bytes:
        """A sentence in a quiet room: 16-bit mono frames at RATE."""
        quiet = silence(ROOM_S, RATE)
        return quiet + (self._said(sentence) if self._voice else _said_by_flite(sentence)) + quiet

    def close(self) -> None:
        """Let go of the voice."""
        if self._voice:
            self._voice.close()

    def _said(self, sentence: str) -> bytes:
        assert self._voice
        speech = self._voice.speak(f"<speak>{escape(sentence)}</speak>")
        return at_rate(speech.frames, speech.rate, RATE) if speech else b""


def _said_by_flite(sentence: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = ["flite", "-voice", FLITE_VOICE, "-t", sentence, "-o", str(path)]
        subprocess.run(command, check=True, timeout=FLITE_LIMIT_S, capture_output=True)
        with wave.open(str(path)) as sound:
            return at_rate(sound.readframes(sound.getnframes()), sound.getframerate(), RATE)


def available(names: tuple[str, ...]) -> Iterator[Speaker | str]:
    """The voices of these names; a sentence for each that is not there."""
    for name in names:
        try:
            yield Speaker(name)
        except InputError as error:
            yield str(error)


class Noise:
    """White noise, the same in each run."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self._chance = chance
        self._samples = [chance.gauss(0, 1) for _ in range(NOISE_S * RATE)]

    def mixed(self, frames: bytes, decibels: int | None) -> bytes:
        """Frames with noise that is so much softer than the speech; as they are for None."""
        if decibels is None:
            return frames
        samples = samples_of(frames)
        spoken = [sample for sample in samples if abs(sample) > LOUDEST / 300]
        power = math.sqrt(sum(sample * sample for sample in spoken) / max(1, len(spoken)))
        loudness = power / 10 ** (decibels / 20)
        start = self._chance.randrange(len(self._samples))
        mixed = array.array("h", bytes(len(frames)))
        for at, sample in enumerate(samples):
            value = sample + loudness * self._samples[(start + at) % len(self._samples)]
            mixed[at] = round(max(-LOUDEST, min(LOUDEST, value)))
        return frames_of(mixed)
