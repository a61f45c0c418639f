# SPDX-License-Identifier: Apache-2.0
"""The sentence embedding as a network that learns: matrices of low rank beside its own, and weights that read two
things of its vector, which intent is meant and whether danger is told.

The arithmetic is that of `skill/speaker/nlu/similarity/embedding.py`, here for many sentences at once and with its
slopes (jax, `requirements/learning.txt`). What is learned from, and what becomes of it, stands in `meaning_weights.py`.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any, NamedTuple

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_xnnpack=true --xla_cpu_enable_fast_math=true")  # twice as fast

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from bench.sparse import Numbers
from skill.speaker.nlu.similarity.embedding import EPSILON, HEADS, LAYERS, LINEAR, SIZE, Embedding

RANK = 16
EPOCHS, BATCH = 3, 64
"""Times that each sentence is learned from; sentences at a time."""
PACE, PACE_OF_READING = 2e-3, 6e-3
"""Learning rates at their highest: of the matrices, and of the weights that read the vector."""
WARMING = 12
"""One of so many steps goes by until the learning rate is at its highest."""
DROPPED = 0.1
"""Share of numbers left out at random, so that nothing is learned by heart."""
SMOOTH, SMOOTH_DANGER = 0.05, 0.02
"""Shares of a sentence that may be any intent, and the other of danger or not: labels are not always right."""
WIDTHS = (12, 17, 24, 40)
"""Pieces of words, with the marks at both ends, of the sentences that are computed together; what is longer is cut."""
SEED = 7
NORMED = ("attention.output.LayerNorm", "output.LayerNorm")

Tree = dict[str, Any]
"""Arrays by their name; those of a layer hold all layers."""


class Sentences(NamedTuple):
    """Sentences to learn from, one in each row."""

    tokens: list[list[int]]
    """Pieces of words, as the embedding numbers them."""
    intent: NDArray[np.int64]
    intent_counts: Numbers
    """Factors of the loss; 0 where no intent is known."""
    danger: Numbers
    """1 where danger is told, else 0."""
    danger_counts: Numbers
    """Factors of the loss; 0 where it is not known."""


class Batch(NamedTuple):
    """BATCH sentences of one width; what is beyond their end counts nothing."""

    tokens: NDArray[np.int32]
    there: NDArray[np.bool_]
    intent: NDArray[np.int64]
    intent_counts: Numbers
    danger: Numbers
    danger_counts: Numbers


def base_of(embedding: Embedding) -> Tree:
    """The embedding's own weights, which stay as they are."""

    def of(name: str) -> NDArray[np.float32]:
        return np.array(embedding.weight(name))

    tree: Tree = {
        "words": of("embeddings.word_embeddings.weight"),
        "places": of("embeddings.position_embeddings.weight") + of("embeddings.token_type_embeddings.weight")[0],
        "first": {kind: of(f"embeddings.LayerNorm.{kind}") for kind in ("weight", "bias")},
    }
    tree["layers"] = {
        f"{name}.{kind}": np.stack([of(f"encoder.layer.{layer}.{name}.{kind}") for layer in range(LAYERS)])
        for name in (*LINEAR, *NORMED)
        for kind in ("weight", "bias")
    }
    return {name: jax.tree.map(jnp.asarray, part) for name, part in tree.items()}


def fresh(base: Tree, intents: int) -> Tree:
    """Weights to begin with: changes that add nothing, and nothing read of the vector."""
    random, changes = np.random.default_rng(SEED), dict[str, Any]()
    for name in LINEAR:
        _, rows, columns = base["layers"][f"{name}.weight"].shape
        changes[f"{name}.up"] = np.zeros((LAYERS, rows, RANK), np.float32)
        changes[f"{name}.down"] = random.normal(0, columns**-0.5, (LAYERS, RANK, columns)).astype(np.float32)
    return {
        "changes": jax.tree.map(jnp.asarray, changes),
        "read": {"weights": jnp.zeros((intents + 1, SIZE)), "bias": jnp.zeros(intents + 1)},
    }


def scores(base: Tree, learned: Tree, batch: Batch, key: Any, dropped: float) -> Any:
    """Scores of each intent, and of danger in the last column, for each sentence."""
    tokens, there = batch.tokens, batch.there
    x = _normed(base["words"][tokens] + base["places"][: tokens.shape[1]], base["first"], "")
    unseen = jnp.where(there, 0.0, -1e9)[:, None, None, :]

    def layer(x: Any, given: tuple[Tree, Tree, Any]) -> tuple[Any, None]:
        own, changes, key = given
        keys = jax.random.split(key)

        def linear(x: Any, name: str) -> Any:
            change = (x @ changes[f"{name}.down"].T) @ changes[f"{name}.up"].T
            return x @ own[f"{name}.weight"].T + change + own[f"{name}.bias"]

        query, key_, value = (
            linear(x, name).reshape(*x.shape[:2], HEADS, -1).transpose(0, 2, 1, 3) for name in LINEAR[:3]
        )
        attention = jax.nn.softmax(query @ key_.transpose(0, 1, 3, 2) / np.sqrt(SIZE / HEADS) + unseen, axis=-1)
        seen = linear((attention @ value).transpose(0, 2, 1, 3).reshape(x.shape), LINEAR[3])
        x = _normed(x + _some(seen, keys[0], dropped), own, f"{NORMED[0]}.")
        wide = linear(jax.nn.gelu(linear(x, LINEAR[4]), approximate=False), LINEAR[5])
        return _normed(x + _some(wide, keys[1], dropped), own, f"{NORMED[1]}."), None

    keys = jax.random.split(key, LAYERS + 1)
    x, _ = jax.lax.scan(layer, x, (base["layers"], learned["changes"], keys[:LAYERS]))
    vectors = (x * there[:, :, None]).sum(axis=1) / there.sum(axis=1)[:, None]
    return _some(vectors, keys[-1], dropped) @ learned["read"]["weights"].T + learned["read"]["bias"]


