# SPDX-License-Identifier: Apache-2.0
"""The service, asked over Wyoming: one connection an event, and once more where one was lost on the way.

Nothing of what is said is logged, here or in an error.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from homeassistant.exceptions import HomeAssistantError
from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info

from .const import DOMAIN, SERVICE_NAME

TIME_LIMIT_S = 15
"""For one event: a turn takes milliseconds, and up to five seconds where the store is slow."""
USER_EVENT = "user-event"
"""A type of later versions of the protocol than Home Assistant's own; it takes any."""
TRIES = 2
"""An event carries an id, so the second try of one that did arrive is answered as the first."""


class CannotReach(HomeAssistantError):
    """The service does not answer."""


@dataclass(frozen=True)
class Music:
    """Music for a talk."""

    file: str
    """The name of its file."""
    seconds: int
    """How long it sounds from its beginning."""
    offset_s: int
    """Where it begins, where it goes on after a pause."""

    @property
    def left_s(self) -> int:
        """How long it sounds from where it begins."""
        return max(0, self.seconds - self.offset_s)


@dataclass(frozen=True)
class Answer:
    """One answer of the service: its words, and what the speaker is to do."""

    text: str = ""
    handled: bool = True
    listening: bool = False
    music: Music | None = None
    stops: bool = False


class Client:
    """Asks the service at an address."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port

    async def info(self) -> Info:
        """What the service tells of itself. Raises CannotReach."""
        return Info.from_event(await self._ask(Describe().event(), Info.is_type))

    async def said(self, text: str, context: dict[str, Any]) -> Answer:
        """What comes of something that was said. Raises CannotReach."""
        return await self._answer(Transcript(text=text, context=context).event())

    async def begin(self, context: dict[str, Any]) -> Answer:
        """The home opens an evening. Raises CannotReach."""
        return await self._answer(_event("begin", context))

    async def cue(self, context: dict[str, Any]) -> Answer:
        """The music of a talk is over. Raises CannotReach."""
        return await self._answer(_event("cue", context))

    async def look(self, context: dict[str, Any]) -> dict[str, Any]:
        """The ritual of the week and the last evening. Raises CannotReach."""
        answer = await self._ask(_event("look", context), lambda kind: kind == USER_EVENT)
        return answer.data.get("data") or {}

    async def _answer(self, event: Event) -> Answer:
        answer = await self._ask(event, lambda kind: Handled.is_type(kind) or NotHandled.is_type(kind))
        ours = (answer.data.get("context") or {}).get(DOMAIN) or {}
        music = ours.get("music")
        return Answer(
            text=answer.data.get("text") or "",
            handled=Handled.is_type(answer.type),
            listening=bool(ours.get("listening")),
            music=Music(**music) if music else None,
            stops=bool(ours.get("stops")),
        )

    async def _ask(self, event: Event, is_answer: Any) -> Event:
        for _ in range(TRIES):
            try:
                async with asyncio.timeout(TIME_LIMIT_S):
                    async with AsyncTcpClient(self.host, self.port) as client:
                        await client.write_event(event)
                        while (answer := await client.read_event()) is not None:
                            if is_answer(answer.type):
                                return answer
            except (OSError, EOFError, TimeoutError, ValueError):
                continue
        raise CannotReach(translation_domain=DOMAIN, translation_key="cannot_reach")


def _event(name: str, context: dict[str, Any]) -> Event:
    return Event(USER_EVENT, {"name": SERVICE_NAME, "data": {"event": name}, "context": context})
