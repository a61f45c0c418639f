# SPDX-License-Identifier: Apache-2.0
"""Sentences as a sparse matrix of their features, for what is learned from them; the same features as for hearing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from skill.speaker.nlu.safety.hints import Features

Numbers = NDArray[np.float64]


def rows_of_length_one(sentences: Iterable[Sequence[str]], features: Features, buckets: int) -> csr_matrix:
    """A row of length 1 for each sentence (normal words), a column for each bucket."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for words in sentences:
        found = sorted({bucket % buckets for bucket in features.of(words)})
        columns += found
        values += [len(found) ** -0.5] * len(found)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(ends) - 1, buckets))
