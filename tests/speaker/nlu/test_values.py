# SPDX-License-Identifier: Apache-2.0
"""Times, durations, numbers and names as people say them."""

from __future__ import annotations

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from understood import rules_of

from skill.speaker.nlu.slots.numbers import durations_at, numbers_at, spelled
from skill.speaker.nlu.slots.times import times_at

UNDERSTANDING = rules_of()


def slots(sentence: str) -> dict[str, str]:
    return UNDERSTANDING.meaning(sentence).slots


@each_case(
    ("said", "value"),
    [
        ("at eight", "08:00"),
        ("at 8", "08:00"),
        ("at eight o'clock", "08:00"),
        ("at eight in the evening", "20:00"),
        ("at eight in the morning", "08:00"),
        ("at eight p.m.", "20:00"),
        ("at 8pm", "20:00"),
        ("at 8 PM", "20:00"),
        ("at eight a m", "08:00"),
        ("at nine thirty pm", "21:30"),
        ("at half past nine in the evening", "21:30"),
        ("at half past six", "06:30"),
        ("at half nine", "09:30"),
        ("at half nine in the evening", "21:30"),
        ("at half twelve", "12:30"),
        ("at quarter to ten at night", "21:45"),
        ("at a quarter past seven", "07:15"),
        ("at twenty to nine in the evening", "20:40"),
        ("at ten minutes past six p.m.", "18:10"),
        ("at nine oh five", "09:05"),
        ("at 7:15", "07:15"),
        ("at 07:15 pm", "19:15"),
        ("at 21:30", "21:30"),
        ("at nineteen thirty", "19:30"),
        ("at 730 in the evening", "19:30"),
        ("at 1930", "19:30"),
        ("at thirteen thirty in the afternoon", "13:30"),
        ("at thirteen thirty in the morning", "13:30"),
        ("at noon", "12:00"),
        ("at midnight", "00:00"),
        ("at twelve", "12:00"),
        ("at twelve a.m.", "00:00"),
        ("at twelve a m", "00:00"),
        ("at twelve thirty a m", "00:30"),
        ("at twelve p m", "12:00"),
        ("at one p m", "13:00"),
        ("at eleven p m", "23:00"),
        ("at twelve thirty in the afternoon", "12:30"),
        ("at twelve at night", "00:00"),
        ("at two at night", "02:00"),
        ("at eight tonight", "20:00"),
        ("tonight at eight", "20:00"),
        ("Sunday morning too", "MO"),
        ("Sunday, like fourish", "04:00"),
        ("about half nineish", "09:30"),
        ("at too", "02:00"),
        ("in the morning", "MO"),
        ("in the afternoon", "AF"),
        ("in the evening", "EV"),
        ("at night", "NI"),
    ],
)
def test_a_time_of_a_reminder(said: str, value: str) -> None:
    meaning = UNDERSTANDING.meaning(f"remind us {said}")
    assert (meaning.intent, meaning.slots.get("time")) == ("RemindUsIntent", value)


def test_an_hour_takes_its_half_of_the_day_from_the_days() -> None:
    assert slots("remind us every evening at zero thirty") == {"days": "every_day", "time": "00:30"}
    assert slots("remind us every evening at nine") == {"days": "every_day", "time": "21:00"}
    assert slots("remind us every day at nine") == {"days": "every_day", "time": "09:00"}


@pytest.mark.parametrize(
    "said",
    [
        "just the once but make it nine, eight's way too early",
        "just once but make it nine, eight's a bit early for us",
        "eight's a bit early for us, make it nine",
        "make it nine, ten is far too late",
        "no nine, that's too early",
        "could it be nine instead of ten",
        "make it nine rather than eight",
        "every sunday but like nine, not eight",
        *(
            f"make it nine, eight is {how} early"
            for how in ("a little", "a tad", "a touch", "much too", "rather", "so")
        ),
    ],
)
def test_an_hour_that_is_only_turned_down_is_not_meant(said: str) -> None:
    assert slots(said)["time"] == "09:00"


@each_case(
    "said",
    [
        *("i said five minutes", "you already set that one", "do we have two reminders now"),
        *("on Saturday, and one on Sunday too", "cancel the Sunday one", "the Sunday breakfast one"),
    ],
)
def test_a_number_of_things_is_no_hour(said: str) -> None:
    assert "time" not in UNDERSTANDING.meaning(said, ["RemindUsIntent"]).slots


@each_case(
    "things",
    [
        *("minute", "minutes", "min", "mins", "hour", "hours", "day", "days", "week", "weeks", "times", "more", "of"),
        *("reminders", "question", "questions", "things", "parts", "people", "kids", "rituals", "left"),
    ],
)
def test_a_number_before_what_it_counts_is_no_time(things: str) -> None:
    assert list(times_at(["nine", things], 0)) == []
    assert (1, "09:00") in times_at(["nine", "please"], 0)


