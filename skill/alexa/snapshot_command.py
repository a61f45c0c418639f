# SPDX-License-Identifier: Apache-2.0
"""`python -m skill snapshot`: write down what the skill can say, for a cold start that reads no decks."""

from __future__ import annotations

import argparse

from skill.alexa.locales import ALEXA, spoken
from skill.content.loading.snapshot import FOLDER, write_snapshots


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--into", default=FOLDER, metavar="FOLDER", help=f"default: {FOLDER}")


def run(arguments: argparse.Namespace) -> int:
    """Write the snapshots. Returns 0; InputError where decks cannot be used."""
    for file in write(arguments.into):
        print(file)
    return 0


def write(folder: str = FOLDER) -> list[str]:
    """Write a snapshot of each locale that has decks, in Alexa's words; the same bytes each time. Returns the files."""
    return write_snapshots(spoken(), ALEXA, folder)
