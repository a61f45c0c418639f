# SPDX-License-Identifier: Apache-2.0
"""Reminders that are there already: one of several goes, one moves to another hour, and late mornings are mornings."""

from datetime import date

import pytest

from skill.checkin.model.effects import CancelReminders
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.plan import Reminder

from .test_reminders import answer, ritual


def keep(couple, id, **slots):
    couple.open_skill()
    couple.say("remind_us", **slots)
    couple.say("yes")
    answer(couple, id=id)


def two_reminders(couple):
    couple.say("choose_ritual", ritual="quiet_breakfast")
    keep(couple, "r1", time="10:00", days="saturday")
    couple.say("choose_ritual", ritual="evening_walk")
    keep(couple, "r2", time="20:00", days="monday")


@pytest.mark.parametrize(
    ("said", "slots", "gone", "stays"),
    [
        ("remind_us", {"time": "10:00"}, "r1", "r2"),
        ("rate", {"score": "10"}, "r1", "r2"),
        ("remind_us", {"time": "08:00"}, "r2", "r1"),
        ("remind_us", {"days": "monday"}, "r2", "r1"),
        ("remind_us", {"time": "evening"}, "r2", "r1"),
    ],
)
def test_of_two_only_the_one_goes_that_they_name(couple, said, slots, gone, stays):
    two_reminders(couple)
    couple.say("cancel_reminder")
    assert couple.turn.effects == ()
    assert "ask.remind_which" in couple.lines()
    couple.say(said, **slots)
    assert couple.turn.effects == (CancelReminders((gone,)),)
    couple.tell(ReminderAnswered(outcome="cancelled"))
    assert couple.lines()[0] == "remind.cancelled_one"
    assert [kept.id for kept in couple.household.reminders] == [stays]


@pytest.mark.parametrize(("said", "slots"), [("cancel_reminder", {}), ("remind_us", {"time": "07:00"})])
def test_none_goes_while_it_is_not_known_which(couple, said, slots):
    two_reminders(couple)
    couple.say("cancel_reminder")
    couple.say(said, **slots)
    assert couple.turn.effects == ()
    assert "ask.remind_which" in couple.lines()
    couple.say("no")
    assert couple.lines()[0] == "remind.as_before"
    assert len(couple.household.reminders) == 2


def test_both_go_where_they_say_so(couple):
    two_reminders(couple)
    couple.say("cancel_reminder")
    couple.say("yes")
    assert couple.turn.effects == (CancelReminders(("r1", "r2")),)
    couple.tell(ReminderAnswered(outcome="cancelled"))
    assert couple.household.reminders == ()


def test_another_time_for_the_same_date_moves_it_and_leaves_no_second_one(couple):
    keep(couple, "r1", time="10:00")
    couple.say("choose_ritual", ritual="quiet_breakfast")
    couple.open_skill()
    couple.say("remind_us", time="11:00")
    assert "remind.instead" in couple.lines()
    couple.say("yes")
    answer(couple, id="r2")
    assert [kept.id for kept in couple.household.reminders] == ["r2"]


@pytest.mark.parametrize("time", ["10:00", "11:00", "11:30"])
def test_late_in_the_morning_is_tomorrow_and_never_late_tonight(couple, time):
    couple.say("choose_ritual", ritual="evening_walk")
    couple.open_skill()
    words = couple.say("remind_us", time=time)
    assert words.startswith("Tomorrow at ")
    assert "in the morning" in words


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"time": "20:00", "days": "sunday"}, Reminder(21, 0, days="sunday")),
        ({"time": "20:00", "days": "every_day"}, Reminder(21, 0, days="every_day")),
    ],
)
def test_another_time_alone_leaves_the_day(couple, first, then):
    keep(couple, "r1", **first)
    couple.open_skill()
    couple.say("remind_us", time="21:00")
    assert couple.session.reminder == then


def test_another_time_leaves_the_date_of_one_for_once(couple):
    couple.say("choose_ritual", ritual="quiet_breakfast")
    couple.open_skill()
    couple.say("remind_us", "days", time="08:00", days="sunday")
    couple.say("yes")
    answer(couple)
    couple.say("remind_us", time="09:00")
    assert couple.session.reminder == Reminder(9, 0, date(2026, 3, 8), ritual=ritual("quiet_breakfast"), named=True)


def test_where_every_week_was_said_it_is_not_asked_whether_only_once(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:00", days="sunday")
    assert "ask.remind_weekly" not in couple.lines()
    assert "ask.remind" in couple.lines()


def test_breakfast_and_a_walk_on_the_same_date_are_two(couple):
    couple.say("choose_ritual", ritual="quiet_breakfast")
    keep(couple, "r1", time="08:00")
    couple.say("choose_ritual", ritual="evening_walk")
    keep(couple, "r2", time="20:00")
    assert [kept.id for kept in couple.household.reminders] == ["r1", "r2"]


@pytest.mark.parametrize(
    ("first", "then", "clock"),
    [
        ({"time": "morning", "days": "sunday"}, {"time": "09:00"}, "Every Sunday at nine in the morning."),
        ({"time": "14:00", "days": "sunday"}, {"time": "09:00"}, "Every Sunday at nine in the morning."),
        ({"time": "morning", "days": "monday"}, {"time": "07:30"}, "Every Monday at 7:30 in the morning."),
        ({"time": "21:30"}, {"time": "09:30", "days": "every_day"}, "Every day at 9:30 in the evening."),
        ({"time": "20:00"}, {"time": "morning", "days": "every_day"}, "Every day at eight in the morning."),
    ],
)
def test_another_hour_stays_in_its_half_and_other_days_keep_the_hour(couple, first, then, clock):
    couple.say("choose_ritual", ritual="evening_walk")
    couple.open_skill()
    couple.say("remind_us", **first)
    assert couple.say("remind_us", **then).startswith(clock)
    assert couple.turn.effects == ()


@pytest.mark.parametrize(("audio", "line"), [(True, "remind.talk_on"), (False, "talk.closed_first")])
@pytest.mark.parametrize("said", ["yes", "no"])
def test_in_the_middle_of_their_talk_it_is_told_how_to_go_on(couple, said, audio, line):
    couple.audio = audio
    couple.say("start_check_in")
    couple.open = True
    couple.say("remind_us", time="21:30")
    couple.say(said)
    if said == "yes":
        answer(couple)
    assert couple.lines()[-1] == line
    assert not couple.open


def test_another_time_for_the_same_ritual_takes_the_place_of_the_first(couple):
    couple.say("choose_ritual", ritual="evening_walk")
    couple.say("remind_us", time="20:00", days="every_day")
    couple.say("yes")
    answer(couple, id="r1")
    couple.say("remind_us", time="21:00", days="every_day")
    couple.say("yes")
    answer(couple, id="r2")
    assert couple.lines()[0] == "remind.changed"
    assert CancelReminders(("r1",)) in couple.turn.effects
    assert [kept.id for kept in couple.household.reminders] == ["r2"]


def test_moved_to_another_day_it_keeps_its_time_and_that_it_comes_only_once(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:30")
    couple.say("yes")
    answer(couple)
    couple.say("remind_us", "days", days="saturday")
    assert couple.session.reminder == Reminder(21, 30, date(2026, 3, 7))


def test_moved_to_every_saturday_it_comes_every_week(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:30")
    couple.say("yes")
    answer(couple)
    couple.say("remind_us", days="saturday")  # "make it every Saturday"
    assert couple.session.reminder == Reminder(21, 30, None, "saturday")
