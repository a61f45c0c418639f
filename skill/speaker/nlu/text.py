# SPDX-License-Identifier: Apache-2.0
"""From what was typed or recognised to words: case, punctuation, apostrophes, contractions and fillers.

Nothing here knows intents. A `Word` keeps what was typed beside its normal form, because a name wants its capital and
the caller wants the words as they were said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.slots.numbers import spelled

CHARACTERS_READ = 2_000
"""What is read of one sentence: some two minutes of speech, far more than a device hears at once."""
LONGEST_FILLER = 5
"""Words."""
LANGUAGES_KEPT = 16
TOKENS_KEPT = 4_000
"""Tokens whose words are remembered: samples say the same ones again and again."""

_END = re.compile(r"[.!?]")
_PAUSE = re.compile(r"[,.;:!?\u2013\u2014]")
_PLAIN = re.compile(r"(?:[A-Za-z]+(?:'[A-Za-z]+)*(?: +|\Z))*")
_TOKEN = re.compile(r"\d{1,2}:\d{2}(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*")
_HALF_OF_DAY = re.compile(r"\b([ap])\. ?m\b\.?", re.IGNORECASE)
_TERMINAL_CODE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_SLASH = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})


DROPPED = "g"
"""Letter that is dropped at the end of a word: "holdin hands"."""


class Word(Struct, frozen=True):
    """One word of a sentence."""

    text: str
    """The normal form: lower case, letters only, contractions spread out (`I'm` is `i` and `am`)."""
    raw: str
    """As it was typed; empty for the later words of a contraction."""


def words_of(text: str, language: Language) -> tuple[Word, ...]:
    """The words of a sentence in their normal form. Characters that are neither letters nor digits separate words."""
    if len(text) <= CHARACTERS_READ and _PLAIN.fullmatch(text.lstrip(" ")):  # as nearly all samples are
        return tuple(word for token in text.split() for word in _spread(token, language))
    return tuple(word for token in _TOKEN.findall(_plain(text, language)) for word in _spread(token, language))


def clauses_of(text: str, language: Language) -> list[tuple[Word, ...]]:
    """The words of a sentence, parted where a pause is written, and before words that join two clauses ("but")."""
    return [part for clause in _between(text, _PAUSE, language) for part in _joined(clause, language)]


def sentences_of(text: str, language: Language) -> list[tuple[Word, ...]]:
    """The words of each sentence where several are written."""
    return _between(text, _END, language)


def said(words: Sequence[Word]) -> str:
    """The words as they were typed, with the letters at their ends that people drop: "our weddin day"."""
    return " ".join(
        word.text if word.text == f"{word.raw.lower()}{DROPPED}" else word.raw for word in words if word.raw
    )


def places_of(phrase: tuple[str, ...], texts: tuple[str, ...]) -> Iterator[int]:
    """Places at which a phrase begins among normal words."""
    return (at for at in range(len(texts) - len(phrase) + 1) if texts[at : at + len(phrase)] == phrase)


def as_written(words: Sequence[Word]) -> set[str]:
    """The words before contractions were spread out, in lower case and without apostrophes."""
    return {word.raw.lower().replace("'", "") for word in words if word.raw}


def readings(words: tuple[Word, ...], language: Language) -> Iterator[tuple[Word, ...]]:
    """The ways to read a sentence, likeliest first: as it stands, then with words that a recogniser confuses put right
    (`were fighting` for *we're fighting*, `won more` for *one more*)."""
    yield words
    slurred = tuple(part for word in words for part in _replaced(word, language.slurred))
    if slurred != words:
        yield slurred
    alike = tuple(part for word in words for part in _replaced(word, language.sound_alikes))
    if alike != words:
        yield alike


def without_fillers(words: tuple[Word, ...], language: Language) -> tuple[Word, ...]:
    """The sentence without the words that only make it polite or hesitant; itself where nothing else is in it."""
    start, end = 0, len(words)
    while taken := _filler_at(words[start:end], language.fillers_first, first=True):
        start += taken
    while taken := _filler_at(words[start:end], language.fillers_last, first=False):
        end -= taken
    kept = tuple(word for word in words[start:end] if word.text not in language.fillers)
    return kept or words


def without_answer(words: tuple[Word, ...], language: Language) -> tuple[Word, ...]:
    """The sentence without a yes or a no before it; itself where nothing else is in it."""
    start = 0
    while start < len(words) - 1 and words[start].text in language.answers:
        start += 1
    return words[start:]


def _filler_at(words: Sequence[Word], fillers: frozenset[tuple[str, ...]], first: bool) -> int:
    """How many words at one end are a filler, never all of them."""
    for length in range(min(LONGEST_FILLER, len(words) - 1), 0, -1):
        at_end = words[:length] if first else words[-length:]
        if tuple(word.text for word in at_end) in fillers:
            return length
    return 0


def _plain(text: str, language: Language) -> str:
    # Apostrophes first: the form of an acute accent alone is a space with an accent.
    plain = unicodedata.normalize("NFKC", text[:CHARACTERS_READ].translate(_APOSTROPHES))
    plain = _TERMINAL_CODE.sub(" ", plain)
    plain = _HALF_OF_DAY.sub(r"\1m", plain)
    plain = _unfinished(language).sub(r"\1 ", plain)  # "something about... sharing the load"
    for symbol, meant in language.symbols.items():
        plain = _SLASH.sub(f" {meant} ", plain) if symbol == "/" else plain.replace(symbol, f" {meant} ")
    return plain


@lru_cache(LANGUAGES_KEPT)
def _unfinished(language: Language) -> re.Pattern[str]:
    """A word that something is to follow, before the dots of a hesitation."""
    before = "|".join(map(re.escape, sorted(language.asks_about))) or "(?!)"
    return re.compile(rf"\b({before})\s*(?:\.{{2,}}|\u2026)", re.IGNORECASE)


def _between(text: str, pause: re.Pattern[str], language: Language) -> list[tuple[Word, ...]]:
    plain, end = _plain(text, language), 0
    found: list[list[Word]] = [[]]
    for token in _TOKEN.finditer(plain):
        if found[-1] and pause.search(plain, end, token.start()):
            found.append([])
        found[-1] += _spread(token.group(), language)
        end = token.end()
    return [tuple(words) for words in found if words]


def _joined(words: tuple[Word, ...], language: Language) -> Iterator[tuple[Word, ...]]:
    starts = [0, *(at for at in range(1, len(words)) if words[at].text in language.joins), len(words)]
    yield from (words[start:end] for start, end in pairwise(starts))


@lru_cache(TOKENS_KEPT)
def _spread(token: str, language: Language) -> tuple[Word, ...]:
    lower = token.lower()
    if lower[0].isdigit():
        parts = (lower,) if ":" in lower else tuple(spelled(lower))
    else:
        parts = language.spread(lower)
    return tuple(Word(part, token if index == 0 else "") for index, part in enumerate(parts))


def _replaced(word: Word, table: dict[str, tuple[str, ...]]) -> Iterator[Word]:
    for index, part in enumerate(table.get(word.text, (word.text,))):
        yield Word(part, word.raw if index == 0 else "")
