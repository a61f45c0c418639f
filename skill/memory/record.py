# SPDX-License-Identifier: Apache-2.0
"""The record as bytes: JSON of the household, written and read by msgspec."""

from __future__ import annotations

from typing import Any

import msgspec

from skill.checkin.household import Household
from skill.memory.store import Kept

SET_ASIDE = "A household's record could not be read; it was set aside, and they are greeted as new."

_ENCODER = msgspec.json.Encoder()


class Unreadable(Exception):
    """The bytes are no record that this version can use."""


def encode(kept: Kept) -> bytes:
    """The bytes to store."""
    return _ENCODER.encode(kept.household)


def decode(data: bytes, revision: int) -> Kept:
    """The household in stored bytes. Raises Unreadable."""
    try:
        raw: Any = msgspec.json.decode(data)
        return Kept(household=msgspec.convert(raw, Household), revision=revision, raw=raw)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        raise Unreadable from None
