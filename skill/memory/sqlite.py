# SPDX-License-Identifier: Apache-2.0
"""Bytes in one SQLite file. The default store."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from skill.deadline import Deadline
from skill.memory.sqlite_file import DatabaseFile
from skill.memory.store import Clash, Clock, Stored, next_revision

SWEEP_S = 3600
"""How often what has expired is deleted, with the next write."""

GONE = """
    EXISTS (
        SELECT 1 FROM expiring
        WHERE expiring.key = household.key AND expiring.revision = household.revision AND moment <= :now
    )
"""
"""Whether a row has expired. One that was written again since has another revision."""
GET = f"SELECT revision, record FROM household WHERE key = :key AND NOT {GONE}"  # noqa: S608
UPDATE = "UPDATE household SET revision = :new, record = :data WHERE key = :key AND revision = :revision"
INSERT = f"""
    INSERT INTO household VALUES (:key, :new, :data)
    ON CONFLICT (key) DO UPDATE SET revision = :new, record = :data WHERE {GONE}
"""  # noqa: S608
SWEEP = f"DELETE FROM household WHERE {GONE}"  # noqa: S608


class SqliteStore:
    """One row a key."""

    def __init__(self, file: Path, make_folder: bool = False, clock: Clock = time.time) -> None:
        self.file = DatabaseFile(file, make_folder)
        self.place = str(file)
        self._clock = clock
        self._swept: float | None = None

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        with self.file.connected(deadline, "read") as connection:
            row = connection.execute(GET, {"key": key, "now": self._clock()}).fetchone()
        if row is None:
            return None
        # What is no blob was made one by a broken byte: whoever reads records will see that it is none.
        return Stored(row[0], row[1] if isinstance(row[1], bytes) else str(row[1]).encode())

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        now, new = self._clock(), next_revision(revision)
        values = {"key": key, "data": data, "revision": revision, "new": new, "now": now}
        with self.file.connected(deadline, "written") as connection:
            self._sweep(connection, now)
            if expires is not None:
                connection.execute("INSERT OR REPLACE INTO expiring VALUES (?, ?, ?)", (key, new, expires))
            if connection.execute(UPDATE if revision else INSERT, values).rowcount != 1:
                raise Clash
        return new

    def delete(self, key: str, deadline: Deadline) -> None:
        with self.file.connected(deadline, "erased") as connection:
            connection.execute("DELETE FROM household WHERE key = ?", (key,))
        self.file.scrub(deadline)

    def keys(self, deadline: Deadline) -> list[str]:
        if not self.file.path.exists():
            return []
        with self.file.connected(deadline, "read") as connection:
            return [row[0] for row in connection.execute("SELECT key FROM household ORDER BY key")]

    def broken_files(self) -> list[str]:
        return [str(broken) for broken in self.file.broken_files()]

    def scrub(self, deadline: Deadline) -> None:
        if self.file.path.exists():
            self.file.scrub(deadline)
        self.file.delete_broken_files()

    def _sweep(self, connection: sqlite3.Connection, now: float) -> None:
        if self._swept is None or now - self._swept >= SWEEP_S:
            connection.execute(SWEEP, {"now": now})
            connection.execute("DELETE FROM expiring WHERE moment <= ?", (now,))
            self._swept = now
