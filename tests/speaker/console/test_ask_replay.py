# SPDX-License-Identifier: Apache-2.0
"""Replay files of the ASK CLI's dialog command, read as scripts and written from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.errors import InputError
from skill.speaker.console.scripts.ask_replay import read_replay, replay_of
from skill.speaker.console.scripts.script import play, read_script
from skill.speaker.echo.clock import ScriptedClock

from ..small_skill import EVENING, SmallSkill, home_with, reply

REPLAY = {
    "skillId": "amzn1.ask.skill.x",
    "locale": "en-GB",
    "type": "text",
    "userInput": ["open closer together", "yes"],
}


def replay(folder: Path, **changed: object) -> Path:
    path = folder / "evening.json"
    path.write_text(json.dumps(REPLAY | changed), "utf-8")
    return path


def test_its_lines_are_what_people_say(tmp_path: Path) -> None:
    script = read_replay(replay(tmp_path, userInput=["open closer together", " ", "yes", ".quit"]))
    assert (script.title, script.locale) == ("evening", "en-GB")
    assert [(step.field, step.value) for step in script.steps] == [("you", "open closer together"), ("you", "yes")]


def test_lines_wake_the_speaker_only_where_the_microphone_is_closed(tmp_path: Path) -> None:
    skill = SmallSkill(reply("Welcome. Ready?", open=True), reply("Then talk."), reply("Welcome. Ready?", open=True))
    script = read_replay(replay(tmp_path, userInput=["open closer together", "yes", "open closer together"]))
    heard = [each.heard for _, happened in play(script, home_with(skill, ScriptedClock(EVENING))) for each in happened]
    assert heard == ["alexa, open closer together", "yes", "alexa, open closer together"]


def test_a_script_becomes_a_replay_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "evening.script"
    path.write_text("you: alexa, open closer together\nmicrophone: open\nyou: yes\nwait: 90s\nyou: Alexa, next\n")
    written = replay_of(read_script(path))
    assert json.loads(written) == {
        "skillId": "amzn1.ask.skill.00000000-0000-0000-0000-000000000000",
        "locale": "en-US",
        "type": "text",
        "userInput": ["open closer together", "yes", "next"],
    }
    (tmp_path / "back.json").write_bytes(written)
    assert [step.value for step in read_replay(tmp_path / "back.json").steps] == ["open closer together", "yes", "next"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"type": "speech"}, "the type 'speech' is not 'text'"),
        ({"userInput": "yes"}, r"no replay of the ASK CLI: .*userInput"),
        ({"userInput": [1]}, r"userInput\[0\]"),
        ({"userInput": []}, "nothing is said in this replay"),
        ({"locale": None}, r"\$\.locale"),
    ],
)
def test_what_is_no_replay_is_told_with_its_place(tmp_path: Path, changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as raised:
        read_replay(replay(tmp_path, **changed))
    assert str(tmp_path / "evening.json") in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"x" * 600_000])
def test_a_file_that_holds_something_else_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "evening.json"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_replay(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_replay(tmp_path / "nothing.json")
