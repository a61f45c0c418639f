# SPDX-License-Identifier: Apache-2.0
"""A conversation as people read it: who said what, how long it was quiet, and `[safety]` where nobody may look.

Words of safety are kept off every transcript, on both sides. One exception, so that nobody is left without help: at a
terminal that makes no sound they are shown, and erased as soon as the next line is typed.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from skill.speaker.echo.exchange import Exchange
from skill.speaker.tts.ssml import Quiet, Sound, Words

YOU = "You: "
INDENT = "  "
SAFETY = "[safety]"
QUIET_SHOWN_S = 3.0
"""Shorter pauses are part of the speech."""
WIDTH_MAX = 92
"""Columns that are pleasant to read."""
CLEAR_UP = "\x1b[{rows}A\r\x1b[J"
"""Moves the cursor so many rows up and clears all from there on (ECMA-48: CUU, ED)."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MUSIC = {
    "AudioPlayer.PlaybackStarted": "music",
    "AudioPlayer.PlaybackStopped": "the music stops",
    "AudioPlayer.PlaybackFinished": "the music ends",
    "AudioPlayer.PlaybackFailed": "no music; the track cannot be played",
}
_ENDS = {
    "EXCEEDED_MAX_REPROMPTS": "nobody answered; the session is over",
    "ERROR": "an Echo would end the session here",
}


class Transcript:
    """Writes a conversation down as it happens."""

    def __init__(
        self,
        out: TextIO,
        columns: Callable[[], int],
        name: str,
        *,
        typed: bool = False,
        heard: Callable[[], bool] = lambda: False,
    ) -> None:
        """`columns` tells how wide the terminal is; `name` is the skill's, for the hint how to go on.

        `typed`: lines are typed into the terminal that `out` writes to, so it shows them already. `heard`: whether the
        speech is heard as well.
        """
        self._name = name
        self._out = out
        self._columns = columns
        self._typed = typed
        self._heard = heard
        self._line: str | None = None
        self._line_rows = 0
        self._to_erase = 0
        """Rows that hold words of safety, counted up from the cursor."""
        self._told_closed = False

    def prompt(self) -> None:
        """Ask for a line."""
        self._out.write(YOU)
        self._out.flush()

    def you(self, line: str) -> None:
        """A line was said."""
        self._line = line
        self._line_rows = self._rows(YOU + line)
        if self._to_erase:
            self._mask(self._to_erase + self._line_rows)
            self._print(YOU + _said(line))

    def show(self, told: Sequence[Exchange]) -> None:
        """What the line led to."""
        private = any(exchange.private for exchange in told)
        if private and not (self._typed and not self._heard()):
            self._mask(self._line_rows if self._typed else 0)
            self._line = None
            return
        if self._line is not None and not self._typed:
            self._print(YOU + _said(self._line))
        rows = sum(self._print(line) for exchange in told for line in self._lines(exchange))
        if told and not told[-1].listening:
            rows += sum(self._print(line) for line in self._wrapped(self._closed()))
        self._line = None
        if private:
            self._to_erase = self._line_rows + rows
        self._out.flush()

    def say(self, sentence: str) -> None:
        """Something about the conversation, not part of it."""
        for line in self._wrapped(sentence, indent=""):
            self._print(line)
        self._out.flush()

    def close(self) -> None:
        """The conversation is over."""
        if self._typed:
            self._print("")
        if self._to_erase:
            self._mask(self._to_erase + 1)
        self._out.flush()

    def _lines(self, exchange: Exchange) -> Iterator[str]:
        """The skill's side of one exchange."""
        for text in _paragraphs(exchange, waited=self._heard() or not self._typed):
            yield from self._wrapped(text)
        if exchange.kind in _MUSIC:
            yield from self._wrapped(f"({_MUSIC[exchange.kind]})")

    def _closed(self) -> str:
        if self._told_closed:
            return "(microphone closed)"
        self._told_closed = True
        return f"(microphone closed; to go on, say: alexa, open {self._name})"

    def _wrapped(self, text: str, indent: str = INDENT) -> list[str]:
        """The text in rows of this terminal; no word is parted that fits into one."""
        return textwrap.wrap(
            printable(text), self._width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )

    def _mask(self, rows: int) -> None:
        """Put `[safety]` on both sides, in the place of so many rows."""
        if rows:
            self._out.write(CLEAR_UP.format(rows=rows))
        self._to_erase = 0
        self._print(YOU + SAFETY)
        self._print(INDENT + SAFETY)
        self._out.flush()

    def _print(self, line: str) -> int:
        """Write one line; returns the rows that it takes."""
        self._out.write(line + "\n")
        return self._rows(line)

    @property
    def _width(self) -> int:
        return max(20, min(self._columns(), WIDTH_MAX))

    def _rows(self, line: str) -> int:
        columns = max(1, self._columns())
        return max(1, -(-sum(_cells(each) for each in line) // columns))


def printable(text: str) -> str:
    """The text without what would move a terminal's cursor or colour it."""
    return "".join(each if each.isprintable() else " " for each in text)


def quiet_words(seconds: float) -> str:
    """A pause in words, such as `ten seconds of quiet`."""
    if seconds >= 120 and seconds % 60 == 0:
        return f"{_count(round(seconds / 60))} minutes of quiet"
    return "a minute of quiet" if seconds == 60 else f"{_count(round(seconds))} seconds of quiet"


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _paragraphs(exchange: Exchange, *, waited: bool) -> Iterator[str]:
    """What is told of an exchange; `waited` tells whether its quiet takes as long as it says."""
    skipped = "" if waited else ", skipped in text"
    said: list[str] = []
    if exchange.request is None and exchange.note:
        yield f"({exchange.note})"
    for piece in exchange.pieces:
        match piece:
            case Words(text=text):
                said.append(text)
            case Quiet(seconds=seconds) if seconds < QUIET_SHOWN_S:
                pass
            case Quiet() | Sound():
                if said:
                    yield " ".join(said)
                said = []
                yield f"({quiet_words(piece.seconds)}{skipped})" if isinstance(piece, Quiet) else "(a sound)"
    if said:
        yield " ".join(said)
    if exchange.request is not None and exchange.note:
        yield f"({exchange.note})"
    if exchange.kind == "SessionEndedRequest" and exchange.request:
        yield f"({_ENDS.get(exchange.request['request']['reason'], 'the session is over')})"


def _said(line: str) -> str:
    return printable(line) if line.strip() else "(silence)"


def _cells(character: str) -> int:
    """Columns that a character takes in a terminal."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
