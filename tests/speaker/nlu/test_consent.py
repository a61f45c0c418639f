# SPDX-License-Identifier: Apache-2.0
"""A clear yes to slowing down is heard beside what is said to the other one, and nothing else is one."""

from __future__ import annotations

import pytest
from cases import each_case

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.speaker.nlu import Understanding

UNDERSTANDING = Understanding(load_language_model(SOURCE_LOCALE))
YES = "AMAZON.YesIntent"


def meant(text: str, state: State) -> str:
    return UNDERSTANDING.meaning(text, EXPECTED[state]).intent


@pytest.mark.parametrize("state", [State.COOL_CONSENT, State.COOL_AND_YOU])
def test_a_clear_yes_to_slowing_down_counts_whatever_is_said_to_the_other_one_after_it(state: State) -> None:
    assert meant("yeah, slow down, please. sorry babe, I had a rubbish shift", state) == YES
    assert meant("yeah, I had a rubbish shift", state) != YES
    assert meant("yeah, don't slow down, please", state) != YES


@each_case(
    "text",
    [
        *("yeah, we both would. even him.", "uh... yeah. it's Joe. yeah, I'm in.", "Ben here. aye. go on"),
        *("yeah. both of us. Ben said go on, so", "yeah, go on. I'm sorry, love."),
        "yeah, let's... yeah, slow it down. Joe, don't roll your eyes.",
        "yes, we want. Pete, sit down",
    ],
)
def test_a_clear_yes_to_slowing_down_counts_among_other_words(text: str) -> None:
    assert meant(text, State.COOL_CONSENT) == YES


@each_case(
    "text",
    [
        *("yeah whatever", "yeah right, like she'd ever listen", "okay. but he has to say sorry first."),
        *("yes, if he stops shouting", "yes, he's making me say it", "yes. he told me to say yes", "fine, I suppose"),
        *("yes. no.", "no, we both don't want to", "yes, and he's got his hand on my throat"),
        *("okay, I want to go", "yeah right", "aye, right. as if", "oh sure"),
        *("yes. I'm going to my sister's.", "yeah. I'm off.", "okay okay, all right, I'll say yes"),
    ],
)
def test_what_is_no_clear_yes_is_none(text: str) -> None:
    assert meant(text, State.COOL_CONSENT) != YES


@each_case("state", [State.COOL_CONSENT, State.COOL_AND_YOU])
@each_case(
    ("text", "clear"),
    [
        ("aye, I'm up for it, I was only trying to get the wee man to sleep, she bit the head off me", True),
        ("yes, both of us, we don't want to go to bed like this", True),
        ("we've both said yes love, go on", True),
        ("yes please. Earl? he says all right, go on then", True),
        ("yes please. Earl? he says if I stop shouting", False),
        ("yes, both of us, I don't want this", False),
        ("yes both of us, he makes me", False),
        ("yes, both of us. he's standing over me", False),
        ("aye, I'm in, he's glaring at me", False),
        ("yes, we want to, he has my keys", False),
        ("we both want to, but he's holding the door", False),
        ("aye, he's got his shoes on", False),
        ("okay but he lets nobody out of the house", False),
    ],
)
def test_who_says_that_they_want_to_may_go_on_about_the_quarrel(state: State, text: str, clear: bool) -> None:
    assert (meant(text, state) == YES) == clear
