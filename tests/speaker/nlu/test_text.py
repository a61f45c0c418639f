# SPDX-License-Identifier: Apache-2.0
"""From a line of text to words: what separates them, what is spread out, and what only makes a sentence polite."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import pytest
from cases import each_case

from skill.speaker.nlu.language import Language, load_language
from skill.speaker.nlu.text import (
    CHARACTERS_READ,
    LONGEST_FILLER,
    Word,
    as_written,
    clauses_of,
    readings,
    said,
    sentences_of,
    without_answer,
    without_fillers,
    words_of,
)

ENGLISH = load_language("en-US")


@pytest.fixture
def tongue(language_of: Callable[..., Language]) -> Language:
    return language_of(
        symbols={"&": "and", "/": "out of"},
        contractions={"i'm": "i am", "rock'n'roll": "rock and roll"},
        slurred={"were": "we are", "ill": "i will"},
        sound_alikes={"won": "one", "checking": "check in"},
        fillers=["um"],
        fillers_first=["well", "you know", "the thing is this"],
        fillers_last=["dear", "if you would"],
        answers=["yes", "no"],
        joins=["but", "and"],
    )


def texts(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


@each_case(
    ("text", "words"),
    [
        ("  We   LIKE that ", "we like that"),
        ("we like that.", "we like that"),
        ("we-like_that", "we like that"),
        ("I'm here", "i am here"),
        ("I\u2019m I\u2018m I\u02bcm I\u00b4m I`m", "i am i am i am i am i am"),
        ("dogs' o'clock", "dogs oclock"),
        ("ROCK'N'ROLL", "rock and roll"),
        ("\uff37\uff45", "we"),
        ("\x1b[31mwe\x1b[0m like", "we like"),
        ("at 8 p.m. then", "at eight pm then"),
        ("at 8 A. M. then", "at eight am then"),
        ("at 8 p.m then", "at eight pm then"),
        ("at 8pm", "at eight pm"),
        ("at 7:15", "at 7:15"),
        ("at 7:155", "at seven 155"),
        ("7.5", "seven point five"),
        ("Sam & Pat", "sam and pat"),
        ("Sam&Pat", "sam and pat"),
        ("9/10", "nine out of ten"),
        ("9 / 10", "nine out of ten"),
        ("and/or", "and or"),
        ("\U0001f600 caf\u00e9", "café"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_a_line_becomes_plain_words(tongue: Language, text: str, words: str) -> None:
    assert texts(words_of(text, tongue)) == words


def test_what_was_typed_stays_beside_its_plain_words(tongue: Language) -> None:
    words = words_of("I'm 7.5, Zoë", tongue)
    assert [(word.text, word.raw) for word in words] == [
        *(("i", "I'm"), ("am", "")),
        *(("seven", "7.5"), ("point", ""), ("five", "")),
        ("zoë", "Zoë"),
    ]
    assert said(words) == "I'm 7.5 Zoë"
    assert as_written(words) == {"im", "7.5", "zoë"}


@each_case("end", ["", "!"])
def test_no_more_of_a_line_is_read_than_anybody_says_at_once(tongue: Language, end: str) -> None:
    whole = "a " * (CHARACTERS_READ // 2 - 1) + "be"
    assert texts(words_of(f"{whole}c{end}", tongue)) == whole
    assert texts(words_of(whole, tongue)) == whole


@each_case("pause", [",", ".", ";", ":", "!", "?", "\u2013", "\u2014", "?!", " ... "])
def test_a_written_pause_parts_clauses(tongue: Language, pause: str) -> None:
    assert [texts(clause) for clause in clauses_of(f"{pause}we like it{pause} we do{pause}", tongue)] == [
        "we like it",
        "we do",
    ]


def test_a_word_that_joins_begins_a_clause(tongue: Language) -> None:
    clauses = clauses_of("and we do but not now, and here - today", tongue)
    assert [texts(clause) for clause in clauses] == ["and we do", "but not now", "and here today"]
    assert clauses_of("... ?", tongue) == []


def test_only_an_end_parts_sentences(tongue: Language) -> None:
    sentences = sentences_of("We do, but. Not now! Here; there? Yes", tongue)
    assert [texts(sentence) for sentence in sentences] == ["we do but", "not now", "here there", "yes"]


@each_case(
    ("text", "ways"),
    [
        ("we like it", ["we like it"]),
        ("were here", ["were here", "we are here"]),
        ("won more", ["won more", "one more"]),
        ("were won", ["were won", "we are won", "were one"]),
    ],
)
def test_a_misheard_word_is_read_as_it_stands_first(tongue: Language, text: str, ways: list[str]) -> None:
    found = list(readings(words_of(text, tongue), tongue))
    assert [texts(words) for words in found] == ways
    assert {said(words) for words in found} == {text}


def test_a_word_that_is_read_as_two_was_typed_as_one(tongue: Language) -> None:
    _, slurred = readings(words_of("Ill go", tongue), tongue)
    assert [(word.text, word.raw) for word in slurred] == [("i", "Ill"), ("will", ""), ("go", "go")]


@each_case(
    ("text", "kept"),
    [
        ("well we do", "we do"),
        ("you know we do", "we do"),
        ("you we do", "you we do"),
        ("the thing is this we do", "we do"),
        ("well um you know we do", "we do"),
        ("we um do", "we do"),
        ("we well do", "we well do"),
        ("we do dear", "we do"),
        ("we do if you would dear", "we do"),
        ("we do well", "we do well"),
        ("dear we do", "dear we do"),
        ("um", "um"),
        ("well", "well"),
        ("well dear", "dear"),
        ("um um", "um um"),
        ("", ""),
    ],
)
def test_what_only_makes_a_sentence_polite_is_left_out(tongue: Language, text: str, kept: str) -> None:
    assert texts(without_fillers(words_of(text, tongue), tongue)) == kept


def test_no_filler_is_longer_than_those_that_are_looked_for() -> None:
    assert max(map(len, ENGLISH.fillers_first | ENGLISH.fillers_last)) == LONGEST_FILLER


@each_case(
    ("text", "kept"), [("yes we do", "we do"), ("no yes we do", "we do"), ("we do yes", "we do yes"), ("no no", "no")]
)
def test_an_answer_before_a_request_is_left_out(tongue: Language, text: str, kept: str) -> None:
    assert texts(without_answer(words_of(text, tongue), tongue)) == kept


def test_a_language_without_a_file_keeps_words_as_they_are() -> None:
    bare = load_language.__wrapped__("xx-XX")
    assert texts(words_of("um, I'm Sam & 7", bare)) == "um im sam seven"
    assert bare.stem("runs") == "runs"


def test_stems_are_those_of_the_language_and_are_remembered(language_of: Callable[..., Language]) -> None:
    english = language_of(stemmer="english")
    assert english.stem("reminders") == english.stem("reminder") == "remind"
    assert english.stem.known == {"reminders": "remind", "reminder": "remind"}
    english.stem.know({"florble": "flor"})
    assert english.stem("florble") == "flor"


def test_strange_words_do_not_fill_the_memory(
    language_of: Callable[..., Language], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skill.speaker.nlu.similarity.stemming.STEMS_KEPT", 3)
    english = language_of(stemmer="english")
    assert [english.stem(word) for word in ("cats", "dogs", "cows", "hens", "hens")] == [
        "cat",
        "dog",
        "cow",
        "hen",
        "hen",
    ]
    assert len(english.stem.known) == 3


def test_without_the_stemmers_package_its_name_is_told(
    language_of: Callable[..., Language], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skill.speaker.nlu.similarity.stemming.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="snowballstemmer") as told:
        language_of(stemmer="english")
    assert told.value.name == "snowballstemmer"


@each_case("fields", [{"filler": ["um"]}, {"contraries": [{"intents": ["A"], "turn": ["stop"]}]}])
def test_a_field_that_there_is_not_is_refused_in_a_languages_file(
    language_of: Callable[..., Language], fields: dict[str, object]
) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        language_of(**fields)
