# SPDX-License-Identifier: Apache-2.0
"""Learns what danger sounds like where no frame fits: `python -m bench.danger_weights` writes `hints_en.json`.

Logistic regression over the sentences of `bench/sets` (`danger` and `not_danger`, `train` and `dev`; never `test`), the
samples of all intents and what couples say. The limits from which a sentence counts are found on sentences that were
left out while learning, a fifth at a time: as low as few enough of those that only sound near to danger allow.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from skill.language_model import load_language_model, slots_of
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.safety.hints import BUCKETS, FOLDER, Features, Weights
from skill.speaker.nlu.text import words_of

SETS = Path(__file__).resolve().parent / "sets"
LOCALE = "en-US"
TELLS = ("danger.train", "danger.dev")
SOUNDS_NEAR = ("not_danger.train", "not_danger.dev")
COUPLES = ("couples_a.dev", "couples_b.dev")
SAFETY, FALLBACK = "SafetyIntent", "AMAZON.FallbackIntent"
FOLDS = 5
"""Parts of the sentences for cross-validation: each is left out once, to find the limits on."""
FREEDOM = 30.0
"""Factor of the loss on the sentences, where the penalty on large weights is 1: more follows them more closely."""
NEAR_SHARE, SAMPLE_SHARE, SAFETY_SHARE = 3.0, 0.3, 0.5
"""Factors of one sentence's loss, where a sentence of danger is 1: for one that only sounds near to danger, a sample of
another intent, and a sample of SafetyIntent."""
PERHAPS_WRONG, SURELY_WRONG = 0.07, 0.012
"""False alarm rates (0 to 1) that set the limits `perhaps` and `surely`: shares of the sentences that only sound near
to danger. Two in three of those were written as close to danger as can be; of freely written ones about half as many
are taken."""
PARTNERS = (
    "husband",
    "wife",
    "partner",
    "boyfriend",
    "girlfriend",
    "spouse",
    "fiance",
    "fiancee",
    "ex",
    "hubby",
    "man",
)
LIGHT = ("so", "really", "very", "just", "always", "too", "still", "now", "all", "please", "sometimes", "again")
_NAMED_PARTNERS = {f"{whose} {who}": "he" for whose in ("my", "his", "her") for who in PARTNERS}
SAME = {"she": "he", "her": "him"} | _NAMED_PARTNERS

Numbers = NDArray[np.float64]


class Sentence(msgspec.Struct, frozen=True):
    """One sentence to learn from."""

    text: str
    tells: bool
    """Label: true where it tells of danger."""
    counts: float = 1.0
    """Factor of its loss."""
    near: bool = False
    """Whether it only sounds near to danger."""


def sentences() -> list[Sentence]:
    """All sentences to learn from."""
    found = [Sentence(text, True) for name in TELLS for text in texts(name)]
    found += [Sentence(text, False, NEAR_SHARE, near=True) for name in SOUNDS_NEAR for text in texts(name)]
    found += [Sentence(text, False) for name in COUPLES for text in texts(name)]
    found += [Sentence(text, False) for text in load_language(LOCALE).elsewhere]
    model = load_language_model(LOCALE)
    for intent, sample in model.samples():
        text = sample.format_map(dict.fromkeys(slots_of(sample), "walk"))
        tells = intent.name == SAFETY
        found.append(Sentence(text, tells, SAFETY_SHARE if tells else SAMPLE_SHARE))
    return found


def texts(name: str) -> list[str]:
    """The sentences of one set."""
    lines = (SETS / f"{name}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=dict[str, object])["text"] for line in lines]  # type: ignore[misc]


def checksum() -> str:
    """Checksum of the sets that are learned from, 16 hexadecimal digits. The samples change too often to be in it."""
    digest = sha256()
    for name in (*TELLS, *SOUNDS_NEAR):
        digest.update((SETS / f"{name}.jsonl").read_bytes())
    return digest.hexdigest()[:16]


def rows(given: Sequence[Sentence]) -> csr_matrix:
    """Features as a sparse matrix: a row of length 1 for each sentence, a column for each bucket."""
    language = load_language(LOCALE)
    features = Features(SAME, LIGHT, language)
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for sentence in given:
        buckets = sorted(features.of([word.text for word in words_of(sentence.text, language)]))
        columns += buckets
        values += [len(buckets) ** -0.5] * len(buckets)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(given), BUCKETS))


def learned(x: csr_matrix, tells: Numbers, counts: Numbers) -> Numbers:
    """Weights of the buckets after logistic regression, with the bias as the last; `counts` are factors of the loss."""
    sign = 2 * tells - 1

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = sign * (x @ weights[:-1] + weights[-1])
        wrong = -counts * sign / (1 + np.exp(margin))
        slope = np.append(x.T @ wrong, wrong.sum()) * FREEDOM
        slope[:-1] += weights[:-1]
        return float(FREEDOM * (counts * np.logaddexp(0, -margin)).sum() + weights[:-1] @ weights[:-1] / 2), slope

    return np.asarray(minimize(loss, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x)


def main() -> None:
    """Learns, finds the limits, writes the file and prints what the left-out sentences gave."""
    given = sentences()
    x = rows(given)
    tells = np.array([sentence.tells for sentence in given], dtype=np.float64)
    counts = np.array([sentence.counts for sentence in given])
    near = np.array([sentence.near for sentence in given])
    fold = np.arange(len(given)) % FOLDS
    held = np.zeros(len(given))
    for each in range(FOLDS):
        print(f"\rLearning without part {each + 1} of {FOLDS} ", end="", file=sys.stderr, flush=True)
        left = fold != each
        weights = learned(x[left], tells[left], counts[left])
        held[~left] = 1 / (1 + np.exp(-(x[~left] @ weights[:-1]) - weights[-1]))
    print(file=sys.stderr)
    perhaps, surely = (
        float(np.sort(held[near])[::-1][int(share * near.sum())]) for share in (PERHAPS_WRONG, SURELY_WRONG)
    )
    weights = learned(x, tells, counts)
    step = float(np.abs(weights[:-1]).max() / 127)
    kept = np.round(weights[:-1] / step).astype(np.int8).tobytes()
    file = Weights(
        learned_from=checksum(),
        perhaps=round(perhaps, 3),
        surely=round(surely, 3),
        bias=round(float(weights[-1]), 4),
        step=step,
        weights=b64encode(kept).decode(),
        same=SAME,
        light=list(LIGHT),
    )
    (FOLDER / f"hints_{LOCALE[:2]}.json").write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")
    for name, limit in (("perhaps", perhaps), ("surely", surely)):
        danger = (held[tells == 1] > limit).mean()
        others = (held[(tells == 0) & ~near] > limit).mean()
        print(f"{name}: {limit:.3f}; heard {danger:.1%} of danger, {(held[near] > limit).mean():.1%} of what is near, ")
        print(f"  {others:.2%} of what else is said")


if __name__ == "__main__":
    main()
