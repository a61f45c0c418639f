# SPDX-License-Identifier: Apache-2.0
"""The transition table, and the lines that its states need."""

from cases import each_case

from skill.alexa.intents import NAME_OF
from skill.checkin.anywhere import ANYWHERE
from skill.checkin.intents import SAID
from skill.checkin.model.session import State
from skill.checkin.table import TABLE, UNDER_MUSIC_ONLY, expected_in
from skill.language_model import load_language_model

from .couple import CONTENT

OPEN_STATES = [state for state in State if state not in (State.NEW, State.ENDED)]


def test_every_state_has_a_row():
    assert set(TABLE) == set(State)


@each_case("state", OPEN_STATES)
def test_every_open_state_has_words_for_silence_and_for_help(state):
    assert (f"reprompt.{state.value}" in CONTENT.lines) == (state not in UNDER_MUSIC_ONLY)
    assert f"help.{state.value}" in CONTENT.lines


@each_case("state", OPEN_STATES)
def test_every_open_state_waits_for_something(state):
    assert expected_in(state)


def test_every_intent_of_the_model_has_a_place_and_no_other_does():
    declared = set(load_language_model("en-US").intents)
    assert {NAME_OF[intent] for intent in SAID & set(ANYWHERE)} == declared


def test_every_state_can_be_left_and_reached():
    reached = {target for moves in (*TABLE.values(), ANYWHERE) for move in moves.values() for target in move.leads_to}
    assert set(OPEN_STATES) <= reached
    for state in OPEN_STATES:
        assert any(State.ENDED in move.leads_to for move in (*TABLE[state].values(), *ANYWHERE.values()))
