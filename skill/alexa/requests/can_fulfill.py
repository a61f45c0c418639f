# SPDX-License-Identifier: Apache-2.0
"""Whether the skill could answer a sentence that named no skill. Reads and writes nothing of any household."""

from __future__ import annotations

from ask_sdk_model.canfulfill.can_fulfill_intent import CanFulfillIntent
from ask_sdk_model.canfulfill.can_fulfill_intent_values import CanFulfillIntentValues
from ask_sdk_model.canfulfill.can_fulfill_slot import CanFulfillSlot
from ask_sdk_model.canfulfill.can_fulfill_slot_values import CanFulfillSlotValues
from ask_sdk_model.canfulfill.can_understand_slot_values import CanUnderstandSlotValues

from skill.alexa.requests.envelope import Asked, part, text
from skill.alexa.requests.slots import heard
from skill.alexa.serializer import written

ANSWERED = {
    "TonightsQuestionIntent": frozenset({"theme"}),
    "EmpathyPhraseIntent": frozenset({"feeling"}),
    "SuggestRitualIntent": frozenset({"moment"}),
}
"""Intents that make sense to somebody who did not ask for this skill, with their slots."""
SLOTS_MAX = 200
"""Slots that are judged; no real request comes near."""


def judge(asked: Asked) -> object:
    """Yes for what is answered at once; maybe where a slot's words are not known; no for the rest."""
    intent = part(asked.event, "request", "intent")
    slots = list(part(intent, "slots"))[:SLOTS_MAX]
    known = ANSWERED.get(text(intent, "name") or "")
    if known is None:
        return written(
            CanFulfillIntent(can_fulfill=CanFulfillIntentValues.NO, slots={name: _slot(False) for name in slots})
        )
    unmatched = heard(asked).unmatched
    judged = {name: name in known and name not in unmatched for name in slots}
    answer = CanFulfillIntentValues.YES if all(judged.values()) else CanFulfillIntentValues.MAYBE
    return written(CanFulfillIntent(can_fulfill=answer, slots={name: _slot(good) for name, good in judged.items()}))


def _slot(good: bool) -> CanFulfillSlot:
    if good:
        return CanFulfillSlot(can_understand=CanUnderstandSlotValues.YES, can_fulfill=CanFulfillSlotValues.YES)
    return CanFulfillSlot(can_understand=CanUnderstandSlotValues.NO, can_fulfill=CanFulfillSlotValues.NO)
