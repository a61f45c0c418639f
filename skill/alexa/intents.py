# SPDX-License-Identifier: Apache-2.0
"""Intent names of the platform, and the intents of the conversation that they stand for: one mapping, both ways."""

from __future__ import annotations

from collections.abc import Mapping

from skill.checkin.intents import SAID, Intent

_BUILT_INS: Mapping[Intent, str] = {
    Intent.HELP: "AMAZON.HelpIntent",
    Intent.STOP: "AMAZON.StopIntent",
    Intent.CANCEL: "AMAZON.CancelIntent",
    Intent.GO_HOME: "AMAZON.NavigateHomeIntent",
    Intent.NOT_UNDERSTOOD: "AMAZON.FallbackIntent",
    Intent.YES: "AMAZON.YesIntent",
    Intent.NO: "AMAZON.NoIntent",
    Intent.NEXT: "AMAZON.NextIntent",
    Intent.PREVIOUS: "AMAZON.PreviousIntent",
    Intent.REPEAT: "AMAZON.RepeatIntent",
    Intent.PAUSE: "AMAZON.PauseIntent",
    Intent.RESUME: "AMAZON.ResumeIntent",
    Intent.START_OVER: "AMAZON.StartOverIntent",
    Intent.LOOP_ON: "AMAZON.LoopOnIntent",
    Intent.LOOP_OFF: "AMAZON.LoopOffIntent",
    Intent.SHUFFLE_ON: "AMAZON.ShuffleOnIntent",
    Intent.SHUFFLE_OFF: "AMAZON.ShuffleOffIntent",
}
"""The platform's own intents. All others are called as they are here, as in StartCheckInIntent."""

NAME_OF: Mapping[Intent, str] = {
    intent: _BUILT_INS.get(intent) or "".join(word.capitalize() for word in intent.value.split("_")) + "Intent"
    for intent in Intent
    if intent in SAID
}
"""Each intent's name in requests, in the interaction model, and in what a response expects."""
INTENT_OF: Mapping[str, Intent] = {name: intent for intent, name in NAME_OF.items()}
