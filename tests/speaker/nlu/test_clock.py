# SPDX-License-Identifier: Apache-2.0
"""Hours word by word: every way to read one, where it ends, and what only looks like one."""

from __future__ import annotations

import pytest
from cases import each_case

from skill.speaker.nlu.slots.numbers import spelled
from skill.speaker.nlu.slots.times import times_at

HOURS = "one two three four five six seven eight nine ten eleven twelve".split()


def times(said: str, at: int = 0) -> list[tuple[int, str]]:
    return list(times_at(said.split(), at))


def last(said: str) -> list[tuple[int, str]]:
    """The readings of the last word."""
    return times(said, len(said.split()) - 1)


def longest(said: str) -> str:
    """The reading that takes all words."""
    return dict(times(said))[len(said.split())]


@pytest.mark.parametrize(("hour", "said"), list(enumerate(HOURS, 1)))
def test_each_hour_with_each_minute_is_read_in_every_way(hour: int, said: str) -> None:
    words = [" ".join(spelled(str(minute))) for minute in range(60)]
    assert [longest(f"{said} {words[minute]}") for minute in range(10, 60)] == [
        f"{hour:02d}:{minute:02d}" for minute in range(10, 60)
    ]
    for oh in ("oh", "o", "zero"):
        assert [longest(f"{said} {oh} {words[minute]}") for minute in range(1, 10)] == [
            f"{hour:02d}:{minute:02d}" for minute in range(1, 10)
        ]
    for past in ("past", "after", "pass", "passed"):
        assert [longest(f"{words[minute]} {past} {said}") for minute in range(60)] == [
            f"{hour:02d}:{minute:02d}" for minute in range(60)
        ]
    before = 12 if hour == 1 else hour - 1
    for to in ("to", "till", "before", "of"):
        assert [longest(f"{words[minute]} {to} {said}") for minute in range(1, 60)] == [
            f"{before:02d}:{60 - minute:02d}" for minute in range(1, 60)
        ]
    assert longest(f"half {said}") == longest(f"half past {said}") == f"{hour:02d}:30"


@each_case(
    ("part", "hours"),
    [
        ("am", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]),
        ("pm", [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 12]),
        ("in the morning", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]),
        ("in the afternoon", [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 12]),
        ("in the evening", [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0]),
        ("at night", [1, 2, 3, 4, 17, 18, 19, 20, 21, 22, 23, 0]),
    ],
)
def test_each_hour_in_each_part_of_the_day(part: str, hours: list[int]) -> None:
    assert [longest(f"{said} {part}") for said in HOURS] == [f"{hour:02d}:00" for hour in hours]


@each_case(
    ("part", "value"),
    [
        *(("morning", "MO"), ("mornings", "MO"), ("afternoon", "AF"), ("afternoons", "AF"), ("evening", "EV")),
        *(("evenings", "EV"), ("night", "NI"), ("nights", "NI"), ("tonight", "NI")),
    ],
)
def test_a_part_of_the_day_is_a_time(part: str, value: str) -> None:
    assert times(part) == [(1, value)]
    for lead in ("in the", "during the", "at", "this", "the", "in"):
        assert longest(f"{lead} {part}") == value
    assert times(f"on {part}") == []


