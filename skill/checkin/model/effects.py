# SPDX-License-Identifier: Apache-2.0
"""Effects of a turn: what is to be done beside speaking. The face that the event came to carries them out."""

from typing import TypeAlias

from msgspec import Struct

from skill.checkin.model.plan import Reminder
from skill.checkin.model.playback import Play


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
