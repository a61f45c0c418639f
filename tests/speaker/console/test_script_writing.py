# SPDX-License-Identifier: Apache-2.0
"""Scripts that the program writes: an evening that is kept, and one that is renewed after a change."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from skill.errors import InputError
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


OPENED = "you: alexa, open closer together"
ASKED = "you: what can i say when she is stressed"
LONG = reply("Hello. What did you like about the day today?", open=True)
SAME = reply("Once more. What did you like about the day today?", open=True)
CARD = {"type": "Simple", "title": "A phrase", "content": "I'm here."}


@pytest.mark.parametrize(
    ("lines", "replies", "renewed_line"),
    [
        ((OPENED, "microphone: closed"), (LONG,), "microphone: open"),
        ((OPENED, "state: talk"), (WELCOME,), "state: offer"),
        ((OPENED, "you: yes", "again"), (LONG, WELCOME), "nothing again"),
        ((OPENED, "you: yes", "nothing again"), (LONG, SAME), "again"),
        ((OPENED, "wait: 1s", "intent: AMAZON.YesIntent"), (LONG,), "intent: none"),
        ((OPENED, ASKED, "slot: feeling sad"), (LONG, LONG), "slot: feeling stressed"),
        ((OPENED, "card: a phrase"), (LONG,), "card: none"),
        ((OPENED, "  says: what do you like about today"), (LONG,), "  says: what did you like about the day today"),
        ((OPENED, "says: hello there"), (LONG,), "says: hello"),
    ],
)
def test_each_kind_of_expectation_is_renewed_in_its_way(
    tmp_path: Path, lines: tuple[str, ...], replies: tuple[Json, ...], renewed_line: str
) -> None:
    path = tmp_path / "ours.script"
    difference = renewal(path, *lines, replies=replies)
    assert path.read_text("utf-8").splitlines() == [*lines[:-1], renewed_line]
    assert difference[:2] == [f"--- {path}\tas written", f"+++ {path}\tas it is now"]
    assert difference[-2:] == [f"-{lines[-1]}", f"+{renewed_line}"]


@pytest.mark.parametrize(
    ("lines", "replies"),
    [
        ((OPENED, "state: talk"), (LONG,)),
        ((OPENED, "card: another"), (reply("Hello.", card=CARD),)),
        ((OPENED, "card: none"), (reply("Hello.", card=CARD),)),
        ((OPENED, ASKED, "slot: length short"), (LONG, LONG)),
        ((OPENED, "you: i don't feel safe", "says: xylophone"), (LONG, SAFE)),
        ((OPENED, "says: hello"), (reply(None, open=True),)),
    ],
)
def test_what_nothing_tells_stays_as_it_was_written(
    tmp_path: Path, lines: tuple[str, ...], replies: tuple[Json, ...]
) -> None:
    path = tmp_path / "ours.script"
    with pytest.raises(InputError, match=rf"ours\.script, line {len(lines)}: .*; only a person can tell"):
        renewal(path, *lines, replies=replies)
    assert path.read_text("utf-8").splitlines() == list(lines)


def test_what_is_done_with_the_world_is_kept_in_the_words_of_a_script(tmp_path: Path) -> None:
    lines = ("@device kitchen", "@touch More", "@wait  90s", "@next-evening", "alexa,  stop\x07 it", "  ")
    text = kept(tmp_path / "ours.script", *lines, replies=(WELCOME, WELCOME))
    kept_lines = [
        line for line in text.splitlines() if line.startswith(("device", "touch", "wait", "next", "you", "sil"))
    ]
    assert kept_lines == [
        "you: alexa, open closer together",
        "device: kitchen",
        "touch: More",
        "wait: 90s",
        "next evening",
        "you: alexa, stop it",
        "silence",
    ]


def test_what_was_understood_is_kept_with_its_slots(tmp_path: Path) -> None:
    text = kept(tmp_path / "ours.script", "what can i say when she is stressed", replies=(WELCOME, WELCOME))
    assert "intent: EmpathyPhraseIntent\nslot: feeling stressed\nstate: offer\nmicrophone: open\n" in text


def test_the_head_tells_when_it_was_and_what_the_device_has(tmp_path: Path) -> None:
    home = home_with(SmallSkill(WELCOME), ScriptedClock(EVENING))
    KeptEvening(tmp_path / "ours.script", load_language_model(), EVENING, "audio", home).close()
    head = (tmp_path / "ours.script").read_text("utf-8").splitlines()
    assert head[1:] == ["title: ours", "locale: en-US", "start: 2026-03-05T21:00", "device: audio"]


def test_what_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    home = home_with(SmallSkill(), ScriptedClock(EVENING))
    with pytest.raises(InputError, match=r"cannot be written \(No such file or directory\); name another file"):
        KeptEvening(tmp_path / "no folder" / "ours.script", load_language_model(), EVENING, "", home)


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
