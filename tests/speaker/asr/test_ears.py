# SPDX-License-Identifier: Apache-2.0
"""The ears with real sound: a spoken round trip, and that nothing is heard where nothing was said."""

from __future__ import annotations

import array
import math
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.language_model import LanguageModel, load_language_model
from skill.speaker.asr.ears import GRAMMAR, MOONSHINE, WHISPER, Ears, open_ears
from skill.speaker.asr.pocketsphinx_recogniser import Recogniser
from skill.speaker.asr.wav import RATE
from skill.speaker.nlu import Understanding
from skill.speaker.snd.recording import Recording
from skill.speaker.snd.samples import at_rate, silence
from skill.speaker.tts.voice import Voice, open_voice

from ..packages import require_ears, require_extras, require_voice
from ..recordings import said, write

require_ears()
require_voice()

HEARD = {
    "yes please": "AMAZON.YesIntent",
    "no thanks": "AMAZON.NoIntent",
    "what's tonight's question": "TonightsQuestionIntent",
    "start our check in": "StartCheckInIntent",
    "something else": "AnotherOneIntent",
    "give us five more minutes": "TalkTimeIntent",
    "save that one": "SaveThisIntent",
    "how are we doing": "HowAreWeDoingIntent",
    "are we growing apart": "ReflectIntent",
    "i don't feel safe": "SafetyIntent",
    "remind us every evening at nine": "RemindUsIntent",
    "a ritual for the morning": "SuggestRitualIntent",
    "it's just me tonight": "SoloIntent",
    "when is our reminder": "ReminderStatusIntent",
}
ANOTHER_AND_REMINDER = ["AnotherOneIntent", "ReminderStatusIntent"]
MISSED_AT_MOST = 3
"""The voice does not say a sentence twice in quite the same way."""


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_language_model()


@pytest.fixture(scope="module")
def understanding(model: LanguageModel) -> Understanding:
    return Understanding(model)


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    voice = open_voice("pyttsx3")
    yield voice
    voice.close()


@pytest.fixture(scope="module")
def ears(model: LanguageModel, understanding: Understanding) -> Ears:
    return open_ears(model, understanding, MOONSHINE)


def words(ears: Ears, frames: bytes) -> list[str]:
    return [hearing.transcript for hearing in ears.hear_recording(frames)]


def room(seconds: float, loudness: int = 12) -> bytes:
    """A quiet room."""
    chance = random.Random(3)
    return array.array("h", (chance.randint(-loudness, loudness) for _ in range(round(seconds * RATE)))).tobytes()


def wave_of(seconds: float, shape: object) -> bytes:
    assert callable(shape)
    return array.array("h", (round(shape(at / RATE)) for at in range(round(seconds * RATE)))).tobytes()


def missed(ears: Ears, understanding: Understanding, voice: Voice, most: int = len(HEARD)) -> dict[str, str]:
    wrong = {}
    for sentence, intent in list(HEARD.items())[:most]:
        heard = " ".join(words(ears, said(voice, sentence)))
        if understanding.meaning(heard).intent != intent:
            wrong[sentence] = heard
    return wrong


@pytest.mark.parametrize("recogniser", [MOONSHINE, GRAMMAR])
def test_what_is_said_is_heard_with_its_intent(
    model: LanguageModel, understanding: Understanding, voice: Voice, recogniser: str
) -> None:
    wrong = missed(open_ears(model, understanding, recogniser), understanding, voice)
    assert len(wrong) <= MISSED_AT_MOST, wrong


def test_the_better_ear_hears_it_too(model: LanguageModel, understanding: Understanding, voice: Voice) -> None:
    require_extras()
    ears = open_ears(model, understanding, WHISPER)
    assert ears.name == WHISPER
    wrong = missed(ears, understanding, voice, most=5)
    assert len(wrong) <= MISSED_AT_MOST, wrong


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (44_100, 2), (48_000, 1)])
def test_a_recording_of_any_kind_is_heard(
    tmp_path: Path, ears: Ears, understanding: Understanding, voice: Voice, rate: int, channels: int
) -> None:
    speech = voice.speak("<speak>something else</speak>")
    assert speech
    frames = array.array("h", at_rate(speech.frames, speech.rate, rate))
    spread = array.array("h", (sample for each in frames for sample in [each] * channels)).tobytes()
    hearing = ears.hear_file(write(tmp_path / "said.wav", spread, rate, channels))
    assert understanding.meaning(hearing.transcript).intent == "AnotherOneIntent"
    assert hearing.confidence > 0.5


def test_two_sentences_with_a_pause_are_two_utterances(
    tmp_path: Path, ears: Ears, understanding: Understanding, voice: Voice
) -> None:
    frames = said(voice, "something else") + silence(2, RATE) + said(voice, "when is our reminder")
    hearing = ears.hear_file(write(tmp_path / "two.wav", frames))
    assert [understanding.meaning(each).intent for each in hearing.utterances] == ANOTHER_AND_REMINDER
    assert hearing.transcript == " ".join(hearing.utterances)


def test_what_was_recorded_here_can_be_heard(
    tmp_path: Path, ears: Ears, understanding: Understanding, voice: Voice
) -> None:
    recording = Recording(tmp_path / "evening.wav")
    for sentence in ("something else", "when is our reminder"):
        speech = voice.speak(f"<speak>{sentence}</speak>")
        assert speech
        recording.speech(speech.frames, speech.rate)
        recording.silence(1.5)
    recording.close()
    heard = ears.hear_file(tmp_path / "evening.wav").utterances
    assert [understanding.meaning(each).intent for each in heard] == ANOTHER_AND_REMINDER


@pytest.mark.parametrize("frames", [silence(3, RATE), room(3), room(0.01), b""])
def test_in_silence_nothing_is_heard(ears: Ears, frames: bytes) -> None:
    assert words(ears, frames) == []


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
def test_what_is_no_speech_is_no_intent(ears: Ears, understanding: Understanding, shape: object) -> None:
    heard = words(ears, wave_of(2, shape))
    assert {understanding.meaning(text).intent for text in heard} <= {"AMAZON.FallbackIntent"}


def test_the_same_recording_is_heard_the_same_way(ears: Ears, voice: Voice) -> None:
    frames = said(voice, "how are we doing")
    assert words(ears, frames) == words(ears, frames)


def test_a_soft_voice_is_heard_as_well_as_a_loud_one(ears: Ears, understanding: Understanding, voice: Voice) -> None:
    loud = array.array("h", said(voice, "something else"))
    soft = array.array("h", (sample // 20 for sample in loud)).tobytes()
    assert [understanding.meaning(text).intent for text in words(ears, soft)] == ["AnotherOneIntent"]


def test_the_wake_word_and_the_name_may_come_first(ears: Ears, voice: Voice) -> None:
    assert words(ears, said(voice, "Alexa, open closer together.")) == ["alexa open closer together"]


def test_few_words_of_the_model_cannot_be_heard(model: LanguageModel) -> None:
    recogniser = Recogniser(model)
    sentences = sum(1 for _ in model.samples()) + sum(len(words) for words in model.words.values())
    assert len(recogniser.skipped) < sentences / 100
    assert recogniser.pronounceable("weeknights")
    assert not recogniser.pronounceable("xqzt")
