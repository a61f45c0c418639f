# SPDX-License-Identifier: Apache-2.0
"""Which reminders they have, as it is told, and what is asked of a new one beside them."""

from datetime import timedelta

from cases import each_case

from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.household import Wordings
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read

from .test_reminder_answers import AT_EIGHT, EVENING, EVERY_MONDAY, EVERY_SUNDAY, OFFERED, OVER, WALK, couple_of


class TestWhatTheyHave:
    """Told with when it comes and what it says, that twice an evening at most."""

    @each_case(
        ("kept", "times", "lines"),
        [
            ((), 0, ["remind.none"]),
            ((OVER,), 0, ["remind.none"]),
            ((AT_EIGHT,), 0, ["remind.one", "remind.words", "remind.text"]),
            ((EVERY_SUNDAY,), 1, ["remind.one", "remind.words", "remind.text", "remind.until"]),
            ((EVERY_SUNDAY,), 2, ["remind.one"]),
            (
                (EVERY_SUNDAY, AT_EIGHT),
                0,
                ["remind.several", "remind.back", "remind.once", "remind.words", "remind.text", "remind.until"],
            ),
        ],
    )
    def test_is_told(self, kept, times, lines):
        couple = couple_of(*kept, state=State.READY, wordings=Wordings(EVENING, {"remind.words": times}))
        couple.say("reminder_status")
        assert couple.lines() == [*lines, "ask.more"]

    @each_case(
        ("kept", "back", "lines"),
        [
            ((EVERY_MONDAY,), EVERY_SUNDAY, ["remind.beside"]),
            ((EVERY_SUNDAY,), Reminder(21, 0, None, "sunday"), ["remind.instead"]),
            ((EVERY_SUNDAY,), Reminder(20, 0, None, "friday"), ["remind.instead_day"]),
            ((EVERY_SUNDAY,), EVERY_SUNDAY, ["remind.one", "remind.words", "remind.text", "remind.until"]),
            ((), EVERY_SUNDAY, ["remind.words", "remind.text"]),
        ],
    )
    def test_while_one_waits_for_a_yes_is_what_that_does_to_it(self, kept, back, lines):
        couple = couple_of(*kept, back=back)
        couple.say("reminder_status")
        assert couple.lines()[: len(lines)] == lines

    def test_one_that_would_go_stays_once_they_name_it(self):
        friday = Reminder(20, 0, None, "friday")
        couple = couple_of(EVERY_SUNDAY, back=friday)
        couple.say("remind_us", days="sunday")  # "no no, leave the Sunday one alone, we want the two of them"
        assert couple.lines() == ["remind.beside", "remind.back", "ask.remind"]
        couple.say("yes")
        couple.tell(ReminderAnswered(outcome="done", reminder=friday, id="r9"))
        assert [kept.reminder for kept in couple.household.reminders] == [EVERY_SUNDAY, friday]


@each_case(
    ("slots", "line"),
    [
        ({"time": "20:00"}, "ask.remind"),
        ({}, "ask.remind_time"),
        ({"time": "20:00", "days": "every_day"}, "ask.remind"),
        ({"time": "20:00", "days": "sunday"}, "ask.remind"),
        ({"days": "sunday"}, "ask.remind_time"),
    ],
)
def test_what_is_asked_is_what_they_left_open(slots, line):
    couple = couple_of(state=State.READY)
    couple.say("remind_us", **slots)
    assert couple.lines()[-1] == line


@each_case(
    ("slots", "planned", "line"),
    [
        ({"days": "sunday"}, EVENING + timedelta(days=3), OFFERED),
        ({"days": "tomorrow"}, EVENING + timedelta(days=1), OFFERED),
        ({"days": "today"}, EVENING, "close"),
        ({"time": "20:00", "days": "sunday"}, EVENING + timedelta(days=3), "ask.remind_once"),
        ({"time": "20:00"}, None, "ask.remind"),
    ],
)
def test_asked_for_with_a_ritual_on_offer_it_is_theirs_and_planned(slots, planned, line):
    couple = couple_of(state=State.RITUAL, entry=Read("rituals", WALK))
    couple.say("remind_us", "days", **slots)
    assert (couple.household.ritual.number, couple.household.ritual.planned) == (WALK, planned)
    assert couple.lines()[-1].startswith(line)


def test_the_platforms_answer_finds_the_session_as_it_was_and_nothing_else_does():
    couple = couple_of(back=AT_EIGHT, is_open=False)
    couple.tell(ReminderAnswered(outcome="done", id="new"))
    assert [one.reminder for one in couple.household.reminders] == [AT_EIGHT]
    other = couple_of(back=AT_EIGHT, is_open=False)
    other.say("yes")
    assert other.turn.effects == ()


@each_case(
    ("days", "when"),
    [
        ("every_day", "every day"),
        ("weekdays", "on weekdays"),
        ("weekends", "on weekends"),
        *((day, f"every {day.capitalize()}") for day in ("monday", "tuesday", "wednesday", "thursday")),
        *((day, f"every {day.capitalize()}") for day in ("friday", "saturday", "sunday")),
    ],
)
def test_each_row_of_days_is_said_as_people_say_it(days, when):
    couple = couple_of(Reminder(20, 15, None, days), state=State.READY)
    words = couple.say("reminder_status")
    assert f"{when} at 8:15 in the evening" in words
    assert couple.lines()[0] == "remind.one"


def test_what_replaces_another_day_or_hour_says_which():
    later = couple_of(EVERY_SUNDAY, state=State.READY)
    assert "every Sunday at eight in the evening" in later.say("remind_us", time="21:00", days="sunday")
    other = couple_of(EVERY_SUNDAY, state=State.READY)
    other.say("remind_us", time="20:00", days="friday")
    assert "remind.instead_day" in other.lines()
    beside = couple_of(EVERY_SUNDAY, state=State.READY)
    words = beside.say("remind_us", time="morning", days="weekends")
    assert "remind.beside" in beside.lines()
    assert "every Sunday at eight in the evening" in words


def test_asked_whether_it_happened_a_day_that_is_to_come_is_not_yet_and_offered_as_a_reminder():
    theirs = KeptRitual(number=WALK, chosen=EVENING - timedelta(days=3))
    couple = couple_of(state=State.FOLLOW_UP, ritual=theirs)
    couple.say("remind_us", "days", days="saturday")
    assert couple.lines() == ["ritual.not_yet", OFFERED]
    assert couple.household.ritual.planned == EVENING + timedelta(days=2)


@each_case(
    ("said", "lines"),
    [
        ({"days": "sunday"}, "remind.already"),
        ({"days": "sunday", "time": "19:00"}, "remind.back"),
        ({"days": "monday"}, "remind.once"),
    ],
)
def test_a_ritual_they_keep_on_the_day_of_its_reminder_needs_no_other_one(said, lines):
    sunday = Reminder(10, 0, next_day(6), ritual=WALK, named=True)
    theirs = KeptRitual(number=WALK, chosen=EVENING)
    couple = couple_of(sunday, state=State.RITUAL, entry=Read("rituals", WALK), ritual=theirs)
    couple.say("remind_us", "days", **said)
    assert lines in couple.lines()
    assert [kept.reminder for kept in couple.household.reminders] == [sunday]


def next_day(weekday):
    return EVENING + timedelta(days=(weekday - EVENING.weekday()) % 7)
