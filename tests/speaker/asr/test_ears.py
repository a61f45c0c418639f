# SPDX-License-Identifier: Apache-2.0
"""The ears with real sound: sentences that were said once and kept, and nothing heard where nothing was said."""

from __future__ import annotations

import array
import math
import random
from pathlib import Path

import pytest
from cases import each_case
from representatives import the_first_for_all

from skill.language_model import LanguageModel
from skill.speaker.asr.ears import GRAMMAR, MOONSHINE, SILENCE, WHISPER, Ears, open_ears
from skill.speaker.asr.pocketsphinx_recogniser import Recogniser
from skill.speaker.asr.voice_activity import utterances_of
from skill.speaker.asr.wav import RATE
from skill.speaker.nlu import Understanding
from skill.speaker.snd.recording import Recording
from skill.speaker.snd.samples import at_rate, silence

from ..packages import require_ears, require_extras
from ..recordings import said, write

require_ears()

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
EACH_EAR = pytest.mark.parametrize("ear", ["ears", "small", pytest.param("grammar", marks=pytest.mark.long)])
"""Of any words, and of the model's alone; that of the whole model takes many seconds to hear its first sentence."""
QUESTION, REMINDER = "what's tonight's question", "when is our reminder"


@pytest.fixture(scope="module")
def ears(model: LanguageModel, understanding: Understanding) -> Ears:
    return open_ears(model, understanding, MOONSHINE)


@pytest.fixture(scope="module")
def grammar(model: LanguageModel, understanding: Understanding) -> Ears:
    return open_ears(model, understanding, GRAMMAR)


@pytest.fixture(scope="module")
def small(model: LanguageModel, understanding: Understanding) -> Ears:
    """The ear that knows only the model, of a model of three intents."""
    intents = [model.intents[name] for name in ("TalkTimeIntent", "SaveThisIntent", "AMAZON.StopIntent")]
    return open_ears(LanguageModel(model.locale, model.invocation_name, intents, []), understanding, GRAMMAR)


@pytest.fixture(scope="module")
def recogniser(model: LanguageModel) -> Recogniser:
    """What hears the words of one short intent."""
    return Recogniser(LanguageModel(model.locale, model.invocation_name, [model.intents["AMAZON.StopIntent"]], []))


@pytest.fixture
def heard_by(request: pytest.FixtureRequest, ear: str) -> Ears:
    found: Ears = request.getfixturevalue(ear)
    return found


@pytest.fixture(scope="module")
def better(model: LanguageModel, understanding: Understanding) -> Ears:
    require_extras()
    ears = open_ears(model, understanding, WHISPER)
    assert ears.name == WHISPER
    return ears


def words(ears: Ears, frames: bytes) -> list[str]:
    return [hearing.transcript for hearing in ears.hear_recording(frames)]


def room(seconds: float, loudness: int = 12) -> bytes:
    """A quiet room."""
    chance = random.Random(3)
    return array.array("h", (chance.randint(-loudness, loudness) for _ in range(round(seconds * RATE)))).tobytes()


def wave_of(seconds: float, shape: object) -> bytes:
    assert callable(shape)
    return array.array("h", (round(shape(at / RATE)) for at in range(round(seconds * RATE)))).tobytes()


def intent_of(sentence: str, ears: Ears, understanding: Understanding) -> str:
    return understanding.meaning(" ".join(words(ears, said(sentence)))).intent


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("sentence", HEARD)
def test_the_ear_that_knows_only_the_model_hears_each(
    grammar: Ears, understanding: Understanding, sentence: str
) -> None:
    assert intent_of(sentence, grammar, understanding) == HEARD[sentence]


@pytest.mark.parametrize("sentence", the_first_for_all(sorted(HEARD.keys() - {"resume"})))
def test_the_ear_of_any_words_hears_all_but_one_short_word(
    ears: Ears, understanding: Understanding, sentence: str
) -> None:
    assert intent_of(sentence, ears, understanding) == HEARD[sentence]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("sentence", HEARD)
def test_the_better_ear_hears_each(better: Ears, understanding: Understanding, sentence: str) -> None:
    assert intent_of(sentence, better, understanding) == HEARD[sentence]


@pytest.mark.slow
@pytest.mark.long
def test_the_better_ear_writes_down_the_same_each_time(better: Ears) -> None:
    """Of a word that it is as sure of as not, too: as short as this one it once came out by chance."""
    assert {tuple(words(better, said("resume"))) for _ in range(10)} == {("resume",)}


@EACH_EAR
@pytest.mark.long
def test_slots_are_heard_too(heard_by: Ears, understanding: Understanding) -> None:
    (hearing,) = heard_by.hear_recording(said("give us five more minutes"))
    assert hearing.transcript == "give us five more minutes"
    assert understanding.meaning(hearing.transcript).slots == {"duration": "PT5M"}
    assert hearing.confidence > 0.5


