# SPDX-License-Identifier: Apache-2.0
"""From what was written down to what was heard: how sure each way must be, and which ears are opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cases import each_case

from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.asr import ears as module
from skill.speaker.asr.ears import SILENCE, Ears, Hearing, open_ears
from skill.speaker.asr.pocketsphinx_recogniser import Guess
from skill.speaker.asr.sound_alike import Alike
from skill.speaker.nlu import FALLBACK, Meaning

MODEL = LanguageModel("en-US", "closer together", [], [])
SAFETY = "SafetyIntent"


class Knows:
    """Understands what it is told to, and notes what was waited for."""

    def __init__(self, meanings: Mapping[str, tuple[str, float]]) -> None:
        self._meanings = meanings
        self.expected: list[Sequence[str]] = []

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        self.expected.append(expects)
        intent, confidence = self._meanings.get(text, (FALLBACK, 0.0))
        return Meaning(text=text, intent=intent, slots={}, spoken={}, confidence=confidence)


class Sounds:
    """Tells how alike sentences sound: of a sample to all that is written, and of a guess."""

    def __init__(self, sample: tuple[str, float] = ("", 0.0), guess: float = 0.0, call: float = 0.0) -> None:
        self._sample = sample
        self._guess = guess
        self._call = call

    def nearest(self, text: str, least: float) -> Alike | None:
        return Alike(*self._sample) if self._sample[1] >= least else None

    def likeness(self, text: str, other: str) -> float:
        return self._call if text.startswith("alexa open ") else 0.0 if text.startswith("open ") else self._guess


def hear(
    written: str,
    meanings: Mapping[str, tuple[str, float]],
    sounds: Sounds | None = None,
    guess: str | None = None,
    expects: Sequence[str] = (),
) -> Hearing:
    transcriber = SimpleNamespace(name="scripted", transcribe=lambda frames: written)
    grammar = None if guess is None else SimpleNamespace(guess=lambda utterance, expects: Guess(guess, 0.9))
    ears: Any = Ears
    heard: Hearing = ears(MODEL, Knows(meanings), transcriber, grammar, sounds).hear(b"", expects)
    return heard


@each_case(
    ("sure", "likeness", "heard", "confidence"),
    [
        (0.95, 1.0, "safe that one", 0.95),
        (0.94, 0.75, "save that one", 0.75),
        (0.94, 0.74, "safe that one", 0.95),
    ],
)
def test_words_that_mean_something_less_surely_give_way_to_a_sample_that_sounds_much_like_them(
    sure: float, likeness: float, heard: str, confidence: float
) -> None:
    meanings = {"safe that one": ("ReflectIntent", sure), "save that one": ("SaveThisIntent", 1.0)}
    hearing = hear("Safe that one.", meanings, Sounds(("save that one", likeness)))
    assert (hearing.transcript, hearing.confidence) == (heard, confidence)
    assert hearing.utterances == (heard,)
    assert hearing.written == "safe that one"


@each_case(
    ("by_sound", "guessed", "heard", "confidence"),
    [
        (0.70, 1.0, "save that one", 0.70),
        (0.69, 0.72, "skip that one", 0.72),
        (0.69, 0.71, "shave a bun", 0.5),
    ],
)
def test_words_that_mean_nothing_give_way_to_a_sample_then_to_a_second_opinion(
    by_sound: float, guessed: float, heard: str, confidence: float
) -> None:
    meanings = {"save that one": ("SaveThisIntent", 1.0), "skip that one": ("AMAZON.NextIntent", 1.0)}
    hearing = hear("Shave a bun.", meanings, Sounds(("save that one", by_sound), guessed), "skip that one")
    assert (hearing.transcript, hearing.confidence, hearing.written) == (heard, confidence, "shave a bun")


@each_case("meant", [{}, {"save that one": (SAFETY, 1.0)}, {"save that one": ("ForgetUsIntent", 1.0)}])
def test_a_sentence_that_nobody_wrote_down_is_neither_nothing_nor_what_must_be_said_in_words(
    meant: dict[str, tuple[str, float]],
) -> None:
    assert hear("Shave a bun.", meant, Sounds(("save that one", 1.0), 1.0), "save that one").transcript == "shave a bun"


def test_what_was_said_about_safety_stands_however_unsure() -> None:
    hearing = hear("I don't feel safe", {"i don't feel safe": (SAFETY, 0.6)}, Sounds(("save that one", 1.0)))
    assert (hearing.transcript, hearing.confidence) == ("i don't feel safe", 0.95)


@each_case(("sounds", "guess"), [(None, "save that one"), (Sounds(guess=1.0), None), (Sounds(guess=1.0), "")])
def test_without_another_ear_or_a_dictionary_words_stand_as_they_are(sounds: Sounds | None, guess: str | None) -> None:
    hearing = hear("Shave a bun.", {"save that one": ("SaveThisIntent", 1.0)}, sounds, guess)
    assert (hearing.transcript, hearing.confidence) == ("shave a bun", 0.5)


@each_case(("likeness", "heard"), [(0.85, "alexa open closer together"), (0.84, "alexa opened closed or")])
def test_what_sounds_like_the_call_is_the_call(likeness: float, heard: str) -> None:
    hearing = hear("Alexa opened closed or", {}, Sounds(call=likeness))
    assert hearing.transcript == heard
    assert hearing.written == "alexa opened closed or"


def test_a_call_alone_is_heard_as_it_is() -> None:
    hearing = hear("Alexa, open Closer Together.", {})
    assert (hearing.transcript, hearing.confidence) == ("alexa open closer together", 0.95)


def test_what_comes_behind_a_call_is_heard_by_itself_and_the_call_stays() -> None:
    meanings = {"save that one": ("SaveThisIntent", 1.0)}
    hearing = hear("Alexa, ask Closer Together shave that bun", meanings, Sounds(("save that one", 0.8)))
    assert hearing.transcript == "alexa ask closer together save that one"


def test_all_is_understood_by_what_the_conversation_waits_for() -> None:
    knows = Knows({})
    transcriber = SimpleNamespace(name="scripted", transcribe=lambda frames: "a bun")
    sounds: Any = Sounds(("save that one", 1.0))
    Ears(MODEL, knows, transcriber, None, sounds).hear(b"", ["RateIntent"])  # type: ignore[arg-type]
    assert knows.expected == [["RateIntent"]] * 2


def test_an_ear_of_the_grammar_alone_hears_nothing_where_no_sentence_fits() -> None:
    grammar = SimpleNamespace(guess=lambda utterance, expects: Guess("", 0.9))
    ears = Ears(MODEL, Knows({}), None, grammar)  # type: ignore[arg-type]
    assert ears.hear(b"") == SILENCE


def test_a_file_is_as_surely_heard_as_its_least_sure_utterance(monkeypatch: pytest.MonkeyPatch) -> None:
    written = iter(["Yes.", "", "a bun"])
    transcriber = SimpleNamespace(name="scripted", transcribe=lambda frames: next(written))
    monkeypatch.setattr(module, "read_recording", lambda path: b"")
    monkeypatch.setattr(module, "utterances_of", lambda frames: [b"", b"", b""])
    ears = Ears(MODEL, Knows({"yes": ("AMAZON.YesIntent", 1.0)}), transcriber)  # type: ignore[arg-type]
    assert ears.hear_file(Path("evening.wav")) == Hearing("yes a bun", 0.5, ("yes", "a bun"), "yes a bun")


# Which ears


def missing(*_: object, **__: object) -> object:
    raise InputError("It is missing.")


def ear(name: str) -> Callable[[], object]:
    return lambda: SimpleNamespace(name=name)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[bool]]:
    """Sets up which packages there are; gives, for each grammar ear that is made, whether it is of the whole model."""

    def install(*, whisper: bool = True, moonshine: bool = True, grammar: bool = True) -> list[bool]:
        whole_ones: list[bool] = []
        place = "skill.speaker.asr"
        monkeypatch.setattr(f"{place}.whisper_transcriber.WhisperTranscriber", ear("whisper") if whisper else missing)
        monkeypatch.setattr(
            f"{place}.moonshine_transcriber.MoonshineTranscriber", ear("moonshine") if moonshine else missing
        )
        made = (lambda model, whole: whole_ones.append(whole) or "an ear") if grammar else missing
        monkeypatch.setattr(module, "GrammarEar", made)
        monkeypatch.setattr(module, "load_pronunciation", lambda: None)
        return whole_ones

    return install


def opened(name: str = "auto") -> str:
    return open_ears(MODEL, Knows({}), name).name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("there", "name", "hears", "whole"),
    [
        ({}, "auto", "whisper", [False]),
        ({"whisper": False}, "auto", "moonshine", [False]),
        ({"whisper": False, "moonshine": False}, "auto", "pocketsphinx", [True]),
        ({"grammar": False}, "auto", "whisper", []),
        ({}, "moonshine", "moonshine", [False]),
        ({}, "whisper", "whisper", [False]),
        ({}, "pocketsphinx", "pocketsphinx", [True]),
        ({"grammar": False}, "moonshine", "moonshine", []),
    ],
)
def test_the_best_ear_that_is_there_or_the_one_that_is_named_hears(
    installed: Callable[..., list[bool]], there: dict[str, bool], name: str, hears: str, whole: list[bool]
) -> None:
    whole_ones = installed(**there)
    assert opened(name) == hears
    assert whole_ones == whole


@pytest.mark.parametrize(
    ("there", "name", "sentence"),
    [
        ({"whisper": False}, "whisper", "It is missing."),
        ({"moonshine": False}, "moonshine", "It is missing."),
        ({"grammar": False}, "pocketsphinx", "It is missing."),
        ({"whisper": False, "moonshine": False, "grammar": False}, "auto", "Speech cannot be heard"),
    ],
)
def test_an_ear_that_is_not_there_is_told(
    installed: Callable[..., list[bool]], there: dict[str, bool], name: str, sentence: str
) -> None:
    installed(**there)
    with pytest.raises(InputError, match=sentence):
        opened(name)
