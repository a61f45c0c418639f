# SPDX-License-Identifier: Apache-2.0
"""Slots of an intent: ids where the interaction model lists the values, else a plain value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skill.alexa.intents import INTENT_OF
from skill.alexa.requests.envelope import NOTHING, Asked, Part, part, text
from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.faces.slot_values import NAMED_AS, PLAIN, is_its_name, with_unlisted_days

MATCHED = "ER_SUCCESS_MATCH"
LISTED = frozenset({"theme", "length", "moment", "feeling", "topic", "mood", "days", "risk", "ritual"})
"""Slots whose values the interaction model lists. The others are of the platform's own types."""
NOT_UNDERSTOOD = "?"
"""What the platform writes into a number or a time that it could not make out."""
VALUE_LENGTH_MAX = 60
SLOTS_MAX = 12

_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
_NAME = re.compile(r"[A-Za-z_.]{1,80}")


def heard(asked: Asked) -> IntentReceived:
    """What was understood. An intent whose name could not be one is taken for words that were not understood."""
    intent = part(asked.event, "request", "intent")
    called = text(intent, "name")
    if called is None or not _NAME.fullmatch(called):
        return IntentReceived(intent=Intent.NOT_UNDERSTOOD)
    values: dict[str, str] = {}
    unmatched: set[str] = set()
    own_words: dict[str, str] = {}
    said_as: dict[str, str] = {}
    by_name: set[str] = set()
    for name, slot in list(part(intent, "slots").items())[:SLOTS_MAX]:
        if not isinstance(slot, dict) or not _NAME.fullmatch(name):
            continue
        value, said = _value(name, slot), (text(slot, "value") or text(_simple(slot), "value") or "").strip()
        if value is not None:
            values[name] = value
            if name in NAMED_AS and said:
                said_as[name] = _clean(said)
            if _is_said_by_name(slot, asked.content.locale):
                by_name.add(name)
        elif said:
            unmatched.add(name)
            own_words[name] = _clean(said)
    if "days" in own_words:
        values = with_unlisted_days(values, own_words["days"], asked.content.locale)
        if "days" in values:
            unmatched.remove("days")
            del own_words["days"]
    return IntentReceived(
        intent=INTENT_OF.get(called, Intent.NOT_UNDERSTOOD),
        slots=values,
        unmatched=frozenset(unmatched),
        own_words=own_words,
        said_as=said_as,
        by_name=frozenset(by_name),
    )


def _value(name: str, slot: Part) -> str | None:
    """The slot's id or value; None where it is empty or matches nothing."""
    simple = _simple(slot)
    for place in (slot, simple):
        for found, _ in _matches(part(place, "resolutions")):
            return found
    value = _clean(text(slot, "value") or text(simple, "value") or "")
    if name in LISTED:
        return None
    if not value or value == NOT_UNDERSTOOD:
        return None
    return PLAIN[name](value) if name in PLAIN else value


def _is_said_by_name(slot: Part, locale: str) -> bool:
    """Test of a slot: its words are the name of the value they matched ("Sunday", "Sunday's"), and no synonym of it."""
    simple = _simple(slot)
    said = _clean(text(slot, "value") or text(simple, "value") or "")
    for place in (slot, simple):
        for _, name in _matches(part(place, "resolutions")):
            return is_its_name(said, name, locale)
    return False


def _simple(slot: Part) -> Part:
    """The slot's single value, or the first of several."""
    value = part(slot, "slotValue")
    if value.get("type") == "List":
        value = next(iter(_objects(value, "values")), NOTHING)
    return value if value.get("type") == "Simple" else NOTHING


def _matches(resolutions: Part) -> Iterator[tuple[str, str]]:
    """Ids that were matched, each with its value's name, of the static and the dynamic values, best first."""
    for authority in _objects(resolutions, "resolutionsPerAuthority"):
        if part(authority, "status").get("code") != MATCHED:
            continue
        for wrapper in _objects(authority, "values"):
            value = part(wrapper, "value")
            found = text(value, "id")
            if found and _ID.fullmatch(found):
                yield found, text(value, "name") or ""


def _objects(of: Part, name: str) -> list[Part]:
    """The objects in the list under a name."""
    found = of.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _clean(value: str) -> str:
    """One line of at most 60 characters that can be spoken and kept: no control characters, no half characters."""
    printable = "".join(character if character.isprintable() else " " for character in value[: 4 * VALUE_LENGTH_MAX])
    return " ".join(printable.split())[:VALUE_LENGTH_MAX]
