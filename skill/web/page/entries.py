# SPDX-License-Identifier: Apache-2.0
"""One line of the page's transcript: what was heard, understood, said, and where that led.

Words of safety stand in no transcript, on neither side, and their requests and responses are not shown either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from skill.language_model import LanguageModel
from skill.speaker.console.transcript import SAFETY
from skill.speaker.echo.exchange import Exchange
from skill.speaker.nlu import Meaning
from skill.speaker.tts.ssml import Piece, Quiet, Words

Json = dict[str, Any]


class Understood(Struct, frozen=True):
    """What the understanding made of a line."""

    meaning: Meaning
    runner_up: tuple[str, float] | None
    """The likeliest other intent, and how like it the line is, 0 to 1."""


class Entry(Struct, frozen=True, kw_only=True):
    """What the page shows of one exchange."""

    number: int
    """Counted up from 1 while the page's speaker lives."""
    at: str
    """Local time, such as 21:04."""
    heard: str | None
    said: tuple[Json, ...]
    """`{"words": ...}`, `{"quiet": seconds}` or `{"sound": true}` each."""
    note: str | None
    request: str | None
    """The request's type; None where nothing was sent to the skill."""
    intent: str | None
    slots: dict[str, str]
    confidence: float | None
    runner_up: tuple[str, float] | None
    state: str | None
    listening: bool
    speaks: bool
    """Whether there is something to hear."""
    private: bool
    refused: bool
    card: str | None


def entry_of(exchange: Exchange, number: int, at: str, understood: Understood | None) -> Entry:
    """How an exchange is shown."""
    private = exchange.private
    sure = understood if understood and not private else None
    return Entry(
        number=number,
        at=at,
        heard=None if exchange.heard is None else SAFETY if private else exchange.heard,
        said=({"words": SAFETY},) if private and exchange.pieces else said(exchange.pieces),
        note=None if private else exchange.note,
        request=exchange.kind,
        intent=None if private else exchange.intent,
        slots={} if private else _slots(exchange),
        confidence=sure.meaning.confidence if sure else None,
        runner_up=sure.runner_up if sure else None,
        state=None if private else exchange.state,
        listening=exchange.listening,
        speaks=bool(exchange.ssml or exchange.pieces),
        private=private,
        refused=exchange.refused,
        card=None if private else _card(exchange),
    )


def said(pieces: tuple[Piece, ...]) -> tuple[Json, ...]:
    """Pieces of speech as the page takes them."""
    return tuple(
        {"words": piece.text}
        if isinstance(piece, Words)
        else {"quiet": piece.seconds}
        if isinstance(piece, Quiet)
        else {"sound": True}
        for piece in pieces
    )


def suggestions(model: LanguageModel, builtins: Mapping[str, Sequence[str]], expects: Sequence[str]) -> list[str]:
    """Something to say for each intent that is waited for: its first sample that leaves nothing to fill in.

    `builtins`: what people say for the platform's own intents, which have no samples.
    """
    found: dict[str, None] = {}
    for name in expects:
        intent = model.intents.get(name)
        samples = (*builtins.get(name, ()), *(intent.samples if intent else ()))
        if words := next((sample for sample in samples if "{" not in sample), None):
            found[words] = None
    return list(found)


def _slots(exchange: Exchange) -> dict[str, str]:
    """Filled slots by name: the id that the words resolve to, else the value itself."""
    if exchange.intent is None or exchange.request is None:
        return {}
    found = {}
    for name, slot in exchange.request["request"]["intent"].get("slots", {}).items():
        authorities = slot.get("resolutions", {}).get("resolutionsPerAuthority", [])
        ids = [each["value"]["id"] for authority in authorities for each in authority.get("values", [])]
        value = (ids or [slot.get("value")])[0]
        if value is not None:
            found[name] = str(value)
    return found


def _card(exchange: Exchange) -> str | None:
    if not isinstance(exchange.response, dict):
        return None
    card = exchange.response.get("response", {}).get("card") or {}
    text = "\n".join(str(card[part]) for part in ("title", "content", "text") if card.get(part))
    return text or None
