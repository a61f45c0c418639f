# SPDX-License-Identifier: Apache-2.0
"""How to ask for help is told where danger is only likely; a half yes is enough for a number, and none for a talk."""

from __future__ import annotations

import pytest

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.session import State

from ..couple import Couple

PERHAPS_UNSAFE = IntentReceived(intent=Intent.NOT_UNDERSTOOD, unmatched=frozenset({"risk"}))
HOW = "If something's really wrong, tell me any time."


def test_what_may_be_danger_is_answered_with_how_to_say_it(couple: Couple) -> None:
    couple.open_skill()
    before = couple.state
    words = couple.tell(PERHAPS_UNSAFE)
    sorry, how, _ = words.split(". ", 2)
    assert "sorry" in sorry.lower()
    assert f"{how}." == HOW
    assert words.endswith("?")
    assert couple.state is before


def test_what_is_plainly_not_understood_is_not_answered_so(couple: Couple) -> None:
    couple.open_skill()
    assert HOW not in couple.mumble()


def test_no_talk_of_two_begins_where_one_may_not_be_safe(couple: Couple) -> None:
    couple.say("cool_down")
    assert couple.state is State.COOL_CONSENT
    assert HOW in couple.tell(PERHAPS_UNSAFE)
    assert not couple.open


@pytest.mark.parametrize("consents", [0, 1])
def test_a_half_yes_is_no_consent(couple: Couple, consents: int) -> None:
    couple.say("cool_down")
    for _ in range(consents):
        couple.say("yes")
    couple.say("sometimes")
    assert not couple.open


def test_a_half_yes_is_enough_for_a_number(couple: Couple) -> None:
    couple.say("safety", risk="fear")
    words = couple.say("sometimes")
    assert couple.state is State.SAFETY
    assert any(character.isdigit() for character in words) or "number" in words


def test_a_half_yes_begins_an_evening(couple: Couple) -> None:
    couple.open_skill()
    assert couple.state is State.OFFER
    couple.say("sometimes")
    assert couple.household.checkin is not None
