# SPDX-License-Identifier: Apache-2.0
"""A store in memory that tests can look into, make fail, and disturb."""

from __future__ import annotations

from collections.abc import Callable

from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.store import Kept, StoreUnavailable

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

    def load(self, key: str, deadline: Deadline) -> Kept | None:
        if self.down:
            raise StoreUnavailable("The store is down.")
        return super().load(key, deadline)

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        if self.down or self.read_only:
            raise StoreUnavailable("The store is down.")
        if self.meanwhile:
            self.meanwhile.pop()()
        self.saves += 1
        saved = super().save(key, kept, deadline)
        if self.loses_the_answer:
            raise StoreUnavailable("The store did not answer.")
        return saved

    def erase(self, key: str, deadline: Deadline) -> None:
        if self.down:
            raise StoreUnavailable("The store is down.")
        super().erase(key, deadline)

    def bytes_of(self, user: str = USER) -> bytes:
        return self._rows.get(digest(user), (0, b""))[1]

    def household(self, user: str = USER) -> Household:
        kept = super().load(digest(user), Deadline())
        assert kept is not None
        return kept.household