@each_case("said", ["to read", "to read a bit", ""])
def test_half_past_nine_stays_half_past_nine_after_the_days(said: str) -> None:
    assert slots(f"remind us every evening at half past nine {said}") == {"days": "every_day", "time": "21:30"}
    assert slots("remind us every evening at half passed nine") == {"days": "every_day", "time": "21:30"}


def test_a_part_of_the_day_alone_is_a_time_where_one_is_waited_for() -> None:
    for said, value in (("morning", "MO"), ("Morning, please", "MO"), ("evening", "EV")):
        assert UNDERSTANDING.meaning(said, ["RemindUsIntent"]).slots == {"time": value}
    assert UNDERSTANDING.meaning("morning").slots == {}
    assert UNDERSTANDING.meaning("nine", ["RemindUsIntent", "RateIntent"]).intent == "RateIntent"


@each_case(
    ("said", "value"),
    [
        ("five more minutes", "PT5M"),
        ("three more minutes", "PT3M"),
        ("three minutes more", "PT3M"),
        ("five minutes", "PT5M"),
        ("5 min", "PT5M"),
        ("another ten minutes", "PT10M"),
        ("twenty five minutes", "PT25M"),
        ("a minute", "PT1M"),
        ("one more minute", "PT1M"),
        ("a minute and a half", "PT1M30S"),
        ("one and a half minutes", "PT1M30S"),
        ("two and a half minutes", "PT2M30S"),
        ("ninety seconds", "PT90S"),
        ("90 seconds", "PT90S"),
        ("half an hour", "PT30M"),
        ("half a minute", "PT30S"),
        ("a quarter of an hour", "PT15M"),
        ("a quarter hour", "PT15M"),
        ("three quarters of an hour", "PT45M"),
        ("an hour", "PT1H"),
        ("an hour and a half", "PT1H30M"),
        ("an hour and twenty minutes", "PT1H20M"),
        ("one minute thirty seconds", "PT1M30S"),
        ("a couple of minutes", "PT2M"),
        ("three days", "P3D"),
        ("a week", "P1W"),
        ("a fortnight", "P2W"),
        ("two months", "P2M"),
        ("a year and a half", "P1Y6M"),
        ("a hundred and twenty minutes", "PT120M"),
    ],
)
def test_a_duration(said: str, value: str) -> None:
    words = said.replace("90", "ninety").split()
    assert (len(words), value) in durations_at(words, 0)
    assert slots(f"give us {said}")["duration"] == value


@each_case(
    ("said", "score", "second"),
    [
        ("a seven", "7", None),
        ("seven", "7", None),
        ("7", "7", None),
        ("i'd say a seven", "7", None),
        ("I would say 7", "7", None),
        ("ten", "10", None),
        ("a six and an eight", "6", "8"),
        ("six and eight", "6", "8"),
        ("six and ate", "6", "8"),
        ("8 and 10", "8", "10"),
        ("seven and a half", "7.5", None),
        ("seven point five", "7.5", None),
    ],
)
def test_a_rating(said: str, score: str, second: str | None) -> None:
    meaning = UNDERSTANDING.meaning(said, ["RateIntent"])
    assert meaning.intent == "RateIntent"
    assert (meaning.slots.get("score"), meaning.slots.get("second")) == (score, second)


@given(st.integers(min_value=0, max_value=100))
def test_a_number_means_the_same_in_words_and_in_digits(number: int) -> None:
    words = list(spelled(str(number)))
    assert (len(words), str(number)) in numbers_at(words, 0)
    assert (1, str(number)) in numbers_at([str(number)], 0)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_in_digits_is_that_time(hour: int, minute: int) -> None:
    said = f"{hour:02d}:{minute:02d}"
    assert (1, said) in times_at([said], 0)


@each_case(
    ("said", "first", "second"),
    [
        ("we are Sam and Alex", "Sam", "Alex"),
        ("we are sam and alex", "Sam", "Alex"),
        ("we're Sam and Alex.", "Sam", "Alex"),
        ("were sam and alex", "Sam", "Alex"),
        ("I'm Jo and this is Pat", "Jo", "Pat"),
        ("im jo and this is pat", "Jo", "Pat"),
        ("we are Xiomara and Þór", "Xiomara", "Þór"),
        ("we are DeShawn and Mary Ann", "DeShawn", "Mary Ann"),
        ("we are grace and will", "Grace", "Will"),
        ("our names are Zoë and José", "Zoë", "José"),
    ],
)
def test_names(said: str, first: str, second: str) -> None:
    meaning = UNDERSTANDING.meaning(said)
    assert (meaning.intent, meaning.slots) == ("SetNamesIntent", {"first": first, "second": second})


@pytest.mark.parametrize(
    "said", ["we are tired and hungry", "we are fighting", "i am happy and he is not", "We are so lost and alone"]
)
def test_what_follows_we_are_is_not_always_a_name(said: str) -> None:
    assert UNDERSTANDING.meaning(said).intent != "SetNamesIntent"
