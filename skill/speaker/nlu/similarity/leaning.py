# SPDX-License-Identifier: Apache-2.0
"""Polarity of free answers to an open question, which no sample is like: a yes, a no, or another one ("he's nodding").

Weights of words, of words near each other and of pieces of words, learned from what people answer to an offer and what
they say to each other beside it (`python -m bench.leaning_weights` makes `leaning_<language>.json`). It is asked last,
and only where a yes or a no is waited for and neither begins anything that must be clear.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Sequence
from math import exp, sqrt
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.safety.hints import Features

FOLDER = Path(__file__).resolve().parents[1]
LEANING = "leaning_{}.json"
"""Name of the file with a language's weights."""
NO_ANSWER = "AMAZON.FallbackIntent"
"""All else that people say where an answer is waited for."""
BUCKETS = 1 << 14
"""Weights of each kind of answer: there are few sentences to learn from, so few are needed."""


class AnswerWeights(Struct, frozen=True, forbid_unknown_fields=True):
    """The weights of one kind of answer as they are kept."""

    bias: float
    step: float
    """What one unit of a weight is worth."""
    weights: str
    """A signed byte for each bucket, in base 64."""


class LeaningWeights(Struct, frozen=True, forbid_unknown_fields=True):
    """A language's weights as they are kept."""

    learned_from: str
    """Checksum of the sentences, so that a test sees when they have changed since."""
    limits: dict[str, float]
    """How likely an intent must be at least to be taken, from 0 to 1."""
    answers: dict[str, AnswerWeights]
    """By intent; what is none of these answers is one of them."""


class Leaning:
    """Says what an answer in any words leans to."""

    def __init__(self, weights: LeaningWeights, language: Language) -> None:
        self._features = Features({}, (), language)
        self._limits = weights.limits
        self._answers = {
            intent: (kept.bias, kept.step, memoryview(b64decode(kept.weights)).cast("b"))
            for intent, kept in weights.answers.items()
        }

    def likelihoods(self, words: Sequence[str], among: Collection[str] = ()) -> dict[str, float]:
        """How likely each intent is, 0 to 1 and 1 in sum, of normal words; `among` leaves other answers out."""
        buckets = {bucket % BUCKETS for bucket in self._features.of(words)}
        scale = 1 / sqrt(len(buckets))
        scores = {
            intent: exp(bias + step * scale * sum(weights[bucket] for bucket in buckets))
            for intent, (bias, step, weights) in self._answers.items()
            if not among or intent in among or intent == NO_ANSWER
        }
        total = sum(scores.values())
        return {intent: score / total for intent, score in scores.items()}

    def intent_of(self, words: Sequence[str], expects: Collection[str]) -> str | None:
        """The intent among those waited for that normal words lean to clearly enough; None where to none."""
        likely = self.likelihoods(words, expects)
        intent = max(likely, key=likely.__getitem__)
        return intent if intent != NO_ANSWER and likely[intent] >= self._limits[intent] else None


def load_leaning(locale: str, language: Language) -> Leaning | None:
    """What a locale's language has learned of answers; None where it has not."""
    path = FOLDER / LEANING.format(locale[:2])
    return Leaning(msgspec.json.decode(path.read_bytes(), type=LeaningWeights), language) if path.is_file() else None
