# SPDX-License-Identifier: Apache-2.0
"""What is said in other words elsewhere: the decks are written in American English, and each locale hears its own.

`words.jsonl` holds one word or phrase a line, with what other locales say instead. Words are exchanged whole and keep
their case; what is between braces in a line is left alone. What people may say to the skill is another matter: see
`interaction_model/local/`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.content.decks import DECKS, Deck, entries_of
from skill.content.types import Content, Entry

Locale = Annotated[str, Meta(pattern=r"^[a-z]{2}-[A-Z]{2}$")]


class LocalWord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One word or phrase of the decks that other locales say otherwise."""

    word: Annotated[str, Meta(pattern=r"^[a-z][a-z' ]*[a-z]$")]
    """Lower case. A phrase where the word alone means something else, too: "in the fall", but plans fall through."""
    instead: Annotated[dict[Locale, Annotated[str, Meta(min_length=2)]], Meta(min_length=1)]
    """Locale to what is said there. An article before it must fit both: "a sweater", "a jumper"."""


def in_words_of(content: Content, words: Mapping[str, str]) -> Content:
    """The content in the words of its locale: lower-case words to what is said instead, wherever they are spoken."""
    if not words:
        return content
    # Longest first, so that "yard sale" is not taken for "yard".
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    exchanged = re.compile(rf"(?<![\w'{{-])(?:{either})(?![\w}}-])", re.IGNORECASE)

    def own_word(match: re.Match[str]) -> str:
        said = words[match[0].lower()]
        return said[0].upper() + said[1:] if match[0][0].isupper() else said

    def here(text: str) -> str:
        lower = text.lower()  # the pattern alone takes longer
        return exchanged.sub(own_word, text) if any(word in lower for word in words) else text

    def localised(entry: Entry, deck: Deck) -> Entry:
        spoken = {name: text for name in deck.spoken if (text := getattr(entry, name))}
        changed = {name: said for name, text in spoken.items() if (said := here(text)) != text}
        return replace(entry, **changed) if changed else entry

    # Any, because each deck has entries of a type of its own, which its row in `Content` names.
    decks: dict[str, Any] = {
        deck.name: {number: localised(entry, deck) for number, entry in entries_of(content, deck.name).items()}
        for deck in DECKS.values()
    }
    lines = {name: replace(line, texts=tuple(map(here, line.texts))) for name, line in content.lines.items()}
    return replace(content, lines=lines, **decks)
