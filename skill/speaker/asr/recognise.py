# SPDX-License-Identifier: Apache-2.0
"""The ears: what people say in a recording.

A recording is one turn of speech. It is cut at its pauses, each piece is heard by itself (`ears_recogniser.py`), and
what was heard for certain is joined again. Where nothing was, the transcript is empty.
"""

from __future__ import annotations

import array
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from skill.language_model import LanguageModel
from skill.speaker.asr.pocketsphinx_recogniser import Recogniser
from skill.speaker.asr.wav import RATE, read_recording
from skill.speaker.snd.samples import SAMPLE_BYTES, frames_of, samples_of

SURE = 0.35
"""Confidence from which a sentence counts as said."""
SURE_OF_FEW = 0.45
"""The same where only the likeliest intents were tried: one of few is heard more easily, and made more easily."""

SURE_OF_ONE = 0.48
"""The same where only single words were tried."""
SHORT_S = 1.4
"""An utterance up to this long, with its margins, may be a single word."""

SILENT = 160
"""The loudest sample of a recording that holds no speech: what a quiet room gives."""
LOUD = 8_000
"""The loudest sample after levelling: a quarter of full scale."""
MOST_GAIN = 40.0
HISS = 60
"""Loudest sample of the noise that is added. Digital silence breaks the recogniser, which knows only real rooms."""
SEED = 1

PAUSE_S = 1.0
"""A pause this long ends an utterance."""
MARGIN_S = 0.2
"""Kept before and after the speech in an utterance."""


class Hearing(Struct, frozen=True):
    """What was heard in a recording."""

    file: str
    transcript: str
    """Lower case, without punctuation; empty for silence, noise, and speech that is none of the model's sentences."""
    confidence: float
    """0 to 1: of the least certain piece."""
    utterances: tuple[str, ...] = ()
    """Its pieces, cut at pauses; what was not heard for certain is left out."""


def hear_file(path: Path, model: LanguageModel, expects: Sequence[str] = ()) -> Hearing:
    """What a WAV file says, in sentences of the model. `expects` names the intents that the conversation waits for.

    InputError, one sentence, where the file is no usable recording or the recogniser is missing.
    """
    frames = read_recording(path)
    return hear(frames, model, expects, file=str(path))


def hear(frames: bytes, model: LanguageModel, expects: Sequence[str] = (), *, file: str = "") -> Hearing:
    """The same for 16-bit mono frames at 16,000 a second."""
    recogniser = recogniser_of(model)
    # Alexa's own intents are the short words that are said most and heard worst.
    likely = {name for name in model.intents if name.startswith("AMAZON.") or name in expects}
    heard = []
    for utterance in utterances_of(frames):
        guess = recogniser.hear(utterance)
        least = SURE
        if guess.confidence < SURE and len(utterance) <= SHORT_S * RATE * SAMPLE_BYTES:
            guess, least = recogniser.hear_word(utterance), SURE_OF_ONE
        if guess.confidence < least:
            guess, least = recogniser.hear(utterance, likely), SURE_OF_FEW
        if guess.text and guess.confidence >= least:
            heard.append(guess)
    return Hearing(
        file=file,
        transcript=" ".join(guess.text for guess in heard),
        confidence=min((guess.confidence for guess in heard), default=0.0),
        utterances=tuple(guess.text for guess in heard),
    )


@cache
def recogniser_of(model: LanguageModel) -> Recogniser:
    """The recogniser for a model, made once. InputError where it cannot be had."""
    return Recogniser(model)


def utterances_of(frames: bytes) -> Iterator[bytes]:
    """The pieces of a recording that hold speech, with the room's quiet around them, levelled."""
    samples = samples_of(frames)
    loudest = max(map(abs, samples), default=0)
    if loudest <= SILENT:
        return
    levelled = _levelled(samples, min(MOST_GAIN, LOUD / loudest))
    for start, end in _spans(levelled):
        yield levelled[start * SAMPLE_BYTES : end * SAMPLE_BYTES]


def _levelled(samples: array.array[int], gain: float) -> bytes:
    hiss = random.Random(SEED)
    quiet = [0] * round(MARGIN_S * RATE)
    loud = (int(sample * gain) + hiss.randint(-HISS, HISS) for sample in (*quiet, *samples, *quiet))
    return frames_of(array.array("h", loud))


def _spans(frames: bytes) -> list[tuple[int, int]]:
    """Where the utterances are: first sample and the one after the last."""
    from pocketsphinx import Endpointer

    finder = Endpointer(sample_rate=RATE)
    size = finder.frame_bytes
    spans: list[tuple[int, int]] = []

    def note() -> None:
        start, end = round(finder.speech_start * RATE), round(finder.speech_end * RATE)
        if spans and start - spans[-1][1] < PAUSE_S * RATE:
            start = spans.pop()[0]
        spans.append((start, end))

    was_in_speech = False
    at = 0
    while at + size < len(frames):
        finder.process(frames[at : at + size])
        if was_in_speech and not finder.in_speech:
            note()
        was_in_speech = finder.in_speech
        at += size
    finder.end_stream(frames[at:])
    if was_in_speech:
        note()
    margin = round(MARGIN_S * RATE)
    most = len(frames) // SAMPLE_BYTES
    return [(max(0, start - margin), min(most, end + margin)) for start, end in spans]
