# SPDX-License-Identifier: Apache-2.0
"""The one registry of stores: which address names which, and how it is opened."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct

from skill.errors import InputError
from skill.memory.store import Clock, Store

DATA_FOLDER = "closer-together"
DATA_FILE = "household.sqlite3"
NO_HOME = "This user has no home to keep evenings in; set CLOSER_STORE=memory: or CLOSER_STORE=sqlite:///FILE."


class Scheme(Struct, frozen=True):
    """A kind of store."""

    form: str
    """How its address is written."""
    open: Callable[[str, Clock], Store]
    """The store at an address, which is given without its scheme; nothing is opened before the first use. Raises
    InputError."""


def prepare_store(url: str) -> None:
    """Import and read all that a store at an address needs, before a snapshot of this process is taken.

    Nothing is opened, and nobody is asked. Raises InputError for an address of no store.
    """
    prepare = getattr(open_store(url), "prepare", None)
    if prepare is not None:
        prepare()


def open_store(url: str, clock: Clock = time.time) -> Store:
    """The store at an address, on whose `clock` things expire. Raises InputError for an address of no store."""
    name, colon, rest = url.partition(":")
    if not colon or name not in SCHEMES:
        forms = ", ".join(scheme.form for scheme in SCHEMES.values())
        raise InputError(f"CLOSER_STORE names no store that is known here; write one of these: {forms}.")
    return SCHEMES[name].open(rest, clock)


# Each store is imported when it is chosen: a skill on Lambda pays for one of them only.


def _in_memory(rest: str, clock: Clock) -> Store:
    from skill.memory.in_memory import InMemoryStore

    if rest:
        raise InputError("Nothing follows memory: in CLOSER_STORE; write memory: alone.")
    return InMemoryStore(clock)


def _sqlite(rest: str, clock: Clock) -> Store:
    from pathlib import Path

    from skill.memory.sqlite import SqliteStore

    if not rest:
        from platformdirs import user_data_path

        try:
            folder = user_data_path(DATA_FOLDER, appauthor=False)
        except RuntimeError:
            raise InputError(NO_HOME) from None
        return SqliteStore(folder / DATA_FILE, make_folder=True, clock=clock)
    if not rest.startswith("///") or rest == "///":
        raise InputError("CLOSER_STORE names no file; write sqlite:///FILE.")
    try:
        return SqliteStore(Path(rest[3:]).expanduser(), clock=clock)
    except RuntimeError:
        raise InputError("CLOSER_STORE names the home of a user who has none; write a whole path.") from None


def _dynamodb(rest: str, clock: Clock) -> Store:
    from skill.memory.dynamodb import DynamoStore

    return DynamoStore.at(f"dynamodb:{rest}", clock)


SCHEMES = {
    "memory": Scheme("memory:", _in_memory),
    "sqlite": Scheme("sqlite:///FILE", _sqlite),
    "dynamodb": Scheme("dynamodb://TABLE?endpoint=URL&region=R", _dynamodb),
}
"""By the scheme of their addresses. sqlite: alone is a file in the user's data folder."""
