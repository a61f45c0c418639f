# SPDX-License-Identifier: Apache-2.0
"""Scripts that the program writes: an evening that is kept, and one that is renewed after a change."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from skill.language_model import load_language_model
from skill.speaker.console.conversation import Conversation
from skill.speaker.console.output import JsonLines
from skill.speaker.console.scripts.script import Unmet, play, read_script
from skill.speaker.console.scripts.writing import KeptEvening, renewed
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.snd.loudspeaker import MuteLoudspeaker
from skill.speaker.snd.spoken import Aloud
from skill.speaker.tts.voice import NoVoice

from ..small_skill import EVENING, Json, SmallSkill, home_with, reply
from .command import run

WELCOME = reply("Welcome, you two. Ready?", open=True, attributes={"state": "offer"})
TALK = reply("Then talk.", attributes={"state": "talk"})
SAFE = reply("You deserve to feel safe.", open=True, attributes={"state": "safety"})


def conversation(*replies: Json, keeper: Path | None = None) -> Conversation:
    home = home_with(SmallSkill(*replies), ScriptedClock(EVENING))
    kept = KeptEvening(keeper, load_language_model(), EVENING, "", home) if keeper else None
    return Conversation(home, JsonLines(), Aloud(NoVoice(), MuteLoudspeaker()), keeper=kept)


def kept(path: Path, *lines: str, replies: tuple[Json, ...]) -> str:
    held = conversation(*replies, keeper=path)
    held.hold(lines, launch=True)
    held.close()
    return path.read_text("utf-8")


def test_an_evening_is_kept_as_what_was_said_and_where_it_led(tmp_path: Path) -> None:
    text = kept(tmp_path / "ours.script", "yes", "", "@wait 90s", replies=(WELCOME, TALK))
    assert "you: alexa, open closer together\nintent: LaunchRequest\nstate: offer\nmicrophone: open\n" in text
    assert "you: yes\nintent: AMAZON.YesIntent\nstate: talk\nmicrophone: closed\n" in text
    assert "\nsilence\n" in text
    assert "\nwait: 90s\n" in text
    assert re.search(r"^title: ours$", text, re.M)


def test_what_was_kept_can_be_played(tmp_path: Path) -> None:
    path = tmp_path / "ours.script"
    kept(path, "yes", replies=(WELCOME, TALK))
    for _ in play(read_script(path), home_with(SmallSkill(WELCOME, TALK), ScriptedClock(EVENING))):
        pass
    with pytest.raises(Unmet, match="expected the state talk, but it was offer"):
        list(play(read_script(path), home_with(SmallSkill(WELCOME, WELCOME), ScriptedClock(EVENING))))


def test_nothing_about_safety_is_kept(tmp_path: Path) -> None:
    text = kept(tmp_path / "ours.script", "i don't feel safe", replies=(WELCOME, SAFE))
    assert "[safety]" in text
    assert "feel safe" not in text
    assert "SafetyIntent" not in text


def test_by_its_name_it_is_kept_as_a_replay(tmp_path: Path) -> None:
    text = kept(tmp_path / "ours.json", "yes", replies=(WELCOME, TALK))
    assert json.loads(text)["userInput"] == ["open closer together", "yes"]


def renewal(path: Path, *lines: str, replies: tuple[Json, ...]) -> list[str]:
    path.write_text("\n".join((*lines, "")), "utf-8")
    return list(renewed(read_script(path), conversation(*replies)))


def test_a_script_is_renewed_where_it_no_longer_holds_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "ours.script"
    difference = renewal(
        path,
        "# Ours.",
        "you: alexa, open closer together",
        "  says: welcome you lot",
        "  state: offer",
        "",
        "you: yes",
        "intent: AMAZON.NoIntent",
        "microphone: open",
        replies=(WELCOME, TALK),
    )
    assert path.read_text("utf-8").splitlines() == [
        "# Ours.",
        "you: alexa, open closer together",
        "  says: welcome you two",
        "  state: offer",
        "",
        "you: yes",
        "intent: AMAZON.YesIntent",
        "microphone: closed",
    ]
    assert [line for line in difference if line.startswith(("+ ", "+i"))] == [
        "+  says: welcome you two",
        "+intent: AMAZON.YesIntent",
    ]
    assert renewal(path, *path.read_text("utf-8").splitlines(), replies=(WELCOME, TALK)) == []


def test_what_only_a_person_can_tell_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ours.script"
    with pytest.raises(Exception, match=r"line 2: 'you two' must not be in the reply.*only a person can tell"):
        renewal(path, "you: alexa, open closer together", "not: you two", replies=(WELCOME,))


def talk(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = run("talk", "--voice", "none", *arguments)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_step_that_failed_tells_what_was_heard_and_what_came_second(tmp_path: Path) -> None:
    path = tmp_path / "ours.script"
    path.write_text("you: alexa, open closer together\nyou: give us another one\nintent: AMAZON.StopIntent\n")
    done = talk("--script", str(path))
    assert done.returncode == 2
    assert re.search(
        r"line 3: expected the request AMAZON.StopIntent, but it was AnotherOneIntent; "
        r"heard 'give us another one', understood AnotherOneIntent \(\d\.\d\d\), runner-up [\w.]+ \(\d\.\d\d\)\.$",
        done.stderr.strip(),
    )


def test_a_step_about_safety_that_failed_shows_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ours.script"
    path.write_text("you: alexa, open closer together\nyou: i don't feel safe\nsays: xylophone\n")
    done = talk("--script", str(path))
    assert done.returncode == 2
    assert "[safety]" in done.stderr
    assert "feel safe" not in done.stderr
    assert "runner-up" not in done.stderr


def test_only_a_script_can_be_renewed(tmp_path: Path) -> None:
    done = talk("--update")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--update renews a script; name one with --script" in done.stderr
