# SPDX-License-Identifier: Apache-2.0
"""Our voice as a service: a text in, its sound out, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event

from skill.platform import BREAK_MAX_S
from skill.speaker.snd.samples import SAMPLE_BYTES, Speech
from skill.speaker.tts.voice import Voice

TEXT_MAX_CHARACTERS = 8000
CHUNK_BYTES = 8192
SILENT_RATE = 22_050
"""Samples a second of a sound that has none."""
_SILENCE = re.compile(r"\n+")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)|\n+")

Speaks = Callable[[str], Iterator[Speech]]


def speaks_with(voice: Voice) -> Speaks:
    """What speaks a text. Each line end in it is a second of silence, as `reply.py` writes it."""
    return lambda text: voice.sentences(ssml_of(text))


def ssml_of(text: str) -> str:
    """A text as one SSML document."""
    said = "".join(each if each.isprintable() or each == "\n" else " " for each in text[:TEXT_MAX_CHARACTERS])
    marked = _SILENCE.sub(_breaks, escape(said.strip()))
    return f"<speak>{marked}</speak>"


def sentences_of(text: str) -> list[str]:
    """A text cut behind its sentences; silence stays at the beginning of the sentence that follows it."""
    ends = list(_SENTENCE.finditer(text))
    begins = [0, *(match.start() if "\n" in match[0] else match.end() for match in ends)]
    return [piece for at, to in zip(begins, [*begins[1:], len(text)], strict=True) if (piece := text[at:to])]


def sound_events(speech: Iterator[Speech]) -> Iterator[Event]:
    """Sound as events: its start, pieces and end, which a client waits for also where there is nothing to hear."""
    begun = False
    for sound in speech:
        form = {"rate": sound.rate, "width": SAMPLE_BYTES, "channels": 1}
        if not begun:
            yield AudioStart(**form).event()
            begun = True
        for at in range(0, len(sound.frames), CHUNK_BYTES):
            yield AudioChunk(**form, audio=sound.frames[at : at + CHUNK_BYTES]).event()
    if not begun:
        yield AudioStart(rate=SILENT_RATE, width=SAMPLE_BYTES, channels=1).event()
    yield AudioStop().event()


def _breaks(match: re.Match[str]) -> str:
    seconds = min(len(match[0]), BREAK_MAX_S)
    return f' <break time="{seconds}s"/> '
