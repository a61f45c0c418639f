# SPDX-License-Identifier: Apache-2.0
"""How close two people feel: the number of each, whatever stands beside it."""

from __future__ import annotations

from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State

UNDERSTANDING = understanding_of()


@each_case(
    ("text", "numbers"),
    [
        ("nine from me, and Jonas says, hmm, eleven, no okay nine and a half", ["9", "9.5"]),
        ("Mei nine, Jonas ten then", ["9", "10"]),
        ("seven for Otis, what about you Renee, nine", ["7", "9"]),
        ("hmm, eight. no. seven and a half. and he's a nine", ["7.5", "9"]),
        ("he's a solid eight today, I'm maybe a six because of work", ["8", "6"]),
        ("seven, no, eight", ["8"]),
        ("six or seven", ["6"]),
        ("eight each", ["8", "8"]),
        ("eleven", ["11"]),
    ],
)
def test_each_number_is_heard_and_a_no_takes_back_the_one_before_it(text: str, numbers: list[str]) -> None:
    meaning = UNDERSTANDING.meaning(text, EXPECTED[State.RATE])
    assert meaning.intent == "RateIntent"
    assert [meaning.slots[name] for name in ("score", "second") if name in meaning.slots] == numbers


@each_case("text", ["we've been married nine years and have two kids", "give us two minutes", "no", "skip it"])
def test_what_counts_something_else_is_no_rating(text: str) -> None:
    assert UNDERSTANDING.meaning(text, EXPECTED[State.RATE]).intent != "RateIntent"
