# SPDX-License-Identifier: Apache-2.0
"""Days of a reminder that no list has: tomorrow, every week, and those on which none can come."""

from datetime import date

import pytest

from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import State

from .test_moved_reminders import keep, two_reminders

WHEN = "ask.remind_when"


@pytest.mark.parametrize(
    ("slots", "when"),
    [
        ({"days": "tomorrow", "time": "22:00"}, "Tomorrow at ten in the evening, just once."),
        ({"days": "today", "time": "22:00"}, "Today at ten in the evening, just once."),
        ({"days": "today"}, "Today at ten in the evening, just once."),
        ({"days": "today", "time": "19:00"}, "Tomorrow at seven in the evening, just once."),
        ({"days": "day_after_tomorrow", "time": "22:00"}, "On Saturday at ten in the evening, just once."),
        ({"days": "every_week", "time": "22:00"}, "Every Thursday at ten in the evening."),
    ],
)
def test_days_are_counted_from_this_evening(couple, slots, when):
    couple.open_skill()
    assert couple.say("remind_us", **slots).startswith(when)


@pytest.mark.parametrize(
    ("first", "days", "when"),
    [
        ({"time": "22:00"}, "tomorrow", "Tomorrow at ten in the evening, just once."),
        ({"time": "22:00", "days": "sunday"}, "tomorrow", "Tomorrow at ten in the evening, just once."),
        ({"time": "20:00", "days": "tomorrow"}, "every_day", "Every day at eight in the evening."),
    ],
)
def test_they_correct_what_was_said_back(couple, first, days, when):
    couple.open_skill()
    couple.say("remind_us", **first)
    assert couple.say("remind_us", days=days).startswith(when)
    assert couple.lines()[-1] == "ask.remind"


def test_how_often_it_comes_said_of_the_same_day_is_a_yes(couple):
    couple.open_skill()
    couple.say("remind_us", days="tomorrow")
    couple.say("remind_us", days="every_week")  # "yes set it, every week please"
    assert couple.turn.effects == (SetReminder(Reminder(20, 0, days="friday")),)


@pytest.mark.parametrize(("said", "slots"), [("another_one", {}), ("talk_time", {}), ("remind_us", {"days": "first"})])
def test_another_time_that_is_not_said_is_asked_for_and_a_yes_is_none(couple, said, slots):
    couple.open_skill()
    couple.say("remind_us", time="20:00", days="sunday")
    couple.say(said, **slots)
    assert couple.lines() == [WHEN]
    couple.say("yes")
    assert (couple.lines(), couple.turn.effects) == ([WHEN], ())
    couple.say("our_ritual")
    assert couple.lines()[-1] == WHEN
    assert couple.say("remind_us", time="21:00").startswith("Every Sunday at nine in the evening.")


def test_in_an_hour_is_an_hour_from_now(couple):
    couple.open_skill()
    couple.say("remind_us", time="20:00")
    moment = couple.moment
    couple.say("talk_time", duration="3600")
    at = couple.session.reminder
    assert (at.hour, at.minute) == ((moment.hour + 1) % 24, moment.minute)


@pytest.mark.parametrize("said", ["no", "pass", "next"])
def test_forgetting_it_forgets_the_reminder_and_not_the_evening(couple, said):
    couple.open_skill()
    couple.say("remind_us", time="20:00")
    couple.say(said)
    assert (couple.lines()[0], couple.state, couple.turn.effects) == ("remind.none_then", State.OFFER, ())


def test_one_for_once_leaves_what_comes_every_week_and_says_so(couple):
    keep(couple, "r1", time="22:00", days="sunday")
    couple.open_skill()
    words = couple.say("remind_us", days="tomorrow", time="20:00")
    assert "remind.beside" in couple.lines()
    assert "every Sunday at ten in the evening" in words


def test_another_day_and_hour_for_one_that_comes_every_week_moves_it(couple):
    keep(couple, "r1", time="22:00", days="sunday")
    couple.open_skill()
    words = couple.say("remind_us", "days", time="21:00", days="saturday")
    assert "the one every Sunday at ten in the evening" in words
    assert couple.session.reminder == Reminder(21, 0, days="saturday")
    couple.say("sometimes")
    assert "remind.instead" not in couple.lines()


