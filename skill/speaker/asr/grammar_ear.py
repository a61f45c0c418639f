# SPDX-License-Identifier: Apache-2.0
"""The ear that knows only the model's own sentences: which of them an utterance is, if it is one of them.

It hears short words that an open vocabulary misses, and makes a sentence of things that were none. So it is a second
opinion where another ear is there, on the short words of Alexa's own intents and on what the conversation waits for;
and the only ear where there is no other, for all that the model holds.
"""

from __future__ import annotations

import array
import random
from collections.abc import Sequence

from skill.language_model import LanguageModel
from skill.speaker.asr.pocketsphinx_recogniser import NOTHING, Guess, Recogniser
from skill.speaker.asr.voice_activity import LOUD, MOST_GAIN
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import SAMPLE_BYTES, frames_of, samples_of

SURE = 0.35
"""Confidence from which a sentence counts as said."""
SURE_OF_FEW = 0.45
"""The same where only the likeliest intents were tried: one of few is heard more easily, and made more easily."""
SURE_OF_ONE = 0.48
"""The same where only single words were tried."""
SHORT_S = 1.4
"""An utterance up to this long, with its margins, may be a single word."""
HISS = 60
"""Loudest sample of the noise that is added. Digital silence breaks the recogniser, which knows only real rooms."""
SEED = 1
MARGIN_S = 0.2


class GrammarEar:
    """Hears the sentences of one interaction model, or of the intents that are likely now."""

    def __init__(self, model: LanguageModel, *, whole: bool) -> None:
        """`whole`: any sentence of the model, which takes some seconds to make ready when it is first asked for.

        InputError where pocketsphinx is missing, or the locale is not English.
        """
        self._model = model
        self._whole = whole
        self._recogniser = Recogniser(model)

    def guess(self, utterance: bytes, expects: Sequence[str] = ()) -> Guess:
        """The sentence in 16-bit mono frames at RATE; an empty one where none is sure enough."""
        # Alexa's own intents are the short words that are said most and heard worst.
        likely = {name for name in self._model.intents if name.startswith("AMAZON.") or name in expects}
        sound = _in_a_room(utterance)
        guess, least = (self._recogniser.hear(sound), SURE) if self._whole else (NOTHING, SURE)
        if guess.confidence < SURE and len(utterance) <= SHORT_S * RATE * SAMPLE_BYTES:
            guess, least = self._recogniser.hear_word(sound), SURE_OF_ONE
        if guess.confidence < least:
            guess, least = self._recogniser.hear(sound, likely), SURE_OF_FEW
        return guess if guess.text and guess.confidence >= least else NOTHING


def _in_a_room(utterance: bytes) -> bytes:
    """The utterance as loud as the recogniser knows speech, with a room's hiss, and a little of it at both ends."""
    samples = samples_of(utterance)
    gain = min(MOST_GAIN, LOUD / max([1, *map(abs, samples)]))
    hiss = random.Random(SEED)
    quiet = [0] * round(MARGIN_S * RATE)
    loud = (int(sample * gain) + hiss.randint(-HISS, HISS) for sample in (*quiet, *samples, *quiet))
    return frames_of(array.array("h", loud))
