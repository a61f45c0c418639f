# SPDX-License-Identifier: Apache-2.0
"""Words to say that are for no feeling of the other one: how one is, a goodbye, an answer to praise, a tense moment."""

from cases import each_case
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()


def asking(said, feeling=None, state=State.NEW):
    """A couple who asked for words, and told for what: with the id of a feeling where there is one."""
    couple = Couple(household=Household(welcomed=True, visits=3, last_visit=EVENING))
    couple.session = Session(state=state)
    couple.open = state is not State.NEW
    heard = (
        {"slots": {"feeling": feeling}, "said_as": {"feeling": said}}
        if feeling
        else {"unmatched": frozenset({"feeling"}), "own_words": {"feeling": said}}
    )
    couple.tell(IntentReceived(intent=Intent.EMPATHY_PHRASE, **heard))
    return couple


def phrase(couple):
    return CONTENT.empathy[couple.session.entry.number]


@each_case("feeling", ["sad", "stressed", "angry", "anxious", "hurt", "tired", "lonely", "ashamed", "overwhelmed"])
def test_how_one_is_oneself_has_words_of_its_own_and_others_never_get_them(feeling):
    own, others = phrase(asking("how I am", feeling)), phrase(asking(feeling, feeling))
    assert (own.kind, own.feeling) == ("tell", feeling)
    assert others.feeling == feeling
    assert others.kind != "tell"


@each_case(
    ("said", "kind"), [("how I am", "tell"), ("a goodbye", "part"), ("praise", "receive"), ("proud of me", "receive")]
)
def test_what_no_feeling_is_named_for_gets_words_that_name_none(said, kind):
    found = asking(said)
    assert (phrase(found).kind, phrase(found).feeling) == (kind, None)
    assert "empathy.close_to_it" not in found.lines()


def test_who_tells_how_one_is_before_an_evening_is_not_taken_to_be_alone():
    assert phrase(asking("how I am", "lonely", State.OFFER)).kind == "tell"
    assert asking("lonely", "lonely", State.OFFER).household.alone_on == EVENING


@each_case("said", ["a tense moment", "sarcastic", "so grumpy"])
def test_a_tense_moment_gets_words_that_ask_and_no_apology(said):
    couple = asking(said)
    read = CONTENT.repair[couple.session.entry.number]
    assert read.to_the_other
    assert not read.sorry


def test_another_one_is_for_a_tense_moment_too_and_sorry_is_sorry_again():
    couple = asking("sarcastic", state=State.READY)
    assert couple.state is State.PHRASE
    couple.say("another_one")
    assert CONTENT.repair[couple.session.entry.number].to_the_other
    couple.say("mend")
    assert CONTENT.repair[couple.session.entry.number].sorry
    couple.say("another_one")
    assert CONTENT.repair[couple.session.entry.number].sorry


def test_the_first_words_to_say_sorry_name_nothing_that_was_done():
    couple = asking("how I am", state=State.READY)
    for _ in range(5):
        couple.say("mend")
        assert not CONTENT.repair[couple.session.entry.number].deed


def test_when_those_are_through_the_others_come():
    couple = asking("how I am", state=State.READY)
    couple.say("mend")
    general = [number for number, one in CONTENT.repair.items() if one.sorry and not one.deed]
    couple.session = replace(couple.session, offered=tuple(general))
    couple.say("another_one")
    assert CONTENT.repair[couple.session.entry.number].deed


def test_on_a_hard_evening_words_for_no_feeling_comfort():
    couple = Couple(household=Household(welcomed=True, visits=3, last_visit=EVENING))
    couple.open_skill()
    couple.say("empathy_phrase", feeling="sad")
    for _ in range(8):
        couple.later(hours=0.04)
        couple.say("empathy_phrase")
        assert phrase(couple).neutral
        assert phrase(couple).kind in ("support", "understand")


def test_who_is_alone_is_not_told_to_tell_each_other_something_good():
    couple = Couple(household=Household(welcomed=True, visits=3, last_visit=EVENING, alone_on=EVENING))
    couple.session, couple.open = Session(state=State.PHRASE), True
    couple.say("appreciate")
    assert phrase(couple).kind == "love"
    assert couple.lines()[0] == "empathy.lead_alone"
