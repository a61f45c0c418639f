# SPDX-License-Identifier: Apache-2.0
"""Each answer to a ritual on offer: what is said, which one is theirs afterwards, and how the evening goes on."""

from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual, Suggested
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
BREAKFAST, BITE, WALK = 2, 3, 6
"""What is on offer, what they may name, and what is theirs already."""
NAMED = "evening_walk"
"""Theirs by its name."""


def ago(days):
    return EVENING - timedelta(days=days)


THEIRS = KeptRitual(number=WALK, chosen=ago(9), times=1)
AT_THE_END, IN_THE_MIDDLE, BESIDE = 1, 0, None
"""Where they are in their evening: at its ritual, in their talk, or in none."""


def answered(said, entry=BREAKFAST, theirs=None, at=AT_THE_END, state=State.RITUAL, unmatched=(), **slots):
    """A couple who answered while a ritual was on offer."""
    steps = (Step("question", 1), Step("ritual", BREAKFAST))
    checkin = CheckIn(evening=EVENING, length="short", theme="touch", steps=steps, at=at or 0)
    couple = Couple(
        household=Household(
            welcomed=True,
            visits=3,
            last_visit=EVENING,
            ritual=theirs,
            suggested=(Suggested(ago(1), (BITE,)),),
            checkin=None if at is BESIDE else checkin,
        )
    )
    couple.session = Session(
        state=state,
        entry=Read("rituals", entry) if entry else None,
        offered=(entry,) if entry else (),
        reminder=Reminder(20, 0, ago(-1)) if state is State.REMIND else None,
    )
    couple.open = True
    couple.tell(IntentReceived(intent=Intent(said), slots=slots, unmatched=frozenset(unmatched)))
    return couple


def lines(couple):
    return " ".join(line.removesuffix(".night") for line in couple.lines())


def kept(couple):
    """The ritual that is theirs: its number, the days since they chose it, and how often it happened."""
    ritual = couple.household.ritual
    return ritual and (ritual.number, (EVENING - ritual.chosen).days, ritual.times)


