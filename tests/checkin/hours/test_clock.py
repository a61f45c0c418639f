# SPDX-License-Identifier: Apache-2.0
"""The hour of a reminder at its edges: which one is meant by a clock of twelve hours, and how it is said."""

from __future__ import annotations

from cases import each_case

from skill.checkin.course.said_reminders import said_back
from skill.checkin.hours import left_open, wanted
from skill.checkin.wording import spoken

from ..couple import CONTENT
from .asking import heard, reminder


class TestTheHour:
    """What a clock of twelve hours leaves open is settled by what it is for."""

    @each_case(
        ("moments", "after_noon"),
        [
            (("evening",), range(1, 12)),
            (("bedtime",), range(1, 12)),
            (("reunion",), range(1, 12)),
            (("mealtime",), range(1, 10)),
            (("mealtime", "evening"), range(1, 12)),
            (("mealtime", "weekend"), range(1, 6)),
            (("weekend",), range(1, 6)),
            (("parting",), range(1, 6)),
            (("parting", "evening"), range(1, 6)),
            (("morning",), range(0)),
            (("morning", "evening"), range(0)),
            (("morning", "mealtime"), range(0)),
        ],
    )
    def test_is_after_noon_as_far_as_its_moment_is(self, moments: tuple[str, ...], after_noon: range) -> None:
        for hour in range(24):
            meant = hour + 12 if hour in after_noon else hour
            assert left_open(f"{hour:02}:15", moments, False) == (meant, 15)

    @each_case(
        ("part", "spoken_as"),
        [
            ("morning", "eight in the morning"),
            ("parting", "eight in the morning"),
            ("weekend", "ten in the morning"),
            ("afternoon", "three in the afternoon"),
            ("mealtime", "six in the evening"),
            ("reunion", "six in the evening"),
            ("evening", "eight in the evening"),
            ("bedtime", "nine in the evening"),
            ("night", "nine in the evening"),
        ],
    )
    def test_of_a_part_of_the_day_is_a_usual_one(self, part: str, spoken_as: str) -> None:
        turn = heard(f"saturday {part}")
        assert spoken([said_back(turn, wanted(turn))], CONTENT) == f"Every Saturday at {spoken_as}."

    @each_case(
        ("moments", "any_day", "weekend"),
        [
            (("morning", "evening"), 8, 10),
            (("parting",), 8, 10),
            (("weekend",), 10, 10),
            (("mealtime",), 18, 18),
            (("evening",), 20, 20),
            (("bedtime", "morning"), 21, 21),
        ],
    )
    @each_case("named", [None, "", "24:00", "9", "8:60"])
    def test_that_nobody_named_is_its_first_moments_and_at_the_weekend_not_too_early(
        self, moments: tuple[str, ...], any_day: int, weekend: int, named: str | None
    ) -> None:
        assert left_open(named, moments, at_the_weekend=False) == (any_day, 0)
        assert left_open(named, moments, at_the_weekend=True) == (weekend, 0)


class TestTheTimeOfDay:
    """A time as people say it."""

    @each_case(
        ("at", "words"),
        [
            ("00:00", "twelve in the morning"),
            ("00:05", "12:05 in the morning"),
            ("11:59", "11:59 in the morning"),
            ("12:00", "twelve in the afternoon"),
            ("13:00", "one in the afternoon"),
            ("17:59", "5:59 in the afternoon"),
            ("18:00", "six in the evening"),
            ("23:45", "11:45 in the evening"),
        ],
    )
    def test_is_said_with_its_part_of_the_day(self, at: str, words: str) -> None:
        said = spoken([said_back(heard(""), reminder(f"sunday {at}"))], CONTENT)
        assert said == f"Every Sunday at {words}."
