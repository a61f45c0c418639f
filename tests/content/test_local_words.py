# SPDX-License-Identifier: Apache-2.0
"""Words that differ to the ear differ in what is said: each locale hears its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from representatives import the_first_for_all

from skill.content.checking.rules import problems, spoken
from skill.content.loading.loader import HERE, load_content, load_words, read_entries
from skill.content.loading.local_words import LocalWord, in_words_of
from skill.content.types import Content, Line, Prompt
from skill.errors import InputError

LOCALES = ("en-GB", "en-AU", "en-CA", "en-IN")
FILE = HERE / "words.jsonl"
WORDS = [word for _, word in read_entries(FILE, LocalWord)]


def said(content: Content) -> str:
    """Everything that the decks and lines can say, in lower case; words of a subject are heard, and never said."""
    lines = [line for name, line in content.lines.items() if not name.startswith(("subject.", "about."))]
    texts = [spot.text for spot in spoken(content)] + [text for line in lines for text in line.texts]
    return "\n".join(texts).lower()


def has(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w'-]){re.escape(word)}(?![\w-])", text) is not None


@pytest.mark.parametrize(
    ("locale", "words", "never"),
    [
        ("en-US", ["vacation", "in the fall", "cell phones", "movie", "sweater"], ["holiday", "autumn", "mobiles"]),
        ("en-GB", ["holiday", "in autumn", "mobiles", "film", "jumper", "at weekends"], ["vacation", "movie"]),
        ("en-AU", ["holiday", "in autumn", "mobiles", "movie", "jumper", "op shop"], ["vacation", "sweater"]),
        ("en-CA", ["vacation", "in the fall", "movie", "favourite"], ["holiday", "favorite"]),
        ("en-IN", ["holiday", "in autumn", "mobiles", "film", "sweater"], ["vacation", "cell phones"]),
    ],
)
def test_each_locale_says_its_own_words(locale: str, words: list[str], never: list[str]) -> None:
    text = said(load_content(locale))
    assert [word for word in words if not has(word, text)] == []
    assert [word for word in never if has(word, text)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_else_differs(locale: str, content: Content) -> None:
    other, words = load_content(locale), load_words(locale)
    ours, theirs = list(spoken(content)), list(spoken(other))
    assert [(one.deck, one.number, one.field) for one in ours] == [(one.deck, one.number, one.field) for one in theirs]
    changed = [(one.text, two.text) for one, two in zip(ours, theirs, strict=True) if one.text != two.text]
    assert all(any(has(word, one.lower()) for word in words) for one, _ in changed)
    assert content.care == other.care
    assert content.lines.keys() == other.lines.keys()
    assert [ritual.synonyms for ritual in content.rituals.values()] == [
        ritual.synonyms for ritual in other.rituals.values()
    ]


# The others exchange words of the same table, and each takes as long.
@pytest.mark.parametrize("locale", the_first_for_all(LOCALES))
def test_what_is_said_there_keeps_the_rules_too(locale: str) -> None:
    assert problems(load_content(locale)) == []


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.word)
def test_every_word_of_the_table_stands_in_the_decks(word: LocalWord, content: Content) -> None:
    assert has(word.word, said(content)), "take it out, or say it somewhere"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("A sweater.", "A jumper."),
        ("Sweater weather, sweaters and a sweatered bear.", "Jumper weather, sweaters and a sweatered bear."),
        ("In the fall, plans fall through.", "In autumn, plans fall through."),
        ("A yard sale in a yard.", "A car boot sale in a garden."),
        ("{sweater} and {name}", "{sweater} and {name}"),
    ],
)
def test_words_are_exchanged_whole_and_keep_their_case(text: str, there: str, content: Content) -> None:
    line = Line(id="settle", ends="tell", texts=(text,))
    changed = in_words_of(
        replace(content, plans={1: Prompt(number=1, text=text)}, lines={"settle": line}), load_words("en-GB")
    )
    assert changed.plans[1].text == there
    assert changed.lines["settle"].texts == (there,)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"word": "Sweater", "instead": {"en-GB": "jumper"}}], "field word"),
        ([{"word": "sweater", "instead": {"gb": "jumper"}}], "in `$.instead`"),
        ([{"word": "sweater", "instead": {}}], "field instead"),
        ([{"word": "sweater", "instead": {"en-GB": "jumper"}}] * 2, "is taken by line 1"),
        ([{"word": "sweater", "insteda": {"en-GB": "jumper"}}], "insteda"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: list[object], told: str) -> None:
    file = tmp_path / "words.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with pytest.raises(InputError, match=r"words\.jsonl, line \d") as refused:
        load_words("en-GB", file)
    assert told in str(refused.value)
