# SPDX-License-Identifier: Apache-2.0
"""Reminders: said back, confirmed, and only then set."""

from datetime import date

import pytest

from skill.checkin.model.effects import AskPermission, CancelReminders, SetReminder
from skill.checkin.model.events import ReminderAnswered, ReminderGone
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import State

from ..couple import CONTENT


def ritual(name):
    return next(number for number, entry in CONTENT.rituals.items() if entry.id == name)


def wished(couple):
    return next(effect.reminder for effect in couple.turn.effects if isinstance(effect, SetReminder))


def answer(couple, outcome="done", id="r1"):
    couple.open = True
    return couple.tell(ReminderAnswered(outcome=outcome, reminder=wished(couple), id=id))


def test_it_is_said_back_with_its_time_and_day_and_asked_before_anything_is_set(couple):
    couple.say("choose_ritual", ritual="quiet_breakfast")
    words = couple.say("remind_us", time="08:00")
    assert words.startswith("Tomorrow at eight in the morning, just once.")
    assert words.endswith("?")
    assert couple.state is State.REMIND
    assert couple.turn.effects == ()


def test_asking_for_one_accepts_the_ritual_on_offer_and_finishes_the_evening(couple):
    couple.to_ritual()
    offered = couple.session.entry.number
    couple.say("remind_us", time="20:00")
    assert couple.household.ritual.number == offered
    couple.say("yes")
    answer(couple)
    assert couple.lines()[0] == "remind.set"
    assert couple.household.reminders[0].id == "r1"
    assert couple.household.finished
    assert not couple.open


@pytest.mark.parametrize(
    ("name", "time", "hour"),
    [
        ("evening_walk", "08:00", 20),
        ("quiet_breakfast", "08:00", 8),
        ("evening_walk", "20:30", 20),
        ("evening_walk", "evening", 20),
        ("quiet_breakfast", "morning", 8),
        ("evening_walk", None, 20),
        ("evening_walk", "99:99", 20),
    ],
)
def test_a_time_left_open_is_settled_by_the_moment_of_the_ritual(couple, name, time, hour):
    couple.say("choose_ritual", ritual=name)
    couple.say("remind_us", **({"time": time} if time else {}))
    couple.say("yes")
    assert wished(couple).hour == hour
    assert wished(couple).ritual == ritual(name)


def test_once_is_the_next_time_the_clock_shows_it(couple):
    couple.open_skill()
    couple.say("remind_us", time="23:15")
    couple.say("yes")
    assert wished(couple) == Reminder(23, 15, date(2026, 3, 5))
    answer(couple)
    couple.say("remind_us", time="20:15")
    couple.say("yes")
    assert wished(couple).day == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("days", "words"),
    [("every_day", "Every day"), ("weekdays", "On weekdays"), ("weekends", "On weekends"), ("monday", "Every Monday")],
)
def test_one_that_comes_again_says_on_which_days(couple, days, words):
    couple.open_skill()
    assert couple.say("remind_us", time="21:00", days=days).startswith(f"{words} at nine in the evening.")
    couple.say("yes")
    assert (wished(couple).days, wished(couple).day) == (days, None)


@pytest.mark.parametrize(
    ("corrections", "when"),
    [
        ([{"days": "sunday"}], "Every Sunday at nine in the evening."),
        ([{"days": "sunday"}, {"time": "morning"}], "Every Sunday at nine in the morning."),
        ([{"time": "22:30"}, {"time": "morning"}, {"time": "evening"}], "Tomorrow at 10:30 in the evening, just once."),
        ([{"days": "sunday"}, {}], "On Sunday at nine in the evening, just once."),
        ([{"days": "sunday"}, {"time": "22:00"}], "Every Sunday at ten in the evening."),
        ([{"time": "22:30"}, {"days": "monday"}], "Every Monday at 10:30 in the evening."),
        ([{"days": "sunday"}, {}, {"time": "19:00"}], "On Sunday at seven in the evening, just once."),
        ([{}], "Tomorrow at nine in the evening, just once."),
    ],
)
def test_a_correction_changes_only_what_it_names(couple, corrections, when):
    couple.open_skill()
    couple.say("remind_us", time="21:00")
    for slots in corrections:
        couple.say("remind_us", **slots)
    assert couple.words.startswith(when)
    assert couple.state is State.REMIND


@pytest.mark.parametrize(
    ("correction", "clock"),
    [
        ({"time": "10:30"}, "10:30 in the morning"),
        ({"time": "morning"}, "10:30 in the morning"),
        ({"time": "22:30"}, "10:30 in the evening"),
        ({"time": "evening"}, "10:30 in the evening"),
    ],
)
def test_the_same_time_said_again_is_the_other_half_of_the_day(couple, correction, clock):
    couple.say("choose_ritual", ritual="evening_walk")
    couple.open_skill()
    assert "Every Monday at 10:30 in the evening" in couple.say("remind_us", time="10:30", days="monday")
    assert f"Every Monday at {clock}" in couple.say("remind_us", **correction)


