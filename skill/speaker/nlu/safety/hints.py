# SPDX-License-Identifier: Apache-2.0
"""Sentences that no frame of danger fits, and that yet sound like those of somebody who is not safe.

Weights of words, of words near each other and of pieces of words, learned from sentences that tell of danger and from
such as only sound near to it (`python -m bench.danger_weights` makes `hints_<language>.json`); and beside them what
the sentence is about (`similarity/meanings.py`), where that is installed, which brings limits of its own. By words
alone, what is only likely is never acted on: it adds to "sorry, I missed that" how to ask for help, and so does a
frame that fits a sentence which does not sound like danger. How sure is sure enough belongs here too: least sure
where the sentence means nothing else, for the offer costs a breath there.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from math import exp, sqrt
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.similarity.meanings import DANGER_SHARE, DangerLimits, Meanings

FOLDER = Path(__file__).resolve().parents[1]
HINTS = "hints_{}.json"
"""Name of the file with a language's weights."""
UNSAID = "danger"
"""The risk of who does not say which."""
BUCKETS = 1 << 17
"""Weights in all: each feature has the one that its checksum names, so no feature need be written down."""
NEAR = 4
"""Words after a word that make a pair with it: "afraid ... of ... him"."""
PIECES = (3, 4, 5)
"""Letters of the pieces of words, by which "strangling" is near to "strangled"."""


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """A language's weights as they are kept."""

    learned_from: str
    """Checksum of the sentences, so that a test sees when they have changed since."""
    limits: DangerLimits
    bias: float
    step: float
    """What one unit of a weight is worth."""
    weights: str
    """A signed byte for each bucket, in base 64."""
    same: dict[str, str] = {}
    """Words that count as another: she as he, my husband as he."""
    light: list[str] = []
    """Words left out."""


class Hints:
    """Says how likely a sentence of one language tells of danger."""

    def __init__(self, weights: Weights, language: Language, meanings: Meanings | None = None) -> None:
        self._features = Features(weights.same, weights.light, language)
        self._weights = memoryview(b64decode(weights.weights)).cast("b")
        self._bias, self._step = weights.bias, weights.step
        self._meanings = meanings
        limits = weights.limits if meanings is None else meanings.danger_limits
        self.offered, self.perhaps, self.surely = limits.offered, limits.perhaps, limits.surely
        self.doubts, self._acts = limits.doubts, limits.acts

    def risk(self, words: Sequence[str]) -> str:
        """The likeliest risk, of normal words that tell of danger; UNSAID by words alone."""
        return UNSAID if self._meanings is None else self._meanings.risk(words)

    def acts_on(self, words: Sequence[str]) -> bool:
        """Test of normal words: they sound like danger beyond doubt; never by words alone."""
        return self._acts < 1 and self.likelihood(words) > self._acts

    def likelihood(self, words: Sequence[str]) -> float:
        """From 0 to 1, of normal words."""
        buckets = self._features.of(words)
        total = sum(self._weights[bucket] for bucket in buckets)
        score = self._bias + self._step * total / sqrt(len(buckets))
        if self._meanings is not None:
            score = (1 - DANGER_SHARE) * score + DANGER_SHARE * self._meanings.danger(words)
        return 1 / (1 + exp(-score))


class Features:
    """The buckets of a sentence's features; the same for learning as for hearing."""

    def __init__(self, same: dict[str, str], light: Sequence[str], language: Language) -> None:
        self._same = {tuple(words.split()): meant for words, meant in same.items()}
        self._light = frozenset(light)
        self._stem = language.stem

    def of(self, words: Sequence[str]) -> set[int]:
        """The buckets of normal words, never none."""
        return {crc32(feature.encode()) % BUCKETS for feature in self._features(words)}

    def _features(self, words: Sequence[str]) -> Iterator[str]:
        stems = ["^", *self._stems(words), "$"]
        for at, stem in enumerate(stems):
            yield stem
            for far, other in enumerate(stems[at + 1 : at + NEAR]):
                yield f"{stem} {other}" if far == 0 else f"{stem} .. {other}"
            yield " ".join(stems[at : at + 3])
        for word in words:
            marked = f"<{word}>"
            for length in PIECES:
                for start in range(len(marked) - length + 1):
                    yield f"#{marked[start : start + length]}"

    def _stems(self, words: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            for length in (2, 1):
                meant = self._same.get(tuple(words[at : at + length]))
                if meant:
                    yield meant
                    break
            else:
                length = 1
                if words[at] not in self._light:
                    yield self._stem(words[at])
            at += length


def load_hints(locale: str, language: Language, meanings: Meanings | None = None) -> Hints | None:
    """The hints of a locale's language; None where nothing was learned."""
    path = FOLDER / HINTS.format(locale[:2])
    return Hints(msgspec.json.decode(path.read_bytes(), type=Weights), language, meanings) if path.is_file() else None
