# SPDX-License-Identifier: Apache-2.0
"""Households in one SQLite file. The default store.

Write-ahead log with synchronous=NORMAL: a killed process loses nothing, a power cut may lose the last turns.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from skill import logs
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.store import Clash, Kept, StoreUnavailable, next_revision

BUSY_TIMEOUT_S = 1.0
LOCK_AGAIN_S = 0.002
OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
PRIMARY_CODE = 0xFF
"""SQLite's codes tell what went wrong in these bits, and in higher ones where it was noticed."""
REASONS = {
    sqlite3.SQLITE_BUSY: "another program keeps writing to it",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails, or is full",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the file is broken",
    sqlite3.SQLITE_NOTADB: "the file is no database, or broken",
}

SCHEMA = """
CREATE TABLE IF NOT EXISTS household (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS set_aside (key TEXT NOT NULL, revision INTEGER NOT NULL, record BLOB NOT NULL);
"""

_of_other_processes: list[sqlite3.Connection] = []
"""Connections that came along in a fork. They belong to the parent, so they are neither used nor closed here."""


class _Open:
    """A connection, with what must still be so for it to be used. It is closed when its thread or its store goes."""

    def __init__(self, connection: sqlite3.Connection, file: tuple[int, int] | None) -> None:
        self.connection = connection
        self.file = file
        self.process = os.getpid()

    def __del__(self) -> None:
        if self.process == os.getpid():
            self.connection.close()


class Everything(Struct, frozen=True, kw_only=True):
    """All that one store on this machine keeps."""

    households: dict[str, bytes]
    """Key to record."""
    set_aside: list[bytes]
    """Records that could not be read."""
    broken_files: list[Path]


