# SPDX-License-Identifier: Apache-2.0
"""`python -m skill content`: what it prints, and how it ends."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from skill.__main__ import main
from skill.content.checking import report
from skill.content.types import Content


@pytest.mark.long
def test_the_report_counts_every_deck(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content"]) == 0
    printed = capsys.readouterr().out
    assert f"questions {len(content.questions)} " in " ".join(printed.split())
    for word in ("communication", "bedtime", "overwhelmed", "standard", "heavy", "Commonest", "Nothing falls short"):
        assert word in printed
    lines = printed.splitlines()
    for heading in ("empathy", "rituals", "practices", "Evenings before a question comes twice"):
        below = lines[lines.index(heading) + 1]
        assert below.startswith("  ")
        assert below.strip()


def test_a_locale_without_decks_ends_with_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "--locale", "xx-XX"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_evenings_are_counted_by_theme(content: Content) -> None:
    asked = Counter(question.theme for question in content.questions.values())
    assert report.evenings(content, (1,)) == len(content.questions)
    assert report.evenings(content, (1, 2)) == sum(count // 2 for count in asked.values())
    assert report.evenings_at_depth(content, (1, 2, 3)) <= report.evenings(content, (1, 2, 3))


def test_a_deck_that_falls_short_is_named(content: Content) -> None:
    few = {number: entry for number, entry in content.questions.items() if entry.theme != "touch" or number % 2}
    told = list(report.shortfalls(replace(content, questions=few)))
    assert any(line.startswith("questions: ") and "about touch at depth 3" in line for line in told)


def test_a_tone_with_few_phrases_is_named(content: Content) -> None:
    few = {number: phrase for number, phrase in content.empathy.items() if phrase.fits != ("heavy",)}
    told = list(report.shortfalls(replace(content, empathy=few)))
    assert any(line.startswith("empathy: ") and "after an answer that is heavy" in line for line in told)


def test_a_mark_that_few_questions_carry_is_named(content: Content) -> None:
    plain = {
        number: replace(question, mood=None, shapes=(), topics=()) for number, question in content.questions.items()
    }
    told = list(report.shortfalls(replace(content, questions=plain)))
    assert "questions: 0 of 70 that are romantic" in told
    assert "questions: 0 of 156 for an evening of remember" in told
    assert "questions: 0 of 12 about money" in told


def test_evenings_of_a_shape_have_three_questions_each(content: Content) -> None:
    seven = {number: replace(content.questions[number], shapes=("plan",)) for number in list(content.questions)[:7]}
    assert report.evenings_of_a_shape(replace(content, questions=seven), "plan") == 2
