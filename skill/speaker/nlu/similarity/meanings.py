# SPDX-License-Identifier: Apache-2.0
"""Likelihoods of the intents, of danger and of its risks, by what a sentence is about.

Stands beside the words (`classification.py`, `safety/hints.py`), which are always asked too, and may be missing. The
embedding's matrices were changed a little for what couples say, and all that was learned lies in one file,
`meanings_<language>.json` (`python -m bench.meaning_weights` makes it).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from skill.errors import InputError
from skill.speaker.nlu.similarity.embedding import SIZE, Change, Embedding

FOLDER = Path(__file__).resolve().parents[1]
INTENTS_SHARE, DANGER_SHARE = 0.6, 0.6
"""Shares of what a sentence is about in how likely an intent or danger is, from 0 to 1; its words have the rest. (Of
logarithms: either can rule out what the other takes for likely.)"""


Places: TypeAlias = dict[str, dict[str, float]]
"""Additions to the logarithms of intents' likelihoods, by place of an evening and by intent: what is said at a place
tells what is likely there."""


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """How likely an intent must be, from 0 to 1."""

    enough: float
    """Where nothing else is understood."""
    sure: float
    """Before likeness to a sample."""


class DangerLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """How likely danger must be, from 0 to 1."""

    offered: float
    """For a sentence that means nothing else."""
    perhaps: float
    """For a sentence that may be a yes, a no or news beside talk."""
    surely: float
    """For a sentence that also is like a sample of some intent."""
    doubts: float = 0.0
    """At least, for a sentence that a frame of danger fits; 0 where frames are not doubted."""
    acts: float = 1.0
    """To be answered as danger though no frame fits; 1 where that never happens."""


class Learned(Struct, frozen=True, forbid_unknown_fields=True):
    """A language's weights as they are kept. Weights are 2 bytes each (IEEE 754, little end first), in base 64."""

    learned_from: str
    """Checksum of the sentences, so that a test sees when they have changed since."""
    intents: list[str]
    bias: list[float]
    """Of each intent, and of danger as the last."""
    weights: str
    """SIZE of each intent in turn, and of danger as the last."""
    limits: dict[str, Limits]
    """Of each intent that may be taken, with the words."""
    places: Places
    """With the words, too."""
    danger: DangerLimits
    """With the words, too."""
    risks: list[str]
    risk_bias: list[float]
    risk_weights: str
    """Which risk it is, where danger is told: the same for each of these."""
    changes: list[Change]


class Meanings:
    """Knows how likely each intent is, and danger."""

    def __init__(self, locale: str) -> None:
        """Raises InputError where the package is not installed, or nothing was learned for the language."""
        path = FOLDER / f"meanings_{locale[:2]}.json"
        if not path.is_file():
            raise InputError(f"Nothing was learned of what sentences in {locale} are about; leave --meaning out.")
        kept = msgspec.json.decode(path.read_bytes(), type=Learned)
        self._embedding = Embedding(kept.changes)
        import numpy

        self._np: Any = numpy
        self.limits, self.places, self.danger_limits = kept.limits, kept.places, kept.danger
        self._intents = kept.intents
        self._bias = numpy.array(kept.bias)
        self._weights = self._read(kept.weights)
        self._risks, self._risk_bias = kept.risks, numpy.array(kept.risk_bias)
        self._risk_weights = self._read(kept.risk_weights)

    def shares(self, words: Sequence[str]) -> dict[str, float]:
        """How likely each intent is for normal words; together 1."""
        scores = self._scores(words)[:-1]
        shares = self._np.exp(scores - scores.max())
        return dict(zip(self._intents, (shares / shares.sum()).tolist(), strict=True))

    def danger(self, words: Sequence[str]) -> float:
        """How likely it is that normal words tell of danger, as the logarithm of the odds."""
        return float(self._scores(words)[-1])

    def risk(self, words: Sequence[str]) -> str:
        """The likeliest risk, of normal words that tell of danger."""
        scores = self._risk_weights @ self._embedding.vector(words) + self._risk_bias
        return self._risks[int(scores.argmax())]

    def _read(self, kept: str) -> Any:
        return self._np.frombuffer(b64decode(kept), dtype="<f2").reshape(-1, SIZE).astype("f4")

    def _scores(self, words: Sequence[str]) -> Any:
        return self._weights @ self._embedding.vector(words) + self._bias


def open_meanings(locale: str, wanted: bool | None = None) -> Meanings | None:
    """Meanings of the locale, or None: where they are not wanted, or nobody said so and they cannot be had here.

    Raises InputError where they are wanted and cannot be had.
    """
    if wanted is False:
        return None
    try:
        return Meanings(locale)
    except InputError:
        if wanted:
            raise
        return None
