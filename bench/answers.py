# SPDX-License-Identifier: Apache-2.0
"""How free answers to our own questions are understood: `python -m bench.answers`, with and without what was learned.

`bench/sets/answers.test.jsonl` was written by somebody who had seen nothing: what was asked, what was answered, and
what a good host would take it for. An answer counts as right where what it is taken for leads on as it means; as left
alone where nothing is understood, so that the question is asked again.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec

from bench.requests import Unlearned
from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import load_language_model
from skill.speaker.nlu import FALLBACK, Understanding

SET = Path(__file__).resolve().parent / "sets" / "answers.test.jsonl"
STATES = {
    "offer": State.OFFER,
    "ritual": State.RITUAL,
    "more": State.READY,
    "done": State.FOLLOW_UP,
    "now": State.QUESTION,
    "remind": State.REMIND,
}
"""States by the name of the question that each asks, as the set has it."""
LEADS_ON = {
    "yes": "AMAZON.YesIntent AMAZON.NextIntent AMAZON.ResumeIntent RitualDoneIntent SaveThisIntent StartCheckInIntent "
    "TalkTimeIntent",
    "no": "AMAZON.NoIntent AMAZON.StopIntent PassIntent RitualMissedIntent UnsaveIntent",
    "another": "AnotherOneIntent PassIntent SuggestExperienceIntent SuggestRitualIntent TonightsQuestionIntent",
    "none": FALLBACK,
}
"""Intents that lead on as an answer means, by its meaning in the set; separated by spaces."""


class Answer(msgspec.Struct, frozen=True):
    """One answer."""

    text: str
    asked: str
    means: str


def counted(understanding: Understanding) -> Counter[tuple[str, str]]:
    """How many answers of each meaning are right, wrong or left alone."""
    found: Counter[tuple[str, str]] = Counter()
    for line in SET.read_bytes().splitlines():
        answer = msgspec.json.decode(line, type=Answer)
        waited = EXPECTED[STATES[answer.asked]]
        intent = understanding.meaning(answer.text, waited).intent
        right = intent in LEADS_ON[answer.means].split()
        found[answer.means, "right" if right else "left alone" if intent == FALLBACK else "wrong"] += 1
    return found


def main() -> None:
    """Prints a table."""
    model = load_language_model()
    learned, without = counted(Understanding(model)), counted(Unlearned(model))
    print(f"{'means':10}{'answers':>8}{'right':>8}{'before':>8}{'wrong':>8}{'before':>8}  before: without learning")
    for means in LEADS_ON:
        total = sum(many for (each, _), many in learned.items() if each == means)
        cells = [one[means, fate] for fate in ("right", "wrong") for one in (learned, without)]
        print(f"{means:10}{total:8}" + "".join(f"{cell:8}" for cell in cells))


if __name__ == "__main__":
    main()
