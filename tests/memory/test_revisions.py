# SPDX-License-Identifier: Apache-2.0
"""Revisions that cannot be guessed, marks that expire to the moment, and records of earlier versions."""

from __future__ import annotations

from typing import Any

import pytest
from cases import each_case

from skill.deadline import Deadline
from skill.memory import store
from skill.memory.in_memory import InMemoryStore
from skill.memory.migrations import migrated
from skill.memory.store import Clash, Stored, drawn, next_revision


@pytest.mark.parametrize(("byte", "revision"), [(b"\0", 1), (b"\xff", 2**48)])
def test_a_first_revision_is_drawn_and_never_nothing(
    monkeypatch: pytest.MonkeyPatch, byte: bytes, revision: int
) -> None:
    monkeypatch.setattr(store.os, "urandom", lambda count: byte * count)
    assert drawn() == next_revision(0) == revision


def test_the_next_revision_is_one_more() -> None:
    assert next_revision(7) == 8


def test_a_clash_is_of_another_one_unless_it_is_told() -> None:
    assert (Clash().unsure, Clash(unsure=True).unsure) == (False, True)
    assert str(Clash()) == "Another one wrote it since it was read."


def test_what_expires_is_gone_at_its_very_moment_and_what_does_not_stays() -> None:
    now = [100.0]
    kept = InMemoryStore(lambda: now[0])
    first = kept.put("mark", b"mark", 0, Deadline(), expires=110.0)
    kept.put("stays", b"stays", 0, Deadline())
    now[0] = 109.9
    assert kept.get("mark", Deadline()) == Stored(first, b"mark")
    now[0] = 110.0
    assert kept.get("mark", Deadline()) is None
    assert kept.keys(Deadline()) == ["stays"]
    kept.put("mark", b"again", 0, Deadline())
    now[0] = 10**9
    assert kept.keys(Deadline()) == ["mark", "stays"]


@each_case(
    ("raw", "now"),
    [
        ({"last_visit": "2026-03-05"}, {"last_visit": "2026-03-05", "came": ["2026-03-05"], "version": 2}),
        ({"version": 1, "break_until": "x", "visits": 3}, {"version": 2, "visits": 3}),
        ({"version": 1, "last_visit": None}, {"version": 2, "last_visit": None}),
        ({"version": 2, "break_until": "x"}, {"version": 2, "break_until": "x"}),
        ({"version": 99}, {"version": 99}),
        ({"version": "one"}, {"version": "one"}),
    ],
)
def test_a_record_of_an_earlier_version_is_brought_up_to_this_one(raw: dict[str, Any], now: dict[str, Any]) -> None:
    assert migrated(raw) == now