@each_case(
    ("said", "readings"),
    [
        ("noon", [(1, "12:00")]),
        ("midday", [(1, "12:00")]),
        ("midnight", [(1, "00:00")]),
        ("twelve midnight", [(2, "00:00"), (1, "12:00")]),
        ("eleven midnight", [(1, "11:00")]),
        ("half past noon", [(3, "12:30")]),
        ("quarter to midnight", [(3, "23:45")]),
        ("quarter to noon every evening", [(3, "11:45")]),
        ("nine nine", [(1, "09:00")]),
        ("nine sixty", [(1, "09:00")]),
        ("nine oh ten", [(1, "09:00")]),
        ("nine oh", [(1, "09:00")]),
        ("nine hundred", [(2, "09:00"), (1, "09:00")]),
        ("nineteen hundred", [(2, "19:00"), (1, "19:00")]),
        ("nineteen hundred in the morning", [(5, "19:00"), (2, "19:00"), (1, "19:00")]),
        ("nine oclock", [(2, "09:00"), (1, "09:00")]),
        ("nine o'clock", [(2, "09:00"), (1, "09:00")]),
        ("nine o clock pm", [(4, "21:00"), (3, "09:00"), (1, "09:00")]),
        ("nine o clocks", [(1, "09:00")]),
        ("ten past nine oclock", [(4, "09:10"), (1, "10:00")]),
        ("ten past nine o'clock pm", [(5, "21:10"), (4, "09:10"), (1, "10:00")]),
        ("zero", [(1, "00:00")]),
        ("zero thirty every evening", [(2, "00:30"), (1, "00:00")]),
        ("twelve thirty", [(2, "12:30"), (1, "12:00")]),
        ("thirteen every morning", [(1, "13:00")]),
        ("twenty three fifty nine", [(4, "23:59"), (3, "23:50"), (2, "23:00"), (1, "20:00")]),
        ("twenty four", [(1, "20:00")]),
        ("half zero", []),
        ("half thirteen", []),
        ("half", []),
        ("half nine every evening", [(2, "21:30")]),
        ("quarter nine", []),
        ("a half past nine", [(4, "09:30")]),
        ("a quarter to nine", [(4, "08:45")]),
        ("the quarter to nine", []),
        ("ten minutes past nine", [(4, "09:10")]),
        ("one minute past nine", [(4, "09:01")]),
        ("sixty past nine", []),
        ("zero past nine", [(3, "09:00"), (1, "00:00")]),
        ("zero to nine", [(1, "00:00")]),
        ("ten to one every night", [(3, "00:50"), (1, "22:00")]),
        ("ten to zero", [(3, "23:50"), (1, "10:00")]),
        ("ten to thirteen", [(3, "12:50"), (1, "10:00")]),
        ("ten past thirteen every morning", [(3, "13:10"), (1, "10:00")]),
        ("ten past twenty four", [(3, "20:10"), (1, "10:00")]),
        ("ten past twenty three", [(4, "23:10"), (3, "20:10"), (1, "10:00")]),
        ("ten past", [(1, "10:00")]),
        ("ten to", [(1, "10:00")]),
        ("ten and nine", [(1, "10:00")]),
        ("quarter to one at night", [(5, "00:45"), (3, "00:45")]),
        ("7:15", [(1, "07:15")]),
        ("7:15 pm", [(2, "19:15"), (1, "07:15")]),
        ("7:60", []),
        ("7:59", [(1, "07:59")]),
        ("24:00", []),
        ("23:59", [(1, "23:59")]),
        ("7:15 every evening", [(1, "19:15")]),
        ("07:15 every evening", [(1, "07:15")]),
        ("0:15 every evening", [(1, "00:15")]),
        ("1:15 every evening", [(1, "13:15")]),
        ("12:30 every night", [(1, "00:30")]),
        ("13:15 every night", [(1, "13:15")]),
        ("13:15 am", [(2, "13:15"), (1, "13:15")]),
        ("730", [(1, "07:30")]),
        ("759", [(1, "07:59")]),
        ("760", []),
        ("2359", [(1, "23:59")]),
        ("2400", []),
        ("1230 every night", [(1, "00:30")]),
        ("1330 every night", [(1, "13:30")]),
        ("99", []),
        ("12345", []),
        ("nine a m", [(3, "09:00"), (1, "09:00")]),
        ("nine p m", [(3, "21:00"), (1, "09:00")]),
        ("nine a", [(1, "09:00")]),
        ("nine a x", [(1, "09:00")]),
        ("nine x m", [(1, "09:00")]),
        ("nine in the", [(1, "09:00")]),
        ("in the", []),
        ("fourish", [(1, "04:00")]),
        ("half nineish", [(2, "09:30")]),
        ("ish", []),
        ("ish ten", []),
        ("tonight at eight", [(3, "20:00"), (1, "NI")]),
        ("tonight eight", [(2, "20:00"), (1, "NI")]),
        ("in the evening at half past nine", [(7, "21:30"), (3, "EV")]),
        ("in the morning at thirteen", [(5, "13:00"), (3, "MO")]),
        ("morning one", [(1, "MO")]),
        ("morning at one", [(3, "01:00"), (1, "MO")]),
        ("evening two", [(2, "14:00"), (1, "EV")]),
        ("nine each morning and night", [(1, "09:00")]),
        ("nine every evening or evening", [(1, "21:00")]),
    ],
)
def test_every_way_to_read_a_time(said: str, readings: list[tuple[int, str]]) -> None:
    assert times(said) == readings
    assert times(f"please ring at {said}", 3) == [(end + 3, value) for end, value in readings]


