# SPDX-License-Identifier: Apache-2.0
"""What can happen to a conversation: frozen events, and the occasion on which they happen.

Everything the conversation may know of the world stands in these two: it has no clock, no chance and no Alexa of its
own. A new kind of event gets a struct here and a place in `engine.respond`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct, field


class Device(Struct, frozen=True, kw_only=True):
    """The speaker in the room."""

    key: str
    """A short digest of the device's id, never the id itself."""
    audio: bool = False
    """Can play a track while the session is closed (AudioPlayer and a host of tracks are both there)."""
    screen: bool = False


class Occasion(Struct, frozen=True, kw_only=True):
    """When and where an event happens."""

    moment: datetime
    """Aware, in the household's time zone."""
    seed: int
    """Derived from household and evening: the only source of variety."""
    request: str
    """A short digest of the request's id: the same event delivered twice carries the same one."""
    device: Device
    country: str = "US"
    """ISO 3166 code from the locale; chooses the care lines."""
    new_session: bool = False
    """True for the first request of a session: an intent then is a one-shot."""
    remembers: bool = True
    """False where the household could not be read or is not being kept."""


class Launched(Struct, frozen=True, kw_only=True):
    """They opened the skill without saying what for. `task` is the name of a task (Alexa Routines), if one did."""

    task: str | None = None


class Heard(Struct, frozen=True, kw_only=True):
    """They said something that was understood as an intent."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)
    """Slot name to id (listed slots) or value as the platform gives it (`PT5M`, `21:00`, `7`, a first name)."""
    unmatched: frozenset[str] = frozenset()
    """Slots that were filled with words matching no value that we know."""


class SessionEnded(Struct, frozen=True, kw_only=True):
    """The session is over: they said exit, stayed silent, or something broke. Nothing can be said."""

    reason: str = "USER_INITIATED"


class SessionResumed(Struct, frozen=True, kw_only=True):
    """The platform gave the session back after something of its own."""


class Unfamiliar(Struct, frozen=True, kw_only=True):
    """A request of a type that this program does not know."""


Event: TypeAlias = Launched | Heard | SessionEnded | SessionResumed | Unfamiliar
