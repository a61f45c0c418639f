# SPDX-License-Identifier: Apache-2.0
"""Sentences written down with what they mean, held against the samples word by word.

`said.txt` holds what a couple says in an evening; `near_pairs.txt` holds sentences that sound alike and mean different
things; `local.txt` holds what is said in one locale only. All are plain text: add a line when a sentence was
misunderstood.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

import pytest

from skill.language_model import LanguageModel

from .meanings import Meant, heard
from .test_contract import INTENTS

HERE = Path(__file__).parent


class Row(NamedTuple):
    """One line of a table: `a sentence -> SomeIntent slot=value`, with `_` for the spaces in a value."""

    place: str
    heading: str
    sentence: str
    intent: str
    slots: tuple[tuple[str, str], ...]


def rows(name: str) -> list[Row]:
    found = []
    heading = ""
    for number, line in enumerate((HERE / name).read_text("utf-8").splitlines(), start=1):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.strip():
            sentence, _, meaning = line.partition(" -> ")
            intent, *slots = meaning.split(" ")
            filled = sorted((slot, value) for slot, _, value in (each.partition("=") for each in slots))
            found.append(Row(f"{name}:{number}", heading, sentence, intent, tuple(filled)))
    return found


SAID = rows("said.txt")
NEAR = rows("near_pairs.txt")
LOCAL = rows("local.txt")


def test_sentences_mean_this_and_nothing_else(
    model: LanguageModel, meanings_of: Callable[[Collection[str]], dict[str, tuple[Meant, ...]]]
) -> None:
    local = [row for row in LOCAL if row.heading == model.locale]
    assert local
    wrong = {}
    known = meanings_of({heard(row.sentence) for row in SAID + NEAR + local})
    for row in SAID + NEAR + local:
        meanings = {
            (meant.intent, tuple((slot, value.replace(" ", "_")) for slot, value in meant.slots))
            for meant in known.get(heard(row.sentence), ())
        }
        if meanings != {(row.intent, row.slots)}:
            wrong[f"{row.place} {row.sentence}"] = (row.intent, row.slots), meanings
    assert not wrong, "\n".join(f"{place}: {found}, not {want}" for place, (want, found) in wrong.items())


@pytest.mark.parametrize(
    "sentence",
    [
        *("i want to go home", "i want to leave", "i want to talk to her", "i need to talk to him", "i'm at home"),
        *("my son is at home", "i need my keys", "i want my phone", "i have my phone", "she took me out"),
    ],
)
def test_wants_and_places_fit_no_sample(
    sentence: str, meanings_of: Callable[[Collection[str]], dict[str, tuple[Meant, ...]]]
) -> None:
    assert not meanings_of({heard(sentence)}).get(heard(sentence))


def test_every_intent_is_said() -> None:
    silent = {"AMAZON.NavigateHomeIntent", "AMAZON.FallbackIntent"}
    assert {*INTENTS} - silent - {row.intent for row in SAID} == set()


def test_near_pairs_are_written_both_ways() -> None:
    """Under each heading stand at least two intents, each with at least two sentences."""
    for heading in {row.heading for row in NEAR}:
        intents = [row.intent for row in NEAR if row.heading == heading]
        assert len({*intents}) >= 2, heading
        assert all(intents.count(intent) >= 2 for intent in intents), heading
