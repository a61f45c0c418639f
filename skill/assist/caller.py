# SPDX-License-Identifier: Apache-2.0
"""Who asks: the satellite in the room, and what is told of the home around it.

All of it comes from outside and is checked here. Ids end here, too: what goes on from here are digests.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, Struct

from skill.faces.zones import known_zone

OURS = "closer_together"
"""The key in a context under which our own integration and this service tell each other more than Wyoming does."""
KEY_LENGTH = 16
"""Characters of the digests of a satellite and of a request: enough to tell them apart within a home."""

_Shape = TypeVar("_Shape")

Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
HouseholdOf: TypeAlias = Literal["home", "user", "area"]
"""Who shares one household: all who use this service, each user of Home Assistant, or each area of the home."""


class Told(Struct, frozen=True, kw_only=True):
    """What our own integration tells with each event. Without it a satellite only speaks."""

    music: bool = False
    """Whether a player of media belongs to the satellite."""
    asks_after: bool = False
    """Whether the satellite can be asked to begin a conversation, once the music of a talk is over."""
    user: Id | None = None
    area: Id | None = None
    time_zone: Id | None = None
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None
    request: Id | None = None
    """The same where the same event is sent once more."""
    streaming: bool = False
    """Whether the answer is wanted sentence by sentence."""


class _Context(Struct, frozen=True, kw_only=True):
    """The context of an event, as Home Assistant sends it."""

    conversation_id: Id | None = None
    device_id: Id | None = None
    satellite_id: Id | None = None


class Caller(Struct, frozen=True, kw_only=True):
    """One satellite, asking."""

    satellite: str
    """The key of the satellite: a digest, also of the conversation where somebody types."""
    told: Told = Told()
    request: str | None = None
    """A digest of the event's id, where it has one."""

    def household(self, shared_by: HouseholdOf) -> str:
        """The key of the household. Who cannot be told apart belongs to the home."""
        whose = {"home": None, "user": self.told.user, "area": self.told.area}[shared_by]
        return digest(f"assist {shared_by} {whose}" if whose else "assist home")

    @property
    def time_zone(self) -> str | None:
        """The zone that the home is in, where it is one that is known here."""
        return known_zone(self.told.time_zone)


def read_caller(context: object) -> Caller:
    """Who asks, by the context of an event. What is malformed counts as not told."""
    context = context if isinstance(context, dict) else {}
    ids = _converted(context, _Context) or _Context()
    told = _converted(context.get(OURS), Told) or Told()
    # Conversation ids come and go; a satellite stays.
    satellite = ids.satellite_id or ids.device_id or ids.conversation_id or ""
    request = digest(told.request)[:KEY_LENGTH] if told.request else None
    return Caller(satellite=digest(satellite)[:KEY_LENGTH], told=told, request=request)


def digest(identifier: str) -> str:
    """What stands for an id from here on: its SHA-256, in hexadecimal."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()


def _converted(value: object, kind: type[_Shape]) -> _Shape | None:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError):
        return None
