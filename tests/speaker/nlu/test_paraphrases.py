# SPDX-License-Identifier: Apache-2.0
"""Sentences that were written without looking at the samples: how many must be understood at least.

`bench/understanding.py` prints the figures and every miss. The sentences stay held out: a miss is mended by samples or
words that say the same in general, never by the sentence itself.
"""

from __future__ import annotations

from collections import Counter

import pytest
from understood import understanding_of

from bench.understanding import Paraphrase, read_paraphrases
from skill.language_model import load_language_model
from skill.speaker.nlu import FALLBACK, Meaning

MODEL = load_language_model()
PARAPHRASES = read_paraphrases()

INTENTS_FLOOR = 0.95
FALLBACK_FLOOR = 0.95
SLOTS_FLOOR = 0.97
EACH_INTENT_FLOOR = 0.6


@pytest.fixture(scope="module")
def meanings() -> list[tuple[Paraphrase, Meaning]]:
    return [(each, understanding_of().meaning(each.text)) for each in PARAPHRASES]


def misses(of: list[tuple[Paraphrase, Meaning]]) -> list[str]:
    return [f"{each.text}: {meaning.intent}" for each, meaning in of if not each.understood(meaning)]


def test_the_set_is_as_large_and_as_wide_as_it_should_be() -> None:
    counts = Counter(each.intents[0] for each in PARAPHRASES)
    assert sum(counts.values()) - counts[FALLBACK] >= 250
    assert counts[FALLBACK] >= 60
    assert set(counts) >= set(MODEL.intents) - {"AMAZON.NavigateHomeIntent"}


def test_most_sentences_are_understood(meanings: list[tuple[Paraphrase, Meaning]]) -> None:
    meant = [pair for pair in meanings if FALLBACK not in pair[0].intents]
    assert len(misses(meant)) <= (1 - INTENTS_FLOOR) * len(meant), misses(meant)


@pytest.mark.long
def test_no_intent_is_left_behind(meanings: list[tuple[Paraphrase, Meaning]]) -> None:
    for intent in {each.intents[0] for each in PARAPHRASES}:
        of = [pair for pair in meanings if pair[0].intents[0] == intent]
        assert len(misses(of)) <= (1 - EACH_INTENT_FLOOR) * len(of), misses(of)


def test_what_is_not_meant_for_the_skill_is_left_alone(meanings: list[tuple[Paraphrase, Meaning]]) -> None:
    elsewhere = [pair for pair in meanings if pair[0].intents == (FALLBACK,)]
    assert len(misses(elsewhere)) <= (1 - FALLBACK_FLOOR) * len(elsewhere), misses(elsewhere)


def test_slots_come_out_right(meanings: list[tuple[Paraphrase, Meaning]]) -> None:
    filled = [(each, meaning) for each, meaning in meanings if each.slots and each.understood(meaning)]
    wrong = [f"{each.text}: {meaning.slots}" for each, meaning in filled if not each.filled(meaning)]
    assert len(wrong) <= (1 - SLOTS_FLOOR) * len(filled), wrong


def test_near_pairs_go_their_own_ways(meanings: list[tuple[Paraphrase, Meaning]]) -> None:
    assert misses([pair for pair in meanings if pair[0].near]) == []


def test_danger_is_never_missed_and_never_invented(meanings: list[tuple[Paraphrase, Meaning]]) -> None:
    for each, meaning in meanings:
        assert ("SafetyIntent" in each.intents) == (meaning.intent == "SafetyIntent"), each.text
