# SPDX-License-Identifier: Apache-2.0
"""docs/evenings.md: what is written there is what the skill says today."""

import re

import pytest
from cases import each_case

from skill.__main__ import main
from skill.speaker.console import evenings


@pytest.fixture(scope="module")
def told():
    return evenings.evenings_text()


def test_the_page_is_what_the_skill_says_today(told):
    assert evenings.FILE.read_text(encoding="utf-8") == told, "run `make evenings`, and read what changed"


def test_every_evening_is_told_to_its_end(told):
    titles = [evening.title for couple in evenings.COUPLES for evening in couple.evenings if evening.title]
    assert re.findall(r"^## (.*)$", told, re.M) == titles
    assert told.count("The speaker said ") == len(titles)


def test_nobody_answers_a_closed_microphone(told):
    lines = [line for line in told.splitlines() if line]
    after_music = [lines[place + 1] for place, line in enumerate(lines) if line.startswith("*Soft music")]
    assert after_music
    assert all(line.startswith(("**You:** Alexa, ", "The speaker said ")) for line in after_music)


def test_a_stale_page_is_named(tmp_path, monkeypatch, capsys):
    page = tmp_path / "evenings.md"
    page.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(evenings, "FILE", page)
    monkeypatch.setattr(evenings, "evenings_text", lambda: "new\n")
    assert main(["evenings", "--check"]) == 2
    assert "make evenings" in capsys.readouterr().err
    assert main(["evenings"]) == 0
    assert "Written: evenings.md" in capsys.readouterr().out
    assert main(["evenings", "--check"]) == 0
    assert "evenings.md is current." in capsys.readouterr().out


def test_a_page_that_cannot_be_written_is_told_with_its_name(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(evenings, "FILE", tmp_path / "no folder" / "evenings.md")
    monkeypatch.setattr(evenings, "evenings_text", lambda: "new\n")
    assert main(["evenings"]) == 2
    assert "evenings.md cannot be used (No such file or directory)" in capsys.readouterr().err


def test_an_evening_that_goes_in_circles_is_not_written_down(monkeypatch):
    monkeypatch.setattr(evenings, "TURNS_MAX", 1)
    with pytest.raises(RuntimeError, match="The evening of 2026-03-05 does not come to an end"):
        evenings.evenings_text()


@each_case(
    ("seconds", "words"),
    [
        (5, "one minute"),
        (89, "one minute"),
        (90, "two minutes"),
        (3 * 60, "three minutes"),
        (15 * 60, "fifteen minutes"),
        (16 * 60, "16 minutes"),
    ],
)
def test_a_time_is_told_in_whole_minutes(seconds, words):
    assert evenings.minutes_in_words(seconds) == words
