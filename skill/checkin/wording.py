# SPDX-License-Identifier: Apache-2.0
"""From parts to plain words. What the platform wants around the words (SSML, limits) is the Alexa face's work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from skill.checkin.model.speech import Care, Fill, Part, Pause, Person, Read, ReadTo, Say
from skill.content.decks import spoken_text
from skill.content.types import CareLine, Content


def words(part: Part | Person, content: Content) -> str:
    """The words of one part; empty for silence. Raises KeyError for a line or an entry that is not in the content."""
    match part:
        case Say():
            return filled(part, content, lambda value: value if isinstance(value, str) else words(value, content))
        case Read():
            return spoken_text(content, part.deck, part.number, part.field)
        case ReadTo():
            said = spoken_text(content, part.deck, part.number, "to_one")
            return said.format_map({"first": part.first, "second": part.second})
        case Care():
            line = care_line(content, part.country, part.risk)
            return line.phone or "" if line else ""
        case Pause() | Person():
            return ""


def filled(said: Say, content: Content, text_of: Callable[[Fill], str]) -> str:
    """A line with its places filled, each with what `text_of` makes of its value."""
    wording = content.lines[said.line].texts[said.wording]
    return wording.format_map(
        {place: as_it_stands(wording, place, value, text_of(value)) for place, value in said.fill.items()}
    )


def as_it_stands(wording: str, place: str, value: Fill, text: str) -> str:
    """What fills a place, as it is written there: a line such as "On Monday" begins small inside a sentence."""
    opens = re.search(rf"(?:^|[.?!] ){{{place}}}", wording) is not None
    return text if opens or not isinstance(value, Say) else text[:1].lower() + text[1:]


def spoken(parts: Iterable[Part], content: Content) -> str:
    """All words of a turn as one text, for reading and for tests."""
    return " ".join(text for part in parts if (text := words(part, content)))


def care_line(content: Content, country: str, risk: str) -> CareLine | None:
    """The line to speak for a risk: the emergency number always, any other only where it is confirmed."""
    for line in content.care:
        if line.country == country and line.risk == risk:
            spoken_at_all = line.phone if risk == "emergency" else line.confirmed and (line.phone or line.web)
            return line if spoken_at_all else None
    return None


def can_be_said(parts: Sequence[Part], content: Content) -> bool:
    """Whether there is something to say, and every line and entry of it is known: what was kept may be older."""
    try:
        return bool([words(part, content) for part in parts])
    except LookupError:
        return False