class SqliteStore:
    """One file; one connection a thread, opened at its first use."""

    def __init__(self, file: Path, make_folder: bool = False) -> None:
        self.file = file
        self._make_folder = make_folder
        self._here = threading.local()
        self._truncate = False

    def load(self, key: str, deadline: Deadline) -> Kept | None:
        with self._connected(deadline, "read") as connection:
            row = connection.execute("SELECT revision, record FROM household WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            try:
                return record.decode(row[1], row[0])
            except record.Unreadable:
                self._set_aside(connection, key, row[0])
                return None

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        data, revision = record.encode(kept), next_revision(kept.revision)
        with self._connected(deadline, "written") as connection:
            if kept.revision:
                done = connection.execute(
                    "UPDATE household SET revision = ?, record = ? WHERE key = ? AND revision = ?",
                    (revision, data, key, kept.revision),
                )
            else:
                done = connection.execute("INSERT OR IGNORE INTO household VALUES (?, ?, ?)", (key, revision, data))
            if done.rowcount != 1:
                raise Clash
        return replace(kept, revision=revision)

    def erase(self, key: str, deadline: Deadline) -> None:
        self._erase(key, deadline)

    def everything(self, deadline: Deadline) -> Everything:
        """All that is kept in the file and beside it. A file that is not there yet is not made."""
        if not self.file.exists():
            return Everything(households={}, set_aside=[], broken_files=self._broken_files())
        with self._connected(deadline, "read") as connection:
            households = dict(connection.execute("SELECT key, record FROM household ORDER BY key").fetchall())
            set_aside = [row[0] for row in connection.execute("SELECT record FROM set_aside ORDER BY rowid")]
        return Everything(households=households, set_aside=set_aside, broken_files=self._broken_files())

    def erase_everything(self, deadline: Deadline) -> None:
        """Erase every household, what was set aside, and broken files."""
        if self.file.exists():
            self._erase(None, deadline)
        self._unlink_broken_files()

    def _erase(self, key: str | None, deadline: Deadline) -> None:
        """Erase one household, or all of them where `key` is None."""
        with self._connected(deadline, "erased") as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM household WHERE key = coalesce(?, key)", (key,))
            connection.execute("DELETE FROM set_aside WHERE key = coalesce(?, key)", (key,))
            connection.execute("COMMIT")
            self._truncate = True
            self._unlink_broken_files()
        with self._connected(deadline, "erased"):
            pass  # going in truncates the log

    # Connections

    @contextmanager
    def _connected(self, deadline: Deadline, done: str) -> Iterator[sqlite3.Connection]:
        """This thread's connection. Raises StoreUnavailable for whatever SQLite does not like."""
        if deadline.over:
            raise StoreUnavailable("The store was too slow, so nothing more is asked of it for this request.")
        busy_s = min(BUSY_TIMEOUT_S, deadline.left())
        try:
            connection = self._connection(busy_s)
            if self._truncate:
                self._truncate_log(connection)
            connection.execute(f"PRAGMA busy_timeout = {int(busy_s * 1000)}")
            yield connection
        except (sqlite3.Error, OSError) as error:
            self._after(error)
            raise StoreUnavailable(
                f"The store could not be {done} ({_reason(error)}); "
                "see that its file and folder can be written, and that there is room on the disk."
            ) from error

    def _connection(self, busy_s: float = BUSY_TIMEOUT_S) -> sqlite3.Connection:
        held: _Open | None = getattr(self._here, "open", None)
        if held is not None and held.process == os.getpid() and held.file is not None and held.file == self._on_disk():
            return held.connection
        if held is not None and held.process != os.getpid():
            _of_other_processes.append(held.connection)
        del held
        self._here.open = None
        if self._make_folder:
            self.file.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        with self._alone(busy_s):
            opened = self._connect(busy_s)
            try:
                self._prepare(opened.connection)
            finally:
                # Also where it is broken: `_after` must know which file that was.
                self._here.open = opened
        return opened.connection

    @contextmanager
    def _alone(self, seconds: float) -> Iterator[None]:
        """While the file is opened or set aside, no other thread or process opens it or sets it aside.

        Else one could open a new file with the log of the broken one, or set a new file aside. Raises BlockingIOError.
        """
        folder = os.open(self.file.parent, os.O_RDONLY)
        until = time.monotonic() + seconds
        try:
            while True:
                try:
                    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise
                    time.sleep(LOCK_AGAIN_S)
            yield
        finally:
            os.close(folder)

    def _connect(self, busy_s: float) -> _Open:
        self._make_file()
        self._mend_log()
        identity = self._on_disk()
        # Used by this thread only, but perhaps closed by another one, when the store goes.
        connection = sqlite3.connect(self.file, timeout=busy_s, isolation_level=None, check_same_thread=False)
        return _Open(connection, identity)

    def _make_file(self) -> None:
        """Make the file, because SQLite would make it readable for everybody. Its log takes the file's mode.

        A file that is there is not even opened: closing it would take the locks from this process's connections, and
        another process could then take away the log under them.
        """
        with suppress(FileExistsError):
            os.close(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))

    def _mend_log(self) -> None:
        """A log that SQLite made while the file could only be read has the file's mode of then; give it today's."""
        for name in (f"{self.file}-wal", f"{self.file}-shm"):
            with suppress(OSError):  # none is there, or it is not ours
                mode = os.stat(self.file).st_mode
                if mode & ~os.stat(name).st_mode & 0o200:
                    os.chmod(name, mode & 0o777)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(SCHEMA)
        # What was erased while a reader held the log is still in it.
        self._truncate = True

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self.file)
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _truncate_log(self, connection: sqlite3.Connection) -> None:
        """Empty the write-ahead log, where what was erased still stands. A reader may prevent it: then next time."""
        connection.execute("PRAGMA busy_timeout = 0")
        blocked, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._truncate = bool(blocked)

    # What is broken

    def _set_aside(self, connection: sqlite3.Connection, key: str, revision: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO set_aside SELECT key, revision, record FROM household WHERE key = ? AND revision = ?",
            (key, revision),
        )
        connection.execute("DELETE FROM household WHERE key = ? AND revision = ?", (key, revision))
        connection.execute("COMMIT")
        logs.note(record.SET_ASIDE)

    def _after(self, error: sqlite3.Error | OSError) -> None:
        """Leave nothing half done, and keep a broken file aside, so that a new one can take its place."""
        held: _Open | None = getattr(self._here, "open", None)
        if held is None:
            return
        held.connection.close()  # which rolls back
        self._here.open = None
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE not in BROKEN:
            return
        try:
            with self._alone(BUSY_TIMEOUT_S):
                # Another thread or process may have done it already, and then it is a new file that stands there.
                if held.file is None or held.file != self._on_disk():
                    return
                aside = self._free_name()
                for ending in ("-wal", "-shm", ""):
                    part = Path(f"{self.file}{ending}")
                    if part.exists():
                        part.rename(f"{aside}{ending}")
        except OSError as refused:
            logs.failure("Keeping a broken store aside", refused)
            return
        logs.note("The store's file was broken; it is kept beside the new one, with .broken in its name.")

    def _free_name(self) -> Path:
        number = 1
        while (name := Path(f"{self.file}.broken-{number}")).exists():
            number += 1
        return name

    def _unlink_broken_files(self) -> None:
        # Nothing can be taken out of a broken file, so what it may hold of a household goes with all of it.
        for broken in self._broken_files():
            broken.unlink(missing_ok=True)

    def _broken_files(self) -> list[Path]:
        return sorted(self.file.parent.glob(f"{self.file.name}.broken-*"))


def _reason(error: sqlite3.Error | OSError) -> str:
    """Why it failed, in our own words: SQLite's may quote what stands in a broken file."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE
    return f"{REASONS.get(code, 'something is wrong')}: {getattr(error, 'sqlite_errorname', type(error).__name__)}"
