# SPDX-License-Identifier: Apache-2.0
"""Shares of a deck: what is out of balance is named, and a deck in balance is not."""

from __future__ import annotations

from typing import Any

from cases import each_case
from msgspec.structs import replace

from skill.content.checking import shares
from skill.content.decks import entries_of
from skill.content.types import Content, Line


def told(content: Content, deck: str, **changes: object) -> list[str]:
    """What falls short after a change to every entry of a deck."""
    changed: dict[int, Any] = {number: replace(entry, **changes) for number, entry in entries_of(content, deck).items()}
    return list(shares.shortfalls(replace(content, **{deck: changed})))


def test_the_decks_are_in_balance(content: Content) -> None:
    assert list(shares.shortfalls(content)) == []


@each_case("deck", shares.VARIED)
def test_a_deck_that_begins_alike_is_named(content: Content, deck: str) -> None:
    assert f"{deck}: 100% begin with tonight, more than 18%" in told(content, deck, text="Tonight it's this.")


@each_case(
    ("deck", "changes", "expected"),
    [
        ("empathy", {"fits": ()}, "empathy: 0 of 130 to say back after a question"),
        ("empathy", {"fits": ("open",)}, "empathy: 0 of 45 to say back after an answer that is glad"),
        ("empathy", {"neutral": False}, "neutral phrases: 0 of 12"),
        ("empathy", {"kind": "see"}, "phrases for good news: 0 of 12"),
        ("empathy", {"modelled": False}, "empathy: 0 are marked as modelled, not 3"),
        ("rituals", {"modelled": False}, "rituals: 0 are marked as modelled, not 3"),
        ("repair", {"sorry": False}, "words to say sorry: 0 of 25"),
        ("first", {"playful": True}, "first: 0 of 46 are plain, fewer than two in three"),
        ("appreciation", {"to_one": None}, "thank yous to one: 0 of 60"),
        ("experiences", {"apart": None}, "experiences apart: 0 of 40"),
    ],
)
def test_what_falls_short_is_named(content: Content, deck: str, changes: dict[str, object], expected: str) -> None:
    assert expected in told(content, deck, **changes)


def test_long_phrases_for_the_listener_are_named(content: Content) -> None:
    long = told(content, "empathy", text="I would like to say so many things to you about what you just said.")
    assert any("have at most 9 words" in line for line in long)


def test_a_wording_is_short_by_what_is_not_filled_in() -> None:
    line = Line(id="swap.now_named", ends="tell", texts=("{name}, now you.", "And now, {name}, it's your turn."))
    assert shares.very_short(line) == ["{name}, now you."]


def test_openings_are_counted_in_any_case() -> None:
    assert shares.most_alike(["Say it.", "Tell me.", "say more."]) == ("say", 2 / 3)