@each_case("part", ["evening", "evenings", "night", "tonight", "afternoons"])
def test_an_hour_takes_the_part_of_the_day_that_was_named_before(part: str) -> None:
    assert last(f"every {part} at nine") == [(4, "21:00")]
    assert last(f"every {part} and morning at nine") == [(6, "09:00")]


@each_case(
    "said",
    [
        *("not nine", "not at nine", "not the nine", "not in the nine", "rather than nine", "instead of nine"),
        *("instead of at nine", "not in the morning"),
    ],
)
def test_an_hour_after_a_not_is_turned_down(said: str) -> None:
    assert last(said) == []


@each_case("said", ["of nine", "instead nine", "instead at nine", "not this nine", "not on sunday nine"])
def test_an_hour_farther_from_a_not_is_meant(said: str) -> None:
    assert last(said)[0][1] == "09:00"


@each_case("how", ["early", "late"])
@each_case(
    "much",
    [
        *("", "is", "is a bit", "is a little", "is a tad", "is a touch", "is far too", "is much too", "is way too"),
        *("is two", "is rather", "is so", "far", "much", "way", "too", "bit", "little", "tad", "touch", "a"),
    ],
)
def test_an_hour_that_is_early_or_late_is_turned_down(much: str, how: str) -> None:
    assert times(f"nine {much} {how}") == []
    assert times(f"nine {much} fine") == times(f"nine {much}") == [(1, "09:00")]


@each_case(
    "before",
    [
        *("that", "this", "the", "which", "another", "these", "those", "last", "first", "other", "each", "any"),
        *("sunday", "mondays", "morning", "tonight", "the breakfast", "the big breakfast", "any of those"),
    ],
)
def test_a_one_that_points_at_something_is_no_hour(before: str) -> None:
    assert last(f"{before} one") == []
    assert dict(times(f"{before} one thirty", len(before.split())))[len(before.split()) + 2] == "01:30"
    assert last(f"{before} nine")[0][1] in ("09:00", "21:00")


@each_case(
    "before", "at around about past to till until by for is it like say".split() + ["breakfast", "the very big cooked"]
)
def test_a_one_that_points_at_nothing_is_an_hour(before: str) -> None:
    assert last(f"{before} one") == [(len(before.split()) + 1, "01:00")]


@each_case("word", "at around about past to till until by for is it like say".split())
def test_a_one_after_a_word_of_time_is_an_hour_whatever_was_pointed_at(word: str) -> None:
    assert last(f"the breakfast {word} one") == [(4, "01:00")]


def test_one_that_is_still_on_is_no_hour() -> None:
    assert times("breakfast one on", 1) == []
    assert times("breakfast one off", 1) == [(2, "01:00")]
    assert times("one on sunday") == [(1, "01:00")]


def test_a_number_with_its_minutes_counts_nothing() -> None:
    assert times("1:00 minutes") == [(1, "01:00")]
    assert times("nine thirty minutes") == [(2, "09:30"), (1, "09:00")]
    assert times("morning minutes") == [(1, "MO")]


@each_case(
    ("said", "time"),
    [
        ("after supper", "EV"),
        ("after dinner", "EV"),
        ("nine before bed", "21:00"),
        ("nine once he is in bed", "21:00"),
        ("seven after dinner", "19:00"),
        ("seven in the morning after dinner", "07:00"),
    ],
)
def test_what_comes_before_or_after_tells_the_part_of_the_day(said: str, time: str) -> None:
    assert time in [value for _, value in times(said)]
