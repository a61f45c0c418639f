# SPDX-License-Identifier: Apache-2.0
"""The samples of the interaction model as patterns, and the sentences that fit one word for word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from skill.language_model import LanguageModel
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.slots.reader import SlotsOf
from skill.speaker.nlu.text import Word, as_written, words_of

LONGEST_STRANGE = 3
"""Words of a slot value that is in no list."""

_SLOT = re.compile(r"\{([A-Za-z_]+)\}")


class Place(Struct, frozen=True, array_like=True):
    """A slot in a sample."""

    slot: str
    kind: str


class Pattern(Struct, frozen=True, array_like=True):
    """One sample, its words in normal form."""

    intent: str
    parts: tuple[str | Place, ...]
    written: frozenset[str] = frozenset()
    """Its words before contractions were spread out, without apostrophes: tells "let's finish" from "let us finish"."""

    @property
    def literals(self) -> list[str]:
        """Its words that are no slots."""
        return [part for part in self.parts if isinstance(part, str)]

    @property
    def places(self) -> list[Place]:
        """Its slots, in order."""
        return [part for part in self.parts if isinstance(part, Place)]


class Filled(Struct, frozen=True):
    """A slot filled with some words of a sentence."""

    slot: str
    start: int
    end: int
    value: str | None
    """None where the slot has a list and the words are not in it."""


def patterns_of(model: LanguageModel, language: Language) -> list[Pattern]:
    """All samples, those of the platform's own intents with what the language knows of them, without repetition."""
    found: dict[Pattern, None] = {}
    for intent, sample in model.samples():
        parts: list[str | Place] = []
        written: set[str] = set()
        for index, piece in enumerate(_SLOT.split(sample)):
            if index % 2:
                parts.append(Place(piece, intent.slot_type(piece)))
            else:
                words = words_of(piece, language)
                parts.extend(word.text for word in words)
                written.update(as_written(words))
        found[Pattern(intent.name, tuple(parts), frozenset(written))] = None
    taken = {pattern.parts for pattern in found}
    for name, sentences in language.builtins.items():
        for sentence in sentences:
            words = words_of(sentence, language)
            parts = [word.text for word in words]
            # What the model says a sentence means counts more than what the language does.
            if name in model.intents and tuple(parts) not in taken:
                found[Pattern(name, tuple(parts), frozenset(as_written(words)))] = None
    return list(found)


class Index(Struct, frozen=True):
    """Where patterns are found."""

    polite: list[Pattern]
    """Those that are also said without their fillers, without them: they come after all others."""
    by_word: dict[str, list[int]]
    """The rarest word of a pattern to the places of all that have it."""
    slots_only: list[int]
    """Places of those that have no word of their own."""


class Samples:
    """All patterns, by their words."""

    def __init__(self, patterns: Sequence[Pattern], language: Language, index: Index | None = None) -> None:
        """`index` is that of these patterns, where it was made before."""
        self.index = index = index or _index_of(patterns, language)
        self._patterns = [*patterns, *index.polite]

    def fitting(
        self, words: Sequence[Word], slots: SlotsOf, strange: int = 0
    ) -> Iterator[tuple[Pattern, list[Filled]]]:
        """Every pattern that a sentence fits word for word, with its slots filled.

        `strange` tells how many slots with a list may hold words that are not in it.
        """
        texts = [word.text for word in words]
        for word in dict.fromkeys(texts):
            for place in self.index.by_word.get(word, ()):
                pattern = self._patterns[place]
                yield from ((pattern, filled) for filled in _fits(pattern.parts, texts, 0, slots, strange))
        if not strange:
            for place in self.index.slots_only:
                pattern = self._patterns[place]
                for filled in _fits(pattern.parts, texts, 0, slots, 0):
                    if all(each.value is not None for each in filled):  # alone, words outside the list ask for nothing
                        yield pattern, filled


def _fits(
    parts: Sequence[str | Place], texts: Sequence[str], at: int, slots: SlotsOf, strange: int
) -> Iterator[list[Filled]]:
    if not parts:
        if at == len(texts):
            yield []
        return
    if at >= len(texts) or len(parts) > len(texts) - at:
        return
    part = parts[0]
    if isinstance(part, str):
        if texts[at] == part:
            yield from _fits(parts[1:], texts, at + 1, slots, strange)
        return
    readings = slots.at(part.kind, at)
    for end, value in readings:
        for rest in _fits(parts[1:], texts, end, slots, strange):
            yield [Filled(part.slot, at, end, value or None), *rest]
    for end in () if readings else slots.unlisted_at(part.kind, at):
        for rest in _fits(parts[1:], texts, end, slots, strange):
            yield [Filled(part.slot, at, end, None), *rest]
    if strange and not readings and slots.is_listed(part.kind):
        for end in range(at + 1, min(at + LONGEST_STRANGE, len(texts)) + 1):
            for rest in _fits(parts[1:], texts, end, slots, strange - 1):
                yield [Filled(part.slot, at, end, None), *rest]


def _index_of(patterns: Sequence[Pattern], language: Language) -> Index:
    polite: list[Pattern] = []
    by_word: dict[str, list[int]] = {}
    slots_only: list[int] = []
    frequency: Counter[str] = Counter()
    for pattern in patterns:
        frequency.update({part for part in pattern.parts if isinstance(part, str)})
    for place, pattern in enumerate(patterns):
        places = [place]
        dropped = _politeness_dropped(pattern, language)
        if dropped:
            places.append(len(patterns) + len(polite))
            polite.append(dropped)
        for at, each in zip(places, (pattern, dropped), strict=False):
            literals = each.literals if each else []
            if literals:
                by_word.setdefault(min(literals, key=frequency.__getitem__), []).append(at)
            else:
                slots_only.append(at)
    return Index(polite, by_word, slots_only)


def _politeness_dropped(pattern: Pattern, language: Language) -> Pattern | None:
    """A pattern without its fillers; None where it has none, or nothing else."""
    if language.fillers.isdisjoint(pattern.parts):
        return None
    kept = tuple(part for part in pattern.parts if part not in language.fillers)
    return Pattern(pattern.intent, kept, pattern.written) if kept else None


def known_already(strange: Filled, filled: Sequence[Filled]) -> bool:
    """Whether words that a slot would take are known, or the slot is filled with others."""
    return any(each.slot == strange.slot or (each.start < strange.end and strange.start < each.end) for each in filled)


def names_us(words: Sequence[str], filled: Sequence[Filled], language: Language) -> bool:
    """Whether a sentence that is only like a sample tells names ("call us"), with nothing on their heels."""
    end = max(each.end for each in filled)
    followed = end < len(words) and words[end] not in language.light
    return not followed and not language.naming.isdisjoint(words)


def rank(
    pattern: Pattern, filled: Sequence[Filled], written: set[str], expects: Sequence[str]
) -> tuple[int, int, int, int]:
    """More words of its own first, then those written the same way, then what is expected, then more slots."""
    expected = -expects.index(pattern.intent) if pattern.intent in expects else -len(expects)
    return (len(pattern.literals), len(pattern.written & written), expected, len(filled))
