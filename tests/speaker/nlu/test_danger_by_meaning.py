# SPDX-License-Identifier: Apache-2.0
"""Danger with the sentence embedding, an extra: it hears more, also what no frame fits, and doubts jokes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest
from understood import understanding_of

from skill.language_model import load_language_model
from skill.speaker.nlu import Meaning, Understanding
from skill.speaker.nlu.similarity.meanings import Meanings
from speaker.packages import needs_the_extra

from .test_danger import DANGER, HARMLESS
from .test_meanings import EACH_OR_SOME

pytestmark = needs_the_extra

SETS = Path(__file__).parents[3] / "bench" / "sets"
FEWEST_ACTED_ON = 0.98
"""Share of what is told plainly that is met as danger, and not with an offer alone."""
MOST_ACTED_ON = 1
"""Sentences of what is harmless, much of it as near to danger as can be, that are met as danger by their meaning alone:
*i'm afraid to tell him how i feel*, which may be."""


@cache
def by_meaning() -> Understanding:
    model = load_language_model()
    return Understanding(model, meanings=Meanings(model.locale))


def met(meaning: Meaning) -> bool:
    return meaning.intent == "SafetyIntent" or meaning.perhaps_unsafe


@EACH_OR_SOME
def test_who_tells_it_plainly_is_met(step: int) -> None:
    meanings = [by_meaning().meaning(text) for _, text in DANGER[::step]]
    assert [meaning.text for meaning in meanings if not met(meaning)] == []


@pytest.mark.long
def test_who_tells_it_plainly_is_hardly_ever_doubted() -> None:
    meanings = [by_meaning().meaning(text) for _, text in DANGER]
    acted_on = sum(meaning.intent == "SafetyIntent" for meaning in meanings)
    assert acted_on >= FEWEST_ACTED_ON * len(meanings)


@EACH_OR_SOME
def test_hardly_anything_harmless_is_met_as_danger_by_its_meaning(step: int) -> None:
    rows = [msgspec.json.decode(line) for line in (SETS / "couples_a.dev.jsonl").read_bytes().splitlines()[:150]]
    texts = [*HARMLESS, *(row["text"] for row in rows)][::step]
    acted_on = [text for text in texts if by_meaning().meaning(text).intent == "SafetyIntent"]
    beyond = [text for text in acted_on if understanding_of().meaning(text).intent != "SafetyIntent"]
    assert len(beyond) <= MOST_ACTED_ON, beyond


def test_what_no_frame_fits_is_met_as_danger_where_it_surely_is() -> None:
    text = "he tells me what will happen to my sister if i leave"
    assert understanding_of().meaning(text).perhaps_unsafe
    meaning = by_meaning().meaning(text)
    assert (meaning.intent, meaning.slots) == ("SafetyIntent", {"risk": "fear"})


@pytest.mark.parametrize(
    "text",
    [
        "since we live together i know every sound of the stairs and which one is his when it is bad",
        "he says i can see my people when i have learned how to behave",
        "it would be calmer here for the children if there was one less of us",
        "she goes very still and then my stomach knows",
    ],
)
def test_what_is_told_sideways_is_met(text: str) -> None:
    assert met(by_meaning().meaning(text))


@pytest.mark.parametrize(
    "text",
    [
        "he says he'll kill me if i put ketchup on his steak",
        "he says he'll kill me if i finish the biscuits",
        "he's violent with the garlic press",
        "he won't let me leave the table without trying the pie",
    ],
)
def test_a_joke_in_the_words_of_danger_is_not_acted_on(text: str) -> None:
    assert understanding_of().meaning(text).intent == "SafetyIntent"
    meaning = by_meaning().meaning(text)
    assert (meaning.intent, meaning.perhaps_unsafe) == ("AMAZON.FallbackIntent", True)


def test_a_long_sentence_is_not_doubted_for_its_beginning() -> None:
    talk = "we had such a lovely day at the lake with the dog and the ice cream and " * 3
    assert by_meaning().meaning(f"{talk} then he hit me in the face").intent == "SafetyIntent"
