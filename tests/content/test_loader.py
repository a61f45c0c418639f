# SPDX-License-Identifier: Apache-2.0
"""Loading content: what is read, and the one sentence that tells a writer what to mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cases import each_case

from skill.content.loading.loader import HERE, load_content, load_folder
from skill.content.places import places
from skill.content.platform_words import NEUTRAL, PlatformWords, in_words_of_platform
from skill.content.types import Content
from skill.errors import InputError


def spoil(file: Path, line: int, **changes: Any) -> None:
    """Change fields of one entry; None takes a field out."""
    rows = file.read_text(encoding="utf-8").splitlines()
    entry = json.loads(rows[line - 1])
    entry.update(changes)
    rows[line - 1] = json.dumps({key: value for key, value in entry.items() if value is not None})
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")


def refusal(folder: Path) -> str:
    """The sentence with which a folder is refused."""
    with pytest.raises(InputError) as refused:
        load_folder(folder, "en-US")
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_folder_gives_all_that_its_files_hold(folder: Path, content: Content) -> None:
    loaded = load_folder(folder, "en-US")
    assert in_words_of_platform(loaded, NEUTRAL) == content
    assert len(loaded.questions) == len((folder / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    assert next(iter(loaded.questions)) == 1


def test_content_is_read_once() -> None:
    assert load_content("en-US") is load_content("en-US")


@pytest.mark.parametrize("locale", ["en-GB", "en-AU", "en-CA", "en-IN"])
def test_a_locale_without_a_folder_of_its_own_uses_its_language(locale: str, content: Content) -> None:
    loaded = load_content(locale)
    assert loaded.locale == locale
    assert loaded.questions.keys() == content.questions.keys()


@each_case("locale", ["xx-XX", "de-QQ", "en", "../en", "en-us", "", "en-US\n"])
def test_a_locale_without_decks_is_refused(locale: str) -> None:
    with pytest.raises(InputError, match=r"locale|no decks"):
        load_content(locale)


@pytest.mark.parametrize("name", sorted(file.name for file in (HERE / "en").glob("*.jsonl")))
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in refusal(folder)
    assert "cannot be read" in refusal(folder)


def test_missing_care_lines_are_named(folder: Path) -> None:
    (folder.parent / "care.jsonl").unlink()
    assert "care.jsonl cannot be read" in refusal(folder)


@pytest.mark.parametrize("nothing", [b"", b"\n", b"  \n"])
def test_an_empty_file_is_refused(folder: Path, nothing: bytes) -> None:
    (folder / "repair.jsonl").write_bytes(nothing)
    assert "repair.jsonl is empty" in refusal(folder)


def test_a_broken_line_names_file_and_line(folder: Path) -> None:
    rows = (folder / "touch.jsonl").read_bytes().splitlines()
    rows[2] = rows[2][:-10]
    (folder / "touch.jsonl").write_bytes(b"\n".join(rows))
    assert "touch.jsonl, line 3: " in refusal(folder)


@pytest.mark.parametrize("row", [b"[]", b"null", b"7", b'"text"', b"{", b"\xef\xbb\xbf{}", b"{} {}"])
def test_a_line_that_is_no_entry_is_refused(folder: Path, row: bytes) -> None:
    rows = (folder / "touch.jsonl").read_bytes().splitlines()
    (folder / "touch.jsonl").write_bytes(b"\n".join([row, *rows]))
    assert "touch.jsonl, line 1" in refusal(folder)


def test_a_blank_line_inside_is_refused(folder: Path) -> None:
    rows = (folder / "first.jsonl").read_bytes().splitlines()
    (folder / "first.jsonl").write_bytes(b"\n".join([rows[0], b"", *rows[1:]]))
    assert "first.jsonl, line 2: the line is blank" in refusal(folder)


def test_windows_line_ends_are_read(folder: Path, content: Content) -> None:
    file = folder / "first.jsonl"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_folder(folder, "en-US").first == content.first


def test_text_that_is_not_utf_8_is_refused(folder: Path) -> None:
    file = folder / "plans.jsonl"
    file.write_bytes('{"number": 1, "text": "A café, just you two."}\n'.encode("latin-1"))
    assert "plans.jsonl, line 1: the line is not UTF-8" in refusal(folder)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"theme": "cooking"}, "theme"),
        ({"depth": 4}, "depth"),
        ({"tone": None}, "tone"),
        ({"tone": "merry"}, "tone"),
        ({"depth": "1"}, "depth"),
        ({"number": 0}, "number"),
        ({"number": None}, "number"),
        ({"text": ""}, "text"),
        ({"text": "x" * 401}, "text"),
        ({"topics": ["money", "weather"]}, "topics[1]"),
        ({"colour": "red"}, "colour"),
        ({"joint": "yes"}, "joint"),
        ({"mood": "sleepy"}, "mood"),
        ({"shapes": ["quiz"]}, "shapes[0]"),
    ],
)
def test_a_wrong_field_is_named(folder: Path, changes: dict[str, Any], field: str) -> None:
    spoil(folder / "questions.jsonl", 5, **changes)
    assert f"questions.jsonl, line 5, field {field}: " in refusal(folder)


@pytest.mark.parametrize("deck", ["questions", "empathy", "rituals", "touch", "signs", "practices"])
def test_a_number_is_given_once(folder: Path, deck: str) -> None:
    first = json.loads((folder / f"{deck}.jsonl").read_text(encoding="utf-8").splitlines()[0])
    spoil(folder / f"{deck}.jsonl", 2, number=first["number"])
    assert f"{deck}.jsonl, line 2, field number: {first['number']} is taken by line 1" in refusal(folder)


def test_a_ritual_has_an_id_of_its_own(folder: Path) -> None:
    spoil(folder / "rituals.jsonl", 3, id="morning_walk")
    assert "rituals.jsonl, line 3, field id: morning_walk is taken by line 1" in refusal(folder)


def test_two_rituals_are_never_called_the_same(folder: Path) -> None:
    spoil(folder / "rituals.jsonl", 3, synonyms=["first bite", "Morning Walk"])
    assert "rituals.jsonl, line 3, field synonyms: morning walk is taken by line 1" in refusal(folder)


@pytest.mark.parametrize(
    ("deck", "lost", "told"),
    [
        ("questions", {"theme": "touch", "depth": 3}, "no question about touch of depth 3"),
        ("practices", {"theme": "empathy"}, "no practice for empathy"),
        ("themes", {"id": "conflict"}, "needs conflict exactly once"),
        ("empathy", {"feeling": "ashamed"}, "no phrase for ashamed"),
        ("empathy", {"fits": "glad"}, "no phrase that fits a glad answer"),
        ("rituals", {"moments": "reunion"}, "no ritual for reunion"),
        ("signs", {"kind": "drifting"}, "no drifting sign"),
    ],
)
def test_what_the_conversation_reaches_for_is_there(folder: Path, deck: str, lost: dict[str, Any], told: str) -> None:
    file = folder / f"{deck}.jsonl"
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
    kept = [row for row in rows if not all(str(value) in str(row.get(key)) for key, value in lost.items())]
    assert 0 < len(kept) < len(rows)
    file.write_text("\n".join(json.dumps(row) for row in kept), encoding="utf-8")
    assert told in refusal(folder)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{first}, tell them something good.", "it needs {first}"),
        ("{first}, tell {other} something good.", "it needs {first}"),
        ("{first}, tell {second something good.", "it has a broken place"),
    ],
)
def test_a_thank_you_to_one_names_both(folder: Path, said: str, why: str) -> None:
    entry = {"number": 1, "text": "Say thank you.", "to_one": said}
    (folder / "appreciation.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    assert f"appreciation.jsonl, line 1, field to_one: {why}" in refusal(folder)


def test_wordings_of_a_line_take_the_same_places(folder: Path) -> None:
    line = {"id": "test.line", "ends": "tell", "texts": ["Hello, {first}.", "Hello, {second}."]}
    (folder / "lines.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert "lines.jsonl, line 1, field texts: test.line has wordings with different places" in refusal(folder)


@pytest.mark.parametrize("text", ["Hello, {first", "Hello, first}", "Hello, {}", "Hi, {0}", "Hi, {a.b}", "Hi, {a!r}"])
def test_a_broken_place_is_refused(folder: Path, text: str) -> None:
    line = {"id": "test.line", "ends": "tell", "texts": [text]}
    (folder / "lines.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert "lines.jsonl, line 1, field texts: test.line has a broken place" in refusal(folder)


def test_a_line_has_an_id_of_its_own(folder: Path) -> None:
    line = json.dumps({"id": "test.line", "ends": "tell", "texts": ["Hello."]})
    (folder / "lines.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert "lines.jsonl, line 2, field id: test.line is taken by line 1" in refusal(folder)


def test_places_are_found() -> None:
    assert places("Hello {first} and {second}, {first}.") == {"first", "second"}
    assert places("Hello.") == frozenset()


def test_the_platform_fills_in_its_own_words() -> None:
    spoken = load_content("en-US", PlatformWords(wake_word="Computer", invocation_name="our evening", app="the hub"))
    assert "Computer, open our evening" in spoken.lines["talk.begin_music"].texts[0]
    assert not [text for line in spoken.lines.values() for text in line.texts if "{wake_word}" in text]


def test_no_deck_names_a_platform(folder: Path) -> None:
    assert [path.name for path in folder.glob("*.jsonl") if "Alexa" in path.read_text(encoding="utf-8")] == []
