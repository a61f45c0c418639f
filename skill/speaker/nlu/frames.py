# SPDX-License-Identifier: Apache-2.0
"""Frames of sentences (`he ... (hit|hits) me`) as regular expressions, with the words of which each needs one.

How a frame is written stands in `danger.py`. What frames there are, and what they tell, is data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

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


def read_frame(text: str, groups: Mapping[str, list[str]]) -> Frame:
    """A frame from its text. `groups` holds what stands in braces."""
    pieces = [piece for piece in _PIECE.findall(text) if not piece.isspace()]
    expression, needed, left = _either(pieces, 0, _Groups(groups))
    if left != len(pieces):
        raise ValueError(f"The frame {text!r} has a bracket too many; take it out.")
    return Frame(expression, needed)


class _Groups:
    """Groups as they were read, each once."""

    def __init__(self, groups: Mapping[str, list[str]]) -> None:
        self._groups = groups
        self.read = lru_cache(maxsize=None)(self._read)

    def _read(self, name: str) -> Frame:
        members = [
            _either([p for p in _PIECE.findall(each) if not p.isspace()], 0, self) for each in self._groups[name]
        ]
        every = all(needed for _, needed, _ in members)
        return Frame(
            "(?:" + "|".join(expression for expression, _, _ in members) + ")",
            frozenset().union(*(needed for _, needed, _ in members)) if every else frozenset(),
        )


def _either(pieces: list[str], at: int, groups: _Groups) -> tuple[str, frozenset[str], int]:
    """What stands between bars, up to a closing bracket or the end."""
    expressions, needs = [], []
    while True:
        expression, needed, at = _row(pieces, at, groups)
        expressions.append(expression)
        needs.append(needed)
        if at >= len(pieces) or pieces[at] != "|":
            break
        at += 1
    every = all(needs)
    return "|".join(expressions), frozenset().union(*needs) if every else frozenset(), at


def _row(pieces: list[str], at: int, groups: _Groups) -> tuple[str, frozenset[str], int]:
    """Pieces one after the other. Every word takes the space after it along, so that they can be joined as they are."""
    expressions: list[str] = []
    needed: frozenset[str] = frozenset()
    while at < len(pieces) and pieces[at] not in (")", "]", "|"):
        piece = pieces[at]
        at += 1
        found: frozenset[str] = frozenset()
        if piece in ("(", "[", "!("):
            inner, found, at = _either(pieces, at, groups)
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
            group = groups.read(piece.strip("{}"))
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
