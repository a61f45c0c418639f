# SPDX-License-Identifier: Apache-2.0
"""The slots of an intent that no sample fits word for word, filled with what of their types stands in the sentence."""

from __future__ import annotations

from collections.abc import Iterable

from skill.language_model import Slot
from skill.speaker.nlu.samples import Filled
from skill.speaker.nlu.slots.reader import DAYS, TIME, SlotsOf

CORRECTED = frozenset({TIME, DAYS})
"""Types of which the later value of two corrects the earlier one."""


def fill(wanted: Iterable[Slot], slots: SlotsOf) -> list[Filled]:
    """The slots of an intent, in the order of the sentence.

    Types of our own come first, because a list says more than a reading: "every evening" is days, not a time.
    """
    names_by_kind: dict[str, list[str]] = {}
    for slot in wanted:
        names_by_kind.setdefault(slot.type, []).append(slot.name)
    filled: list[Filled] = []
    for kind, names in sorted(names_by_kind.items(), key=lambda each: not slots.is_listed(each[0])):
        found = slots.longest(kind, beside=[(each.start, each.end) for each in filled])
        if len(found) > len(names) and kind == DAYS and any(value for _, _, value in found):
            # A weekday says more than a mere "last": "Wednesday after her last patient".
            found = [each for each in found if each[2] or each[1] - each[0] > 1]
        if len(found) > len(names):
            sure = slots.longest(kind, sure=True)
            found = [each for each in found if each in sure] or found
        if len(found) > len(names) and (slots.is_listed(kind) or kind == TIME):
            # More words say more: "every night before we go to sleep" is about going to sleep. Of two days the
            # later one is meant: "we're out on Sunday, make it Saturday".
            last, parts = kind in CORRECTED, kind == TIME and any(":" in each[2] for each in found)
            told = [each for each in found if not parts or ":" in each[2]]  # "in the afternoon, say four o'clock"
            found = sorted(sorted(told, key=lambda each: (each[0] - each[1], -each[0] * last))[: len(names)])
        filled += [Filled(name, each[0], each[1], each[2] or None) for name, each in zip(names, found, strict=False)]
    return filled
