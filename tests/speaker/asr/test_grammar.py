# SPDX-License-Identifier: Apache-2.0
"""The grammar: it holds every sentence of the model and no other."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection
from itertools import islice

import pytest
from cases import each_case

from skill.language_model import Intent, LanguageModel, Slot, SlotType, SlotValue, ValueName
from skill.speaker.asr.grammar import Grammar, grammar_of
from skill.speaker.asr.grammar_english import builtin_phrases

SMALL = LanguageModel(
    "en-US",
    "closer together",
    [
        Intent("Walk", (Slot("when", "When"),), ("walk", "walk {when}", "we walk {when} please", "{when}")),
        Intent("Wait", (Slot("time", "AMAZON.TIME"),), ("wait", "we wait until {time}")),
    ],
    [SlotType("When", (SlotValue("am", ValueName("in the morning", ("early",))), SlotValue("pm", ValueName("late"))))],
)

ARCS_A_SAMPLE = 11
"""A sample with its slots filled in would take hundreds; what samples share stands in the network once."""


def anything(word: str) -> bool:
    return True


class Reader:
    """Reads sentences by a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self._end = grammar.end
        self._start = grammar.start
        self._steps: dict[tuple[int, str | None], set[int]] = defaultdict(set)
        for start, end, word in grammar.arcs:
            self._steps[start, word].add(end)

    def takes(self, sentence: str) -> bool:
        places = {self._start}
        for word in sentence.split():
            places = {end for place in places for end in self._steps[place, word]}
        return any(self._end in self._steps[place, None] for place in places)


def reader(intents: Collection[str] | None = None) -> Reader:
    return Reader(grammar_of(SMALL, {"AMAZON.TIME": ["nine", "half past nine"]}, anything, intents))


@each_case(
    "sentence",
    ["walk", "walk early", "we walk in the morning please", "late", "wait", "we wait until half past nine"],
)
def test_each_sample_is_a_sentence_with_its_slots_filled(sentence: str) -> None:
    assert reader().takes(sentence)


@each_case("sentence", ["", "we", "walk early please", "we wait until", "until nine", "walk nine", "alexa"])
def test_nothing_else_is_a_sentence(sentence: str) -> None:
    assert not reader().takes(sentence)


@each_case(
    "sentence",
    [
        "alexa walk",
        "alexa open closer together",
        "alexa ask closer together for late",
        "alexa ask closer together to wait",
    ],
)
def test_a_sentence_may_be_said_to_the_device_or_the_skill(sentence: str) -> None:
    assert reader().takes(sentence)


def test_a_grammar_of_some_intents_holds_only_these() -> None:
    assert reader({"Wait"}).takes("wait")
    assert not reader({"Wait"}).takes("walk")


def test_what_cannot_be_pronounced_is_left_out_and_told() -> None:
    grammar = grammar_of(SMALL, {}, lambda word: word != "early")
    assert grammar.skipped == ("early", "we wait until {time}")
    assert not Reader(grammar).takes("walk early")
    assert not Reader(grammar).takes("we wait until")
    assert Reader(grammar).takes("walk late")


@each_case("missing", ["alexa", "together"])
def test_where_the_call_cannot_be_pronounced_a_sentence_is_said_without_it(missing: str) -> None:
    grammar = grammar_of(SMALL, {}, lambda word: word != missing)
    assert Reader(grammar).takes("walk early")
    assert not Reader(grammar).takes("alexa walk early")
    assert not any(word == "alexa" for _, _, word in grammar.arcs)


@pytest.fixture(scope="module")
def whole(model: LanguageModel) -> Grammar:
    """The network of the real model."""
    return grammar_of(model, builtin_phrases(model.locale), anything)


@pytest.mark.long
def test_no_state_has_two_ways_for_a_word_and_no_step_is_empty_but_the_last(whole: Grammar) -> None:
    wake = [(start, word) for start, _, word in whole.arcs if word != "alexa"]
    assert len(wake) == len(set(wake))
    assert all(end == whole.end for _, end, word in whole.arcs if word is None)


@pytest.mark.long
def test_the_real_model_becomes_a_small_network_that_holds_its_sentences(model: LanguageModel, whole: Grammar) -> None:
    builtin = {kind: list(phrases) for kind, phrases in builtin_phrases(model.locale).items()}
    assert len(whole.arcs) < ARCS_A_SAMPLE * len(list(model.samples()))
    real = Reader(whole)
    chance = random.Random(11)
    for intent, sample in chance.sample(list(model.samples()), 400):
        sentence = chance.choice(list(islice(model.expand(intent, sample, builtin), 500)))
        words = sentence.text.lower().replace("-", " ").replace(",", " ")
        assert real.takes(words), sentence


NUMBER, TIME, DURATION = "AMAZON.NUMBER", "AMAZON.TIME", "AMAZON.DURATION"


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """What people say for Alexa's own slot types."""
    return {kind: set(phrases) for kind, phrases in builtin_phrases("en-US").items()}


@each_case(
    ("kind", "phrases"),
    [
        (NUMBER, "one, seven and a half, ten, ten and a half"),
        (TIME, "noon, midnight, morning, evening, night, one, twelve, half past six, a quarter to twelve"),
        (TIME, "quarter past one, quarter to two, a quarter past three, eight o'clock, eight thirty p m, nine oh five"),
        (TIME, "six ten, six fifteen, six twenty, six twenty five, six thirty, six thirty five, six forty, six fifty"),
        (TIME, "six forty five a m, six in the morning, two in the afternoon, six thirty in the evening, nine tonight"),
        (TIME, "ten at night"),
        (DURATION, "one minute, five minutes, five more minutes, five minutes more, sixty minutes, two hours"),
        (DURATION, "ten seconds, a few minutes, a couple of hours, twenty five minutes, forty five more minutes"),
        (DURATION, "a minute, an hour, half an hour, a while, a moment, a minute and a half, an hour and a half"),
        (DURATION, "half an hour more, another hour, another minute, another while, another half an hour"),
        ("AMAZON.FirstName", "alex"),
    ],
)
def test_what_people_say_for_alexas_own_slot_types_is_there(said: dict[str, set[str]], kind: str, phrases: str) -> None:
    assert [phrase for phrase in phrases.split(", ") if phrase not in said[kind]] == []


@each_case(
    ("kind", "phrases"),
    [
        (NUMBER, "zero, eleven, eleven and a half"),
        (TIME, "zero, thirteen, half past zero, thirteen o'clock"),
        (DURATION, "zero minutes, seventy minutes, one minutes, one hours, another a minute"),
    ],
)
def test_what_nobody_says_is_not_reckoned_with(said: dict[str, set[str]], kind: str, phrases: str) -> None:
    assert [phrase for phrase in phrases.split(", ") if phrase in said[kind]] == []
