# SPDX-License-Identifier: Apache-2.0
"""How long it takes from the end of what is said to the first sound of the answer: `python -m bench.first_sound`.

The whole way at the microphone: the pause that ends what is said, the ears, the understanding, the skill, and the first
sentence of the voice. The pause is added as it is; the rest is measured.
"""

from __future__ import annotations

import logging
import statistics
import time
from datetime import UTC
from itertools import pairwise

from bench.spoken import Speaker
from skill.language_model import load_language_model
from skill.settings import Settings
from skill.speaker.asr.ears import MOONSHINE, open_ears
from skill.speaker.asr.voice_activity import utterances_of
from skill.speaker.console.listening import PAUSE_S
from skill.speaker.echo.clock import WallClock
from skill.speaker.echo.device import Echo
from skill.speaker.nlu import Understanding
from skill.speaker.tts.voice import open_voice

SENTENCES = (
    "give us five more minutes",
    "something else",
    "what can i say when she is stressed",
    "how are we doing",
    "save that one",
    "a ritual for the morning",
)
ROUNDS = 2


def main() -> None:
    """Print the median and the longest, by part."""
    from lambda_handler import make_handler

    logging.disable(logging.WARNING)  # that no service is asked here
    model = load_language_model()
    understanding = Understanding(model)
    ears = open_ears(model, understanding, MOONSHINE)
    handler = make_handler(Settings.from_environment({"CLOSER_STORE": "memory:"}))
    echo = Echo(handler, understanding, model, WallClock(UTC))
    speaker, voice = Speaker("espeak"), open_voice("pyttsx3")
    echo.launch()
    spent: dict[str, list[float]] = {"ears": [], "skill": [], "voice": [], "in all": []}
    for sentence in SENTENCES * ROUNDS:
        # Where speech ends is found while it is spoken, so it takes no time of its own.
        utterances = list(utterances_of(speaker.say(sentence)))
        marks = [time.perf_counter()]
        heard = " ".join(ears.hear(utterance).transcript for utterance in utterances)
        marks.append(time.perf_counter())
        exchanges = echo.hear(f"alexa, ask {model.invocation_name} {heard}")
        marks.append(time.perf_counter())
        next(voice.sentences(next((each.ssml for each in exchanges if each.ssml), "<speak>Yes.</speak>")))
        marks.append(time.perf_counter())
        parts = [after - before for before, after in pairwise(marks)]
        for name, seconds in zip(spent, (*parts, PAUSE_S + sum(parts)), strict=True):
            spent[name].append(1000 * seconds)
    speaker.close()
    voice.close()
    print(f"pause {1000 * PAUSE_S:.0f} ms")
    for name, each in spent.items():
        print(f"{name:8} median {statistics.median(each):6.0f} ms, longest {max(each):6.0f} ms")


if __name__ == "__main__":
    main()
