# SPDX-License-Identifier: Apache-2.0
"""How sentences are understood that couples say in their own words: `python -m bench.requests`, with and without what
was learned from others' (`--meaning` with the sentence embedding, too).

`bench/sets/requests.test.jsonl` was written by somebody who had seen nothing, in two moods, for other
couples than the rest. Each is said where it makes sense: an answer where one is waited for, all else at four places of
an evening by turns. Right is the intent as written; near leads on as well (a *yes* for a *next*).

`--at-places` reads `bench/sets/at_places.test.jsonl` in its place, by one who had seen nothing either, where each
sentence has the place of an evening at which it is said, and prints a line for each place.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import cycle
from pathlib import Path

import msgspec

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.speaker.nlu import FALLBACK, Understanding
from skill.speaker.nlu.similarity.classification import NEWS
from skill.speaker.nlu.similarity.meanings import Meanings

SETS = Path(__file__).resolve().parent / "sets"
SET, AT_PLACES = SETS / "requests.test.jsonl", SETS / "at_places.test.jsonl"
YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"
DONE, MISSED, CHOOSE = "RitualDoneIntent", "RitualMissedIntent", "ChooseRitualIntent"
AFTER_AN_OFFER = (State.OFFER, State.RITUAL, State.GO_ON)
SAID_IN = {
    YES: AFTER_AN_OFFER,
    NO: AFTER_AN_OFFER,
    CHOOSE: (State.RITUAL,),
    DONE: (State.FOLLOW_UP,),
    MISSED: (State.FOLLOW_UP,),
}
"""Where an answer is said."""
ANYWHERE = (State.TALK, State.QUESTION, State.OFFER, State.RITUAL)
"""Where all else is said."""
STATES = {
    "greet": State.OFFER,
    "kept": State.FOLLOW_UP,
    "question": State.QUESTION,
    "ready": State.QUESTION,
    "talked": State.QUESTION_TALK,
    "music": State.QUESTION_TALK,
    "ritual": State.RITUAL,
    "reminder": State.REMIND,
    "last": State.READY,
    "cold": State.NEW,
}
"""The state at each place of an evening that a sentence is written for."""
PARTS = {"WhoBegins": "SetNamesIntent", "MusicOff": "AvoidTopicIntent"}
"""Intents by the kinds that are a part of them, as sets may name these."""
NEAR = {
    YES: f"AMAZON.NextIntent AMAZON.ResumeIntent StartCheckInIntent {DONE} {CHOOSE} RemindUsIntent",
    NO: f"PassIntent AMAZON.StopIntent {MISSED} AnotherOneIntent",
    "AMAZON.NextIntent": f"{YES} AnotherOneIntent",
    "AnotherOneIntent": "TonightsQuestionIntent PassIntent",
    "TonightsQuestionIntent": "AnotherOneIntent StartCheckInIntent",
    "StartCheckInIntent": f"TonightsQuestionIntent {YES}",
    "PassIntent": f"AnotherOneIntent {NO} AMAZON.NextIntent",
    "AMAZON.PauseIntent": "TalkTimeIntent",
    "TalkTimeIntent": "AMAZON.PauseIntent",
    "AMAZON.StopIntent": NO,
    DONE: YES,
    MISSED: NO,
    CHOOSE: YES,
    NEWS: "EmpathyPhraseIntent CoolDownIntent",
}
"""Intents that lead on as well as the one that is meant, by that one; separated by spaces."""
FATES = ("right", "near", "wrong", "not understood", "offered help")


class Said(msgspec.Struct, frozen=True):
    """One sentence."""

    text: str
    intent: str
    by: str
    asked: str = ""
    """The place of an evening where it is said, in a set that tells that."""


class Unlearned(Understanding):
    """Understanding by samples and rules alone, to compare with, and for tests of what one rule does."""

    _classifier = None


def fates(understanding: Understanding, path: Path = SET) -> Counter[tuple[str, str, str]]:
    """How many sentences of each writer and kind have which fate: request, news or talk; or at each place."""
    found: Counter[tuple[str, str, str]] = Counter()
    places = cycle(ANYWHERE)
    for line in path.read_bytes().splitlines():
        said = msgspec.json.decode(line, type=Said)
        states = SAID_IN.get(said.intent)
        state = STATES[said.asked] if said.asked else states[len(said.text) % len(states)] if states else next(places)
        meaning = understanding.meaning(said.text, EXPECTED[state])
        kind = {NEWS: "news", FALLBACK: "talk"}.get(said.intent, said.asked or "request")
        found[said.by, kind, "all"] += 1
        found[said.by, kind, _fate(said.intent, meaning.intent)] += 1
        if said.asked and kind == said.asked:
            found[said.by, "all places", "all"] += 1
            found[said.by, "all places", _fate(said.intent, meaning.intent)] += 1
        found[said.by, kind, "offered help"] += meaning.perhaps_unsafe
    return found


def _fate(meant: str, taken: str) -> str:
    if taken in (meant, PARTS.get(meant)):
        return "right"
    if taken in NEAR.get(meant, "").split():
        return "near"
    return "not understood" if taken == FALLBACK else "wrong"


def main() -> None:
    """Prints a table for each."""
    model, path = load_language_model(SOURCE_LOCALE), AT_PLACES if "--at-places" in sys.argv[1:] else SET
    compared = {"without what was learned": Unlearned(model), "as it is": Understanding(model)}
    if "--meaning" in sys.argv[1:]:
        compared["with the embedding"] = Understanding(model, meanings=Meanings(SOURCE_LOCALE))
    for name, understanding in compared.items():
        found = fates(understanding, path)
        print(f"{name:32}" + "".join(f"{fate:>16}" for fate in FATES))
        for by, kind in sorted({(by, kind) for by, kind, _ in found}):
            total = found[by, kind, "all"]
            shares = "".join(f"{found[by, kind, fate] / total:16.1%}" for fate in FATES)
            print(f"  {f'writer {by}, {kind} ({total})':30}{shares}")


if __name__ == "__main__":
    main()
