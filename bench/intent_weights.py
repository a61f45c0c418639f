# SPDX-License-Identifier: Apache-2.0
"""Learns which intent a sentence in any words means: `python -m bench.intent_weights` writes `intents_en.json` in a
quarter of an hour on one core.

Multinomial logistic regression over what couples say (`requests.train` and `answers.train`, `dev` of the others; never
`test`), sentences of danger, which must not be taken for anything else, and the samples. The limits are found on
sentences of writers who were left out while learning, so that what is taken there is right often enough.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from zlib import compress, crc32

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.danger_weights import COUPLES, FALLBACK, LOCALE, SAFETY, SETS, TELLS, texts
from bench.sparse import Numbers, rows_of_length_one
from skill.language_model import load_language_model, slots_of
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.safety.hints import Features
from skill.speaker.nlu.similarity.classification import (
    ANSWERS,
    AWAITED,
    BUCKETS,
    FOLDER,
    INTENTS,
    LEAST,
    NEWS,
    PLACES,
    UNASKED,
    IntentWeights,
)
from skill.speaker.nlu.similarity.meanings import Limits, Places
from skill.speaker.nlu.text import words_of

LEARNED = ("requests.train", "answers.train")
FOLDS = 4
FREEDOM = 60.0
"""Factor of the loss on the sentences, where the penalty on large weights is 1."""
ROUNDS = 80
"""Steps of the search: more of them learn the sentences by heart."""
ANSWERS_SHARE, COUPLES_SHARE, TALK_SHARE, DANGER_SHARE, SAMPLE_SHARE = 0.5, 0.6, 0.6, 0.4, 0.2
"""Factors of one sentence's loss, where one of the requests is 1: an answer to an offer, what couples say of each
intent alone, talk that is not for the skill, danger, and a sample."""
SAMPLES_ONE_OF, DANGER_ONE_OF = 2, 2
"""Of so many one is read, for they are many and much alike."""
ENOUGH_RIGHT, SURE_RIGHT = 0.75, 0.9
"""Shares of what is taken for an intent that must be right, at either limit."""
LOWEST, LOWEST_ANSWER, LOWEST_SURE = 0.42, 0.5, 0.55
"""Below these nothing is taken, whatever the left-out sentences allow: what is wrong costs more than to be asked again.
A yes or a no is said beside much talk."""
PLACE_PENALTY, SMALLEST = 1.0, 0.05
"""Penalty on what is added at a place, beside the loss on its sentences; and the smallest that is kept."""
FEWEST = 8
"""Left-out sentences that must be taken, for their share to tell anything."""
PLAIN_ANSWERS = frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent"})
"""Intents that `LOWEST_ANSWER` is for."""
NEVER = frozenset({FALLBACK, NEWS, SAFETY, "AMAZON.CancelIntent"})
"""Intents and kinds that get no limit, so that likelihood alone never takes them: talk and news ask for nothing, danger
is heard by its frames and hints, and a cancel undoes things."""


class Said(msgspec.Struct, frozen=True):
    """One sentence to learn from."""

    text: str
    intent: str
    by: str = ""
    """A letter or a digit for each writer."""
    asked: str = ""
    """The place of an evening where it was said; empty where that is not told."""
    counts: float = 1.0
    """Factor of its loss."""


def sentences() -> list[Said]:
    """All sentences to learn from."""
    requests, answers = map(rows_of, LEARNED)
    found = requests + [msgspec.structs.replace(one, counts=ANSWERS_SHARE) for one in answers]
    for name in COUPLES:
        found += [msgspec.structs.replace(one, counts=COUPLES_SHARE) for one in rows_of(name)]
    found += [Said(text, FALLBACK, counts=TALK_SHARE) for text in load_language(LOCALE).elsewhere]
    danger = [text for name in TELLS for text in texts(name)]
    found += [Said(text, SAFETY, counts=DANGER_SHARE) for text in danger[::DANGER_ONE_OF]]
    samples = list(load_language_model(LOCALE).samples())
    for intent, sample in samples[::SAMPLES_ONE_OF]:
        text = sample.format_map(dict.fromkeys(slots_of(sample), "walk"))
        found.append(Said(text, intent.name, counts=SAMPLE_SHARE))
    return found


def rows_of(name: str) -> list[Said]:
    """The sentences of a set with their intents."""
    return [msgspec.json.decode(line, type=Said) for line in (SETS / f"{name}.jsonl").read_bytes().splitlines()]


def checksum() -> str:
    """Checksum of the sets that are learned from alone, 16 hexadecimal digits."""
    return sha256(b"".join((SETS / f"{name}.jsonl").read_bytes() for name in LEARNED)).hexdigest()[:16]


def words_in(said: Said) -> list[str]:
    """Normal words of a sentence."""
    return [word.text for word in words_of(said.text, load_language(LOCALE))]


def matrix(given: Sequence[Said]) -> csr_matrix:
    """Features as a sparse matrix: a row of length 1 for each sentence, a column for each bucket."""
    return rows_of_length_one(map(words_in, given), Features({}, (), load_language(LOCALE)), BUCKETS)


def learned(x: csr_matrix, meant: NDArray[np.int64], counts: Numbers, intents: int) -> Numbers:
    """Weights after regression: a column for each intent, a row for each bucket, and the biases as the last row."""
    rows, turned, size = np.arange(len(meant)), x.T.tocsr(), x.shape[1] + 1

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(size, intents)
        likely = likelihoods(x, weights)
        lost = -(counts * np.log(likely[rows, meant] + 1e-12)).sum()
        likely[rows, meant] -= 1
        wrong = likely * counts[:, None]
        slope = np.vstack([turned @ wrong, wrong.sum(axis=0)]) * FREEDOM
        slope[:-1] += weights[:-1]
        return float(FREEDOM * lost + (weights[:-1] ** 2).sum() / 2), slope.ravel()

    found = minimize(loss, np.zeros(size * intents), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return np.asarray(found).reshape(size, intents)


def likelihoods(x: csr_matrix, weights: Numbers) -> Numbers:
    """How likely each intent is: a row for each sentence."""
    scores = x @ weights[:-1] + weights[-1]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


def as_waited_for(likely: Numbers, given: Sequence[Said], intents: Sequence[str], places: Places) -> Numbers:
    """The same at the places where they were said; elsewhere where answers are waited for in as far as they are meant:
    with an answer all are, else none."""
    asked = np.array([one.intent in ANSWERS for one in given])
    answers = np.array([intent in ANSWERS for intent in intents])
    factors = np.where(answers[None, :], np.where(asked[:, None], AWAITED, UNASKED), 1.0)
    for place, likelier in places.items():
        there = np.array([one.asked == place for one in given])
        factors[there] = np.exp([likelier.get(intent, 0.0) for intent in intents])
    weighed = likely * factors
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def places_of(given: Sequence[Said], likely: Numbers, intents: Sequence[str]) -> Places:
    """Additions to the logarithms of the intents' likelihoods, a table for each place, which make the sentences said
    there likeliest; found on those that were left out of learning. Talk and danger get none: how often either is said
    somewhere no writer knows."""
    found: Places = {}
    stays, truly = np.isin(intents, (FALLBACK, SAFETY)), np.array([intents.index(one.intent) for one in given])
    for place in PLACES:
        there = np.flatnonzero([one.asked == place for one in given])
        if len(there):
            scores, meant = np.log(likely[there] + LEAST), truly[there]
            more = minimize(_place_loss, np.zeros(len(intents)), (scores, meant, stays), jac=True, method="L-BFGS-B").x
            found[place] = {
                intent: round(float(each), 2)
                for intent, each in zip(intents, more, strict=True)
                if abs(each) >= SMALLEST
            }
    return found


def _place_loss(
    more: Numbers, scores: Numbers, meant: NDArray[np.int64], stays: NDArray[np.bool_]
) -> tuple[float, Numbers]:
    """Loss of the additions at one place, and its slope; `stays` marks the intents that get none."""
    raised = scores + np.where(stays, 0.0, more)
    raised = np.exp(raised - raised.max(axis=1, keepdims=True))
    shares = raised / raised.sum(axis=1, keepdims=True)
    rows = np.arange(len(meant))
    lost = -np.log(shares[rows, meant] + LEAST).sum() + PLACE_PENALTY * (more**2).sum() / 2
    shares[rows, meant] -= 1
    slope = shares.sum(axis=0) + PLACE_PENALTY * more
    slope[stays] = 0.0
    return float(lost), np.asarray(slope)


def limit(likely: Numbers, right: Numbers, share: float, lowest: float) -> float | None:
    """The lowest likelihood from which enough of what is taken is right; None where there is none."""
    order = np.argsort(-likely)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = [at for at in range(len(order)) if shares[at] >= share and at + 1 >= min(FEWEST, len(order))]
    return round(max(lowest, float(likely[order[enough[-1]]])), 3) if enough else None


def write(given: Sequence[Said]) -> None:
    """Learns, finds the limits, writes the file and prints what the left-out sentences gave."""
    x = matrix(given)
    intents = sorted({one.intent for one in given})
    meant = np.array([intents.index(one.intent) for one in given])
    counts = np.array([one.counts for one in given])
    fold = np.array([crc32((one.by or one.text).encode()) % FOLDS for one in given])
    held = np.zeros((len(given), len(intents)))
    for each in range(FOLDS):
        print(f"\rLearning without part {each + 1} of {FOLDS} ", end="", file=sys.stderr, flush=True)
        left = fold != each
        held[~left] = likelihoods(x[~left], learned(x[left], meant[left], counts[left], len(intents)))
    print(file=sys.stderr)
    tested = [at for at, one in enumerate(given) if one.by]
    limits, places = limits_of([given[at] for at in tested], held[tested], intents)
    weights = learned(x, meant, counts, len(intents))
    step = float(np.abs(weights[:-1]).max() / 127)
    rounded = np.round(weights[:-1] / step).astype(np.int8)
    file = IntentWeights(
        learned_from=checksum(),
        intents=intents,
        bias=[round(float(each), 4) for each in weights[-1]],
        step=step,
        limits=limits,
        places=places,
        weights=b64encode(compress(rounded.T.tobytes(), 9)).decode(),
    )
    path = FOLDER / INTENTS.format(LOCALE[:2])
    path.write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")
    print(f"{path.name}: {len(given)} sentences, {path.stat().st_size:,} bytes, {np.mean(rounded == 0):.0%} nought")


def limits_of(given: Sequence[Said], likely: Numbers, intents: Sequence[str]) -> tuple[dict[str, Limits], Places]:
    """Limits of the intents, and how much likelier each is at each place, found on sentences whose likelihoods were
    learned without their writers; prints what they let through."""
    places = places_of(given, likely, intents)
    held = as_waited_for(likely, given, intents, places)
    truly = np.array([intents.index(one.intent) for one in given])
    best, limits = held.argmax(axis=1), dict[str, Limits]()
    for at, intent in enumerate(intents):
        taken = best == at
        if intent in NEVER or not taken.any():
            continue
        those, right = held[taken, at], (truly == at)[taken]
        enough = limit(those, right, ENOUGH_RIGHT, LOWEST_ANSWER if intent in PLAIN_ANSWERS else LOWEST)
        sure = limit(those, right, SURE_RIGHT, LOWEST_SURE)
        if enough is not None:
            limits[intent] = Limits(enough=enough, sure=max(enough, sure if sure is not None else 1.0))
            found = [(right & (those >= each)).sum() / (truly == at).sum() for each in (enough, limits[intent].sure)]
            print(f"{intent:24} enough {enough:.2f} {found[0]:4.0%}, sure {limits[intent].sure:.2f} {found[1]:4.0%}")
    print(table(held, truly, intents, limits))
    return limits, places


def table(held: Numbers, truly: Numbers, intents: Sequence[str], limits: dict[str, Limits]) -> str:
    """Shares of the left-out writers' sentences that are taken right and wrong at each limit, as lines to print."""
    best = held.argmax(axis=1)
    silent = np.isin(truly, [intents.index(each) for each in (FALLBACK, NEWS)])
    lines = []
    for name in ("enough", "sure"):
        floor = np.array([getattr(limits[one], name) if one in limits else 2.0 for one in intents])
        taken = held[np.arange(len(best)), best] >= floor[best]
        right = (taken & (best == truly))[~silent].mean()
        wrong = (taken & (best != truly))[~silent].mean()
        lines.append(f"{name}: {right:.1%} right, {wrong:.1%} wrong; of talk and news {taken[silent].mean():.1%}")
    return "\n".join(lines)


if __name__ == "__main__":
    write(sentences())
