# SPDX-License-Identifier: Apache-2.0
"""Which intents a sentence may mean, by what it is about: regression on its embedding.

An extra that helps likeness where other words are used, and never decides alone: it does not see a "not", so contraries
are not its business, nor is danger (`safety/hints.py` reads the same embedding in its own way). The weights
(`meanings_<language>.json`) are made by `python -m bench.meaning_weights`.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from skill.errors import InputError
from skill.speaker.nlu.similarity.embedding import Embedding

FOLDER = Path(__file__).resolve().parents[1]


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """A language's weights as they are kept."""

    intents: list[str]
    bias: list[float]
    """For each intent."""
    step: float
    """What one unit of a weight is worth."""
    weights: str
    """A signed byte for each intent and each place of the vector, in base 64."""


class Meanings:
    """Knows how likely each intent is."""

    def __init__(self, locale: str) -> None:
        """Raises InputError where the extra is not installed, or nothing was learned for the language."""
        self.embedding = Embedding()
        import numpy

        self._np: Any = numpy
        path = FOLDER / f"meanings_{locale[:2]}.json"
        if not path.is_file():
            raise InputError(f"Nothing was learned of what sentences in {locale} are about; leave --meaning out.")
        file = msgspec.json.decode(path.read_bytes(), type=Weights)
        self._intents = file.intents
        self._bias = numpy.array(file.bias)
        kept = numpy.frombuffer(b64decode(file.weights), dtype=numpy.int8)
        self._weights = kept.reshape(len(file.intents), -1) * file.step

    def shares(self, words: Sequence[str]) -> dict[str, float]:
        """How likely each intent is for normal words; together 1."""
        scores = self._weights @ self.embedding.vector(words) + self._bias
        shares = self._np.exp(scores - scores.max())
        return dict(zip(self._intents, (shares / shares.sum()).tolist(), strict=True))
