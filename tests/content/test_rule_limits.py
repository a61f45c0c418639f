# SPDX-License-Identifier: Apache-2.0
"""Limits of the rules of taste: what is just good enough passes, and a little more or less is found."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from cases import each_case

from skill.content.checking import rules
from skill.content.checking.rules import Spoken
from skill.content.types import EmpathyPhrase, Entry, Practice, Prompt

from .small import question

UNLIKE = "Amber Birch Cedar Dahlia Elder Fern Ginger Hazel Iris Juniper Kale Laurel Maple Nettle Olive Poppy".split()


def spots(*entries: Entry, deck: str = "questions", field: str = "text") -> list[Spoken]:
    """Entries as the rules read them, numbered from 1."""
    return [Spoken(deck, number, field, getattr(entry, field), entry) for number, entry in enumerate(entries, start=1)]


def said(rule: Any, texts: list[Spoken]) -> list[str]:
    return [problem.rule for problem in rule(texts)]


def practice(text: str) -> Practice:
    return Practice(number=1, text=text, theme="touch")


def unlike(count: int) -> list[str]:
    """Beginnings of which no two are the same word."""
    return [f"{one}{two.lower()}" for one in UNLIKE for two in UNLIKE][:count]


@each_case(("words", "told"), [(20, False), (21, True)])
def test_a_sentence_has_twenty_words_at_most(words: int, told: bool) -> None:
    text = f"Say {'so ' * (words - 2)}much."
    found = said(rules.reads_aloud, spots(Prompt(number=1, text=text), deck="plans"))
    assert found == ([f"a sentence has {words} words, more than 20"] if told else [])


@each_case(("words", "told"), [(4, True), (5, False), (25, False), (26, True)])
def test_a_question_has_five_to_twenty_five_words(words: int, told: bool) -> None:
    text = f"What did you {'really ' * (words - 4)}say?"
    found = said(rules.asks_openly, spots(question(text)))
    assert found == ([f"has {words} words, not 5 to 25"] if told else [])


@pytest.mark.parametrize("field", ["follow_up"])
def test_a_follow_up_may_be_as_short_as_it_is_open(field: str) -> None:
    assert said(rules.asks_openly, spots(question(follow_up="Why?"), field=field)) == []
    assert said(rules.asks_openly, spots(question(follow_up="Is it?"), field=field)) == [
        "follow_up: can be answered with yes or no"
    ]


@each_case(
    ("text", "open"),
    [
        ("And what helped?", True),
        ("In which room were you, and when?", True),
        ("When did you laugh?", True),
        ("When you laughed, was it loud?", False),
        ("Where you live, what grows?", True),
        ("Would you rather walk, or what else?", False),
        ("Last summer, where did you go?", True),
        ("Last summer, did you go?", False),
        ("Name a song.", True),
        ("A song.", False),
        ("Name a song. Is it yours?", False),
        ("What is it? Is it yours?", False),
        ("So, and but: who was it?", True),
        ("Perhaps you, then?", False),
    ],
)
def test_a_question_is_open_where_more_than_yes_or_no_is_asked_for(text: str, open: bool) -> None:
    assert rules.open_ended(text) is open


@each_case(
    ("topic", "text"),
    [
        ("money", "What would you do with a higher salary?"),
        ("children", "What do toddlers know that we forgot?"),
        ("sex", "What turns you on in a quiet way?"),
        ("family", "What did your grandmother cook best?"),
        ("work", "What would you tell your boss one day?"),
        ("health", "What does your body tell you today?"),
        ("faith", "What do you believe in most deeply?"),
        ("past", "What did you dream of in your childhood?"),
    ],
)
def test_a_word_gives_away_what_a_question_touches(topic: Any, text: str) -> None:
    (found,) = said(rules.carries_its_topics, spots(question(text)))
    assert found.startswith(f"touches {topic} (")
    assert found.endswith("without its topic")
    assert said(rules.carries_its_topics, spots(question(text, topics=(topic,)))) == []
    (other,) = said(rules.carries_its_topics, spots(Prompt(number=1, text=text), deck="plans"))
    assert other.endswith("which this deck cannot say it does")


@each_case(
    ("deck", "text", "rule"),
    [
        ("plans", "Is it late?", "ends with a question, but a line may ask after it"),
        ("plans", "Rest well!", None),
        ("repair", "Is it late?", None),
        ("plans", "Watch TV tonight.", None),
        ("plans", "Watch DVDs tonight.", None),
        ("plans", "Watch PBS tonight.", "PBS is an abbreviation"),
        ("plans", "Watch tonight", "ends without a full stop"),
        ("plans", "watch tonight.", "begins in lower case"),
        ("plans", "Watch  tonight.", "has spaces too many"),
        ("plans", "Watch \u2014 tonight.", "'\u2014' cannot be spoken"),
        ("plans", "Hmm, tonight.", "a voice trips over 'Hmm'"),
        ("plans", "Sooo late.", "a voice trips over 'ooo'"),
    ],
)
def test_what_is_read_aloud_is_whole_and_can_be_said(deck: str, text: str, rule: str | None) -> None:
    assert said(rules.reads_aloud, spots(Prompt(number=1, text=text), deck=deck)) == ([rule] if rule else [])


@each_case(("name", "told"), [("a walk", False), ("A walk", True), ("a walk.", True), ("a walk?", True)])
@each_case("field", ["name", "strength"])
def test_a_name_and_a_strength_fit_into_a_sentence(field: str, name: str, told: bool) -> None:
    spot = Spoken("rituals", 1, field, name, Prompt(number=1, text="A walk."))
    wrong = f"{field}: must fit into a sentence: lower case, no full stop"
    assert said(rules.reads_aloud, [spot]) == ([wrong] if told else [])


@each_case(
    ("fields", "told"),
    [
        ({"mood": "light", "tone": "heavy"}, True),
        ({"mood": "funny", "tone": "heavy"}, True),
        ({"mood": "deep", "shapes": ("play",)}, True),
        ({"mood": "deep", "tone": "heavy"}, False),
        ({"mood": "light", "tone": "open", "shapes": ("play",)}, False),
        ({"mood": "romantic", "tone": "heavy"}, False),
        ({"modelled": True, "depth": 3}, True),
        ({"modelled": True, "asked_only": True}, True),
        ({"modelled": True, "depth": 2}, False),
        ({"depth": 3, "asked_only": True}, False),
        ({"text": "Ask each other: what do I do best?", "joint": True}, True),
        ({"text": "Ask each other: what do I do best?", "joint": False}, False),
        ({"text": "What did you two do best?", "joint": True}, False),
    ],
)
def test_marks_contradict_neither_one_another_nor_the_words(fields: dict[str, Any], told: bool) -> None:
    found = [problem for problem in rules.marks_agree(spots(question(**fields))) if problem.number == 1]
    assert bool(found) is told


@each_case(("modelled", "told"), [(0, True), (2, True), (3, False), (4, True)])
def test_three_questions_are_modelled_where_there_are_questions(modelled: int, told: bool) -> None:
    asked = spots(*(question(modelled=number < modelled) for number in range(5)))
    assert (f"{modelled} are modelled, not 3" in said(rules.marks_agree, asked)) is told
    assert said(rules.marks_agree, spots(practice("Take turns."), deck="practices")) == []


@each_case(
    ("deck", "alike", "of", "told"),
    [
        ("questions", 9, 50, None),
        ("questions", 10, 50, "20% begin with What, more than 18%"),
        ("practices", 9, 50, None),
        ("practices", 10, 50, "20% begin with What, more than 18%"),
        ("plans", 50, 50, None),
        ("questions", 1, 2, None),
        ("questions", 2, 3, "67% begin with What, more than 18%"),
    ],
)
def test_at_most_18_percent_begin_alike(deck: str, alike: int, of: int, told: str | None) -> None:
    begins = [*(f"What {word}" for word in unlike(alike)), *unlike(of)[alike:]]
    entries = [practice(f"{text} now.") if deck != "questions" else question(f"{text} now?") for text in begins]
    assert said(rules.sounds_varied, spots(*entries, deck=deck)) == ([told] if told else [])


@each_case(("alike", "told"), [(5, []), (6, ["60% follow_ups begin with And, more than 50%"])])
def test_half_of_the_follow_ups_may_begin_alike(alike: int, told: list[str]) -> None:
    asked = [*(["And what?"] * alike), *(f"{word} what?" for word in unlike(10 - alike))]
    assert said(rules.sounds_varied, spots(*(question(follow_up=each) for each in asked), field="follow_up")) == told


@each_case(
    ("alike", "of", "told"),
    [(3, 180, False), (3, 20, False), (4, 20, True), (4, 239, True), (4, 240, False), (5, 240, True)],
)
def test_few_questions_begin_with_the_same_four_words(alike: int, of: int, told: bool) -> None:
    begins = [*(f"Tell each other: what did you both {word}" for word in unlike(alike)), *unlike(of)[alike:]]
    found = said(rules.sounds_varied, spots(*(question(f"{text}?") for text in begins)))
    assert (f"{alike} begin with 'what did you both'" in found) is told


@each_case(("swaps", "of", "told"), [(3, 9, False), (4, 9, True), (1, 1, False), (1, 2, False), (2, 2, True)])
def test_a_third_of_the_practices_may_end_on_swap(swaps: int, of: int, told: bool) -> None:
    texts = [f"{word} it. Then {'swap' if place < swaps else 'rest'}." for place, word in enumerate(unlike(of))]
    found = said(rules.sounds_varied, spots(*map(practice, texts), deck="practices"))
    assert found == ([f"{swaps / of:.0%} end on swap, more than 33%"] if told else [])


BETWEEN, ABOUT = "Which walk with you two was best?", "Which song did you like best?"


@each_case(("between", "told"), [(9, []), (8, ["40% about touch are between the two, fewer than 45%"])])
def test_nearly_half_of_a_themes_questions_are_between_the_two(between: int, told: list[str]) -> None:
    asked = [question(BETWEEN if place < between else ABOUT, mood="light") for place in range(20)]
    assert said(rules.is_about_the_two, spots(*asked)) == told


def test_each_theme_is_counted_on_its_own() -> None:
    asked = [question(BETWEEN, mood="light"), question(ABOUT, theme="empathy", mood="funny")]
    assert said(rules.is_about_the_two, spots(*asked)) == ["0% about empathy are between the two, fewer than 45%"]


@each_case(("twice", "told"), [(1, []), (2, ["10% ask two things at once, more than 5%"])])
def test_one_in_twenty_may_ask_two_things(twice: int, told: list[str]) -> None:
    both = f"{BETWEEN[:-1]}, and why was that?"
    asked = [question(both if place < twice else BETWEEN, mood="light") for place in range(20)]
    assert said(rules.is_about_the_two, spots(*asked)) == told


@each_case(("light", "told"), [(5, []), (4, ["20% are light or funny, fewer than 25%"])])
def test_one_in_four_is_light_or_funny(light: int, told: list[str]) -> None:
    moods = [("light", "funny")[place % 2] if place < light else "deep" for place in range(20)]
    assert said(rules.is_about_the_two, spots(*(question(BETWEEN, mood=mood) for mood in moods))) == told


def test_without_questions_nothing_is_said_of_them() -> None:
    assert said(rules.is_about_the_two, spots(practice("Take turns."), deck="practices")) == []


def numbered(*numbers: int, deck: str = "plans") -> list[str]:
    """What is said of entries with these numbers, in this order."""
    entry = Prompt(number=1, text="Rest.")
    texts = [Spoken(deck, number, "text", "Rest.", entry) for number in numbers]
    return [str(problem) for problem in rules.keeps_its_numbers(texts)]


def test_numbers_count_up_from_one_without_a_gap() -> None:
    assert numbered(1, 2, 3) == []
    assert numbered(2, 3) == ["plans 1: is missing; list it as retired"]
    assert numbered(1, 3) == ["plans 2: is missing; list it as retired"]
    assert numbered(1, 3, 2) == ["plans 2: stands after a higher number; append new entries at the end"]
    assert numbered(1, 2, 2) == []


@pytest.mark.parametrize(("grade", "told"), [(9.0, []), (9.1, ["reads at grade 9.1, above 9"])])
def test_an_entry_reads_at_grade_nine_at_most(monkeypatch: pytest.MonkeyPatch, grade: float, told: list[str]) -> None:
    grades = {"Rest.": grade, "Rest. Sleep.": 6.0, "Sleep.": 1.0}
    monkeypatch.setitem(sys.modules, "textstat", SimpleNamespace(flesch_kincaid_grade=grades.__getitem__))
    texts = spots(Prompt(number=1, text="Rest."), Prompt(number=2, text="Sleep."), deck="plans")
    assert said(rules.reads_easily, texts) == told


@pytest.mark.parametrize(("grade", "told"), [(6.0, []), (6.1, ["plans: reads at grade 6.1, above 6"])])
def test_a_deck_reads_at_grade_six_at_most(monkeypatch: pytest.MonkeyPatch, grade: float, told: list[str]) -> None:
    grades = {"Rest.": 1.0, "Rest. Sleep.": grade, "Sleep.": 1.0}
    monkeypatch.setitem(sys.modules, "textstat", SimpleNamespace(flesch_kincaid_grade=grades.__getitem__))
    texts = spots(Prompt(number=1, text="Rest."), Prompt(number=2, text="Sleep."), deck="plans")
    named = Spoken("rituals", 1, "name", "an unreadable nap", Prompt(number=1, text="Rest."))
    assert [str(problem) for problem in rules.reads_easily([*texts, named])] == told


@each_case(("other", "told"), [("violin", ["is 80 % like plans 1"]), ("wave", [])])
def test_entries_are_too_alike_from_80_percent_on(other: str, told: list[str]) -> None:
    pytest.importorskip("rapidfuzz", reason="likeness is measured with rapidfuzz")
    one, two = (f"Acorn, boat, cloud and {last}." for last in ("cloud", other))
    texts = spots(Prompt(number=1, text=one), Prompt(number=2, text=two), deck="plans")
    assert said(rules.repeats_nothing, texts) == told


def test_a_few_short_words_are_compared_whole() -> None:
    pytest.importorskip("rapidfuzz", reason="likeness is measured with rapidfuzz")
    texts = spots(*(Prompt(number=1, text=text) for text in ("I like us.", "I like you like this.")), deck="plans")
    assert said(rules.repeats_nothing, texts) == []
    assert said(rules.repeats_nothing, spots(*(Prompt(number=1, text="I like us."),) * 2, deck="plans")) == [
        "is 100 % like plans 1"
    ]


@each_case(
    ("fields", "told"),
    [
        ({}, True),
        ({"fits": ("glad",)}, False),
        ({"neutral": True}, False),
        ({"feeling": "sad"}, False),
    ],
)
def test_words_for_a_listener_say_when_they_fit(fields: dict[str, Any], told: bool) -> None:
    phrase = EmpathyPhrase(number=1, text="I see.", kind="see", **fields)
    assert bool(said(rules.fits_its_deck, spots(phrase, deck="empathy"))) is told


def test_a_problem_names_the_entry_or_the_whole_deck() -> None:
    spot = Spoken("rituals", 7, "name", "a walk", Prompt(number=7, text="Walk."))
    assert str(spot.problem("is odd")) == "rituals 7: name: is odd"
    assert str(rules.Problem("rituals", 0, "is odd")) == "rituals: is odd"
