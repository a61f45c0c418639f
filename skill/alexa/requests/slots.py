# SPDX-License-Identifier: Apache-2.0
"""Slots of an intent: ids where the interaction model lists the values, else a plain value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from skill.alexa.intents import INTENT_OF
from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.slot_values import PLAIN

if TYPE_CHECKING:
    from ask_sdk_model.slot import Slot
    from ask_sdk_model.slu.entityresolution.resolutions import Resolutions

MATCHED = "ER_SUCCESS_MATCH"
LISTED = frozenset({"theme", "length", "moment", "feeling", "topic", "mood", "days", "risk", "ritual"})
"""Slots whose values the interaction model lists. The others are of the platform's own types."""
NOT_UNDERSTOOD = "?"
"""What the platform writes into a number or a time that it could not make out."""
VALUE_LENGTH_MAX = 60
SLOTS_MAX = 12

_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
_NAME = re.compile(r"[A-Za-z_.]{1,80}")


def heard(intent: str | None, slots: Mapping[str, Slot] | None) -> IntentReceived:
    """What was understood. An intent whose name could not be one is taken for words that were not understood."""
    if intent is None or not _NAME.fullmatch(intent):
        return IntentReceived(intent=Intent.NOT_UNDERSTOOD)
    values: dict[str, str] = {}
    unmatched: set[str] = set()
    for name, slot in list((slots or {}).items())[:SLOTS_MAX]:
        if slot is None or not _NAME.fullmatch(name):
            continue
        value = _value(name, slot)
        if value is not None:
            values[name] = value
        elif (slot.value or "").strip():
            unmatched.add(name)
    return IntentReceived(
        intent=INTENT_OF.get(intent, Intent.NOT_UNDERSTOOD), slots=values, unmatched=frozenset(unmatched)
    )


def _value(name: str, slot: Slot) -> str | None:
    """The slot's id or value; None where it is empty or matches nothing."""
    simple = _simple(slot)
    for resolutions in (slot.resolutions, getattr(simple, "resolutions", None)):
        for found in _matches(resolutions):
            return found
    if name in LISTED:
        return None
    value = _clean(slot.value or getattr(simple, "value", None) or "")
    if not value or value == NOT_UNDERSTOOD:
        return None
    return PLAIN[name](value) if name in PLAIN else value


def _simple(slot: Slot) -> object:
    """The slot's single value, or the first of several."""
    value = slot.slot_value
    several = getattr(value, "values", None)
    return several[0] if several else value


def _matches(resolutions: Resolutions | None) -> Iterator[str]:
    """Ids that were matched, of the static and the dynamic values, best first."""
    for authority in (resolutions.resolutions_per_authority if resolutions else None) or ():
        if authority is None or authority.status is None or authority.status.code is None:
            continue
        if authority.status.code.value != MATCHED:
            continue
        for wrapper in authority.values or ():
            found = wrapper.value.id if wrapper and wrapper.value else None
            if found and _ID.fullmatch(found):
                yield found


def _clean(value: str) -> str:
    """One line of at most 60 characters that can be spoken and kept: no control characters, no half characters."""
    printable = "".join(character if character.isprintable() else " " for character in value[: 4 * VALUE_LENGTH_MAX])
    return " ".join(printable.split())[:VALUE_LENGTH_MAX]
