# SPDX-License-Identifier: Apache-2.0
"""The command `household`: see, take along, or erase all that is kept on this machine."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from skill.deadline import Deadline
from skill.errors import InputError
from skill.memory.opening import open_store
from skill.memory.records import ASIDE, MARK_KEY, NOTHING, Records, read_mark
from skill.memory.sqlite import SqliteStore
from skill.memory.sqlite_file import OWNER_ONLY
from skill.memory.store import StoreUnavailable
from skill.settings import Settings


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="show | export FILE | erase")
    actions.add_parser("show", help="print all that is kept, as JSON")
    actions.add_parser("export", help="write it to a new file").add_argument("file", type=Path, metavar="FILE")
    actions.add_parser("erase", help="erase all of it, for good")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Returns the exit status. Raises InputError where the store or the file cannot be used."""
    store = _local_store(Settings.from_environment(os.environ))
    try:
        if arguments.action == "erase":
            if store is not None:
                _erase(store)
            print("Everything that was kept on this machine is erased.")
            return 0
        text = json.dumps(_kept(store), indent=2, ensure_ascii=False) + "\n"
    except StoreUnavailable as error:
        raise InputError(f"{store.file.path}: {error}" if store else str(error)) from None
    if arguments.action == "show":
        sys.stdout.write(text)
    else:
        _write_new(arguments.file, text)
        print(f"All that is kept on this machine was written to {arguments.file}.")
    return 0


def _local_store(settings: Settings) -> SqliteStore | None:
    """The store on this machine; None where the settings say that nothing is kept."""
    store = open_store(settings.store)
    if isinstance(store, SqliteStore):
        return store
    if settings.store == "memory:":
        return None
    raise InputError("CLOSER_STORE names a table that many may share; `household` works on a file on this machine.")


def _kept(store: SqliteStore | None) -> dict[str, Any]:
    households: dict[str, Any] = {}
    set_aside: list[Any] = []
    erased: list[str] = []
    for key in store.keys(Deadline()) if store else ():
        stored = store.get(key, Deadline()) if store else None
        if stored is None or stored.data == NOTHING or key.startswith(MARK_KEY):
            continue
        if mark := read_mark(stored.data):
            erased.append(datetime.fromtimestamp(mark.erased, UTC).isoformat(timespec="seconds"))
        elif ASIDE in key:
            set_aside.append(_readable(stored.data))
        else:
            households[key] = _readable(stored.data)
    broken = [str(file) for file in store.file.broken_files()] if store else []
    return {"households": households, "set_aside": set_aside, "erased": erased, "broken_files": broken}


def _erase(store: SqliteStore) -> None:
    """Erase every household, what was set aside, and broken files; a file that turns out to be broken goes as well.

    Marks stay for a day, as whenever a household is erased: a process that goes on may still hold a turn.
    """
    try:
        keys = store.keys(Deadline())
    except StoreUnavailable:
        keys = store.keys(Deadline())
    records = Records(store)
    for key in keys:
        if ASIDE in key:
            store.delete(key, Deadline())
        elif not key.startswith(MARK_KEY):
            records.erase(key, time.time(), Deadline())
    if store.file.path.exists():
        store.file.scrub(Deadline())
    store.file.delete_broken_files()


def _readable(data: bytes) -> Any:
    """A record as JSON; as text where it is none."""
    try:
        return json.loads(data)
    except ValueError:
        return data.decode("utf-8", "replace")


def _write_new(file: Path, text: str) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        raise InputError(f"{file} is there already, and nothing is overwritten; name a new file.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); name another one.") from None
    try:
        with open(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        file.unlink(missing_ok=True)  # half of it would look like all of it
        raise InputError(f"{file} could not be written to its end ({error.strerror}); name another one.") from None
