# SPDX-License-Identifier: Apache-2.0
"""Sentences that say somebody is not safe, however they are put.

To miss one is the worst error there is, so here the samples of SafetyIntent are helped by frames: who does what to
whom. What only sounds alike (a dentist, a chess game) stays out because a frame wants a person who does it and a person
it is done to; a first name counts as somebody. Other words in the sentence do not matter: "we had a fight and he hit
me" is no cool down.

The frames are data (`danger_<language>.json`), read against normal words (lower case, contractions spread out):

    {who}        any of a group
    (a|b c)      one of these          [a|b]     one of these, or nothing
    hit*         any ending            ...       up to five words, none of them "it", "that" or "what"
    !(a|b)       not followed by       ^  $      beginning, end of the sentence
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

FOLDER = Path(__file__).resolve().parent

_PIECE = re.compile(r"\.\.\.|!\(|\{(\w+)\}|([()\[\]|^$])|(\w+)(\*?)|\s+")
# Every word takes the space after it along, so that pieces can be joined as they are.
_FIXED = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "^": r"(?<=\A )", "$": r"\Z"}
_SOME_WORDS = r"(?:(?!(?:it|that|which|what) )\w+ ){0,5}?"
_SOMEONE = "someone"


class _Risk(Struct, frozen=True, forbid_unknown_fields=True):
    risk: str
    """`child`, `self`, `danger`, `fear`, or `low`: low spirits, and no danger said."""
    frames: list[str]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    groups: dict[str, list[str]] = {}
    """A group's name to its members, which may hold other groups."""
    frames: list[_Risk] = []
    """The first of these that fits counts: a threat comes before the blow that it speaks of."""


class Danger:
    """Finds the sentences of one language that tell of danger."""

    def __init__(self, file: _File, names: frozenset[str]) -> None:
        """`names` are first names that are no other words: whoever has one is somebody."""
        self._names = names
        self._risks = [
            (each.risk, re.compile("|".join(f"(?:(?<= ){_expression(frame, file.groups)})" for frame in each.frames)))
            for each in file.frames
        ]

    def risk_in(self, words: Iterable[str]) -> str | None:
        """The risk that normal words tell of (see the file's `risk`); None where they tell of none."""
        sentence = "".join(f" {_SOMEONE if word in self._names else word}" for word in words) + " "
        for risk, frames in self._risks:
            if frames.search(sentence):
                return risk
        return None


def load_danger(locale: str, names: frozenset[str]) -> Danger:
    """The frames of a locale's language; none where there is no file for it."""
    path = FOLDER / f"danger_{locale[:2]}.json"
    return Danger(msgspec.json.decode(path.read_bytes(), type=_File) if path.is_file() else _File(), names)


def _expression(frame: str, groups: Mapping[str, list[str]]) -> str:
    """A frame as a regular expression."""
    pieces = []
    for match in _PIECE.finditer(frame):
        group, mark, word, any_ending = match.groups()
        if group:
            pieces.append("(?:" + "|".join(_expression(member, groups) for member in groups[group]) + ")")
        elif mark:
            pieces.append(_FIXED[mark])
        elif word:
            pieces.append(f"{word}\\w* " if any_ending else f"{word} ")
        elif match[0] == "...":
            pieces.append(_SOME_WORDS)
        elif match[0] == "!(":
            pieces.append("(?!")
    return "".join(pieces)
