# SPDX-License-Identifier: Apache-2.0
"""`python -m skill talk`, run as people run it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import wave
from pathlib import Path
from typing import Any

import pytest
from cases import each_case
from representatives import the_first_for_all

from skill.speaker.asr.wav import RATE
from skill.speaker.console.talk import describe, run
from skill.speaker.snd.samples import silence

from ..packages import require_ears, require_voice
from ..recordings import SaidBefore, said, write
from .command import run as run_skill

START = ("--start", "2026-03-05T21:00")
OPEN = "alexa, open closer together"

Json = dict[str, Any]


def talk(*arguments: str, lines: str | bytes = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command, with a store in memory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLOSER_")}
    environ = kept | {"CLOSER_STORE": "memory:", "CLOSER_TIME_ZONE": "Europe/London"} | environment
    typed = lines if isinstance(lines, bytes) else lines.encode()
    return run_skill("talk", *arguments, input=typed, env=environ, afresh="PYTHONPATH" in environment)


def objects(done: subprocess.CompletedProcess[bytes]) -> list[Json]:
    """The objects printed; a line that is none fails the test."""
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def talk_json(*lines: str, arguments: tuple[str, ...] = ()) -> list[Json]:
    return objects(talk("--json", *START, *arguments, lines="\n".join((*lines, ""))))


def test_the_first_object_is_the_launch_and_the_last_the_end() -> None:
    launch, end = talk_json()
    assert launch["heard"] is None
    assert launch["request"]["request"]["type"] == "LaunchRequest"
    assert launch["request"]["request"]["timestamp"] == "2026-03-05T21:00:00Z"
    assert launch["session_open"] is True
    assert end["heard"] is None
    assert end["request"]["request"]["type"] == "SessionEndedRequest"
    assert end["session_open"] is False


def test_each_object_holds_what_is_promised() -> None:
    first, second, *_ = talk_json("help")
    assert set(first) == {"heard", "request", "response", "spoken", "ssml", "directives", "session_open"}
    assert second["heard"] == "help"
    assert second["request"]["request"]["intent"]["name"] == "AMAZON.HelpIntent"
    assert second["request"]["session"]["attributes"] == first["response"]["sessionAttributes"]
    assert second["ssml"].startswith("<speak>")
    assert second["spoken"]
    assert "<" not in second["spoken"]
    assert second["directives"] == []


def test_without_a_launch_everything_is_closed() -> None:
    unheard, asked = talk_json("yes", "alexa, ask closer together for tonight's question", arguments=("--no-launch",))
    assert (unheard["heard"], unheard["request"], unheard["response"], unheard["spoken"]) == ("yes", None, None, "")
    assert "microphone is closed" in unheard["note"]
    assert asked["request"]["session"]["new"] is True
    assert asked["session_open"] is False


def test_an_empty_line_is_eight_seconds_of_silence() -> None:
    launch, again, end, nothing = talk_json("", "", "")
    assert (again["heard"], again["request"], again["session_open"]) == (None, None, True)
    assert again["spoken"]
    assert again["spoken"] != launch["spoken"]
    assert end["request"]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert nothing["request"] is None


def test_commands_move_the_world_and_print_what_happens() -> None:
    printed = talk_json("stop", "@wait 90s", "@device no-audio", OPEN, "@next-evening", OPEN)
    kinds = [each["request"] and each["request"]["request"]["type"] for each in printed]
    assert kinds == [
        *("LaunchRequest", "IntentRequest", "LaunchRequest"),
        *(None, "SessionEndedRequest", "LaunchRequest", "SessionEndedRequest"),
    ]
    first, _, second, _, _, third, _ = (each["request"] for each in printed)
    assert "AudioPlayer" in first["context"]
    assert "AudioPlayer" not in second["context"]
    assert third["request"]["timestamp"] == "2026-03-06T21:00:01Z"


@pytest.mark.parametrize(
    "command",
    the_first_for_all(["@dance", "@wait", "@wait long", "@device fridge", "@device", "@", "@next-evening now"]),
)
def test_a_command_that_does_not_exist_ends_it_with_one_sentence(command: str) -> None:
    done = talk("--json", lines=f"{command}\n")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1  # the launch
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.long
def test_any_bytes_are_a_line() -> None:
    lines = b"x" * 10_000 + b"\n\xff\xfe\x00\x07\x1b[2J\n\xf0\x9f\x8c\xb9\nyes\r\nno last newline"
    printed = objects(talk("--json", lines=lines))
    assert [each["heard"] for each in printed if each["heard"]] == [
        "x" * 10_000,
        "\ufffd\ufffd\x00\x07\x1b[2J",
        "\N{ROSE}",
        "yes",
        "no last newline",
    ]


def test_the_same_lines_give_the_same_words() -> None:
    lines = ("yes", "skip", "next", "next")
    assert [each["spoken"] for each in talk_json(*lines)] == [each["spoken"] for each in talk_json(*lines)]


def test_safety_stays_whole_on_the_wire_and_off_the_transcript() -> None:
    lines = f"{OPEN}\nI don't feel safe\nyes\n"
    printed = objects(talk("--json", "--no-launch", *START, lines=lines))
    answer = next(each for each in printed if each["heard"] == "I don't feel safe")
    assert answer["request"]["request"]["intent"]["name"] == "SafetyIntent"
    assert "call 999" in answer["spoken"]  # they live in London
    written = talk("--no-launch", *START, "--voice", "none", lines=lines)
    assert written.returncode == 0
    assert b"999" not in written.stdout
    assert b"feel safe" not in written.stdout
    assert written.stdout.count(b"[safety]") == 4


def test_a_script_is_played_and_checked(tmp_path: Path) -> None:
    script = tmp_path / "one.script"
    script.write_text(f"title: One\nyou: {OPEN}\nsays: welcome\nyou: stop\nmicrophone: closed\n")
    done = talk("--script", str(script), "--voice", "none")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().startswith(f"You: {OPEN}\n")
    assert len(objects(talk("--script", str(script), "--json"))) == 2
    script.write_text(f"you: {OPEN}\nsays: farewell\n")
    done = talk("--script", str(script), "--voice", "none")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"{script}, line 2: expected 'farewell'")
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_script_keeps_nothing_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "one.script"
    script.write_text(f"you: {OPEN}\nsays: welcome to closer together\n")
    home = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "home"), "CLOSER_STORE": ""}
    for _ in range(2):
        assert talk("--script", str(script), "--voice", "none", **home).returncode == 0
    assert not (tmp_path / "home").exists()


def test_a_store_that_lasts_is_used_where_it_is_set(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'household.sqlite3'}"
    first = objects(talk("--json", *START, lines="", CLOSER_STORE=store))
    second = objects(talk("--json", "--start", "2026-03-06T21:00", lines="", CLOSER_STORE=store))
    assert first[0]["spoken"] != second[0]["spoken"]


@each_case(
    ("arguments", "sentence"),
    [
        (("--script", "missing.script"), "missing.script cannot be read"),
        (("--locale", "xx-XX"), "locale"),
        (("--ear", "missing.wav", "--json"), "missing.wav"),
        (("--start", "tonight"), "'tonight' is no local time"),
        (("--record", "out.wav", "--voice", "none"), "nothing to record without a voice"),
    ],
)
def test_bad_arguments_are_told_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = talk(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_conversation_is_recorded_with_the_real_voice(tmp_path: Path) -> None:
    require_voice()
    path = tmp_path / "evening.wav"
    printed = objects(talk("--json", "--record", str(path), *START, lines="stop\n"))
    assert len(printed) == 2
    with wave.open(str(path)) as recording:
        seconds = recording.getnframes() / recording.getframerate()
    words = sum(len(each["spoken"].split()) for each in printed)
    assert words / 5 < seconds < words


@pytest.mark.long
def test_a_recording_is_a_line_for_each_utterance(tmp_path: Path) -> None:
    require_ears()
    lines = ("something new to do together", "what can i say when she is stressed")
    path = write(tmp_path / "two.wav", silence(3, RATE).join(map(said, lines)))
    launch, *heard, end = objects(talk("--json", "--ear", str(path), "--recogniser", "moonshine", *START))
    assert launch["heard"] is None
    assert [each["heard"] for each in heard] == list(lines)
    assert [each["request"]["request"]["intent"]["name"] for each in heard] == [
        "SuggestExperienceIntent",
        "EmpathyPhraseIntent",
    ]
    assert end["request"]["request"]["type"] == "SessionEndedRequest"


@pytest.mark.long
def test_a_recording_of_nothing_is_silence(tmp_path: Path) -> None:
    require_ears()
    path = tmp_path / "silence.wav"
    with wave.open(str(path), "wb") as recording:
        recording.setparams((1, 2, 16_000, 0, "NONE", ""))
        recording.writeframes(bytes(64_000))
    _, again, _ = objects(talk("--json", "--ear", str(path), *START))
    assert again["request"] is None
    assert again["spoken"]


def test_what_is_no_recording_is_told_before_anything_is_said(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(b"RIFF")
    done = talk("--json", "--ear", str(path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert str(path) in done.stderr.decode()


@pytest.mark.long
def test_a_script_is_spoken_by_the_voice_and_heard_by_the_ears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    require_ears()
    monkeypatch.setenv("CLOSER_STORE", "memory:")
    monkeypatch.setattr("skill.speaker.console.talk.open_voice", lambda *_: SaidBefore())
    script = tmp_path / "spoken.script"
    # Without commas and in lower case it comes back: it was written down by an ear.
    script.write_text(
        "you: Alexa, open closer together.\nintent: LaunchRequest\nstate: offer\n"
        "you: what can I say when she is stressed\nintent: EmpathyPhraseIntent\nslot: feeling stressed\n"
        "you: save that one\nintent: SaveThisIntent\n"
        "you: no thanks\nintent: AMAZON.NoIntent\n"
    )
    parser = argparse.ArgumentParser()
    describe(parser)
    run(parser.parse_args(["--json", "--script", str(script), "--ear", "voice", "--recogniser", "moonshine"]))
    assert [json.loads(line)["heard"] for line in capfdbinary.readouterr().out.splitlines()] == [
        "alexa open closer together",
        "what can i say when she is stressed",
        "save that one",
        "no thanks",
        None,
    ]


@pytest.mark.long
def test_without_a_microphone_one_sentence_is_said_and_typed_lines_count(tmp_path: Path) -> None:
    require_ears()
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    done = talk("--ear", "mic", "--voice", "none", lines="stop\n", PYTHONPATH=str(tmp_path))
    told = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert told.count("There is no microphone: PortAudio is missing") == 1
    assert "You: stop" in told
