# SPDX-License-Identifier: Apache-2.0
"""Files with bytes flipped anywhere: each is read, written, shown, exported and erased, and the evening goes on."""

from __future__ import annotations

import gc
import json
import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alexa.couple import Couple, plain_slot
from representatives import the_first_for_all

from lambda_handler import make_handler
from skill.__main__ import main
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.sqlite import SqliteStore
from skill.memory.store import StoreUnavailable
from skill.settings import Settings

FILES = 200 if os.environ.get("CI") == "true" else 40
HEADER_BYTES = 100
PAGE_BYTES = 4096
SORRY = load_content("en-US").lines["sorry.broken"].texts


@pytest.fixture(scope="module", autouse=True)
def spare_the_collector() -> None:
    """Have it look only at what these tests make: through all that others left it would take a second each time."""
    gc.freeze()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of some couples who have lived with the skill."""
    file = tmp_path_factory.mktemp("whole") / "kept.sqlite3"
    handler = make_handler(Settings(store=f"sqlite:///{file}"))
    for number in range(5):
        couple = Couple(handler, user=f"amzn1.ask.account.COUPLE{number}")
        couple.launch()
        for _ in range(4):
            couple.say("AMAZON.NextIntent")
    del handler, couple
    gc.collect()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


def flipped(whole: bytes, number: int) -> bytes:
    """The file with some bytes changed, as drawn from the number; many in the header and the schema, where it hurts."""
    chance = random.Random(number)
    broken = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        end = chance.choice((HEADER_BYTES, PAGE_BYTES, PAGE_BYTES, len(broken)))
        broken[chance.randrange(end)] = chance.randrange(256)
    return bytes(broken)


def live_with(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An evening on a file, and all that may be done with it. Nothing of it may fail."""
    couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")), user="amzn1.ask.account.COUPLE1")
    said = []
    couple.launch()
    for intent in ("AMAZON.NextIntent", "TonightsQuestionIntent", "SaveThisIntent", "AMAZON.HelpIntent"):
        said.append(couple.words)
        couple.say(intent)
    couple.say("SetNamesIntent", plain_slot("first", "Wilhelmina"), plain_slot("second", "Alex"))
    couple.say("AMAZON.HelpIntent")
    assert all(said)
    assert not any(sorry in words for sorry in SORRY for words in said)
    del couple
    gc.collect()
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{file}")
    assert main(["household", "show"]) == 0
    assert "Wilhelmina" in capsys.readouterr().out
    assert main(["household", "export", str(file.with_name("ours.json"))]) == 0
    assert "Wilhelmina" in file.with_name("ours.json").read_text("utf-8")
    file.with_name("ours.json").unlink()
    assert main(["household", "erase"]) == 0
    assert capsys.readouterr().err == ""
    assert b"Wilhelmina" not in b"".join(part.read_bytes() for part in file.parent.iterdir())


@pytest.mark.long
def test_any_bytes_may_be_flipped(
    whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(FILES):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "kept.sqlite3").write_bytes(flipped(whole, number))
        try:
            live_with(folder / "kept.sqlite3", monkeypatch, capsys)
        except BaseException as error:
            raise AssertionError(f"file {number}") from error


@pytest.mark.parametrize("place", the_first_for_all(range(HEADER_BYTES)))
def test_each_byte_of_the_header(whole: bytes, tmp_path: Path, place: int) -> None:
    """Whatever stands there, the second request is answered from a file that works."""
    file = tmp_path / "kept.sqlite3"
    for value in (0, 7, 255):
        broken = bytearray(whole)
        broken[place] = value
        file.write_bytes(broken)
        store = SqliteStore(file)
        try:
            store.get("k", Deadline())
            store.put("k", b"first", 0, Deadline())
        except StoreUnavailable:
            store.put("k", b"second", 0, Deadline())
        assert store.get("k", Deadline()) is not None
        del store
        for part in tmp_path.iterdir():
            part.unlink()


def test_a_schema_of_somebody_else_is_set_aside_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE household (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, data BLOB)")
    store = SqliteStore(file)
    with pytest.raises(StoreUnavailable, match="none of ours"):
        store.get("k", Deadline())
    store.put("k", b"x", 0, Deadline())
    assert [part.name for part in tmp_path.glob("*.broken-*")] == ["kept.sqlite3.broken-1"]
    assert len(caplog.messages) == 1


def test_a_message_that_is_no_utf8_is_a_broken_file(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    SqliteStore(file).put("k", b"x", 0, Deadline())
    gc.collect()
    broken = file.read_bytes().replace(b"CREATE TABLE household (key", b"CREATE TABLE household (\xffey", 1)
    file.write_bytes(broken)
    store = SqliteStore(file)
    with pytest.raises(StoreUnavailable):
        store.get("k", Deadline())
    store.put("k", b"x", 0, Deadline())


def test_what_an_earlier_version_set_aside_is_still_shown_and_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE household (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, record BLOB NOT NULL);"
            "CREATE TABLE set_aside (key TEXT NOT NULL, revision INTEGER NOT NULL, record BLOB NOT NULL);"
            "INSERT INTO household VALUES ('k', 5, '{\"version\": 1, \"visits\": 3}');"
            "INSERT INTO set_aside VALUES ('k', 1, 'first mangled'), ('k', 2, 'second mangled');"
        )
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{file}")
    main(["household", "show", "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["set_aside"] == ["first mangled", "second mangled"]
    assert shown["households"] == {"k": {"version": 1, "visits": 3}}
    main(["household", "erase"])
    assert b"mangled" not in b"".join(part.read_bytes() for part in tmp_path.iterdir())
