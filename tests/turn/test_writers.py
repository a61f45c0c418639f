# SPDX-License-Identifier: Apache-2.0
"""Eight writers at once, counted exactly, on each store that several processes can share."""

from __future__ import annotations

import os

import pytest

from .writers import WRITERS, written_by_all

TURNS = 50 if os.environ.get("CI") == "true" else 8


@pytest.mark.long
def test_every_turn_is_counted_once(url: str) -> None:
    household = written_by_all(url, TURNS)
    assert (household.visits, household.rituals_kept) == (WRITERS * TURNS, WRITERS * TURNS)
