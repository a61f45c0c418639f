# SPDX-License-Identifier: Apache-2.0
"""The record as bytes: JSON of the household, written and read by msgspec.

A record of a newer version that still fits our types is used as it is, and what we do not know of it is written back.
That holds for fields of the household, of its check-in and of its ritual. A list of values (an array in the JSON) never
changes its shape between versions: what is added gets a field of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from skill.checkin.household import Household, KeptRitual
from skill.checkin.plan import CheckIn
from skill.memory.migrations import FIRST_VERSION, migrated
from skill.memory.store import Kept

SET_ASIDE = "A household's record could not be read; it was set aside, and they are greeted as new."

WITHIN: Mapping[str, tuple[type[Struct], tuple[str, ...]]] = {
    "checkin": (CheckIn, ("evening", "length", "theme")),
    "ritual": (KeptRitual, ("number", "chosen")),
}
"""Fields of the household that have fields of their own, each with what tells whether it is still the same thing."""


class Unreadable(Exception):
    """The bytes are no record that this version can use."""


def encode(kept: Kept) -> bytes:
    """The bytes to store: the household, and of the record that was read all that we do not know."""
    plain = msgspec.to_builtins(kept.household)
    _carry_over(kept.raw, plain, Household)
    for name, (kind, identity) in WITHIN.items():
        before, now = kept.raw.get(name), plain.get(name)
        if before and now and all(before.get(field) == now.get(field) for field in identity):
            _carry_over(before, now, kind)
    # The version is written even where it is the default: a later version has another default.
    return msgspec.json.encode({"version": kept.household.version, **plain})


def decode(data: bytes, revision: int) -> Kept:
    """The household in stored bytes. Raises Unreadable."""
    try:
        raw = migrated(msgspec.json.decode(data, type=dict[str, Any]))
        household = msgspec.convert({"version": FIRST_VERSION, **raw}, Household)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable from None
    return Kept(household=household, revision=revision, raw=raw)


def _carry_over(before: Mapping[str, Any], now: dict[str, Any], kind: type[Struct]) -> None:
    for name in before.keys() - frozenset(kind.__struct_encode_fields__):
        now[name] = before[name]