@each_case(
    ("said", "slots", "entry", "theirs", "words", "ritual"),
    [
        ("yes", {}, BREAKFAST, None, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("yes", {}, BREAKFAST, THEIRS, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("yes", {}, WALK, THEIRS, "ritual.kept close", (WALK, 0, 1)),
        ("sometimes", {}, BREAKFAST, None, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("sometimes", {}, BREAKFAST, THEIRS, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("sometimes", {}, WALK, THEIRS, "ritual.kept close", (WALK, 0, 1)),
        ("no", {}, BREAKFAST, None, "ritual.declined close", None),
        ("no", {}, BREAKFAST, THEIRS, "ritual.declined close", (WALK, 9, 1)),
        ("no", {}, WALK, THEIRS, "ritual.declined close", None),
        ("pass", {}, BREAKFAST, None, "ritual.declined close", None),
        ("pass", {}, BREAKFAST, THEIRS, "ritual.declined close", (WALK, 9, 1)),
        ("pass", {}, WALK, THEIRS, "ritual.declined close", (WALK, 9, 1)),
        ("next", {}, BREAKFAST, None, "ritual.declined close", None),
        ("next", {}, BREAKFAST, THEIRS, "ritual.declined close", (WALK, 9, 1)),
        ("next", {}, WALK, THEIRS, "ritual.declined close", (WALK, 9, 1)),
        ("another_one", {}, BREAKFAST, None, "ritual.another ask.ritual", None),
        ("another_one", {}, BREAKFAST, THEIRS, "ritual.another ask.ritual", (WALK, 9, 1)),
        ("another_one", {}, WALK, THEIRS, "ritual.another ask.ritual", (WALK, 9, 1)),
        ("ritual_done", {}, BREAKFAST, None, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("ritual_done", {}, BREAKFAST, THEIRS, "ritual.happened ask.ritual_again", (WALK, 9, 2)),
        ("ritual_done", {}, WALK, THEIRS, "ritual.happened close", (WALK, 0, 2)),
        ("ritual_done", {"ritual": NAMED}, BREAKFAST, None, "ritual.happened ritual.kept close", (WALK, 0, 1)),
        (
            "ritual_done",
            {"ritual": NAMED},
            BREAKFAST,
            THEIRS,
            "ritual.happened ritual.kept close",
            (WALK, 0, 2),
        ),
        ("ritual_done", {"ritual": NAMED}, WALK, THEIRS, "ritual.happened close", (WALK, 0, 2)),
        ("ritual_done", {"ritual": "first_bite"}, BREAKFAST, None, "ritual.happened ritual.kept close", (BITE, 0, 1)),
        ("ritual_done", {"ritual": "first_bite"}, BREAKFAST, THEIRS, "ritual.happened ritual.kept close", (BITE, 0, 1)),
        ("ritual_done", {"ritual": "first_bite"}, WALK, THEIRS, "ritual.happened ritual.kept close", (BITE, 0, 1)),
        ("ritual_missed", {}, BREAKFAST, None, "ritual.declined close", None),
        ("ritual_missed", {}, BREAKFAST, THEIRS, "ritual.declined close", (WALK, 9, 1)),
        ("ritual_missed", {}, WALK, THEIRS, "ritual.not_yet close", (WALK, 9, 1)),
        ("ritual_missed", {"ritual": "first_bite"}, BREAKFAST, None, "ritual.another ask.ritual", None),
        ("ritual_missed", {"ritual": "first_bite"}, BREAKFAST, THEIRS, "ritual.another ask.ritual", (WALK, 9, 1)),
        ("ritual_missed", {"ritual": "first_bite"}, WALK, THEIRS, "ritual.another ask.ritual", (WALK, 9, 1)),
        ("choose_ritual", {}, BREAKFAST, None, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("choose_ritual", {}, BREAKFAST, THEIRS, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("choose_ritual", {}, WALK, THEIRS, "ritual.kept close", (WALK, 0, 1)),
        ("choose_ritual", {"ritual": "first_bite"}, BREAKFAST, None, "ritual.kept close", (BITE, 0, 0)),
        ("choose_ritual", {"ritual": "first_bite"}, BREAKFAST, THEIRS, "ritual.kept close", (BITE, 0, 0)),
        ("choose_ritual", {"ritual": "first_bite"}, WALK, THEIRS, "ritual.kept close", (BITE, 0, 0)),
        ("our_ritual", {}, BREAKFAST, None, "our_ritual.none_yet again.ritual", None),
        ("our_ritual", {}, BREAKFAST, THEIRS, "ask.ritual_again", (WALK, 9, 1)),
        ("our_ritual", {}, WALK, THEIRS, "our_ritual.is our_ritual.happened again.ritual", (WALK, 9, 1)),
        ("suggest_ritual", {}, BREAKFAST, None, "ritual.lead ask.ritual", None),
        ("suggest_ritual", {}, BREAKFAST, THEIRS, "ritual.lead ask.ritual", (WALK, 9, 1)),
        ("suggest_ritual", {}, WALK, THEIRS, "ritual.lead ask.ritual", (WALK, 9, 1)),
        ("talk_time", {"duration": "60"}, BREAKFAST, None, "talk.wait talk.cue talk.closed_question", None),
        ("talk_time", {"duration": "60"}, BREAKFAST, THEIRS, "talk.wait talk.cue talk.closed_question", (WALK, 9, 1)),
        ("talk_time", {"duration": "60"}, WALK, THEIRS, "talk.wait talk.cue talk.closed_question", (WALK, 9, 1)),
        ("talk_time", {}, BREAKFAST, None, "talk.wait talk.cue talk.closed_question", None),
        ("talk_time", {}, BREAKFAST, THEIRS, "talk.wait talk.cue talk.closed_question", (WALK, 9, 1)),
        ("talk_time", {}, WALK, THEIRS, "ritual.not_yet close", (WALK, 9, 1)),
        ("start_check_in", {"length": "short"}, BREAKFAST, None, "ritual.another ask.ritual", None),
        ("start_check_in", {"length": "short"}, BREAKFAST, THEIRS, "ritual.another ask.ritual", (WALK, 9, 1)),
        ("start_check_in", {"length": "short"}, WALK, THEIRS, "ritual.another ask.ritual", (WALK, 9, 1)),
    ],
)
def test_at_the_end_of_the_evening(said, slots, entry, theirs, words, ritual):
    couple = answered(said, entry, theirs, **slots)
    assert (lines(couple), kept(couple)) == (words, ritual)
    assert bool(couple.household.finished) == words.endswith("close")


@each_case(
    ("said", "at", "words", "ritual"),
    [
        ("yes", IN_THE_MIDDLE, "ritual.kept talk.closed_first", (BREAKFAST, 0, 0)),
        ("yes", BESIDE, "ritual.kept close", (BREAKFAST, 0, 0)),
        ("no", IN_THE_MIDDLE, "ritual.declined talk.closed_first", None),
        ("no", BESIDE, "no_problem close", None),
        ("ritual_missed", IN_THE_MIDDLE, "ritual.declined talk.closed_first", None),
        ("ritual_missed", BESIDE, "no_problem close", None),
        ("ritual_done", IN_THE_MIDDLE, "ritual.kept talk.closed_first", (BREAKFAST, 0, 0)),
        ("ritual_done", BESIDE, "ritual.kept close", (BREAKFAST, 0, 0)),
    ],
)
def test_beside_it_their_talk_goes_on_and_nothing_is_finished(said, at, words, ritual):
    couple = answered(said, at=at)
    assert (lines(couple), kept(couple)) == (words, ritual)
    assert not couple.household.finished


@each_case(
    ("said", "state", "entry", "theirs", "unmatched", "words", "ritual"),
    [
        ("ritual_done", State.RITUAL, BREAKFAST, None, ["ritual"], "again.ritual", None),
        ("ritual_done", State.RITUAL, BREAKFAST, THEIRS, ["ritual"], "ritual.happened ask.ritual_again", (WALK, 9, 2)),
        ("ritual_done", State.READY, BREAKFAST, None, ["ritual"], "ritual.happened ask.more", None),
        ("ritual_done", State.READY, None, None, [], "ritual.happened ask.more", None),
        ("ritual_done", State.READY, BREAKFAST, THEIRS, [], "ritual.happened ask.more", (WALK, 9, 2)),
        ("ritual_done", State.FOLLOW_UP, None, THEIRS, [], "ritual.happened ask.offer", (WALK, 9, 2)),
        ("choose_ritual", State.RITUAL, BREAKFAST, None, ["ritual"], "ritual.own close", None),
        ("choose_ritual", State.RITUAL, BREAKFAST, THEIRS, ["ritual"], "ritual.own close", (WALK, 9, 1)),
        ("choose_ritual", State.READY, BREAKFAST, None, ["ritual"], "ritual.own ask.more", None),
        ("choose_ritual", State.READY, None, None, [], "ritual.lead ask.ritual", None),
        ("choose_ritual", State.READY, BREAKFAST, THEIRS, [], "ritual.kept ask.more", (BREAKFAST, 0, 0)),
        ("choose_ritual", State.FOLLOW_UP, None, THEIRS, [], "ask.follow_up", (WALK, 9, 1)),
    ],
)
def test_something_of_their_own_is_no_yes_and_said_elsewhere_it_is_what_was_read(
    said, state, entry, theirs, unmatched, words, ritual
):
    couple = answered(said, entry, theirs, AT_THE_END if state is State.RITUAL else BESIDE, state, unmatched)
    assert (lines(couple), kept(couple)) == (words, ritual)


@each_case(
    ("theirs", "words", "carried"),
    [
        (None, "our_ritual.none ask.more", None),
        (THEIRS, "our_ritual.is our_ritual.happened ask.more", Read("rituals", WALK)),
        (KeptRitual(number=WALK, chosen=ago(1)), "our_ritual.is ask.more", Read("rituals", WALK)),
        (KeptRitual(number=WALK, chosen=ago(1), planned=ago(-2)), "ritual.planned ask.more", Read("rituals", WALK)),
        (KeptRitual(number=WALK, chosen=ago(9), planned=ago(2)), "our_ritual.is ask.more", Read("rituals", WALK)),
        (KeptRitual(number=9_999, chosen=ago(1)), "our_ritual.none ask.more", None),
    ],
)
def test_the_one_they_have_is_told(theirs, words, carried):
    couple = answered("our_ritual", None, theirs, BESIDE, State.READY)
    assert (lines(couple), couple.session.entry) == (words, carried)


@each_case(
    ("theirs", "stays"),
    [
        (KeptRitual(number=WALK, chosen=EVENING), False),
        (KeptRitual(number=WALK, chosen=EVENING, times=1), True),
        (KeptRitual(number=WALK, chosen=ago(1)), True),
        (None, False),
    ],
)
def test_another_one_instead_of_a_reminder_takes_back_what_they_chose_just_now(theirs, stays):
    couple = answered("suggest_ritual", WALK, theirs, BESIDE, State.REMIND)
    assert (couple.household.ritual is not None) == stays
    assert lines(couple) == "ritual.another ask.ritual"
    assert couple.session.reminder is None
    assert couple.session.entry != Read("rituals", WALK)


@each_case("theme", ["touch", "conflict"])
def test_a_theme_is_told_and_what_they_ask_about_next_is_about_it(theme):
    couple = answered("about_theme", None, None, BESIDE, State.READY, theme=theme)
    assert couple.session.asked_for == theme
    assert lines(couple) == "ask.theme"
    assert lines(answered("about_theme", None, None, BESIDE, State.READY)) == "topic.some"


def test_the_ritual_that_was_offered_last_is_the_one_they_come_back_to():
    couple = answered("another_one")
    offered = couple.session.entry
    assert offered.number != BREAKFAST
    assert couple.household.checkin.steps[-1] == Step("ritual", offered.number)


def test_after_an_idea_to_go_out_for_comes_one_for_at_home(couple):
    out = next(number for number, ritual in CONTENT.rituals.items() if ritual.place == "out")
    for intent, slots in (("another_one", {}), ("suggest_ritual", {"moment": "evening"})):
        couple.to_ritual()
        for _ in range(6):
            couple.session = replace(couple.session, entry=Read("rituals", out))
            couple.say(intent, **slots)
            assert CONTENT.rituals[couple.session.entry.number].place != "out"
            assert couple.state is State.RITUAL
