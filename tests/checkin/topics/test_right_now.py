# SPDX-License-Identifier: Apache-2.0
"""Something to do at once: an invitation to touch, or to play, in place of an idea for the week."""

from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import Session, State

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
AT_RITUAL = CheckIn(
    evening=EVENING, length="short", theme="touch", steps=(Step("question", 1), Step("ritual", 2)), at=1
)


def asking(own_words, intent="suggest_ritual", slot="moment", state=State.NEW, **household):
    """A couple who asked for an idea in words of their own, and what was read to them."""
    couple = Couple(household=Household(welcomed=True, visits=3, last_visit=EVENING, **household))
    couple.session = Session(state=state)
    couple.open = state is not State.NEW
    heard = {"unmatched": frozenset({slot}), "own_words": {slot: own_words}} if own_words else {}
    couple.tell(IntentReceived(intent=Intent(intent), **heard))
    return couple


def read(couple):
    """The deck of what was read last, and its text."""
    entry = couple.session.entry
    return entry.deck, getattr(CONTENT, entry.deck)[entry.number].text


@each_case("own_words", ["right now", "this minute", "right now for a bit"])
def test_this_very_moment_brings_an_invitation_to_touch_and_no_microphone(own_words):
    couple = asking(own_words)
    assert read(couple)[0] == "touch"
    assert couple.lines() == ["now.lead", "now.enjoy"]
    assert not couple.open


@each_case(
    ("own_words", "word"), [("right now hug", "hug"), ("right now hold hands", "hand"), ("right now just sit", "sit")]
)
def test_what_they_name_is_in_it(own_words, word):
    assert word in read(asking(own_words))[1].lower()


@each_case("own_words", ["right now a game", "right now something silly"])
def test_who_wants_to_play_gets_what_can_be_had_at_home(own_words):
    deck, text = read(asking(own_words))
    assert deck == "experiences"
    assert next(one for one in CONTENT.experiences.values() if one.text == text).tonight


def test_a_dare_in_place_of_a_ritual_ends_the_evening_as_the_ritual_would():
    couple = asking("a dare", "another_one", "mood", State.RITUAL, checkin=AT_RITUAL)
    assert "now.lead" in couple.lines()
    assert couple.household.played["experiences"]
    assert couple.household.checkin is None
    assert couple.household.finished[0].day == EVENING


def test_in_their_talk_it_leads_back_to_it():
    couple = asking("right now", state=State.TALK, checkin=replace(AT_RITUAL, at=0))
    assert read(couple)[0] == "touch"
    assert couple.household.checkin is not None


@each_case("own_words", ["the harbor", "nowhere", ""])
def test_any_other_moment_brings_a_ritual(own_words):
    assert read(asking(own_words))[0] == "rituals"


@each_case("alone", [{"alone_on": EVENING}, {"apart_on": EVENING}, {"homes": "two"}, {"quiet": EVENING}])
def test_who_has_nobody_to_hold_or_left_with_a_word_gets_a_ritual(alone):
    assert read(asking("right now", **alone))[0] == "rituals"


class TestSomethingNew:
    """Something new to do together, by the hour."""

    @staticmethod
    def told(hour, played=()):
        """The numbers that come at an hour on forty evenings."""
        found = set()
        for days in range(40):
            moment = THURSDAY_NIGHT.replace(hour=hour) + timedelta(days)
            couple = Couple(moment, Household(welcomed=True, visits=3, played={"experiences": played}))
            couple.say("suggest_experience")
            found.add(couple.session.entry.number)
        return found

    def test_is_at_home_late_in_the_day_until_all_of_that_was_heard(self):
        at_home = {number for number, one in CONTENT.experiences.items() if one.tonight}
        assert self.told(19) <= at_home
        assert self.told(3) <= at_home
        assert not self.told(18) <= at_home
        assert self.told(21, tuple(at_home)).isdisjoint(at_home)
