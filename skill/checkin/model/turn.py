# SPDX-License-Identifier: Apache-2.0
"""What the conversation answers: a turn is data, put into words and envelopes by others.

Parts name lines and entries by id, never by their text: what is kept of a turn holds no sentence.
"""

from msgspec import Struct

from skill.checkin.model.effects import Effect
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Part, Read


class Card(Struct, frozen=True, array_like=True):
    """What the companion app may show: a title line and the text of entries."""

    title: str
    """Id of a line."""
    entries: tuple[Read, ...]


class Turn(Struct, frozen=True, kw_only=True):
    """The answer to one event."""

    parts: tuple[Part, ...]
    """What is said, in order. Empty: nothing is said."""
    reprompt: tuple[Part, ...] = ()
    """Said after eight seconds of silence. Only where the microphone is open."""
    open: bool = False
    """Whether the microphone opens after the parts, because the program itself must know something."""
    session: Session
    """What the session carries to the next event. Meaningless where the session ends."""
    household: Household
    """The record as it is after this event."""
    private: bool = False
    """Whether this turn belongs to what leaves no trace: nothing of what was said may be kept."""
    card: Card | None = None
    effects: tuple[Effect, ...] = ()
