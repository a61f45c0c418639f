# SPDX-License-Identifier: Apache-2.0
"""How much the decks need for a year of evenings: as much as that is enough, and one fewer is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.content.checking import report, shares
from skill.content.decks import entries_of
from skill.content.types import Content

from .small import numbered, question

GOALS = {
    "questions": 700, "empathy": 260, "rituals": 100, "experiences": 100, "appreciation": 120, "touch": 60,
    "repair": 65, "first": 36, "plans": 60, "openings": 88, "closings": 110, "takeaways": 3, "practices": 42,
    "signs": 9, "themes": 7,
}  # fmt: skip


def cut(content: Content, deck: str, most: int) -> Content:
    """The content with so many entries of a deck."""
    entries: dict[str, Any] = {deck: dict(list(entries_of(content, deck).items())[:most])}
    return replace(content, **entries)


@each_case(("deck", "goal"), GOALS.items())
def test_a_deck_lasts_for_a_year_with_its_goal_and_not_with_one_fewer(content: Content, deck: str, goal: int) -> None:
    short = f"{deck}: {goal - 1} of {goal} entries"
    assert short in report.shortfalls(cut(content, deck, goal - 1))
    assert not [told for told in report.shortfalls(cut(content, deck, goal)) if told.endswith("entries")]


def marked(content: Content, deck: str, these: int, mark: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    """What falls short where so many entries of a deck have a mark, and all others another one."""
    entries: dict[int, Any] = {
        number: replace(entry, **(mark if place < these else others))
        for place, (number, entry) in enumerate(entries_of(content, deck).items())
    }
    decks: dict[str, Any] = {deck: entries}
    return list(report.shortfalls(replace(content, **decks)))


TOUCH, OTHER = {"theme": "touch"}, {"theme": "empathy"}
MARKS: list[tuple[str, int, dict[str, Any], dict[str, Any], str]] = [
    ("questions", 90, TOUCH, OTHER, "questions: {} about touch"),
    ("questions", 38, TOUCH | {"depth": 1}, TOUCH | {"depth": 2}, "questions: {} about touch at depth 1"),
    ("questions", 30, TOUCH | {"depth": 2}, TOUCH | {"depth": 1}, "questions: {} about touch at depth 2"),
    ("questions", 15, TOUCH | {"depth": 3}, TOUCH | {"depth": 1}, "questions: {} about touch at depth 3"),
    *(
        ("questions", 70, {"mood": mood}, {"mood": None}, f"questions: {{}} that are {mood}")
        for mood in ("light", "funny", "deep", "romantic")
    ),
    *(
        ("questions", 156, {"shapes": (shape,)}, {"shapes": ()}, f"questions: {{}} for an evening of {shape}")
        for shape in ("thank_you", "remember", "play", "plan")
    ),
    *(
        ("questions", 12, {"topics": (topic,)}, {"topics": ()}, f"questions: {{}} about {topic}")
        for topic in ("money", "children", "sex", "family", "work", "health", "faith", "past")
    ),
    ("empathy", 6, {"feeling": "sad"}, {"feeling": "happy"}, "empathy: {} for sad"),
    ("rituals", 10, {"moments": ("morning",)}, {"moments": ("evening",)}, "rituals: {} for morning"),
    ("practices", 6, TOUCH, OTHER, "practices: {} about touch"),
    ("empathy", 130, {"fits": ("glad",)}, {"fits": ()}, "empathy: {} to say back after a question"),
    *(
        ("empathy", goal, {"fits": (tone,)}, {"fits": ()}, f"empathy: {{}} to say back after an answer that is {tone}")
        for tone, goal in {"glad": 45, "open": 45, "heavy": 50}.items()
    ),
    ("empathy", 12, {"neutral": True}, {"neutral": False}, "neutral phrases: {}"),
    *(
        ("empathy", 12, {"feeling": "happy", "kind": "celebrate"}, others, "phrases for good news: {}")
        for others in ({"feeling": "happy", "kind": "see"}, {"feeling": "sad", "kind": "celebrate"})
    ),
    ("repair", 25, {"sorry": True}, {"sorry": False}, "words to say sorry: {}"),
    ("appreciation", 60, {"to_one": "{first}, thank {second}."}, {"to_one": None}, "thank yous to one: {}"),
    ("experiences", 40, {"apart": "Visit two lakes."}, {"apart": None}, "experiences apart: {}"),
]


@pytest.mark.parametrize(("deck", "goal", "mark", "others", "told"), MARKS, ids=[row[-1] for row in MARKS])
def test_a_mark_lasts_for_a_year_with_its_goal_and_not_with_one_fewer(
    content: Content, deck: str, goal: int, mark: dict[str, Any], others: dict[str, Any], told: str
) -> None:
    assert told.format(f"{goal - 1} of {goal}") in marked(content, deck, goal - 1, mark, others)
    beginning, _, end = told.partition("{}")
    enough = marked(content, deck, goal, mark, others)
    assert [line for line in enough if line.startswith(f"{beginning}{goal} ") and line.endswith(end)] == []


@each_case(("modelled", "told"), [(2, True), (3, False), (4, True)])
@each_case("deck", ["empathy", "rituals"])
def test_three_of_a_deck_are_the_modelled_ones(content: Content, deck: str, modelled: int, told: bool) -> None:
    short = marked(content, deck, modelled, {"modelled": True}, {"modelled": False})
    assert (f"{deck}: {modelled} are marked as modelled, not 3" in short) is told


@pytest.mark.parametrize(
    "deck", ["empathy", "appreciation", "touch", "repair", "first", "experiences", "plans", "rituals"]
)
def test_at_most_18_percent_of_what_is_heard_on_most_evenings_begin_alike(content: Content, deck: str) -> None:
    entry = next(iter(entries_of(content, deck).values()))
    for alike, told in ((9, False), (10, True)):
        texts = [f"Tonight it's {n}." if n < alike else f"{chr(65 + n // 26)}{chr(97 + n % 26)} it." for n in range(50)]
        decks: dict[str, Any] = {deck: numbered(*(replace(entry, text=text) for text in texts))}
        found = list(shares.shortfalls(replace(content, **decks)))
        assert (f"{deck}: 20% begin with tonight, more than 18%" in found) is told


@each_case(("short", "told"), [(15, False), (14, True)])
def test_three_in_four_phrases_for_the_listener_have_nine_words_at_most(
    content: Content, short: int, told: bool
) -> None:
    nine = "One two three four five six seven eight nine"
    phrase = replace(content.empathy[1], fits=("open",))
    phrases = numbered(*(replace(phrase, text=f"{nine}{' ten' * (n >= short)}.") for n in range(20)))
    decks: dict[str, Any] = {"empathy": phrases}
    found = list(shares.shortfalls(replace(content, **decks)))
    assert (f"empathy: {short} of 20 to say back have at most 9 words" in found) is told


@each_case(("playful", "told"), [(1, False), (2, True)])
def test_two_in_three_ways_to_begin_are_plain(content: Content, playful: int, told: bool) -> None:
    three = cut(content, "first", 3)
    found = marked(three, "first", playful, {"playful": True}, {"playful": False})
    assert (f"first: {3 - playful} of 3 are plain, fewer than two in three" in found) is told


def test_four_words_are_very_short_and_five_are_not(content: Content) -> None:
    line = replace(content.lines["settle"], texts=("One two three four.", "One two three four five."))
    assert shares.very_short(line) == ["One two three four."]


def test_evenings_at_the_depths_planned_need_one_of_each(content: Content) -> None:
    depths = (1, 1, 1, 2, 2, 3)
    asked: dict[str, Any] = {"questions": numbered(*(question(depth=depth) for depth in depths))}
    made = replace(content, **asked)
    assert [report.evenings_at_depth(made, planned) for planned in ((1,), (1, 2), (1, 2, 3))] == [3, 2, 1]
    assert [report.evenings(made, planned) for planned in ((1,), (1, 2), (1, 2, 3))] == [6, 3, 2]
