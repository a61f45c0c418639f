# SPDX-License-Identifier: Apache-2.0
"""What can happen to a conversation: frozen events, and the context on which they happen.

Everything the conversation may know of the world stands in these two: it has no clock, no chance and no Alexa of its
own. A new kind of event gets a struct here and a place in `engine.respond`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

from msgspec import Struct, field

from skill.checkin.intents import Intent
from skill.checkin.model.plan import Reminder
from skill.checkin.model.playback import Played, Playing, Pressed


class Device(Struct, frozen=True, kw_only=True):
    """The speaker in the room."""

    key: str
    """A short digest of the device's id, never the id itself."""
    audio: bool = False
    """Can play a track while the session is closed (it has a player, and there is a host of tracks)."""
    asks_after: bool = False
    """Asks by itself whether they want to go on, once the track of a talk is over."""
    silence: bool = True
    """Can be silent inside its speech. Where it cannot, nobody may be promised so."""
    screen: bool = False


class Context(Struct, frozen=True, kw_only=True):
    """When and where an event happens."""

    moment: datetime
    """Aware, in the household's time zone."""
    evening: date
    """The evening that it belongs to: the small hours are still the one before."""
    seed: int
    """Derived from household and evening: the only source of variety."""
    request: str
    """A short digest of the request's id: the same event delivered twice carries the same one."""
    device: Device
    country: str = "US"
    """ISO 3166 code from the locale; chooses the care lines."""
    new_session: bool = False
    """True for the first request of a session: an intent then is a one-shot."""
    playing: Playing | None = None
    """The talk-time track that played last on this device, if it is one of ours."""
    person: bool = False
    """Whether the platform recognised who is speaking."""
    remembers: bool = True
    """False where the household could not be read or is not being kept."""


class Launched(Struct, frozen=True, kw_only=True):
    """They opened the skill without saying what for. `task` is the name of a task (Alexa Routines), if one did."""

    task: str | None = None


class IntentReceived(Struct, frozen=True, kw_only=True):
    """They said something that was understood as an intent."""

    intent: Intent
    slots: Mapping[str, str] = field(default_factory=dict)
    """Slot name to id (listed slots) or plain value: seconds, `21:00` or `evening`, a number, a first name."""
    unmatched: frozenset[str] = frozenset()
    """Slots that were filled with words matching no value that we know."""
    own_words: Mapping[str, str] = field(default_factory=dict)
    """These words, by slot. They choose what is asked, and are neither kept nor spoken."""
    said_as: Mapping[str, str] = field(default_factory=dict)
    """Words of a theme, a topic or a feeling that has an id, by slot; used as `own_words` are."""
    by_name: frozenset[str] = frozenset()
    """Listed slots said by the very name of their value: "sunday", where "every sunday" is another way to say it."""


class SessionEnded(Struct, frozen=True, kw_only=True):
    """The session is over: they said exit, stayed silent, or something broke. Nothing can be said."""

    reason: str = "USER_INITIATED"


class SessionResumed(Struct, frozen=True, kw_only=True):
    """The platform gave the session back after something of its own."""


class Unfamiliar(Struct, frozen=True, kw_only=True):
    """A request of a type that this program does not know."""


ReminderOutcome: TypeAlias = Literal[
    "done",
    "cancelled",
    "permitted",
    "not_permitted",
    "denied",
    "not_answered",
    "not_supported",
    "too_many",
    "failed",
    "unavailable",
]
"""What became of a reminder, or of the permission to set one."""


class ReminderAnswered(Struct, frozen=True, kw_only=True):
    """How the platform answered an effect for a reminder, or for the permission to set one."""

    outcome: ReminderOutcome
    reminder: Reminder | None = None
    """What was wished for; None where it was a cancellation."""
    id: str = ""
    """The reminder's id, where it was set."""


class ReminderGone(Struct, frozen=True, kw_only=True):
    """Reminders were deleted outside the skill, in the app."""

    ids: frozenset[str]


Event: TypeAlias = (
    Launched
    | IntentReceived
    | SessionEnded
    | SessionResumed
    | Unfamiliar
    | Played
    | Pressed
    | ReminderAnswered
    | ReminderGone
)
