# SPDX-License-Identifier: Apache-2.0
"""Where in a sentence a slot of some type can stand, and what it would be worth there.

Types of our own are looked up by value and synonym; the platform's built-in types are read by `values`, `clock` and
`names`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from skill.language_model import LanguageModel
from skill.speaker.understanding.clock import times_at
from skill.speaker.understanding.language import Language
from skill.speaker.understanding.names import is_sure, names_at
from skill.speaker.understanding.text import Word, words_of
from skill.speaker.understanding.values import Reading, durations_at, numbers_at

NUMBER, TIME, DURATION, NAME = "AMAZON.NUMBER", "AMAZON.TIME", "AMAZON.DURATION", "AMAZON.FirstName"
ARTICLES = ("the", "a", "an", "our", "my", "your", "some")

_READERS: Mapping[str, Callable[[Sequence[str], int], Iterator[Reading]]] = {
    NUMBER: numbers_at,
    TIME: times_at,
    DURATION: durations_at,
}


class SlotReader:
    """Reads slot values of one interaction model."""

    def __init__(self, model: LanguageModel, language: Language, ordinary: frozenset[str]) -> None:
        """`ordinary` holds the words of the samples, which are no names."""
        self._language = language
        self._ordinary = ordinary
        # type -> first word -> (all words, id), longest first
        self._listed: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        for kind, phrases in model.words.items():
            by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
            for phrase, value in phrases.items():
                words = tuple(word.text for word in words_of(phrase, language))
                if words:
                    by_first.setdefault(words[0], []).append((words, value))
            for same_first in by_first.values():
                same_first.sort(key=lambda each: -len(each[0]))
            self._listed[kind] = by_first

    def is_listed(self, kind: str) -> bool:
        """Whether a type has a list of values."""
        return kind in self._listed

    def is_sure_name(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word is a name for sure."""
        return is_sure(words[at], at, self._language)

    def within(self, words: Sequence[Word]) -> SlotsOf:
        """The slots of one sentence."""
        return SlotsOf(self, words)

    def read(self, kind: str, words: Sequence[Word], texts: list[str], at: int) -> list[Reading]:
        """Every value of a type that begins at a place, longest first."""
        if kind == NAME:
            return list(names_at(words, at, self._language, self._ordinary))
        reader = _READERS.get(kind)
        if reader is not None:
            return list(reader(texts, at))
        by_first = self._listed.get(kind, {})
        found = [
            (at + len(phrase), value)
            for phrase, value in by_first.get(texts[at], ())
            if tuple(texts[at : at + len(phrase)]) == phrase
        ]
        if not found and texts[at] in ARTICLES and at + 1 < len(texts):
            found = self.read(kind, words, texts, at + 1)
        return found


class SlotsOf:
    """The slot values of one sentence, read when asked for."""

    def __init__(self, reader: SlotReader, words: Sequence[Word]) -> None:
        self._reader = reader
        self._words = words
        self._texts = [word.text for word in words]
        self._known: dict[tuple[str, int], list[Reading]] = {}

    def at(self, kind: str, at: int) -> list[Reading]:
        """Every value of a type that begins at a place, longest first: the place after it and the value."""
        key = (kind, at)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._reader.read(kind, self._words, self._texts, at)
        return found

    def is_listed(self, kind: str) -> bool:
        """Whether a type has a list of values."""
        return self._reader.is_listed(kind)

    def longest(self, kind: str, sure: bool = False) -> list[tuple[int, int, str]]:
        """Values of a type that do not overlap, from the left, each as long as can be: start, end, value.

        `sure` leaves out names that are names only because they are no known word.
        """
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(self._texts):
            readings = self.at(kind, at)
            if readings and not (sure and kind == NAME and not self._reader.is_sure_name(self._words, at)):
                end, value = readings[0]
                found.append((at, end, value))
                at = end
            else:
                at += 1
        return found
