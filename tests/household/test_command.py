# SPDX-License-Identifier: Apache-2.0
"""The command `household`: whoever lives with this machine sees, takes along and erases all that is kept."""

from __future__ import annotations

import json
import resource
import signal
import stat
from pathlib import Path

import pytest
from alexa.couple import USER, Couple, plain_slot

from lambda_handler import make_handler
from skill.__main__ import main
from skill.alexa.requests.envelope import digest
from skill.deadline import Deadline
from skill.errors import InputError
from skill.household.command import _write_new
from skill.memory.records import ASIDE
from skill.memory.sqlite import SqliteStore
from skill.settings import Settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store's file, empty yet, as the settings name it."""
    file = tmp_path / "store" / "kept.sqlite3"
    file.parent.mkdir()
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{file}")
    return file


@pytest.fixture
def lived_in(file: Path) -> Path:
    """The same file after an evening."""
    couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
    couple.launch()
    couple.say("SetNamesIntent", plain_slot("first", "Zoë"), plain_slot("second", "Alex"))
    return file


def test_show_prints_all_that_is_kept_as_json(lived_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["household", "show", "--json"]) == 0
    shown = capsys.readouterr().out
    assert "Zoë" in shown
    kept = json.loads(shown)
    assert kept["households"][digest(USER)]["names"] == ["Zoë", "Alex"]
    assert kept["set_aside"] == kept["broken_files"] == []


def test_show_tells_it_in_words_that_people_read(lived_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["household", "show"]) == 0
    shown = capsys.readouterr().out
    assert "The two of you\n  Zoë and Alex\n  1 evening, the last on Thursday, 5 March 2026\n" in shown
    assert "household show --json" in shown
    assert "{" not in shown


def test_what_was_set_aside_is_told_too(lived_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    SqliteStore(lived_in).put(f"k{ASIDE}1", b"\xffnot json", 0, Deadline())
    broken = lived_in.with_name(f"{lived_in.name}.broken-1")
    broken.write_bytes(b"x")
    main(["household", "show"])
    shown = capsys.readouterr().out
    assert "1 record(s)" in shown
    assert str(broken) in shown
    assert "not json" not in shown


def test_what_was_set_aside_is_shown_too(lived_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = SqliteStore(lived_in)
    store.put(f"k{ASIDE}1", b"\xffnot json", 0, Deadline())
    store.put(f"k{ASIDE}2", b'{"visits": "x"}', 0, Deadline())
    broken = lived_in.with_name(f"{lived_in.name}.broken-1")
    broken.write_bytes(b"x")
    main(["household", "show", "--json"])
    kept = json.loads(capsys.readouterr().out)
    assert kept["set_aside"] == ["\ufffdnot json", {"visits": "x"}]
    assert kept["broken_files"] == [str(broken)]


def test_export_writes_the_same_to_a_new_file_for_its_owner_only(
    lived_in: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "ours.json"
    assert main(["household", "export", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    main(["household", "show", "--json"])
    assert target.read_text(encoding="utf-8") == capsys.readouterr().out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_export_overwrites_nothing(lived_in: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = lived_in.read_bytes()
    assert main(["household", "export", str(lived_in)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert lived_in.read_bytes() == before
    assert main(["household", "export", str(tmp_path / "no" / "folder.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_on_a_full_disk_no_half_of_an_export_is_left(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, hard))
    try:
        with pytest.raises(InputError, match="could not be written to its end"):
            _write_new(tmp_path / "ours.json", "x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []


def test_erase_leaves_nothing(lived_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = lived_in.with_name(f"{lived_in.name}.broken-1")
    broken.write_bytes("Zoë".encode())
    assert main(["household", "erase"]) == 0
    assert "erased" in capsys.readouterr().out
    assert "Zoë".encode() not in b"".join(part.read_bytes() for part in lived_in.parent.iterdir())
    main(["household", "show", "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert len(shown.pop("erased")) == 1
    assert shown == {"households": {}, "set_aside": [], "broken_files": []}


@pytest.mark.parametrize("action", ["show", "show --json", "erase"])
def test_where_nothing_is_kept_yet_nothing_is_made(file: Path, action: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["household", *action.split()]) == 0
    assert list(file.parent.iterdir()) == []
    assert capsys.readouterr().out


def test_a_store_in_memory_keeps_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CLOSER_STORE", "memory:")
    assert main(["household", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["households"] == {}
    assert main(["household", "erase"]) == 0


def test_a_broken_store_is_told_in_one_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"no database at all " * 100)
    assert main(["household", "show", "--json"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["household", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["broken_files"]


def test_a_table_that_many_share_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("botocore", reason="botocore is not installed: requirements/install dynamodb")
    monkeypatch.setenv("CLOSER_STORE", "dynamodb://households?region=eu-west-1")
    assert main(["household", "erase"]) == 2
    assert "of this machine alone" in capsys.readouterr().err
