# SPDX-License-Identifier: Apache-2.0
"""How deep, and how heavy, a question outside a check-in may be: by what they did, told, and asked for."""

from datetime import timedelta

import pytest
from cases import each_case

from skill.checkin.model.deck_numbers import Tonight
from skill.checkin.model.household import Finished, Household, Wordings
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
LIGHT_AND_LONG_AGO = tuple(number for number, question in CONTENT.questions.items() if question.depth < 3)[:12]


def ago(days):
    return EVENING - timedelta(days=days)


def asked(state=State.READY, finished=(30, 29, 28), is_open=True, asked_for=None, slots=None, times=12, **fields):
    """The questions that they are asked on as many evenings; so many check-ins were finished some days ago."""
    found = []
    for days in range(times):
        moment = THURSDAY_NIGHT + timedelta(days=days)
        done = tuple(Finished((moment - timedelta(days=ago)).date(), "short") for ago in finished)
        told = {name: value(moment.date()) if callable(value) else value for name, value in fields.items()}
        household = Household(welcomed=True, finished=done, **{"played": {"questions": LIGHT_AND_LONG_AGO}} | told)
        couple = Couple(moment, household)
        couple.session, couple.open = Session(state=state, asked_for=asked_for), is_open
        couple.say("tonights_question", **(slots or {}))
        found.append(CONTENT.questions[couple.household.tonight.question])
    return found


def low(evening):
    return Wordings(evening, {"empathy.kind": 1})


@each_case(
    ("fields", "deepest"),
    [
        ({}, 3),
        ({"finished": (30, 29)}, 2),
        ({"played": {"questions": LIGHT_AND_LONG_AGO[:9]}}, 2),
        ({"finished": (30, 29, 28, 0)}, 2),
        ({"left": lambda evening: evening}, 1),
        ({"left": lambda evening: evening - timedelta(days=1)}, 3),
        ({"wordings": low}, 1),
    ],
)
def test_it_goes_as_deep_as_they_are_ready_for(fields, deepest):
    assert max(question.depth for question in asked(**fields, times=25)) == deepest


def test_after_their_evening_it_goes_deep_only_where_they_ask_for_that():
    deep = asked(finished=(30, 29, 28, 0), slots={"mood": "deep"}, times=25)
    assert max(question.depth for question in deep) == 3
    assert {question.mood for question in deep} == {"deep"}


def test_who_is_low_is_asked_something_light_that_touches_nobody():
    found = asked(wordings=low)
    assert all(question.soothing for question in found)
    assert not {topic for question in found for topic in question.topics} - {"sex"}


def couple_with(question, evening=EVENING, state=State.READY, **fields):
    couple = Couple(household=Household(welcomed=True, tonight=Tonight(evening, question), **fields))
    couple.session, couple.open = Session(state=state), True
    return couple


TOUCHING = next(number for number, question in CONTENT.questions.items() if "money" in question.topics)


@pytest.mark.parametrize(
    ("couple", "same"),
    [
        (couple_with(1), True),
        (couple_with(1, ago(1)), False),
        (couple_with(99_999), False),
        (couple_with(TOUCHING), True),
        (couple_with(TOUCHING, avoided=("money",)), False),
        (couple_with(TOUCHING, avoided=("work",)), True),
    ],
    ids=["tonights", "yesterdays", "unknown", "free", "avoided", "another topic"],
)
def test_tonights_question_is_read_while_it_is_one_for_them(couple, same):
    before = couple.household.tonight.question
    couple.say("tonights_question")
    assert (couple.household.tonight.question == before) == same
    assert couple.session.entry == Read("questions", couple.household.tonight.question)


@each_case(
    ("slots", "same"),
    [
        ({"theme": "own"}, True),
        ({"theme": "other"}, False),
        ({"topic": "money"}, True),
        ({"topic": "sex"}, False),
        ({"mood": "funny"}, False),
    ],
)
def test_named_otherwise_it_is_another_one(slots, same):
    themes = {"own": CONTENT.questions[TOUCHING].theme, "other": "touch"}
    couple = couple_with(TOUCHING)
    couple.say("tonights_question", **{slot: themes.get(value, value) for slot, value in slots.items()})
    assert (couple.household.tonight.question == TOUCHING) == same


@each_case(("state", "lead"), [(State.READY, "question.tonight"), (State.QUESTION, "question.another")])
def test_it_is_called_the_evenings_question_until_they_heard_one(state, lead):
    couple = couple_with(1, ago(1), state)
    couple.say("tonights_question")
    assert couple.lines()[0] == lead
