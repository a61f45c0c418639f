# SPDX-License-Identifier: Apache-2.0
"""What every store does, each of them real."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.checkin.model.household import Finished, Household
from skill.deadline import Deadline
from skill.errors import InputError
from skill.memory.opening import open_store
from skill.memory.store import Clash, Kept, Store

NEW = Kept(household=Household(names=("Sam", "Zoë"), finished=(Finished(date(2026, 3, 5), "short", 7, None),)))


def test_what_is_saved_is_there(store: Store) -> None:
    assert store.load("k", Deadline()) is None
    saved = store.save("k", NEW, Deadline())
    loaded = store.load("k", Deadline())
    assert loaded is not None
    assert loaded.household == NEW.household
    assert loaded.revision == saved.revision != 0
    assert store.load("other", Deadline()) is None


def test_a_second_first_save_clashes(store: Store) -> None:
    store.save("k", NEW, Deadline())
    with pytest.raises(Clash):
        store.save("k", NEW, Deadline())


def test_a_save_on_what_another_one_wrote_clashes_and_changes_nothing(store: Store) -> None:
    first = store.save("k", NEW, Deadline())
    second = store.save("k", replace(first, household=Household(visits=2)), Deadline())
    with pytest.raises(Clash):
        store.save("k", replace(first, household=Household(visits=3)), Deadline())
    loaded = store.load("k", Deadline())
    assert loaded is not None
    assert (loaded.household.visits, loaded.revision) == (2, second.revision)


def test_what_is_erased_is_gone_and_cannot_be_written_back(store: Store) -> None:
    kept = store.save("k", NEW, Deadline())
    store.save("other", NEW, Deadline())
    store.erase("k", Deadline())
    assert store.load("k", Deadline()) is None
    with pytest.raises(Clash):
        store.save("k", kept, Deadline())
    store.save("k", NEW, Deadline())
    with pytest.raises(Clash):
        store.save("k", kept, Deadline())
    assert store.load("other", Deadline()) is not None


def test_erasing_what_is_not_there_is_no_mistake(store: Store) -> None:
    store.erase("k", Deadline())


def test_many_threads_lose_nothing(store: Store) -> None:
    store.save("k", Kept(household=Household()), Deadline())

    def visit() -> None:
        for _ in range(10):
            while True:
                kept = store.load("k", Deadline())
                assert kept is not None
                try:
                    household = replace(kept.household, visits=kept.household.visits + 1)
                    store.save("k", replace(kept, household=household), Deadline())
                    break
                except Clash:
                    continue

    threads = [threading.Thread(target=visit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.load("k", Deadline())
    assert kept is not None
    assert kept.household.visits == 40


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory",
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
