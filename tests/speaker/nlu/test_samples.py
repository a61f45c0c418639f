# SPDX-License-Identifier: Apache-2.0
"""Samples as patterns: which a sentence fits word for word, with what in its slots, and which of several counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import each_case

from skill.language_model import Intent, LanguageModel, Slot, SlotType, SlotValue, ValueName
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.samples import (
    Filled,
    Pattern,
    Place,
    Samples,
    known_already,
    names_us,
    patterns_of,
    rank,
)
from skill.speaker.nlu.slots.reader import SlotReader
from skill.speaker.nlu.text import words_of

ANIMAL = SlotType("Animal", (SlotValue("dog", ValueName("dog", ("big dog",))), SlotValue("cat", ValueName("cat"))))
STOP = "AMAZON.StopIntent"


@pytest.fixture
def tongue(language_of: Callable[..., Language]) -> Language:
    return language_of(
        contractions={"let's": "let us"},
        fillers=["please"],
        light=["the", "and"],
        naming=["call"],
        builtins={STOP: ["stop", "halt", "feed it"], "AMAZON.HelpIntent": ["help"]},
        unlisted={"Animal": ["horse"]},
    )


def model_of(**samples: tuple[str, ...]) -> LanguageModel:
    slots = (Slot("animal", "Animal"), Slot("other", "Animal"), Slot("time", "AMAZON.TIME"))
    intents = [Intent(name, slots, said) for name, said in samples.items()]
    return LanguageModel("zz-ZZ", "pet shop", [*intents, Intent(STOP, (), ("stop",))], [ANIMAL])


Fitting = Callable[..., list[tuple[str, list[tuple[str, int, int, str | None]]]]]


@pytest.fixture
def fitting(tongue: Language) -> Fitting:
    """The intents of all samples that a sentence fits, with their slots."""

    def fit(text: str, *samples: str, strange: int = 0) -> list[tuple[str, list[tuple[str, int, int, str | None]]]]:
        model = model_of(Feed=samples)
        words = words_of(text, tongue)
        reader = SlotReader(model, tongue, frozenset())
        found = Samples(patterns_of(model, tongue), tongue).fitting(words, reader.within(words), strange)
        return [
            (pattern.intent, [(each.slot, each.start, each.end, each.value) for each in filled])
            for pattern, filled in found
        ]

    return fit


def test_samples_become_patterns_without_repetition(tongue: Language) -> None:
    found = patterns_of(model_of(Feed=("feed it", "let's feed {animal}", "feed  it")), tongue)
    assert found == [
        Pattern("Feed", ("feed", "it"), frozenset({"feed", "it"})),
        Pattern("Feed", ("let", "us", "feed", Place("animal", "Animal")), frozenset({"lets", "feed"})),
        Pattern(STOP, ("stop",), frozenset({"stop"})),
        Pattern(STOP, ("halt",), frozenset({"halt"})),
    ]
    assert found[1].literals == ["let", "us", "feed"]
    assert found[1].places == [Place("animal", "Animal")]


@each_case(
    ("text", "sample", "slots"),
    [
        ("feed the cat now", "feed {animal} now", [[("animal", 1, 3, "cat")]]),
        ("feed big dog", "feed {animal}", [[("animal", 1, 3, "dog")]]),
        ("feed cat", "feed {animal} {other}", []),
        ("feed cat dog", "feed {animal} {other}", [[("animal", 1, 2, "cat"), ("other", 2, 3, "dog")]]),
        ("feed cat cat", "feed {animal}", []),
        ("feed", "feed {animal}", []),
        ("feed horse", "feed {animal}", [[("animal", 1, 2, None)]]),
        ("feed hen", "feed {animal}", []),
        ("cat", "{animal}", [[("animal", 0, 1, "cat")]]),
        ("horse", "{animal}", []),
        ("feed at half past nine", "feed at {time}", [[("time", 2, 5, "09:30")]]),
        ("feed it", "feed it", [[]]),
        ("feed it now", "feed it", []),
        ("feed", "feed it", []),
        ("feed it", "please feed it", [[]]),
        ("please feed it", "please feed it", [[]]),
        ("please", "please", [[]]),
        ("cat", "please {animal}", [[("animal", 0, 1, "cat")]]),
    ],
)
def test_a_sentence_fits_a_sample_word_for_word(
    fitting: Fitting, text: str, sample: str, slots: list[list[tuple[str, int, int, str | None]]]
) -> None:
    assert [filled for intent, filled in fitting(text, sample) if intent == "Feed"] == slots


@each_case(
    ("text", "sample", "strange", "slots"),
    [
        ("feed hen", "feed {animal}", 1, [[("animal", 1, 2, None)]]),
        ("feed my old hen", "feed {animal}", 1, [[("animal", 1, 4, None)]]),
        ("feed my very old hen", "feed {animal}", 1, []),
        ("feed my hen now", "feed {animal} now", 1, [[("animal", 1, 3, None)]]),
        ("feed cat", "feed {animal}", 1, [[("animal", 1, 2, "cat")]]),
        ("feed hen cow", "feed {animal} {other}", 1, []),
        ("feed hen cat", "feed {animal} {other}", 1, [[("animal", 1, 2, None), ("other", 2, 3, "cat")]]),
        ("feed hen and cow", "feed {animal} and {other}", 2, [[("animal", 1, 2, None), ("other", 3, 4, None)]]),
        ("feed at whenever", "feed at {time}", 1, []),
        ("hen", "{animal}", 1, []),
        ("cat", "{animal}", 1, []),
    ],
)
def test_strange_words_may_stand_in_a_slot_with_a_list(
    fitting: Fitting, text: str, sample: str, strange: int, slots: list[list[tuple[str, int, int, str | None]]]
) -> None:
    assert [filled for _, filled in fitting(text, sample, strange=strange)] == slots


def test_what_a_model_says_itself_is_not_taken_for_the_platforms_own(fitting: Fitting) -> None:
    assert [intent for intent, _ in fitting("feed it", "feed it")] == ["Feed"]
    assert [intent for intent, _ in fitting("halt", "feed it")] == [STOP]
    assert fitting("help", "feed it") == []


def test_a_politer_sample_comes_after_the_others(tongue: Language) -> None:
    samples = Samples(patterns_of(model_of(Feed=("please feed it",), Wash=("wash it",)), tongue), tongue)
    assert samples.index.polite == [Pattern("Feed", ("feed", "it"), frozenset({"please", "feed", "it"}))]
    by_hand = Samples(patterns_of(model_of(Feed=("please feed it",), Wash=("wash it",)), tongue), tongue, samples.index)
    assert by_hand.index is samples.index


def test_a_sample_is_found_by_its_rarest_word(tongue: Language) -> None:
    index = Samples(patterns_of(model_of(Feed=("feed it", "wash it", "{animal}")), tongue), tongue).index
    assert index.by_word == {"feed": [0], "wash": [1], "stop": [3], "halt": [4]}
    assert index.slots_only == [2]


@each_case(
    ("start", "end", "slot", "known"),
    [
        *((0, 1, "other", False), (1, 2, "other", True), (2, 4, "other", True), (3, 5, "other", False)),
        *((0, 2, "other", True), (5, 6, "animal", True), (1, 3, "other", True)),
    ],
)
def test_words_are_known_where_something_is_in_their_place(start: int, end: int, slot: str, known: bool) -> None:
    filled = [Filled("animal", 1, 3, "dog")]
    assert known_already(Filled(slot, start, end, None), filled) is known
    assert not known_already(Filled(slot, start, end, None), [])


@each_case(
    ("text", "named"),
    [
        ("call us Sam and Kit", True),
        ("call us Sam and Kit and", True),
        ("call us Sam and Kit pudding", False),
        ("remember Sam and Kit", False),
    ],
)
def test_names_are_told_where_nothing_follows_on_their_heels(tongue: Language, text: str, named: bool) -> None:
    words = text.lower().split()
    first = words.index("sam")
    filled = [Filled("first", first, first + 1, "Sam"), Filled("second", first + 2, first + 3, "Kit")]
    assert names_us(words, filled, tongue) is named


def test_of_several_samples_the_one_that_says_most_counts() -> None:
    slot = Place("animal", "Animal")
    filled = [Filled("animal", 1, 2, "dog")]
    longer, written = Pattern("A", ("let", "us", "go")), Pattern("B", ("let", "us"), frozenset({"lets"}))
    plain, slots = Pattern("C", ("let", "us"), frozenset({"let"})), Pattern("D", ("let", "us", slot))
    said = {"lets"}
    assert rank(longer, [], said, []) > rank(written, [], said, [])
    assert rank(written, [], said, []) > rank(plain, [], said, [])
    assert rank(plain, [], said, ["C"]) > rank(slots, filled, said, ["B", "D"])
    assert rank(plain, [], said, ["B", "C"]) > rank(slots, filled, said, ["B", "C", "D"])
    assert rank(slots, filled, said, ["B", "D"]) > rank(plain, [], said, ["B"])
    assert rank(slots, filled, said, []) > rank(plain, [], said, [])
