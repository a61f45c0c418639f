# SPDX-License-Identifier: Apache-2.0
"""What is said of reminders and what is done about them, answer by answer: set, refused, cancelled, listed, left."""

from datetime import date, timedelta
from typing import get_args

import pytest
from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.effects import AskPermission, CancelReminders, SetReminder
from skill.checkin.model.events import IntentReceived, ReminderAnswered, ReminderOutcome
from skill.checkin.model.household import REMINDERS_MAX, Finished, Household, KeptReminder
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.playback import Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, Say

from ..couple import THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
WALK, BREAKFAST = 6, 2
WHEN, WHICH, GONE, OFFERED = "ask.remind_when", "ask.remind_which", "ask.remind_gone", "ask.remind_offer"
AT_EIGHT = Reminder(20, 0, EVENING + timedelta(days=1))
EVERY_SUNDAY, EVERY_MONDAY = Reminder(20, 0, None, "sunday"), Reminder(9, 0, None, "monday")
OVER = Reminder(20, 0, EVENING - timedelta(days=1))


def couple_of(*kept, state=State.REMIND, back=None, last=(), is_open=True, entry=None, **fields):
    """A couple with some reminders, of whom one more was said back."""
    reminders = tuple(KeptReminder(f"r{place}", one) for place, one in enumerate(kept, 1))
    couple = Couple(household=Household(**{"welcomed": True, "last_visit": EVENING, "reminders": reminders} | fields))
    couple.session = Session(state=state, reminder=back, last=tuple(Say(line) for line in last), entry=entry)
    couple.open = is_open
    return couple


OUTCOMES = {
    "done": ("remind.set", None),
    "permitted": ("", SetReminder(AT_EIGHT)),
    "not_permitted": ("", AskPermission(AT_EIGHT)),
    "not_supported": ("remind.by_card", AskPermission(AT_EIGHT, by_card=True)),
    "not_answered": ("remind.by_card", AskPermission(AT_EIGHT, by_card=True)),
    "denied": ("remind.not_allowed", None),
    "unavailable": ("remind.cannot", None),
    "too_many": ("remind.cannot", None),
    "failed": ("remind.failed", None),
    "cancelled": ("remind.cancelled_one", None),
}
"""What the platform may answer, with the first line that is said of it, and what is to be done then."""


@each_case("outcome", get_args(ReminderOutcome))
def test_each_answer_has_its_words_and_what_is_to_be_done(outcome):
    line, effect = OUTCOMES[outcome]
    couple = couple_of(back=AT_EIGHT)
    couple.tell(ReminderAnswered(outcome=outcome, reminder=AT_EIGHT, id="new"))
    assert [*couple.lines(), ""][0] == line
    assert couple.turn.effects == ((effect,) if effect else ())
    assert [one.id for one in couple.household.reminders] == (["new"] if outcome == "done" else [])
    assert couple.session.reminder is None
    assert couple.open == (outcome != "not_permitted")


@each_case(
    ("outcome", "line"),
    [
        ("failed", "remind.not_cancelled"),
        ("unavailable", "remind.not_cancelled"),
        ("cancelled", "remind.cancelled"),
        ("done", "remind.failed"),
        ("permitted", "remind.failed"),
        ("not_permitted", "remind.not_allowed"),
        ("not_supported", "remind.not_allowed"),
        ("not_answered", "remind.not_allowed"),
        ("denied", "remind.not_allowed"),
        ("too_many", "remind.cannot"),
    ],
)
def test_an_answer_to_no_reminder_has_words_as_well(outcome, line):
    couple = couple_of(EVERY_SUNDAY, state=State.READY)
    couple.tell(ReminderAnswered(outcome=outcome))
    assert couple.lines()[0] == line
    assert couple.turn.effects == ()
    assert len(couple.household.reminders) == (outcome != "cancelled")


