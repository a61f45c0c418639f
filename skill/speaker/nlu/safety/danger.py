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

There are hundreds of frames, and a sentence has the words for a few: each frame knows some words of which it needs one
(`frames.py`), and only what a sentence may fit is ever compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.speaker.nlu.safety.frames import Frame, FrameReader

FOLDER = Path(__file__).resolve().parents[1]

HARMLESS = "harmless"
SOMEONE = "someone"
"""What a first name counts as."""


class _Risk(Struct, frozen=True, forbid_unknown_fields=True):
    risk: str
    """`child`, `self`, `danger`, `fear`, or `low`: low spirits, and no danger said. Of news: what they tell."""
    frames: list[str]
    plain: bool = False
    """Mark of frames that count however little the sentence sounds like danger: what concerns a child, needs an
    ambulance or tells of a blow is often told in few and quiet words."""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    groups: dict[str, list[str]] = {}
    """A group's name to its members, which may hold other groups."""
    frames: list[_Risk] = []
    """The first of these that fits counts: a threat comes before the blow that it speaks of."""
    harmless: list[str] = []
    """Frames of what is denied, told of a film or of long ago, and of idioms."""


class RiskFrame(Struct, frozen=True):
    """Frame with the risk that it tells of."""

    risk: str
    frame: Frame
    plain: bool = False
    """See the file's `plain`."""


class Found(Struct, frozen=True):
    """Danger found in one sentence, with what excuses it."""

    frame: RiskFrame
    """First frame of danger that fits, outside of anything harmless where there is one."""
    excused: bool = False
    """Mark of danger that is only told as part of something harmless: "he never hits me"."""
    beside: bool = False
    """Mark of danger that is told beside something harmless, and may belong to it or not: "in the film he hits me"."""


class Danger:
    """Finds the sentences of one language that tell of danger."""

    def __init__(self, frames: Sequence[RiskFrame], names: frozenset[str]) -> None:
        """`frames` come as `read_frames` gives them; `names` are first names that are no other words: whoever has one
        is somebody."""
        self._names = names
        self._frames = frames
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_beginning: dict[str, list[int]] = {}
        self._any_words: list[int] = []
        for index, each in enumerate(frames):
            for word in each.frame.needed:
                by = self._by_beginning if word.endswith("*") else self._by_word
                by.setdefault(word.rstrip("*"), []).append(index)
            if not each.frame.needed:
                self._any_words.append(index)

    def risk_in(self, words: Iterable[str]) -> str | None:
        """The risk that normal words tell of (see the file's `risk`); None where they tell of none, or of something
        harmless."""
        found = self.found_in(words)
        return found.frame.risk if found and not (found.excused or found.beside) else None

    def found_in(self, words: Iterable[str]) -> Found | None:
        """Danger in normal words; None where no frame of any risk fits."""
        known = [SOMEONE if word in self._names else word for word in words]
        sentence = "".join(f" {word}" for word in known) + " "
        harmless: list[tuple[int, int]] = []
        excused: RiskFrame | None = None
        for index in sorted(self._worth_a_look(known)):  # what is harmless comes first
            frame = self._frames[index]
            for match in self._pattern(index).finditer(sentence):
                if frame.risk == HARMLESS:
                    harmless.append(match.span())
                elif all(match.end() <= start or end <= match.start() for start, end in harmless):
                    return Found(frame, beside=bool(harmless))
                else:
                    excused = excused or frame
        return Found(excused, excused=True) if excused else None

    def _worth_a_look(self, words: Iterable[str]) -> set[int]:
        found = set(self._any_words)
        for word in set(words):
            found.update(self._by_word.get(word, ()))
            for length in range(1, len(word) + 1):
                found.update(self._by_beginning.get(word[:length], ()))
        return found

    def _pattern(self, index: int) -> re.Pattern[str]:
        pattern = self._compiled.get(index)
        if pattern is None:
            pattern = self._compiled[index] = _compiled(self._frames[index].frame.expression)
        return pattern


@cache  # all that understands a language has the same frames, more of them than Python's own cache holds
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(f"(?<= ){expression}")


def read_frames(locale: str, told: str = "danger") -> list[RiskFrame]:
    """The frames of a locale's language, harmless ones first; none where there is no file for it.

    `told` names the file: `news` holds the frames of losses, hard days, good news and quarrels in place of risks."""
    path = FOLDER / f"{told}_{locale[:2]}.json"
    file = msgspec.json.decode(path.read_bytes(), type=_File) if path.is_file() else _File()
    reader = FrameReader(file.groups)
    risks = (_Risk(HARMLESS, file.harmless), *file.frames)
    return [RiskFrame(risk.risk, reader.read(text), risk.plain) for risk in risks for text in risk.frames]
