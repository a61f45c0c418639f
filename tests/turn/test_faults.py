# SPDX-License-Identifier: Apache-2.0
"""No turn is lost and none counts twice, whatever becomes of the reads and writes of three processes."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from memory.stores.faulty_proxy import FaultyProxy
from memory.stores.table_server import TableServer

from skill.memory.dynamodb import DynamoStore
from skill.memory.in_memory import InMemoryStore
from skill.memory.sqlite import SqliteStore
from skill.memory.store import Store

from .faults import PROCESSES, Faults, FaultyStore, run

IN_CI = os.environ.get("CI") == "true"
SCRIPTS = 20_000 if IN_CI else 400
ERASING = 4_000 if IN_CI else 200
TABLE_SCRIPTS = 150 if IN_CI else 5


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Each fault leaves a line in the log, and there are many."""
    caplog.set_level(logging.CRITICAL, "closer_together")


@pytest.mark.long
def test_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "kept.sqlite3")
    for number in range(SCRIPTS):
        faulty = [FaultyStore(store) for _ in range(PROCESSES)]
        verdict = run(number, store, [(one, one) for one in faulty], f"household {number}")
        assert (verdict.lost, verdict.doubled) == (0, 0), f"script {number}: {verdict.said}"
        assert verdict.household.visits == verdict.household.rituals_kept == verdict.turns


def test_what_was_forgotten_does_not_come_back() -> None:
    for number in range(ERASING):
        store = InMemoryStore()
        faulty = [FaultyStore(store) for _ in range(PROCESSES)]
        verdict = run(number, store, [(one, one) for one in faulty], "household", erases=True)
        assert (verdict.lost, verdict.doubled) == (0, 0), f"script {number}: {verdict.said}"


class TestOnATable:
    """The same scripts on a real table, behind a proxy that loses what they want lost."""

    @pytest.fixture
    def proxies(self, table: TableServer) -> Iterator[list[FaultyProxy]]:
        """A proxy for each process."""
        with ExitStack() as stack:
            yield [stack.enter_context(FaultyProxy(table.port)) for _ in range(PROCESSES)]

    @pytest.mark.parametrize("erases", [False, True])
    def test_nothing_is_lost_and_nothing_doubled(
        self, table: TableServer, proxies: list[FaultyProxy], erases: bool
    ) -> None:
        store = DynamoStore.at(table.url)
        faulty: list[tuple[Store, Faults]] = [(DynamoStore.at(proxy.url), proxy) for proxy in proxies]
        for number in range(TABLE_SCRIPTS):
            verdict = run(number, store, faulty, f"household {number}", erases)
            assert (verdict.lost, verdict.doubled) == (0, 0), f"script {number}: {verdict.said}"
