# SPDX-License-Identifier: Apache-2.0
"""Which words can be a first name (AMAZON.FirstName), where a sample has a place for one.

People have any name there is, so this is no list: a word is a name unless it is known to be an ordinary word. A capital
inside a sentence, or a common first name, counts more than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.slots.numbers import TENS, UNITS, Reading
from skill.speaker.nlu.text import Word

LONGEST = 20
_ORDINARY_ENDINGS = (
    *("ing", "tion", "ness", "ful", "less", "ous", "ly", "able", "ible"),
    *("ied", "ted", "sed", "ned", "ked", "ged", "ped", "wed", "ced"),
)


def names_at(words: Sequence[Word], at: int, language: Language, ordinary: frozenset[str]) -> Iterator[Reading]:
    """One name, or a double one where both words are written with a capital or are known names (`Mary Ann`).

    `ordinary` holds the words of the samples, which are names only by capital or by the list.
    """
    if not plausible(words[at], at > 0, language, ordinary):
        return
    following = words[at + 1] if at + 1 < len(words) else None
    # Two capitals in a row are a name at the beginning, too.
    if following and is_sure(words[at], True, language) and is_sure(following, True, language):
        yield at + 2, f"{_written(words[at])} {_written(following)}"
    yield at + 1, _written(words[at])


def plausible(word: Word, inside: bool, language: Language, ordinary: frozenset[str]) -> bool:
    """Whether a word may be a name, `inside` a sentence or at its beginning."""
    text = word.text
    if not word.raw or not text.isalpha() or not 2 <= len(text) <= LONGEST or text in UNITS or text in TENS:
        return False
    if is_sure(word, inside, language):
        return True
    return text not in ordinary and text not in language.not_names and not text.endswith(_ORDINARY_ENDINGS)


def is_sure(word: Word, inside: bool, language: Language) -> bool:
    """Whether a word is a name for sure: a common one, or written with a capital `inside` the sentence."""
    if word.text in language.names:
        return True
    written = word.raw[:1].isupper() and not word.raw.isupper()
    return written and inside and word.text not in language.light and word.text not in language.not_names


def _written(word: Word) -> str:
    if word.raw[:1].isupper() and not word.raw.isupper():
        return word.raw
    return word.raw[:1].upper() + word.raw[1:].lower()
