# SPDX-License-Identifier: Apache-2.0
"""Frames of sentences (`he ... (hit|hits) me`) as regular expressions, with the words of which each needs one.

How a frame is written stands in `danger.py`. What frames there are, and what they tell, is data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

_PIECE = re.compile(r"\.\.\.|!\(|\{\w+\}|[()\[\]|^$]|\w+\*?|\s+")
_SOME_WORDS = r"(?:(?!(?:it|that|which|what) )\w+ ){0,5}?"
_COMMON = frozenset(
    "a am and are as at be by can do for from had has have he her him his i if in is it me my no not of".split()
)
_COMMON |= frozenset(
    "on or our she so that the them they this to us was we were what when will with would you your".split()
)
_COMMON_COUNTS = 30
"""As many rarer words as a common one is worth: it stands in most sentences."""


class Frame(Struct, frozen=True):
    """One frame, read."""

    expression: str
    """Finds it in a sentence whose words are all followed by a space."""
    needed: frozenset[str]
    """A sentence that fits has one of these words (`hit*`: any that begins so); empty where it need not."""


class FrameReader:
    """Reads the frames of one language, each of its groups once."""

    def __init__(self, groups: Mapping[str, list[str]]) -> None:
        """`groups` holds what stands in braces."""
        self._groups = groups
        self._read: dict[str, Frame] = {}

    def read(self, text: str) -> Frame:
        """A frame from its text."""
        pieces = _pieces(text)
        expression, needed, left = _either(pieces, 0, self)
        if left != len(pieces):
            raise ValueError(f"The frame {text!r} has a bracket too many; take it out.")
        return Frame(expression, needed)

    def group(self, name: str) -> Frame:
        """A group by its name: any of its members."""
        if name not in self._read:
            members = [_either(_pieces(each), 0, self) for each in self._groups[name]]
            expression = "|".join(expression for expression, _, _ in members)
            self._read[name] = Frame(f"(?:{expression})", _needed_in_each([needed for _, needed, _ in members]))
        return self._read[name]


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.findall(text) if not piece.isspace()]


def _needed_in_each(needs: Sequence[frozenset[str]]) -> frozenset[str]:
    """Words of which a sentence has one whichever of some ways it fits; none where one way needs none."""
    return frozenset().union(*needs) if all(needs) else frozenset()


def _either(pieces: list[str], at: int, frames: FrameReader) -> tuple[str, frozenset[str], int]:
    """What stands between bars, up to a closing bracket or the end."""
    expressions, needs = [], []
    while True:
        expression, needed, at = _row(pieces, at, frames)
        expressions.append(expression)
        needs.append(needed)
        if at >= len(pieces) or pieces[at] != "|":
            break
        at += 1
    return "|".join(expressions), _needed_in_each(needs), at


def _row(pieces: list[str], at: int, frames: FrameReader) -> tuple[str, frozenset[str], int]:
    """Pieces one after the other. Every word takes the space after it along, so that they can be joined as they are."""
    expressions: list[str] = []
    needed: frozenset[str] = frozenset()
    while at < len(pieces) and pieces[at] not in (")", "]", "|"):
        piece = pieces[at]
        at += 1
        found: frozenset[str] = frozenset()
        if piece in ("(", "[", "!("):
            inner, found, at = _either(pieces, at, frames)
            at += 1
            opening = {"(": "(?:", "[": "(?:", "!(": "(?!"}[piece]
            expressions.append(f"{opening}{inner})" + ("?" if piece == "[" else ""))
            if piece != "(":
                found = frozenset()
        elif piece == "...":
            expressions.append(_SOME_WORDS)
        elif piece == "^":
            expressions.append(r"(?<=\A )")
        elif piece == "$":
            expressions.append(r"\Z")
        elif piece.startswith("{"):
            group = frames.group(piece.strip("{}"))
            expressions.append(group.expression)
            found = group.needed
        else:
            expressions.append(f"{piece[:-1]}\\w* " if piece.endswith("*") else f"{piece} ")
            found = frozenset((piece,))
        if found and (not needed or _sentences_with(found) < _sentences_with(needed)):
            needed = found
    return "".join(expressions), needed, at


def _sentences_with(words: frozenset[str]) -> int:
    """How many sentences have one of some words, in no unit."""
    return sum(_COMMON_COUNTS if word in _COMMON else 1 for word in words)
