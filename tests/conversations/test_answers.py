# SPDX-License-Identifier: Apache-2.0
"""What people answer to our own questions: whatever a question names must be understood where it was asked.

The rows stand in `answers.txt`.
"""

from pathlib import Path

import pytest
from cases import each_case
from understood import understanding_of

from skill.alexa.intents import INTENT_OF
from skill.alexa.responses.response import EXPECTED
from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.table import move_for

ANSWERS = (Path(__file__).parent / "answers.txt").read_text(encoding="utf-8")
ROWS = [
    (row[:15].strip(), meant.split(), answer.strip())
    for row in ANSWERS.splitlines()
    if not row.startswith("#")
    for meant, answers in [row[15:].split("  ", 1)]
    for answer in answers.split(";")
]


@pytest.fixture(scope="module")
def understanding():
    return understanding_of("en-US")


@pytest.mark.parametrize("state", sorted({state for state, _, _ in ROWS}))
def test_an_answer_to_our_own_question_leads_on(understanding, state):
    waited_for = EXPECTED[State(state)]
    astray, leads_nowhere = [], move_for(State(state), Intent.NOT_UNDERSTOOD)
    for _, meant, answer in (row for row in ROWS if row[0] == state):
        intent = understanding.meaning(answer, waited_for).intent
        understood = intent.removeprefix("AMAZON.").removesuffix("Intent") in meant
        if not understood or move_for(State(state), INTENT_OF[intent]) is leads_nowhere:
            astray.append((answer, intent))
    assert astray == []


@each_case("answer", ["he says yes", "he says yes too", "she's up for it", "he's nodding", "he agrees"])
def test_nobody_says_yes_for_the_other_to_a_cool_down(understanding, answer):
    meaning = understanding.meaning(answer, EXPECTED[State.COOL_AND_YOU])
    assert move_for(State.COOL_AND_YOU, INTENT_OF[meaning.intent]) is not move_for(State.COOL_AND_YOU, Intent.YES)
