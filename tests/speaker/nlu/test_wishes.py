# SPDX-License-Identifier: Apache-2.0
"""What they would rather be asked, and numbers that are of both or lie between two."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import understanding_of

UNDERSTANDING = understanding_of()


@pytest.mark.parametrize("pause", [", ", ". ", " "])
@pytest.mark.parametrize(
    ("refused", "asked", "named"),
    [
        ("no more about children", "something about marriage", "marriage"),
        ("leave out money", "can we talk about travel", "travel"),
        ("not work again", "something about when we met", "when we met"),
        ("anything but work", "something about food", "food"),
    ],
)
def test_beside_a_topic_they_turn_down_they_are_asked_what_they_would_rather(refused, asked, named, pause):
    meaning = UNDERSTANDING.meaning(refused + pause + asked)
    assert meaning.intent in ("TonightsQuestionIntent", "AnotherOneIntent")
    assert meaning.spoken["topic"] == named


@pytest.mark.parametrize(
    "text", ["no more about work", "don't ask about money or work", "no more kids questions please"]
)
def test_a_topic_that_is_only_turned_down_is_left_out(text):
    assert UNDERSTANDING.meaning(text).intent == "AvoidTopicIntent"


@each_case(
    ("text", "slots"),
    [
        ("seven and a half and nine", {"score": "7.5", "second": "9"}),
        ("a seven and she says an eight", {"score": "7", "second": "8"}),
        ("eight each", {"score": "8", "second": "8"}),
        ("we'd both say eight", {"score": "8", "second": "8"}),
        ("between six and seven", {"score": "6"}),
        ("six or seven", {"score": "6"}),
        ("seven, no, eight", {"score": "8"}),
        ("no, a seven and an eight", {"score": "7", "second": "8"}),
        ("i'd say eight", {"score": "8"}),
    ],
)
def test_a_number_may_be_of_both_or_lie_between_two(text, slots):
    meaning = UNDERSTANDING.meaning(text, ("RateIntent", "PassIntent"))
    assert (meaning.intent, meaning.slots) == ("RateIntent", slots)


@each_case(
    ("text", "named"),
    [
        ("stop giving us lines to say, it's embarrassing", "lines to say"),
        ("can you not do the music, it puts me to sleep", "the music"),
        ("we don't want the phrases, just the questions", "the phrases"),
    ],
)
def test_what_is_not_wanted_tonight_is_heard_before_its_reason(text, named):
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.spoken) == ("AvoidTopicIntent", {"topic": named})


@pytest.mark.parametrize(
    "text",
    [
        "can we jump to the end, I'm falling asleep here",
        "okay can we get to the ending, I'm falling asleep here",
        "okay let's just do the last bit and go to bed",
    ],
)
def test_the_ending_before_its_reason_is_no_ritual_for_going_to_sleep(text):
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.slots) == ("SuggestRitualIntent", {})


def test_a_ritual_for_a_moment_named_after_a_pause_is_for_that_moment():
    meaning = UNDERSTANDING.meaning("a ritual, for the evening")
    assert (meaning.intent, meaning.slots) == ("SuggestRitualIntent", {"moment": "evening"})
