# SPDX-License-Identifier: Apache-2.0
"""The ear that knows only the model: which grammar it asks when, and what sound it asks it about."""

from __future__ import annotations

import array
from collections.abc import Collection

import pytest

from skill.language_model import LanguageModel
from skill.speaker.asr import grammar_ear
from skill.speaker.asr.grammar_ear import GrammarEar
from skill.speaker.asr.pocketsphinx_recogniser import NOTHING, Guess
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import frames_of, samples_of

SHORT = bytes(round(1.4 * RATE) * 2)
LONG = SHORT + bytes(2)


class Recogniser:
    """Is as sure of each grammar as it is told to be, and notes what it was asked."""

    def __init__(self, whole: float = 0.0, word: float = 0.0, few: float = 0.0) -> None:
        self._sure = {"whole": whole, "word": word, "few": few}
        self.asked: list[str] = []
        self.intents: Collection[str] = ()
        self.sound = b""

    def hear(self, frames: bytes, intents: Collection[str] = ()) -> Guess:
        self.intents = intents
        return self._guess("few" if intents else "whole", frames)

    def hear_word(self, frames: bytes) -> Guess:
        return self._guess("word", frames)

    def _guess(self, grammar: str, frames: bytes) -> Guess:
        self.sound = frames
        self.asked.append(grammar)
        return Guess(grammar, self._sure[grammar])


def ear_of(
    recogniser: Recogniser, model: LanguageModel, monkeypatch: pytest.MonkeyPatch, *, whole: bool = True
) -> GrammarEar:
    monkeypatch.setattr(grammar_ear, "Recogniser", lambda model: recogniser)
    return GrammarEar(model, whole=whole)


@pytest.mark.parametrize(
    ("sure", "utterance", "heard", "asked"),
    [
        ({"whole": 0.35}, SHORT, "whole", ["whole"]),
        ({"whole": 0.34, "word": 0.48}, SHORT, "word", ["whole", "word"]),
        ({"whole": 0.34, "word": 0.48}, LONG, "", ["whole", "few"]),
        ({"whole": 0.34, "word": 0.47, "few": 0.45}, SHORT, "few", ["whole", "word", "few"]),
        ({"whole": 0.34, "few": 0.44}, LONG, "", ["whole", "few"]),
    ],
)
def test_what_the_whole_model_does_not_tell_a_word_or_the_likely_may(
    model: LanguageModel,
    monkeypatch: pytest.MonkeyPatch,
    sure: dict[str, float],
    utterance: bytes,
    heard: str,
    asked: list[str],
) -> None:
    recogniser = Recogniser(**sure)
    assert ear_of(recogniser, model, monkeypatch).guess(utterance).text == heard
    assert recogniser.asked == asked


def test_as_a_second_opinion_it_tries_words_and_the_likely_only(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser = Recogniser(whole=1.0)
    assert ear_of(recogniser, model, monkeypatch, whole=False).guess(SHORT) == NOTHING
    assert recogniser.asked == ["word", "few"]


def test_likely_are_alexas_own_words_and_what_the_conversation_waits_for(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser = Recogniser()
    ear_of(recogniser, model, monkeypatch, whole=False).guess(LONG, ["RateIntent", "NoSuchIntent"])
    assert "AMAZON.YesIntent" in recogniser.intents
    assert {name for name in recogniser.intents if not name.startswith("AMAZON.")} == {"RateIntent"}


@pytest.mark.parametrize(
    ("loudest", "heard"),
    [(32_767, 8_000), (8_000, 8_000), (400, 8_000), (200, 8_000), (100, 4_000), (-32_768, -8_000)],
)
def test_it_hears_everybody_as_loud_as_people_speak_in_a_quiet_room(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch, loudest: int, heard: int
) -> None:
    recogniser = Recogniser()
    margin = round(0.2 * RATE)
    said = array.array("h", [0, loudest, 0, 0])
    ear = ear_of(recogniser, model, monkeypatch)
    ear.guess(frames_of(said))
    samples = samples_of(recogniser.sound)
    assert len(samples) == 2 * margin + 4
    assert samples[margin + 1] == pytest.approx(heard, abs=60)
    quiet = [*samples[: margin + 1], *samples[margin + 2 :]]
    assert 50 < max(quiet) <= 60
    assert -60 <= min(quiet) < -50
    before = recogniser.sound
    ear.guess(frames_of(said))
    assert recogniser.sound == before, "the same sound is heard in the same way"


def test_of_no_sound_nothing_is_heard(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ear_of(Recogniser(), model, monkeypatch).guess(b"") == NOTHING
