# SPDX-License-Identifier: Apache-2.0
"""The ears: a spoken round trip, and that nothing is heard where nothing was said."""

from __future__ import annotations

import array
import math
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from skill.errors import InputError
from skill.language_model import LanguageModel, load_language_model
from skill.speaker.asr.pocketsphinx_recogniser import Recogniser
from skill.speaker.asr.recognise import SURE, hear, hear_file, utterances_of
from skill.speaker.asr.wav import RATE
from skill.speaker.nlu import FALLBACK, Understanding
from skill.speaker.snd.samples import SAMPLE_BYTES, silence
from skill.speaker.tts.voice import Voice, open_voice

from ..recordings import said, write

pytest.importorskip("pocketsphinx", reason="the recogniser's package is not installed")
pytest.importorskip("pyttsx3", reason="the voice's packages are not installed")
pytest.importorskip("espeakng_loader", reason="the voice's packages are not installed")
pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")

# What espeak-ng's American voice says and the ears hear for sure. Some short words it says so that they are not heard
# (no, next, help, skip): bench/speech.py counts those too.
HEARD = {
    "yes": "AMAZON.YesIntent",
    "yes please": "AMAZON.YesIntent",
    "no thanks": "AMAZON.NoIntent",
    "stop": "AMAZON.StopIntent",
    "repeat": "AMAZON.RepeatIntent",
    "resume": "AMAZON.ResumeIntent",
    "we're ready": "AMAZON.NextIntent",
    "what's tonight's question": "TonightsQuestionIntent",
    "start our check in": "StartCheckInIntent",
    "something else": "AnotherOneIntent",
    "give us five more minutes": "TalkTimeIntent",
    "i'd say a seven": "RateIntent",
    "save that one": "SaveThisIntent",
    "how are we doing": "HowAreWeDoingIntent",
    "are we growing apart": "ReflectIntent",
    "i don't feel safe": "SafetyIntent",
    "remind us every evening at nine": "RemindUsIntent",
    "a ritual for the morning": "SuggestRitualIntent",
    "we did our evening walk": "RitualDoneIntent",
    "it's just me tonight": "SoloIntent",
    "forget everything about us": "ForgetUsIntent",
    "when is our reminder": "ReminderStatusIntent",
}
MISSED_AT_MOST = 1
"""The voice does not say a sentence twice in quite the same way."""


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_language_model()


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    voice = open_voice("pyttsx3")
    yield voice
    voice.close()


def room(seconds: float, loudness: int = 12) -> bytes:
    """A quiet room."""
    chance = random.Random(3)
    return array.array("h", (chance.randint(-loudness, loudness) for _ in range(round(seconds * RATE)))).tobytes()


def wave_of(seconds: float, shape: object) -> bytes:
    assert callable(shape)
    return array.array("h", (round(shape(at / RATE)) for at in range(round(seconds * RATE)))).tobytes()


def test_what_is_said_is_heard_with_its_intent(tmp_path: Path, model: LanguageModel, voice: Voice) -> None:
    understanding = Understanding(model)
    missed = {}
    for sentence, intent in HEARD.items():
        hearing = hear_file(write(tmp_path / "said.wav", said(voice, sentence)), model)
        if understanding.meaning(hearing.transcript).intent != intent:
            missed[sentence] = hearing.transcript
    assert len(missed) <= MISSED_AT_MOST, missed


def test_slots_are_heard_too(model: LanguageModel, voice: Voice) -> None:
    hearing = hear(said(voice, "give us five more minutes"), model)
    assert Understanding(model).meaning(hearing.transcript).slots == {"duration": "PT5M"}
    assert hearing.confidence >= SURE


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000])
def test_a_recording_of_any_rate_of_speech_is_heard(
    tmp_path: Path, model: LanguageModel, voice: Voice, rate: int
) -> None:
    speech = voice.speak("<speak>what's tonight's question</speak>")
    assert speech
    # The same frames called by another rate would be too fast or too slow, so they are converted.
    from skill.speaker.snd.samples import at_rate

    path = write(tmp_path / "said.wav", at_rate(speech.frames, speech.rate, rate), rate)
    if rate >= RATE:
        assert hear_file(path, model).transcript == "what's tonight's question"
    else:
        # A telephone leaves out what the recogniser goes by: it may miss the sentence, and makes up no other.
        assert hear_file(path, model).transcript in ("what's tonight's question", "")