@pytest.mark.parametrize(
    ("ritual", "half", "corrected"),
    [
        ("evening_walk", "evening", "morning"),
        ("quiet_breakfast", "morning", "evening"),
        (None, "morning", "evening"),
    ],
)
@pytest.mark.parametrize("days", ["saturday", "sunday", "weekends"])
def test_nine_on_a_free_day_follows_the_ritual_and_the_other_half_can_be_said(couple, ritual, half, corrected, days):
    if ritual:
        couple.say("choose_ritual", ritual=ritual)
    couple.open_skill()
    assert f"at nine in the {half}" in couple.say("remind_us", time="09:00", days=days)
    assert f"at nine in the {half}" in couple.say("remind_us", time=half)
    assert couple.turn.effects == ()
    assert f"at nine in the {corrected}" in couple.say("remind_us", time="21:00" if half == "morning" else "09:00")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        (("sunday", True, None), "On Sunday at nine in the evening."),
        (("sunday", False, None), "Every Sunday at nine in the evening."),
        (("saturday", True, "18:00"), "On Saturday at six in the evening."),
        (("weekends", True, None), "On weekends at nine in the evening."),
    ],
)
def test_a_day_alone_is_the_next_one_and_every_such_day_is_offered(couple, said, when):
    days, by_name, time = said
    couple.open_skill()
    words = couple.say("remind_us", *(["days"] if by_name else []), time=time or "21:00", days=days)
    assert words.startswith(when)
    assert (f"every {days.capitalize()}?" in words) == ("that once" in words)


@pytest.mark.parametrize(
    ("answer_given", "days", "day"),
    [
        (("remind_us", {"days": "sunday"}), "sunday", None),
        (("remind_us", {"days": "every_week"}), "sunday", None),
        (("sometimes", {}), None, date(2026, 3, 8)),
        (("yes", {}), None, date(2026, 3, 8)),
    ],
)
def test_whoever_says_whether_it_is_once_or_every_week_has_said_yes(couple, answer_given, days, day):
    couple.open_skill()
    couple.say("remind_us", "days", time="21:00", days="sunday")
    assert couple.lines()[-1] == "ask.remind_once"
    intent, slots = answer_given
    couple.say(intent, **slots)
    assert (wished(couple).days, wished(couple).day) == (days, day)


@pytest.mark.parametrize("days", ["sunday", "every_week"])
def test_the_day_said_once_more_is_a_yes(couple, days):
    couple.open_skill()
    couple.say("remind_us", days="sunday")
    couple.say("remind_us", days=days)
    assert wished(couple).days == "sunday"


def test_another_day_than_the_one_that_was_asked_about_is_said_back(couple):
    couple.open_skill()
    couple.say("remind_us", "days", time="21:00", days="sunday")
    assert couple.say("remind_us", "days", days="monday").startswith("On Monday at nine in the evening, just once.")
    assert couple.turn.effects == ()


def test_a_day_alone_accepts_the_ritual_on_offer_and_is_no_order_for_an_hour(couple):
    couple.to_ritual()
    couple.say("remind_us", "days", days="thursday")
    assert couple.lines() == ["ritual.kept", "ask.remind_offer"]
    assert couple.turn.effects == ()
    couple.say("no")
    assert couple.household.ritual is not None
    assert couple.household.reminders == ()


def test_nobody_asks_whether_it_happened_before_the_day_they_named(couple):
    couple.to_ritual()
    couple.say("remind_us", "days", days="wednesday")
    couple.say("no")
    couple.later(days=5)
    couple.open_skill()
    assert couple.state is not State.FOLLOW_UP
    couple.later(days=2)
    couple.open_skill()
    assert couple.state is State.FOLLOW_UP


