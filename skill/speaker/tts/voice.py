# SPDX-License-Identifier: Apache-2.0
"""The voice: what the skill sends as SSML, spoken.

A reply is cut into sentences, quiet and sounds (`delivery.py`); an engine speaks the sentences, at one rate of samples
throughout. Engines live in `*_voice.py`; whoever adds one gives it a name here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from skill.errors import InputError
from skill.speaker.snd.samples import Speech, decoded, silence, with_gain, without_quiet_ends
from skill.speaker.tts.delivery import PLAIN, Part, Said, Style, read_delivery
from skill.speaker.tts.piper_voice import PiperEngine
from skill.speaker.tts.pyttsx3_voice import EspeakEngine, VoiceError
from skill.speaker.tts.ssml import MarkupError, Quiet, Sound

__all__ = ["Speech", "Voice", "VoiceError", "open_voice"]

TAIL_S = 0.15
"""Quiet after the last word, so that it does not end abruptly."""
BETWEEN_SENTENCES_S = 0.35
"""A breath between two sentences that nothing else parts."""

_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]+")


class Voice(Protocol):
    """Speaks what the skill sends."""

    def speak(self, ssml: str) -> Speech | None:
        """A reply as sound; None where there is nothing to hear. VoiceError where it cannot be spoken."""
        ...

    def sentences(self, ssml: str) -> Iterator[Speech]:
        """The same in parts, each as soon as it is ready: a sentence, a pause, a sound."""
        ...

    def close(self) -> None:
        """Let go of what the voice holds. A closed voice may speak again."""
        ...


class Engine(Protocol):
    """Speaks plain texts."""

    def render(self, texts: Sequence[str], style: Style = PLAIN) -> tuple[int, list[bytes]]:
        """The rate in samples a second, and 16-bit mono frames for each text. VoiceError where it fails.

        Pace and pitch are as near to the style as the engine comes; its gain is not the engine's.
        """
        ...

    def close(self) -> None:
        """End what still runs."""
        ...


def open_voice(name: str, locale: str = "en-US", find_sound: Callable[[str], Path | None] | None = None) -> Voice:
    """The voice `pyttsx3`, `piper` or `none` for a locale. VoiceError (an InputError) tells what is missing.

    `find_sound` gives the file for the source of an `<audio>`; one without a file is left out.
    """
    if name == "none":
        return NoVoice()
    engines: dict[str, Callable[[str], Engine]] = {"pyttsx3": EspeakEngine, "piper": PiperEngine}
    if name not in engines:
        raise VoiceError(f"There is no voice {name[:20]!r}; choose one of: {', '.join(engines)}, none.")
    return SpokenVoice(engines[name](locale), find_sound or (lambda source: None))


class NoVoice:
    """Says nothing."""

    def speak(self, ssml: str) -> Speech | None:
        """None."""
        return None

    def sentences(self, ssml: str) -> Iterator[Speech]:
        """Nothing."""
        return iter(())

    def close(self) -> None:
        """Nothing to let go of."""


class SpokenVoice:
    """Speaks with an engine."""

    def __init__(self, engine: Engine, find_sound: Callable[[str], Path | None]) -> None:
        self.engine = engine
        self._find_sound = find_sound
        self._rate: int | None = None

    def speak(self, ssml: str) -> Speech | None:
        """See `Voice.speak`. Each break lasts exactly as long as it says."""
        spoken = list(self.sentences(ssml))
        frames = b"".join(speech.frames for speech in spoken)
        return Speech(frames, spoken[0].rate) if frames else None

    def sentences(self, ssml: str) -> Iterator[Speech]:
        """See `Voice.sentences`."""
        try:
            parts = read_delivery(ssml)
        except MarkupError as error:
            raise VoiceError(f"The reply {error}; this is a mistake in the skill.") from None
        heard = False
        before: Part | None = None
        for part in parts:
            if isinstance(part, Said):
                frames = self._said(part)
                if frames and isinstance(before, Said) and before.text.endswith((".", "?", "!")):
                    frames = silence(BETWEEN_SENTENCES_S, self.rate) + frames
            elif isinstance(part, Quiet):
                frames = silence(part.seconds, self.rate)
            else:
                frames = self._sound(part, self.rate)
            before = part
            if frames:
                heard = True
                yield Speech(frames, self.rate)
        if heard:
            yield Speech(silence(TAIL_S, self.rate), self.rate)

    @property
    def rate(self) -> int:
        """Samples a second. Before any words there is none yet: the engine tells it with a word that nobody hears."""
        if self._rate is None:
            self._rate, _ = self.engine.render(["a"])
        return self._rate

    def close(self) -> None:
        """See `Voice.close`."""
        self.engine.close()

    def _said(self, part: Said) -> bytes:
        text = _speakable(part.text)
        if not text:
            return b""
        self._rate, sounds = self.engine.render([text], part.style)
        frames = without_quiet_ends(sounds[0])
        return frames if part.style.gain == 1.0 else with_gain(frames, part.style.gain)

    def _sound(self, piece: Sound, rate: int) -> bytes:
        path = self._find_sound(piece.source)
        if path is None:
            return b""
        try:
            return decoded(path, rate)
        except InputError:
            return b""


def _speakable(text: str) -> str:
    """A text on one line, without signs that no voice can say; empty where no letter or digit is left."""
    text = " ".join(_UNSPEAKABLE.sub(" ", text.encode("utf-8", "ignore").decode()).split())
    return text if any(character.isalnum() for character in text) else ""
