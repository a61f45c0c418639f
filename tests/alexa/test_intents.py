# SPDX-License-Identifier: Apache-2.0
"""The one mapping between the conversation's intents and the platform's names of them."""

from __future__ import annotations

from skill.alexa.intents import INTENT_OF, NAME_OF
from skill.language_model import load_language_model


def test_each_intent_of_the_interaction_model_is_one_of_the_conversation_and_no_other_is() -> None:
    assert set(INTENT_OF) == set(load_language_model("en-US").intents)
    assert {INTENT_OF[name] for name in NAME_OF.values()} == set(NAME_OF)