def test_another_day_for_one_that_comes_every_week_comes_every_week(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:00", days="sunday")
    assert couple.say("remind_us", "days", days="friday").startswith("Every Friday at nine in the evening.")
    couple.say("yes")
    answer(couple)
    assert couple.say("remind_us", "days", days="monday").startswith("Every Monday at nine in the evening.")


@pytest.mark.parametrize(
    ("name", "time", "hour"),
    [
        ("candle_supper", "06:00", 18),
        ("first_bite", "07:00", 19),
        ("friday_toast", "06:00", 18),
        ("saturday_lunch", "01:00", 13),
        ("saturday_lunch", "11:00", 11),
        ("pancake_sunday", "09:00", 9),
        ("lunch_call", "11:00", 11),
        ("quiet_breakfast", "07:00", 7),
    ],
)
def test_the_hour_of_a_meal_is_the_meals(couple, name, time, hour):
    couple.say("choose_ritual", ritual=name)
    couple.say("remind_us", time=time)
    couple.say("yes")
    assert wished(couple).hour == hour


def test_once_on_a_day_is_the_next_such_day(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:30", days="thursday")
    couple.say("remind_us")
    couple.say("yes")
    assert wished(couple) == Reminder(21, 30, date(2026, 3, 5))


@pytest.mark.parametrize(("time", "then"), [("20:00", "eleven in the evening"), ("morning", "eleven in the morning")])
def test_a_number_said_to_it_is_another_hour_of_its_half(couple, time, then):
    couple.open_skill()
    couple.say("remind_us", time=time, days="sunday")
    assert couple.say("rate", score="8", second="11").startswith(f"Every Sunday at {then}.")


def test_a_time_that_nobody_said_is_asked_about(couple):
    couple.say("choose_ritual", ritual="quiet_breakfast")
    couple.open_skill()
    assert "Every Sunday at ten in the morning." in couple.say("remind_us", days="sunday")
    assert couple.lines()[-1] == "ask.remind_time"


def test_a_second_one_says_what_it_replaces_and_a_no_leaves_that(couple):
    couple.open_skill()
    couple.say("remind_us", time="20:00", days="sunday")
    couple.say("yes")
    answer(couple)
    words = couple.say("remind_us", time="21:00", days="friday")
    assert "Every Friday at nine in the evening." in words
    assert "every Sunday at eight in the evening" in words
    couple.say("no")
    assert couple.lines()[0] == "remind.stays"
    assert "every sunday at eight" in couple.say("reminder_status").lower()


@pytest.mark.parametrize("between", ["not_understood", "our_ritual", "how_long"])
def test_what_comes_between_is_followed_by_the_reminder_once_more(couple, between):
    couple.open_skill()
    couple.say("remind_us", time="21:00", days="monday")
    assert "Every Monday at nine in the evening." in couple.say(between)
    assert couple.state is State.REMIND


def test_one_that_is_over_is_no_reminder_that_stays(couple):
    couple.open_skill()
    couple.say("remind_us", time="20:15")
    couple.say("yes")
    answer(couple)
    couple.later(days=3)
    couple.open_skill()
    couple.say("remind_us", time="21:00")
    couple.say("no")
    assert couple.lines()[0] == "remind.none_then"


def test_no_sets_nothing(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:00")
    couple.say("no")
    assert couple.turn.effects == ()
    assert couple.household.reminders == ()
    assert couple.state is State.OFFER


def test_without_permission_it_is_asked_for_and_a_yes_sets_the_same_reminder(couple):
    couple.to_ritual()
    couple.say("remind_us", time="20:00")
    couple.say("yes")
    reminder = wished(couple)
    answer(couple, "not_permitted")
    assert couple.turn.effects == (AskPermission(reminder),)
    assert couple.turn.parts == ()
    assert not couple.open
    couple.tell(ReminderAnswered(outcome="done", reminder=reminder, id="r2"))
    assert "remind.set" in couple.lines()
    assert couple.household.finished


@pytest.mark.parametrize(
    ("outcome", "line", "card"),
    [
        ("denied", "remind.not_allowed", False),
        ("not_answered", "remind.by_card", True),
        ("not_supported", "remind.by_card", True),
        ("failed", "remind.failed", False),
        ("unavailable", "remind.cannot", False),
        ("too_many", "remind.cannot", False),
    ],
)
def test_every_other_answer_has_its_own_honest_words_and_the_evening_ends_well(couple, outcome, line, card):
    couple.to_ritual()
    couple.say("remind_us", time="20:00")
    couple.say("yes")
    answer(couple, outcome)
    assert couple.lines()[0] == line
    assert any(isinstance(effect, AskPermission) and effect.by_card for effect in couple.turn.effects) == card
    assert couple.household.reminders == ()
    assert couple.household.finished


def test_when_it_rings_can_be_asked_and_it_can_be_cancelled(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:00", days="every_day")
    couple.say("yes")
    answer(couple)
    assert "every day at nine in the evening." in couple.say("reminder_status").lower()
    couple.say("cancel_reminder")
    couple.say("yes")
    assert CancelReminders(("r1",)) in couple.turn.effects
    assert couple.turn.parts == ()
    words = couple.tell(ReminderAnswered(outcome="failed"))
    assert couple.lines()[0] == "remind.not_cancelled"
    assert words.endswith("?")
    couple.say("cancel_reminder")
    couple.say("yes")
    couple.tell(ReminderAnswered(outcome="cancelled"))
    assert couple.household.reminders == ()
    assert "every day at nine in the evening is gone" in couple.words.lower()


def test_one_that_was_deleted_in_the_app_is_noticed(couple):
    couple.open_skill()
    couple.say("remind_us", time="21:00")
    couple.say("yes")
    answer(couple)
    couple.tell(ReminderGone(ids=frozenset({"r1"})))
    assert couple.household.reminders == ()
    assert couple.turn.parts == ()


def test_after_it_the_evening_that_was_offered_is_offered_again(couple):
    couple.open_skill()
    assert couple.state is State.OFFER
    couple.say("remind_us", time="21:30")
    couple.say("yes")
    answer(couple)
    assert couple.state is State.OFFER
    assert couple.open
