# SPDX-License-Identifier: Apache-2.0
"""What SQLite may say: each told in our own words, and a file is set aside only where it can never be well again."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from skill.deadline import Deadline
from skill.memory.sqlite import SqliteStore
from skill.memory.store import StoreUnavailable

SECRET = "Wilhelmina"


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """A store whose file is there and whole."""
    made = SqliteStore(tmp_path / "kept.sqlite3")
    made.put("k", b"before", 0, Deadline())
    return made


def error_of(code: int, name: str = "SQLITE_TOLD") -> sqlite3.Error:
    """An error as SQLite raises it, with more bits that tell where it was noticed."""
    error = sqlite3.OperationalError(SECRET)
    error.sqlite_errorcode, error.sqlite_errorname = code | 3 << 8, name
    return error


def fails(store: SqliteStore, error: Exception) -> str:
    """The sentence that is told where something goes wrong amid a request."""
    with pytest.raises(StoreUnavailable) as told, store.file.connected(Deadline(), "read"):
        raise error
    return str(told.value)


PASSES = {
    sqlite3.SQLITE_ERROR: "something is wrong",
    sqlite3.SQLITE_BUSY: "another program keeps writing to it",
    sqlite3.SQLITE_LOCKED: "something is wrong",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails, or is full",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_NOMEM: "something is wrong",
    sqlite3.SQLITE_PERM: "something is wrong",
    sqlite3.SQLITE_PROTOCOL: "something is wrong",
    sqlite3.SQLITE_INTERRUPT: "something is wrong",
}
STAYS = {
    sqlite3.SQLITE_CORRUPT: "the file is broken",
    sqlite3.SQLITE_NOTADB: "the file is no database, or broken",
    sqlite3.SQLITE_FORMAT: "something is wrong",
    sqlite3.SQLITE_SCHEMA: "something is wrong",
}


@pytest.mark.parametrize(("code", "reason"), PASSES.items())
def test_what_may_be_well_again_leaves_the_file_where_it_is(store: SqliteStore, code: int, reason: str) -> None:
    told = fails(store, error_of(code))
    assert told.startswith(f"The store could not be read ({reason}: SQLITE_TOLD); see that")
    assert SECRET not in told
    assert store.broken_files() == []
    stored = store.get("k", Deadline())
    assert stored is not None
    assert stored.data == b"before"


@pytest.mark.parametrize(("code", "reason"), STAYS.items())
def test_a_file_that_is_broken_is_set_aside_with_its_companions(
    store: SqliteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: int, reason: str
) -> None:
    assert fails(store, error_of(code)).startswith(f"The store could not be read ({reason}: SQLITE_TOLD); see that")
    assert (tmp_path / "kept.sqlite3.broken-1").exists()
    assert caplog.messages == ["The store's file was broken; it is kept beside the new one, with .broken in its name."]
    assert store.get("k", Deadline()) is None


def test_an_error_of_the_system_is_told_by_its_name(store: SqliteStore) -> None:
    assert "(No space left on device)" in fails(store, OSError(28, "No space left on device"))
    assert "(PermissionError)" in fails(store, PermissionError())
    assert store.broken_files() == []


def test_broken_files_are_numbered_in_their_order(store: SqliteStore, tmp_path: Path) -> None:
    for _ in range(3):
        fails(store, error_of(sqlite3.SQLITE_CORRUPT))
        store.put("k", b"again", 0, Deadline())
    names = {
        path.name for path in tmp_path.iterdir() if "broken" in path.name and not path.name.endswith(("wal", "shm"))
    }
    assert names == {f"kept.sqlite3.broken-{number}" for number in (1, 2, 3)}


def test_a_broken_file_that_cannot_be_set_aside_is_told_to_the_log(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*anything: Any) -> None:
        raise PermissionError(1, SECRET)

    monkeypatch.setattr(Path, "rename", refuse)
    fails(store, error_of(sqlite3.SQLITE_CORRUPT))
    assert "Keeping a broken store aside" in caplog.text
    assert "PermissionError" in caplog.text
    assert SECRET not in caplog.text
    assert "kept beside" not in caplog.text


def test_a_file_that_another_one_has_set_aside_already_is_let_be(store: SqliteStore, tmp_path: Path) -> None:
    request = store.file.connected(Deadline(), "read")
    request.__enter__()
    for part in list(tmp_path.iterdir()):
        part.unlink()
    SqliteStore(tmp_path / "kept.sqlite3").put("k", b"new", 0, Deadline())
    with pytest.raises(StoreUnavailable):
        request.__exit__(sqlite3.Error, error_of(sqlite3.SQLITE_CORRUPT), None)
    assert store.broken_files() == []
    stored = store.get("k", Deadline())
    assert stored is not None
    assert stored.data == b"new"


def at_once(store: SqliteStore, count: int) -> list[sqlite3.Connection]:
    """The connections of so many requests at once."""
    with ExitStack() as requests:
        return [requests.enter_context(store.file.connected(Deadline(), "read")) for _ in range(count)]


def test_eight_connections_are_kept_for_the_next_requests(store: SqliteStore) -> None:
    first = at_once(store, 10)
    assert len({id(connection) for connection in first}) == 10
    again = at_once(store, 10)
    assert len([connection for connection in again if any(connection is one for one in first)]) == 8


def test_a_request_that_fails_otherwise_gives_its_connection_back(store: SqliteStore) -> None:
    with pytest.raises(KeyError), store.file.connected(Deadline(), "read") as first:
        raise KeyError
    (again,) = at_once(store, 1)
    assert again is first
