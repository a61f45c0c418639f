# SPDX-License-Identifier: Apache-2.0
"""The SQLite file: how it is opened, kept private, checked, and set aside where it is broken.

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
from typing import Literal, TypeAlias

from skill import logs
from skill.deadline import Deadline
from skill.memory.store import StoreUnavailable

BUSY_TIMEOUT_S = 1.0
LOCK_AGAIN_S = 0.002
CONNECTIONS_MAX = 8
"""Connections that are kept for the next request; one is used by one thread at a time."""
CHECKED_WHOLE_MAX_BYTES = 32 * 1024 * 1024
"""A file up to this size is read whole when it is first opened, some 10 ms for each MB: what is broken is found
before anybody relies on it. Of a larger one only the schema is looked at then, and the rest as it is read."""
OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
COMPANIONS = ("-wal", "-shm")
PRIMARY_CODE = 0xFF
"""SQLite's codes tell what went wrong in these bits, and in higher ones where it was noticed."""
PASSING = (
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_INTERRUPT,
)
"""What may be well again the next time. Any other error means that the file is broken, or none of ours."""
REASONS = {
    sqlite3.SQLITE_BUSY: "another program keeps writing to it",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails, or is full",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the file is broken",
    sqlite3.SQLITE_NOTADB: "the file is no database, or broken",
}

TABLES = {
    "household": "CREATE TABLE household (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, record BLOB NOT NULL)",
    "expiring": "CREATE TABLE expiring (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, moment REAL NOT NULL)",
}
"""`expiring` tells after which moment a row of `household` is gone."""
ASIDE_OF_BEFORE = """
    INSERT OR IGNORE INTO household
    SELECT key || '#set-aside-' || row_number() OVER (PARTITION BY key ORDER BY rowid), 1, record FROM set_aside;
    DROP TABLE set_aside;
"""
"""Earlier versions set unreadable records aside in a table of their own."""

Done: TypeAlias = Literal["read", "written", "erased"]
"""What is done with the file."""
Identity: TypeAlias = tuple[int, int] | None
"""Device and inode of a file; None where there is none."""

_of_other_processes: list[sqlite3.Connection] = []
"""Connections that came along in a fork. They belong to the parent, so they are neither used nor closed here."""


class Broken(Exception):
    """The file is a database, but not one that this program can use."""


class Gone(Exception):
    """The file, or its log, was taken away while it was used."""


class _Open:
    """A connection, with what must still be so for it to be used. It is closed when its file's store goes."""

    def __init__(self, connection: sqlite3.Connection, file: Identity) -> None:
        self.connection = connection
        self.file = file
        self.companions: tuple[Identity, ...] = ()
        self.process = os.getpid()
        self.seen_for: Deadline | None = None
        """The request for which its files were last looked at before it was used."""
        self.busy_ms: int | None = None
        """How long a statement waits for others that write, where that is known."""

    def wait_for_others(self, busy_ms: int) -> None:
        """Let each statement wait so long for others that write."""
        if busy_ms != self.busy_ms:
            self.connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
            self.busy_ms = busy_ms

    def close(self) -> None:
        if self.process == os.getpid():
            self.connection.close()
        else:
            _of_other_processes.append(self.connection)

    def __del__(self) -> None:
        self.close()


