# SPDX-License-Identifier: Apache-2.0
"""What the conversation answers: a turn is data, put into words and envelopes by others.

Parts name lines and entries by id, never by their text: what is kept of a turn holds no sentence.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from skill.checkin.model.household import Household
from skill.checkin.model.plan import Reminder
from skill.checkin.model.playback import Play
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Part, Read


class Card(Struct, frozen=True, array_like=True):
    """What the companion app may show: a title line and the text of entries."""

    title: str
    """Id of a line."""
    entries: tuple[Read, ...]


class StopMusic(Struct, frozen=True, tag="stop_music"):
    """Stop the track, and clear what is queued behind it unless it may go on later."""

    clears: bool = True


class SetReminder(Struct, frozen=True, tag="set_reminder"):
    """Set a reminder; how that went comes back as an event, and only its answer is spoken."""

    reminder: Reminder


class CancelReminders(Struct, frozen=True, tag="cancel_reminders"):
    """Cancel the reminders with these ids; the answer comes back as an event."""

    ids: tuple[str, ...]


class AskPermission(Struct, frozen=True, tag="ask_permission"):
    """Ask them, by voice, to allow reminders; where that cannot be, by a card in the app."""

    reminder: Reminder
    by_card: bool = False


class CompleteTask(Struct, frozen=True, tag="complete_task"):
    """Tell the platform that the task which started the skill is done."""


class EraseAll(Struct, frozen=True, tag="erase_all"):
    """Erase all that is kept of this household; its record is not written again for this event."""


Effect: TypeAlias = Play | StopMusic | SetReminder | CancelReminders | AskPermission | CompleteTask | EraseAll


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
