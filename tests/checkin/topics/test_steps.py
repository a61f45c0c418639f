# SPDX-License-Identifier: Apache-2.0
"""The steps of a check-in one by one: what is read, how long they talk, and what comes in its place."""

from __future__ import annotations

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Play
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, ReadTo, Say
from skill.content.types import Length

from ..couple import CONTENT, THURSDAY_NIGHT, Couple
from .evenings import read

TONIGHT = THURSDAY_NIGHT.date()
DECKS = {
    "practice": "practices",
    "appreciate": "appreciation",
    "plan": "plans",
    "touch": "touch",
    "experience": "experiences",
}
"""Steps other than questions, and the deck that each is read from."""


def at(*steps: Step, length: Length = "standard", place: int = 0, apart: bool = False) -> Couple:
    """A couple with music, in a check-in of such steps."""
    checkin = CheckIn(evening=TONIGHT, length=length, theme="touch", steps=steps, at=place, apart=apart)
    couple = Couple(household=Household(welcomed=True, checkin=checkin))
    couple.audio = True
    return couple


def entry_for(kind: str) -> int:
    if kind == "practice":
        return next(number for number, practice in CONTENT.practices.items() if practice.theme == "touch")
    return next(iter(getattr(CONTENT, DECKS[kind])))


def talk_s(couple: Couple) -> int:
    """How long they are given to talk."""
    assert couple.turn is not None
    (seconds,) = (effect.token.seconds for effect in couple.turn.effects if isinstance(effect, Play))
    return seconds


@each_case("kind", DECKS)
def test_another_one_is_one_of_the_same_kind_and_takes_its_place(kind: str) -> None:
    couple = at(Step("question", 1), Step(kind, entry_for(kind)), Step("ritual"), place=1)
    couple.say("another_one")
    (number,) = read(couple, DECKS[kind])
    assert number != entry_for(kind)
    checkin = couple.household.checkin
    assert checkin is not None
    assert (checkin.at, checkin.steps) == (1, (Step("question", 1), Step(kind, number), Step("ritual")))
    assert couple.session.entry == Read(DECKS[kind], number)
    if kind == "practice":
        assert CONTENT.practices[number].theme == "touch"


@each_case("kind", DECKS)
def test_what_is_read_is_noted_so_that_it_does_not_come_again_soon(kind: str) -> None:
    couple = at(Step(kind, entry_for(kind)), Step("ritual"))
    couple.say("repeat")
    assert read(couple, DECKS[kind]) == [entry_for(kind)]
    assert couple.household.played[DECKS[kind]] == (entry_for(kind),)


@each_case(
    ("kind", "seconds"), [("practice", 120), ("appreciate", 60), ("plan", 60), ("touch", 60), ("experience", 60)]
)
def test_each_step_has_its_time(kind: str, seconds: int) -> None:
    couple = at(Step("question", 1), Step(kind, entry_for(kind)), Step("ritual"))
    couple.say("next")
    assert talk_s(couple) == seconds


@each_case(("length", "seconds"), [("short", 60), ("standard", 120), ("long", 180)])
def test_each_of_the_two_has_the_time_of_the_evenings_length(length: Length, seconds: int) -> None:
    couple = at(Step("rate"), Step("question", 1), Step("swap", 1, 1), Step("question", 2), length=length)
    for _ in range(3):
        couple.say("next")
        couple.later(hours=0.1)
        assert talk_s(couple) == seconds


@each_case(("length", "seconds"), [("short", 90), ("standard", 180), ("long", 270)])
def test_the_only_question_of_an_evening_has_half_as_much_again(length: Length, seconds: int) -> None:
    couple = at(Step("rate"), Step("question", 1), Step("swap", 1, 1), length=length)
    couple.say("next")
    assert talk_s(couple) == seconds


def test_two_who_are_apart_get_what_can_be_done_so() -> None:
    number = next(number for number, entry in CONTENT.experiences.items() if entry.apart)
    for apart, field in ((True, "apart"), (False, "text")):
        couple = at(Step("question", 1), Step("experience", number), apart=apart)
        couple.say("next")
        assert couple.turn is not None
        assert Read("experiences", number, field) in couple.turn.parts


def test_time_to_rate_is_noted_so_that_they_are_not_asked_again_soon() -> None:
    couple = at(Step("question", 1), Step("rate"))
    assert couple.household.rating_offered is None
    couple.say("next")
    assert (couple.state, couple.household.rating_offered) == (State.RATE, TONIGHT)


def test_where_they_were_comes_back_with_its_music() -> None:
    couple = Couple()
    couple.audio = True
    couple.open_skill()
    couple.say("tonights_question")
    couple.say("yes")
    tonight = couple.household.tonight
    assert tonight is not None
    assert couple.playing is not None
    couple.playing = replace(couple.playing, offset_ms=40_000)
    couple.later(hours=0.01)
    couple.say("resume")
    assert couple.turn is not None
    assert read(couple, "questions") == [tonight.question]
    assert [(effect.offset_ms, effect.token) for effect in couple.turn.effects if isinstance(effect, Play)] == [
        (40_000, couple.playing.token)
    ]


@each_case("duration", ["0", "259200", "x"])
def test_a_time_that_makes_no_sense_is_told_outside_a_check_in_too(duration: str) -> None:
    couple = Couple()
    couple.audio = True
    couple.open_skill()
    couple.say("talk_time", duration=duration)
    assert couple.lines()[0] == "talk.odd_time"
    assert couple.turn is not None
    assert couple.turn.effects == ()
    assert couple.open


def test_who_begins_is_the_one_who_says_thank_you_first() -> None:
    number = next(number for number, entry in CONTENT.appreciation.items() if entry.to_one)
    couple = at(Step("question", 1), Step("appreciate", number))
    couple.household = replace(couple.household, names=("Sam", "Alex"))
    couple.say("start_over")
    assert couple.turn is not None
    (begins,) = {part.fill["name"] for part in couple.turn.parts if isinstance(part, Say) and "name" in part.fill}
    couple.later(hours=0.1)
    couple.say("next")
    (told,) = (part for part in couple.turn.parts if isinstance(part, ReadTo))
    assert told.first == begins


def test_both_are_called_by_name_where_a_question_has_no_turn_for_the_second() -> None:
    number = next(number for number, question in CONTENT.questions.items() if not question.joint)
    couple = at(Step("question", number))
    couple.household = replace(couple.household, names=("Sam", "Alex"))
    couple.say("start_over")
    (called,) = (part.fill for part in said(couple) if part.line == "turn.first_then")
    assert {called["name"], called["other"]} == {"Sam", "Alex"}
    couple.later(hours=0.1)
    couple.say("whose_turn")
    (told,) = (part.fill for part in said(couple) if part.line == "turn.first_then")
    assert told == called


def test_what_to_say_of_something_hard_is_offered_with_an_if_where_nothing_hard_was_asked() -> None:
    heavy = next(number for number, phrase in CONTENT.empathy.items() if phrase.fits == ("heavy",))
    for tone, line in (("heavy", "swap.say_back"), ("glad", "swap.say_back_if")):
        number = next(number for number, asked in CONTENT.questions.items() if asked.tone == tone and not asked.joint)
        couple = at(Step("question", number), Step("swap", number, heavy))
        couple.later(hours=0.1)
        couple.say("next")
        assert line in couple.lines()


def said(couple: Couple) -> list[Say]:
    """The lines of the last turn."""
    assert couple.turn is not None
    return [part for part in couple.turn.parts if isinstance(part, Say)]
