# SPDX-License-Identifier: Apache-2.0
"""Where a sentence may be parted: an answer from its tail, a request from its reason, in a language of a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from cases import each_case

from skill.language_model import LanguageModel
from skill.speaker.nlu.agreement import (
    is_farewell,
    is_no_awaited,
    is_question,
    is_yes_awaited,
    no_in,
    requests_in,
    runs_of,
    takes_back,
    yes_in,
)
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.reasons import before_a_reason, is_request
from skill.speaker.nlu.slots.reader import SlotReader
from skill.speaker.nlu.text import Word, clauses_of, words_of

YES, NO, NEXT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent"


@pytest.fixture
def tongue(language_of: Callable[..., Language]) -> Language:
    return language_of(
        fillers=["um"],
        fillers_first=["well", "okay"],
        answers=["yes", "sure", "okay", "no"],
        negations=["no", "not"],
        joins=["but", "and"],
        farewells=["bye", "good night"],
        yes_voids=["unless"],
        asks_of_us=["how long", "what did we"],
        tells_of_one=["he", "i"],
        reason_begins=["he", "because"],
        reason_verbs=["is", "has"],
        reason_verb_endings=["'s"],
        reason_never_begins=["you", "if"],
        reason_voids=["kidding"],
        names=["dale"],
    )


def texts(words: Sequence[Word] | None) -> str | None:
    return None if words is None else " ".join(word.text for word in words)


@each_case(
    ("expects", "a_yes", "a_no"),
    [
        ([], False, False),
        ([YES], True, False),
        ([NO], False, False),
        ([YES, NO], True, True),
        ([NO, YES], True, True),
        ([NEXT, YES, NO], False, False),
        ([YES, NEXT, NO], True, True),
        (["PassIntent", YES], True, False),
    ],
)
def test_whether_a_question_is_open(expects: list[str], a_yes: bool, a_no: bool) -> None:
    assert (is_yes_awaited(expects), is_no_awaited(expects)) == (a_yes, a_no)


@each_case(
    ("text", "after_yes", "after_no"),
    [
        ("yes we do", "we do", None),
        ("yes", "", None),
        ("um yes we do", "we do", None),
        ("well sure we do", "we do", None),
        ("okay we do", None, None),
        ("okay", None, None),
        ("no we do", None, "we do"),
        ("well no", None, ""),
        ("not now", None, None),
        ("we do yes", None, None),
    ],
)
def test_the_rest_of_a_clause_after_its_answer(
    tongue: Language, text: str, after_yes: str | None, after_no: str | None
) -> None:
    words = words_of(text, tongue)
    assert (texts(yes_in(words, tongue)), texts(no_in(words, tongue))) == (after_yes, after_no)


@each_case(
    ("text", "asks"),
    [
        ("how long is it", True),
        ("what did we take", True),
        ("how long now", False),
        ("what did they take", False),
        ("tell us how long it is", False),
    ],
)
def test_a_question_about_what_is_known_here(tongue: Language, text: str, asks: bool) -> None:
    assert is_question(words_of(text, tongue), tongue) is asks


def test_a_request_is_looked_for_in_runs_of_clauses_first(tongue: Language) -> None:
    tail = clauses_of("a b, c d e f, g", tongue)
    runs = ["a b c d e f g", "a b c d e f", "c d e f g", "a b", "c d e f", "g"]
    assert [texts(run) for run in runs_of(tail)] == runs
    assert [texts(run) for run in requests_in(tail)] == [*runs, "d e f"]
    assert list(requests_in([])) == []


@each_case(
    ("text", "farewell", "void"),
    [
        ("good night", True, False),
        ("well bye now", True, False),
        ("the good night", False, False),
        ("good", False, False),
        ("but not now", False, True),
        ("and no", False, True),
        ("but now", False, False),
        ("it is not", False, False),
        ("he goes unless it rains", False, True),
        ("but unless it rains", False, True),
    ],
)
def test_what_ends_an_evening_and_what_takes_a_yes_back(
    tongue: Language, text: str, farewell: bool, void: bool
) -> None:
    words = words_of(text, tongue)
    assert (is_farewell(words, tongue), takes_back(words, tongue)) == (farewell, void)


@each_case(
    ("text", "asks"),
    [
        ("skip that", True),
        ("skip", False),
        ("um skip", False),
        ("he said so", False),
        ("well i do", False),
        ("", False),
    ],
)
def test_a_request_asks_for_something(tongue: Language, text: str, asks: bool) -> None:
    assert is_request(words_of(text, tongue), tongue) is asks


@each_case(
    ("text", "parts"),
    [
        ("skip that, it rains", [("skip that", "it rains")]),
        ("skip that. it rains", [("skip that", "it rains")]),
        ("skip that \u2013 it rains", [("skip that", "it rains")]),
        ("skip that it rains", []),
        ("skip that, rain", []),
        ("skip that, you do", []),
        ("skip that, if it rains", []),
        ("skip that, only kidding", []),
        ("skip, that, it rains", [("skip that", "it rains"), ("skip", "that it rains")]),
        ("skip that he is tired", [("skip that", "he is tired")]),
        ("skip that because it is so", [("skip that", "because it is so")]),
        ("skip that because it really is", []),
        ("skip that he really has it", [("skip that", "he really has it")]),
        ("skip that Dale is tired", [("skip that", "dale is tired")]),
        ("skip that Dale's in", [("skip that", "dales in")]),
        ("skip that Kit's in", [("skip that", "kits in")]),
        ("skip that dog's in", []),
        ("skip that he tires", []),
        ("skip that he is", [("skip that", "he is")]),
        ("skip that he", []),
        ("skip he is", []),
        ("skip that he is kidding", []),
        ("skip that, he is in", [("skip that", "he is in"), ("skip that", "he is in")]),
        ("go he is in he is in", [("go he is in", "he is in")]),
        ("go on he is in he is in", [("go on he is in", "he is in"), ("go on", "he is in he is in")]),
    ],
)
def test_a_reason_begins_after_a_pause_or_where_somebody_is_told_of(
    tongue: Language, text: str, parts: list[tuple[str, str]]
) -> None:
    slots = SlotReader(LanguageModel("zz-ZZ", "", [], []), tongue, frozenset())
    found = before_a_reason(text, words_of(text, tongue), tongue, slots)
    assert [(texts(request), texts(reason)) for request, reason in found] == parts
