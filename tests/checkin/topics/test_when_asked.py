# SPDX-License-Identifier: Apache-2.0
"""When a couple is greeted how, asked about their ritual, and led on: by the days and the seconds that have passed.

It is a Thursday, at nine in the evening.
"""

from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import Finished, Household, KeptReminder
from skill.checkin.model.plan import CheckIn, Reminder, Step, as_kept
from skill.checkin.model.playback import Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.wording import spoken

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
RITUALS = {ritual.id: number for number, ritual in CONTENT.rituals.items()}
WALK = RITUALS["evening_walk"]
AT_THE_WEEKEND = next(number for number, ritual in CONTENT.rituals.items() if ritual.moments == ("weekend",))
STEPS = (Step("question", 1), Step("question", 2), Step("ritual", 1))


def ago(days):
    return EVENING - timedelta(days=days)


def kept(chosen, asked=None, planned=None, times=0, number=WALK):
    """A ritual that was chosen, asked about and planned so many days ago."""
    days = {"asked": asked, "planned": planned}
    return KeptRitual(
        number=number,
        chosen=ago(chosen),
        times=times,
        **{name: None if day is None else ago(day) for name, day in days.items()},
    )


def comes_back(ritual=None, reminders=(), last_visit=1, **fields):
    """A couple who open the skill again."""
    household = Household(
        welcomed=True,
        visits=3,
        last_visit=ago(last_visit),
        ritual=ritual,
        reminders=tuple(KeptReminder(str(place), one) for place, one in enumerate(reminders)),
        **fields,
    )
    couple = Couple(household=household)
    couple.open_skill()
    return couple


def daily(number=WALK):
    return Reminder(20, 0, None, "every_day", number)


@each_case(
    ("ritual", "reminders", "line"),
    [
        (None, (), None),
        (kept(1), (), None),
        (kept(2), (), "follow_up.ask"),
        (kept(9), (), "follow_up.ask"),
        (kept(9, number=9_999), (), None),
        (kept(9, times=1), (), "follow_up.again"),
        (kept(9, asked=5, times=1), (), None),
        (kept(9, asked=6, times=1), (), "follow_up.again"),
        (kept(9, asked=6), (), None),
        (kept(9, asked=2), (daily(),), "follow_up.again"),
        (kept(9, asked=1), (daily(),), None),
        (kept(9, asked=6), (daily(number=1),), None),
        (kept(9, asked=2), (Reminder(20, 0, None, "wednesday", WALK),), "follow_up.again"),
        (kept(9, asked=2), (Reminder(20, 0, None, "tuesday", WALK),), None),
        (kept(9, asked=2), (Reminder(20, 0, None, "thursday", WALK),), None),
        (kept(2), (Reminder(20, 0, None, "thursday", WALK),), "follow_up.ask"),
        (kept(2), (Reminder(20, 0, None, "tuesday", WALK),), None),
        (kept(2), (Reminder(20, 0, None, "monday", WALK), Reminder(20, 0, None, "wednesday", WALK)), "follow_up.ask"),
        (kept(2), (Reminder(20, 0, ago(-1), None, WALK),), None),
        (kept(2), (Reminder(20, 0, ago(0), None, WALK),), "follow_up.ask"),
        (kept(2), (Reminder(20, 0, ago(-1), None, 1),), "follow_up.ask"),
        (kept(9, planned=0), (), None),
        (kept(9, planned=-1), (), None),
        (kept(9, planned=1), (), "follow_up.planned"),
        (kept(9, planned=1, times=3), (), "follow_up.planned"),
        (kept(3, number=AT_THE_WEEKEND), (), None),
        (kept(4, number=AT_THE_WEEKEND), (), None),
        (kept(5, number=AT_THE_WEEKEND), (), "follow_up.ask"),
    ],
)
def test_a_ritual_is_asked_about_once_it_has_had_its_time(ritual, reminders, line):
    couple = comes_back(ritual, reminders)
    asked = [said for said in couple.lines() if said.startswith("follow_up.")]
    assert asked == ([line] if line else [])
    assert (couple.state is State.FOLLOW_UP) == bool(line)
    assert not line or couple.household.ritual.asked == EVENING


@each_case(
    ("ritual", "when"),
    [
        (kept(2), "On Tuesday"),
        (kept(6), "On Friday"),
        (kept(7), "Last time"),
        (kept(9, planned=1), "Yesterday"),
        (kept(9, planned=2), "On Tuesday"),
    ],
)
def test_it_is_told_when_they_chose_it_or_meant_to_do_it(ritual, when):
    said = comes_back(ritual).turn.parts[-1]
    assert isinstance(said, Say)
    assert spoken([said.fill["when"]], CONTENT) == when


@each_case(
    ("days", "line"), [(0, "welcome.again"), (1, "welcome.back"), (20, "welcome.back"), (21, "welcome.long_away")]
)
def test_they_are_greeted_by_how_long_they_were_away(days, line):
    assert comes_back(last_visit=days).lines()[0] == line