def _normed(x: Any, weights: Tree, name: str) -> Any:
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = jnp.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
    return centred / spread * weights[f"{name}weight"] + weights[f"{name}bias"]


def _some(x: Any, key: Any, dropped: float) -> Any:
    return jnp.where(jax.random.bernoulli(key, 1 - dropped, x.shape), x / (1 - dropped), 0.0) if dropped else x


def _loss(learned: Tree, base: Tree, batch: Batch, key: Any) -> Any:
    found = scores(base, learned, batch, key, DROPPED)
    likely = jax.nn.log_softmax(found[:, :-1])
    meant = jnp.take_along_axis(likely, batch.intent[:, None], axis=1)[:, 0]
    lost = -(1 - SMOOTH) * meant - SMOOTH * likely.mean(axis=1)
    told = SMOOTH_DANGER + (1 - 2 * SMOOTH_DANGER) * batch.danger
    missed = optax.sigmoid_binary_cross_entropy(found[:, -1], told)
    return (lost * batch.intent_counts + missed * batch.danger_counts).sum() / BATCH


def batches(given: Sentences, which: NDArray[np.int64], random: np.random.Generator | None = None) -> list[Any]:
    """Pairs of a width and the rows computed together, in random order; or as they come."""
    rows = np.array(which) if random is None else random.permutation(which)
    lengths = np.array([len(given.tokens[at]) for at in rows])
    found, shorter = list[Any](), 0
    for width in WIDTHS:
        those = rows[(lengths > shorter) & ((lengths <= width) | (width == WIDTHS[-1]))]
        found += [(width, those[at : at + BATCH]) for at in range(0, len(those), BATCH)]
        shorter = width
    return found if random is None else [found[at] for at in random.permutation(len(found))]


def batch_of(given: Sentences, width: int, rows: NDArray[np.int64]) -> Batch:
    """The rows of a batch."""
    tokens, there = np.zeros((BATCH, width), np.int32), np.zeros((BATCH, width), bool)
    there[:, 0] = True
    for at, row in enumerate(rows):
        pieces = given.tokens[row][:width]
        tokens[at, : len(pieces)], there[at, : len(pieces)] = pieces, True

    def filled(column: NDArray[Any]) -> NDArray[Any]:
        return np.append(column[rows], np.zeros(BATCH - len(rows), column.dtype))

    return Batch(tokens, there, *(filled(column) for column in given[1:]))


def learn(given: Sentences, which: NDArray[np.int64], base: Tree, intents: int) -> Tree:
    """Weights after learning from some rows, which takes half an hour on two cores."""
    random, key = np.random.default_rng(SEED), jax.random.key(SEED, impl="rbg")
    rounds = [batch for _ in range(EPOCHS) for batch in batches(given, which, random)]
    pace = optax.warmup_cosine_decay_schedule(0.0, 1.0, len(rounds) // WARMING, len(rounds))
    by_kind = {
        "changes": optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(lambda step: PACE * pace(step))),
        "read": optax.adamw(lambda step: PACE_OF_READING * pace(step)),
    }
    optimiser = optax.multi_transform(by_kind, {"changes": "changes", "read": "read"})
    learned = fresh(base, intents)
    state = optimiser.init(learned)

    @partial(jax.jit, donate_argnums=(0, 1))
    def step(learned: Tree, state: Any, base: Tree, batch: Batch, key: Any) -> tuple[Tree, Any]:
        slopes = jax.grad(_loss)(learned, base, batch, key)
        updates, state = optimiser.update(slopes, state, learned)
        return optax.apply_updates(learned, updates), state

    for at, (width, rows) in enumerate(rounds):
        key, used = jax.random.split(key)
        learned, state = step(learned, state, base, batch_of(given, width, rows), used)
        if at % 20 == 0:
            print(f"\r{at}/{len(rounds)} steps ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return learned


def read(given: Sentences, which: NDArray[np.int64], base: Tree, learned: Tree) -> Numbers:
    """Scores of some rows: of each intent, and of danger in the last column."""
    found = jax.jit(lambda base, learned, batch: scores(base, learned, batch, jax.random.key(0, impl="rbg"), 0.0))
    all_rows = np.zeros((len(given.tokens), len(learned["read"]["bias"])))
    for width, rows in batches(given, which):
        all_rows[rows] = np.asarray(found(base, learned, batch_of(given, width, rows)))[: len(rows)]
    return np.asarray(all_rows[np.array(which)])
