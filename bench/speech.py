# SPDX-License-Identifier: Apache-2.0
"""How well the ears hear what the voices say: `python bench/speech.py [VOICE ...]`.

Each voice says sentences of the interaction model and sentences that are none of its, through a WAV's samples and with
no room between. For each voice it prints how many sentences were heard word for word, how many with the right intent,
how many of the others were taken for something, and the time that speaking and hearing take for a second of sound
(real-time factor). Voices: us and gb (pyttsx3), piper; without a name all that are installed.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from skill.speaker.asr.recognise import hear, recogniser_of  # noqa: E402

from skill.errors import InputError  # noqa: E402
from skill.language_model import LanguageModel, load_language_model  # noqa: E402
from skill.speaker.asr.wav import RATE  # noqa: E402
from skill.speaker.nlu import FALLBACK, Understanding  # noqa: E402
from skill.speaker.nlu.language import load_language  # noqa: E402
from skill.speaker.snd.samples import at_rate  # noqa: E402
from skill.speaker.tts.voice import Voice, open_voice  # noqa: E402

VOICES = {"us": ("pyttsx3", "en-US"), "gb": ("pyttsx3", "en-GB"), "piper": ("piper", "en-US")}
COMMON = (
    "yes; no; next; stop; repeat; what's tonight's question; start our check in; something else; another one; help; "
    "give us five more minutes; i'd say a seven; pause; go back; resume; yes please; no thanks; we're ready; skip; "
    "save that one; how are we doing; are we growing apart; we're having a fight; i don't feel safe; sometimes; "
    "remind us every evening at nine; a ritual for the morning; what can i say when she is stressed; start over; "
    "we did our evening walk; it's just me tonight; tell us about vulnerability; don't ask about money; cancel; "
    "forget everything about us; what do you keep about us; good night; a short check in about touch; "
    "help us say thank you to each other; we are sam and alex; i'd rather not answer that; a six and an eight; "
    "something new to do together; when is our reminder"
).split("; ")
SEED, SAMPLES, OTHERS = 5, 60, 40
BUILTIN = {
    "AMAZON.TIME": ["nine", "eight thirty", "noon", "half past six"],
    "AMAZON.DURATION": ["five minutes", "ten minutes", "two more minutes"],
    "AMAZON.NUMBER": ["one", "five", "seven", "ten"],
    "AMAZON.FirstName": ["sam", "alex", "maria", "john"],
}


def main(names: list[str]) -> None:
    """Print the table."""
    model = load_language_model()
    started = time.perf_counter()
    skipped = recogniser_of(model).skipped
    print(f"Ears ready after {time.perf_counter() - started:.2f} s; left out of the grammar: {', '.join(skipped)}\n")
    chance = random.Random(SEED)
    sets = {
        "common": COMMON,
        "samples": sampled(model, chance),
        "others": chance.sample(load_language(model.locale).elsewhere, OTHERS),
    }
    print(f"{'voice':7}{'sentences':11}{'exact':>9}{'intent':>9}{'taken':>9}{'speaks':>9}{'hears':>9}")
    for name in names or VOICES:
        try:
            voice = open_voice(*VOICES[name])
        except InputError as error:
            print(f"{name:7}{error}")
            continue
        misses = []
        for kind, sentences in sets.items():
            misses += measure(name, kind, sentences, voice, model)
        voice.close()
        print("\n".join(f"       {miss}" for miss in misses))


def measure(name: str, kind: str, sentences: list[str], voice: Voice, model: LanguageModel) -> list[str]:
    """Say and hear sentences, print one line, and return what went wrong."""
    understanding = Understanding(model)
    exact = right = taken = 0
    speaking = hearing = seconds = 0.0
    misses = []
    for sentence in sentences:
        started = time.perf_counter()
        speech = voice.speak(f"<speak>{escape(sentence)}</speak>")
        assert speech
        spoken = time.perf_counter()
        heard = hear(at_rate(speech.frames, speech.rate, RATE), model)
        hearing += time.perf_counter() - spoken
        speaking += spoken - started
        seconds += speech.seconds
        wanted = FALLBACK if kind == "others" else understanding.meaning(sentence).intent
        intent = understanding.meaning(heard.transcript).intent
        exact += heard.transcript == sentence
        right += intent == wanted
        taken += intent != FALLBACK
        if intent != wanted:
            misses.append(f"{kind}: {sentence} -> {heard.transcript or '(nothing)'} ({heard.confidence:.2f})")
    of = f"/{len(sentences)}"
    counts = "".join(f"{f'{count}{of}':>9}" for count in (exact, right, taken))
    print(f"{name:7}{kind:11}{counts}{speaking / seconds:>9.3f}{hearing / seconds:>9.3f}", flush=True)
    return misses


def sampled(model: LanguageModel, chance: random.Random) -> list[str]:
    """Sentences of samples drawn by chance, their slots filled by chance."""
    samples = chance.sample(list(model.samples()), SAMPLES)
    return [chance.choice(list(islice(model.expand(*each, BUILTIN), 3_000))).text for each in samples]


if __name__ == "__main__":
    main(sys.argv[1:])
