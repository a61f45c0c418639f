# SPDX-License-Identifier: Apache-2.0
"""The ritual that is theirs: chosen, done, changed for another one, and let go."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual, Suggested
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.content.decks import number_of

from ..couple import CONTENT

READING = number_of(CONTENT.rituals, "bedtime_reading")
WALK = number_of(CONTENT.rituals, "evening_walk")


def have(couple):
    """They chose reading together two days ago."""
    couple.open_skill()
    chosen = couple.moment.date()
    couple.later(days=2)
    couple.household = replace(couple.household, ritual=KeptRitual(number=READING, chosen=chosen))
    return couple


def offered(couple, number, times=0):
    """They have reading together, and a ritual is on offer at the end of their check-in."""
    couple.to_ritual()
    chosen = couple.moment.date() - timedelta(days=2)
    couple.household = replace(couple.household, ritual=KeptRitual(number=READING, chosen=chosen, times=times))
    couple.session = replace(couple.session, entry=Read("rituals", number))
    return couple


def test_one_they_did_instead_of_what_is_offered_is_theirs_and_counted(couple):
    offered(couple, WALK).say("ritual_done", ritual="bedtime_reading")
    assert (couple.household.ritual.number, couple.household.ritual.times) == (READING, 1)
    assert couple.lines()[:2] == ["ritual.happened", "ritual.kept"]


def test_one_they_did_without_saying_which_is_theirs_and_the_offer_is_taken_back(couple):
    offered(couple, WALK).say("ritual_done")
    assert (couple.household.ritual.number, couple.household.ritual.times) == (READING, 1)
    assert couple.lines() == ["ritual.happened", "ask.ritual_again"]
    assert couple.session.entry == Read("rituals", READING)
    couple.say("yes")
    assert couple.household.ritual.number == READING


def test_something_of_their_own_that_they_did_is_no_yes_to_what_is_offered(couple):
    couple.to_ritual()
    couple.tell(IntentReceived(intent=Intent.RITUAL_DONE, unmatched=frozenset({"ritual"})))
    assert couple.household.ritual is None


def test_ours_asked_for_under_another_one_is_offered_in_its_place(couple):
    offered(couple, WALK).say("our_ritual")
    assert couple.lines() == ["ask.ritual_again"]
    couple.say("yes")
    assert couple.household.ritual.number == READING


def test_where_they_have_none_ours_is_told_and_the_offer_stays(couple):
    couple.to_ritual()
    couple.say("our_ritual")
    assert couple.lines() == ["our_ritual.none_yet", "again.ritual"]


@pytest.mark.parametrize("words", ["no", "unsave"])
def test_theirs_turned_down_is_never_asked_after(couple, words):
    offered(couple, READING).say(words)
    assert couple.household.ritual is None
    couple.later(days=3)
    couple.open_skill()
    assert couple.state is not State.FOLLOW_UP


@pytest.mark.parametrize("words", ["pass", "next", "talk_time", "ritual_missed"])
def test_what_is_no_refusal_leaves_theirs_as_it_is(couple, words):
    offered(couple, READING).say(words)
    assert couple.household.ritual.number == READING


def test_another_one_turned_down_leaves_theirs_as_it_is(couple):
    offered(couple, WALK).say("no")
    assert couple.household.ritual.number == READING


def test_asked_after_one_they_never_chose_it_is_theirs_no_more(couple):
    have(couple).open_skill()
    assert couple.state is State.FOLLOW_UP
    couple.say("unsave")
    assert couple.lines()[0] == "ritual.not_ours"
    assert couple.household.ritual is None


def test_not_yet_is_no_miss(couple):
    have(couple).open_skill()
    couple.say("talk_time")
    assert couple.lines()[0] == "ritual.not_yet"
    assert couple.household.ritual.number == READING


def test_theirs_is_dropped_after_it_was_named(couple):
    have(couple)
    couple.say("launch")
    couple.say("no")
    couple.say("how_are_we_doing")
    couple.say("no")
    couple.say("our_ritual")
    couple.say("unsave")
    assert couple.household.ritual is None
    assert couple.lines()[0] == "save.dropped"


def test_choose_a_ritual_without_a_name_suggests_one(couple):
    couple.open_skill()
    couple.say("how_are_we_doing")
    couple.say("no")
    couple.say("choose_ritual")
    assert couple.state is State.RITUAL
    assert couple.household.ritual is None


def test_a_reminder_for_theirs_keeps_how_often_it_happened(couple):
    offered(couple, READING, times=3).say("remind_us", time="20:00")
    assert couple.household.ritual.times == 3


@pytest.mark.parametrize(
    ("slots", "tonight"),
    [
        ({"time": "night"}, True),
        ({"days": "today"}, True),
        ({"days": "thursday"}, True),  # it is one
        ({"days": "friday"}, False),
        ({"days": "tomorrow"}, False),
        ({"time": "21:30"}, False),
    ],
)
def test_whoever_takes_a_ritual_for_tonight_needs_no_reminder(couple, slots, tonight):
    couple.say("suggest_ritual", moment="evening")
    couple.session = replace(couple.session, entry=Read("rituals", WALK))
    couple.say("remind_us", *slots, **slots)
    assert couple.household.ritual.number == WALK
    assert (couple.lines()[0] == "ritual.tonight") == tonight
    assert (couple.state is State.ENDED) == tonight
    assert (couple.household.ritual.planned == couple.moment.date()) == tonight


def test_a_day_that_is_still_to_come_is_no_miss_and_is_asked_after_by_its_name(couple):
    offered(couple, WALK).say("remind_us", "days", days="sunday")
    couple.say("no")
    assert "ritual.planned" in couple.lines()
    couple.later(days=2)
    couple.open_skill()
    couple.say("ritual_missed")
    couple.later(days=2)
    couple.open_skill()
    assert couple.lines()[-1] == "follow_up.planned"


@pytest.mark.parametrize("said", ["phones", "where the phones go in the other room"])
def test_one_of_tonights_ideas_is_picked_by_a_word_of_it(couple, said):
    couple.to_ritual()
    phones, breakfast = (number_of(CONTENT.rituals, id) for id in ("phones_to_bed", "quiet_breakfast"))
    ideas = Suggested(couple.moment.date(), (breakfast, phones, WALK))
    couple.household = replace(couple.household, suggested=(ideas,))
    couple.tell(
        IntentReceived(intent=Intent.CHOOSE_RITUAL, unmatched=frozenset({"ritual"}), own_words={"ritual": said})
    )
    assert couple.household.ritual.number == phones


def test_what_no_idea_of_tonight_has_is_their_own(couple):
    couple.to_ritual()
    couple.tell(
        IntentReceived(
            intent=Intent.CHOOSE_RITUAL, unmatched=frozenset({"ritual"}), own_words={"ritual": "a bag of chips"}
        )
    )
    assert couple.household.ritual is None
    assert couple.lines()[0] == "ritual.own"
