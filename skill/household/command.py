# SPDX-License-Identifier: Apache-2.0
"""The command `household`: see, take along, or erase all that is kept on this machine."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from skill.content.loading.loader import load_content
from skill.errors import InputError
from skill.household import kept
from skill.household.summary import as_text, summary_of
from skill.language_model import SOURCE_LOCALE, known_locales
from skill.memory.opening import open_store
from skill.memory.sqlite_file import OWNER_ONLY
from skill.memory.store import LocalStore, StoreUnavailable
from skill.settings import Settings

NOTHING_KEPT = "Nothing is kept on this machine."
MORE = (
    "`python -m skill household show --json` shows all of it as it is kept; "
    "`export FILE` takes it along, and `erase` erases it."
)


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="show | export FILE | erase")
    show = actions.add_parser("show", help="tell what is kept")
    show.add_argument("--json", action="store_true", help="all of it as it is kept, as JSON")
    actions.add_parser("export", help="write it to a new file, as JSON").add_argument("file", type=Path, metavar="FILE")
    actions.add_parser("erase", help="erase all of it, for good")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Returns the exit status. Raises InputError where the store or the file cannot be used."""
    store = _local_store(Settings.from_environment(os.environ))
    try:
        if arguments.action == "erase":
            kept.erase(store)
            print("Everything that was kept on this machine is erased.")
        elif arguments.action == "export":
            _write_new(arguments.file, _bare(store))
            print(f"All that is kept on this machine was written to {arguments.file}.")
        else:
            sys.stdout.write(_bare(store) if arguments.json else _told(store))
    except StoreUnavailable as error:
        raise InputError(f"{store.place}: {error}" if store.place else str(error)) from None
    return 0


def _local_store(settings: Settings) -> LocalStore:
    """The store on this machine. Raises InputError for one that many may share."""
    store = open_store(settings.store)
    if isinstance(store, LocalStore):
        return store
    raise InputError("CLOSER_STORE names a store that many may share; `household` works on one of this machine alone.")


def _bare(store: LocalStore) -> str:
    return json.dumps(kept.everything(store), indent=2, ensure_ascii=False) + "\n"


def _told(store: LocalStore) -> str:
    """What is kept in plain words, household after household, and that there is more than can be told."""
    everything: dict[str, Any] = kept.everything(store)
    told = [as_text(summary_of(each, load_content(_locale(each.language)))) for each in kept.households(store).values()]
    if everything["set_aside"]:
        told.append(f"Set aside, because it could not be read: {len(everything['set_aside'])} record(s).")
    if everything["broken_files"]:
        told.append("Broken files, kept aside: " + ", ".join(everything["broken_files"]))
    return "\n\n".join([*(told or [NOTHING_KEPT]), *([MORE] if told else [])]) + "\n"


def _locale(language: str) -> str:
    """A locale whose decks are in a language."""
    return next((locale for locale in known_locales() if locale.startswith(f"{language}-")), SOURCE_LOCALE)


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
