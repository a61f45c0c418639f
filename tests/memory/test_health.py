# SPDX-License-Identifier: Apache-2.0
"""Whether a store answers: told for every store, whatever goes wrong with it, and nothing is kept by asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.deadline import Deadline
from skill.memory import answers
from skill.memory.in_memory import InMemoryStore
from skill.memory.sqlite import SqliteStore
from skill.memory.store import Stored, StoreUnavailable


class Failing(InMemoryStore):
    """A store that fails in a way of one's choice."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        raise self.error


def test_a_store_that_can_be_read_answers(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "kept.sqlite3")
    assert answers(store)
    assert store.keys(Deadline()) == []
    assert answers(InMemoryStore())


@pytest.mark.parametrize("error", [StoreUnavailable("It is away."), RuntimeError("wednesday-in-lisbon")])
def test_a_store_that_fails_does_not_answer(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    assert not answers(Failing(error))
    assert len(caplog.messages) == 1
    assert "lisbon" not in caplog.text


def test_a_file_without_a_folder_does_not_answer(tmp_path: Path) -> None:
    assert not answers(SqliteStore(tmp_path / "nowhere" / "kept.sqlite3"))


def test_a_store_has_two_seconds_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []
    store = InMemoryStore()
    monkeypatch.setattr(store, "get", lambda key, deadline: left.append(deadline.left()))
    assert answers(store)
    assert len(left) == 1
    assert 0 < left[0] <= 2
