# SPDX-License-Identifier: Apache-2.0
"""The ears: what an utterance says, by an open-vocabulary recogniser, the sound of the samples, and a second opinion.

The recogniser's own words count wherever they surely mean something. Where they mean something less surely, a sample
that sounds much like them takes their place; where they mean nothing, the nearest-sounding one, or what the
grammar ear heard, if that is close to what was written down. Neither is taken for a cry for help: for that, the words
themselves must have been heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.asr.grammar_ear import GrammarEar
from skill.speaker.asr.grammar_english import builtin_phrases
from skill.speaker.asr.pronunciation import load_pronunciation
from skill.speaker.asr.sound_alike import NEVER_BY_SOUND, SoundAlike
from skill.speaker.asr.voice_activity import utterances_of
from skill.speaker.asr.wav import read_recording
from skill.speaker.echo.invocation import WAKE_WORD, Ask, Open, address
from skill.speaker.nlu import FALLBACK, Meaning, Understanding

AUTO, MOONSHINE, WHISPER, GRAMMAR = "auto", "moonshine", "whisper", "pocketsphinx"
EARS = (AUTO, WHISPER, MOONSHINE, GRAMMAR)
"""What `--recogniser` chooses from: auto takes the best that is installed."""
MISSING = "Speech cannot be heard: moonshine-voice and pocketsphinx are missing; run `make setup`, or type instead."

SOUNDS_ALIKE = 0.70
"""Share of phones from which the nearest-sounding sample is what was said."""
SECOND_ALIKE = 0.72
"""The same for what the grammar ear heard."""
SOUNDS_BETTER = 0.75
"""The same where the words mean something already, but less surely."""
SURELY_MEANT = 0.95
"""Confidence of understanding from which words stand, whatever they sound like."""
CALL_ALIKE = 0.85
"""The same for the call that opens the skill."""
WRITTEN_SURE, UNSURE = 0.95, 0.5
"""Confidence of words that mean something as they were written down, and of others."""

Made = TypeVar("Made")

_MARKS = re.compile(r"[^\w':]+|:(?!\d)|_")


class Transcriber(Protocol):
    """Writes down what is said, in any words."""

    name: str

    def transcribe(self, frames: bytes) -> str:
        """The words in 16-bit mono frames at 16,000 a second; empty where there are none."""
        ...


class Hearing(Struct, frozen=True):
    """What was heard in one utterance or recording."""

    transcript: str
    """Lower case, without punctuation; empty for silence, noise, and what no ear could make out."""
    confidence: float
    """0 to 1: of the least certain utterance."""
    utterances: tuple[str, ...] = ()
    """Its pieces, cut at pauses; what was not heard is left out."""
    written: str = ""
    """What the recogniser wrote down, before a sample that sounds like it took its place."""


SILENCE = Hearing("", 0.0)


class Ears:
    """Hears the utterances of people who talk to the skill."""

    def __init__(
        self,
        model: LanguageModel,
        understanding: Understanding,
        transcriber: Transcriber | None,
        grammar: GrammarEar | None = None,
        sounds: SoundAlike | None = None,
    ) -> None:
        """Without a transcriber there must be a grammar ear, which is then the only one."""
        self._model = model
        self._understanding = understanding
        self._transcriber = transcriber
        self._grammar = grammar
        self._sounds = sounds

    @property
    def name(self) -> str:
        """Which recogniser hears first."""
        return self._transcriber.name if self._transcriber else GRAMMAR

    def hear(self, utterance: bytes, expects: Sequence[str] = ()) -> Hearing:
        """One utterance. `expects` names the intents that the conversation waits for, likeliest first."""
        if self._transcriber is None:
            assert self._grammar
            guess = self._grammar.guess(utterance, expects)
            return _hearing(guess.text, guess.confidence) if guess.text else SILENCE
        written = plain_words(self._transcriber.transcribe(utterance))
        if not written:
            return SILENCE
        if call := self._call(written):
            return _hearing(call, WRITTEN_SURE, written)
        called, asked = self._without_call(written)
        meaning = self._means(asked, expects) if asked else None
        if meaning is None or meaning.intent in NEVER_BY_SOUND or meaning.confidence >= SURELY_MEANT:
            return _hearing(written, WRITTEN_SURE)
        if meaning.intent != FALLBACK:
            text, likeness = self._by_sound(asked, SOUNDS_BETTER, expects) or (asked, WRITTEN_SURE)
        else:
            text, likeness = (
                self._by_sound(asked, SOUNDS_ALIKE, expects)
                or self._second_opinion(utterance, asked, expects)
                or (asked, UNSURE)
            )
        return _hearing(f"{called}{text}", likeness, written)

    def hear_recording(self, frames: bytes, expects: Callable[[], Sequence[str]] = tuple) -> Iterator[Hearing]:
        """Each utterance of a recording; `expects` is asked before each."""
        for utterance in utterances_of(frames):
            yield self.hear(utterance, expects())

    def hear_file(self, path: Path) -> Hearing:
        """All that a WAV file says. InputError, one sentence, where it is no usable recording."""
        heard = [hearing for hearing in self.hear_recording(read_recording(path)) if hearing.transcript]
        return Hearing(
            transcript=" ".join(hearing.transcript for hearing in heard),
            confidence=min((hearing.confidence for hearing in heard), default=0.0),
            utterances=tuple(hearing.transcript for hearing in heard),
            written=" ".join(hearing.written for hearing in heard),
        )

    def _means(self, text: str, expects: Sequence[str]) -> Meaning:
        return self._understanding.meaning(text, expects)

    def _call(self, written: str) -> str | None:
        """The call that opens the skill, where this sounds like nothing else: "alexa opened closer together"."""
        calls = (f"{opening}{self._model.invocation_name}" for opening in (f"{WAKE_WORD} open ", "open "))
        likely = ((self._sounds.likeness(call, written), call) for call in calls) if self._sounds else ()
        likeness, call = max(likely, default=(0.0, ""))
        return call if likeness >= CALL_ALIKE else None

    def _without_call(self, written: str) -> tuple[str, str]:
        """The wake word and the skill's name at the beginning, and what is asked: nothing where it is only a call."""
        to = address(written, self._model.invocation_name, self._model.locale)
        if isinstance(to, Open):
            return written, ""
        asked = to.readings[-1] if isinstance(to, Ask) else to.words
        return (written.removesuffix(asked), asked) if written.endswith(asked) else ("", written)

    def _by_sound(self, asked: str, least: float, expects: Sequence[str]) -> tuple[str, float] | None:
        alike = self._sounds.nearest(asked, least) if self._sounds else None
        return (alike.text, alike.likeness) if alike and self._may_be_said(alike.text, expects) else None

    def _second_opinion(self, utterance: bytes, asked: str, expects: Sequence[str]) -> tuple[str, float] | None:
        guess = self._grammar.guess(utterance, expects) if self._grammar and self._sounds else None
        if guess is None or not guess.text or not self._sounds:
            return None
        likeness = self._sounds.likeness(guess.text, asked)
        alike = likeness >= SECOND_ALIKE and self._may_be_said(guess.text, expects)
        return (guess.text, likeness) if alike else None

    def _may_be_said(self, text: str, expects: Sequence[str]) -> bool:
        """Whether a sentence that was not written down as it stands may be taken for what was said."""
        return self._means(text, expects).intent not in (FALLBACK, *NEVER_BY_SOUND)


