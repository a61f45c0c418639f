# SPDX-License-Identifier: Apache-2.0
"""Days and hours of a reminder as they are said beside other words, and days that no list has."""

from __future__ import annotations

from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.faces.slot_values import words_of
from skill.speaker.nlu import FALLBACK, Meaning
from skill.speaker.nlu.language import load_language

REMIND = "RemindUsIntent"


def answered(state: State, text: str) -> Meaning:
    return understanding_of().meaning(text, EXPECTED[state])


def test_all_that_faces_read_is_heard_as_days() -> None:
    read = {days.removeprefix("the ") for days in words_of("en-US").days}
    assert read <= {day.removeprefix("the ") for day in load_language("en-US").unlisted["Days"]}


@each_case(
    ("text", "days", "time"),
    [
        ("no, weekly", "weekly", None),
        ("morning, and every week", "every week", "MO"),
        ("no no, leave it at half seven, but every week", "every week", "07:30"),
        ("tomorrow, not today", "tomorrow", None),
        ("not on Friday, tomorrow", "tomorrow", None),
        ("every other day", "every other day", None),
        ("Mondays and Thursdays", "Mondays and Thursdays", None),
        ("Ann's not home till six. so half six", None, "06:30"),
        ("the second one", "second", None),
        ("eight o'clock, why not", None, "08:00"),
    ],
)
def test_a_reminder_that_was_said_back_is_corrected(text: str, days: str | None, time: str | None) -> None:
    meaning = answered(State.REMIND, text)
    assert (meaning.intent, meaning.spoken.get("days"), meaning.slots.get("time")) == (REMIND, days, time)


@each_case("text", ["no, he's out on Sunday", "which one is on Sunday", "no, we're away on Sunday"])
def test_what_is_told_beside_a_day_corrects_nothing(text: str) -> None:
    assert answered(State.REMIND, text).intent != REMIND


@each_case("text", ["tomorrow", "every week", "the second one"])
def test_days_alone_mean_none_where_none_are_waited_for(text: str) -> None:
    assert understanding_of().meaning(text).intent == FALLBACK


@each_case(
    ("text", "slots"),
    [
        ("remind us to call his sister on Friday", {"days": "friday"}),
        ("can you remind us at seven to water the beans", {"time": "07:00"}),
        ("every Tuesday, yeah", {"days": "tuesday"}),
    ],
)
def test_what_they_want_to_be_reminded_of_hides_nothing(text: str, slots: dict[str, str]) -> None:
    meaning = answered(State.OFFER, text)
    assert (meaning.intent, meaning.slots) == (REMIND, slots)
