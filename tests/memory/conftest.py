# SPDX-License-Identifier: Apache-2.0
"""Real stores for tests: in memory, in a file, in a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.memory.opening import open_store
from skill.memory.store import Store

from .table_server import TableServer


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TableServer]:
    """One server for all tests that leave it running."""
    server = TableServer(tmp_path_factory.mktemp("table"))
    server.start()
    server.make_table()
    yield server
    server.kill()


@pytest.fixture
def table(shared_server: TableServer) -> TableServer:
    """The server, with an empty table."""
    shared_server.empty_table()
    return shared_server


@pytest.fixture(params=["memory", "sqlite", "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each kind of store in turn, empty."""
    if request.param == "memory":
        return open_store("memory:")
    if request.param == "sqlite":
        return open_store(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    server: TableServer = request.getfixturevalue("table")
    return open_store(server.url)
