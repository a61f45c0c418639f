# SPDX-License-Identifier: Apache-2.0
"""The recogniser: pocketsphinx with the grammar of an interaction model, and how sure it is of what it heard.

A grammar makes a sentence of anything, a cough included. So the same sound is heard a second time as bare phones, with
no words in mind: where those explain it far better than the sentence does, the sentence was not said.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.asr.grammar import grammar_of
from skill.speaker.asr.grammar_english import builtin_phrases

MISSING = "Recordings cannot be heard: the package pocketsphinx is missing; run `make setup`, or type instead."

# Wider than pocketsphinx' own: with 40,000 arcs the right sentence is often not among the first at its beginning.
BEAMS = {"beam": 1e-56, "pbeam": 1e-56, "wbeam": 1e-34}
PHONES = "phones"
NO_PHONES = frozenset({"SIL", "+SPN+", "+NSN+"})
ENDINGS = {"s": "Z", "ed": "D", "ing": "IH NG", "er": "ER", "ly": "L IY", "a": "AH"}


class Marks(Struct, frozen=True):
    """What tells a sentence that was said from one that the grammar made of something else."""

    fit: float
    """How much worse the sentence explains the sound than bare phones do, a frame of its words (log probability)."""
    worst: float
    """The same for its worst word, without comparing."""
    likeness: float
    """0 to 1: how alike its phones and the bare phones are."""
    voiced: float
    """0 to 1: how much of its words is speech to the bare phones."""
    pace: float
    """Seconds a phone."""
    phones: int = 9
    """How many phones its words have."""


# Logistic regression over half of 500 sentences that three voices said, and of 100 that are none of the model's
# (two voices and people reading aloud); on the other half it ranks 94 of 100 pairs right.
BIAS, FIT, WORST, LIKENESS = 2.08, 0.077, 0.034, 6.82
LEAST_VOICED = 0.4
"""With less speech in its words than this, the sound was a click or a hiss."""
SLOWEST = 0.22
"""Slower than this nobody speaks: the sound was a hum or a tone."""
SLOWEST_SHORT = 0.3
SHORT_PHONES = 2
"""A word as short as "no" is drawn out when it stands alone."""
FRAMES_A_SECOND = 100
ONE_WORD = "one word"
COMMON_WORDS = (
    "yes no next stop repeat help skip done pause resume continue cancel previous back again okay sometimes another"
).split()
"""Words that people say by themselves. Among forty thousand sentences one syllable is easily taken for another."""


class Guess(Struct, frozen=True):
    """What was heard in one utterance."""

    text: str
    """Lower case; empty where no sentence fits at all."""
    confidence: float
    """0 to 1: how likely it is that this was said."""
    marks: Marks | None = None


NOTHING = Guess("", 0.0)


class Recogniser:
    """Hears the sentences of one interaction model. The whole model takes some seconds when it is first asked for."""

    def __init__(self, model: LanguageModel) -> None:
        """InputError where pocketsphinx is missing, or the locale is not English, the one language it brings."""
        if not model.locale.startswith("en-"):
            raise InputError(f"Recordings are heard in English only, not in {model.locale}; type instead.")
        try:
            import pocketsphinx
        except ImportError:
            raise InputError(MISSING) from None
        self._model = model
        # Its complaints would go to standard error. Without the second pass over the lattice it hears better: that
        # pass forgets the grammar.
        self._decoder: Any = pocketsphinx.Decoder(lm=None, loglevel="FATAL", bestpath=False, **BEAMS)
        self._decoder.add_allphone_file(PHONES, None)
        self._log = self._decoder.get_logmath().log
        self._grammars: set[str] = set()

    def hear(self, frames: bytes, intents: Collection[str] = ()) -> Guess:
        """The sentence said in 16-bit mono frames at 16,000 a second; of these intents only, if any are given."""
        name = " ".join(sorted(intents))
        if name not in self._grammars:
            self._load(name, intents)
        return self._guess(name or "any", frames)

    def hear_word(self, frames: bytes) -> Guess:
        """The same for one word by itself, of those that are said most."""
        if ONE_WORD not in self._grammars:
            words = [(0, 1, 1.0, word) for word in COMMON_WORDS if self.pronounceable(word)]
            self._decoder.add_fsg(ONE_WORD, self._decoder.create_fsg(ONE_WORD, 0, 1, words))
            self._grammars.add(ONE_WORD)
        return self._guess(ONE_WORD, frames)

    def _guess(self, search: str, frames: bytes) -> Guess:
        guess = self._decode(search, frames)
        if not guess:
            return NOTHING
        words = [each for each in self._segments() if each.word[0] not in "<[(+"]
        spans = [(each.start_frame, each.end_frame + 1, self._log(each.ascore)) for each in words]
        if not spans:
            return NOTHING
        phones = " ".join(self._decoder.lookup_word(each.word) for each in words).split()
        self._decode(PHONES, frames)
        bare = [
            (each.word, each.start_frame, each.end_frame + 1, self._log(each.ascore)) for each in self._decoder.seg()
        ]
        marks = marks_of(spans, phones, bare)
        return Guess(guess.hypstr, confidence(marks), marks)

    @cached_property
    def skipped(self) -> tuple[str, ...]:
        """Samples and values that it cannot hear, because a word of theirs cannot be pronounced."""
        return self._load("")

    def pronounceable(self, word: str) -> bool:
        """Whether a word is in the dictionary, or could be added to it because it is made of words that are."""
        if self._decoder.lookup_word(word):
            return True
        phones = self._composed(word)
        if phones:
            self._decoder.add_word(word, phones, False)
        return bool(phones)

    def _load(self, name: str, intents: Collection[str] = ()) -> tuple[str, ...]:
        grammar = grammar_of(
            self._model, builtin_phrases(self._model.locale), self.pronounceable, set(intents) if intents else None
        )
        arcs = [(start, end, 1.0) if word is None else (start, end, 1.0, word) for start, end, word in grammar.arcs]
        self._decoder.add_fsg(name or "any", self._decoder.create_fsg(name or "any", grammar.start, grammar.end, arcs))
        self._grammars.add(name)
        return grammar.skipped

    def _decode(self, search: str, frames: bytes) -> Any:
        self._decoder.activate_search(search)
        # Forgets the noise of what was heard before: the same sound gives the same answer.
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        self._decoder.process_raw(frames, full_utt=True)
        self._decoder.end_utt()
        return self._decoder.hyp()

    def _segments(self) -> Any:
        return self._decoder.seg() or ()

    def _composed(self, word: str) -> str | None:
        """The phones of a word made of two others (`week night`), or of one and an ending (`cuddle s`)."""
        lookup = self._decoder.lookup_word
        for at in range(len(word) - 2, 1, -1):
            first, last = lookup(word[:at]), lookup(word[at:])
            if first and last:
                return f"{first} {last}"
        for ending, phones in ENDINGS.items():
            stem = word.removesuffix(ending)
            for each in (stem, stem + "e"):
                if stem != word and len(stem) > 2 and (first := lookup(each)):
                    return f"{first} {phones}"
        return None


def marks_of(
    words: Sequence[tuple[int, int, float]],
    phones: Sequence[str],
    bare: Sequence[tuple[str, int, int, float]],
) -> Marks:
    """The marks of a sentence. `words`: start, end and score of each; `bare`: name, start, end and score of each bare
    phone."""
    frames = sum(end - start for start, end, _ in words)
    speech = likely = 0.0
    for start, end, _ in words:
        for name, phone_start, phone_end, score in bare:
            common = min(end, phone_end) - max(start, phone_start)
            if common > 0:
                likely += score * common / (phone_end - phone_start)
                speech += common * (name not in NO_PHONES)
    heard = [name for name, *_ in bare if name not in NO_PHONES]
    return Marks(
        fit=(sum(score for _, _, score in words) - likely) / frames,
        worst=min(score / (end - start) for start, end, score in words),
        likeness=Levenshtein.normalized_similarity(phones, heard),
        voiced=speech / frames,
        pace=frames / FRAMES_A_SECOND / len(phones),
        phones=len(phones),
    )


def confidence(marks: Marks) -> float:
    """How likely a sentence with these marks was said, 0 to 1."""
    slowest = SLOWEST_SHORT if marks.phones <= SHORT_PHONES else SLOWEST
    if marks.voiced < LEAST_VOICED or marks.pace > slowest:
        return 0.0
    total = BIAS + FIT * marks.fit + WORST * marks.worst + LIKENESS * marks.likeness
    return (1 + math.tanh(total / 2)) / 2  # the logistic function, which no total is too large for
