# SPDX-License-Identifier: Apache-2.0
"""Values of slots in a sentence: where each stands, which of several counts, and which words are names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from cases import each_case

from skill.language_model import Intent, LanguageModel, Slot, SlotType, SlotValue, ValueName
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.names import LONGEST, is_sure, names_at, plausible
from skill.speaker.nlu.slots.reader import DAYS, DURATION, NAME, NUMBER, TIME, SlotReader, SlotsOf
from skill.speaker.nlu.text import words_of

LISTS = {
    "Animal": {"dog": ("dog", "big dog"), "cat": ("cat",), "fish": ("fishes",), "night_owl": ("nightly owl",)},
    "Colour": {"red": ("red",), "dog_red": ("dog red",)},
    DAYS: {"sunday": ("sunday", "sundays"), "monday": ("monday",), "every_day": ("every day",)},
}


@pytest.fixture
def tongue(language_of: Callable[..., Language]) -> Language:
    return language_of(
        stemmer="english",
        contractions={"we're": "we are"},
        sound_alikes={"too": "two"},
        light=["we", "will"],
        names=["sam", "mary", "ann"],
        not_names=["tired"],
        unlisted={DAYS: ["tomorrow", "every week"], "Animal": ["horse", "guinea pig"]},
    )


def model_of(*intents: Intent) -> LanguageModel:
    types = [
        SlotType(name, tuple(SlotValue(each, ValueName(said[0], said[1:])) for each, said in values.items()))
        for name, values in LISTS.items()
    ]
    return LanguageModel("zz-ZZ", "pet shop", intents, types)


@pytest.fixture
def slots_in(tongue: Language) -> Callable[[str], SlotsOf]:
    reader = SlotReader(model_of(), tongue, frozenset({"feed"}))
    return lambda text: reader.within(words_of(text, tongue))


@each_case(
    ("kind", "text", "readings"),
    [
        ("Animal", "dog", [(1, "dog")]),
        ("Animal", "big dog", [(2, "dog")]),
        ("Animal", "dogs", []),
        ("Animal", "the dog", [(2, "dog")]),
        ("Animal", "the the dog", [(3, "dog")]),
        ("Animal", "the", []),
        ("Animal", "no dog", []),
        *(("Animal", f"{article} cat", [(2, "cat")]) for article in "the a an our my your some".split()),
        (DAYS, "sundays and monday", [(3, ""), (1, "sunday")]),
        (DAYS, "sundays and on monday", [(4, ""), (1, "sunday")]),
        (DAYS, "on monday", []),
        (DAYS, "sundays and every day", [(4, ""), (1, "sunday")]),
        (DAYS, "sundays and tomorrow", [(1, "sunday")]),
        (DAYS, "sundays or monday", [(1, "sunday")]),
        (DAYS, "sundays and", [(1, "sunday")]),
        (DAYS, "sundays and on", [(1, "sunday")]),
        (DAYS, "tomorrow", [(1, "")]),
        (DAYS, "every week", [(2, "")]),
        (NUMBER, "seven and a half", [(4, "7.5"), (1, "7")]),
        (DURATION, "five minutes", [(2, "PT5M")]),
        (TIME, "half past nine", [(3, "09:30")]),
        ("Colour", "dog red", [(2, "dog_red")]),
    ],
)
def test_every_value_that_begins_at_a_word(
    slots_in: Callable[[str], SlotsOf], kind: str, text: str, readings: list[tuple[int, str]]
) -> None:
    assert slots_in(text).at(kind, 0) == readings
    assert slots_in(f"feed it {text}").at(kind, 2) == [(end + 2, value) for end, value in readings]


@each_case(
    ("text", "ends"),
    [("horse", [1]), ("the horse", [2]), ("guinea pig", [2]), ("the", []), ("dog", []), ("no horse", [])],
)
def test_what_people_name_beside_a_list_has_a_place_alone(
    slots_in: Callable[[str], SlotsOf], text: str, ends: list[int]
) -> None:
    assert slots_in(text).unlisted_at("Animal", 0) == ends
    assert slots_in(text).unlisted_at("Colour", 0) == []


@each_case(
    ("text", "at", "found"),
    [
        ("too late we said", 0, []),
        ("sunday too", 1, []),
        ("two", 0, [(1, "02:00")]),
        *((f"{word} too", 1, [(2, "02:00")]) for word in ("at", "around", "about", "by")),
        ("ten past too", 0, [(3, "02:10"), (1, "10:00")]),
        ("ten to too", 0, [(3, "01:50"), (1, "10:00")]),
    ],
)
def test_a_too_is_an_hour_only_where_an_hour_follows(
    tongue: Language, text: str, at: int, found: list[tuple[int, str]]
) -> None:
    heard = words_of(text, tongue)
    alike = tuple(type(word)("two", word.raw) if word.text == "too" else word for word in heard)
    assert SlotReader(model_of(), tongue, frozenset()).within(alike).at(TIME, at) == found


@each_case(
    ("kind", "text", "found"),
    [
        ("Animal", "the cat and a big dog", [(0, 2, "cat"), (3, 6, "dog")]),
        ("Animal", "the cats and dogs", [(1, 2, "cat"), (3, 4, "dog")]),
        ("Animal", "a fish or an owl at night", [(1, 2, "fish")]),
        ("Animal", "night owl", []),
        ("Animal", "nightly owl", [(0, 2, "night_owl")]),
        ("Animal", "cat cats", [(0, 1, "cat")]),
        ("Colour", "dog red red", [(0, 2, "dog_red"), (2, 3, "red")]),
        (DAYS, "not sunday monday", [(2, 3, "monday")]),
        (DAYS, "not on sunday but monday", [(4, 5, "monday")]),
        (DAYS, "not this sunday", []),
        (DAYS, "not at sunday", [(2, 3, "sunday")]),
        (DAYS, "monday instead of sunday", [(0, 1, "monday")]),
        (DAYS, "monday instead of on sunday", [(0, 1, "monday")]),
        (DAYS, "in place of sunday", [(3, 4, "sunday")]),
        (DAYS, "on sunday", [(1, 2, "sunday")]),
        (DAYS, "sunday not", [(0, 1, "sunday")]),
        (DAYS, "this sunday not", [(1, 2, "sunday")]),
        ("Animal", "not dog", [(1, 2, "dog")]),
    ],
)
def test_values_are_taken_from_the_left_each_as_long_as_can_be(
    slots_in: Callable[[str], SlotsOf], kind: str, text: str, found: list[tuple[int, int, str]]
) -> None:
    assert slots_in(text).longest(kind) == found


@each_case(
    ("beside", "found"),
    [
        ([], [(0, 3, "20:00"), (4, 5, "09:00")]),
        ([(0, 1)], [(2, 3, "20:00"), (4, 5, "21:00")]),
        ([(2, 3)], [(0, 1, "NI"), (4, 5, "21:00")]),
        ([(3, 4)], [(0, 3, "20:00"), (4, 5, "21:00")]),
        ([(4, 5)], [(0, 3, "20:00")]),
    ],
)
def test_what_is_taken_already_is_no_part_of_a_value(
    slots_in: Callable[[str], SlotsOf], beside: list[tuple[int, int]], found: list[tuple[int, int, str]]
) -> None:
    values = slots_in("tonight at eight or nine").longest(TIME, beside=beside)
    assert [(start, end) for start, end, _ in values] == [(start, end) for start, end, _ in found]
    assert values[0] == found[0]


def test_a_guessed_name_is_none_where_it_must_be_sure(slots_in: Callable[[str], SlotsOf]) -> None:
    text = "hello sam and Kit and florble"
    assert [start for start, _, _ in slots_in(text).longest(NAME, sure=True)] == [1, 3]
    assert [value for _, _, value in slots_in(text).longest(NAME)] == ["Hello", "Sam", "And", "Kit", "And", "Florble"]
    assert [value for _, _, value in slots_in("feed dog").longest("Animal", sure=True)] == ["dog"]


@each_case(
    ("word", "at", "sure", "may_be"),
    [
        ("sam", 0, True, True),
        ("Sam", 1, True, True),
        ("SAM", 0, True, True),
        ("Kit", 1, True, True),
        ("Kit", 0, False, True),
        ("KIT", 1, False, True),
        ("kit", 1, False, True),
        ("Tired", 1, False, False),
        ("tired", 1, False, False),
        ("Will", 1, False, False),
        ("feed", 1, False, False),
        ("Feed", 1, True, True),
        ("x", 1, False, False),
        ("X", 1, False, False),
        ("al", 1, False, True),
        ("Al", 1, True, True),
        ("b" * LONGEST, 1, False, True),
        ("b" * (LONGEST + 1), 1, False, False),
        ("seven", 1, False, False),
        ("Zero", 1, True, False),
        ("Twenty", 1, True, False),
        ("7:15", 1, False, False),
        *((f"flor{ending}", 1, False, False) for ending in "ing tion ness ful less ous ously ly able ible".split()),
        *((f"flor{ending}", 1, False, False) for ending in "ied ted sed ned ked ged ped wed ced".split()),
        ("Ming", 1, True, True),
    ],
)
def test_which_words_are_names(tongue: Language, word: str, at: int, sure: bool, may_be: bool) -> None:
    (typed,) = words_of(word, tongue)
    assert (is_sure(typed, at > 0, tongue), plausible(typed, at > 0, tongue, frozenset({"feed"}))) == (sure, may_be)


def test_the_rest_of_a_contraction_is_no_name(tongue: Language) -> None:
    _, rest = words_of("we're", tongue)
    assert not plausible(rest, True, tongue, frozenset())


@each_case(
    ("text", "names"),
    [
        ("sam", [(1, "Sam")]),
        ("kIT", [(1, "Kit")]),
        ("KIT", [(1, "Kit")]),
        ("DeShawn", [(1, "DeShawn")]),
        ("mary ann", [(2, "Mary Ann"), (1, "Mary")]),
        ("Kit Kat", [(2, "Kit Kat"), (1, "Kit")]),
        ("Kit kat", [(1, "Kit")]),
        ("kit Kat", [(1, "Kit")]),
        ("tired Kat", []),
    ],
)
def test_a_name_is_written_as_names_are(tongue: Language, text: str, names: list[tuple[int, str]]) -> None:
    words = words_of(text, tongue)
    assert list(names_at(words, 0, tongue, frozenset())) == names
    before = words_of("hi", tongue)
    shifted = [(end + 1, value) for end, value in names]
    assert list(names_at((*before, *words), 1, tongue, frozenset())) == shifted


FEED = (Slot("animal", "Animal"), Slot("days", DAYS), Slot("time", TIME))
SCORES = (Slot("score", NUMBER), Slot("second", NUMBER))
PAIR = (Slot("first", NAME), Slot("second", NAME))


@each_case(
    ("wanted", "text", "filled"),
    [
        (
            FEED,
            "nine for the dog on sunday",
            [("animal", 2, 4, "dog"), ("days", 5, 6, "sunday"), ("time", 0, 1, "09:00")],
        ),
        (FEED, "sunday no monday", [("days", 2, 3, "monday")]),
        (FEED, "sunday no every week", [("days", 2, 4, None)]),
        (FEED, "every day no monday", [("days", 0, 2, "every_day")]),
        (FEED, "at eight no at nine", [("time", 4, 5, "09:00")]),
        (FEED, "half past eight no nine", [("time", 0, 3, "08:30")]),
        (FEED, "cat or dog", [("animal", 0, 1, "cat")]),
        (FEED, "cat or big dog", [("animal", 2, 4, "dog")]),
        (FEED, "every day", [("days", 0, 2, "every_day")]),
        (FEED, "florble", []),
        (PAIR, "sam and Kit", [("first", 0, 1, "Sam"), ("second", 2, 3, "Kit")]),
        (PAIR, "sam florble", [("first", 0, 1, "Sam"), ("second", 1, 2, "Florble")]),
        (PAIR, "um sam oh Kit", [("first", 1, 2, "Sam"), ("second", 3, 4, "Kit")]),
        ((Slot("score", NUMBER),), "seven or eight", [("score", 0, 1, "7")]),
        (
            (Slot("score", NUMBER), Slot("second", NUMBER)),
            "seven or eight",
            [("score", 0, 1, "7"), ("second", 2, 3, "8")],
        ),
        ((Slot("score", NUMBER),), "eight or seven and a half", [("score", 0, 1, "8")]),
    ],
)
def test_the_slots_of_an_intent_are_filled_with_what_says_most(
    slots_in: Callable[[str], SlotsOf],
    wanted: Sequence[Slot],
    text: str,
    filled: list[tuple[str, int, int, str | None]],
) -> None:
    found = fill(wanted, slots_in(text))
    assert [(each.slot, each.start, each.end, each.value) for each in found] == filled