def test_an_hour_at_night_on_another_day_moves_no_morning(couple):
    keep(couple, "r1", time="10:00", days="sunday")
    couple.open_skill()
    couple.say("remind_us", "days", time="21:00", days="thursday")
    assert "remind.beside" in couple.lines()
    assert couple.session.reminder == Reminder(21, 0, date(2026, 3, 12))


def test_of_two_the_one_of_the_named_day_is_moved(couple):
    two_reminders(couple)
    couple.open_skill()
    couple.say("remind_us", "days", time="11:00", days="saturday")
    assert "the one every Saturday at ten in the morning" in couple.words


def test_what_they_have_is_not_set_twice(couple):
    keep(couple, "r1", time="22:00", days="sunday")
    couple.open_skill()
    couple.say("remind_us", "days", time="22:00", days="sunday")
    assert couple.lines()[0] == "remind.already"
    assert couple.session.reminder is None


def test_a_change_without_a_time_asks_for_one(couple):
    keep(couple, "r1", time="22:00", days="sunday")
    couple.open_skill()
    couple.say("remind_us")
    assert couple.lines() == ["remind.now", WHEN]
    assert couple.say("remind_us", time="21:00").startswith("Every Sunday at nine in the evening.")


def test_the_first_one_tells_what_it_will_say_and_later_ones_do_not(couple):
    keep(couple, "r1", time="22:00", days="sunday")
    assert couple.lines()[:3] == ["remind.set", "remind.words", "remind.text"]
    couple.open_skill()
    couple.say("remind_us", time="21:00", days="monday")
    couple.say("yes")
    assert "remind.words" not in couple.lines()


def test_which_they_have_is_told_with_how_many_and_what_they_say(couple):
    two_reminders(couple)
    couple.open_skill()
    words = couple.say("reminder_status")
    assert "two" in words
    assert "Every Saturday at ten in the morning, for a quiet breakfast." in words
    assert "Every Monday at eight in the evening, for a walk." in words
    assert "remind.words" not in couple.lines()  # each is told apart by what it is for


def test_one_for_a_ritual_they_chose_says_which_and_one_for_anything_else_does_not(couple):
    couple.say("choose_ritual", ritual="evening_walk")
    couple.say("remind_us", time="18:30", days="thursday")
    couple.say("yes")
    couple.tell(ReminderAnswered(outcome="done", id="r1", reminder=couple.turn.effects[0].reminder))
    assert "For you two, a walk." in couple.words
    couple.later(days=3)
    couple.say("remind_us", time="22:00", days="monday")
    assert couple.session.reminder is not None
    assert not couple.session.reminder.named


def test_one_for_once_is_told_no_more_when_its_hour_is_over(couple):
    couple.open_skill()
    couple.say("remind_us", days="today", time="22:00")
    couple.say("yes")
    couple.tell(ReminderAnswered(outcome="done", id="r1", reminder=couple.turn.effects[0].reminder))
    couple.say("reminder_status")
    assert couple.lines()[0] == "remind.one"
    couple.later(hours=2)
    couple.say("reminder_status")
    assert couple.lines()[0] == "remind.none"


@pytest.mark.parametrize(("place", "gone"), [("first", "r1"), ("second", "r2"), ("last", "r2")])
def test_of_several_one_goes_by_its_place(couple, place, gone):
    two_reminders(couple)
    couple.say("cancel_reminder")
    couple.say("remind_us", days=place)
    assert couple.turn.effects == (CancelReminders((gone,)),)


def test_a_day_counted_after_midnight_is_that_of_the_evening(couple):
    couple.later(hours=4)
    couple.open_skill()
    assert couple.say("remind_us", days="tomorrow", time="20:00").startswith("Tomorrow at eight in the evening")
    assert couple.session.reminder.day == date(2026, 3, 6)
