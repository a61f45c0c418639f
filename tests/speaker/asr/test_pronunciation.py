# SPDX-License-Identifier: Apache-2.0
"""How words sound that no dictionary has: by their stem and ending, by their parts, or letter by letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from string import ascii_lowercase
from types import SimpleNamespace

import pytest
from cases import each_case

from skill.speaker.asr import pronunciation
from skill.speaker.asr.pronunciation import Pronunciation, load_pronunciation

SPEAKS = Pronunciation(
    {
        "hug": "HH AH G",
        "bake": "B EY K",
        "box": "B AA K S",
        "week": "W IY K",
        "night": "N AY T",
        "going": "G OW IH NG",
        "bakes": "B EY K S",
        "zz": "Z",
        "l": "L",
        "lee": "L IY",
        "ing": "IH NG",
        "id": "IH D",
        "iz": "IH Z",
        "her": "ER",
        "uh": "AH",
        "d": "D",
    }
)


@each_case(
    ("word", "parts"),
    [
        ("hugs", "hug zz"),
        ("hug's", "hug zz"),
        ("boxes", "box iz"),
        ("baked", "bake d"),
        ("baking", "bake ing"),
        ("baker", "bake her"),
        ("weekly", "week lee"),
        ("bake'll", "bake l"),
        ("hernight", "her night"),
        ("weekid", "week id"),
        ("huga", "hug uh"),
        ("weeknight", "week night"),
    ],
)
def test_a_word_sounds_like_its_parts(word: str, parts: str) -> None:
    assert SPEAKS.sound(word) == SPEAKS.sound(parts)


@each_case("word", ["uhs", "weekl", "uhweek", "weekqq", "qqweek"])
def test_of_few_letters_no_word_is_made(word: str) -> None:
    assert SPEAKS.sound(word) == Pronunciation({}).sound(word)


def test_a_word_that_is_known_sounds_as_it_is_known() -> None:
    assert SPEAKS.sound("bakes") != SPEAKS.sound("bake zz")


def test_each_letter_of_a_strange_word_sounds() -> None:
    assert [letter for letter in ascii_lowercase if not Pronunciation({}).sound(letter)] == []


def test_a_doubled_letter_sounds_once() -> None:
    assert Pronunciation({}).sound("Hanna") == Pronunciation({}).sound("Hana") != Pronunciation({}).sound("Hanana")


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path | None], Pronunciation | None]]:
    """The pronunciation that is loaded where the package with the dictionary lies here."""

    def load(package: Path | None) -> Pronunciation | None:
        spec = package and SimpleNamespace(origin=str(package / "__init__.py"))
        monkeypatch.setattr(pronunciation.importlib.util, "find_spec", lambda name: spec)
        return load_pronunciation()

    load_pronunciation.cache_clear()
    yield load
    load_pronunciation.cache_clear()


def test_of_two_ways_to_say_a_word_the_first_is_taken(
    loaded: Callable[[Path | None], Pronunciation | None], tmp_path: Path
) -> None:
    file = tmp_path / pronunciation.DICTIONARY
    file.parent.mkdir(parents=True)
    file.write_text("read R IY D\nread(2) R EH D\n", "utf-8")
    speaks = loaded(tmp_path)
    assert speaks is not None
    assert speaks.sound("read") == Pronunciation({"x": "R IY D"}).sound("x")


@pytest.mark.parametrize("there", [True, False])
def test_without_the_dictionary_nobody_says_how_words_sound(
    loaded: Callable[[Path | None], Pronunciation | None], tmp_path: Path, there: bool
) -> None:
    assert loaded(tmp_path if there else None) is None


def test_what_is_no_word_is_silent() -> None:
    assert SPEAKS.sound("hug, 12 - bake!") == SPEAKS.sound("hug bake")
    assert SPEAKS.sound("hug\N{RIGHT SINGLE QUOTATION MARK}s") == SPEAKS.sound("hug's")
