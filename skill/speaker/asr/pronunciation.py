# SPDX-License-Identifier: Apache-2.0
"""Pronunciation: words to phones, by the dictionary that comes with pocketsphinx, and by rule where it lacks a word.

A phone is one character here, so that two utterances are compared as two strings. Stress is left out: recognisers do
not tell it.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DICTIONARY = Path("model/en-us/cmudict-en-us.dict")
"""CMUdict's words in the package pocketsphinx, without stress."""
PHONES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
).split()
ENDINGS = {
    "'s": "Z",
    "s": "Z",
    "es": "IH Z",
    "ed": "D",
    "ing": "IH NG",
    "er": "ER",
    "ly": "L IY",
    "'ll": "L",
    "a": "AH",
}
LETTERS = {
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K",
    "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V",
    "w": "W", "x": "K S", "y": "IY", "z": "Z",
}  # fmt: skip
"""How a letter mostly sounds in English: a rough guess, for words that no dictionary has."""

_CODES = {phone: chr(ord("A") + at) for at, phone in enumerate(PHONES)}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


class Pronunciation:
    """Says how English text sounds."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words` gives the phones of each known word, apart by spaces."""
        self._words = words
        self._sounds: dict[str, str] = {}

    def sound(self, text: str) -> str:
        """The phones of all words of a text, one character each; nothing in it that is no word counts."""
        return "".join(map(self._sound, _WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))))

    def _sound(self, word: str) -> str:
        if word not in self._sounds:
            phones = self._words.get(word) or self._composed(word) or self._spelled(word)
            self._sounds[word] = "".join(_CODES[phone] for phone in phones.split())
        return self._sounds[word]

    def _composed(self, word: str) -> str | None:
        """The phones of one word and an ending (`cuddle s`), or of two (`week night`)."""
        for ending, phones in ENDINGS.items():
            stem = word.removesuffix(ending)
            for each in (stem, stem + "e"):
                if stem != word and len(stem) > 2 and each in self._words:
                    return f"{self._words[each]} {phones}"
        for at in range(len(word) - 2, 2, -1):
            if word[:at] in self._words and word[at:] in self._words:
                return f"{self._words[word[:at]]} {self._words[word[at:]]}"
        return None

    def _spelled(self, word: str) -> str:
        return " ".join(LETTERS[letter] for letter in re.sub(r"(.)\1", r"\1", word) if letter in LETTERS)


@cache
def load_pronunciation() -> Pronunciation | None:
    """The pronunciation of English; None where the package with the dictionary is missing."""
    package = importlib.util.find_spec("pocketsphinx")
    path = Path(package.origin).parent / DICTIONARY if package and package.origin else None
    if path is None or not path.is_file():
        return None
    words: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        word, _, phones = line.partition(" ")
        if "(" not in word:  # a second way to say it
            words[word] = phones
    return Pronunciation(words)
