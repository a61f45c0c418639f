# SPDX-License-Identifier: Apache-2.0
"""The sentence that closes a check-in: one of its kind, or once a week something to take along."""

from datetime import timedelta

from cases import each_case

from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()


def ago(days):
    return EVENING - timedelta(days=days)


def closed(finished=(), shape="two_questions", length="standard", apart=False, **fields):
    """A couple who have just turned down the ritual that their evening ended on."""
    steps = (Step("question", 1), Step("ritual", 1))
    checkin = CheckIn(evening=EVENING, length=length, theme="touch", steps=steps, at=1, shape=shape, apart=apart)
    done = tuple(Finished(ago(days), "short") for days in finished)
    couple = Couple(household=Household(checkin=checkin, welcomed=True, finished=done, **fields))
    couple.session, couple.open = Session(state=State.RITUAL, entry=Read("rituals", 1)), True
    couple.say("no")
    return couple


def read(couple):
    """The deck of the sentence, and its number."""
    (sentence,) = (part for part in couple.turn.parts if isinstance(part, Read))
    return sentence.deck, sentence.number


@each_case(
    ("finished", "took_along", "deck"),
    [
        ((), None, "closings"),
        ((6,), None, "closings"),
        ((7,), None, "takeaways"),
        ((30, 1), None, "takeaways"),
        ((30, 1), 6, "closings"),
        ((30, 1), 7, "takeaways"),
    ],
)
def test_something_to_take_along_comes_once_a_week_and_not_in_the_first(finished, took_along, deck):
    couple = closed(finished, took_along=None if took_along is None else ago(took_along))
    told, number = read(couple)
    assert told == deck
    assert couple.household.played[deck] == (number,)
    assert (couple.household.took_along == EVENING) == (deck == "takeaways")


@each_case(
    ("shape", "length", "apart", "about"),
    [
        ("two_questions", "standard", False, "two_questions"),
        ("two_questions", "short", False, "one_question"),
        ("two_questions", "standard", True, "apart"),
        ("play", "standard", False, "play"),
        ("listen", "long", False, "listen"),
    ],
)
def test_a_closing_is_about_the_kind_of_the_evening_and_another_one_each_time(shape, length, apart, about):
    first = read(closed((), shape, length, apart))
    assert CONTENT.closings[first[1]].about == about
    second = read(closed((), shape, length, apart, played={"closings": (first[1],)}))
    assert CONTENT.closings[second[1]].about == about
    assert second != first


def test_nothing_to_take_along_is_heard_twice_before_all_were():
    takeaways = [*CONTENT.takeaways]
    couple = closed((30,), played={"takeaways": tuple(takeaways[:-1])})
    assert read(couple) == ("takeaways", takeaways[-1])


def test_whoever_is_alone_is_given_nothing_to_take_along():
    checkin = CheckIn(evening=EVENING, length="short", theme="touch", steps=(Step("question", 1),), solo=True)
    done = (Finished(ago(30), "short"),)
    couple = Couple(household=Household(checkin=checkin, welcomed=True, finished=done, left=EVENING))
    couple.session, couple.open = Session(state=State.TALK), True
    couple.say("next")
    deck, number = read(couple)
    assert (deck, CONTENT.closings[number].about) == ("closings", "solo")


@each_case(("hour", "part"), [(3, "night"), (4, "day"), (12, "day"), (18, "day"), (19, "night"), (23, "night")])
def test_it_is_a_good_night_from_seven_until_four(hour, part):
    couple = Couple(moment=THURSDAY_NIGHT.replace(hour=hour), household=Household(welcomed=True))
    couple.open_skill()
    couple.say("stop")
    assert couple.lines() == [f"stop.{part}"]


@each_case(("number", "kept"), [(1, False), (2, True)])
def test_a_no_to_the_ritual_they_have_lets_it_go_and_a_no_to_another_does_not(number, kept):
    couple = closed(ritual=KeptRitual(number=number, chosen=ago(9)))
    assert (couple.household.ritual is not None) == kept


def test_on_one_evening_of_three_it_is_a_good_night_by_their_names():
    by_name = 0
    for days in range(60):
        moment = THURSDAY_NIGHT + timedelta(days=days)
        steps = (Step("ritual", 1),)
        checkin = CheckIn(evening=moment.date(), length="short", theme="touch", steps=steps)
        couple = Couple(moment, Household(checkin=checkin, welcomed=True, names=("Sam", "Alex")))
        couple.session, couple.open = Session(state=State.RITUAL), True
        couple.say("pass")
        goodbye = couple.turn.parts[-1]
        named = goodbye.line == "close.named.night"
        assert goodbye.fill == ({"first": "Sam", "second": "Alex"} if named else {})
        by_name += named
    assert 12 < by_name < 28
