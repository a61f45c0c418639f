# SPDX-License-Identifier: Apache-2.0
"""Days and hours beside a yes or a no."""

from __future__ import annotations

from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State

UNDERSTANDING = understanding_of()
REMIND = "RemindUsIntent"


@each_case(
    ("text", "slots"),
    [
        ("at nine at night? no. Sunday morning maybe", {"days": "sunday", "time": "MO"}),
        ("ten at night? no, morning", {"time": "MO"}),
        ("no, nine at night on Sunday", {"days": "sunday", "time": "21:00"}),
    ],
)
def test_a_time_named_after_a_no_is_the_one_they_want(text: str, slots: dict[str, str]) -> None:
    meaning = UNDERSTANDING.meaning(text, EXPECTED[State.REMIND])
    assert (meaning.intent, meaning.slots) == (REMIND, slots)


def test_a_yes_with_a_day_for_the_ritual_that_is_offered_is_for_a_reminder() -> None:
    meaning = UNDERSTANDING.meaning("yes, the walk, on Sunday after his shift", EXPECTED[State.RITUAL])
    assert (meaning.intent, meaning.slots) == (REMIND, {"days": "sunday"})
