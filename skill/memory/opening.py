# SPDX-License-Identifier: Apache-2.0
"""Opens the store that an address names: memory:, sqlite:///FILE or dynamodb://TABLE?endpoint=URL&region=R."""

from __future__ import annotations

from pathlib import Path

from skill.errors import InputError
from skill.memory.store import Store

DEFAULT = "sqlite:"
"""A file in the user's data folder."""
DATA_FOLDER = "closer-together"
DATA_FILE = "household.sqlite3"
SQLITE = "sqlite:///"
NO_HOME = "This user has no home to keep evenings in; set CLOSER_STORE=memory: or CLOSER_STORE=sqlite:///FILE."


def open_store(url: str) -> Store:
    """The store at an address. Nothing is opened before the first use. Raises InputError for an address of no store."""
    # Each store is imported when chosen: a skill on Lambda pays for one of them only.
    if url == "memory:":
        from skill.memory.in_memory import InMemoryStore

        return InMemoryStore()
    if url == DEFAULT:
        from platformdirs import user_data_path

        from skill.memory.sqlite import SqliteStore

        try:
            folder = user_data_path(DATA_FOLDER, appauthor=False)
        except RuntimeError:
            raise InputError(NO_HOME) from None
        return SqliteStore(folder / DATA_FILE, make_folder=True)
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        from skill.memory.sqlite import SqliteStore

        try:
            return SqliteStore(Path(url[len(SQLITE) :]).expanduser())
        except RuntimeError:
            raise InputError("CLOSER_STORE names the home of a user who has none; write a whole path.") from None
    if url.startswith("dynamodb://"):
        from skill.memory.dynamodb import DynamoStore

        return DynamoStore.at(url)
    raise InputError("That is no address of a store; write memory:, sqlite:///FILE or dynamodb://TABLE.")
