# SPDX-License-Identifier: Apache-2.0
"""After a household is forgotten, every file of the store, or all of its table, is read: nothing of it is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alexa.couple import KITCHEN, Couple, plain_slot

from lambda_handler import make_handler
from skill.alexa.requests.envelope import digest
from skill.settings import Settings

from .stores.table_server import TableServer

NAMES = ("Wilhelmina", "Bartholomew")
TRACES = (*NAMES, digest(KITCHEN)[:16], "mangled", "visits", "answered")
"""The household's own digest stays for a day, under the mark that it was erased, with nothing else."""


def forget_us(couple: Couple) -> None:
    """They ask for it, and mean it."""
    couple.launch()
    couple.say("ForgetUsIntent")
    couple.say("AMAZON.YesIntent")
    assert "forgotten everything" in couple.words


def disable_the_skill(couple: Couple) -> None:
    """They disable the skill, and Alexa keeps nothing for them."""
    body = {"userInformationPersistenceStatus": "NOT_PERSISTED"}
    couple.send(couple.envelope("AlexaSkillEvent.SkillDisabled", session=False, body=body))


class FileOfOurs:
    """A store in a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kept.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def mangle(self) -> None:
        """Make every record in it unreadable, and put a broken file beside it."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            connection.execute("UPDATE household SET record = record || 'mangled'")
        self.file.with_name(f"{self.file.name}.broken-1").write_bytes("mangled".join(NAMES).encode())

    def everything(self) -> bytes:
        """All that is written anywhere."""
        return b"".join(part.name.encode() + part.read_bytes() for part in self.file.parent.iterdir())


class TableOfOurs:
    """A store in a table."""

    def __init__(self, server: TableServer) -> None:
        self.server = server
        self.url = server.url

    def mangle(self) -> None:
        """Make every record in it unreadable."""
        for item in self.server.items():
            if "record" in item:
                self.server.put(**{**item, "record": {"B": item["record"]["B"] + b"mangled"}})

    def everything(self) -> bytes:
        """All that is written anywhere."""
        return repr(self.server.items()).encode()


@pytest.fixture(params=["file", "table"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> FileOfOurs | TableOfOurs:
    """Where the household is kept."""
    return FileOfOurs(tmp_path) if request.param == "file" else TableOfOurs(request.getfixturevalue("table"))


@pytest.mark.parametrize("way", [forget_us, disable_the_skill])
def test_nothing_is_left_anywhere(place: FileOfOurs | TableOfOurs, way: Callable[[Couple], None]) -> None:
    couple = Couple(make_handler(Settings(store=place.url)))
    for _ in range(2):
        couple.launch()
        couple.say("SetNamesIntent", plain_slot("first", NAMES[0]), plain_slot("second", NAMES[1]))
        place.mangle()  # so that it is set aside, and they begin anew
    couple.launch()
    couple.say("SetNamesIntent", plain_slot("first", NAMES[0]), plain_slot("second", NAMES[1]))
    assert [trace for trace in TRACES if trace.encode() not in place.everything()] == []
    way(couple)
    assert [trace for trace in TRACES if trace.encode() in place.everything()] == []


@pytest.mark.parametrize("way", [forget_us, disable_the_skill])
def test_another_household_stays(place: FileOfOurs | TableOfOurs, way: Callable[[Couple], None]) -> None:
    handler = make_handler(Settings(store=place.url))
    other = "amzn1.ask.account.OTHER"
    ours, others = Couple(handler), Couple(handler, user=other)
    for couple in (ours, others):
        couple.launch()
    ours.say("SetNamesIntent", plain_slot("first", NAMES[0]), plain_slot("second", NAMES[1]))
    way(ours)
    assert digest(other).encode() in place.everything()
    assert NAMES[0].encode() not in place.everything()


def test_who_enables_the_skill_again_is_a_new_household(place: FileOfOurs | TableOfOurs) -> None:
    handler = make_handler(Settings(store=place.url))
    before = Couple(handler)
    before.launch()
    before.say("SetNamesIntent", plain_slot("first", NAMES[0]), plain_slot("second", NAMES[1]))
    again = Couple(handler, user="amzn1.ask.account.ANOTHERID")
    again.launch()
    assert "Welcome to Closer Together" in again.words
    assert not any(name in again.words for name in NAMES)
