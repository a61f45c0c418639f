# SPDX-License-Identifier: Apache-2.0
"""Learns what danger sounds like where no frame fits: `python -m bench.danger_weights` writes `hints_en.json` in two
minutes.

Logistic regression over the sentences of `bench/sets` (`danger`, `sideways` and what only sounds like them, `train` and
`dev`; never `test`), the samples of all intents and what couples say. The limits from which a sentence counts are found
on sentences that were left out while learning, whole families of them at a time: as low as few enough of those that
only sound near to danger allow.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.sparse import Numbers, rows_of_length_one
from skill.language_model import load_language_model, slots_of
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.safety.danger import Danger, read_frames
from skill.speaker.nlu.safety.hints import BUCKETS, FOLDER, HINTS, Features, Weights
from skill.speaker.nlu.similarity.meanings import DangerLimits
from skill.speaker.nlu.text import words_of

SETS = Path(__file__).resolve().parent / "sets"
LOCALE = "en-US"
TELLS = (
    *("danger.train", "danger.dev", "danger_b.train", "sideways.train"),
    *("danger_c.train", "danger_d.train", "danger_e.train", "danger_f.train"),
    *("danger_g.train", "danger_h.train"),
)
SOUNDS_NEAR = (
    *("not_danger.train", "not_danger.dev", "not_danger_b.train", "not_sideways.train"),
    *("not_danger_c.train", "not_danger_d.train", "not_danger_e.train", "not_danger_f.train"),
    *("not_danger_g.train", "not_danger_h.train"),
)
COUPLES = ("couples_a.dev", "couples_b.dev")
ANSWERS, REQUESTS = "answers.train", "requests.train"
SAFETY, FALLBACK = "SafetyIntent", "AMAZON.FallbackIntent"
FOLDS = 5
"""Parts of the sentences for cross-validation: each is left out once, to find the limits on."""
RUN = 25
"""Sentences that stand together in a set and count as one family where they name none: they were written together."""
SEED = 1
"""Decides which families are left out together."""
FREEDOM = 30.0
"""Factor of the loss on the sentences, where the penalty on large weights is 1: more follows them more closely."""
NEAR_SHARE, ANSWER_SHARE, REQUEST_SHARE, SAMPLE_SHARE, SAFETY_SHARE = 3.0, 0.3, 0.6, 0.3, 0.5
"""Factors of one sentence's loss, where a sentence of danger is 1: for one that only sounds near to danger, an answer
to an open question, what couples say in any words, a sample of another intent, and a sample of SafetyIntent."""
OFFERED_WRONG, PERHAPS_WRONG, SURELY_WRONG, ACTS_WRONG = 0.25, 0.13, 0.012, 0.001
"""False alarm rates (0 to 1) that set the limits `offered`, `perhaps`, `surely` and `acts`: shares of the sentences
that only sound near to danger. Most of those were written as close to danger as can be; of freely written ones far
fewer are taken. An offer that nobody needed, after a sentence that means nothing, is forgiven; danger that was
missed is not."""
DOUBTED_WRONG, DOUBTED_WRONG_BY_WORDS = 0.03, 0.008
"""Shares of the sentences of danger that frames find and the limit `doubts` may turn into an offer, with the embedding
and by words alone. Nothing is doubted that concerns a child or calls for an ambulance, which words alone make little of
("our daughter drank bleach")."""
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


class Sentence(msgspec.Struct, frozen=True):
    """One sentence to learn from."""

    text: str
    tells: bool
    """Label: true where it tells of danger."""
    counts: float = 1.0
    """Factor of its loss."""
    near: bool = False
    """Whether it only sounds near to danger."""
    family: str = ""
    """Name of the sentences that are left out together while learning: they are alike."""


class Row(msgspec.Struct, frozen=True):
    """One line of a set, as far as learning reads it."""

    text: str
    family: str = ""


def sentences() -> list[Sentence]:
    """All sentences to learn from."""
    found = [Sentence(row.text, True, family=row.family) for name in TELLS for row in rows_of(name)]
    found += [
        Sentence(row.text, False, NEAR_SHARE, near=True, family=row.family)
        for name in SOUNDS_NEAR
        for row in rows_of(name)
    ]
    found += [Sentence(row.text, False, family=row.family) for name in COUPLES for row in rows_of(name)]
    found += [Sentence(row.text, False, ANSWER_SHARE, family=row.family) for row in rows_of(ANSWERS)]
    found += [Sentence(row.text, False, REQUEST_SHARE, family=row.family) for row in rows_of(REQUESTS)]
    others = load_language(LOCALE).elsewhere
    found += [Sentence(text, False, family=f"elsewhere {at // RUN}") for at, text in enumerate(others)]
    model = load_language_model(LOCALE)
    for at, (intent, sample) in enumerate(model.samples()):
        text = sample.format_map(dict.fromkeys(slots_of(sample), "walk"))
        tells = intent.name == SAFETY
        found.append(Sentence(text, tells, SAFETY_SHARE if tells else SAMPLE_SHARE, family=f"sample {at}"))
    return found


def rows_of(name: str) -> list[Row]:
    """One set, each sentence with a family."""
    lines = (SETS / f"{name}.jsonl").read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=Row) for line in lines]
    return [row if row.family else Row(row.text, f"{name} {at // RUN}") for at, row in enumerate(rows)]


def texts(name: str) -> list[str]:
    """The sentences of one set."""
    return [row.text for row in rows_of(name)]


def checksum() -> str:
    """Checksum of the sets that are learned from, 16 hexadecimal digits. The samples change too often to be in it."""
    digest = sha256()
    for name in (*TELLS, *SOUNDS_NEAR):
        digest.update((SETS / f"{name}.jsonl").read_bytes())
    return digest.hexdigest()[:16]


def words_in(sentence: Sentence) -> list[str]:
    """Normal words of a sentence."""
    return [word.text for word in words_of(sentence.text, load_language(LOCALE))]


def rows(given: Sequence[Sentence]) -> csr_matrix:
    """Features as a sparse matrix: a row of length 1 for each sentence, a column for each bucket."""
    features = Features(SAME, LIGHT, load_language(LOCALE))
    return rows_of_length_one(map(words_in, given), features, BUCKETS)


def learned(x: csr_matrix, tells: Numbers, counts: Numbers) -> Numbers:
    """Weights of the columns after logistic regression, with the bias as the last; `counts` are factors of the loss."""
    sign = 2 * tells - 1

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = sign * (x @ weights[:-1] + weights[-1])
        wrong = -counts * sign / (1 + np.exp(margin))
        slope = np.append(x.T @ wrong, wrong.sum()) * FREEDOM
        slope[:-1] += weights[:-1]
        return float(FREEDOM * (counts * np.logaddexp(0, -margin)).sum() + weights[:-1] @ weights[:-1] / 2), slope

    start = np.zeros(x.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x)


def limits_of(given: Sequence[Sentence], held: Numbers, doubted_wrong: float, acts: bool = False) -> DangerLimits:
    """Limits from how likely danger was held to be in sentences that were left out while learning (0 to 1; a row each),
    `acts` if asked for; prints what they let through."""
    tells = np.array([sentence.tells for sentence in given])
    counts = np.array([sentence.counts for sentence in given])
    near = np.array([sentence.near for sentence in given])
    in_sets = near | (tells & (counts == 1))
    everyday, said = ~tells & ~near & (counts == 1), ~tells & (counts == REQUEST_SHARE)
    of_near = np.sort(held[near])[::-1]
    limits, wrong = dict[str, float](), {"offered": OFFERED_WRONG, "perhaps": PERHAPS_WRONG, "surely": SURELY_WRONG}
    for name, share in (wrong | ({"acts": ACTS_WRONG} if acts else {})).items():
        limits[name] = limit = float(of_near[int(share * len(of_near))])
        shares = [(held[which] > limit).mean() for which in (in_sets & tells, near, everyday, said)]
        print(f"{name}: {limit:.3f}; heard {shares[0]:.1%} of danger, {shares[1]:.1%} of what is near,")
        print(f"  {shares[2]:.2%} of what couples say, and {shares[3]:.2%} of what they say in any words")
    fits = in_sets & np.array([bool(each) and may_be_doubted(one) for each, one in zip(in_sets, given, strict=True)])
    limits["doubts"] = doubts = float(np.quantile(held[fits & tells], doubted_wrong))
    with_doubts = (fits & near & (held >= doubts)).sum() / near.sum()
    before = (fits & near).sum() / near.sum()
    print(f"doubts: {doubts:.3f}; frames that are not plain take {before:.1%} of what is near for danger, and with")
    print(f"  doubts {with_doubts:.1%}")
    return DangerLimits(**{name: round(limit, 3) for name, limit in limits.items()})


def write(given: Sequence[Sentence]) -> None:
    """Learns, finds the limits, writes the file and prints what the left-out sentences gave."""
    x = rows(given)
    tells = np.array([sentence.tells for sentence in given], dtype=np.float64)
    counts = np.array([sentence.counts for sentence in given])
    fold = np.array([crc32(f"{SEED} {sentence.family}".encode()) % FOLDS for sentence in given])
    held = np.zeros(len(given))
    for each in range(FOLDS):
        print(f"\rLearning without part {each + 1} of {FOLDS} ", end="", file=sys.stderr, flush=True)
        left = fold != each
        weights = learned(x[left], tells[left], counts[left])
        held[~left] = likelihoods(x[~left], weights)
    print(file=sys.stderr)
    limits = limits_of(given, held, DOUBTED_WRONG_BY_WORDS)
    weights = learned(x, tells, counts)
    step = float(np.abs(weights[:-1]).max() / 127)
    file = Weights(
        learned_from=checksum(),
        limits=limits,
        bias=round(float(weights[-1]), 4),
        step=step,
        weights=b64encode(np.round(weights[:-1] / step).astype(np.int8).tobytes()).decode(),
        same=SAME,
        light=list(LIGHT),
    )
    path = FOLDER / HINTS.format(LOCALE[:2])
    path.write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")
    print(f"{path.name}, seed {SEED}, {len(given)} sentences")


def likelihoods(x: csr_matrix, weights: Numbers) -> Numbers:
    """How likely danger is, for each row."""
    return np.asarray(1 / (1 + np.exp(-(x @ weights[:-1]) - weights[-1])))


@cache
def _danger() -> Danger:
    language = load_language(LOCALE)
    return Danger(read_frames(LOCALE), language.names - language.light)


def may_be_doubted(sentence: Sentence) -> bool:
    """Verdict of the frames, which hear danger by its words: true where one fits that is not plain."""
    found = _danger().found_in(words_in(sentence))
    return found is not None and not (found.excused or found.frame.plain)


if __name__ == "__main__":
    write(sentences())
