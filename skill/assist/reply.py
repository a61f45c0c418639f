# SPDX-License-Identifier: Apache-2.0
"""From a turn to a reply: plain words, whether the microphone opens, and what the player of media shall do.

A satellite speaks plain text with whatever voice it has. A short silence is a row of line ends, one a second, which
our own voice keeps and others read over; a long one cannot be told at all, and so no microphone opens after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.playback import Play
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Care, Fill, Part, Pause, Say
from skill.checkin.model.turn import Turn
from skill.checkin.wording import filled, words
from skill.content.types import Content

TOLD_FROM_S = 1.5
"""Shorter silences are the breath that every voice takes between two sentences."""
LONG_S = 12.0
"""From here on it is time of theirs: they talk, and nothing may listen."""
_SPACE = re.compile(r"[ \t]*(\n+)[ \t]*|[ \t]{2,}")


class Reply(Struct, frozen=True, kw_only=True):
    """What is sent back, and what is kept of it until the satellite asks again."""

    text: str = ""
    """What is said; empty where nothing is."""
    handled: bool = True
    """Whether it was meant for us at all."""
    open: bool = False
    """Whether the session goes on."""
    listening: bool = False
    """Order to open the microphone without a wake word. Never given while they talk to each other."""
    play: Play | None = None
    """The track that begins."""
    stops: bool = False
    """Order to end the music."""
    session: Session = Session()


def render(turn: Turn, content: Content) -> Reply:
    """The reply of a turn. Raises KeyError for a line or an entry that is not in the content."""
    play = next((effect for effect in turn.effects if isinstance(effect, Play) and effect.behind is None), None)
    their_time = play is not None or any(isinstance(part, Pause) and part.seconds >= LONG_S for part in turn.parts)
    return Reply(
        text=text_of(turn.parts, content),
        open=turn.open,
        listening=turn.open and not their_time,
        play=play,
        stops=any(isinstance(effect, StopMusic) for effect in turn.effects),
        session=turn.session,
    )


def text_of(parts: Iterable[Part], content: Content) -> str:
    """The parts as one text, with line ends for silence."""
    said = " ".join(_text(part, content) for part in parts)
    return _SPACE.sub(lambda match: match[1] or " ", said).strip()


def _text(part: Part | Fill, content: Content) -> str:
    match part:
        case str():
            return part
        case Pause():
            return "\n" * round(part.seconds) if TOLD_FROM_S <= part.seconds < LONG_S else ""
        case Care():
            return _digits(words(part, content))
        case Say():
            return filled(part, content, lambda value: _text(value, content))
        case _:
            return words(part, content)


def _digits(phone: str) -> str:
    """A phone number digit by digit, in the groups that it is written in: any voice reads it so."""
    return ", ".join(" ".join(group) for group in re.findall(r"\d+", phone))