class DatabaseFile:
    """One file, and the connections to it."""

    def __init__(self, path: Path, make_folder: bool = False) -> None:
        self.path = path
        self._name = str(path)
        self._companions = tuple(f"{path}{ending}" for ending in COMPANIONS)
        self._make_folder = make_folder
        self._lock = threading.Lock()
        self._idle: list[_Open] = []
        self._checked: Identity = None
        """The file that was found whole."""
        self._truncate = False

    @contextmanager
    def connected(self, deadline: Deadline, done: Done) -> Iterator[sqlite3.Connection]:
        """A connection, each statement of which is written by itself. For a request, which is known by its deadline,
        its files are looked at once before it is used, and after each write.

        Raises StoreUnavailable for whatever SQLite does not like. What is broken is set aside then, so that a new file
        takes its place the next time.
        """
        busy_s = min(BUSY_TIMEOUT_S, deadline.left())
        if not busy_s:
            raise StoreUnavailable("The store was too slow, so nothing more is asked of it for this request.")
        opened, meant, held = None, None, self._held()
        try:
            if held is not None and (held.seen_for is deadline or self._is_whole(held)):
                opened = held
            else:
                meant = _identity(self._name)
                opened = self._another(held, busy_s)
            opened.seen_for = deadline
            if self._truncate:
                self._truncate_log(opened.connection)
                opened.busy_ms = None
            opened.wait_for_others(int(busy_s * 1000))
            yield opened.connection
            if done != "read" and not self._is_whole(opened):
                raise Gone
        except (sqlite3.Error, OSError, UnicodeDecodeError, Broken, Gone) as error:
            if opened is not None:
                opened.close()
            self._after(error, opened.file if opened else meant)
            raise StoreUnavailable(
                f"The store could not be {done} ({_reason(error)}); "
                "see that its file and folder can be written, and that there is room on the disk."
            ) from error
        except BaseException:
            self._give_back(opened)
            raise
        self._give_back(opened)

    def scrub(self, deadline: Deadline) -> None:
        """After something was erased: empty the log, where it still stands, and delete broken files.

        Nothing can be taken out of a broken file, so what it may hold of a household goes with all of it.
        """
        self._truncate = True
        with self.connected(deadline, "erased"):
            pass  # going in truncates the log
        self.delete_broken_files()

    def delete_broken_files(self) -> None:
        """Delete the broken files that were set aside."""
        for broken in self.broken_files():
            broken.unlink(missing_ok=True)

    def broken_files(self) -> list[Path]:
        """The broken files that were set aside, with their companions."""
        return sorted(self.path.parent.glob(f"{self.path.name}.broken-*"))

    # Connections

    def _held(self) -> _Open | None:
        """A connection of this process that was kept, if there is one."""
        with self._lock:
            held = self._idle.pop() if self._idle else None
        return held if held is None or held.process == os.getpid() else None

    def _another(self, held: _Open | None, busy_s: float) -> _Open:
        """A new connection, in place of one whose file was taken away."""
        if self._make_folder:
            self.path.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        with self._alone(busy_s):
            if held is not None:
                self._let_go(held)
            return self._open(busy_s)

    def _give_back(self, opened: _Open | None) -> None:
        with self._lock:
            if opened is not None and len(self._idle) < CONNECTIONS_MAX:
                self._idle.append(opened)

    def _is_whole(self, opened: _Open) -> bool:
        """Whether the file and its companions are those that were opened: what is written to a file that was deleted
        is gone with it."""
        return opened.file is not None and opened.file == _identity(self._name) and opened.companions == self._beside()

    def _let_go(self, held: _Open) -> None:
        """Close a connection whose file, or whose log, was taken away; what stands in the log is not lost with it."""
        if held.file == _identity(self._name) and self._beside()[0] is None:
            with suppress(sqlite3.Error):
                held.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        held.close()

    @contextmanager
    def _alone(self, seconds: float) -> Iterator[None]:
        """While the file is opened or set aside, no other thread or process opens it or sets it aside.

        Else one could open a new file with the log of the broken one, or set a new file aside. Raises BlockingIOError.
        """
        folder = os.open(self.path.parent, os.O_RDONLY)
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

    def _open(self, busy_s: float) -> _Open:
        self._make_file()
        self._mend_log()
        identity = _identity(self._name)
        # Used by one thread at a time, but not always by the same one.
        connection = sqlite3.connect(self.path, timeout=busy_s, isolation_level=None, check_same_thread=False)
        opened = _Open(connection, identity)
        try:
            connection.text_factory = _lenient
            self._check(connection, identity)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("SELECT 1 FROM household").fetchone()  # makes the log, if there is none
            self._truncate_log(connection)  # what was erased while a reader held it is still in it
            opened.companions = self._beside()
        except BaseException:
            opened.close()
            raise
        return opened

    def _make_file(self) -> None:
        """Make the file, because SQLite would make it readable for everybody. Its log takes the file's mode.

        A file that is there is not even opened: closing it would take the locks from this process's connections, and
        another process could then take away the log under them.
        """
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))

    def _mend_log(self) -> None:
        """A log that SQLite made while the file could only be read has the file's mode of then; give it today's."""
        for ending in COMPANIONS:
            name = f"{self.path}{ending}"
            with suppress(OSError):  # none is there, or it is not ours
                mode = os.stat(self.path).st_mode
                if mode & ~os.stat(name).st_mode & 0o200:
                    os.chmod(name, mode & 0o777)

    def _check(self, connection: sqlite3.Connection, identity: Identity) -> None:
        """See that the file is ours and whole, and make what is missing. Raises Broken."""
        try:
            there = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall())
        except sqlite3.OperationalError as error:
            if _code(error) == sqlite3.SQLITE_ERROR:  # such as a format of schemas that does not exist
                raise Broken from None
            raise
        if any(name in there and there[name] != sql for name, sql in TABLES.items()):
            raise Broken
        known = identity == self._checked
        if not known and os.stat(self.path).st_size <= CHECKED_WHOLE_MAX_BYTES:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if told != ("ok",):
                raise Broken
        if not TABLES.keys() <= there.keys():
            for sql in TABLES.values():
                connection.execute(sql.replace("TABLE", "TABLE IF NOT EXISTS", 1))
        if "set_aside" in there:
            connection.executescript(ASIDE_OF_BEFORE)
        if not known:
            self._check_writable(connection)
        self._checked = identity

    def _check_writable(self, connection: sqlite3.Connection) -> None:
        """See that nothing in the file itself forbids writing. Raises Broken."""
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR REPLACE INTO expiring VALUES ('', 0, 0)")
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_READONLY:
                raise
            parts = (self.path, self.path.parent, *(Path(f"{self.path}{ending}") for ending in COMPANIONS))
            if all(os.access(part, os.W_OK, effective_ids=True) for part in parts if part.exists()):
                raise Broken from None
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _beside(self) -> tuple[Identity, ...]:
        return _identity(self._companions[0]), _identity(self._companions[1])

    def _truncate_log(self, connection: sqlite3.Connection) -> None:
        """Empty the write-ahead log, where what was erased still stands. A reader may prevent it: then next time."""
        connection.execute("PRAGMA busy_timeout = 0")
        blocked, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._truncate = bool(blocked)

    # What is broken

    def _after(self, error: Exception, file: Identity) -> None:
        """Keep a broken file aside, so that a new one can take its place. The connection is not used again."""
        if isinstance(error, OSError | Gone) or _code(error) in PASSING:
            return
        try:
            with self._alone(BUSY_TIMEOUT_S):
                # Another thread or process may have done it already, and then it is a new file that stands there.
                if file is None or file != _identity(self._name):
                    return
                with self._lock:
                    idle, self._idle = self._idle, []
                for other in idle:  # whoever closes it last would delete the log, which by then is the new file's
                    other.close()
                aside = self._free_name()
                for ending in (*COMPANIONS, ""):
                    part = Path(f"{self.path}{ending}")
                    if part.exists():
                        part.rename(f"{aside}{ending}")
        except OSError as refused:
            logs.failure("Keeping a broken store aside", refused)
            return
        logs.note("The store's file was broken; it is kept beside the new one, with .broken in its name.")

    def _free_name(self) -> Path:
        number = 1
        while (name := Path(f"{self.path}.broken-{number}")).exists():
            number += 1
        return name


def _identity(path: str) -> Identity:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _code(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & PRIMARY_CODE


def _reason(error: Exception) -> str:
    """Why it failed, in our own words: SQLite's may quote what stands in a broken file."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, Gone):
        return "its file or its log was taken away"
    if isinstance(error, Broken | UnicodeDecodeError):
        return "the file is broken, or none of ours"
    return f"{REASONS.get(_code(error), 'something is wrong')}: {getattr(error, 'sqlite_errorname', 'no code')}"
