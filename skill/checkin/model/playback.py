# SPDX-License-Identifier: Apache-2.0
"""Types of talk time under music: what a track carries, and what the device's own events tell.

The evening never advances on a playback event, only on a word: an event may add a soft tail, so that nobody is cut
off, or stop the music. The token carries enough to go on from where they were even when the store is silent.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from skill.checkin.model.plan import CheckIn

COOL_STEPS = 10
"""Steps that a cool down can be in."""


class Token(Struct, frozen=True, array_like=True):
    """What a track belongs to. It travels with the track, and comes back while that was the last one."""

    kind: Literal["checkin", "question", "cool_down"]
    evening: date
    seconds: Annotated[int, Meta(ge=1, le=7200)]
    """Length of the talk time."""
    question: Annotated[int, Meta(ge=0)] = 0
    """The question they talk about, outside a check-in."""
    checkin: CheckIn | None = None
    tail: bool = False
    """Whether this is the soft tail behind a track."""
    turn: Annotated[str, Meta(max_length=32)] = ""
    """Digest of the request that started the track, so that two tracks of one step differ."""
    told: bool = False
    """Whether they were told that this evening may not be remembered."""
    step: Annotated[int, Meta(ge=0, lt=COOL_STEPS)] = 0
    """Where they are in a cool down, of which no record tells anything."""
    unclear: Annotated[int, Meta(ge=0, le=9)] = 0
    """How often something unclear was heard in it."""
    started: Annotated[int, Meta(ge=0, lt=2**40)] = 0
    """When its track began, in seconds since 1970: its way back is open for a while only."""


class Playing(Struct, frozen=True, kw_only=True):
    """The track that played last on the device that asks, and how far it came."""

    token: Token
    offset_ms: int = 0


class Played(Struct, frozen=True, kw_only=True):
    """The device tells of a track: it started, is nearly finished, finished, was stopped, or failed."""

    kind: Literal["started", "nearly_finished", "finished", "stopped", "failed"]
    token: Token | None = None


class Pressed(Struct, frozen=True, kw_only=True):
    """A button on the device: it cannot be answered with words."""

    button: Literal["next", "previous", "pause", "play"]


class Play(Struct, frozen=True, tag="play"):
    """Play a talk-time track."""

    token: Token
    offset_ms: int = 0
    behind: Token | None = None
    """The track that this one is enqueued behind; None to play at once, in place of everything."""
