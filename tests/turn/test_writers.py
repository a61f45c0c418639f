# SPDX-License-Identifier: Apache-2.0
"""Eight writers at once, counted exactly, on each store that several processes can share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from memory.table_server import TableServer

from .writers import WRITERS, written_by_all

TURNS = 50 if os.environ.get("CI") == "true" else 8


@pytest.fixture(params=["sqlite", "dynamodb"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store that several processes can share."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    server: TableServer = request.getfixturevalue("table")
    return server.url


def test_every_turn_is_counted_once(url: str) -> None:
    household = written_by_all(url, TURNS)
    assert (household.visits, household.rituals_kept) == (WRITERS * TURNS, WRITERS * TURNS)
