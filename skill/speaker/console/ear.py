# SPDX-License-Identifier: Apache-2.0
"""What the local speaker hears by ear instead of reading it: recordings, and lines that a voice says first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape

from skill.speaker.asr.ears import Ears
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import at_rate
from skill.speaker.tts.voice import Voice

UNCLEAR = "(unclear)"
"""The line for speech that no ear could make out; it means nothing to the skill either."""


def recorded_lines(recording: bytes, ears: Ears, expects: Callable[[], Sequence[str]]) -> Iterator[str]:
    """What a recording says: a line for each utterance, heard by what the conversation waits for then."""
    silent = True
    for hearing in ears.hear_recording(recording, expects):
        silent = False
        yield hearing.transcript or UNCLEAR
    if silent:
        yield ""


class SpokenLines:
    """Has lines said by a voice, and hands on what the ears make of them: a script by ear."""

    def __init__(self, voice: Voice, ears: Ears, expects: Callable[[], Sequence[str]]) -> None:
        self._voice = voice
        self._ears = ears
        self._expects = expects

    def heard(self, line: str) -> str:
        """What is heard of a line. Silence and commands of the world (`@wait 90s`) are nothing to say."""
        if not line.strip() or line.lstrip().startswith("@"):
            return line
        speech = self._voice.speak(f"<speak>{escape(line)}</speak>")
        if speech is None:
            return ""
        frames = at_rate(speech.frames, speech.rate, RATE)
        heard = [hearing.transcript for hearing in self._ears.hear_recording(frames, self._expects)]
        return " ".join(filter(None, heard)) or UNCLEAR

    def close(self) -> None:
        """Let go of the voice."""
        self._voice.close()
