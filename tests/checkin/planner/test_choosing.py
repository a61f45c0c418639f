# SPDX-License-Identifier: Apache-2.0
"""What comes next is the least by rank of what was not heard, and else what was heard longest ago."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skill.checkin.choosing import fresh, rank

NUMBERS = st.frozensets(st.integers(1, 9999), max_size=30)


@given(NUMBERS, NUMBERS, st.integers(0, 2**64 - 1), st.text(max_size=10))
def test_the_least_by_rank_of_what_was_not_heard_comes_first(
    candidates: frozenset[int], heard: frozenset[int], seed: int, purpose: str
) -> None:
    played = tuple(sorted(heard))
    new = candidates - heard
    expected = min(new, key=lambda number: rank(seed, purpose, number), default=None)
    if expected is None:
        expected = next((number for number in played if number in candidates), None)
    assert fresh(candidates, played, seed, purpose) == expected
