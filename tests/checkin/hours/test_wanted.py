# SPDX-License-Identifier: Apache-2.0
"""Which reminder is wanted: the day and the hour that they name, and what was there before for what they do not."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from cases import each_case

from skill.checkin.hours import wanted
from skill.checkin.model.plan import Reminder, evening_on
from skill.checkin.model.speech import Say

from ..couple import THURSDAY_NIGHT
from .asking import THURSDAY, heard, reminder


class TestWhatIsWanted:
    """The day and the hour that they name, and what was there before for what they do not."""

    @each_case(
        ("said", "meant"),
        [
            ("21:00", "thu+1 21:00"),
            ("21:01", "thu+0 21:01"),
            ("20:59", "thu+1 20:59"),
            ("00:30", "thu+1 00:30"),
            ("09:00", "thu+1 21:00"),
            ("10:00", "thu+1 10:00"),
            ("11:59", "thu+1 11:59"),
            ("12:00", "thu+1 12:00"),
            ("today 21:00", "thu+1 21:00"),
            ("today 21:30", "thu+0 21:30"),
            ("today evening", "thu+0 22:00"),
            ("today night", "thu+0 22:00"),
            ("today", "thu+0 22:00"),
            ("tomorrow", "thu+1 20:00"),
            ("tomorrow 09:00", "thu+1 21:00"),
            ("tomorrow 10:00", "thu+1 10:00"),
            ("day_after_tomorrow morning", "thu+2 08:00"),
            ("every_week 20:00", "friday 20:00"),
            ("every_week 22:00", "thursday 22:00"),
            ("every_day 10:00", "every_day 22:00"),
            ("weekdays 11:00", "weekdays 23:00"),
            ("weekends 11:00", "weekends 11:00"),
            ("weekends 09:00", "weekends 09:00"),
            ("weekends 08:00", "weekends 20:00"),
            ("saturday 09:00", "saturday 09:00"),
            ("friday 09:00", "friday 21:00"),
            ("friday 11:00", "friday 23:00"),
            ("weekends", "weekends 20:00"),
            ("friday! 22:00", "thu+1 22:00"),
            ("thursday! 22:00", "thu+7 22:00"),
            ("wednesday! 20:00", "thu+6 20:00"),
            ("thursday! 20:00", "thu+7 20:00"),
            ("weekdays! 20:00", "weekdays 20:00"),
        ],
    )
    def test_where_nothing_was_there_before(self, said: str, meant: str) -> None:
        assert wanted(heard(said)) == reminder(meant)

    @each_case(
        ("said", "meant"),
        [
            ("saturday", "saturday 10:00 quiet_breakfast!"),
            ("monday", "monday 08:00 quiet_breakfast!"),
            ("saturday 09:00", "saturday 09:00 quiet_breakfast!"),
            ("weekends 07:00", "weekends 07:00 quiet_breakfast!"),
        ],
    )
    def test_of_a_breakfast_they_have(self, said: str, meant: str) -> None:
        assert wanted(heard(said, ritual="quiet_breakfast")) == reminder(meant)

    @each_case(("said", "meant"), [("sunday 10:00", "10:00"), ("sunday 11:00", "11:00"), ("monday 10:00", "22:00")])
    def test_ten_on_a_free_day_is_in_the_morning_unless_the_ritual_is_one_for_the_night(self, said, meant) -> None:
        day = said.split()[0]
        assert wanted(heard(said, ritual="evening_walk")) == reminder(f"{day} {meant} evening_walk!")
        assert wanted(heard("sunday 10:00", "sunday 20:00")) == reminder("sunday 10:00")

    def test_nine_on_a_free_day_is_in_the_evening_for_a_walk_in_the_evening(self) -> None:
        assert wanted(heard("sunday 09:00", ritual="evening_walk")) == reminder("sunday 21:00 evening_walk!")

    @each_case(
        ("at", "said", "day", "hour"),
        [
            ("23:30", "today", 1, 0),
            ("22:59", "today", 0, 23),
            ("18:00", "today", 0, 20),
            ("19:59", "today", 0, 20),
            ("20:00", "today", 0, 21),
        ],
    )
    def test_today_is_the_next_full_hour_where_the_usual_one_is_over(
        self, at: str, said: str, day: int, hour: int
    ) -> None:
        moment = datetime.combine(THURSDAY, time.fromisoformat(at), THURSDAY_NIGHT.tzinfo)
        assert wanted(heard(said, at=moment)) == Reminder(hour, 0, THURSDAY + timedelta(days=day))

    def test_after_midnight_the_evening_is_still_todays_and_the_clock_is_the_next_days(self) -> None:
        moment = datetime(2026, 3, 6, 1, 0, tzinfo=THURSDAY_NIGHT.tzinfo)
        assert evening_on(moment) == THURSDAY
        assert wanted(heard("today", at=moment)) == reminder("thu+1 02:00")
        assert wanted(heard("tomorrow 21:00", at=moment)) == reminder("thu+1 21:00")
        assert wanted(heard("22:00", at=moment)) == reminder("thu+1 22:00")
        assert wanted(heard("thursday! 22:00", at=moment)) == reminder("thu+7 22:00")

    @each_case(
        ("back", "said", "meant"),
        [
            ("sunday 22:30", "monday", "monday 22:30"),
            ("sunday 22:30", "evening", "sunday 22:30"),
            ("sunday 17:30", "evening", "sunday 17:30"),
            ("sunday 23:30", "night", "sunday 23:30"),
            ("sunday 07:15", "morning", "sunday 07:15"),
            ("sunday 11:15", "morning", "sunday 11:15"),
            ("sunday 06:15", "morning", "sunday 08:00"),
            ("sunday 12:30", "morning", "sunday 08:00"),
            ("sunday 12:30", "evening", "sunday 20:00"),
            ("sunday 22:30", "afternoon", "sunday 15:00"),
            ("sunday 22:30", "10:30", "sunday 10:30"),
            ("sunday 18:30", "06:30", "sunday 18:30"),
            ("sunday 08:00", "09:00", "sunday 09:00"),
            ("sunday 16:00", "07:00", "sunday 07:00"),
            ("sunday 17:00", "07:00", "sunday 19:00"),
            ("sunday 20:00", "11:00", "sunday 11:00"),  # nobody moves an evening to eleven at night
            ("monday 22:30", "monday 10:30", "monday 10:30"),
            ("monday 22:30", "tuesday 10:30", "tuesday 22:30"),
            ("monday 22:30", "tuesday morning", "tuesday 10:30"),
            ("thu+4 22:30", "monday 10:30", "monday 22:30"),
            ("thu+4 22:30", "monday! 10:30", "thu+4 10:30"),
            ("thu+0 22:00", "20:00", "thu+1 20:00"),
            ("thu+3 22:00", "20:00", "thu+3 20:00"),
            ("thu+3 20:00", "every_week", "sunday 20:00"),
            ("sunday 20:00", "every_week", "sunday 20:00"),
            ("every_day 20:00", "every_week", "friday 20:00"),
            ("every_day 22:00", "every_week", "thursday 22:00"),
            ("sunday 20:00", "", "thu+3 20:00"),
            ("thursday 22:00", "", "thu+0 22:00"),
            ("thursday 20:00", "", "thu+7 20:00"),
            ("every_day 20:00", "", "thu+1 20:00"),
            ("thu+3 20:00", "", "thu+3 20:00"),
            ("sunday 20:00", "sunday!", "thu+3 20:00"),
            ("sunday 20:00", "monday!", "monday 20:00"),
            ("thu+3 20:00", "monday!", "thu+4 20:00"),
            ("thu+3 20:00", "monday", "monday 20:00"),
            ("thu+3 20:00", "tomorrow", "thu+1 20:00"),
            ("thu+3 20:00", "weekdays", "weekdays 20:00"),
            ("sunday 20:00", "saturday morning", "saturday 08:00"),
            ("thu+1 21:00", "sunday! 10:00", "thu+3 10:00"),
            ("thu+1 21:00", "sunday! 08:00", "thu+3 20:00"),
            ("thu+1 21:00", "friday! 10:00", "thu+1 22:00"),
        ],
    )
    def test_of_one_that_was_said_back_changes_as_far_as_they_name(self, back: str, said: str, meant: str) -> None:
        assert wanted(heard(said, back)) == reminder(meant)

    @each_case(
        ("said", "meant"),
        [("monday 10:30", "monday 22:30"), ("sunday 10:30", "sunday 22:30"), ("10:30", "sunday 10:30")],
    )
    def test_asked_for_another_time_a_day_with_it_is_no_other_half(self, said: str, meant: str) -> None:
        asked = (Say("ask.remind_when"),)
        assert wanted(heard(said, "sunday 22:30", last=asked)) == reminder(meant)

    @each_case(
        ("kept", "said", "meant"),
        [
            (("sunday 20:00",), "21:00", "sunday 21:00"),
            (("thu+3 20:00",), "21:00", "thu+3 21:00"),
            (("thu-1 20:00",), "22:00", "thu+0 22:00"),
            (("sunday 20:00",), "monday!", "monday 20:00"),
            (("thu+3 20:00",), "monday!", "thu+4 20:00"),
            (("thu+3 20:00",), "monday", "monday 20:00"),
            (("sunday 20:00",), "tomorrow", "thu+1 20:00"),
            (("sunday 20:15",), "", "thu+1 20:00"),
            (("sunday 20:00",), "monday! 21:00", "monday 21:00"),
            (("sunday 20:00",), "monday 21:00", "monday 21:00"),
            (("thu+3 20:00",), "monday! 21:00", "thu+4 21:00"),
            (("sunday 10:00",), "monday! 21:00", "thu+4 21:00"),
            (("sunday 12:00",), "monday! 21:00", "monday 21:00"),
            (("sunday 10:00",), "monday! 11:00", "monday 11:00"),
            (("sunday 10:00",), "monday! 12:00", "thu+4 12:00"),
            (("sunday 20:00",), "monday! morning", "monday 08:00"),
            (("sunday 10:00", "monday 20:15"), "monday! 21:00", "monday 21:00"),
            (("monday 20:15", "sunday 10:00"), "sunday", "sunday 10:00"),
            (("monday 20:15",), "sunday!", "sunday 20:15"),
        ],
    )
    def test_of_one_they_have_what_they_do_not_name_stays(self, kept: tuple[str, ...], said: str, meant: str) -> None:
        assert wanted(heard(said, kept=kept)) == reminder(meant)

    def test_of_one_for_another_ritual_nothing_stays_unless_its_day_is_named(self) -> None:
        kept = ("sunday 10:00 quiet_breakfast", "monday 20:15 quiet_breakfast")
        assert wanted(heard("21:30", kept=kept, ritual="evening_walk")) == reminder("thu+0 21:30 evening_walk!")
        on_sunday = wanted(heard("sunday 11:00", kept=kept, ritual="evening_walk"))
        assert on_sunday == reminder("sunday 11:00 quiet_breakfast")
