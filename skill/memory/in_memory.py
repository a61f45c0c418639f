# SPDX-License-Identifier: Apache-2.0
"""Households in this process only: for tests, scripts and trials. It keeps bytes, as the others do."""

from __future__ import annotations

import threading

from msgspec.structs import replace

from skill import logs
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.store import Clash, Kept, next_revision


class InMemoryStore:
    """Forgets everything when the process ends."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[int, bytes]] = {}
        self._aside: dict[str, list[bytes]] = {}
        self._lock = threading.Lock()

    def load(self, key: str, deadline: Deadline) -> Kept | None:
        row = self._rows.get(key)
        if row is None:
            return None
        try:
            return record.decode(row[1], row[0])
        except record.Unreadable:
            logs.note(record.SET_ASIDE)
            with self._lock:
                self._aside.setdefault(key, []).append(row[1])
                self._rows.pop(key, None)
            return None

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        data = record.encode(kept)
        with self._lock:
            if self._rows.get(key, (0, b""))[0] != kept.revision:
                raise Clash
            revision = next_revision(kept.revision)
            self._rows[key] = (revision, data)
        return replace(kept, revision=revision)

    def erase(self, key: str, deadline: Deadline) -> None:
        with self._lock:
            self._rows.pop(key, None)
            self._aside.pop(key, None)
