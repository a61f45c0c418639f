# SPDX-License-Identifier: Apache-2.0
"""The English decks themselves: enough of each, and every entry by the rules."""

from __future__ import annotations

import pytest

from skill.content import english, report, rules
from skill.content.types import Content

MODELLED = {
    "questions": ("sitting heavily with you", "hasn't reached the other one", "need from each other to feel closer"),
    "empathy": ("I can see how hard that has been", "I understand why you feel that way", "How can I support you"),
    "rituals": ("Read to each other for ten minutes before bed", "walk together this evening", "with no phones on"),
}
"""A few words of each of the nine items that the skill is built on."""


def test_no_entry_breaks_a_rule(content: Content) -> None:
    pytest.importorskip("rapidfuzz", reason="likeness is measured with rapidfuzz")
    pytest.importorskip("textstat", reason="reading grades are measured with textstat")
    assert [str(problem) for problem in rules.problems(content)] == []


def test_nothing_falls_short(content: Content) -> None:
    assert list(report.shortfalls(content)) == []


@pytest.mark.parametrize(("deck", "said"), [(deck, said) for deck, all_said in MODELLED.items() for said in all_said])
def test_the_modelled_items_are_there(content: Content, deck: str, said: str) -> None:
    assert any(said in entry.text for entry in getattr(content, deck).values())


@pytest.mark.parametrize("name", ["evening_walk", "morning_walk", "bedtime_reading", "quiet_breakfast"])
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


def test_each_ritual_for_two_places_says_something_of_its_own(content: Content) -> None:
    apart = [ritual.apart for ritual in content.rituals.values() if ritual.apart]
    assert len(apart) >= 80
    assert len(set(apart)) == len(apart)


def test_empathy_phrases_come_in_every_kind_for_every_feeling(content: Content) -> None:
    kinds = {(phrase.feeling, phrase.kind) for phrase in content.empathy.values()}
    for feeling in {phrase.feeling for phrase in content.empathy.values()}:
        assert {(feeling, "see"), (feeling, "understand"), (feeling, "support")} <= kinds
    assert ("happy", "celebrate") in kinds
