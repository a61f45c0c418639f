# SPDX-License-Identifier: Apache-2.0
"""A request costs the store one read, and one write at most."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skill.alexa import skill
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.store import Stored
from skill.settings import Settings

EVENING = Path(__file__).parents[3] / "bench" / "events" / "evening.jsonl"


class CountedStore(InMemoryStore):
    """Notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        self.asked.append("read")
        return super().get(key, deadline)

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        self.asked.append("write")
        return super().put(key, data, revision, deadline, expires)


@pytest.fixture(scope="module")
def evening() -> list[dict[str, Any]]:
    """Every request of one evening."""
    return [json.loads(line) for line in EVENING.read_text("utf-8").splitlines()]


def test_each_request_of_an_evening_reads_once_and_writes_once_at_most(evening: list[dict[str, Any]]) -> None:
    store = CountedStore()
    answer = skill.build(Settings(), store)
    for event in evening:
        store.asked.clear()
        assert answer(event, None)["response"]
        assert store.asked in (["read"], ["read", "write"])


def test_a_request_that_moves_nothing_writes_nothing(evening: list[dict[str, Any]]) -> None:
    store = CountedStore()
    answer = skill.build(Settings(), store)
    answer(evening[0], None)
    store.asked.clear()
    answer(evening[0], None)  # delivered twice
    assert store.asked == ["read"]


def test_the_events_are_those_of_one_evening_as_an_echo_sends_them(evening: list[dict[str, Any]]) -> None:
    sizes = [len(line) for line in EVENING.read_text("utf-8").splitlines()]
    assert all(4_000 <= size <= 7_000 for size in sizes)
    assert len({event["request"]["requestId"] for event in evening}) == len(evening) > 20
    assert {event["request"]["type"] for event in evening} == {"LaunchRequest", "IntentRequest"}
