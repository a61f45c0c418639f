# SPDX-License-Identifier: Apache-2.0
"""What an entry may hold: each field within its bounds, and no field that its deck does not have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skill.content.decks import DECKS
from skill.content.loading.loader import HERE, read_entries
from skill.content.loading.local_words import LocalWord
from skill.content.types import CareLine, Line
from skill.errors import InputError

KINDS: dict[str, tuple[Path, Any]] = {
    **{name: (HERE / "en" / f"{name}.jsonl", deck.kind) for name, deck in DECKS.items()},
    "lines": (HERE / "en" / "lines.jsonl", Line),
    "care": (HERE / "care.jsonl", CareLine),
    "words": (HERE / "words.jsonl", LocalWord),
}


def read(folder: Path, kind: str, /, **changes: object) -> None:
    """Read the first entry of a file after some changes. Raises InputError where it is refused."""
    source, entries_are = KINDS[kind]
    with source.open(encoding="utf-8") as file:
        row = json.loads(file.readline())
    (folder / "one.jsonl").write_text(json.dumps(row | changes), "utf-8")
    read_entries(folder / "one.jsonl", entries_are)


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path, kind: str) -> None:
    read(tmp_path, kind)
    with pytest.raises(InputError, match=r"line 1, field colour: .* use "):
        read(tmp_path, kind, colour="red")


BOUNDS: list[tuple[str, str, list[Any], list[Any]]] = [
    ("plans", "number", [1, 9999], [0, 10_000]),
    ("plans", "text", ["So", "x" * 400], ["S", "x" * 401]),
    ("questions", "depth", [1, 2, 3], [0, 4]),
    ("rituals", "minutes", [1, 180], [0, 181]),
    ("rituals", "moments", [["morning"], ["morning", "evening"]], [[]]),
    ("rituals", "synonyms", [["walk", "our walk"]], [[], ["walk"]]),
    ("rituals", "name", ["we", "x" * 400], ["w", "x" * 401]),
    ("themes", "first_step", ["So", "x" * 400], ["S", "x" * 401]),
    ("lines", "texts", [["So."], ["So.", "Yes."]], [[], ["S"]]),
    ("lines", "id", ["ab", f"a{'b' * 59}"], ["a", f"a{'b' * 60}", "Ab", "1b", "a b"]),
    ("care", "phone", ["11", "1-800 273", "1" * 19], ["1", "1" * 20, "call 911"]),
    ("words", "instead", [{"en-GB": "it"}], [{}, {"en-GB": "i"}]),
]


@pytest.mark.parametrize(("kind", "field", "good", "bad"), BOUNDS, ids=[f"{row[0]} {row[1]}" for row in BOUNDS])
def test_a_value_is_taken_up_to_its_bounds(
    tmp_path: Path, kind: str, field: str, good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        read(tmp_path, kind, **{field: value})
    for value in bad:
        with pytest.raises(InputError, match=rf"line 1, field {field}|`\$\.{field}"):
            read(tmp_path, kind, **{field: value})


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("questions", "theme", "communication vulnerability rituals empathy touch experiences conflict"),
        ("questions", "tone", "glad open heavy"),
        ("questions", "mood", "light funny deep romantic"),
        ("empathy", "kind", "see understand support celebrate love ask tell part receive"),
        (
            "empathy",
            "feeling",
            "sad stressed angry anxious hurt tired lonely ashamed disappointed overwhelmed happy",
        ),
        ("rituals", "cost", "free low some"),
        ("rituals", "place", "in out either"),
        ("experiences", "cost", "free low some"),
        ("experiences", "place", "in out either"),
        ("signs", "kind", "intimacy drifting"),
        ("care", "risk", "emergency danger self child"),
        ("lines", "ends", "ask cue tell"),
        (
            "openings",
            "about",
            "two_questions one_question thank_you remember play plan listen touch understand solo apart",
        ),
    ],
)
def test_a_value_of_a_list_is_one_of_the_list(tmp_path: Path, kind: str, field: str, values: str) -> None:
    for value in values.split():
        read(tmp_path, kind, **{field: value})
    with pytest.raises(InputError, match=rf"line 1, field {field}: .*; use ") as refused:
        read(tmp_path, kind, **{field: "other"})
    assert set(str(refused.value).rpartition("; use ")[2].rstrip(".").split(", ")) == set(values.split())


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("questions", "topics", "money children sex family work health faith past"),
        ("questions", "shapes", "thank_you remember play plan"),
        ("empathy", "fits", "glad open heavy"),
        ("rituals", "moments", "morning mealtime parting reunion evening bedtime weekend"),
        ("rituals", "seasons", "spring summer autumn winter"),
    ],
)
def test_several_values_of_a_list_may_stand_together(tmp_path: Path, kind: str, field: str, values: str) -> None:
    read(tmp_path, kind, **{field: values.split()})
    with pytest.raises(InputError, match=rf"line 1, field {field}\[1\]: .*; use ") as refused:
        read(tmp_path, kind, **{field: [values.split()[0], "other"]})
    assert set(str(refused.value).rpartition("; use ")[2].rstrip(".").split(", ")) == set(values.split())
