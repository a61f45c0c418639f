# SPDX-License-Identifier: Apache-2.0
"""Talk time as music: what a track's token carries, and what the device's own events do.

The evening never advances on a playback event, only on a word: an event may add a soft tail, so that nobody is cut
off, or stop the music. The token carries enough to go on from where they were even when the store is silent. It
comes back from outside, so it is decoded like any other input and believed only where the decks know its entries.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.checkin.model.plan import CheckIn
from skill.content.decks import number_of
from skill.content.types import Content

TOKEN_VERSION = 1
TOKEN_MAX = 1024
"""Characters that the platform takes; a longer token of the evening leaves the plan out."""


class Token(Struct, frozen=True, array_like=True):
    """What a track belongs to."""

    version: Annotated[int, Meta(ge=1, le=99)]
    kind: Literal["checkin", "question", "time_out"]
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


def encode(token: Token) -> str:
    """The token as the platform carries it: at most 1,024 characters."""
    text = msgspec.json.encode(token).decode()
    return text if len(text) <= TOKEN_MAX else msgspec.json.encode(replace(token, checkin=None)).decode()


def decode(text: str | None, content: Content) -> Token | None:
    """The token of a track; None where it is none of ours, of a later version, or names what the decks do not know."""
    if not text or len(text) > TOKEN_MAX:
        return None
    try:
        token = msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=Token)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    if token.version != TOKEN_VERSION or (token.question and token.question not in content.questions):
        return None
    return token if token.checkin is None or known(token.checkin, content) else None


def known(checkin: CheckIn, content: Content) -> bool:
    """Whether a plan that came from outside, or from a newer version, can be gone through: the decks know it all."""
    decks: dict[str, Collection[int]] = {
        "question": content.questions,
        "swap": content.questions,
        "practice": content.practices,
        "plan": content.plans,
        "appreciate": content.appreciation,
    }
    if checkin.at >= len(checkin.steps) or not number_of(content.themes, checkin.theme):
        return False
    return all(
        (step.kind not in decks or step.number in decks[step.kind])
        and (step.kind != "ritual" or step.number == 0 or step.number in content.rituals)
        and (step.kind != "swap" or step.phrase in content.empathy)
        for step in checkin.steps
    )
