# SPDX-License-Identifier: Apache-2.0
"""Numbers of the sentence embedding, for what is learned from them beside the words: of many sentences, and brought to
one length."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skill.errors import InputError
from skill.speaker.nlu.similarity.embedding import DETAILS, Embedding

DETAILS_LENGTH = 0.75
"""Root mean square length of what the embedding tells of a sentence, where that of its words is 1."""
SAME_FOR_ALL = 1e-3
"""Standard deviation below which a number of the embedding tells nothing."""

Numbers = NDArray[np.float64]


def installed() -> Embedding | None:
    """The embedding; None where the extra is not installed, with a line printed that says how to get it."""
    try:
        return Embedding()
    except InputError as missing:
        print(missing)
        return None


def details_of(sentences: Sequence[Sequence[str]], embedding: Embedding) -> Numbers:
    """Details of sentences (normal words): an array of one row a sentence and DETAILS columns."""
    found = np.zeros((len(sentences), DETAILS))
    for at, words in enumerate(sentences):
        found[at] = embedding.details(words)
        if sys.stderr.isatty() and at % 20 == 0:
            print(f"\r{at}/{len(sentences)} sentences ", end="", file=sys.stderr)
    return found


def middle_and_scale(details: Numbers) -> tuple[Numbers, Numbers]:
    """Mean of each column, and the factor that brings what is above or below it to the length that counts; 0 for
    numbers that are the same for all sentences."""
    middle, spread = details.mean(axis=0), details.std(axis=0)
    scale = DETAILS_LENGTH / DETAILS**0.5 / np.maximum(spread, SAME_FOR_ALL)
    return middle, np.where(spread > SAME_FOR_ALL, scale, 0.0)
