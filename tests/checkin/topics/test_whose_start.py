# SPDX-License-Identifier: Apache-2.0
"""Who of the two begins: in turn from one evening to the next, or whom they name."""

from __future__ import annotations

from datetime import timedelta

from cases import each_case

from skill.checkin.model.speech import Say

from ..couple import THURSDAY_NIGHT, Couple

NAMES = {"first": "Sam", "second": "Alex"}
NAMED = ("turn.begins_named", "turn.first_then", "question.deeper_named", "swap.say_back_named", "swap.named")


def known() -> Couple:
    """A couple whose names are known, asked whether to begin."""
    couple = Couple()
    couple.audio = True
    couple.open_skill()
    couple.say("set_names", **NAMES)
    return couple


def named(couple: Couple) -> list[str]:
    """The names that were said last, each with a line that calls one of the two."""
    assert couple.turn is not None
    found = [part.fill["name"] for part in couple.turn.parts if isinstance(part, Say) and part.line in NAMED]
    return [str(name) for name in found]


def begun_by(couple: Couple) -> str:
    """The name of whoever began an evening, told by whom the question comes to next."""
    begins = couple.household.begins
    assert begins is not None
    assert begins.who is not None
    return ("Sam", "Alex")[begins.who]


@each_case("name", ["Sam", "Alex", "alex"])
def test_whom_they_name_where_the_evening_is_offered_begins_it(name: str) -> None:
    couple = known()
    couple.say("set_names", first=name)
    assert begun_by(couple) == name.capitalize()
    assert couple.household.checkin is not None
    assert couple.household.checkin.begun
    assert {*named(couple)} <= {name.capitalize()}


def test_it_is_the_other_one_on_the_next_evening() -> None:
    couple = known()
    couple.say("yes")
    before = begun_by(couple)
    for _ in range(4):
        couple.later(days=1)
        couple.open_skill()
        couple.say("start_check_in", mood="light")
        couple.say("whose_turn")
        assert begun_by(couple) != before
        before = begun_by(couple)


def test_it_stays_the_same_all_evening() -> None:
    couple = known()
    couple.say("yes")
    before = couple.household.begins
    couple.later(hours=0.1)
    couple.say("next")
    couple.say("whose_turn")
    assert couple.household.begins == before


@each_case(
    ("said", "line"), [("me", "whose.asked"), ("the other one", "whose.as_they_like"), ("her", "whose.as_they_like")]
)
def test_where_nobody_knows_who_that_is_no_name_is_called_all_evening(said: str, line: str) -> None:
    couple = known()
    couple.say("set_names", first=said)
    assert couple.lines()[0] == line
    for _ in range(6):
        assert named(couple) == []
        couple.later(hours=0.1)
        couple.say("next")


def test_named_in_their_talk_it_is_the_turn_of_that_one_now() -> None:
    couple = known()
    couple.say("yes")
    other = ({"Sam", "Alex"} - {begun_by(couple)}).pop()
    couple.later(hours=0.01)
    couple.say("set_names", first=other)
    assert "turn.begins_named" in couple.lines()
    assert other in couple.words
    assert begun_by(couple) == other


def test_one_name_that_is_none_of_theirs_asks_for_both() -> None:
    couple = known()
    couple.say("set_names", first="Robin")
    assert couple.lines()[0] == "names.both"
    assert couple.household.names == ("Sam", "Alex")


def test_before_their_names_are_known_one_of_them_asks_for_both() -> None:
    couple = Couple()
    couple.open_skill()
    couple.say("set_names", first="Sam")
    assert couple.lines()[0] == "names.both"


def test_a_hushed_evening_begins_without_a_game() -> None:
    told = 0
    for days in range(12):
        couple = Couple(THURSDAY_NIGHT + timedelta(days))
        couple.open_skill()
        couple.say("empathy_phrase", feeling="sad")
        couple.say("start_check_in")
        told += "whose.nobody" in couple.lines()
        assert not couple.household.played.get("first")
    assert told


def test_who_begins_at_a_question_begins_at_once() -> None:
    couple = known()
    couple.say("tonights_question")
    couple.say("set_names", first="Sam")
    assert couple.lines()[0] == "turn.begins_named"
    assert not couple.open  # they talk
