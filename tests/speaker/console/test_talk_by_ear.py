# SPDX-License-Identifier: Apache-2.0
"""`talk` by ear: recordings, lines that a voice says first, and a microphone where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from skill.errors import InputError
from skill.speaker.asr.ears import Hearing
from skill.speaker.tts.voice import NoVoice

from ..recordings import write
from .machine import Here


class Hears:
    """Ears that hear what was to be heard, whatever the sound, and note what was waited for."""

    name = "scripted"

    def __init__(self, *lines: str) -> None:
        self._lines = lines
        self.expected: list[list[str]] = []

    def hear_recording(self, frames: bytes, expects: Callable[[], list[str]]) -> Iterator[Hearing]:
        for line in self._lines:
            self.expected.append(expects())
            yield Hearing(line, 1.0)


def test_a_recording_is_heard_line_by_line_by_what_is_waited_for(here: Here, tmp_path: Path) -> None:
    ears = Hears("yes", "")
    here.has(open_ears=lambda model, understanding, name: ears)
    path = write(tmp_path / "said.wav", b"\x01\x00" * 1_600)
    assert [each["heard"] for each in here.objects("--ear", str(path), typed="no\n")] == [
        None,
        "yes",
        "(unclear)",
        None,
    ]
    assert ears.expected == [["AMAZON.YesIntent"]] * 2


def test_what_is_typed_is_said_by_the_voice_and_heard_by_the_ears(here: Here) -> None:
    opened: list[str] = []

    class Says(NoVoice):
        def speak(self, ssml: str) -> Any:
            return SimpleNamespace(frames=b"\x01\x00" * 10, rate=16_000)

        def close(self) -> None:
            opened.append("closed")

    def open_voice(name: str, locale: str) -> Says:
        opened.append(f"{name} {locale}")
        return Says()

    here.has(open_ears=lambda model, understanding, name: Hears("no thanks"), open_voice=open_voice)
    heard = [each["heard"] for each in here.objects("--ear", "voice", typed="No, thanks!\n")]
    assert heard == [None, "no thanks", None]
    here.objects("--ear", "voice", "--voice", "piper")
    assert opened == ["pyttsx3 en-US", "closed", "piper en-US", "closed"]


def raising(sentence: str) -> Callable[[], object]:
    def nothing() -> object:
        raise InputError(sentence)

    return nothing


def test_without_a_microphone_lines_are_typed(here: Here) -> None:
    here.has(open_ears=lambda *_: Hears(), open_microphone=raising("There is no microphone."))
    _, output, _ = here.run("--ear", "mic", typed="yes\n")
    assert output.count("There is no microphone.") == 1
    assert "You: yes" in output


def test_with_a_microphone_somebody_speaks_or_types_and_without_a_wake_word_is_told_so(here: Here) -> None:
    here.has(
        open_ears=lambda *_: Hears(),
        open_microphone=lambda: SimpleNamespace(frames=lambda: (bytes(1024) for _ in range(9))),
        SileroDetector=lambda: SimpleNamespace(probability=lambda *_: 0.0, reset=lambda: None),
        StandardInput=lambda: SimpleNamespace(waiting=lambda: True, read=iter(["yes", None]).__next__),
        MicroWakeWordDetector=raising("No wake word here."),
    )
    _, output, _ = here.run("--ear", "mic")
    assert output.count("No wake word here.") == 1
    assert "(listening)" in output
    assert "You: yes" in output


def test_by_default_it_understands_by_what_is_waited_for_and_it_can_be_told_not_to(here: Here) -> None:
    here.has(open_meanings=lambda locale, wanted: f"meanings of {locale}, wanted: {wanted}")
    here.objects()
    here.objects("--plain-ears", "--meaning")
    here.objects("--no-meaning")
    assert here.understandings == [
        (False, "meanings of en-US, wanted: None", True),
        (True, "meanings of en-US, wanted: True", True),
        (False, "meanings of en-US, wanted: False", True),
    ]
