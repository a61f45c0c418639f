# SPDX-License-Identifier: Apache-2.0
"""From a sentence to the intent it means: danger first, then a sample word for word, then the nearest one.

Only the order of these steps, and how sure a meaning must be to count, belong here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from skill.language_model import LanguageModel
from skill.speaker.understanding.danger import risk_in
from skill.speaker.understanding.language import load_language
from skill.speaker.understanding.likeness import Comparison, Likeness
from skill.speaker.understanding.samples import Filled, Pattern, Samples, patterns_of
from skill.speaker.understanding.slots import NAME, SlotReader, SlotsOf
from skill.speaker.understanding.text import Word, readings, said, without_fillers, words_of

FALLBACK = "AMAZON.FallbackIntent"
SAFETY = "SafetyIntent"
RISK = "risk"

ACCEPTED = 0.55
"""The likeness from which the nearest sample counts."""
DANGER_ACCEPTED = 0.75
"""The same for SafetyIntent: `danger` hears what is put in other words, and fear of a dentist is near to its samples."""
EXPECTED_BONUS = 0.06
"""What an intent that the conversation waits for gains. Small: it settles near ties, and nonsense stays nonsense."""
LONGEST_COMPARED = 30
"""Words. A longer sentence is people talking to each other, unless it tells of danger."""
HEARD_SURE, ALIKE_SURE, DANGER_SURE, MOST_LIKE_SURE = 1.0, 0.95, 0.95, 0.94


class Meaning(Struct, frozen=True):
    """What a sentence means."""

    text: str
    """The sentence as it came in."""
    intent: str
    """AMAZON.FallbackIntent where nothing fits."""
    slots: dict[str, str]
    """Filled slots: the id for a slot with a list, the value as the platform gives it for the others."""
    spoken: dict[str, str]
    """The words of each filled slot, also of one with a list whose words match no value."""
    confidence: float
    """0 to 1: 1 where a sample fits word for word, 0 where nothing fits."""


class Understanding:
    """Understands sentences of one interaction model. Takes some 0.2 s to make, a few milliseconds a sentence."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._language = load_language(model.locale)
        patterns = patterns_of(model, self._language)
        ordinary = frozenset(word for pattern in patterns for word in pattern.literals)
        self._slots = SlotReader(model, self._language, ordinary)
        self._samples = Samples(patterns, self._language)
        # Only the nearest sentence is looked for among these: what a sample says word for word is always meant.
        elsewhere = [
            Pattern(FALLBACK, tuple(word.text for word in words_of(sentence, self._language)))
            for sentence in self._language.elsewhere
        ]
        self._comparison = Comparison([*patterns, *elsewhere], self._language)

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        """What a sentence means. `expects` names the intents that the conversation waits for, likeliest first."""
        words = words_of(text, self._language)
        if not words:
            return self._nothing(text)
        exact = self._word_for_word(text, words, expects)
        if exact is not None:
            return exact
        for reading in readings(words, self._language):
            risk = risk_in(" ".join(word.text for word in reading), self._model.locale)
            if risk is not None and SAFETY in self._model.intents:
                return Meaning(text, SAFETY, {RISK: risk}, {}, DANGER_SURE)
        if len(words) > LONGEST_COMPARED:
            return self._nothing(text)
        return self._nearest(text, words, expects) or self._nothing(text)

    def _nothing(self, text: str) -> Meaning:
        return Meaning(text, FALLBACK, {}, {}, 0.0)

    def _word_for_word(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        for nth, reading in enumerate(readings(words, self._language)):
            for kept in dict.fromkeys((reading, without_fillers(reading, self._language))):
                fitting = list(self._samples.fitting(kept, self._slots.within(kept)))
                if fitting:
                    pattern, filled = max(fitting, key=lambda each: _rank(*each, expects))
                    sure = HEARD_SURE if nth == 0 else ALIKE_SURE
                    return self._meaning(text, pattern.intent, kept, filled, sure)
        return None

    def _nearest(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        best: tuple[float, Likeness, tuple[Word, ...]] | None = None
        for reading in readings(words, self._language):
            kept = without_fillers(reading, self._language)
            for likeness in self._comparison.likeliest(kept, self._slots.within(kept)):
                score = likeness.score + (EXPECTED_BONUS if likeness.intent in expects else 0.0)
                if best is None or score > best[0]:
                    best = (score, likeness, kept)
        if best is None or best[0] < ACCEPTED or best[1].intent == FALLBACK:
            return None
        score, likeness, kept = best
        if likeness.intent == SAFETY and score < DANGER_ACCEPTED:
            return None
        filled = self._fill(likeness, kept)
        return self._meaning(text, likeness.intent, kept, filled, min(score, MOST_LIKE_SURE))

    def _fill(self, likeness: Likeness, words: tuple[Word, ...]) -> list[Filled]:
        """The slots of an intent, filled with what of their types stands in the sentence, in order."""
        intent = self._model.intents[likeness.intent]
        slots = self._slots.within(words)
        filled: list[Filled] = []
        for slot in intent.slots:
            for start, end, value in slots.longest(slot.type):
                if all(end <= other.start or start >= other.end for other in filled):
                    filled.append(Filled(slot.name, start, end, value))
                    break
        return filled

    def _meaning(
        self, text: str, intent: str, words: tuple[Word, ...], filled: Sequence[Filled], confidence: float
    ) -> Meaning:
        slots = {each.slot: each.value for each in filled}
        spoken = {each.slot: said(words[each.start : each.end]) for each in filled}
        return Meaning(text, intent, slots, spoken, round(confidence, 3))


def _rank(pattern: Pattern, filled: Sequence[Filled], expects: Sequence[str]) -> tuple[int, int, int]:
    """More words of its own first, then what is expected, then longer slots."""
    return (len(pattern.literals), -expects.index(pattern.intent) if pattern.intent in expects else -99, len(filled))