def test_nothing_is_recalled_twice_on_one_evening():
    once = comes_back(last_visit=0, finished=(Finished(ago(3), "short"),))
    assert not [line for line in once.lines() if line.startswith("recall.")]


def at_step(at=0, **fields):
    """A couple in the middle of a check-in, whose session is over."""
    changed = {name: fields.pop(name) for name in ("waited",) if name in fields}
    checkin = CheckIn(evening=EVENING, length="short", theme="touch", steps=STEPS, at=at, **changed)
    return Couple(household=Household(checkin=checkin, welcomed=True, visits=1, last_visit=EVENING, **fields))


def music(checkin, seconds):
    """The track of a check-in, so many seconds in."""
    token = Token("checkin", EVENING, 120, checkin=checkin)
    return Playing(token=token, offset_ms=round(seconds * 1000))


@each_case(
    ("heard_s", "ago_s", "at"),
    [
        (60, None, 1),
        (59.9, None, 0),
        (0, 60, 1),
        (0, 59, 0),
        (0, None, 0),
        (None, 600, 0),
    ],
)
def test_who_talked_for_a_minute_under_music_is_led_on(heard_s, ago_s, at):
    couple = at_step(moved=None if ago_s is None else as_kept(THURSDAY_NIGHT - timedelta(seconds=ago_s)))
    couple.audio = True
    couple.playing = None if heard_s is None else music(couple.household.checkin, heard_s)
    couple.open_skill()
    assert couple.household.checkin.at == at


def test_music_that_they_turned_off_or_that_was_another_ones_does_not_lead_on():
    couple = at_step()
    couple.playing = music(couple.household.checkin, 90)
    couple.open_skill()
    assert couple.household.checkin.at == 0
    couple = at_step()
    couple.audio = True
    couple.playing = Playing(token=Token("question", EVENING, 120), offset_ms=90_000)
    couple.open_skill()
    assert couple.household.checkin.at == 0


@each_case(("at", "then"), [(0, 1), (1, 2), (2, 2)])
def test_who_waited_out_a_silence_is_led_on_but_past_no_ritual(at, then):
    couple = at_step(at, waited=True)
    couple.open_skill()
    assert couple.household.checkin.at == then
    assert couple.household.checkin is not None


@each_case(("seconds", "steps"), [(0, 0), (2.9, 0), (3, 1)])
def test_a_second_next_at_once_is_the_same_next(seconds, steps):
    couple = at_step(moved=as_kept(THURSDAY_NIGHT - timedelta(seconds=seconds)))
    couple.audio = True
    couple.playing = music(couple.household.checkin, 1)
    couple.say("next")
    assert couple.household.checkin.at == steps


def test_a_next_that_came_before_the_last_one_counts():
    couple = at_step(moved=as_kept(THURSDAY_NIGHT + timedelta(seconds=1)))
    couple.audio = True
    couple.playing = music(couple.household.checkin, 1)
    couple.say("next")
    assert couple.household.checkin.at == 1


def in_session(state, **fields):
    couple = at_step(**fields)
    couple.session, couple.open = Session(state=state), True
    return couple


@each_case(
    ("said", "first", "second"),
    [
        ({"score": "1"}, 1, None),
        ({"score": "10"}, 10, None),
        ({"score": "7.5"}, 7, None),
        ({"score": "10.0"}, 10, None),
        ({"score": "10.5"}, None, None),
        ({"score": "0.9"}, None, None),
        ({"score": "0"}, None, None),
        ({"score": "11"}, None, None),
        ({"score": "100"}, None, None),
        ({"score": "7.55"}, None, None),
        ({"score": "-7"}, None, None),
        ({"score": "\u0667"}, None, None),
        ({"score": "3", "second": "9"}, 3, 9),
        ({"second": "9"}, 9, None),
        ({"score": "3", "second": "11"}, None, None),
        ({"score": "0", "second": "9"}, None, None),
        ({}, None, None),
    ],
)
def test_a_rating_is_a_whole_number_from_one_to_ten(said, first, second):
    couple = in_session(State.RATE)
    couple.say("rate", **said)
    checkin = couple.household.checkin
    assert (checkin.first, checkin.second) == (first, second)
    assert (couple.lines()[0] == "rate.range") == (first is None)


def test_the_other_ones_number_comes_second_and_two_at_once_replace_both():
    couple = in_session(State.RATE)
    couple.say("rate", score="7")
    assert couple.state is State.RATE_SECOND
    couple.say("rate", score="3")
    assert (couple.household.checkin.first, couple.household.checkin.second) == (7, 3)
    assert (couple.lines()[0], couple.household.checkin.at) == ("rate.thanks", 1)
    again = in_session(State.RATE_SECOND)
    again.household = replace(again.household, checkin=replace(again.household.checkin, first=7))
    again.say("rate", score="2", second="4")
    assert (again.household.checkin.first, again.household.checkin.second) == (2, 4)
