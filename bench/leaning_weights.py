# SPDX-License-Identifier: Apache-2.0
"""Learns what free answers to an open question lean to: `python -m bench.leaning_weights` writes `leaning_en.json`.

Multinomial logistic regression over `bench/sets/answers.train.jsonl`, the samples of the answers and what couples say
(`dev`; never `test`). The limits are found on sentences that were left out while learning.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from zlib import crc32

import msgspec
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.danger_weights import COUPLES, LOCALE, SETS, Numbers
from skill.language_model import load_language_model, slots_of
from skill.speaker.nlu import FALLBACK
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.safety.hints import Features
from skill.speaker.nlu.similarity.leaning import BUCKETS, FOLDER, LEANING, AnswerWeights, LeaningWeights
from skill.speaker.nlu.text import words_of

ANSWERS = "answers.train"
INTENTS = (FALLBACK, "AMAZON.YesIntent", "AMAZON.NoIntent", "AnotherOneIntent")
FOLDS = 5
FLOOR = 0.7
"""Below this nothing is taken, whatever the left-out sentences allow."""
FREEDOM = 30.0
"""Factor of the loss on the sentences, where the penalty on large weights is 1."""
COUPLES_SHARE, ELSEWHERE_SHARE, SAMPLE_SHARE, OTHERS_SHARE = 0.6, 1.5, 0.3, 0.3
"""Factors of one sentence's loss, where one of the answers is 1: what couples say, talk that is not for the skill, a
sample of these answers, and a sample of another intent."""
OTHERS_ONE_OF = 6
"""Of so many samples of other intents one is read, for they are many and much alike."""
WRONG = 0.08
"""Share of what is no answer that a limit lets through, of each kind of answer."""


class Sentence(msgspec.Struct, frozen=True):
    """One sentence to learn from."""

    text: str
    intent: str
    counts: float = 1.0
    """Factor of its loss."""


def sentences() -> list[Sentence]:
    """All sentences to learn from."""
    found = rows_of(ANSWERS)
    for name in COUPLES:
        found += [_as_answer(row.text, row.intent, COUPLES_SHARE) for row in rows_of(name)]
    found += [Sentence(text, FALLBACK, ELSEWHERE_SHARE) for text in load_language(LOCALE).elsewhere]
    for at, (intent, sample) in enumerate(load_language_model(LOCALE).samples()):
        if intent.name not in INTENTS and at % OTHERS_ONE_OF:
            continue
        text = sample.format_map(dict.fromkeys(slots_of(sample), "walk"))
        found.append(_as_answer(text, intent.name, SAMPLE_SHARE if intent.name in INTENTS else OTHERS_SHARE))
    return found


def _as_answer(text: str, intent: str, counts: float) -> Sentence:
    return Sentence(text, intent if intent in INTENTS else FALLBACK, counts)


def rows_of(name: str) -> list[Sentence]:
    """The sentences of a set with their intents."""
    lines = (SETS / f"{name}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Sentence) for line in lines]


def checksum() -> str:
    """Checksum of the set that is learned from, 16 hexadecimal digits."""
    return sha256((SETS / f"{ANSWERS}.jsonl").read_bytes()).hexdigest()[:16]


def matrix(given: Sequence[Sentence]) -> csr_matrix:
    """Features as a sparse matrix: a row of length 1 for each sentence, a column for each bucket."""
    language = load_language(LOCALE)
    features = Features({}, (), language)
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for sentence in given:
        words = [word.text for word in words_of(sentence.text, language)]
        buckets = sorted({bucket % BUCKETS for bucket in features.of(words)})
        columns += buckets
        values += [len(buckets) ** -0.5] * len(buckets)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(given), BUCKETS))


def learned(x: csr_matrix, kinds: Numbers, counts: Numbers) -> Numbers:
    """Weights after regression: a column for each intent, a row for each bucket, and the biases as the last row."""

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(BUCKETS + 1, len(INTENTS))
        scores = x @ weights[:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        likely /= likely.sum(axis=1, keepdims=True)
        lost = -(counts * np.log((likely * kinds).sum(axis=1) + 1e-12)).sum()
        wrong = (likely - kinds) * counts[:, None]
        slope = np.vstack([x.T @ wrong, wrong.sum(axis=0)]) * FREEDOM
        slope[:-1] += weights[:-1]
        return float(FREEDOM * lost + (weights[:-1] ** 2).sum() / 2), slope.ravel()

    start = np.zeros((BUCKETS + 1) * len(INTENTS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return np.asarray(found).reshape(BUCKETS + 1, len(INTENTS))


def likelihoods(x: csr_matrix, weights: Numbers) -> Numbers:
    """How likely each intent is: a row for each sentence."""
    scores = np.exp(x @ weights[:-1] + weights[-1])
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


def main() -> None:
    """Learns, finds the limits, writes the file and prints what the left-out sentences gave."""
    given = sentences()
    x = matrix(given)
    kinds = np.array([[float(one.intent == intent) for intent in INTENTS] for one in given])
    counts = np.array([one.counts for one in given])
    answers = np.array([one.counts == 1 for one in given])
    fold = np.array([crc32(one.text.encode()) % FOLDS for one in given])
    held = np.zeros_like(kinds)
    for each in range(FOLDS):
        print(f"\rLearning without part {each + 1} of {FOLDS} ", end="", file=sys.stderr, flush=True)
        left = fold != each
        held[~left] = likelihoods(x[~left], learned(x[left], kinds[left], counts[left]))
    print(file=sys.stderr)
    weights = learned(x, kinds, counts)
    limits, kept = {}, {}
    best = held.argmax(axis=1)
    for at, intent in enumerate(INTENTS):
        column = weights[:-1, at]
        step = float(np.abs(column).max() / 127)
        packed = b64encode(np.round(column / step).astype(np.int8).tobytes()).decode()
        kept[intent] = AnswerWeights(bias=round(float(weights[-1, at]), 4), step=step, weights=packed)
        if intent == FALLBACK:
            continue
        other = np.sort(np.where(best == at, held[:, at], 0.0)[answers & (kinds[:, at] == 0)])[::-1]
        limits[intent] = round(max(FLOOR, float(other[int(WRONG * len(other))])), 3)
        taken = (best == at) & (held[:, at] >= limits[intent])
        right = (taken & answers & (kinds[:, at] == 1)).sum() / (answers & (kinds[:, at] == 1)).sum()
        wrong = (taken & answers & (kinds[:, at] == 0)).sum() / (answers & (kinds[:, at] == 0)).sum()
        print(f"{intent}: from {limits[intent]}; {right:.0%} of its answers, {wrong:.1%} of the others")
    file = LeaningWeights(learned_from=checksum(), limits=limits, answers=kept)
    path = FOLDER / LEANING.format(LOCALE[:2])
    path.write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")
    print(f"{path.name}: {len(given)} sentences, {int(answers.sum())} of them answers")


if __name__ == "__main__":
    main()
