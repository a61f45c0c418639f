# SPDX-License-Identifier: Apache-2.0
"""What every store does, each of them real."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from cases import each_case

from skill.deadline import Deadline
from skill.errors import InputError
from skill.memory.opening import open_store
from skill.memory.store import Clash, LocalStore, Store, Stored

from .conftest import STORES

NEW = '{"names": ["Sam", "Zoë"]}'.encode()


def test_what_is_put_is_there(store: Store) -> None:
    assert store.get("k", Deadline()) is None
    revision = store.put("k", NEW, 0, Deadline())
    assert revision != 0
    assert store.get("k", Deadline()) == Stored(revision, NEW)
    assert store.get("other", Deadline()) is None


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff" * 20_000])
def test_any_bytes_are_kept_as_they_are(store: Store, data: bytes) -> None:
    revision = store.put("k", data, 0, Deadline())
    assert store.get("k", Deadline()) == Stored(revision, data)


def test_a_second_first_put_clashes(store: Store) -> None:
    store.put("k", NEW, 0, Deadline())
    with pytest.raises(Clash):
        store.put("k", NEW, 0, Deadline())


def test_a_put_on_what_another_one_wrote_clashes_and_changes_nothing(store: Store) -> None:
    first = store.put("k", NEW, 0, Deadline())
    second = store.put("k", b"second", first, Deadline())
    assert second == first + 1
    with pytest.raises(Clash):
        store.put("k", b"third", first, Deadline())
    assert store.get("k", Deadline()) == Stored(second, b"second")


def test_what_is_deleted_is_gone_and_cannot_be_written_back(store: Store) -> None:
    revision = store.put("k", NEW, 0, Deadline())
    store.put("other", NEW, 0, Deadline())
    store.delete("k", Deadline())
    assert store.get("k", Deadline()) is None
    with pytest.raises(Clash):
        store.put("k", NEW, revision, Deadline())
    store.put("k", NEW, 0, Deadline())
    with pytest.raises(Clash):
        store.put("k", NEW, revision, Deadline())
    assert store.get("other", Deadline()) is not None


def test_deleting_what_is_not_there_is_no_mistake(store: Store) -> None:
    store.delete("k", Deadline())


def test_many_threads_lose_nothing(store: Store) -> None:
    store.put("k", b"0", 0, Deadline())

    def visit() -> None:
        for _ in range(10):
            while True:
                stored = store.get("k", Deadline())
                assert stored is not None
                try:
                    store.put("k", str(int(stored.data) + 1).encode(), stored.revision, Deadline())
                    break
                except Clash:
                    continue

    threads = [threading.Thread(target=visit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = store.get("k", Deadline())
    assert stored is not None
    assert stored.data == b"40"


def test_a_store_of_this_machine_alone_lists_its_keys_and_forgets_them(store: Store) -> None:
    if not isinstance(store, LocalStore):
        assert not hasattr(store, "keys")  # who may see all of it would see what is others'
        return
    assert store.keys(Deadline()) == store.broken_files() == []
    for key in ("other", "k"):
        store.put(key, NEW, 0, Deadline())
    assert store.keys(Deadline()) == ["k", "other"]
    for key in store.keys(Deadline()):
        store.delete(key, Deadline())
    store.scrub(Deadline())
    assert store.keys(Deadline()) == []
    if store.place:
        beside = Path(store.place).parent.iterdir()
        assert not any(b"Sam" in file.read_bytes() for file in beside if file.is_file())


class Clock:
    """A clock that tests set."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=STORES)
def store_and_clock(request: pytest.FixtureRequest) -> tuple[Store, Clock]:
    """Each kind of store with a clock of its own."""
    clock = Clock()
    return open_store(STORES[request.param](request), clock), clock


def test_what_expires_is_gone_after_its_moment(store_and_clock: tuple[Store, Clock]) -> None:
    store, clock = store_and_clock
    revision = store.put("k", b"mark", 0, Deadline(), expires=clock.now + 10)
    assert store.get("k", Deadline()) == Stored(revision, b"mark")
    with pytest.raises(Clash):
        store.put("k", NEW, 0, Deadline())
    clock.now += 11
    assert store.get("k", Deadline()) is None
    store.put("k", NEW, 0, Deadline())
    assert store.get("k", Deadline()) is not None


def test_what_is_written_over_it_stays(store_and_clock: tuple[Store, Clock]) -> None:
    store, clock = store_and_clock
    revision = store.put("k", b"mark", 0, Deadline(), expires=clock.now + 10)
    store.put("k", NEW, revision, Deadline())
    clock.now += 10**6
    store.put("other", NEW, 0, Deadline())
    stored = store.get("k", Deadline())
    assert stored is not None
    assert stored.data == NEW


@each_case(
    "url",
    [
        "",
        "memory",
        "memory:here",
        "postgres://somewhere",
        "sqlite:file",
        "sqlite:///",
        "dynamodb://",
        "dynamodb://t/x",
        "dynamodb://t?zone=1",
        "dynamodb://user:password@table",
        "dynamodb://table#x",
        "dynamodb://table?endpoint",
        "dynamodb://table?endpoint=ftp://x",
        "dynamodb://table?endpoint=http://",
        "dynamodb://table?endpoint=http://x:99999",
        "dynamodb://table?endpoint=http://[::1",
        "dynamodb://table?endpoint=http://user:password@x",
        "dynamodb://table?region=",
        "dynamodb://table?region=eu west",
        "dynamodb://table?region=eu-west-1&region=eu-west-2",
        "sqlite:///~nobody-has-this-name/file",
    ],
)
def test_an_address_of_no_store_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(InputError, match="write") as told:
        open_store(url)
    assert "password" not in str(told.value)


def test_opening_a_store_touches_nothing(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    assert list(tmp_path.iterdir()) == []
