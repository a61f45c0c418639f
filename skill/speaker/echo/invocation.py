# SPDX-License-Identifier: Apache-2.0
"""Whom a spoken line is for: the wake word, the skill's name, and what is left of the line without them.

Only how a line is addressed belongs here; what it means is `understanding`, what the device does with it `device.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct

FOLDER = Path(__file__).resolve().parent
WAKE_WORD = "alexa"
ENGLISH = "en-US"


class InvocationWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a language calls a skill: `invocation_<language>.json` in this folder. Lower case, words apart by spaces."""

    launching: tuple[str, ...]
    """Words before the skill's name that open it."""
    named_without_wake_word: frozenset[str]
    """Those of them that ask something of the skill, also where the microphone is open already."""
    connecting: frozenset[str]
    """Words that may stand between the skill's name and what is asked of it."""
    before_name_at_end: frozenset[str]
    """Words before the skill's name where it comes last: `tonight's question from closer together`."""
    article: frozenset[str] = frozenset()
    """Words that may stand right before the skill's name."""
    after_name: frozenset[str] = frozenset()
    """Words that may stand right after the skill's name."""
    polite_first: tuple[str, ...] = ()
    polite_last: frozenset[str] = frozenset()
    kept_after: frozenset[str] = frozenset()
    """Words after which a polite one says more than that: "something for right *now*"."""
    leaving: frozenset[str]
    """What ends a session without the skill being asked."""
    volume: tuple[str, ...] = ()
    """Patterns of whole lines that are for the device itself: louder, softer."""
    own_words: dict[str, tuple[str, ...]]
    """The built-ins' own words, all that counts on reaching a skill without its name. Stop arrives as a pause."""

    def own_intent(self, words: str) -> str | None:
        """The built-in intent that normal words are the own words of."""
        return next((intent for intent, own in self.own_words.items() if words in own), None)

    def is_of_volume(self, words: str) -> bool:
        """Test of normal words: a request to be louder or softer, which the device meets without any skill."""
        return any(re.fullmatch(pattern, words) for pattern in self.volume)


_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_PAUSE = re.compile("[,.;:!?]")
_TOKEN = re.compile(rf"[^\W_]+(?:['{_CURLY}][^\W_]+)*")


class Open(Struct, frozen=True):
    """They opened the skill and asked for nothing."""

    woke: bool
    """Whether the wake word came first."""


class Ask(Struct, frozen=True):
    """They asked the skill by name for something."""

    readings: tuple[str, ...]
    """What they asked for, with and without a word that may be a connecting one."""
    woke: bool


class Say(Struct, frozen=True):
    """They said something to whoever is listening."""

    words: str
    """Without the wake word."""
    woke: bool
    locale: str = ENGLISH

    @property
    def leaves(self) -> bool:
        """Whether it ends a session by itself."""
        known = load_invocation_words(self.locale)
        return _normal(self.words, known) in known.leaving

    @property
    def is_of_volume(self) -> bool:
        """Test of the line: a request to be louder or softer, which the device meets without any skill."""
        known = load_invocation_words(self.locale)
        return known.is_of_volume(_normal(self.words, known))

    @property
    def own_intent(self) -> str | None:
        """The built-in intent that reaches the skill whose audio played last, if these are its own words; or if those
        before the first pause are, where an Echo stops listening ("next, he's finished")."""
        known = load_invocation_words(self.locale)
        heard = _PAUSE.split(self.words, maxsplit=1)[0]
        return known.own_intent(_normal(self.words, known)) or known.own_intent(_normal(heard, known))


Address: TypeAlias = Open | Ask | Say


@cache
def load_invocation_words(locale: str = ENGLISH) -> InvocationWords:
    """How the language of a locale calls a skill; as English does where there is no file for it."""
    path = FOLDER / f"invocation_{locale[:2]}.json"
    if not path.is_file():
        path = FOLDER / f"invocation_{ENGLISH[:2]}.json"
    return msgspec.json.decode(path.read_bytes(), type=InvocationWords)


def _normal(text: str, known: InvocationWords) -> str:
    """Lower case, single spaces, no punctuation, straight apostrophes, without `please`."""
    return " ".join(token for token in _words(text) if token not in known.polite_last)


def straight(text: str) -> str:
    """The text with straight apostrophes."""
    return text.replace(_CURLY, "'")


def address(line: str, invocation_name: str, locale: str = ENGLISH) -> Address:
    """Whom a line is for. Any text is a line; control characters count as spaces."""
    known = load_invocation_words(locale)
    text = "".join(each if each.isprintable() else " " for each in line).strip()
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = _words(text)
    woke = words[:1] == [WAKE_WORD]
    first = 1 if woke else 0
    said = Say(text[spans[first][0] :] if len(spans) > first else "", woke, locale)
    last = len(words)
    while (
        last > first
        and words[last - 1] in known.polite_last
        and not known.kept_after.intersection(words[: last - 1][-1:])
    ):
        last -= 1
    start = first + _polite(words[first:last], known)
    name = _words(invocation_name)
    after = _after_name(words[:last], start, name, known)
    if after == last:
        return Open(woke)
    if after is not None and (woke or known.named_without_wake_word.intersection(words[start : start + 1])):
        bare = after + (words[after] in known.connecting and after + 1 < last)
        readings = dict.fromkeys(text[spans[place][0] : spans[last - 1][1]] for place in (after, bare))
        return Ask(tuple(readings), woke)
    before = last - len(name)
    if woke and before > start + 1 and words[before:last] == name and words[before - 1] in known.before_name_at_end:
        return Ask((text[spans[start][0] : spans[before - 2][1]],), woke)
    return said


def _after_name(words: Sequence[str], start: int, name: Sequence[str], known: InvocationWords) -> int | None:
    """Index of the word after `open closer together` or the name alone; None where the line does not begin so."""
    for launching in (*map(str.split, known.launching), []):
        at = start + len(launching)
        if list(words[start:at]) != launching:
            continue
        at += bool(known.article.intersection(words[at : at + 1]))
        if list(words[at : at + len(name)]) == list(name):
            at += len(name)
            return at + bool(known.after_name.intersection(words[at : at + 1]))
    return None


def _polite(words: Sequence[str], known: InvocationWords) -> int:
    polite = map(str.split, known.polite_first)
    return next((len(each) for each in polite if list(words[: len(each)]) == each), 0)


def _words(text: str) -> list[str]:
    return [straight(match[0]).casefold() for match in _TOKEN.finditer(text)]
