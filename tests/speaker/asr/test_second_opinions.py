# SPDX-License-Identifier: Apache-2.0
"""What the ears make of what was written down: by meaning first, then by sound, then by a second opinion."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from cases import each_case

from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.asr.ears import Ears, open_ears, plain_words
from skill.speaker.asr.grammar_english import builtin_phrases
from skill.speaker.asr.pocketsphinx_recogniser import Guess
from skill.speaker.asr.pronunciation import load_pronunciation
from skill.speaker.asr.sound_alike import SoundAlike
from skill.speaker.nlu import Understanding

pytest.importorskip("pocketsphinx", reason="the dictionary of the ears' packages is not installed")

SOUND = b"\x01\x00" * 400


@pytest.fixture(scope="module")
def sounds(model: LanguageModel) -> SoundAlike:
    pronunciation = load_pronunciation()
    assert pronunciation
    return SoundAlike(model, builtin_phrases(model.locale), pronunciation)


class Writes:
    """A recogniser that writes down what it is told to."""

    name = "scripted"

    def __init__(self, text: str) -> None:
        self._text = text

    def transcribe(self, frames: bytes) -> str:
        return self._text


class Guesses:
    """A grammar ear that hears what it is told to."""

    def __init__(self, text: str, confidence: float = 0.9) -> None:
        self._guess = Guess(text, confidence)
        self.asked = 0

    def guess(self, utterance: bytes, expects: Sequence[str] = ()) -> Guess:
        self.asked += 1
        return self._guess


@pytest.fixture
def hear(model: LanguageModel, understanding: Understanding, sounds: SoundAlike):  # type: ignore[no-untyped-def]
    def heard(written: str, second: str = "", *, by_sound: bool = True) -> str:
        grammar = Guesses(second)
        ears = Ears(model, understanding, Writes(written), grammar, sounds if by_sound or second else None)  # type: ignore[arg-type]
        return ears.hear(SOUND).transcript

    return heard


def test_what_means_something_stays_as_it_was_written_down(hear) -> None:  # type: ignore[no-untyped-def]
    assert hear("What's tonight's question?", "save that one") == "what's tonight's question"


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Are we growing a part?", "are we growing apart"),
        ("Safe that one.", "save that one"),
        ("Alexa, opened closer to gather.", "alexa open closer together"),
        ("Slap it for one about the kids.", "swap it for one about the kids"),
    ],
)
def test_a_sentence_that_means_nothing_gives_way_to_the_sample_it_sounds_like(hear, written: str, heard: str) -> None:  # type: ignore[no-untyped-def]
    assert hear(written) == heard


def test_slots_are_filled_by_sound_too(sounds: SoundAlike) -> None:
    alike = sounds.nearest("start a short check in about tach", 0.7)
    assert alike
    assert alike.text == "start a short check in about touch"


@pytest.mark.parametrize("text", ["what is the capital of france", "the dishwasher is leaking again", "", "12", "!?"])
def test_what_sounds_like_no_sample_is_none(sounds: SoundAlike, text: str) -> None:
    assert sounds.nearest(text, 0.7) is None


def test_a_second_opinion_counts_only_where_it_is_close_to_what_was_written_down(hear) -> None:  # type: ignore[no-untyped-def]
    assert hear("the dishwasher is leaking again", "tell us about touch") == "the dishwasher is leaking again"


def test_a_second_opinion_is_not_asked_for_where_the_first_means_something(
    model: LanguageModel, understanding: Understanding, sounds: SoundAlike
) -> None:
    grammar = Guesses("save that one")
    Ears(model, understanding, Writes("stop"), grammar, sounds).hear(SOUND)  # type: ignore[arg-type]
    assert grammar.asked == 0


@pytest.mark.parametrize("written", ["i don't fill save", "i'm afraid of hem", "i want to dye"])
def test_nothing_is_taken_for_a_cry_for_help_by_its_sound(
    model: LanguageModel, understanding: Understanding, sounds: SoundAlike, written: str
) -> None:
    ears = Ears(model, understanding, Writes(written), Guesses("i don't feel safe"), sounds)  # type: ignore[arg-type]
    # Nor is what sounds most like one taken for something else.
    assert ears.hear(SOUND).transcript == written


def test_where_nothing_was_written_down_nothing_was_heard(hear) -> None:  # type: ignore[no-untyped-def]
    assert hear("", "save that one") == ""
    assert hear(" ... ", "save that one") == ""


def test_the_call_before_a_sentence_is_kept(hear) -> None:  # type: ignore[no-untyped-def]
    assert hear("Alexa, ask Closer Together for tonight's question.") == (
        "alexa ask closer together for tonight's question"
    )
    assert hear("Alexa, open Closer Together!") == "alexa open closer together"


def test_without_another_ear_the_grammar_is_heard(model: LanguageModel, understanding: Understanding) -> None:
    ears = Ears(model, understanding, None, Guesses("i don't feel safe", 0.6))  # type: ignore[arg-type]
    hearing = ears.hear(SOUND)
    assert (ears.name, hearing.transcript, hearing.confidence) == ("pocketsphinx", "i don't feel safe", 0.6)


@each_case(
    ("written", "plain"),
    [
        ("What\N{RIGHT SINGLE QUOTATION MARK}s tonight's question?", "what's tonight's question"),
        ("Remind us at 9:30, please.", "remind us at 9:30 please"),
        ("A check-in: now!", "a check in now"),
        ("'Stop'", "stop"),
        ("...", ""),
    ],
)
def test_what_was_written_down_is_made_plain(written: str, plain: str) -> None:
    assert plain_words(written) == plain


def test_other_languages_are_refused(model: LanguageModel, understanding: Understanding) -> None:
    german = LanguageModel("de-DE", model.invocation_name, list(model.intents.values()), [])
    with pytest.raises(InputError, match="heard in English only, not in de-DE"):
        open_ears(german, understanding)


def test_an_ear_that_does_not_exist_is_told(model: LanguageModel, understanding: Understanding) -> None:
    with pytest.raises(InputError, match="no recogniser 'ear trumpet'; choose one of: auto, whisper"):
        open_ears(model, understanding, "ear trumpet")
