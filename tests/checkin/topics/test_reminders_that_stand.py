# SPDX-License-Identifier: Apache-2.0
"""Reminders that stand while another is said back: kept, named, asked for, or taken away with a yes of its own."""

from datetime import timedelta

from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.session import Session, State

from .test_moved_reminders import keep
from .test_reminders import answer


def a_thursday(couple):
    couple.say("choose_ritual", ritual="evening_walk")
    keep(couple, "r1", time="18:30", days="thursday")
    couple.open_skill()
    return couple.household.reminders


def test_one_on_another_day_in_another_part_of_it_comes_beside(couple):
    a_thursday(couple)
    couple.say("remind_us", time="morning", days="sunday")
    assert "remind.beside" in couple.lines()


def test_the_day_of_one_they_have_changes_nothing(couple):
    before = a_thursday(couple)
    couple.say("remind_us", time="morning", days="sunday")
    couple.say("remind_us", days="thursday")
    assert couple.lines() == ["remind.beside", "remind.back", "ask.remind"]
    assert couple.turn.effects == ()
    assert couple.household.reminders == before


def test_asked_meanwhile_it_says_what_becomes_of_it(couple):
    a_thursday(couple)
    couple.say("remind_us", time="morning", days="sunday")
    couple.say("reminder_status")
    assert couple.lines()[0] == "remind.beside"
    assert couple.state is State.REMIND


def test_a_no_says_which_one_stays(couple):
    a_thursday(couple)
    couple.say("remind_us", time="morning", days="sunday")
    couple.say("no")
    assert couple.lines()[0] == "remind.stays"


def test_to_cancel_beside_it_asks_whether_the_one_they_have_goes(couple):
    a_thursday(couple)
    couple.say("remind_us", time="morning", days="sunday")
    couple.say("cancel_reminder")
    assert couple.turn.effects == ()
    assert "ask.remind_gone" in couple.lines()
    couple.say("yes")
    assert couple.turn.effects == (CancelReminders(("r1",)),)


def test_out_of_the_blue_the_only_one_goes_with_a_yes_after_it_was_told(couple):
    before = a_thursday(couple)
    couple.say("cancel_reminder")
    assert couple.turn.effects == ()
    assert couple.lines() == ["remind.one", "remind.for", "ask.remind_gone"]
    couple.say("no")
    assert couple.lines()[0] == "remind.stays"
    assert couple.household.reminders == before
    couple.say("cancel_reminder")
    assert couple.turn.effects == (CancelReminders(("r1",)),)


def test_an_evening_moved_to_sunday_morning_is_one_reminder(couple):
    keep(couple, "r1", time="21:00", days="every_day")
    couple.open_skill()
    couple.say("remind_us", "days", time="morning", days="sunday")
    assert "remind.instead" in couple.lines()
    couple.say("sometimes")
    answer(couple, id="r2")
    assert couple.lines()[0] == "remind.changed"
    assert CancelReminders(("r1",)) in couple.turn.effects
    assert [kept.id for kept in couple.household.reminders] == ["r2"]


def test_asked_for_another_time_it_moves_to_whatever_they_say(couple):
    a_thursday(couple)
    couple.say("remind_us")
    couple.say("remind_us", time="08:00", days="sunday")
    couple.say("yes")
    answer(couple, id="r2")
    assert [kept.id for kept in couple.household.reminders] == ["r2"]


def test_after_the_reminder_of_a_ritual_they_came_for_nothing_more_is_offered(couple):
    couple.open_skill()
    couple.say("suggest_ritual")
    couple.say("remind_us", time="20:00", days="thursday")
    couple.say("yes")
    answer(couple)
    assert not couple.open
    assert not any(line.startswith("ask.") for line in couple.lines())


def test_to_put_it_in_is_a_yes(couple):
    couple.open_skill()
    couple.say("remind_us", time="18:30", days="tomorrow")
    couple.say("save_this")
    assert any(isinstance(effect, SetReminder) for effect in couple.turn.effects)


def test_the_weekday_of_this_evening_is_a_week_on(couple):
    couple.open_skill()
    evening = couple.moment.date()
    couple.say("remind_us", time="23:30", days=evening.strftime("%A").lower())
    reminder = couple.session.reminder
    assert reminder.day in (None, evening + timedelta(days=7))


def test_a_ritual_that_was_turned_down_is_not_theirs(couple):
    couple.say("suggest_ritual", moment="morning")
    couple.say("remind_us", days="tomorrow", time="08:00")
    couple.say("suggest_ritual", moment="evening")
    assert couple.state is State.RITUAL
    assert couple.household.ritual is None


def test_the_ritual_they_name_instead_is_offered(couple):
    couple.say("suggest_ritual", moment="morning")
    couple.say("ritual_missed", ritual="evening_walk")
    assert couple.state is State.RITUAL
    assert couple.session.entry.deck == "rituals"


def test_a_reminder_set_after_they_left_ends_there_and_leads_nowhere_back(couple):
    couple.say("start_check_in", length="short")
    couple.say("stop")
    couple.later(hours=0.1)
    couple.say("remind_us", time="21:30", days="tomorrow")
    couple.say("yes")
    answer(couple, "done", "r1")
    assert couple.lines()[-1].startswith("stop.")
    assert not couple.open


def test_one_moved_to_another_hour_is_still_for_their_ritual(couple):
    couple.say("choose_ritual", ritual="evening_walk")
    keep(couple, "r1", time="20:00", days="sunday")
    couple.later(days=0.01)
    couple.session = Session()
    keep(couple, "r2", time="21:00", days="sunday")
    (moved,) = couple.household.reminders
    assert (moved.reminder.hour, moved.reminder.named) == (21, True)


def test_whether_it_is_once_is_asked_with_what_it_is_for(couple):
    couple.say("choose_ritual", ritual="evening_walk")
    couple.open_skill()
    words = couple.say("remind_us", "days", time="21:00", days="sunday")
    assert couple.lines() == ["remind.back_for", "ask.remind_once"]
    assert "for a walk" in words


def test_its_reprompt_asks_what_was_asked(couple):
    couple.open_skill()
    keep(couple, "r1", time="18:30", days="every_day")
    couple.open_skill()
    couple.say("cancel_reminder")
    assert couple.turn.reprompt[-1].line == "reprompt.ask.remind_gone"
    couple.say("no")
    couple.say("remind_us", time="21:00", days="tomorrow")
    assert couple.turn.reprompt[-1].line == "reprompt.remind"


def test_the_day_they_named_is_said_though_it_is_tomorrow(couple):
    couple.open_skill()
    tomorrow = (couple.moment + timedelta(days=1)).strftime("%A")
    words = couple.say("remind_us", "days", time="21:00", days=tomorrow.lower())
    assert words.startswith(f"On {tomorrow} at nine in the evening")
    assert couple.say("remind_us", time="20:00").startswith(f"On {tomorrow} at eight")  # one day has one name
    assert "tomorrow" in couple.say("remind_us", time="20:00", days="tomorrow").lower()


def test_the_day_of_one_for_their_ritual_is_the_day_they_are_asked_about(couple):
    couple.to_ritual()
    couple.say("yes")
    number = couple.household.ritual.number
    couple.say("remind_us", days="sunday")
    keep(couple, "r1")
    assert couple.household.reminders[0].reminder.ritual == number
    assert couple.household.reminders[0].reminder.named
    sunday = couple.household.reminders[0].reminder.day
    assert couple.household.ritual.planned == sunday
