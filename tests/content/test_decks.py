# SPDX-License-Identifier: Apache-2.0
"""The English decks themselves: enough of each, and every entry by the rules."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from cases import each_case

from skill.content.checking import english, report, rules, shares
from skill.content.checking.english import TO_EACH_OTHER
from skill.content.decks import (
    DECKS,
    SWAPPED,
    entries_of,
    is_told_to_each_other,
    number_of,
    spoken_text,
    swapped_text,
)
from skill.content.loading.loader import HERE
from skill.content.types import Content

MODELLED = {
    "questions": (
        "been weighing on your mind lately",
        "been feeling lately that I might not know about",
        "do you need from me to feel close and supported",
    ),
    "empathy": (
        "I can see that this is really hard for you.",
        "I understand why you feel that way. I'd feel the same.",
        "How can I help you through this?",
    ),
    "rituals": (
        "before bed for ten or fifteen minutes",
        "walk together in the evening, or in the morning",
        "a quiet breakfast together, with no phones and no TV",
    ),
}
"""A few words of each of the nine items that the skill is built on."""


def test_no_entry_breaks_a_rule(content: Content) -> None:
    pytest.importorskip("rapidfuzz", reason="likeness is measured with rapidfuzz")
    pytest.importorskip("textstat", reason="reading grades are measured with textstat")
    assert [str(problem) for problem in rules.problems(content)] == []


def test_nothing_falls_short(content: Content) -> None:
    assert list(report.shortfalls(content)) == []


@each_case(("deck", "said"), [(deck, said) for deck, all_said in MODELLED.items() for said in all_said])
def test_the_modelled_items_are_there(content: Content, deck: str, said: str) -> None:
    assert any(said in entry.text for entry in entries_of(content, deck).values())


@each_case("deck", sorted(MODELLED))
def test_what_is_modelled_is_marked_and_nothing_else(content: Content, deck: str) -> None:
    marked = [entry.text for entry in entries_of(content, deck).values() if entry.modelled]
    assert len(marked) == len(MODELLED[deck])
    assert all(any(said in text for text in marked) for said in MODELLED[deck])


@each_case("name", ["evening_walk", "morning_walk", "bedtime_reading", "quiet_breakfast"])
def test_the_modelled_rituals_keep_their_ids(content: Content, name: str) -> None:
    assert name in {ritual.id for ritual in content.rituals.values()}


def test_there_are_nine_signs(content: Content) -> None:
    kinds = [sign.kind for sign in content.signs.values()]
    assert (kinds.count("intimacy"), kinds.count("drifting")) == (5, 4)


def test_avoiding_two_topics_leaves_plenty(content: Content) -> None:
    topics = list(english.TOPIC_WORDS)
    for one in topics:
        for two in topics:
            left = [entry for entry in content.questions.values() if not {one, two}.intersection(entry.topics)]
            assert len(left) >= 0.75 * len(content.questions)


@each_case(("deck", "enough"), [("rituals", 80), ("experiences", shares.APART)])
def test_what_is_for_two_places_says_something_of_its_own(content: Content, deck: str, enough: int) -> None:
    apart = [entry.apart for entry in entries_of(content, deck).values() if entry.apart]
    assert len(apart) >= enough
    assert len(set(apart)) == len(apart)


TOGETHER = re.compile(r"\b(?:side by side|hold (?:hands|each)|hug|next to|across the table|same (?:room|chair))\b")


@each_case("deck", ["rituals", "experiences"])
def test_nothing_for_two_places_needs_one_place(content: Content, deck: str) -> None:
    apart = [entry.apart for entry in entries_of(content, deck).values() if entry.apart]
    assert [text for text in apart if TOGETHER.search(text)] == []


def test_neutral_phrases_name_no_feeling_and_fit_every_tone_or_none(content: Content) -> None:
    neutral = [phrase for phrase in content.empathy.values() if phrase.neutral]
    assert {phrase.feeling for phrase in neutral} == {None}
    assert {frozenset(phrase.fits) for phrase in neutral} == {frozenset(), frozenset({"glad", "open", "heavy"})}


APPEASING = re.compile(r"\b(?:(?:at|with) me|calm down|make it up|because of me|don't be)\b", re.IGNORECASE)


def test_no_words_for_anger_appease_somebody_who_is_angry_at_the_speaker(content: Content) -> None:
    angry = [phrase.text for phrase in content.empathy.values() if phrase.feeling == "angry"]
    assert angry
    assert [text for text in angry if APPEASING.search(text) or "sorry" in text] == []


def test_empathy_phrases_come_in_every_kind_for_every_feeling(content: Content) -> None:
    kinds = {(phrase.feeling, phrase.kind) for phrase in content.empathy.values()}
    for feeling in {phrase.feeling for phrase in content.empathy.values() if phrase.feeling}:
        assert {(feeling, "see"), (feeling, "understand"), (feeling, "support")} <= kinds
    assert ("happy", "celebrate") in kinds


ONLY_AFTER = {
    "glad": r"\b(?:smil\w+|happy|fun|cheer\w+|laugh\w*|enjoying|lovely|good (?:company|one)|better evening)\b",
    "heavy": r"\b(?:hard|easier|courage|carry|fixing|alone|on your side|no wonder|silly|sort it out|strong with me)\b",
}
"""Words that would be wrong after an answer of another tone."""


@each_case("tone", sorted(ONLY_AFTER))
def test_words_of_one_tone_are_never_said_after_another(content: Content, tone: str) -> None:
    fitting = [phrase for phrase in content.empathy.values() if phrase.fits]
    telling = [phrase for phrase in fitting if re.search(ONLY_AFTER[tone], phrase.text, re.IGNORECASE)]
    assert len(telling) >= 7
    assert {phrase.fits for phrase in telling} == {(tone,)}


@each_case(
    ("said", "tone"),
    [
        ("weighing on your mind", "heavy"),
        ("fear that you hardly ever mention", "heavy"),
        ("best story from your week", "open"),
        ("what would you rather have from me: words, quiet, or company", "open"),
        ("were sure nobody would laugh, what would you try", "open"),
        ("laughed till it hurt", "glad"),
        ("silliest thing you two have ever argued over", "glad"),
    ],
)
def test_tones_are_judged_by_what_is_asked_not_by_its_words(content: Content, said: str, tone: str) -> None:
    assert [question.tone for question in content.questions.values() if said in question.text] == [tone]


def test_phrases_to_say_back_differ_in_how_they_begin(content: Content) -> None:
    for tone in ("glad", "open", "heavy"):
        fitting = [phrase.text for phrase in content.empathy.values() if tone in phrase.fits]
        openings = Counter(" ".join(text.split()[:2]).lower() for text in fitting)
        assert max(openings.values()) <= len(fitting) / 5, openings.most_common(3)


def test_every_deck_is_declared_once_and_read_from_its_file(content: Content) -> None:
    assert {file.stem for file in (HERE / "en").glob("*.jsonl")} == {*DECKS, "lines"}
    for deck in DECKS.values():
        entries = entries_of(content, deck.name)
        assert entries
        assert {type(entry) for entry in entries.values()} == {deck.kind}


@each_case(
    ("deck", "number", "field"),
    [
        ("locale", 0, "upper"),
        ("lines", 1, "texts"),
        ("care", 0, "phone"),
        ("__class__", 1, "text"),
        ("questions", 1, "__class__"),
        ("questions", 1, "theme"),
        ("questions", 0, "text"),
        ("rituals", 1, "synonyms"),
        ("plans", 1, "name"),
        ("", 1, ""),
    ],
)
def test_nothing_but_what_is_spoken_can_be_reached(content: Content, deck: str, number: int, field: str) -> None:
    with pytest.raises(KeyError):
        spoken_text(content, deck, number, field)


def test_a_field_that_an_entry_leaves_out_is_not_spoken(content: Content) -> None:
    silent = next(number for number, question in content.questions.items() if question.follow_up is None)
    with pytest.raises(KeyError):
        spoken_text(content, "questions", silent, "follow_up")


def test_a_question_that_gives_both_the_word_is_asked_without_that_the_other_way_round(content: Content) -> None:
    framed = {number for number, question in content.questions.items() if TO_EACH_OTHER.match(question.text)}
    told = {number for number in content.questions if is_told_to_each_other(content, number)}
    assert framed | told == {number for number in content.questions if swapped_text(content, number)}
    assert told
    for number, question in content.questions.items():
        swapped = spoken_text(content, "questions", number, SWAPPED)
        given = question.text.removeprefix("Tell each other ") if number in told else question.text
        assert swapped == TO_EACH_OTHER.sub("", given)


def test_an_entry_is_found_by_its_id(content: Content) -> None:
    number = number_of(content.rituals, "evening_walk")
    assert number is not None
    assert content.rituals[number].id == "evening_walk"
    assert number_of(content.rituals, "no_such_walk") is None
    assert number_of(content.rituals, None) is None
