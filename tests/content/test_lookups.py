# SPDX-License-Identifier: Apache-2.0
"""An entry by the name of its deck, a line by the list of lines: what is there is found, and nothing else is."""

from __future__ import annotations

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.content.decks import DECKS, SWAPPED, number_of, spoken_text, swapped_text, theme_number
from skill.content.loading import line_list
from skill.content.types import Content, Line

from .small import numbered, question


def test_what_is_spoken_of_each_deck_is_reached_by_its_name() -> None:
    assert {name: deck.spoken for name, deck in DECKS.items() if deck.spoken != ("text",)} == {
        "questions": ("text", "follow_up"),
        "rituals": ("text", "name", "apart"),
        "experiences": ("text", "apart"),
        "appreciation": ("text", "to_one"),
        "signs": ("text", "strength"),
        "themes": ("text", "name", "first_step"),
    }
    assert {name for name, deck in DECKS.items() if deck.may_ask} == {"questions", "empathy", "repair", "signs"}


@each_case(
    ("deck", "number", "field"),
    [
        ("questions", 1, "theme"),
        ("questions", 1, "__class__"),
        ("questions", 99_999, "text"),
        ("plans", 1, "apart"),
        ("lines", 1, "text"),
        ("nothing", 1, "text"),
    ],
)
def test_what_is_not_for_speaking_is_not_reached(content: Content, deck: str, number: int, field: str) -> None:
    with pytest.raises(KeyError):
        spoken_text(content, deck, number, field)


def test_a_field_that_is_empty_is_no_words(content: Content) -> None:
    made = replace(content, questions=numbered(question(), question(follow_up="And why?")))  # type: ignore[arg-type]
    assert spoken_text(made, "questions", 2, "follow_up") == "And why?"
    with pytest.raises(KeyError, match="follow_up"):
        spoken_text(made, "questions", 1, "follow_up")


def test_for_the_other_one_a_question_comes_without_what_gave_both_the_word(content: Content) -> None:
    framed, plain = "Ask each other: what do I do best?", "What do you like best?"
    made = replace(content, questions=numbered(question(framed), question(plain)))  # type: ignore[arg-type]
    assert swapped_text(made, 1) == spoken_text(made, "questions", 1, SWAPPED) == "what do I do best?"
    assert swapped_text(made, 2) is None
    assert spoken_text(made, "questions", 2, SWAPPED) == plain


def test_themes_and_rituals_have_numbers_by_their_ids(content: Content) -> None:
    number = theme_number(content, "touch")
    assert content.themes[number].id == "touch"
    assert number_of(content.rituals, "evening_walk") is not None
    assert number_of(content.rituals, "no_such_ritual") is number_of(content.rituals, None) is None
    with pytest.raises(KeyError, match="gardening"):
        theme_number(content, "gardening")


def line(name: str, ends: str, *texts: str) -> Line:
    return Line(id=name, ends=ends, texts=texts)  # type: ignore[arg-type]


def test_the_list_of_lines_tells_end_and_places_of_each_in_order() -> None:
    lines = {"b.two": line("b.two", "ask", "{second} and {first}?"), "a.one": line("a.one", "tell", "So.", "Well.")}
    assert line_list.listed(lines) == line_list.HEAD + "a.one tell\nb.two ask {first} {second}\n"


def test_a_line_that_is_missing_or_otherwise_than_listed_is_told(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_list, "required", lambda: {"one": "one tell", "two": "two ask {name}"})
    good = {"one": line("one", "tell", "So."), "two": line("two", "ask", "{name}?")}
    assert list(line_list.faults(good)) == []
    assert line_list.unlisted(good) == []
    wrong = {"two": line("two", "tell", "{other}."), "three": line("three", "tell", "So.")}
    assert list(line_list.faults(wrong)) == [
        "the line one is missing; add it",
        "the line two is `two tell {other}` (id, end, places), but `two ask {name}` is listed; mend the line",
    ]
    assert line_list.unlisted(wrong) == ["three"]


def test_the_list_is_read_without_its_heading(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "lines.txt"
    file.write_text(line_list.HEAD + "one tell\ntwo ask {name}\n", "utf-8")
    assert line_list.required(file) == {"one": "one tell", "two": "two ask {name}"}
