# SPDX-License-Identifier: Apache-2.0
"""The default ear: moonshine-voice, with a small English model inside its wheel. Hears any words, fetches nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from skill.errors import InputError
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import LOUDEST, samples_of

MISSING = "Speech is not heard in open words: the package moonshine-voice is missing; run `make setup`."
MODEL = "tiny-en"


class MoonshineTranscriber:
    """Writes down what is said in English. Takes half a second to make."""

    name = "moonshine"

    def __init__(self) -> None:
        """InputError where the package or its model is missing."""
        try:
            from moonshine_voice import ModelArch, get_assets_path
            from moonshine_voice.errors import MoonshineError
            from moonshine_voice.transcriber import Transcriber
        except (ImportError, OSError):  # OSError: its library does not fit this system
            raise InputError(MISSING) from None
        try:
            self._transcriber: Any = Transcriber(Path(get_assets_path()) / MODEL, ModelArch.TINY)
        except MoonshineError:
            raise InputError(MISSING) from None

    def transcribe(self, frames: bytes) -> str:
        """The words in 16-bit mono frames at RATE; empty where there are none."""
        samples = [sample / LOUDEST for sample in samples_of(frames)]
        if not samples:
            return ""
        transcript = self._transcriber.transcribe_without_streaming(samples, RATE)
        return " ".join(line.text for line in transcript.lines).strip()
