# SPDX-License-Identifier: Apache-2.0
"""Sound-alike sentences: the sample of an interaction model that sounds most like what a recogniser wrote down.

"Say this question" is no sample and "save this question" is: to the ear they differ by one phone. Slots are filled with
the few values that sound most like a part of what was heard, so each sample stands for a few sentences and not for
thousands. Samples about safety are left out: nobody is met with emergency numbers for a sound.
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
        for intent, sample in model.samples():
            if intent.name in NEVER_BY_SOUND:
                continue
            parts = _SLOT.split(sample)
            slot_kinds = tuple(intent.slot_type(name) for name in parts[1::2])
            if not slot_kinds:
                self._plain[sample] = self._sound(sample)
            elif all(kind in self._values for kind in slot_kinds):
                self._with_slots.append((sample, slot_kinds, tuple(map(self._sound, parts[::2]))))

    def nearest(self, text: str, least: float) -> Alike | None:
        """The sentence that sounds most like a text, where it is at least so much alike (0 to 1)."""
        heard = self._sound(text)
        if not heard:
            return None
        found = process.extractOne(heard, self._plain, scorer=Levenshtein.normalized_similarity, score_cutoff=least)
        best = Alike(found[2], found[1]) if found else None
        least = best.likeness if best else least
        filled = dict(self._filled(heard))
        found = process.extractOne(heard, filled, scorer=Levenshtein.normalized_similarity, score_cutoff=least)
        if found and (best is None or found[1] > best.likeness):
            best = Alike(found[2], found[1])
        return best

    def likeness(self, text: str, other: str) -> float:
        """How alike two texts sound, 0 to 1."""
        return Levenshtein.normalized_similarity(self._sound(text), self._sound(other))

    def _sound(self, text: str) -> str:
        return self._pronunciation.sound(text)

    def _filled(self, heard: str) -> Iterator[tuple[str, str]]:
        """Each sample with slots, filled with what was most likely said: text and sound."""
        likely = {kind: self._likely(values, heard) for kind, values in self._values.items()}
        for sample, kinds, carriers in self._with_slots:
            for chosen in product(*(likely[kind] for kind in kinds)):
                sounds = [carriers[0]]
                for (_, sound), carrier in zip(chosen, carriers[1:], strict=True):
                    sounds += (sound, carrier)
                texts = iter(chosen)
                yield _SLOT.sub(lambda _, texts=texts: next(texts)[0], sample), "".join(sounds)  # type: ignore[misc]

    @staticmethod
    def _likely(values: Mapping[str, str], heard: str) -> list[tuple[str, str]]:
        """The values of a slot that sound most like a part of what was heard; longer ones first among equals."""
        found = process.extract(heard, values, scorer=partial_ratio, limit=VALUES_LOOKED_AT)
        ranked = nlargest(VALUES_TRIED, found, key=lambda each: (round(each[1]), len(each[0])))
        return [(text, sound) for sound, _, text in ranked]
