# SPDX-License-Identifier: Apache-2.0
"""The voice: what the skill sends as SSML, spoken.

A reply is cut into words, quiet and sounds (`markup.py`); an engine speaks the words, one rate throughout. Engines live
in `voice_*.py`; whoever adds one gives it a name here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from skill.errors import InputError
from skill.speaker.snd.samples import Speech, decoded, silence, without_quiet_ends
from skill.speaker.tts.piper_voice import PiperEngine
from skill.speaker.tts.pyttsx3_voice import EspeakEngine, VoiceError
from skill.speaker.tts.ssml import MarkupError, Quiet, Sound, Words, read_ssml

__all__ = ["Speech", "Voice", "VoiceError", "open_voice"]

TAIL_S = 0.15
"""Quiet after the last word, so that it does not end abruptly."""

_DIGITS = re.compile(r"(<say-as\b[^>]*interpret-as=[\"'](?:digits|telephone|characters|spell-out)[\"'][^>]*>)([^<]*)")
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]+")


class Voice(Protocol):
    """Speaks what the skill sends."""

    def speak(self, ssml: str) -> Speech | None:
        """A reply as sound; None where there is nothing to hear. VoiceError where it cannot be spoken."""
        ...

    def close(self) -> None:
        """Let go of what the voice holds. A closed voice may speak again."""
        ...


class Engine(Protocol):
    """Speaks plain texts."""

    def render(self, texts: Sequence[str]) -> tuple[int, list[bytes]]:
        """The rate in samples a second, and 16-bit mono frames for each text. VoiceError where it fails."""
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

    def close(self) -> None:
        """Nothing to let go of."""


class SpokenVoice:
    """Speaks with an engine."""

    def __init__(self, engine: Engine, find_sound: Callable[[str], Path | None]) -> None:
        self.engine = engine
        self._find_sound = find_sound

    def speak(self, ssml: str) -> Speech | None:
        """See `Voice.speak`. Each break lasts exactly as long as it says."""
        try:
            pieces = read_ssml(_spelled_out(ssml))
        except MarkupError as error:
            raise VoiceError(f"The reply {error}; this is a mistake in the skill.") from None
        texts = {piece: _speakable(piece.text) for piece in pieces if isinstance(piece, Words)}
        texts = {piece: text for piece, text in texts.items() if text}
        # Without any words there is no rate yet: the engine tells it with a word that nobody hears.
        rate, sounds = self.engine.render(list(texts.values()) or ["a"])
        spoken = dict(zip(texts, sounds, strict=False))
        parts = []
        for piece in pieces:
            if isinstance(piece, Words):
                parts.append(without_quiet_ends(spoken.get(piece, b"")))
            elif isinstance(piece, Quiet):
                parts.append(silence(piece.seconds, rate))
            else:
                parts.append(self._sound(piece, rate))
        frames = b"".join(parts)
        return Speech(frames + silence(TAIL_S, rate), rate) if frames else None

    def close(self) -> None:
        """See `Voice.close`."""
        self.engine.close()

    def _sound(self, piece: Sound, rate: int) -> bytes:
        path = self._find_sound(piece.source)
        if path is None:
            return b""
        try:
            return decoded(path, rate)
        except InputError:
            return b""


def _spelled_out(ssml: str) -> str:
    """`<say-as interpret-as="digits">1-800</say-as>` with its digits apart: an engine reads 1800 as a number."""

    def apart(match: re.Match[str]) -> str:
        groups = [" ".join(group) for group in re.split(r"[\s.()-]+", match[2]) if group]
        return match[1] + ", ".join(groups)

    return _DIGITS.sub(apart, ssml)


def _speakable(text: str) -> str:
    """A text on one line, without signs that no voice can say; empty where no letter or digit is left."""
    text = " ".join(_UNSPEAKABLE.sub(" ", text.encode("utf-8", "ignore").decode()).split())
    return text if any(character.isalnum() for character in text) else ""
