# SPDX-License-Identifier: Apache-2.0
"""Says the sentences that the tests of the ears hear: `python -m bench.said` writes `tests/speaker/said/*.wav`.

A voice does not say a sentence twice in quite the same way, so what the ears must make of it would be no exact check.
Therefore each sentence is said once, by piper, and kept; only those whose file is missing are said. Needs the extras
for speech.
"""

from __future__ import annotations

import wave
from pathlib import Path
from xml.sax.saxutils import escape

from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import at_rate
from skill.speaker.tts.voice import open_voice

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "speaker" / "said"
SENTENCES = FOLDER / "sentences.txt"


def main() -> None:
    """Say what is missing."""
    voice = open_voice("piper")
    for sentence in SENTENCES.read_text("utf-8").splitlines():
        path = FOLDER / f"{name_of(sentence)}.wav"
        speech = None if path.exists() else voice.speak(f"<speak>{escape(sentence)}</speak>")
        if speech:
            with wave.open(str(path), "wb") as file:
                file.setparams((1, 2, RATE, 0, "NONE", ""))
                file.writeframes(at_rate(speech.frames, speech.rate, RATE))
            print(path.name)
    voice.close()


def name_of(sentence: str) -> str:
    """A sentence's file, without its ending: letters and underscores."""
    return "".join(each for each in sentence.lower().replace(" ", "_") if each.isalpha() or each == "_")


if __name__ == "__main__":
    main()
