# SPDX-License-Identifier: Apache-2.0
"""What `talk` makes of its command line: whose lines are heard, on which clock, with which settings, voice and music.

The skill is a small one, so that each of these takes no time; `test_talk.py` runs the command as people do.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from skill.speaker.snd.tracks import AUDIO_HOST

from ..small_skill import NOTHING, SmallSkill, play, reply
from .machine import Here

OPEN = "alexa, open closer together"


def script_in(folder: Path, *lines: str) -> str:
    path = folder / "evening.script"
    path.write_text("\n".join((*lines, "")), "utf-8")
    return str(path)


# Whose lines


def test_it_opens_the_skill_hears_what_is_typed_and_leaves(here: Here) -> None:
    heard = [each["heard"] for each in here.objects(typed="yes\r\nno")]
    assert heard == [None, "yes", "no", None]
    assert here.skill.kinds == ["LaunchRequest", "IntentRequest", "IntentRequest", "SessionEndedRequest"]
    assert [each["heard"] for each in here.objects("--no-launch", typed=f"{OPEN}\n")] == [OPEN, None]


def test_its_services_are_there_while_it_runs_and_no_longer(here: Here) -> None:
    here.objects()
    host, _, port = here.skill.last["context"]["System"]["apiEndpoint"].removeprefix("http://").partition(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)))


def test_a_script_says_its_own_lines_at_its_own_time(here: Here, tmp_path: Path) -> None:
    script = script_in(tmp_path, "start: 2026-05-01T22:30", f"you: {OPEN}", "state: offer", "wait: 60s")
    assert [each["heard"] for each in here.objects("--script", script, typed="no\n")] == [OPEN, None]
    assert here.skill.events[0]["request"]["timestamp"] == "2026-05-01T22:30:01Z"


def test_what_is_not_as_the_script_says_is_told_with_what_was_heard(here: Here, tmp_path: Path) -> None:
    script = script_in(tmp_path, f"you: {OPEN}", "you: yes", "state: talk")
    status, _, errors = here.run("--json", "--script", script)
    assert status == 2
    assert "line 3: expected the state talk, but it was offer; heard 'yes', understood AMAZON.YesIntent" in errors
    script = script_in(tmp_path, f"you: {OPEN}", "wait: 1s", "state: talk")
    assert here.run("--json", "--script", script)[2].endswith("line 3: expected the state talk, but it was none.\n")


def test_a_replay_is_a_script_too(here: Here, tmp_path: Path) -> None:
    path = tmp_path / "evening.json"
    path.write_text(
        json.dumps({"skillId": "x", "locale": "en-US", "type": "text", "userInput": ["open closer together"]})
    )
    assert here.objects("--script", str(path))[0]["heard"] == OPEN
    assert "--update renews a script" in here.refused("--script", str(path), "--update")


def test_a_script_is_renewed_and_the_difference_is_shown(here: Here, tmp_path: Path) -> None:
    script = script_in(tmp_path, f"you: {OPEN}", "state: talk")
    status, output, _ = here.run("--script", script, "--update")
    assert status == 0
    assert "-state: talk\n+state: offer\n" in output
    assert Path(script).read_text() == f"you: {OPEN}\nstate: offer\n"


def test_a_script_is_understood_by_its_words_whatever_is_installed_unless_told_otherwise(
    here: Here, tmp_path: Path
) -> None:
    here.has(open_meanings=lambda locale, wanted: wanted)
    script = script_in(tmp_path, f"you: {OPEN}")
    here.run("--script", script)
    here.run("--script", script, "--meaning")
    assert [meanings for _, meanings, _ in here.understandings] == [False, True]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--script", "SCRIPT", "--start", "2026-03-05T21:00"), "A script has its own lines and its own start"),
        (("--script", "SCRIPT", "--ear", "mic"), "A script has its own lines and its own start"),
        (("--update",), "--update renews a script"),
        (("--update", "--json", "--script", "SCRIPT"), "--update renews a script"),
        (("--record", "out.wav", "--voice", "none"), "nothing to record without a voice"),
        (("--start", "tonight"), "'tonight' is no local time"),
        (("--locale", "xx-XX"), "no interaction model for the locale 'xx-XX'"),
        (("--ear", "missing.wav"), "missing.wav: there is no such file"),
        (("--script", "missing.script"), "missing.script cannot be read"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_begins(
    here: Here, tmp_path: Path, words: Sequence[str], sentence: str
) -> None:
    script = script_in(tmp_path, f"you: {OPEN}")
    assert sentence in here.refused(*(script if word == "SCRIPT" else word for word in words))
    assert here.settings == []


def test_a_conversation_is_kept_as_a_script_that_says_whether_there_is_music(here: Here, tmp_path: Path) -> None:
    kept = tmp_path / "kept.script"
    here.objects("--start", "2026-03-05T21:00", "--write", str(kept), typed="yes\n")
    assert "start: 2026-03-05T21:00\n\nyou: alexa, open closer together\n" in kept.read_text()
    assert "\nyou: yes\nintent: AMAZON.YesIntent\n" in kept.read_text()
    here.env(CLOSER_AUDIO_BASE_URL="https://example.org/sounds")
    here.objects("--write", str(kept))
    assert "device: audio" in kept.read_text()


# The clock, the settings and the ids


def test_without_a_terminal_time_stands_still_but_for_what_happens(here: Here) -> None:
    here.objects("--start", "2026-03-05T21:00", typed="@wait 1h\n")
    assert [event["request"]["timestamp"] for event in here.skill.events] == [
        "2026-03-05T12:00:00Z",  # nine in the evening in Tokyo
        "2026-03-05T12:00:09Z",
    ]


@pytest.mark.parametrize(
    ("variables", "scripted", "store", "zone"),
    [
        ({}, True, "memory:", "UTC"),
        ({"CLOSER_STORE": "sqlite:///x"}, True, "sqlite:///x", "UTC"),
        ({"CLOSER_STORE": " "}, True, "memory:", "UTC"),
        ({"CLOSER_TIME_ZONE": "Europe/London"}, True, "memory:", "Europe/London"),
        ({"CLOSER_STORE": "memory:"}, False, "memory:", "Asia/Tokyo"),
        ({"CLOSER_STORE": "sqlite:///x", "CLOSER_TIME_ZONE": "Europe/London"}, False, "sqlite:///x", "Europe/London"),
    ],
)
def test_a_script_depends_on_no_machine_and_keeps_nothing_unless_it_is_set(
    here: Here, tmp_path: Path, variables: dict[str, str], scripted: bool, store: str, zone: str
) -> None:
    here.env(**variables)
    here.objects(*(("--script", script_in(tmp_path, f"you: {OPEN}")) if scripted else ()))
    (settings,) = here.settings
    assert (settings.store, settings.time_zone, settings.local_services) == (store, zone, True)


def test_a_machine_without_a_zone_is_taken_for_greenwich(here: Here) -> None:
    here.has(machine_zone=lambda: None)
    here.objects()
    assert here.settings[0].time_zone == "UTC"


def requests_of(here: Here, *words: str) -> list[str]:
    here.skill.events.clear()
    here.objects(*words)
    return [event["request"]["requestId"] for event in here.skill.events]


def test_a_script_asks_the_very_same_each_time_but_of_a_store_that_remembers(here: Here, tmp_path: Path) -> None:
    words = ("--script", script_in(tmp_path, f"you: {OPEN}"))
    assert requests_of(here, *words) == requests_of(here, *words)
    assert requests_of(here) != requests_of(here)
    here.env(CLOSER_STORE="sqlite:///x")
    assert requests_of(here, *words) != requests_of(here, *words)


def test_the_skill_is_asked_by_its_own_id_and_locale(here: Here) -> None:
    skill_id = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
    here.env(CLOSER_SKILL_ID=skill_id)
    here.objects("--locale", "en-GB")
    assert here.skill.last["context"]["System"]["application"]["applicationId"] == skill_id
    assert here.skill.last["request"]["locale"] == "en-GB"


# Voice and music


@pytest.mark.parametrize(
    ("words", "voice"),
    [
        (("--json",), ("none", None, False, True)),
        (("--json", "--voice", "piper"), ("piper", None, False, True)),
        (("--json", "--record", "o.wav"), ("pyttsx3", "o.wav", False, True)),
        ((), ("pyttsx3", None, True, True)),
        (("--voice", "none"), ("none", None, True, True)),
    ],
)
def test_it_speaks_unless_a_program_reads(
    here: Here, words: Sequence[str], voice: tuple[str, str | None, bool, bool]
) -> None:
    assert here.run(*words)[0] == 0
    assert here.voices == [voice]


def test_who_types_may_interrupt_it_and_who_speaks_may_not(here: Here) -> None:
    here.run(terminal=True)
    here.has(open_ears=lambda *_: None)
    here.run("--ear", "mic", terminal=True)
    assert [waits for *_, waits in here.voices] == [False, True]


@pytest.mark.parametrize(
    ("head", "terminal", "built", "address", "plays"),
    [
        ("device: audio", False, False, None, AUDIO_HOST),
        ("device: no-audio", False, True, None, None),
        ("", False, True, None, AUDIO_HOST),
        ("", False, False, None, None),
        ("", True, True, None, None),
        ("", False, False, "https://example.org/sounds", "https://example.org/sounds"),
    ],
)
def test_the_talk_time_is_music_where_it_can_be_heard_or_the_script_says_so(
    here: Here, tmp_path: Path, head: str, terminal: bool, built: bool, address: str | None, plays: str | None
) -> None:
    here.has(are_built=lambda: built)
    here.env(CLOSER_AUDIO_BASE_URL=address or "")
    here.run(*(("--script", script_in(tmp_path, head, f"you: {OPEN}")) if head else ()), terminal=terminal)
    assert here.settings[0].audio_base_url == plays


def test_at_a_terminal_that_is_heard_the_talk_time_is_music(here: Here) -> None:
    here.has(are_built=lambda: True)
    here.aloud = SimpleNamespace(plays=True, complaints=[], you=list, show=list, close=lambda: None)  # type: ignore[assignment]
    here.run(terminal=True)
    assert here.settings[0].audio_base_url == AUDIO_HOST


# At a terminal


def test_who_types_at_a_terminal_is_told_how_it_goes_and_how_to_come_back(here: Here) -> None:
    status, output, _ = here.run(typed="@dance\nyes\n", terminal=True)
    shown = " ".join(output.split())
    assert status == 0
    assert "begin with: alexa, open closer together. An empty line is silence, and ctrl-d leaves. Shall we" in shown
    assert output.count("You: ") == 3, "each line is asked for"
    assert "'@dance' is no command" in shown
    assert shown.endswith("Come back whenever you like: make talk")


def test_where_nobody_types_nobody_is_told(here: Here, tmp_path: Path) -> None:
    for words in ((), ("--script", script_in(tmp_path, f"you: {OPEN}"))):
        _, output, _ = here.run(*words)
        assert "ctrl-d" not in output
        assert "Come back" not in output
    assert here.run("--script", script_in(tmp_path, f"you: {OPEN}"), terminal=True)[1].count("ctrl-d") == 0


def test_while_music_plays_the_one_who_types_sees_how_much_is_left(here: Here) -> None:
    here.skill = SmallSkill(reply("Talk.", directives=[play(url=f"{AUDIO_HOST}/talk-2.mp3")]), NOTHING)
    _, output, _ = here.run(typed="alexa, next\n", terminal=True)
    assert "[........................] 2:00 left\nYou: " in output
