# SPDX-License-Identifier: Apache-2.0
"""Real stores for tests, by their addresses: all of them, and those that several processes can share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

import pytest

from skill.memory.opening import open_store
from skill.memory.store import Store

from .stores.table_server import TableServer, served_table


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TableServer]:
    """One server for all tests that leave it running."""
    with served_table(tmp_path_factory.mktemp("table")) as server:
        yield server


@pytest.fixture
def table(shared_server: TableServer) -> TableServer:
    """The server, with an empty table."""
    shared_server.empty_table()
    return shared_server


WAYS = ("directly", "by botocore")
"""How a table is asked."""


def asked(request: pytest.FixtureRequest, way: str) -> None:
    """Let tables be asked this way until the test is over, also by the processes that it starts."""
    patch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    for name in [name for name in os.environ if name.startswith("AWS_") and name != "AWS_CA_BUNDLE"]:
        patch.delenv(name)
    patch.setenv("HOME", str(request.getfixturevalue("tmp_path")))
    if way == "by botocore":
        patch.setenv("AWS_RETRY_MODE", "standard")  # a setting that only botocore heeds


def _table(request: pytest.FixtureRequest, way: str) -> str:
    asked(request, way)
    return str(request.getfixturevalue("table").url)


def _file(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("tmp_path") / "kept")


STORES: Mapping[str, Callable[[pytest.FixtureRequest], str]] = {
    "memory": lambda request: "memory:",
    "sqlite": lambda request: f"sqlite:///{_file(request)}",
    "dynamodb": lambda request: _table(request, "directly"),
    "dynamodb by botocore": lambda request: _table(request, "by botocore"),
}
"""The address of an empty store of each kind."""
SHARED = tuple(kind for kind in STORES if kind not in ("memory", "dynamodb by botocore"))
"""Those that several processes can share; how a table is asked is nothing to them."""


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    """Each kind of store in turn, empty."""
    return open_store(STORES[request.param](request))


@pytest.fixture(params=SHARED)
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store that several processes can share."""
    return STORES[request.param](request)
