# SPDX-License-Identifier: Apache-2.0
"""Households in a store: bytes become records of this version, what cannot be read is set aside, and what was erased
does not come back.

This is the only place that knows what the bytes under a key are: a record, nothing where one was set aside, or the mark
that all was erased. The mark holds nothing but the moment, and is gone after a day. Until then a write that comes late
finds it, and what still waits somewhere is known to be of before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from skill import logs
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.record import Kept
from skill.memory.store import Clash, Store, Stored, StoreUnavailable, drawn
from skill.ready import make_ready

ASIDE = "#set-aside-"
"""Stands between a household's key and the number of one of its unreadable records."""
ASIDE_MAX = 5
MARK_KEY = "erased-"
"""Begins the key of a second mark, which stays when a new record takes the place of the first."""
MARK_KEY_BYTES = 16
MARK_BYTES_MAX = 64
MARK_S = 24 * 3600.0
"""Seconds for which a mark stays: longer than a write may be on its way, or wait in a process that lives."""
TRIES = 5
UNDER_WAY_MAX = 100
"""Households whose record as it was read or written last is not decoded again, the latest ones; about 3 kB each."""
NOTHING = b""
"""Stands where a record was that is set aside."""
SET_ASIDE = "A household's record could not be read; it was set aside, and they are greeted as new."


def mark_key(key: str) -> str:
    """The key of a household's mark. Not even the digest by which the household was kept stands in it."""
    return MARK_KEY + blake2b(key.encode(), digest_size=MARK_KEY_BYTES).hexdigest()


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """Stands where a household was that is erased."""

    erased: float
    """When, in seconds since 1970."""


make_ready(Mark)


class Records:
    """Households of a store. Raises StoreUnavailable as the store does."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way: dict[str, tuple[bytes, Household]] = {}
        """By key, the bytes of a record and what they say: it is used again for the very same bytes alone."""

    def load(self, key: str, deadline: Deadline) -> Kept:
        """The household as it is kept; a new one where nothing is kept of it, or what is kept cannot be read."""
        stored = self._store.get(key, deadline)
        if stored is None or stored.data == NOTHING:
            return Kept(household=Household(), revision=stored.revision if stored else 0)
        mark = read_mark(stored.data)
        if mark is not None:
            return Kept(household=Household(), revision=stored.revision, erased=mark.erased)
        data, household = self._under_way.get(key, (NOTHING, None))
        if household is not None and data == stored.data:
            return Kept(household=household, revision=stored.revision, begun=True)
        try:
            kept = record.decode(stored.data, stored.revision)
        except record.Unreadable:
            return self._set_aside(key, stored, deadline)
        self._know(key, stored.data, kept)
        return kept

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        """Keep a household if its stored revision is still `kept.revision`. Returns it with its new revision.

        Raises Clash where the revision is another one.
        """
        if not kept.begun:
            incarnation = kept.household.incarnation or drawn()
            kept = replace(kept, household=replace(kept.household, incarnation=incarnation), begun=True, erased=None)
        data = record.encode(kept)
        kept = replace(kept, revision=self._store.put(key, data, kept.revision, deadline))
        self._know(key, data, kept)
        return kept

    def erase(self, key: str, moment: float, deadline: Deadline) -> None:
        """Erase all that is kept of a household, with what was set aside of it, and leave the marks of that.

        `moment` is when it was asked for, in seconds since 1970. Where all was erased again since, nothing is done.
        """
        erased = self.erased(key, deadline)
        if erased is not None and erased > moment:
            return  # an equal one is of a try of our own, which may not have come to its end
        with self._lock:
            self._under_way.pop(key, None)
        for aside in aside_keys(key):
            if self._store.get(aside, deadline) is None:
                break
            self._store.delete(aside, deadline)
        self._store.delete(key, deadline)
        self._leave_mark(key, moment, deadline)
        self._leave_mark(mark_key(key), moment, deadline)  # last, because it tells that all the rest is done

    def erased(self, key: str, deadline: Deadline) -> float | None:
        """When the household was erased last, if that was within a day."""
        stored = self._store.get(mark_key(key), deadline)
        mark = read_mark(stored.data) if stored else None
        return mark.erased if mark else None

    def _know(self, key: str, data: bytes, kept: Kept) -> None:
        """Note what a record's bytes say, unless they say more than this version knows."""
        with self._lock:
            self._under_way.pop(key, None)
            if not kept.raw:
                self._under_way[key] = data, kept.household
            if len(self._under_way) > UNDER_WAY_MAX:
                del self._under_way[next(iter(self._under_way))]

    def _leave_mark(self, key: str, moment: float, deadline: Deadline) -> None:
        data = msgspec.json.encode(Mark(moment))
        for _ in range(TRIES):
            stored = self._store.get(key, deadline)
            try:
                self._store.put(key, data, stored.revision if stored else 0, deadline, self._clock() + MARK_S)
                return
            except Clash:
                continue
        raise StoreUnavailable("Others keep writing what is to be erased; it is tried again.")

    def _set_aside(self, key: str, stored: Stored, deadline: Deadline) -> Kept:
        for aside in aside_keys(key):
            there = self._store.get(aside, deadline)
            if there is None:
                self._store.put(aside, stored.data, 0, deadline)
            if there is None or there.data == stored.data:
                break
        try:
            revision = self._store.put(key, NOTHING, stored.revision, deadline)
        except Clash:  # another one set it aside, and perhaps has written already
            return self.load(key, deadline)
        logs.note(SET_ASIDE)
        return Kept(household=Household(), revision=revision)


def aside_keys(key: str) -> list[str]:
    """The keys under which a household's unreadable records are set aside, in their order."""
    return [f"{key}{ASIDE}{number}" for number in range(1, ASIDE_MAX + 1)]


def read_mark(data: bytes) -> Mark | None:
    """The mark that bytes are; None where they are something else."""
    if len(data) > MARK_BYTES_MAX:  # as nearly every record is
        return None
    try:
        return msgspec.json.decode(data, type=Mark)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
