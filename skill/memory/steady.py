# SPDX-License-Identifier: Apache-2.0
"""A store that an evening can rely on: while the one behind it fails, what changes waits here, in this process.

Once the store answers again, what waited is merged into what it holds. Nothing waits longer than the process lives.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from skill import logs
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory.merging import merge
from skill.memory.store import Clash, Kept, Store, StoreUnavailable

HOUSEHOLDS_MAX = 500
"""Households that are known of, the latest ones; about 4 kB each."""
TRIES = 12
"""How often what waits is merged again, because others keep writing. The deadline usually comes first."""


class _Waiting(Struct, frozen=True):
    """A household that could not be written, with what it grew from."""

    base: Kept
    household: Household


class SteadyStore:
    """A store around a store. It raises StoreUnavailable too; `meanwhile` and `postpone` are for then."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Kept] = OrderedDict()
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._to_erase: set[str] = set()

    def load(self, key: str, deadline: Deadline) -> Kept:
        """The household as it is kept, with what waited merged in; a new one where there is none."""
        if key in self._to_erase:
            self.erase(key, deadline)
        kept = self._store.load(key, deadline) or Kept(household=Household())
        self._erase_another(deadline)
        if key in self._waiting:
            kept = self._merged(key, kept, deadline)
        self._know(key, kept)
        return kept

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        """Keep a household. Raises Clash as any store does."""
        kept = self._store.save(key, kept, deadline)
        self._know(key, kept)
        return kept

    def erase(self, key: str, deadline: Deadline) -> None:
        """Erase a household, here too. Where the store fails, it is erased once the store answers anybody again."""
        with self._lock:
            self._known.pop(key, None)
            self._waiting.pop(key, None)
            self._to_erase.add(key)
        self._store.erase(key, deadline)
        with self._lock:
            self._to_erase.discard(key)

    def _erase_another(self, deadline: Deadline) -> None:
        """Make up for one erasure that failed: who disabled the skill never comes back to have it done."""
        with self._lock:
            other = next(iter(self._to_erase), None)
        if other is not None:
            with suppress(StoreUnavailable):
                self.erase(other, deadline)

    def meanwhile(self, key: str) -> Kept:
        """The household as far as this process knows it, for while the store fails."""
        with self._lock:
            if key in self._waiting:
                waiting = self._waiting[key]
                return replace(waiting.base, household=waiting.household)
            return self._known.get(key, Kept(household=Household()))

    def postpone(self, key: str, household: Household, grown_from: Kept) -> None:
        """Write a household as soon as the store can be read again. `grown_from` is what it was before it changed."""
        with self._lock:
            base, waiting = grown_from, self._waiting.pop(key, None)
            if waiting is not None:
                base = waiting.base
                household = merge(grown_from.household, household, waiting.household)
            self._waiting[key] = _Waiting(base, household)
            if len(self._waiting) > HOUSEHOLDS_MAX:
                self._waiting.popitem(last=False)
                logs.note("The store fails for so long that the turns of one household are lost.")

    def _merged(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        """What the store holds, with what waited merged in and saved."""
        for _ in range(TRIES):
            with self._lock:
                waiting = self._waiting.get(key)
            if waiting is None:
                return kept
            erased_by_others = kept.revision == 0 and waiting.base.revision != 0
            if not erased_by_others:
                merged = merge(waiting.base.household, waiting.household, kept.household)
                try:
                    kept = self._store.save(key, replace(kept, household=merged), deadline)
                except Clash:
                    kept = self._store.load(key, deadline) or Kept(household=Household())
                    continue
            with self._lock:
                newer = self._waiting.pop(key, waiting)
                if newer is waiting:
                    return kept
                # Another turn came to wait meanwhile. It grew from the one that is merged now.
                self._waiting[key] = _Waiting(replace(kept, household=waiting.household), newer.household)
        raise StoreUnavailable("Others kept writing the same household, so this turn of it waits.")

    def _know(self, key: str, kept: Kept) -> None:
        with self._lock:
            self._known[key] = kept
            self._known.move_to_end(key)
            if len(self._known) > HOUSEHOLDS_MAX:
                self._known.popitem(last=False)
