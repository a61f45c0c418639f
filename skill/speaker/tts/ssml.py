# SPDX-License-Identifier: Apache-2.0
"""SSML as a device reads it: refused where Alexa would refuse it, otherwise cut into words, quiet and sounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias
from xml.parsers import expat

from msgspec import Struct

from skill import platform


class Words(Struct, frozen=True):
    """Something to say."""

    text: str


class Quiet(Struct, frozen=True):
    """Something to wait for."""

    seconds: float


class Sound(Struct, frozen=True):
    """A recording to play."""

    source: str


Piece: TypeAlias = Words | Quiet | Sound

WORDS_PER_SECOND = 2.5
"""Pace of a calm voice; good enough for a clock that nobody looks at."""

_TIME = re.compile(r"\+?(\d+(?:\.\d+)?|\.\d+)(ms|s)")
_SPACE = re.compile(r"\s+")
_NO_WORD_BEFORE = re.compile(r" (?=[.,;:?!])")
_BLOCKS = frozenset({"p", "s", "break", "audio"})


class MarkupError(ValueError):
    """SSML that Alexa would not speak. The message is a phrase that fits after "the speech ..."."""


def read_ssml(ssml: str) -> list[Piece]:
    """The pieces of a `<speak>` document, in order. Raises MarkupError for what Alexa would refuse.

    Neighbouring words are joined, and so are neighbouring breaks.
    """
    if "<!" in ssml or "<?" in ssml:
        raise MarkupError("holds a declaration, which SSML for Alexa has no place for")
    reader = _Reader()
    walk(ssml, reader)
    return reader.pieces


class Walker(Protocol):
    """Somebody who is told what stands in a document, from its beginning to its end."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        ...

    def end(self, tag: str) -> None:
        """A tag closes."""
        ...

    def text(self, text: str) -> None:
        """Characters between tags."""
        ...

    def flush(self) -> None:
        """The document has ended."""
        ...


def walk(ssml: str, walker: Walker) -> None:
    """Tell a walker what stands in a document. Raises MarkupError where it is not well-formed."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(ssml.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise MarkupError(f"is not well-formed SSML ({error})") from None
    walker.flush()


def one_line(words: Sequence[str]) -> str:
    """Characters as they were found, as one text with single spaces, and none before a comma or a full stop."""
    return _NO_WORD_BEFORE.sub("", _SPACE.sub(" ", "".join(words)).strip())


def add_quiet(pieces: list[Any], seconds: float) -> None:
    """Let quiet follow; where quiet is last already, that becomes longer."""
    if pieces and isinstance(pieces[-1], Quiet) and seconds:
        seconds += pieces.pop().seconds
    if seconds:
        pieces.append(Quiet(seconds))


def plain(pieces: Sequence[Piece]) -> str:
    """The words alone, as one text with single spaces."""
    return " ".join(piece.text for piece in pieces if isinstance(piece, Words))


def duration_s(pieces: Sequence[Piece]) -> float:
    """How many seconds a device speaks these pieces, estimated; sounds count as nothing."""
    words = sum(len(piece.text.split()) for piece in pieces if isinstance(piece, Words))
    return words / WORDS_PER_SECOND + sum(piece.seconds for piece in pieces if isinstance(piece, Quiet))


def break_s(attributes: dict[str, str]) -> float:
    """Seconds of a `<break>`. Raises MarkupError where it is too long or makes no sense."""
    strength = attributes.get("strength", "medium")
    if strength not in platform.BREAK_STRENGTHS_S:
        raise MarkupError(f"has a break of the unknown strength {strength[:20]!r}")
    if "time" not in attributes:
        return platform.BREAK_STRENGTHS_S[strength]
    time = _TIME.fullmatch(attributes["time"].strip())
    if not time:
        raise MarkupError(f"has a break of {attributes['time'][:20]!r}, which is no time; write it as 500ms or 3s")
    seconds = float(time[1]) / (1000 if time[2] == "ms" else 1)
    if seconds > platform.BREAK_MAX_S:
        raise MarkupError(f"has a break of {seconds:g} s; the limit is {platform.BREAK_MAX_S} s")
    return seconds


class _Reader:
    """Collects pieces while expat walks the document."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._begun = False
        self._words: list[str] = []
        self._muted = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._check(tag, attributes)
        self._begun = True
        if tag in _BLOCKS:
            self.flush()
        if self._muted:
            self._muted += 1
        elif tag == "break":
            add_quiet(self.pieces, break_s(attributes))
        elif tag == "audio":
            self.pieces.append(Sound(attributes["src"]))
        elif tag == "sub":
            self._words.append(attributes["alias"])
            self._muted = 1

    def end(self, tag: str) -> None:
        if self._muted:
            self._muted -= 1
        if tag in _BLOCKS:
            self.flush()

    def text(self, text: str) -> None:
        if not self._muted:
            self._words.append(text)

    def flush(self) -> None:
        text = one_line(self._words)
        self._words.clear()
        if not text:
            return
        if self.pieces and isinstance(self.pieces[-1], Words):
            text = f"{self.pieces.pop().text} {text}"  # type: ignore[union-attr]
        self.pieces.append(Words(text))

    def _check(self, tag: str, attributes: dict[str, str]) -> None:
        known = platform.SSML_TAGS.get(tag)
        if known is None:
            raise MarkupError(f"has the unknown tag <{tag[:30]}>")
        for name in attributes:
            if name not in known:
                raise MarkupError(f"has <{tag}> with the unknown attribute {name[:30]!r}")
        if (tag == "speak") is self._begun:
            raise MarkupError("must be one <speak> document, with no other <speak> in it")
        if tag == "say-as" and attributes.get("interpret-as") not in platform.INTERPRET_AS:
            raise MarkupError(f"has <say-as> with the unknown interpret-as {attributes.get('interpret-as')!r}")
        if tag == "sub" and "alias" not in attributes:
            raise MarkupError("has <sub> without its alias")
        if tag == "audio" and not attributes.get("src", "").startswith(("https://", "soundbank://")):
            raise MarkupError("has <audio> whose src is neither https:// nor soundbank://")
