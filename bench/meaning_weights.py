# SPDX-License-Identifier: Apache-2.0
"""Learns what a sentence may mean by what it is about: `python -m bench.meaning_weights` writes `meanings_en.json`.
Needs `requirements/meaning.txt` and `requirements/learning.txt`; a quarter of an hour on two idle cores.

The sentence embedding is changed a little (`low_rank.py`) by what the words' weights are learned from
(`intent_weights.py`, `danger_weights.py`), few samples of it. First a quarter of it, all of some writers and some
families, is left out: on that the limits are found, with words' weights that do not know it either. What is kept then
learns once more, from all of it.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bench import danger_weights, intent_weights
from bench.danger_weights import DOUBTED_WRONG, LOCALE, SEED, SETS, TELLS
from bench.low_rank import Sentences, Tree, base_of, learn, read
from bench.sparse import Numbers
from skill.speaker.nlu.similarity.classification import LEAST
from skill.speaker.nlu.similarity.embedding import LAYERS, LINEAR, Change, Embedding
from skill.speaker.nlu.similarity.meanings import (
    DANGER_SHARE,
    FOLDER,
    INTENTS_SHARE,
    DangerLimits,
    Learned,
    Limits,
    Meanings,
    Places,
)

PARTS, LEFT_OUT = 4, 0
"""Parts of the sentences; and of these, which is left out."""
COMPARED = 200
"""Sentences that are left out of learning on which the file is compared with what learned."""
LOW_SPIRITS = "LowSpirits"
"""The name in the sets of who is low and not in danger."""
SAMPLES_ONE_OF = 8
"""Of so many samples one is read, for they are many and much alike."""

RowNumbers = NDArray[np.int64]
"""Numbers of rows."""


class Row(NamedTuple):
    """One sentence, with what is known of it."""

    text: str
    said: intent_weights.Said | None
    """The same with its intent, where a set names one."""
    told: danger_weights.Sentence | None
    """The same with its label of danger, where a set has one."""

    @property
    def part(self) -> int:
        """Number of its part: a writer's sentences are in one, and so are those of a family of danger."""
        group = self.text
        if self.told is not None and (self.told.tells or self.told.near):
            group = f"{SEED} {self.told.family}"
        elif self.said is not None and self.said.by:
            group = self.said.by
        return crc32(group.encode()) % PARTS


def sentences() -> list[Row]:
    """All sentences to learn from, each once."""
    said = {one.text: one for one in intent_weights.sentences()}
    told = {one.text: one for one in danger_weights.sentences()}
    samples = [text for text, one in told.items() if one.family.startswith("sample")]
    left = set(samples) - set(samples[::SAMPLES_ONE_OF])
    return [Row(text, said.get(text), told.get(text)) for text in {**said, **told} if text not in left]


def checksum() -> str:
    """Checksum of the sets that are learned from, 16 hexadecimal digits."""
    return sha256((intent_weights.checksum() + danger_weights.checksum()).encode()).hexdigest()[:16]


def as_learned_from(given: list[Row], intents: list[str], embedding: Embedding) -> Sentences:
    """The rows in numbers."""
    return Sentences(
        tokens=[embedding.tokens(intent_weights.words_in(intent_weights.Said(row.text, ""))) for row in given],
        intent=np.array([intents.index(row.said.intent) if row.said else 0 for row in given]),
        intent_counts=np.array([row.said.counts if row.said else 0.0 for row in given]),
        danger=np.array([float(row.told.tells) if row.told else 0.0 for row in given]),
        danger_counts=np.array([row.told.counts if row.told else 0.0 for row in given]),
    )


def by_words(
    given: list[Row], kept: Sentences, intents: int, rest: RowNumbers, those: RowNumbers
) -> tuple[Numbers, Numbers]:
    """Logarithms of the intents' likelihoods, and of the odds of danger, for some rows: by the words alone, with
    weights that were learned from the rest."""
    x = intent_weights.matrix([row.said or intent_weights.Said(row.text, "") for row in given])
    y = danger_weights.rows([row.told or danger_weights.Sentence(row.text, False) for row in given])
    weights = intent_weights.learned(x[rest], kept.intent[rest], kept.intent_counts[rest], intents)
    told = danger_weights.learned(y[rest], kept.danger[rest], kept.danger_counts[rest])
    return np.log(intent_weights.likelihoods(x[those], weights) + LEAST), y[those] @ told[:-1] + told[-1]


def softmax(scores: Numbers) -> Numbers:
    """Likelihoods of scores, 1 in sum of each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


class Risk(msgspec.Struct, frozen=True):
    """One sentence of danger, with the risk where that is told."""

    text: str
    intent: str = ""
    slots: dict[str, str] = {}
    family: str = ""

    @property
    def risk(self) -> str:
        """The risk's id, empty where none is told. Who is low without danger is helped as who is in despair."""
        return "self" if self.intent == LOW_SPIRITS else self.slots.get("risk", "")


