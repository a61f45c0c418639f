# SPDX-License-Identifier: Apache-2.0
"""Bytes in this process only: for tests, scripts and trials."""

from __future__ import annotations

import math
import threading
import time

from skill.deadline import Deadline
from skill.memory.store import Clash, Clock, Stored, next_revision


class InMemoryStore:
    """Forgets everything when the process ends."""

    place = ""

    def __init__(self, clock: Clock = time.time) -> None:
        self.rows: dict[str, Stored] = {}
        self._expires: dict[str, float] = {}
        self._clock = clock
        self._lock = threading.Lock()

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        with self._lock:
            return self._alive(key)

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        with self._lock:
            now = self._alive(key)
            if (now.revision if now else 0) != revision:
                raise Clash
            self.rows[key] = Stored(next_revision(revision), data)
            self._expires[key] = math.inf if expires is None else expires
            return self.rows[key].revision

    def delete(self, key: str, deadline: Deadline) -> None:
        with self._lock:
            self.rows.pop(key, None)

    def keys(self, deadline: Deadline) -> list[str]:
        with self._lock:
            return sorted(key for key in tuple(self.rows) if self._alive(key))

    def broken_files(self) -> list[str]:
        return []

    def scrub(self, deadline: Deadline) -> None:
        pass  # what was deleted stands nowhere else

    def _alive(self, key: str) -> Stored | None:
        if self._expires.get(key, math.inf) <= self._clock():
            self.rows.pop(key, None)
        return self.rows.get(key)