def test_two_sentences_with_a_pause_are_two_utterances(model: LanguageModel, voice: Voice) -> None:
    pause = silence(2, RATE)
    frames = said(voice, "save that one") + pause + said(voice, "what's tonight's question")
    hearing = hear(frames, model)
    assert hearing.utterances == ("save that one", "what's tonight's question")
    assert hearing.transcript == "save that one what's tonight's question"


def test_a_short_pause_does_not_cut_a_sentence(voice: Voice) -> None:
    frames = said(voice, "remind us") + silence(0.3, RATE) + said(voice, "every evening at nine")
    assert len(list(utterances_of(frames))) == 1


@pytest.mark.parametrize("frames", [silence(3, RATE), room(3), room(0.01), b""])
def test_in_silence_nothing_is_heard(model: LanguageModel, frames: bytes) -> None:
    hearing = hear(frames, model)
    assert (hearing.transcript, hearing.confidence, hearing.utterances) == ("", 0.0, ())
    assert Understanding(model).meaning(hearing.transcript).intent == FALLBACK


@pytest.mark.parametrize(
    "shape",
    [
        lambda t: 4_000 * math.sin(2 * math.pi * (140 + 20 * math.sin(t * 1.8)) * t),
        lambda t: sum(1_500 / k * math.sin(2 * math.pi * 150 * k * t) for k in range(1, 9)) * (1 + math.sin(12 * t)),
        lambda t: 6_000 * ((120 * t) % 1 - 0.5),
        lambda t: 20_000 * (t % 0.25 < 0.001),
        lambda t, chance=random.Random(1): chance.gauss(0, 3_000),  # noqa: B008
    ],
    ids=["hum", "humming", "buzz", "clicks", "hiss"],
)
def test_what_is_no_speech_is_no_intent(model: LanguageModel, shape: object) -> None:
    assert hear(wave_of(2, shape), model).transcript == ""


def test_the_same_recording_is_heard_the_same_way(model: LanguageModel, voice: Voice) -> None:
    frames = said(voice, "how are we doing")
    assert hear(frames, model) == hear(frames, model)


def test_a_soft_voice_is_heard_as_well_as_a_loud_one(model: LanguageModel, voice: Voice) -> None:
    soft = array.array("h", (sample // 20 for sample in array.array("h", said(voice, "how are we doing")))).tobytes()
    assert hear(soft, model).transcript == "how are we doing"
    assert len(soft) % SAMPLE_BYTES == 0


def test_the_wake_word_and_the_name_may_come_first(model: LanguageModel, voice: Voice) -> None:
    assert hear(said(voice, "alexa open closer together"), model).transcript == "alexa open closer together"


def test_few_words_of_the_model_cannot_be_heard(model: LanguageModel) -> None:
    recogniser = Recogniser(model)
    sentences = sum(1 for _ in model.samples()) + sum(len(words) for words in model.words.values())
    assert len(recogniser.skipped) < sentences / 100
    assert recogniser.pronounceable("weeknights")
    assert not recogniser.pronounceable("xqzt")


def test_other_languages_are_refused(model: LanguageModel) -> None:
    german = LanguageModel("de-DE", model.invocation_name, list(model.intents.values()), [])
    with pytest.raises(InputError, match="heard in English only, not in de-DE"):
        hear(silence(1, RATE), german)


def test_a_hearing_can_be_written_down(model: LanguageModel) -> None:
    assert msgspec.json.encode(hear(b"", model, file="a.wav")).startswith(b'{"file":"a.wav","transcript":""')
