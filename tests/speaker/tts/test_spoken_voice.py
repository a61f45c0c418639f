# SPDX-License-Identifier: Apache-2.0
"""A reply put together from what an engine speaks: what stands between its parts, and how long that lasts."""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cases import each_case

from skill.speaker.snd.samples import samples_of
from skill.speaker.tts.delivery import PLAIN, Style
from skill.speaker.tts.voice import SpokenVoice, VoiceError

RATE = 1_000


class Engine:
    """Speaks each text as a tenth of a second of one loudness, with a little quiet at both ends."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.styles: list[Style] = []
        self.closed = 0

    def render(self, texts: Sequence[str], style: Style = PLAIN) -> tuple[int, list[bytes]]:
        self.asked += texts
        self.styles.append(style)
        return RATE, [bytes(20) + b"\xe8\x03" * 100 + bytes(20) for _ in texts]

    def close(self) -> None:
        self.closed += 1


def spoken(markup: str, engine: Engine | None = None, find: Callable[[str], Path | None] | None = None) -> list[float]:
    """The parts of a reply in order: seconds of each, negative where it is quiet."""
    voice = SpokenVoice(engine or Engine(), find or (lambda source: None))
    parts: list[float] = []
    for speech in voice.sentences(f"<speak>{markup}</speak>"):
        samples = list(samples_of(speech.frames))
        quiet = next((at for at, sample in enumerate(samples) if sample), len(samples))
        parts += [-quiet / RATE] if quiet else []
        parts += [(len(samples) - quiet) / RATE] if len(samples) > quiet else []
    return parts


@each_case(
    ("markup", "parts"),
    [
        ("One. Two", [0.1, -0.35, 0.1, -0.15]),
        ("One! Two? Three.", [0.1, -0.35, 0.1, -0.35, 0.1, -0.15]),
        ("One <emphasis>two</emphasis>", [0.1, 0.1, -0.15]),
        ("One. <break time='2s'/> Two.", [0.1, -2.0, 0.1, -0.15]),
        ("<break time='2s'/>", [-2.0, -0.15]),
        ("", []),
        ("...", []),
    ],
)
def test_between_sentences_is_a_breath_and_behind_the_last_a_little_quiet(markup: str, parts: list[float]) -> None:
    assert spoken(markup) == pytest.approx(parts)


def test_a_reply_is_all_its_parts_at_one_rate() -> None:
    voice = SpokenVoice(Engine(), lambda source: None)
    speech = voice.speak("<speak>One. Two.</speak>")
    assert speech is not None
    assert (speech.rate, speech.seconds) == (RATE, 0.1 + 0.35 + 0.1 + 0.15)
    assert voice.speak("<speak></speak>") is None


def test_the_rate_is_asked_for_once_where_quiet_comes_before_any_words() -> None:
    engine = Engine()
    voice = SpokenVoice(engine, lambda source: None)
    for _ in range(2):
        voice.speak("<speak><break time='1s'/>One.</speak>")
    assert engine.asked == ["a", "One.", "One."]
    voice.close()
    assert engine.closed == 1


@each_case(("volume", "loudness"), [("medium", 1_000), ("soft", 501), ("silent", 0)])
def test_an_engine_sets_pace_and_pitch_and_the_voice_the_loudness(volume: str, loudness: int) -> None:
    engine = Engine()
    voice = SpokenVoice(engine, lambda source: None)
    speech = voice.speak(f"<speak><prosody rate='slow' volume='{volume}'>One.</prosody></speak>")
    assert speech is not None
    assert max(samples_of(speech.frames)) == loudness
    assert engine.styles[0].rate == 0.8


@each_case(
    ("markup", "said"),
    [
        ("One\u200btwo", ["One two"]),
        ("\ufeffOne\x85", ["One"]),
        ("One\n  two", ["One two"]),
        ("- 1 -", ["- 1 -"]),
    ],
)
def test_signs_that_no_voice_can_say_are_left_out(markup: str, said: list[str]) -> None:
    engine = Engine()
    spoken(markup, engine)
    assert engine.asked == said


def test_a_sound_is_heard_where_it_is_found_and_can_be_read(tmp_path: Path) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    sounds = {name: tmp_path / f"{name}.wav" for name in ("chime", "broken")}
    with wave.open(str(sounds["chime"]), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(b"\x00\x10" * 500)
    sounds["broken"].write_bytes(b"no sound")

    def find(source: str) -> Path | None:
        return sounds.get(source.removeprefix("https://"))

    for name, parts in (("chime", [0.1, 0.5, -0.15]), ("broken", [0.1, -0.15]), ("missing", [0.1, -0.15])):
        assert spoken(f"One <audio src='https://{name}'/>", find=find) == pytest.approx(parts)


def test_markup_that_no_device_takes_is_told_as_a_mistake_of_the_skill() -> None:
    with pytest.raises(VoiceError, match=r"^The reply has the unknown tag <blink>; this is a mistake in the skill\.$"):
        spoken("<blink>One.</blink>")
