# SPDX-License-Identifier: Apache-2.0
"""All that a store keeps: bare as JSON, as records, and how it is erased.

A store on this machine is its user's, so all of it is shown and erased. In one that many may share, only the household
whose key is given.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import Store
from skill.memory.record import Unreadable, decode
from skill.memory.records import ASIDE, MARK_KEY, NOTHING, Records, read_mark
from skill.memory.store import LocalStore, StoreUnavailable


def everything(store: Store, *keys: str) -> dict[str, Any]:
    """All that is kept, as JSON. Raises StoreUnavailable."""
    households: dict[str, Any] = {}
    set_aside: list[Any] = []
    erased: list[str] = []
    for key in _keys(store, keys):
        stored = store.get(key, Deadline())
        if stored is None or stored.data == NOTHING or key.startswith(MARK_KEY):
            continue
        if mark := read_mark(stored.data):
            erased.append(datetime.fromtimestamp(mark.erased, UTC).isoformat(timespec="seconds"))
        elif ASIDE in key:
            set_aside.append(_readable(stored.data))
        else:
            households[key] = _readable(stored.data)
    broken = store.broken_files() if isinstance(store, LocalStore) else []
    return {"households": households, "set_aside": set_aside, "erased": erased, "broken_files": broken}


def households(store: Store, *keys: str) -> dict[str, Household]:
    """The households that are kept and can be read, by their keys. Raises StoreUnavailable."""
    found = {}
    for key in _keys(store, keys):
        stored = store.get(key, Deadline())
        if stored is None or stored.data == NOTHING or ASIDE in key or key.startswith(MARK_KEY):
            continue
        if read_mark(stored.data) is None:
            try:
                found[key] = decode(stored.data, stored.revision).household
            except Unreadable:
                continue  # it is set aside when they next talk, and greeted as new
    return found


def erase(store: Store, *keys: str) -> None:
    """Erase every household, what was set aside, and broken files; a file that turns out to be broken goes as well.

    Marks stay for a day, as whenever a household is erased: a process that goes on may still hold a turn. Raises
    StoreUnavailable.
    """
    try:
        known = _keys(store, keys)
    except StoreUnavailable:
        known = _keys(store, keys)
    records = Records(store)
    for key in known:
        if ASIDE in key:
            store.delete(key, Deadline())
        elif not key.startswith(MARK_KEY):
            records.erase(key, time.time(), Deadline())
    if isinstance(store, LocalStore):
        store.scrub(Deadline())


def _keys(store: Store, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(store.keys(Deadline())) if isinstance(store, LocalStore) else keys


def _readable(data: bytes) -> Any:
    """A record as JSON; as text where it is none."""
    try:
        return json.loads(data)
    except ValueError:
        return data.decode("utf-8", "replace")
