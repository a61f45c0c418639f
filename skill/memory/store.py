# SPDX-License-Identifier: Apache-2.0
"""What every store does: load, save on a condition, erase. And what may go wrong with any of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from skill.checkin.model.household import Household
from skill.deadline import Deadline

FIRST_REVISION_BITS = 48
"""Stays exact in a database's number after any count of saves."""


class Kept(Struct, frozen=True, kw_only=True):
    """A household as a store has it."""

    household: Household
    revision: int = 0
    """Another one after each save; 0 where nothing is stored yet."""
    raw: Mapping[str, Any] = {}
    """The record as it was read, where it may hold what this version does not know; else empty."""


def next_revision(revision: int) -> int:
    """The revision after this one.

    The first one is drawn by chance, so that who loaded a household before it was erased cannot write it back over the
    one that came after.
    """
    return revision + 1 if revision else 1 + secrets.randbits(FIRST_REVISION_BITS)


class Clash(Exception):
    """Another speaker wrote the household since it was loaded. Nothing was saved; load it again."""


class StoreUnavailable(Exception):
    """The store cannot be used now. The message is one sentence, without ids: what is wrong and what to do."""


class Store(Protocol):
    """Households by key. A key is a digest; the store never sees an id.

    Every method may be called from any thread, and raises StoreUnavailable when the store fails or the deadline passes.
    """

    def load(self, key: str, deadline: Deadline) -> Kept | None:
        """The household, or None where nothing is kept of it or what is kept cannot be read."""
        ...

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        """Keep a household if its stored revision is still `kept.revision`. Returns it with its new revision.

        Raises Clash where the revision is another one.
        """
        ...

    def erase(self, key: str, deadline: Deadline) -> None:
        """Erase everything that is kept of a household, with what was set aside."""
        ...
