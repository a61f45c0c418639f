# SPDX-License-Identifier: Apache-2.0
"""Where in a sentence a slot of some type can stand, and what it would be worth there.

Types of our own are looked up by value and synonym; the platform's built-in types are read by `numbers`, `times` and
`names`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from skill.language_model import LanguageModel
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.slots.names import is_sure, names_at
from skill.speaker.nlu.slots.numbers import Reading, durations_at, numbers_at
from skill.speaker.nlu.slots.times import times_at
from skill.speaker.nlu.text import Word, words_of

NUMBER, TIME, DURATION, NAME = "AMAZON.NUMBER", "AMAZON.TIME", "AMAZON.DURATION", "AMAZON.FirstName"
ARTICLES = ("the", "a", "an", "our", "my", "your", "some")

DAYS = "Days"
TOO = "too"
HOUR_FOLLOWS = frozenset({"at", "past", "to", "around", "about", "by"})
NO_ID = ""
"""The value of words that are of a type and that its list has no id for."""
STEMLESS = ("ly",)
"""Endings of words that mean something else than their stem: "at night" is not "nightly"."""

_Values = dict[str, list[tuple[tuple[str, ...], str]]]
"""First words to phrases that begin so, longest first: all words, and the value's id."""

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
        self._lists = model.words
        # A list is made ready when it is first asked for: one sentence asks for few.
        self._listed = lru_cache(maxsize=None)(self._read_listed)
        self._stemmed = lru_cache(maxsize=None)(self._read_stemmed)
        self._unlisted = lru_cache(maxsize=None)(self._read_unlisted)

    def is_listed(self, kind: str) -> bool:
        """Whether a type has a list of values."""
        return kind in self._lists

    def is_sure_name(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word is a name for sure."""
        return is_sure(words[at], at > 0, self._language)

    def within(self, words: Sequence[Word]) -> SlotsOf:
        """The slots of one sentence."""
        return SlotsOf(self, words)

    def read(self, kind: str, words: Sequence[Word], texts: list[str], at: int) -> list[Reading]:
        """Every value of a type that begins at a place, longest first."""
        if kind == NAME:
            return list(names_at(words, at, self._language, self._ordinary))
        reader = _READERS.get(kind)
        if reader is not None:
            return list(reader(_as_heard(words) if kind == TIME else texts, at))
        values = self._listed(kind)
        found = _values_at(values, texts, at)
        while not found and texts[at] in ARTICLES and at + 1 < len(texts):
            at += 1
            found = _values_at(values, texts, at)
        if kind == DAYS and found and (both := self._two_days(texts, found[0][0])):
            found.insert(0, (both, NO_ID))
        return found

    def _two_days(self, texts: list[str], at: int) -> int:
        """The place after a second day ("Mondays *and Thursdays*"); 0 where there is none."""
        second = at + 1 + (texts[at + 1 : at + 2] == ["on"])
        if texts[at : at + 1] != ["and"] or second >= len(texts):
            return 0
        return max((end for end, value in _values_at(self._listed(DAYS), texts, second) if value), default=0)

    def read_stems(self, kind: str, stems: list[str], at: int) -> list[Reading]:
        """The same for a type with a list, by the stems of words: "job" for "jobs"."""
        return _values_at(self._stemmed(kind), stems, at)

    def read_unlisted(self, kind: str, texts: list[str], at: int) -> list[int]:
        """The places after words that people name there, though no value of a type has them."""
        values = self._unlisted(kind)
        start = at + 1 if texts[at] in ARTICLES and at + 1 < len(texts) else at
        return [end for end, _ in _values_at(values, texts, start)]

    def make_ready(self) -> None:
        """Make all lists ready, those that nobody has asked for yet too."""
        for kind in self._lists:
            self._listed(kind)
            self._stemmed(kind)

    def stems(self, texts: Sequence[str]) -> list[str]:
        """The stems of words."""
        return [self._language.stem(text) for text in texts]

    def _read_listed(self, kind: str) -> _Values:
        return _by_first(self._phrases(kind))

    def _read_stemmed(self, kind: str) -> _Values:
        """By the stems of words, but of those that mean something else than their stem."""
        return _by_first(
            {
                tuple(map(self._language.stem, phrase)): value
                for phrase, value in self._phrases(kind).items()
                if not any(word.endswith(STEMLESS) for word in phrase)
            }
        )

    def _read_unlisted(self, kind: str) -> _Values:
        named = self._language.unlisted.get(kind, ())
        return _by_first({tuple(word.text for word in words_of(text, self._language)): "" for text in named})

    def _phrases(self, kind: str) -> dict[tuple[str, ...], str]:
        listed = self._lists.get(kind, {})
        if kind == DAYS:
            listed = dict.fromkeys(self._language.unlisted.get(DAYS, ()), NO_ID) | dict(listed)
        return {tuple(word.text for word in words_of(text, self._language)): value for text, value in listed.items()}


def _as_heard(words: Sequence[Word]) -> list[str]:
    """The words, but a "too" that is read as a two stays one: "Sunday morning too" is no two o'clock, "at too" is."""
    return [
        TOO if word.raw.lower() == TOO and (at == 0 or words[at - 1].text not in HOUR_FOLLOWS) else word.text
        for at, word in enumerate(words)
    ]


def _by_first(phrases: Mapping[tuple[str, ...], str]) -> _Values:
    found: _Values = {}
    for words, value in sorted(phrases.items(), key=lambda each: -len(each[0])):
        if words:
            found.setdefault(words[0], []).append((words, value))
    return found


def _values_at(values: _Values, texts: Sequence[str], at: int) -> list[Reading]:
    return [
        (at + len(phrase), value)
        for phrase, value in values.get(texts[at], ())
        if tuple(texts[at : at + len(phrase)]) == phrase
    ]


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

    def unlisted_at(self, kind: str, at: int) -> list[int]:
        """The places after words that people name there, though no value of a type has them."""
        return self._reader.read_unlisted(kind, self._texts, at)

    def is_listed(self, kind: str) -> bool:
        """Whether a type has a list of values."""
        return self._reader.is_listed(kind)

    def longest(
        self, kind: str, sure: bool = False, beside: Collection[tuple[int, int]] = ()
    ) -> list[tuple[int, int, str]]:
        """Values of a type that do not overlap, from the left, each as long as can be: start, end, value.

        `sure` leaves out names that are names only because they are no known word; `beside` holds places that are
        taken, so that of "every evening at half past nine" the rest is a time where the first two words are days.
        """
        found = self._apart(lambda at: [] if sure and self._is_guessed(kind, at) else self.at(kind, at), beside)
        if not found and self.is_listed(kind):
            stems = self._reader.stems(self._texts)
            found = self._apart(lambda at: self._reader.read_stems(kind, stems, at), beside)
        return [each for each in found if not self._is_turned_down(each[0])] if kind == DAYS else found

    def _is_turned_down(self, at: int) -> bool:
        """Whether what stands there is what they do not mean: "not on Sunday", "instead of Sunday"."""
        at -= at > 0 and self._texts[at - 1] in ("on", "this")
        return self._texts[max(0, at - 1) : at] == ["not"] or self._texts[max(0, at - 2) : at] == ["instead", "of"]

    def _is_guessed(self, kind: str, at: int) -> bool:
        return kind == NAME and not self._reader.is_sure_name(self._words, at)

    def _apart(
        self, read: Callable[[int], list[Reading]], beside: Collection[tuple[int, int]]
    ) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(self._texts):
            readings = [each for each in read(at) if all(each[0] <= start or at >= end for start, end in beside)]
            if readings:
                end, value = readings[0]
                found.append((at, end, value))
                at = end
            else:
                at += 1
        return found
