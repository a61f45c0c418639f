# SPDX-License-Identifier: Apache-2.0
"""The command `hear`, as another program uses it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import cast

import pytest
from understood import understanding_of

from skill.__main__ import main
from skill.errors import InputError
from skill.speaker.asr.ears import Ears, Hearing
from skill.speaker.asr.wav import RATE
from skill.speaker.console import hear as command
from skill.speaker.console.hear import heard
from skill.speaker.nlu import FALLBACK
from skill.speaker.snd.samples import silence

from ..packages import require_ears
from ..recordings import said, wav, write
from .command import run

require_ears()


def hear(*arguments: str | Path, afresh: bool = False) -> subprocess.CompletedProcess[str]:
    done = run("hear", *arguments, afresh=afresh)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.long
def test_each_file_is_answered_by_a_line_of_json_and_nothing_else(tmp_path: Path) -> None:
    minutes = write(tmp_path / "minutes.wav", said("give us five more minutes"))
    nothing = write(tmp_path / "nothing.wav", silence(1, RATE))
    done = hear(minutes, nothing)
    assert done.returncode == 0
    assert done.stderr == ""
    first, second = map(json.loads, done.stdout.splitlines())
    assert 0 < first.pop("confidence") <= 1
    assert first == {
        "file": str(minutes),
        "transcript": "give us five more minutes",
        "intent": "TalkTimeIntent",
        "slots": {"duration": "PT5M"},
    }
    assert second == {
        "file": str(nothing),
        "transcript": "",
        "intent": "AMAZON.FallbackIntent",
        "slots": {},
        "confidence": 0.0,
    }


@pytest.mark.long
def test_a_bad_file_is_told_and_the_others_are_answered(tmp_path: Path) -> None:
    good = write(tmp_path / "good.wav", silence(1, RATE))
    bad, missing = tmp_path / "bad.wav", tmp_path / "missing.wav"
    bad.write_bytes(wav()[:1_000])
    done = hear(good, bad, missing, tmp_path, good)
    assert done.returncode == 2
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [str(good)] * 2
    complaints = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in complaints] == [str(bad), str(missing), str(tmp_path)]
    assert "cut off" in complaints[0]


def test_a_locale_without_a_model_is_refused(tmp_path: Path) -> None:
    done = hear("--locale", "xx-XX", write(tmp_path / "good.wav", silence(1, RATE)))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no interaction model for the locale" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("missing", [("moonshine_voice", "faster_whisper"), ("pocketsphinx", "faster_whisper")])
def test_one_ear_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...]) -> None:
    for package in missing:
        (tmp_path / f"{package}.py").write_text(f"raise ImportError(name={package!r})")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = hear(write(tmp_path / "good.wav", silence(1, RATE)), afresh=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_any_ear_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("moonshine_voice", "faster_whisper", "pocketsphinx"):
        (tmp_path / f"{package}.py").write_text(f"raise ImportError(name={package!r})")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = hear(write(tmp_path / "good.wav", silence(1, RATE)), afresh=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Speech cannot be heard: moonshine-voice and pocketsphinx are missing; run `make setup`, or type instead.\n"
    )


class HeardBefore:
    """Ears that hear in each file what was heard in it before; there is no other file."""

    def __init__(self, **hearings: Hearing) -> None:
        self._hearings = hearings

    def hear_file(self, path: Path) -> Hearing:
        if path.stem not in self._hearings:
            raise InputError(f"{path}: there is no such file; check its name.")
        return self._hearings[path.stem]


def test_each_file_has_its_line_and_one_that_cannot_be_heard_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ears = HeardBefore(
        minutes=Hearing("give us five more minutes", 0.7777, ("give us five more minutes",)),
        nothing=Hearing("", 0.0),
        two=Hearing("yes another one", 0.5, ("yes", "another one")),
    )
    monkeypatch.setattr(command, "open_ears", lambda model, understanding, name: ears)
    monkeypatch.setattr(command, "Understanding", lambda model, **kept: understanding_of())
    assert main(["hear", "minutes.wav", "missing.wav", "nothing.wav", "two.wav"]) == 2
    output, errors = capsysbinary.readouterr()
    assert errors == b"missing.wav: there is no such file; check its name.\n"
    minutes, nothing, two = map(json.loads, output.splitlines())
    assert minutes == {
        "file": "minutes.wav",
        "transcript": "give us five more minutes",
        "intent": "TalkTimeIntent",
        "slots": {"duration": "PT5M"},
        "confidence": 0.778,
    }
    assert (nothing["intent"], nothing["confidence"]) == (FALLBACK, 0.0)
    assert [each["intent"] for each in two["utterances"]] == ["AMAZON.YesIntent", "AnotherOneIntent"]
    assert main(["hear", "minutes.wav"]) == 0


def test_what_means_nothing_as_a_whole_means_what_its_first_utterance_with_a_meaning_does() -> None:
    ears = HeardBefore(evening=Hearing("my aunt keeps bees another one", 1.0, ("my aunt keeps bees", "another one")))
    line = heard("evening.wav", cast(Ears, ears), understanding_of())
    assert line["intent"] == "AnotherOneIntent"
    assert [each["intent"] for each in cast(list[dict[str, object]], line["utterances"])] == [FALLBACK, line["intent"]]


@pytest.mark.long
def test_a_recording_of_several_utterances_tells_each(tmp_path: Path) -> None:
    two = write(tmp_path / "two.wav", said("something else") + silence(2, RATE) + said("when is our reminder"))
    (line,) = map(json.loads, hear("--recogniser", "moonshine", two).stdout.splitlines())
    assert [(each["transcript"], each["intent"]) for each in line["utterances"]] == [
        ("something else", "AnotherOneIntent"),
        ("when is our reminder", "ReminderStatusIntent"),
    ]
    assert line["transcript"] == "something else when is our reminder"
    assert line["intent"] == "ReminderStatusIntent"
