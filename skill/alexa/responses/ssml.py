# SPDX-License-Identifier: Apache-2.0
"""From the parts of a turn to SSML, within the platform's limits. Everything that is not markup of ours is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from skill.checkin.model.speech import PAUSE_MAX_S, SLOWLY, Care, Fill, Part, Pause, Person, Read, ReadTo, Say
from skill.checkin.wording import as_it_stands, words
from skill.content.decks import spoken_text
from skill.content.types import Content
from skill.platform import BREAK_MAX_S, SPEECH_MAX_CHARACTERS

SLOW_RATE = "85%"
"""How fast is read what they asked to hear slowly, of the usual rate."""


class TooLong(Exception):
    """A turn is longer than the platform takes. Nothing of it is sent."""


def ssml(parts: Iterable[Part], content: Content, person: str | None = None) -> str | None:
    """The parts as one SSML document; None where nothing is said. Raises TooLong over the platform's limit.

    `person` is the platform's id of a recognised speaker, whose first name only the platform knows.
    """
    pieces = [piece for part in parts if (piece := _piece(part, content, person))]
    if not pieces:
        return None
    speech = f"<speak>{' '.join(pieces)}</speak>"
    if len(speech) > SPEECH_MAX_CHARACTERS:
        raise TooLong
    return speech


def speakable(text: str) -> str:
    """The text without the characters that no document may hold."""
    return text if text.isprintable() else _not_speakable().sub("", text)


@cache
def _not_speakable() -> re.Pattern[str]:
    """Characters that XML does not allow. None of them is printable; to compile this takes longer than a turn."""
    return re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """The text as it stands in a document. (Of Python's `html`, a cold start would import all that is in it.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=2_000)
def _of_a_deck(text: str) -> str:
    """A deck's text as it stands in a document. What anybody said is never in it, so it may be held."""
    return escape(speakable(text))


def _piece(part: Part | Person, content: Content, person: str | None) -> str:
    match part:  # what comes most often stands first
        case Say():
            # Filled piece by piece, so that a number inside a sentence is still spoken as digits.
            wording = _of_a_deck(content.lines[part.line].texts[part.wording])
            if not part.fill and "{" not in wording:  # as most are
                return wording
            said = wording.format_map(
                {
                    place: as_it_stands(wording, place, value, _filled(value, content, person))
                    for place, value in part.fill.items()
                }
            )
            return f'<prosody rate="{SLOW_RATE}">{said}</prosody>' if part.line == SLOWLY else said
        case Pause():
            return _silence(part.seconds)
        case Read():
            return _of_a_deck(spoken_text(content, part.deck, part.number, part.field))
        case ReadTo():
            return escape(speakable(words(part, content)))
        case Person():
            return _named(person) if person else ""
        case Care():
            return _digits(words(part, content))


def _named(person: str) -> str:
    quoted = escape(speakable(person)).replace('"', "&quot;").replace("'", "&#x27;")
    return f'<alexa:name type="first" personId="{quoted}"/>'


def _filled(value: Fill, content: Content, person: str | None) -> str:
    return escape(speakable(value)) if isinstance(value, str) else _piece(value, content, person)


@lru_cache(maxsize=100)
def _silence(seconds: float) -> str:
    """Breaks of at most what the platform allows each."""
    if not 0 <= seconds <= PAUSE_MAX_S:
        raise TooLong
    left_ms, longest_ms = round(seconds * 1000), BREAK_MAX_S * 1000
    breaks = []
    while left_ms > 0:
        length_ms = min(left_ms, longest_ms)
        breaks.append(f'<break time="{length_ms}ms"/>' if length_ms % 1000 else f'<break time="{length_ms // 1000}s"/>')
        left_ms -= length_ms
    return "".join(breaks)


def _digits(phone: str) -> str:
    """A phone number digit by digit, in the groups that it is written in."""
    return " ".join(f'<say-as interpret-as="digits">{group}</say-as>' for group in re.findall(r"\d+", phone))
