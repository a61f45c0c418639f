# SPDX-License-Identifier: Apache-2.0
"""A plan that came from outside: gone through where all of it is known here, and let go where not.

An evening lasts until four in the morning.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cases import each_case

from skill.checkin.model.household import Household
from skill.checkin.model.plan import DAYS, CheckIn, Step, evening_on, known
from skill.checkin.model.session import Session, State

from .couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
UNKNOWN = 99_999
KINDS = ("question", "practice", "plan", "appreciate", "touch", "experience")
"""Kinds of steps that read an entry of a deck of their own."""
STEPS = (Step("question", 1), Step("swap", 1, 1), Step("ritual"))


def plan(*steps: Step, **fields: object) -> CheckIn:
    return CheckIn(**{"evening": EVENING, "length": "short", "theme": "touch", "steps": steps or STEPS} | fields)


@each_case(
    ("checkin", "is_known"),
    [
        (plan(), True),
        (plan(at=2), True),
        (plan(at=3), False),
        (plan(theme="of_next_year"), False),
        (plan(opening=1), True),
        (plan(opening=UNKNOWN), False),
        (plan(starter=1), True),
        (plan(starter=UNKNOWN), False),
        (plan(Step("rate")), True),
        (plan(Step("ritual", 1)), True),
        (plan(Step("ritual", UNKNOWN)), False),
        (plan(Step("swap", 1, UNKNOWN)), False),
        (plan(Step("swap", UNKNOWN, 1)), False),
        (plan(Step("question", 1, UNKNOWN)), True),
        (plan(Step("question", 1), Step("touch", UNKNOWN)), False),
        *((plan(Step(kind, 1)), True) for kind in KINDS),
        *((plan(Step(kind, UNKNOWN)), False) for kind in KINDS),
    ],
)
def test_a_plan_is_gone_through_where_the_decks_know_it_all(checkin: CheckIn, is_known: bool) -> None:
    assert known(checkin, CONTENT) == is_known
    couple = Couple(household=Household(checkin=checkin, welcomed=True, visits=1, last_visit=EVENING))
    couple.open_skill()
    assert (couple.household.checkin is not None and couple.household.checkin.begun) == is_known


def test_a_plan_that_is_known_no_more_is_let_go_in_the_middle_of_the_talk() -> None:
    couple = Couple(household=Household(checkin=plan(Step("question", UNKNOWN)), welcomed=True))
    couple.session, couple.open = Session(state=State.TALK), True
    couple.say("next")
    assert (couple.household.checkin, couple.state) == (None, State.READY)


@each_case(("hour", "minute", "days"), [(0, 0, 0), (3, 59, 0), (4, 0, 1), (12, 0, 1), (23, 59, 1)])
def test_an_evening_lasts_until_four_in_the_morning(hour: int, minute: int, days: int) -> None:
    moment = datetime(2026, 3, 6, hour, minute, tzinfo=UTC)
    assert evening_on(moment) == date(2026, 3, 5) + timedelta(days=days)


def test_every_weekday_has_a_name_and_some_have_one_together() -> None:
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    assert [DAYS[name] for name in names] == [(day,) for day in range(7)]
    assert DAYS["weekdays"] + DAYS["weekends"] == DAYS["every_day"] == tuple(range(7))
    assert DAYS["weekends"] == (5, 6)
