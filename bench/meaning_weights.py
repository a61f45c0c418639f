# SPDX-License-Identifier: Apache-2.0
"""Learns which intents a sentence may mean by what it is about: `python -m bench.meaning_weights` writes
`meanings_en.json`. Needs the extra (`requirements/meaning.txt`) and scipy; takes a few minutes.

Regression over embeddings of samples, at most so many an intent, what couples say (`dev`), and what means nothing.
"""

from __future__ import annotations

import random
import sys
from base64 import b64encode
from collections import Counter

import msgspec
import numpy as np
from scipy.optimize import minimize

from bench.danger_weights import COUPLES, FALLBACK, LOCALE, SETS, texts
from bench.embedded import Numbers
from bench.understood import spoken_samples
from skill.language_model import load_language_model
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.similarity.embedding import SIZE, Embedding
from skill.speaker.nlu.similarity.meanings import FOLDER, Weights
from skill.speaker.nlu.text import words_of

MOST, MOST_FALLBACK = 90, 600
"""Most sentences that are learned from: for one intent, and for what means nothing."""
FREEDOM = 20.0
"""Factor of the loss on the sentences, where the penalty on large weights is 1: more follows them more closely."""


def sentences() -> list[tuple[str, str]]:
    """Texts, and the intents that they mean."""
    language = load_language(LOCALE)
    found = [(text, intent) for intent, text in spoken_samples(load_language_model(LOCALE))]
    found += [(text, FALLBACK) for text in (*language.elsewhere, *texts("not_danger.train"))]
    found += [(text, name) for name, those in language.builtins.items() for text in those]
    random.Random(1).shuffle(found)  # no secret: which sentences are learned from
    taken: Counter[str] = Counter()
    kept = []
    for text, intent in found:
        taken[intent] += 1
        if taken[intent] <= (MOST_FALLBACK if intent == FALLBACK else MOST):
            kept.append((text, intent))
    for name in COUPLES:
        rows = (SETS / f"{name}.jsonl").read_bytes().splitlines()
        kept += [(row["text"], row["intent"]) for row in map(msgspec.json.decode, rows)]
    return kept


def main() -> None:
    """Embeds, learns and writes the file."""
    language, embedding = load_language(LOCALE), Embedding()
    given = sentences()
    vectors = np.zeros((len(given), SIZE))
    for at, (text, _) in enumerate(given):
        vectors[at] = embedding.vector([word.text for word in words_of(text, language)])
        if sys.stderr.isatty() and at % 20 == 0:
            print(f"\r{at}/{len(given)} sentences ", end="", file=sys.stderr)
    intents = sorted({intent for _, intent in given})
    meant = np.array([intents.index(intent) for _, intent in given])
    weights, bias = learned(vectors, meant, len(intents))
    step = float(np.abs(weights).max() / 127)
    file = Weights(
        intents=intents,
        bias=[round(float(each), 4) for each in bias],
        step=step,
        weights=b64encode(np.round(weights / step).astype(np.int8).tobytes()).decode(),
    )
    (FOLDER / f"meanings_{LOCALE[:2]}.json").write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")


def learned(vectors: Numbers, meant: Numbers, intents: int) -> tuple[Numbers, Numbers]:
    """A row of weights for each intent, and its bias."""
    rows = np.arange(len(meant))

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights, bias = flat[:-intents].reshape(intents, SIZE), flat[-intents:]
        scores = vectors @ weights.T + bias
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        lost = -np.log(shares[rows, meant] + 1e-12).sum() * FREEDOM + (weights**2).sum() / 2
        shares[rows, meant] -= 1
        slope = FREEDOM * (shares.T @ vectors) + weights
        return float(lost), np.concatenate([slope.ravel(), FREEDOM * shares.sum(axis=0)])

    found = minimize(loss, np.zeros(intents * (SIZE + 1)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return found[:-intents].reshape(intents, SIZE), found[-intents:]


if __name__ == "__main__":
    main()