@pytest.mark.long
@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (32_000, 1), (44_100, 2), (48_000, 1)])
def test_a_recording_of_any_kind_is_heard(tmp_path: Path, ears: Ears, rate: int, channels: int) -> None:
    frames = array.array("h", at_rate(said(QUESTION), RATE, rate))
    spread = array.array("h", (sample for each in frames for sample in [each] * channels)).tobytes()
    hearing = ears.hear_file(write(tmp_path / "said.wav", spread, rate, channels))
    assert hearing.transcript == QUESTION
    assert hearing.confidence > 0.5


@pytest.mark.long
def test_a_telephone_leaves_out_some_of_it_and_makes_up_nothing(tmp_path: Path, ears: Ears) -> None:
    hearing = ears.hear_file(write(tmp_path / "said.wav", at_rate(said(QUESTION), RATE, 8_000), 8_000))
    assert hearing.transcript in (QUESTION, "")


@pytest.mark.long
def test_two_sentences_with_a_pause_are_two_utterances(tmp_path: Path, ears: Ears) -> None:
    frames = said("save that one") + silence(2, RATE) + said(QUESTION)
    hearing = ears.hear_file(write(tmp_path / "two.wav", frames))
    assert hearing.utterances == ("save that one", QUESTION)
    assert hearing.transcript == f"save that one {QUESTION}"


def test_a_short_pause_does_not_cut_a_sentence() -> None:
    frames = said("something else") + silence(0.3, RATE) + said(REMINDER)
    assert len(list(utterances_of(frames))) == 1


@pytest.mark.long
def test_what_was_recorded_here_can_be_heard(tmp_path: Path, ears: Ears) -> None:
    recording = Recording(tmp_path / "evening.wav")
    for sentence in ("something else", REMINDER):
        recording.speech(said(sentence), RATE)
        recording.silence(1.5)
    recording.close()
    assert ears.hear_file(tmp_path / "evening.wav").utterances == ("something else", REMINDER)


@each_case("frames", [silence(3, RATE), room(3), room(0.01), b""])
def test_in_silence_nothing_is_heard(ears: Ears, frames: bytes) -> None:
    assert words(ears, frames) == []


def test_a_recording_of_silence_is_silence(tmp_path: Path, ears: Ears) -> None:
    assert ears.hear_file(write(tmp_path / "silence.wav", room(3))) == SILENCE


@pytest.mark.parametrize(
    "shape",
    the_first_for_all(
        [
            lambda t: 4_000 * math.sin(2 * math.pi * (140 + 20 * math.sin(t * 1.8)) * t),
            lambda t: (
                sum(1_500 / k * math.sin(2 * math.pi * 150 * k * t) for k in range(1, 9)) * (1 + math.sin(12 * t))
            ),
            lambda t: 6_000 * ((120 * t) % 1 - 0.5),
            lambda t: 20_000 * (t % 0.25 < 0.001),
            lambda t, chance=random.Random(1): chance.gauss(0, 3_000),  # noqa: B008
        ]
    ),
    ids=["hum", "humming", "buzz", "clicks", "hiss"],
)
@EACH_EAR
def test_what_is_no_speech_is_not_heard(heard_by: Ears, shape: object) -> None:
    assert words(heard_by, wave_of(2, shape)) == []


@pytest.mark.long
def test_the_same_recording_is_heard_the_same_way(ears: Ears) -> None:
    frames = said("how are we doing")
    assert words(ears, frames) == words(ears, frames)


@pytest.mark.long
def test_a_soft_voice_is_heard_as_well_as_a_loud_one(ears: Ears, grammar: Ears) -> None:
    soft = array.array("h", (sample // 20 for sample in array.array("h", said(QUESTION)))).tobytes()
    assert words(ears, soft) == words(grammar, soft) == [QUESTION]


@pytest.mark.long
@EACH_EAR
def test_the_wake_word_and_the_name_may_come_first(heard_by: Ears) -> None:
    assert words(heard_by, said("Alexa, open closer together.")) == ["alexa open closer together"]


@pytest.mark.long
def test_few_words_of_the_model_cannot_be_heard(model: LanguageModel) -> None:
    recogniser = Recogniser(model)
    sentences = sum(1 for _ in model.samples()) + sum(len(words) for words in model.words.values())
    assert len(recogniser.skipped) < sentences / 100
    assert recogniser.pronounceable("weeknights")
    assert not recogniser.pronounceable("xqzt")


def test_a_word_by_itself_is_heard(recogniser: Recogniser) -> None:
    assert recogniser.hear_word(said("repeat")).text == "repeat"


@each_case("word", ["giggles", "candled", "snuggling", "tickler", "sludgly", "smoocha"])
def test_a_word_that_no_dictionary_has_is_heard_by_its_stem(recogniser: Recogniser, word: str) -> None:
    assert recogniser.pronounceable(word)
