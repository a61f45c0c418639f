# SPDX-License-Identifier: Apache-2.0
"""A store in memory that tests can look into, make fail, and disturb."""

from __future__ import annotations

from collections.abc import Callable

from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import read_mark
from skill.memory.store import Stored, StoreUnavailable

from .couple import USER


class WatchedStore(InMemoryStore):
    """A store in memory that tests can look into, make fail, and disturb."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False
        self.read_only = False
        self.loses_the_answer = False
        self.saves = 0
        self.meanwhile: list[Callable[[], object]] = []
        """What other speakers do between this one's reading and writing."""

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        if self.down:
            raise StoreUnavailable("The store is down.")
        return super().get(key, deadline)

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        if self.down or self.read_only:
            raise StoreUnavailable("The store is down.")
        if self.meanwhile:
            self.meanwhile.pop()()
        self.saves += 1
        new = super().put(key, data, revision, deadline, expires)
        if self.loses_the_answer:
            raise StoreUnavailable("The store did not answer.")
        return new

    def delete(self, key: str, deadline: Deadline) -> None:
        if self.down:
            raise StoreUnavailable("The store is down.")
        super().delete(key, deadline)

    def bytes_of(self, user: str = USER) -> bytes:
        """The record of a household; empty where there is none, or only the mark that it was erased."""
        stored = self.rows.get(digest(user))
        return stored.data if stored and not read_mark(stored.data) else b""

    def household(self, user: str = USER) -> Household:
        return record.decode(self.bytes_of(user), 1).household
