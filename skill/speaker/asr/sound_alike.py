# SPDX-License-Identifier: Apache-2.0
"""Sound-alike sentences: the sample of an interaction model that sounds most like what a recogniser wrote down.

"Say this question" is no sample and "save this question" is: to the ear they differ by one phone. Slots are filled with
the few values that sound most like a part of what was heard, so each sample stands for a few sentences and not for
thousands. Samples about safety are compared and never taken: nobody is met with emergency numbers for a sound, and what
sounds most like a cry for help is not taken for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from heapq import nlargest
from itertools import product

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from skill.language_model import LanguageModel
from skill.speaker.asr.pronunciation import Pronunciation

NEVER_BY_SOUND = frozenset({"SafetyIntent", "ForgetUsIntent"})
"""What must be said in words: help that would frighten, and what cannot be undone."""
VALUES_TRIED = 3
"""Values of a slot that are tried in each sample."""
VALUES_LOOKED_AT = 12

_SLOT = re.compile(r"\{([A-Za-z_]+)\}")


class Alike(Struct, frozen=True):
    """A sentence that sounds like what was heard."""

    text: str
    likeness: float
    """0 to 1: the share of phones that need no change."""


class SoundAlike:
    """The samples of one interaction model by their sound. Takes some 0.1 s to make."""

    def __init__(
        self, model: LanguageModel, builtin: Mapping[str, Collection[str]], pronunciation: Pronunciation
    ) -> None:
        """`builtin` gives phrases for Alexa's own slot types; samples with another one are left out."""
        self._pronunciation = pronunciation
        kinds = {name: list(words) for name, words in (*model.words.items(), *builtin.items())}
        self._values = {kind: {text: self._sound(text) for text in texts} for kind, texts in kinds.items()}
        self._plain: dict[str, str] = {}
        self._with_slots: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
        self._never: set[str] = set()
        for intent, sample in model.samples():
            if intent.name in NEVER_BY_SOUND:
                self._never.add(sample)
            parts = _SLOT.split(sample)
            slot_kinds = tuple(intent.slot_type(name) for name in parts[1::2])
            if not slot_kinds:
                self._plain[sample] = self._sound(sample)
            elif all(kind in self._values for kind in slot_kinds):
                self._with_slots.append((sample, slot_kinds, tuple(map(self._sound, parts[::2]))))

    def nearest(self, text: str, least: float) -> Alike | None:
        """The sentence that sounds most like a text, where it is at least so much alike (0 to 1) and may be taken."""
        heard = self._sound(text)
        if not heard:
            return None
        best: tuple[str, float] | None = None
        filled: dict[str, str] = {}
        never: dict[str, str] = {}
        for each, sound, sample in self._filled(heard):
            (never if sample in self._never else filled)[each] = sound
        for sentences in (self._plain, filled, never):
            found = process.extractOne(heard, sentences, scorer=Levenshtein.normalized_similarity, score_cutoff=least)
            if found and (best is None or found[1] > best[1]):
                best, least = (found[2], found[1]), found[1]
        if best is None or best[0] in self._never or best[0] in never:
            return None
        return Alike(*best)

    def likeness(self, text: str, other: str) -> float:
        """How alike two texts sound, 0 to 1."""
        return Levenshtein.normalized_similarity(self._sound(text), self._sound(other))

    def _sound(self, text: str) -> str:
        return self._pronunciation.sound(text)

    def _filled(self, heard: str) -> Iterator[tuple[str, str, str]]:
        """Each sample with slots, filled with what was most likely said: text, sound, and the sample."""
        likely = {kind: self._likely(values, heard) for kind, values in self._values.items()}
        for sample, kinds, carriers in self._with_slots:
            for chosen in product(*(likely[kind] for kind in kinds)):
                sounds = [carriers[0]]
                for (_, sound), carrier in zip(chosen, carriers[1:], strict=True):
                    sounds += (sound, carrier)
                texts = iter(text for text, _ in chosen)
                yield _SLOT.sub(lambda _, texts=texts: next(texts), sample), "".join(sounds), sample  # type: ignore[misc]

    @staticmethod
    def _likely(values: Mapping[str, str], heard: str) -> list[tuple[str, str]]:
        """The values of a slot that sound most like a part of what was heard; longer ones first among equals."""
        found = process.extract(heard, values, scorer=partial_ratio, limit=VALUES_LOOKED_AT)
        ranked = nlargest(VALUES_TRIED, found, key=lambda each: (round(each[1]), len(each[0])))
        return [(text, sound) for sound, _, text in ranked]
