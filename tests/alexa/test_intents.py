# SPDX-License-Identifier: Apache-2.0
"""The one mapping between the conversation's intents and the platform's names of them."""

from __future__ import annotations

from cases import each_case

from skill.alexa.intents import INTENT_OF, NAME_OF
from skill.checkin.intents import Intent
from skill.language_model import load_language_model


def test_each_intent_of_the_interaction_model_is_one_of_the_conversation_and_no_other_is() -> None:
    assert set(INTENT_OF) == set(load_language_model("en-US").intents)
    assert {INTENT_OF[name] for name in NAME_OF.values()} == set(NAME_OF)


@each_case(
    ("intent", "name"),
    [
        (Intent.HELP, "AMAZON.HelpIntent"),
        (Intent.STOP, "AMAZON.StopIntent"),
        (Intent.CANCEL, "AMAZON.CancelIntent"),
        (Intent.GO_HOME, "AMAZON.NavigateHomeIntent"),
        (Intent.NOT_UNDERSTOOD, "AMAZON.FallbackIntent"),
        (Intent.YES, "AMAZON.YesIntent"),
        (Intent.NO, "AMAZON.NoIntent"),
        (Intent.NEXT, "AMAZON.NextIntent"),
        (Intent.PREVIOUS, "AMAZON.PreviousIntent"),
        (Intent.REPEAT, "AMAZON.RepeatIntent"),
        (Intent.PAUSE, "AMAZON.PauseIntent"),
        (Intent.RESUME, "AMAZON.ResumeIntent"),
        (Intent.START_OVER, "AMAZON.StartOverIntent"),
        (Intent.LOOP_ON, "AMAZON.LoopOnIntent"),
        (Intent.LOOP_OFF, "AMAZON.LoopOffIntent"),
        (Intent.SHUFFLE_ON, "AMAZON.ShuffleOnIntent"),
        (Intent.SHUFFLE_OFF, "AMAZON.ShuffleOffIntent"),
        (Intent.START_CHECK_IN, "StartCheckInIntent"),
    ],
)
def test_what_the_platform_has_a_name_for_goes_by_it(intent: Intent, name: str) -> None:
    assert (NAME_OF[intent], INTENT_OF[name]) == (name, intent)
