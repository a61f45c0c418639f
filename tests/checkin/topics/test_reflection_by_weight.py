# SPDX-License-Identifier: Apache-2.0
"""How a reflection ends, by what weighs on them and what is strong: each of nine answers as a letter."""

from cases import each_case

from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Pause, Read, Say

from ..couple import Couple

SIGNS = "nnnnnnnnn"


def answered(letters):
    """A couple who answered the nine signs of the reflection."""
    couple = Couple(household=Household(welcomed=True))
    couple.session, couple.open = Session(state=State.REFLECT, answers=letters[:-1]), True
    couple.say({"y": "yes", "n": "no", "s": "sometimes", "x": "pass"}[letters[-1]])
    return couple


@each_case(
    ("letters", "strong", "heavy", "outside", "leans"),
    [
        ("xxxxxxxxx", "reflect.strong_talking", False, False, False),
        ("nxxxxxxxx", "reflect.strong_one", False, False, False),
        ("nnxxxxxxx", "reflect.strong_two", False, False, False),
        ("nnnnnnnnn", "reflect.strong_two", False, False, False),
        ("nnnnnnnns", "reflect.strong_two", False, False, True),
        ("yysnnnnnn", "reflect.strong_two", False, False, True),
        ("yyynnnnnn", "reflect.strong_two", True, False, True),
        ("ssssssnnn", "reflect.strong_two", True, False, True),
        ("yyyysnnnn", "reflect.strong_two", True, False, True),
        ("yyyyynnnn", "reflect.strong_two", True, True, True),
        ("yyyyyyyyy", "reflect.strong_talking", True, True, True),
        ("sssssssss", "reflect.strong_talking", True, False, True),
    ],
)
def test_a_reflection_ends_by_what_weighs_on_them(letters, strong, heavy, outside, leans):
    couple = answered(letters)
    lines = couple.lines()
    assert strong in lines
    assert ("reflect.outside_help" in lines) == outside
    assert ("ask.reflect_light" in lines) == heavy
    assert ("reflect.theme" in lines) != heavy
    assert bool(couple.household.leaning) == leans


def test_of_what_is_strong_the_first_two_are_named():
    couple = answered("ynynnnnnn")
    said = next(part for part in couple.turn.parts if isinstance(part, Say) and part.line == "reflect.strong_two")
    assert [said.fill[place].number for place in ("one", "two")] == [2, 4]
    assert {value.field for value in said.fill.values()} == {"strength"}
    one = answered("yyyyyyyyn")
    said = next(part for part in one.turn.parts if isinstance(part, Say) and part.line == "reflect.strong_one")
    assert said.fill["one"] == Read("signs", 9, "strength")


def test_a_weight_grows_by_half_and_not_beyond_one():
    first = answered("nnnnnnnny")
    ((theme, weight),) = first.household.leaning.items()
    assert weight == 0.5
    for before, after in ((0.25, 0.75), (0.75, 1.0)):
        couple = Couple(household=Household(welcomed=True, leaning={theme: before, "touch": 0.1}))
        couple.session, couple.open = Session(state=State.REFLECT, answers=SIGNS[:-1]), True
        couple.say("yes")
        assert couple.household.leaning == {"touch": 0.1} | {theme: after}


@each_case(
    ("letters", "row"),
    [
        (
            "nnnnnnnns",
            "reflect.end reflect.strong_two ~ reflect.theme ~ reflect.step_lead <> ~ close",
        ),
        ("yyyynnnnn", "reflect.end reflect.strong_two ~ ask.reflect_light"),
        ("yyyyynnnn", "reflect.end reflect.strong_two ~ reflect.outside_help ~ ask.reflect_light"),
    ],
)
def test_each_thought_at_its_end_has_a_breath(letters, row):
    said = {Say: lambda part: part.line.removesuffix(".night"), Read: lambda part: "<>", Pause: lambda part: "~"}
    told = " ".join(said[type(part)](part) for part in answered(letters).turn.parts)
    assert told.removeprefix("reflect.sometimes ") == row