def risks_of(embedding: Embedding, left_out: set[str]) -> tuple[list[str], Numbers]:
    """The risks, and weights by which a vector tells which it is: a row for each, the bias as the last number. Prints
    how many of the sentences that are left out, where any are, it tells rightly."""
    lines = [line for name in TELLS for line in (SETS / f"{name}.jsonl").read_bytes().splitlines()]
    told = [one for one in (msgspec.json.decode(line, type=Risk) for line in lines) if one.risk]
    risks = sorted({one.risk for one in told})
    vectors = np.array([embedding.vector(intent_weights.words_in(intent_weights.Said(one.text, ""))) for one in told])
    lengths = np.linalg.norm(vectors, axis=1).mean()
    x, meant = csr_matrix(vectors / lengths), np.array([risks.index(one.risk) for one in told])
    out = np.array([one.text in left_out for one in told])
    weights = intent_weights.learned(x[~out], meant[~out], np.ones(int((~out).sum())), len(risks))
    if out.any():
        right = intent_weights.likelihoods(x[out], weights).argmax(axis=1) == meant[out]
        print(f"risks: {right.mean():.1%} right of {len(right)} sentences that were left out")
    return risks, np.vstack([weights[:-1] / lengths, weights[-1]]).T


def changes_of(learned: Tree) -> list[Change]:
    """Changes of all matrices, rounded to a byte each number."""
    found = []
    for layer in range(LAYERS):
        for name in LINEAR:
            up, down = (np.asarray(learned["changes"][f"{name}.{which}"][layer]) for which in ("up", "down"))
            step_up, step_down = (float(np.abs(each).max() / 127) for each in (up, down))
            kept = [
                b64encode(np.round(each / step).astype(np.int8).tobytes()).decode()
                for each, step in ((up, step_up), (down, step_down))
            ]
            found.append(Change(f"encoder.layer.{layer}.{name}", step_up, step_down, *kept))
    return found


def as_kept(weights: Numbers) -> str:
    """Weights in 2 bytes each."""
    return b64encode(weights.astype("<f2").tobytes()).decode()


def limits_of(
    learned: Tree, given: list[Row], kept: Sentences, base: Tree, intents: list[str]
) -> tuple[dict[str, Limits], Places, DangerLimits]:
    """The limits of the intents, how much likelier each is at each place, and the limits of danger, beside the words,
    found on the rows that were left out of learning."""
    out = np.array([row.part == LEFT_OUT for row in given])
    rest, those = np.flatnonzero(~out), np.flatnonzero(out)
    scores = read(kept, those, base, learned)
    words, told_by_words = by_words(given, kept, len(intents), rest, those)
    about = np.log(softmax(scores[:, :-1]) + LEAST)
    likely = softmax((1 - INTENTS_SHARE) * words + INTENTS_SHARE * about)
    danger = 1 / (1 + np.exp(-(1 - DANGER_SHARE) * told_by_words - DANGER_SHARE * scores[:, -1]))
    said = [(row.said, at) for at, row in enumerate(given[each] for each in those) if row.said]
    told = [(row.told, at) for at, row in enumerate(given[each] for each in those) if row.told]
    risks_of(Embedding(changes_of(learned)), {given[at].text for at in those})
    by_others = [(one, at) for one, at in said if one.by]
    return (
        *intent_weights.limits_of([one for one, _ in by_others], likely[[at for _, at in by_others]], intents),
        danger_weights.limits_of([one for one, _ in told], danger[[at for _, at in told]], DOUBTED_WRONG, True),
    )


def main() -> None:
    """Learns, finds the limits, writes the file and prints what the left-out sentences gave."""
    embedding = Embedding()
    given, base = sentences(), base_of(embedding)
    intents = sorted({row.said.intent for row in given if row.said})
    kept = as_learned_from(given, intents, embedding)
    rest = np.flatnonzero(np.array([row.part != LEFT_OUT for row in given]))
    print(f"{len(given)} sentences, {int(kept.danger.sum())} of danger; {len(given) - len(rest)} are left out at first")
    limits, places, danger = limits_of(learn(kept, rest, base, len(intents)), given, kept, base, intents)
    learned = learn(kept, np.arange(len(given)), base, len(intents))
    changes = changes_of(learned)
    risks, risk_weights = risks_of(Embedding(changes), set())
    file = Learned(
        learned_from=checksum(),
        intents=intents,
        bias=[round(float(each), 4) for each in learned["read"]["bias"]],
        weights=as_kept(np.asarray(learned["read"]["weights"])),
        limits=limits,
        places=places,
        danger=danger,
        risks=risks,
        risk_bias=[round(float(each), 4) for each in risk_weights[:, -1]],
        risk_weights=as_kept(risk_weights[:, :-1]),
        changes=changes,
    )
    path = FOLDER / f"meanings_{LOCALE[:2]}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(file)) + b"\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    # What is kept in bytes and computed with numpy must tell the same as what has learned.
    some = np.arange(0, len(given), max(1, len(given) // COMPARED))
    scores, kept_meanings = read(kept, some, base, learned), Meanings(LOCALE)
    texts = [intent_weights.words_in(intent_weights.Said(given[at].text, "")) for at in some]
    told = [kept_meanings.danger(words) for words in texts]
    difference = float(np.abs(np.array(told) - scores[:, -1]).max())
    print(f"of {len(texts)} sentences its scores differ from those of the network by {difference:.2f} at most")


if __name__ == "__main__":
    main()