def test_of_two_only_the_one_that_was_cancelled_is_gone():
    couple = couple_of(EVERY_SUNDAY, EVERY_MONDAY, state=State.READY, back=EVERY_SUNDAY)
    couple.tell(ReminderAnswered(outcome="cancelled"))
    assert [one.reminder for one in couple.household.reminders] == [EVERY_MONDAY]
    assert couple.lines()[0] == "remind.cancelled_one"


@each_case(
    ("kept", "new", "line", "cancelled", "left"),
    [
        ((), EVERY_SUNDAY, "remind.set", (), ["new"]),
        ((EVERY_MONDAY,), EVERY_SUNDAY, "remind.set", (), ["r1", "new"]),
        ((EVERY_SUNDAY,), Reminder(21, 0, None, "sunday"), "remind.changed", ("r1",), ["new"]),
        ((EVERY_SUNDAY, EVERY_MONDAY), Reminder(21, 0, None, "sunday"), "remind.changed", ("r1",), ["r2", "new"]),
    ],
)
def test_a_new_one_takes_the_place_of_the_old(kept, new, line, cancelled, left):
    couple = couple_of(*kept, back=new)
    couple.tell(ReminderAnswered(outcome="done", reminder=new, id="new"))
    assert couple.lines()[0] == line
    assert couple.turn.effects == ((CancelReminders(cancelled),) if cancelled else ())
    assert [one.id for one in couple.household.reminders] == left
    assert ("remind.words" in couple.lines()) == (not kept)


def test_over_the_music_the_words_of_the_first_one_are_not_told():
    couple = couple_of(back=AT_EIGHT)
    couple.playing = Playing(token=Token("question", EVENING, 60))
    couple.tell(ReminderAnswered(outcome="done", reminder=AT_EIGHT, id="new"))
    assert "remind.words" not in couple.lines()


class TestHowItGoesOn:
    """After all of it: the ritual's evening ends, a talk goes on, an offer waits, and else there may be more."""

    steps = (Step("question", 1), Step("ritual", WALK))

    def plan(self, **fields):
        return CheckIn(**{"evening": EVENING, "length": "short", "theme": "touch", "steps": self.steps} | fields)

    @each_case(
        ("fields", "more", "ends"),
        [
            ({"at": 1}, {"ritual": KeptRitual(number=WALK, chosen=EVENING)}, ["remind.thanks", "close"]),
            ({"at": 1, "solo": True}, {"ritual": KeptRitual(number=WALK, chosen=EVENING)}, ["close.solo"]),
            ({"at": 0}, {}, ["talk.closed_first"]),
            ({"begun": False}, {}, ["again.offer"]),
            ({"begun": False}, {"left": EVENING}, ["close"]),
            ({"begun": False}, {"finished": (Finished(EVENING, "short"),)}, ["close"]),
            ({"begun": False, "evening": EVENING - timedelta(days=1)}, {}, ["ask.more"]),
            (None, {}, ["ask.more"]),
            (None, {"finished": (Finished(EVENING, "short"),)}, ["close"]),
        ],
    )
    def test_by_where_they_are(self, fields, more, ends):
        couple = couple_of(back=AT_EIGHT, checkin=None if fields is None else self.plan(**fields), **more)
        couple.say("no")
        said = [line.removesuffix(".night").removesuffix(".day") for line in couple.lines()]
        assert said == ["remind.none_then", *ends]
        assert couple.open == (ends[-1] in ("again.offer", "ask.more"))

    @each_case(("token", "line"), [(Token("question", EVENING, 60, question=1), "remind.talk_on"), (None, "ask.more")])
    def test_over_a_question_their_talk_goes_on(self, token, line):
        couple = couple_of(back=AT_EIGHT)
        couple.playing = Playing(token=token) if token else None
        couple.say("tonights_question")
        couple.session = Session(state=State.REMIND, reminder=AT_EIGHT)
        couple.open = True
        couple.say("no")
        assert couple.lines() == ["remind.none_then", line]

    def test_told_out_of_nothing_it_just_ends(self):
        couple = couple_of(EVERY_SUNDAY, state=State.NEW, is_open=False)
        couple.say("remind_us", "days", time="20:00", days="sunday")
        assert (couple.lines(), couple.open) == (["remind.already"], False)


