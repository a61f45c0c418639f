# SPDX-License-Identifier: Apache-2.0
"""Choosing without chance: everything that looks random is derived from the evening's seed.

The same record and the same event choose the same entry, so that a reply can be repeated and a year simulated.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b


def rank(seed: int, purpose: str, candidate: object) -> int:
    """A number that orders candidates differently on each evening and for each purpose."""
    return int.from_bytes(blake2b(f"{seed}:{purpose}:{candidate}".encode(), digest_size=8).digest(), "big")


def fresh(
    candidates: Iterable[int], played: tuple[int, ...], seed: int, purpose: str, leave_out: Iterable[int] = ()
) -> int | None:
    """An entry not heard yet; where all were, the one heard longest ago. None where nothing is left to choose.

    `played` holds numbers oldest first; `leave_out` what may not come now even so.
    """
    left_out = set(leave_out)
    possible = {number for number in candidates if number not in left_out}
    unplayed = possible.difference(played)
    if unplayed:
        return _first(unplayed, seed, purpose)
    return next((number for number in played if number in possible), None)


def _first(numbers: Iterable[int], seed: int, purpose: str) -> int:
    """The number of the least rank. What all ranks have in common is hashed once: a deck holds hundreds of numbers."""
    begun = blake2b(f"{seed}:{purpose}:".encode(), digest_size=8)

    def digest(number: int) -> bytes:
        hashed = begun.copy()
        hashed.update(b"%d" % number)
        return hashed.digest()

    return min(numbers, key=digest)


def with_played(played: dict[str, tuple[int, ...]], deck: str, number: int) -> dict[str, tuple[int, ...]]:
    """The same lists with one entry as the latest of its deck."""
    earlier = tuple(other for other in played.get(deck, ()) if other != number)
    return {**played, deck: (*earlier, number)}
