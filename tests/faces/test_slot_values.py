# SPDX-License-Identifier: Apache-2.0
"""Values of slots lose the form that a platform gives them: durations, parts of the day, days without an id."""

from __future__ import annotations

from cases import each_case

from skill.faces.slot_values import PLAIN, seconds, time_of_day, with_unlisted_days


@each_case(
    ("duration", "told"),
    [
        ("PT1S", 1),
        ("PT1M", 60),
        ("PT1H", 3600),
        ("P1D", 86_400),
        ("P1W", 604_800),
        ("P1W1DT1H1M1S", 604_800 + 86_400 + 3600 + 60 + 1),
        ("PT2M30.9S", 150),
        ("PT", 0),
        ("P1M", 0),
        ("P1Y", 0),
        ("pt5m", 0),
        ("PT5M ", 0),
        ("", 0),
        ("P9999W", 9999 * 604_800),
        ("P10000W", 0),
        ("P10000D", 0),
        ("PT10000H", 0),
        ("PT99999M", 99_999 * 60),
        ("PT100000M", 0),
        ("PT999999S", 999_999),
        ("PT1000000S", 0),
    ],
)
def test_a_duration_is_told_in_seconds_and_what_is_none_as_0(duration: str, told: int) -> None:
    assert seconds(duration) == str(told)


@each_case(
    ("value", "told"),
    [("MO", "morning"), ("AF", "afternoon"), ("EV", "evening"), ("NI", "night"), ("21:30", "21:30"), ("XX", "XX")],
)
def test_a_part_of_the_day_has_a_name_and_a_time_stays(value: str, told: str) -> None:
    assert time_of_day(value) == told


def test_durations_and_times_have_a_form_of_their_own() -> None:
    assert PLAIN["duration"]("PT5M") == "300"
    assert PLAIN["time"]("EV") == "evening"


SAID = {
    "today": ["today", "tonight", "this evening", "Today", "TONIGHT"],
    "tomorrow": ["tomorrow"],
    "day_after_tomorrow": ["the day after tomorrow", "day after tomorrow", "The day after tomorrow"],
    "every_week": ["every week", "each week", "weekly", "once a week", "every single week"],
    "first": ["first", "the first", "earlier", "the earlier", "earliest"],
    "second": ["second", "the second"],
    "third": ["third", "the third"],
    "last": ["last", "the last", "later", "latest", "the other", "other"],
}
"""What people say for days that no id stands for, by what it means."""


@each_case(("days", "said"), [(days, said) for days, sayings in SAID.items() for said in sayings])
def test_what_is_said_for_days_without_an_id_is_understood(days: str, said: str) -> None:
    assert with_unlisted_days({}, said, "en-GB")["days"] == days


@each_case(
    "said",
    [
        "every other day",
        "every second day",
        "every few days",
        "every other week",
        "every two weeks",
        "twice a week",
        "three times a week",
        "next week",
        "every month",
        "monthly",
        "once a month",
        "next month",
    ],
)
@each_case("more", ["", " in the evening"])
def test_days_on_which_no_reminder_can_come_are_none(said: str, more: str) -> None:
    assert with_unlisted_days({"time": "20:00"}, said + more, "en-GB") == {"time": "20:00"}


@each_case("said", ["", "the", "in the evening", "monday", "some day", "evening tomorrow", "morning"])
def test_words_that_name_no_such_day_change_nothing(said: str) -> None:
    assert with_unlisted_days({"time": "20:00"}, said, "en-GB") == {"time": "20:00"}


@each_case(
    "said",
    ["tomorrow", "tomorrow at", "tomorrow in the morning", "tomorrow in the afternoon", "tomorrow evening",
     "tomorrow night", "tomorrow at night", "tomorrow in the evening"],
)  # fmt: skip
def test_a_part_of_the_day_may_follow_the_day(said: str) -> None:
    assert with_unlisted_days({}, said, "en-GB")["days"] == "tomorrow"


@each_case(
    ("said", "time", "told"),
    [
        ("tomorrow", None, None),
        ("tomorrow", "10:00", "10:00"),
        ("tomorrow morning", None, "morning"),
        ("tomorrow morning", "10:00", "10:00"),
        ("tomorrow afternoon", "02:15", "14:15"),
        ("tomorrow evening", "07:30", "19:30"),
        ("tomorrow evening", "00:00", "12:00"),
        ("tomorrow evening", "11:59", "23:59"),
        ("tomorrow evening", "12:00", "12:00"),
        ("tomorrow evening", "19:30", "19:30"),
        ("tomorrow evening", None, "evening"),
        ("tomorrow night", "night", "night"),
        ("Tonight", "09:00", "21:00"),
        ("tonight", None, "night"),
        ("today", "09:00", "09:00"),
        ("this evening", "8:00", "8:00"),
    ],
)
def test_a_time_is_in_the_part_of_the_day_that_was_said(said: str, time: str | None, told: str | None) -> None:
    assert with_unlisted_days({"time": time} if time else {}, said, "en-GB").get("time") == told


def test_days_that_an_id_stands_for_stay_with_their_time() -> None:
    listed = {"days": "friday", "time": "07:30"}
    assert with_unlisted_days(listed, "friday evening", "en-GB") == listed
    assert with_unlisted_days(listed, "tomorrow evening", "en-GB") == listed


def test_days_that_a_face_read_itself_get_the_part_of_the_day_too() -> None:
    read = {"days": "tomorrow", "time": "07:30", "score": "7"}
    assert with_unlisted_days(read, "tomorrow evening", "en-GB") == read | {"time": "19:30"}