class TestANo:
    """Nothing is set, and what stands is told."""

    @each_case(
        ("kept", "line"),
        [
            ((), "remind.none_then"),
            ((OVER,), "remind.none_then"),
            ((EVERY_SUNDAY,), "remind.stays"),
            ((EVERY_SUNDAY, EVERY_MONDAY), "remind.as_before"),
        ],
    )
    def test_tells_what_stays(self, kept, line):
        couple = couple_of(*kept, back=AT_EIGHT)
        couple.say("no")
        assert couple.lines()[0] == line
        assert (couple.session.reminder, couple.turn.effects) == (None, ())

    @each_case(("kept", "line"), [((), "ask.more"), ((EVERY_SUNDAY,), GONE), ((EVERY_SUNDAY, EVERY_MONDAY), WHICH)])
    def test_to_cancel_beside_it_asks_whether_what_stands_goes(self, kept, line):
        couple = couple_of(*kept, back=AT_EIGHT)
        couple.say("cancel_reminder")
        assert couple.lines()[-1] == line

    def test_tells_the_day_they_mean_to_do_it_on(self):
        planned = KeptRitual(number=WALK, chosen=EVENING, planned=EVENING + timedelta(days=2))
        couple = couple_of(back=AT_EIGHT, ritual=planned)
        couple.say("no")
        said = couple.turn.parts[1]
        assert (said.line, said.fill["ritual"]) == ("ritual.planned", Read("rituals", WALK, "name"))


class TestWhichOneGoes:
    """By its place, its day or its hour; asked again where it is none alone."""

    @each_case(
        ("slots", "gone"),
        [
            ({"days": "first"}, "r1"),
            ({"days": "second"}, "r2"),
            ({"days": "last"}, "r3"),
            ({"days": "third"}, "r3"),
            ({"days": "monday"}, "r2"),
            ({"time": "08:00", "days": "sunday"}, "r1"),
            ({"time": "09:00"}, "r2"),
            ({"time": "08:00"}, None),
            ({"time": "evening"}, None),
            ({"days": "tuesday"}, None),
            ({}, None),
        ],
    )
    def test_is_the_one_they_name(self, slots, gone):
        couple = couple_of(EVERY_SUNDAY, EVERY_MONDAY, Reminder(20, 0, None, "friday"), last=(WHICH,))
        couple.say("remind_us", **slots)
        assert couple.turn.effects == ((CancelReminders((gone,)),) if gone else ())
        assert gone is not None or couple.lines()[-1] == WHICH

    def test_one_that_is_over_has_no_place(self):
        couple = couple_of(OVER, EVERY_SUNDAY, EVERY_MONDAY, last=(WHICH,))
        couple.say("remind_us", days="first")
        assert couple.turn.effects == (CancelReminders(("r2",)),)

    @each_case(
        ("kept", "effects", "lines"),
        [
            ((), (), ["remind.none", "ask.more"]),
            ((OVER,), (CancelReminders(("r1",)),), []),
            ((EVERY_SUNDAY,), (), ["remind.one", GONE]),
            ((OVER, EVERY_SUNDAY), (), ["remind.one", GONE]),
            ((EVERY_SUNDAY, EVERY_MONDAY), (), ["remind.several", "remind.back", "remind.back", WHICH]),
        ],
    )
    def test_is_asked_where_there_are_several(self, kept, effects, lines):
        couple = couple_of(*kept, state=State.READY)
        couple.say("cancel_reminder")
        assert (couple.turn.effects, couple.lines()) == (effects, lines)

    @each_case("last", [WHICH, GONE])
    def test_a_yes_means_all_of_them(self, last):
        couple = couple_of(EVERY_SUNDAY, EVERY_MONDAY, last=(last,))
        couple.say("yes")
        assert couple.turn.effects == (CancelReminders(("r1", "r2")),)


