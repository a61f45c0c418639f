# SPDX-License-Identifier: Apache-2.0
"""The registry of decks: every deck by its name, and the one way from the name of a deck and a field to its words.

It is made from the rows of `types.Content`. Names and fields that come from outside (session attributes, tokens) are
looked up here and nowhere else, so that they reach what is spoken and no other attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from skill.content.types import SPOKEN_FIELDS, Content, DeckRow, Entry


class Deck(Struct, frozen=True, kw_only=True):
    """One deck as it is declared."""

    name: str
    """Field of `Content`, and file without its ending."""
    kind: type[Entry]
    goal: int
    may_ask: bool
    spoken: tuple[str, ...]
    """The fields of its entries that are spoken."""


class Named(Protocol):
    """An entry that has a readable, permanent id."""

    @property
    def id(self) -> str:
        """The id."""


def _declared() -> dict[str, Deck]:
    decks = {}
    for name, hint in get_type_hints(Content, include_extras=True).items():
        for row in getattr(hint, "__metadata__", ()):
            if isinstance(row, DeckRow):
                _, kind = get_args(get_args(hint)[0])
                known = {field.name for field in fields(kind)}
                spoken = tuple(field for field in SPOKEN_FIELDS if field in known)
                decks[name] = Deck(name=name, kind=kind, goal=row.goal, may_ask=row.may_ask, spoken=spoken)
    return decks


DECKS: Mapping[str, Deck] = _declared()


def entries_of(content: Content, deck: str) -> Mapping[int, Entry]:
    """The entries of a deck by its name. Raises KeyError for a name that is no deck's."""
    entries: Mapping[int, Entry] = getattr(content, DECKS[deck].name)
    return entries


SWAPPED = "swapped"
"""What is read of a question where the other one's turn comes: as if it were a field of it."""
FRAMES = "question.frames"
"""The line that holds how a question gives both the word, such as "Ask each other:"."""


def swapped_text(content: Content, number: int) -> str | None:
    """A question without what gave both of them the word; None where nothing did, and it is asked as it stands."""
    text = content.questions[number].text
    frames = (*content.lines[FRAMES].texts, *content.lines[TELLINGS].texts)
    frame = next((frame for frame in frames if text.startswith(frame)), None)
    return text.removeprefix(frame).lstrip() if frame else None


TELLINGS = "subject.told"
"""The line that holds how a question asks both to tell something, such as "Tell each other": many answer it at once."""


def is_told_to_each_other(content: Content, number: int) -> bool:
    """Test of a question that both may have answered before the other one's turn comes."""
    return content.questions[number].text.startswith(content.lines[TELLINGS].texts)


def spoken_text(content: Content, deck: str, number: int, field: str = "text") -> str:
    """The words of one field of one entry. Raises KeyError where there are none, or they are not for speaking."""
    if (deck, field) == ("questions", SWAPPED):
        return swapped_text(content, number) or content.questions[number].text
    if field not in DECKS[deck].spoken:
        raise KeyError(field)
    text: str | None = getattr(entries_of(content, deck)[number], field)
    if text is None:
        raise KeyError(field)
    return text


def theme_number(content: Content, theme: str) -> int:
    """The number of a theme that the loader has made sure of. Raises KeyError for any other."""
    number = number_of(content.themes, theme)
    if number is None:
        raise KeyError(theme)
    return number


def number_of(entries: Mapping[int, Named], name: str | None) -> int | None:
    """The number of the entry with an id, such as a ritual's or a theme's; None where no entry has it."""
    return next((number for number, entry in entries.items() if entry.id == name), None)
