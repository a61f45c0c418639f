# SPDX-License-Identifier: Apache-2.0
"""What is kept of the two, on the page: the same figures as in the terminal, all of it to take along, and to erase."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.__main__ import main

from .conftest import Asker

OPEN = "alexa, open closer together"


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_nothing_is_told_of_a_household_that_is_not_there(asker: Asker, store_file: Path) -> None:
    assert asker.get("/page/us").json == {"summary": None}
    assert asker.get("/page/export").json["households"] == {}
    assert not store_file.exists()


def test_the_figures_are_those_of_the_terminal(
    asker: Asker, store_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asker.says(OPEN, "yes", *["alexa, next"] * 4, "yes", OPEN, "we are Sam and Alex")
    summary = asker.get("/page/us").json["summary"]
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{store_file}")
    main(["household", "show"])
    told = capsys.readouterr().out
    assert (summary["evenings"], summary["check_ins"]) == (1, 1)
    assert "1 evening," in told
    assert "1 check-in " in told
    assert summary["ritual"]["name"] in told
    assert summary["names"] == ["Sam", "Alex"]
    assert summary["lately"]
    for question in summary["lately"]:
        assert question in told
    main(["household", "show", "--json"])
    assert json.loads(capsys.readouterr().out) == asker.get("/page/export").json


def test_erasing_leaves_nothing_of_them_and_nothing_of_what_was_said(asker: Asker, store_file: Path) -> None:
    asker.says(OPEN, "we are Wendeline and Alex")
    assert b"Wendeline" in bytes_in(store_file.parent)
    response = asker.post("/page/erase", data=b'{"sure":true}', content_type="application/json")
    assert (response.json["entries"], response.json["session"]) == ([], False)
    assert b"Wendeline" not in bytes_in(store_file.parent)
    assert asker.get("/page/us").json == {"summary": None}
    assert "Welcome" in asker.says(OPEN)["entries"][0]["said"][0]["words"]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"sure":false}', b"true"])
def test_nothing_is_erased_unless_somebody_is_sure(asker: Asker, body: bytes) -> None:
    asker.says(OPEN)
    assert asker.post("/page/erase", data=body, content_type="application/json").status_code == 400
    assert asker.get("/page/export").json["households"]


def test_a_store_that_does_not_answer_is_told_and_the_talk_goes_on(asker: Asker, store_file: Path) -> None:
    asker.says(OPEN)
    store_file.unlink()
    store_file.mkdir()
    response = asker.get("/page/us")
    assert response.status_code == 503
    assert response.json["error"].endswith(".")
    assert asker.says("yes")["player"]["activity"] == "PLAYING"
