# SPDX-License-Identifier: Apache-2.0
"""What is said where somebody is not safe, by the risk and by what is known of the country, line by line."""

from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Care, Pause, Read, Say

from ..couple import THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()


def told(country, risk):
    """The lines of the first answer."""
    couple = Couple()
    couple.country = country
    couple.say("safety", **({"risk": risk} if risk else {}))
    return couple


def risks(couple):
    """The risk of each number that is said, in order."""
    return [part.fill["number"].risk for part in couple.turn.parts if isinstance(part, Say) and "number" in part.fill]


@each_case(
    ("country", "risk", "lines", "is_open"),
    [
        ("US", None, "emergency offer", True),
        ("US", "danger", "emergency offer", True),
        ("US", "other", "emergency offer", True),
        ("US", "child", "emergency offer", True),
        ("US", "fear", "fear emergency offer_listeners", True),
        ("US", "self", "self call_or_text emergency anything_else", True),
        ("GB", "self", "self call emergency anything_else", True),
        ("CA", "danger", "emergency offer_place", True),
        ("CA", "fear", "fear emergency offer_place", True),
        ("DE", "child", "emergency offer", True),
        ("DE", "self", "self self_someone emergency close", False),
        ("IE", "self", "self self_someone emergency close", False),
        ("IN", "danger", "emergency close", False),
        ("IN", "child", "emergency close", False),
        ("IN", "fear", "fear emergency close", False),
        ("ZZ", "danger", "emergency_unknown close", False),
        ("ZZ", "self", "self self_someone emergency_unknown close", False),
    ],
)
def test_the_first_answer_is_what_is_known_there(country, risk, lines, is_open):
    couple = told(country, risk)
    assert couple.lines() == [f"safety.{line}" for line in lines.split()]
    assert (couple.state is State.SAFETY, couple.open) == (is_open, is_open)
    assert couple.turn.effects == (StopMusic(),)
    assert couple.household.left == EVENING


@each_case(
    ("country", "risk", "lines", "numbers"),
    [
        ("US", "danger", "number ~2 number_again text_line anything_else", ["danger", "danger"]),
        ("US", "child", "number ~2 number_again anything_else", ["child", "child"]),
        ("GB", "danger", "number ~2 number_again anything_else", ["danger", "danger"]),
        ("US", "self", "call_or_text ~2 number_again emergency anything_else", ["self", "self", "emergency"]),
        ("GB", "self", "call ~2 number_again emergency anything_else", ["self", "self", "emergency"]),
        ("CA", "danger", "place ~2 place_again anything_else", []),
        ("CA", "fear", "place ~2 place_again emergency anything_else", ["emergency"]),
        ("CA", "child", "number ~2 number_again text_line anything_else", ["child", "child"]),
        ("US", "fear", "number ~2 number_again text_line emergency anything_else", ["danger", "danger", "emergency"]),
        ("DE", "child", "number ~2 number_again anything_else", ["danger", "danger"]),
    ],
)
def test_the_number_or_the_place_is_said_twice_with_time_between(country, risk, lines, numbers):
    couple = told(country, risk)
    couple.say("yes")
    said = [
        f"~{part.seconds}" if isinstance(part, Pause) else part.line.removeprefix("safety.")
        for part in couple.turn.parts
    ]
    assert (" ".join(said), risks(couple)) == (lines, numbers)
    assert couple.state is State.SAFETY


def test_the_number_is_that_of_the_country():
    couple = told("GB", "self")
    assert Care("GB", "self") in [part.fill.get("number") for part in couple.turn.parts]


def test_where_no_number_is_known_any_more_it_ends_quietly():
    couple = Couple()
    couple.country = "ZZ"
    couple.session, couple.open = Session(state=State.SAFETY, asked_for="danger"), True
    couple.say("yes")
    assert (couple.lines(), couple.open) == (["safety.goodbye"], False)
    assert couple.household.left == EVENING


def test_nothing_that_was_read_or_answered_before_stays_in_the_session():
    couple = Couple()
    entry = Read("questions", 1)
    couple.session = Session(state=State.REFLECT, answers="yn", entry=entry, offered=(1,), asked_for="light")
    couple.open = True
    couple.say("safety", risk="fear")
    assert couple.session.answers == ""
    assert (couple.session.entry, couple.session.offered, couple.session.asked_for) == (None, (), "fear")


@each_case("state", [State.READY, State.OFFER, State.QUESTION, State.TALK])
def test_words_that_may_tell_of_danger_are_told_how_to_say_it_and_the_microphone_stays_open(state):
    couple = Couple(household=Household(welcomed=True))
    couple.remembers = state is not State.TALK
    couple.session, couple.open = Session(state=state, told=True), True
    couple.tell(IntentReceived(intent=Intent.NOT_UNDERSTOOD, unmatched=frozenset({"risk"})))
    lines = couple.lines()
    assert lines.index("safety.how_to_say") == (1 if lines[0].startswith("sorry.") else 0)
    assert couple.open
    plain = Couple(household=Household(welcomed=True))
    plain.session, plain.open = Session(state=State.READY), True
    plain.mumble()
    assert "safety.how_to_say" not in plain.lines()


def test_said_to_a_question_they_begin_to_answer_but_not_where_it_may_be_danger():
    couple = Couple(household=Household(welcomed=True))
    couple.audio = True
    couple.session, couple.open = Session(state=State.QUESTION), True
    couple.mumble()
    assert (couple.lines()[0], couple.open) == ("question.they_talk", False)
