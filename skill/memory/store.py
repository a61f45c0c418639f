# SPDX-License-Identifier: Apache-2.0
"""What every store does: get bytes, put them on a condition, delete them. And what may go wrong with any of them.

A store knows nothing of households. What the bytes mean is the concern of `records.py`, one layer above.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from skill.deadline import Deadline

Clock: TypeAlias = Callable[[], float]
"""Tells the moment, in seconds since 1970."""
FIRST_REVISION_BITS = 48
"""Stays exact in a database's number after any count of writes."""


class Stored(Struct, frozen=True):
    """Bytes as a store has them."""

    revision: int
    """Another one after each write; never 0, which stands for nothing."""
    data: bytes


def next_revision(revision: int) -> int:
    """The revision after this one.

    The first one is drawn by chance, so that who read something before it was deleted cannot write it back over what
    came after.
    """
    return revision + 1 if revision else drawn()


def drawn() -> int:
    """A number that is drawn by chance, and cannot be guessed."""
    return 1 + int.from_bytes(os.urandom(FIRST_REVISION_BITS // 8), "big")


class Clash(Exception):
    """Another one wrote it since it was read. Nothing was written; read it again.

    With `unsure` the other one may have been an earlier try of the same write, whose answer was lost.
    """

    def __init__(self, unsure: bool = False) -> None:
        super().__init__("Another one wrote it since it was read.")
        self.unsure = unsure


class StoreUnavailable(Exception):
    """The store cannot be used now. The message is one sentence, without ids: what is wrong and what to do.

    A write that raises it may have been done, or may be done yet.
    """


class Store(Protocol):
    """Bytes by key. A key is a digest, perhaps with a word of ours behind a #; the store never sees an id.

    Every method may be called from any thread, and raises StoreUnavailable when the store fails or the deadline passes.
    """

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        """What is kept under a key, or None where nothing is. What has expired is not there any more."""
        ...

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        """Keep bytes, if what is stored still has this revision: 0 for nothing. Returns the new revision.

        `expires` is a moment, in seconds since 1970, after which they are gone. Raises Clash where the revision is
        another one.
        """
        ...

    def delete(self, key: str, deadline: Deadline) -> None:
        """Delete what is kept under a key, to the last byte that is in the store's power."""
        ...


@runtime_checkable
class LocalStore(Store, Protocol):
    """A store that is this machine's own: whoever uses the machine may see, take along and erase all that is in it."""

    place: str
    """Where it is, for whoever looks for it; empty where it is in this process only."""

    def keys(self, deadline: Deadline) -> list[str]:
        """All keys. Where nothing was kept yet, nothing is made."""
        ...

    def broken_files(self) -> list[str]:
        """Files that could not be read any more and were set aside."""
        ...

    def scrub(self, deadline: Deadline) -> None:
        """After all was deleted: take it out of whatever still holds it, broken files included."""
        ...
