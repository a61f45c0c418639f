# SPDX-License-Identifier: Apache-2.0
"""The page's voice and ears: a reply as a WAV file, a recording as a line."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from skill.errors import InputError
from skill.language_model import LanguageModel, load_language_model
from skill.speaker.asr.ears import Ears, Hearing, open_ears
from skill.speaker.asr.wav import frames_in
from skill.speaker.echo.invocation import WAKE_WORD
from skill.speaker.nlu.understanding import Understanding
from skill.speaker.snd.samples import SAMPLE_BYTES, Speech
from skill.speaker.snd.tracks import file_of
from skill.speaker.tts.voice import Voice, open_voice

RECORDING = Path("The recording")
"""What a sentence about it calls it."""
UNHEARD = "Nothing was heard that could be told; hold the button while you speak, or type."


class PageVoice:
    """One voice for the page. It speaks one reply at a time, and begins anew where the locale changes."""

    def __init__(self, name: str) -> None:
        """`name`: as `talk --voice` takes it."""
        self._name = name
        self._speaking = threading.Lock()
        self._voice: Voice | None = None
        self._locale = ""

    def wav(self, ssml: str, locale: str) -> bytes | None:
        """A reply as a WAV file; None where there is nothing to hear. InputError where there is no voice."""
        with self._speaking:
            if self._voice is None or self._locale != locale:
                self._close()
                self._voice, self._locale = open_voice(self._name, locale, file_of), locale
            speech = self._voice.speak(ssml)
        return wav_of(speech) if speech else None

    def close(self) -> None:
        """Let go of what it holds."""
        with self._speaking:
            self._close()

    def _close(self) -> None:
        if self._voice is not None:
            self._voice.close()
            self._voice = None


def wav_of(speech: Speech) -> bytes:
    """Speech as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(SAMPLE_BYTES)
        out.setframerate(speech.rate)
        out.writeframes(speech.frames)
    return file.getvalue()


def line_of(recording: bytes, model: LanguageModel, expects: Sequence[str], *, listening: bool) -> str:
    """What a WAV file says, as a line for the device. Holding the button wakes it, so a closed microphone hears as
    if the wake word had come first.

    InputError where nothing can be heard: no ears on this machine, no usable recording, no words in it.
    """
    transcript = hear(frames_in(recording, RECORDING), model, expects).transcript
    if not transcript:
        raise InputError(UNHEARD)
    woken = listening or transcript.split()[:1] == [WAKE_WORD]
    return transcript if woken else f"{WAKE_WORD}, {transcript}"


def hear(frames: bytes, model: LanguageModel, expects: Sequence[str]) -> Hearing:
    """What a recording says, all its utterances together."""
    heard = [each for each in _ears(model.locale).hear_recording(frames, lambda: expects) if each.transcript]
    confidence = min((each.confidence for each in heard), default=0.0)
    return Hearing(" ".join(each.transcript for each in heard), confidence)


@cache
def _ears(locale: str) -> Ears:
    """The ears for a locale, opened once: their models take a second to load."""
    model = load_language_model(locale)
    return open_ears(model, Understanding(model, keep=True))
