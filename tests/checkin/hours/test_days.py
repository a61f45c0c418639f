# SPDX-License-Identifier: Apache-2.0
"""The days of a reminder: when it comes, what it moves, and which one is named."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from cases import each_case

from skill.checkin.hours import comes, covers, is_moved_by, is_named, is_on, means_tonight, next_on, on_day
from skill.checkin.wording import spoken

from ..couple import CONTENT, THURSDAY_NIGHT
from .asking import THURSDAY, heard, reminder


class TestWhatBecomesOfAnother:
    """One takes the place of another where it is the same one, moved."""

    @each_case(
        ("kept", "new", "moved"),
        [
            ("sunday 20:00", "sunday 21:00", True),
            ("sunday 20:00", "monday 20:00", True),
            ("sunday 20:00", "monday 18:00", True),
            ("sunday 20:00", "monday 17:59", False),
            ("sunday 11:59", "monday 08:00", True),
            ("sunday 12:00", "monday 11:00", False),
            ("sunday 12:00", "monday 17:00", True),
            ("sunday 08:00", "sunday 20:00", True),
            ("sunday 20:00", "thu+3 20:00", False),
            ("thu+3 20:00", "sunday 21:00", True),
            ("thu+3 20:00", "thu+4 20:00", True),
            ("thu+3 10:00 quiet_breakfast", "thu+3 11:00 evening_walk", True),
            ("thu+3 10:00 quiet_breakfast", "thu+3 10:30 evening_walk", True),
            ("thu+3 10:00 quiet_breakfast", "thu+3 10:00 evening_walk", False),
            ("thu+3 11:00 quiet_breakfast", "thu+3 12:00 evening_walk", False),
            ("thu+3 12:00 quiet_breakfast", "thu+3 20:00 evening_walk", True),
            ("thu+3 10:00 quiet_breakfast", "thu+4 11:00 evening_walk", False),
            ("sunday 10:00 quiet_breakfast", "sunday 11:00 evening_walk", False),
        ],
    )
    def test_the_same_ritual_or_another_hour_of_the_same_half_day(self, kept: str, new: str, moved: bool) -> None:
        assert is_moved_by(reminder(kept), reminder(new)) == moved

    @each_case(
        ("kept", "new", "covered"),
        [
            ("sunday 20:00", "sunday 20:00", True),
            ("sunday 20:00", "thu+3 20:00", True),
            ("sunday 20:00", "thu+4 20:00", False),
            ("weekends 20:00", "thu+2 20:00", True),
            ("thu+3 20:00", "thu+3 20:00", True),
            ("thu+3 20:00", "thu+4 20:00", False),
            ("thu+3 20:00", "sunday 20:00", False),
            ("every_day 20:00", "sunday 20:00", False),
            ("sunday 20:00", "sunday 21:00", False),
            ("sunday 20:00", "sunday 20:30", False),
            ("sunday 20:00 evening_walk", "sunday 20:00", False),
        ],
    )
    def test_one_that_rings_anyway_is_not_set_again(self, kept: str, new: str, covered: bool) -> None:
        assert covers(reminder(kept), reminder(new)) == covered


class TestItsDays:
    """When it comes, and how that is said."""

    @each_case(
        ("told", "coming"),
        [
            ("thu+0 23:30", True),
            ("thu+0 20:00", False),
            ("thu-1 20:00", False),
            ("thu+1 20:00", True),
            ("sunday 20:00", True),
            ("weekends 20:00", True),
            ("fortnights 20:00", False),
        ],
    )
    def test_one_is_still_to_come_on_days_that_can_be_said(self, told: str, coming: bool) -> None:
        assert comes(reminder(told), THURSDAY_NIGHT) == coming

    @each_case(
        ("days", "on"),
        [
            ("monday", [0]),
            ("sunday", [6]),
            ("weekdays", [0, 1, 2, 3, 4]),
            ("weekends", [5, 6]),
            ("every_day", [0, 1, 2, 3, 4, 5, 6]),
            ("fortnights", [0, 1, 2, 3, 4, 5, 6]),
        ],
    )
    def test_one_that_comes_again_rings_on_its_weekdays(self, days: str, on: list[int]) -> None:
        monday = date(2026, 3, 2)
        rings = [day for day in range(7) if is_on(reminder(f"{days} 20:00"), monday + timedelta(days=day))]
        assert rings == on

    def test_one_for_once_has_rung_from_its_day_on(self) -> None:
        once = reminder("thu+0 20:00")
        assert [is_on(once, THURSDAY + timedelta(days=days)) for days in (-1, 0, 1)] == [False, True, True]

    @each_case(
        ("told", "days"),
        [
            ("friday 20:00", 1),
            ("wednesday 20:00", 6),
            ("thursday 20:00", 7),
            ("thu+3 20:00", 3),
            ("weekends 20:00", None),
        ],
    )
    def test_the_next_day_of_one_is_after_this_evening(self, told: str, days: int | None) -> None:
        expected = None if days is None else THURSDAY + timedelta(days=days)
        assert next_on(heard(""), reminder(told)) == expected

    @each_case(
        ("days", "words"), [(-1, "Today"), (0, "Today"), (1, "Tomorrow"), (2, "On Saturday"), (6, "On Wednesday")]
    )
    def test_a_day_is_called_today_tomorrow_or_by_its_weekday(self, days: int, words: str) -> None:
        assert spoken([on_day(heard(""), THURSDAY + timedelta(days=days))], CONTENT) == words


@each_case(
    ("at", "said", "told", "tonight"),
    [
        ("21:00", "evening", "thu+0 22:00", True),
        ("17:00", "evening", "thu+0 20:00", True),
        ("16:59", "evening", "thu+0 20:00", False),
        ("21:00", "night", "thu+0 22:00", True),
        ("21:00", "friday evening", "friday 20:00", False),
        ("21:00", "morning", "thu+1 08:00", False),
        ("21:00", "today", "thu+0 22:00", True),
        ("10:00", "today", "thu+0 20:00", True),
        ("21:00", "today 22:00", "thu+0 22:00", False),
        ("21:00", "thursday!", "thu+7 20:00", True),
        ("20:00", "thursday!", "thu+7 20:00", True),
        ("19:59", "thursday!", "thu+7 20:00", False),
        ("21:00", "thursday!", "thu+7 16:00", False),
        ("21:00", "thursday!", "thu+7 17:00", True),
        ("21:00", "thursday", "thursday 20:00", False),
        ("21:00", "friday!", "thu+1 20:00", False),
        ("21:00", "", "thu+1 20:00", False),
    ],
)
def test_what_they_accept_for_this_evening_needs_no_reminder(at: str, said: str, told: str, tonight: bool) -> None:
    moment = datetime.combine(THURSDAY, time.fromisoformat(at), THURSDAY_NIGHT.tzinfo)
    assert means_tonight(heard(said, at=moment), reminder(told)) == tonight


@each_case(
    ("said", "told", "named"),
    [
        ("", "sunday 20:00", False),
        ("sunday", "sunday 20:00", True),
        ("monday", "sunday 20:00", False),
        ("sunday", "thu+3 20:00", True),
        ("08:00", "sunday 20:00", True),
        ("08:00", "sunday 08:00", True),
        ("20:00", "sunday 08:00", False),
        ("20:00", "sunday 20:00", True),
        ("12:00", "sunday 12:00", True),
        ("12:00", "sunday 00:00", False),
        ("08:30", "sunday 20:00", False),
        ("09:00", "sunday 20:00", False),
        ("evening", "sunday 20:00", True),
        ("evening", "sunday 08:00", False),
        ("afternoon", "sunday 15:00", False),
        ("sunday 08:00", "sunday 20:00", True),
        ("monday 08:00", "sunday 20:00", False),
        ("sunday 09:00", "sunday 20:00", False),
    ],
)
def test_one_of_several_is_named_by_its_day_and_its_hour(said: str, told: str, named: bool) -> None:
    assert is_named(heard(said), reminder(told)) == named
