# SPDX-License-Identifier: Apache-2.0
"""How well sentences are understood that the interaction model does not hold: `python bench/understanding.py [FILE]`.

Reads held-out sentences (tests/speaker/nlu/paraphrases.jsonl, or another file of that format): one JSON object a line
with
`text`, `intents` (any of them is right; the first one counts in the table) and `slots` (those that must come out).
Prints the share understood for each intent, every miss, and the time that it takes.

bench/understanding_tuning.jsonl holds the sentences on which weights and groups of words were tried: look at its misses
as much as you like, and keep the others for measuring.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from skill.language_model import load_language_model  # noqa: E402
from skill.speaker.nlu import FALLBACK, Meaning, Understanding  # noqa: E402

SENTENCES = ROOT / "tests" / "speaker" / "nlu" / "paraphrases.jsonl"
ROUNDS = 3


class Paraphrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One held-out sentence."""

    text: str
    intents: tuple[str, ...]
    """What it may mean."""
    slots: dict[str, str] = {}
    """Slots that must come out; others may."""
    near: bool = False
    """One of the near pairs that are tested both ways."""

    def understood(self, meaning: Meaning) -> bool:
        """Whether the intent is right."""
        return meaning.intent in self.intents

    def filled(self, meaning: Meaning) -> bool:
        """Whether every slot that matters is right."""
        return all(meaning.slots.get(slot) == value for slot, value in self.slots.items())


def read_paraphrases(path: Path = SENTENCES) -> list[Paraphrase]:
    """The sentences of a file."""
    return [msgspec.json.decode(line, type=Paraphrase) for line in path.read_bytes().splitlines() if line.strip()]


def main() -> None:
    """Prints the tables."""
    paraphrases = read_paraphrases(Path(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES)
    model = load_language_model()
    began = time.perf_counter()
    understanding = Understanding(model)
    understanding.meaning("nothing that any sample says")
    ready = time.perf_counter() - began
    meanings = [understanding.meaning(each.text) for each in paraphrases]

    by_intent: dict[str, list[bool]] = {}
    for each, meaning in zip(paraphrases, meanings, strict=True):
        by_intent.setdefault(each.intents[0], []).append(each.understood(meaning))
    print(f"{'intent':32} right   of")
    for intent, results in sorted(by_intent.items()):
        print(f"{intent:32} {sum(results):5} {len(results):4}")
    for label, chosen in (
        ("all but fallback", [r for intent, results in by_intent.items() if intent != FALLBACK for r in results]),
        ("fallback", by_intent.get(FALLBACK, [])),
    ):
        if chosen:
            print(f"{label:32} {sum(chosen):5} {len(chosen):4}  {sum(chosen) / len(chosen):.1%}")
    with_slots = [(each, m) for each, m in zip(paraphrases, meanings, strict=True) if each.slots and each.understood(m)]
    print(
        f"{'slots, where the intent is right':32} {sum(each.filled(m) for each, m in with_slots):5} {len(with_slots):4}"
    )

    print("\nmissed")
    for each, meaning in zip(paraphrases, meanings, strict=True):
        if not each.understood(meaning):
            print(f"  {each.text!r}: {meaning.intent} ({meaning.confidence:.2f}), not {' or '.join(each.intents)}")
        elif not each.filled(meaning):
            print(f"  {each.text!r}: {meaning.slots}, not {each.slots}")

    spent = []
    for _ in range(ROUNDS):
        for each in paraphrases:
            began = time.perf_counter()
            understanding.meaning(each.text)
            spent.append(1000 * (time.perf_counter() - began))
    spent.sort()
    print(
        f"\nready after {1000 * ready:.0f} ms; a sentence: median {statistics.median(spent):.2f} ms, "
        f"95 % within {spent[int(len(spent) * 0.95)]:.2f} ms, longest {spent[-1]:.2f} ms"
    )


if __name__ == "__main__":
    main()
