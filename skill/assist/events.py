# SPDX-License-Identifier: Apache-2.0
"""From words to an event: whether they open us, ask us by name, or answer; and what they mean.

The intents are understood by the interaction model, so they come by its names and with its slots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from skill.checkin.intents import SAID, Intent
from skill.checkin.model.events import IntentReceived, Launched
from skill.checkin.model.session import State
from skill.checkin.table import expected_in
from skill.faces.slot_values import NAMED_AS, PLAIN, with_unlisted_days
from skill.language_model import LanguageModel
from skill.speaker.echo.invocation import Ask, Open, address
from skill.speaker.nlu import FALLBACK, RISK, Meaning, Understanding

WORDS_MAX_CHARACTERS = 1000
"""More is no utterance: a satellite cuts one after 15 s."""
_WORD_BEGINS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CALLED_OTHERWISE = {"FallbackIntent": Intent.NOT_UNDERSTOOD, "NavigateHomeIntent": Intent.GO_HOME}


class Received(Struct, frozen=True):
    """What somebody said, as an event."""

    event: Launched | IntentReceived
    opens: bool = False
    """Whether it begins anew, whatever was going on."""
    unknown: bool = False
    """Whether it means nothing that we know."""


class Listener:
    """Makes events of what is said."""

    def __init__(self, model: LanguageModel, understanding: Understanding) -> None:
        self._model = model
        self._understanding = understanding
        self._name_of = {intent_called(name): name for name in model.intents}

    def received(self, text: str, state: State) -> Received | None:
        """What was said, while the conversation waits in `state`; None where nothing was."""
        text = text[:WORDS_MAX_CHARACTERS].encode("utf-8", "replace").decode()
        if not any(character.isalnum() for character in text):
            return None
        to = address(text, self._model.invocation_name, self._model.locale)
        if isinstance(to, Open):
            return Received(Launched(), opens=True)
        if isinstance(to, Ask):
            meanings = [self._understanding.meaning(reading) for reading in to.readings]
            meaning = next((each for each in meanings if each.intent != FALLBACK), meanings[0])
            return self._received(meaning, opens=True)
        if to.leaves:
            return Received(IntentReceived(intent=Intent.STOP))
        return self._received(self._understanding.meaning(to.words, self.expects(state)))

    def expects(self, state: State) -> Sequence[str]:
        """The interaction model's names of what a state waits for."""
        return [self._name_of[intent] for intent in expected_in(state) if intent in self._name_of]

    def _received(self, meaning: Meaning, opens: bool = False) -> Received:
        slots = {name: PLAIN[name](value) if name in PLAIN else value for name, value in meaning.slots.items()}
        slots = with_unlisted_days(slots, meaning.spoken.get("days", ""), self._model.locale)
        unmatched = set(meaning.spoken) - set(slots)
        own_words = {name: meaning.spoken[name] for name in unmatched}
        said_as = {name: meaning.spoken[name] for name in NAMED_AS if name in slots and name in meaning.spoken}
        if meaning.perhaps_unsafe:
            unmatched.add(RISK)
        by_name = {
            name
            for name, value in slots.items()
            if self._model.is_name(meaning.intent, name, value, meaning.spoken.get(name, ""))
        }
        intent = intent_called(meaning.intent)
        event = IntentReceived(
            intent=intent,
            slots=slots,
            unmatched=frozenset(unmatched),
            own_words=own_words,
            said_as=said_as,
            by_name=frozenset(by_name),
        )
        return Received(event, opens, unknown=intent is Intent.NOT_UNDERSTOOD and not meaning.perhaps_unsafe)


def intent_called(name: str) -> Intent:
    """The intent that a name of the interaction model stands for; "not understood" where it is none of ours."""
    short = name.removeprefix("AMAZON.")
    if short in _CALLED_OTHERWISE:
        return _CALLED_OTHERWISE[short]
    words = _WORD_BEGINS.sub("_", short.removesuffix("Intent")).lower()
    return next((intent for intent in SAID if intent.value == words), Intent.NOT_UNDERSTOOD)
