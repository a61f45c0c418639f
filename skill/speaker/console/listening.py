# SPDX-License-Identifier: Apache-2.0
"""Lines that are spoken into a microphone, beside those that are typed.

While the session listens, the microphone is open as an Echo's is: for eight seconds, or until what is said has ended.
While it is closed, the wake word opens it, or Enter does, which is pushed to talk. The microphone is shut while the
speaker speaks, for nobody asks for a line then.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Protocol

from skill.command import streams
from skill.platform import SILENCE_S
from skill.speaker.asr.ears import Ears
from skill.speaker.asr.voice_activity import FRAME_S, Endpointer, SpeechDetector
from skill.speaker.asr.wake_word import WakeWord
from skill.speaker.console.ear import UNCLEAR
from skill.speaker.echo.invocation import WAKE_WORD
from skill.speaker.snd.microphone import Microphone

PAUSE_S = 0.5
"""Quiet that ends what somebody says. Shorter cuts people off; longer keeps them waiting."""
LISTENING, ASLEEP, ASLEEP_WITHOUT_WAKE_WORD = (
    "(listening)",
    "(say alexa, or press Enter to talk)",
    "(press Enter to talk)",
)


class TypedLines(Protocol):
    """Lines that somebody may type meanwhile."""

    def waiting(self) -> bool:
        """Whether a line, or the end, can be read at once."""
        ...

    def read(self) -> str | None:
        """The next line; None at the end."""
        ...


class StandardInput:
    """Lines of standard input."""

    def waiting(self) -> bool:
        """See `TypedLines.waiting`."""
        return bool(select.select([sys.stdin], [], [], 0)[0])

    def read(self) -> str | None:
        """See `TypedLines.read`."""
        line = streams.read_line()
        return line.decode("utf-8", "replace").rstrip("\r\n") if line else None


class SpokenInput:
    """Makes lines of what is said into a microphone."""

    def __init__(
        self,
        microphone: Microphone,
        ears: Ears,
        detector: SpeechDetector,
        typed: TypedLines,
        *,
        wake_word: WakeWord | None = None,
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """`tell` shows what the microphone is doing. Without a wake word, Enter is pushed to talk."""
        self._microphone = microphone
        self._ears = ears
        self._detector = detector
        self._typed = typed
        self._wake_word = wake_word
        self._tell = tell

    def lines(self, listens: Callable[[], bool], expects: Callable[[], Sequence[str]]) -> Iterator[str]:
        """Line after line, until typing ends. `listens` tells whether the session waits for an answer, `expects` for
        which. A typed line counts at any time; an empty one while somebody speaks ends what they say."""
        while True:
            line = self._answer(expects()) if listens() else self._call(expects())
            if line is None:
                return
            yield line

    def _answer(self, expects: Sequence[str]) -> str | None:
        """What is answered while the session listens; empty where nobody says anything."""
        self._tell(LISTENING)
        with closing(self._microphone.frames()) as frames:
            return self._next_line(frames, expects)

    def _call(self, expects: Sequence[str]) -> str | None:
        """What is said to wake the speaker, which begins with the wake word."""
        if self._wake_word is None:
            self._tell(ASLEEP_WITHOUT_WAKE_WORD)
            line = self._typed.read()
            if line is None or line.strip():
                return line
            self._tell(LISTENING)
            with closing(self._microphone.frames()) as frames:
                return _woken(self._next_line(frames, expects))
        self._tell(ASLEEP)
        self._wake_word.reset()
        with closing(self._microphone.frames()) as frames:
            for frame in frames:
                if self._typed.waiting():
                    line = self._typed.read()
                    if line is None or line.strip():
                        return line
                elif not self._wake_word.heard(frame):
                    continue
                self._tell(LISTENING)
                return _woken(self._next_line(frames, expects))
        return None

    def _next_line(self, frames: Iterator[bytes], expects: Sequence[str]) -> str | None:
        """The utterance that comes now, or a typed line; empty after eight seconds of silence."""
        endpointer = Endpointer(self._detector, pause_s=PAUSE_S)
        for number, frame in enumerate(frames):
            utterance = endpointer.push(frame)
            if self._typed.waiting():
                line = self._typed.read()
                if line is None or line.strip():
                    return line
                utterance = utterance or endpointer.end()
                if utterance is None:
                    return ""
            if utterance:
                return self._ears.hear(utterance, expects).transcript or UNCLEAR
            if not endpointer.in_speech and number * FRAME_S >= SILENCE_S:
                return ""
        return None


def _woken(line: str | None) -> str | None:
    """A line that begins with the wake word, whether or not it was heard a second time."""
    if not line or line == UNCLEAR:
        return line
    words = line.removeprefix(WAKE_WORD).lstrip(" ,")
    return f"{WAKE_WORD}, {words}" if words else WAKE_WORD