class TestAYes:
    """It sets what was said back, and nothing that was not."""

    @each_case(
        ("back", "last", "effects", "lines"),
        [
            (AT_EIGHT, (), (SetReminder(AT_EIGHT),), []),
            (None, (), (), ["again.ready"]),
            (AT_EIGHT, (WHEN,), (), [WHEN]),
        ],
    )
    def test_sets_what_was_said_back(self, back, last, effects, lines):
        couple = couple_of(back=back, last=last)
        couple.say("yes")
        assert couple.turn.effects == effects
        assert couple.lines() == lines

    @each_case(("back", "sets"), [(AT_EIGHT, True), (EVERY_SUNDAY, False)])
    def test_just_once_is_one_for_what_comes_once(self, back, sets):
        couple = couple_of(back=back)
        couple.say("sometimes")
        assert (couple.turn.effects == (SetReminder(back),)) == sets
        assert sets or couple.session.reminder == Reminder(20, 0, date(2026, 3, 8))


class TestAnotherHour:
    """A number is an hour of a clock; a while is counted from now, for a day at most."""

    @each_case(
        ("slots", "hour"),
        [
            ({"score": "8"}, 20),
            ({"score": "12"}, 12),
            ({"score": "1"}, 13),
            ({"score": "7", "second": "9"}, 21),
            ({"score": "13"}, None),
            ({"score": "0"}, None),
            ({"score": "\u0668"}, None),
            ({}, None),
        ],
    )
    def test_is_a_number_of_the_clock(self, slots, hour):
        couple = couple_of(back=Reminder(22, 30, None, "sunday"))
        couple.say("rate", **slots)
        assert couple.session.reminder == Reminder(*((hour, 0) if hour else (22, 30)), None, "sunday")

    @each_case(
        ("seconds", "reminder"),
        [
            ("3600", Reminder(22, 0, EVENING)),
            ("5400", Reminder(22, 30, EVENING)),
            ("14400", Reminder(1, 0, EVENING + timedelta(days=1))),
            ("86400", Reminder(21, 0, EVENING + timedelta(days=1))),
            ("200000", Reminder(23, 0, EVENING)),  # in so many days it asks when
        ],
    )
    def test_is_a_while_from_now(self, seconds, reminder):
        couple = couple_of(back=Reminder(23, 0, EVENING))
        couple.say("talk_time", duration=seconds)
        assert couple.session.reminder == reminder

    @each_case(
        ("unmatched", "state", "kept", "lines"),
        [
            (("days",), State.READY, (), ["remind.only", WHEN]),
            (("days",), State.REMIND, (), ["remind.only", WHEN]),
            ((), State.READY, (EVERY_SUNDAY,), ["remind.now", WHEN]),
        ],
    )
    def test_is_asked_for_where_it_cannot_be_had(self, unmatched, state, kept, lines):
        couple = couple_of(*kept, state=state, back=AT_EIGHT if state is State.REMIND else None)
        couple.tell(IntentReceived(intent=Intent.REMIND_US, unmatched=frozenset(unmatched)))
        assert couple.lines() == lines


@pytest.mark.parametrize(
    ("others", "full"), [(REMINDERS_MAX - 1, False), (REMINDERS_MAX, True)], ids=["room for one", "full"]
)
def test_more_than_there_is_room_for_are_not_set(others, full):
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    kept = [Reminder(7, place, None, day, place + 50) for place, day in enumerate(days[:others])]
    couple = couple_of(*kept, state=State.READY)
    couple.say("remind_us", time="20:00", days="weekends")
    assert (couple.lines()[0] == "remind.full") == full
    assert (couple.session.reminder is None) == full