def open_ears(model: LanguageModel, understanding: Understanding, recogniser: str = AUTO) -> Ears:
    """The ears for a model, by the best recogniser that is installed, or the one that is named.

    InputError, one sentence, where there is none, or the locale is not English.
    """
    if not model.locale.startswith("en-"):
        raise InputError(f"Speech is heard in English only, not in {model.locale}; type instead.")
    transcriber = _transcriber(recogniser)
    if transcriber or recogniser == AUTO:
        grammar = _or_none(lambda: GrammarEar(model, whole=transcriber is None))
    else:
        grammar = GrammarEar(model, whole=True)
    if transcriber is None and grammar is None:
        raise InputError(MISSING)
    pronunciation = load_pronunciation()
    sounds = SoundAlike(model, builtin_phrases(model.locale), pronunciation) if pronunciation else None
    return Ears(model, understanding, transcriber, grammar, sounds)


def plain_words(text: str) -> str:
    """Lower case, no punctuation but apostrophes and the colon of a time: `remind us at 9:30`."""
    straight = (
        text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\N{LEFT SINGLE QUOTATION MARK}", "'")
    )
    words = _MARKS.sub(" ", straight).split()
    return " ".join(word.strip("'") for word in words if word.strip("'"))


def _transcriber(recogniser: str) -> Transcriber | None:
    # Imported here: each takes a while, and one of them is enough.
    from skill.speaker.asr.moonshine_transcriber import MoonshineTranscriber
    from skill.speaker.asr.whisper_transcriber import WhisperTranscriber

    if recogniser == WHISPER:
        return WhisperTranscriber()
    if recogniser == MOONSHINE:
        return MoonshineTranscriber()
    if recogniser == GRAMMAR:
        return None
    if recogniser != AUTO:
        raise InputError(f"There is no recogniser {recogniser[:20]!r}; choose one of: {', '.join(EARS)}.")
    return _or_none(WhisperTranscriber) or _or_none(MoonshineTranscriber)


def _or_none(make: Callable[[], Made]) -> Made | None:
    try:
        return make()
    except InputError:
        return None


def _hearing(text: str, confidence: float, written: str | None = None) -> Hearing:
    return Hearing(text, round(confidence, 3), (text,) if text else (), text if written is None else written)
