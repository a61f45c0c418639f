# SPDX-License-Identifier: Apache-2.0
"""Lines that sounded odd to couples, by what no wording of them may do again."""

from __future__ import annotations

import re

from skill.content.loading.loader import load_content

CONTENT = load_content("en-US")


def wordings(line: str) -> tuple[str, ...]:
    return tuple(CONTENT.lines[line].texts)


def test_asking_for_the_ritual_again_does_not_say_that_it_happened() -> None:
    presuming = re.compile(r"\b(again|another|once more|too)\b")
    assert [text for text in wordings("ask.ritual_again") if presuming.search(text)] == []


def test_whose_turn_it_is_does_not_hang_on_who_asked() -> None:
    assert [text for text in wordings("whose.both") if "asked" in text] == []


def test_a_topic_left_out_does_not_sound_like_for_ever() -> None:
    assert [text for text in wordings("topic.avoided") if "from now on" in text] == []


def test_tenderness_comes_only_where_it_is_asked_for() -> None:
    tender = [question for question in CONTENT.questions.values() if "tenderness" in question.text]
    assert tender
    assert all(question.asked_only for question in tender if "sex" in question.topics)
