# SPDX-License-Identifier: Apache-2.0
"""The service, asked over Wyoming: one connection an event, and once more where one was lost on the way.

Nothing of what is said is logged, here or in an error.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from wyoming.asr import Transcript
from wyoming.client import AsyncClient
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled

OURS = "closer_together"
"""The key in a context under which this skill and the service tell each other more than Wyoming does."""
SERVICE_NAME = "closer-together"
USER_EVENT = "user-event"
TIME_LIMIT_S = 15
"""For one event: a turn takes milliseconds, and up to five seconds where the store is slow."""
TRIES = 2
"""An event carries an id, so the second try of one that did arrive is answered as the first."""


class CannotReach(Exception):
    """The service does not answer, or not as it should."""


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

    text: str
    listening: bool
    """Order to open the microphone without a wake word. Never given while they talk to each other."""
    music: Music | None
    stops: bool
    """Order to end the music."""


class Client:
    """Asks the service at an address, such as tcp://127.0.0.1:10500."""

    def __init__(self, address: str) -> None:
        self._address = address

    def said(self, text: str, context: dict[str, Any]) -> Answer:
        """What comes of something that was said. Raises CannotReach."""
        return asyncio.run(self._ask(Transcript(text=text, context=context).event()))

    def cue(self, context: dict[str, Any]) -> Answer:
        """The music of a talk is over. Raises CannotReach."""
        data = {"name": SERVICE_NAME, "data": {"event": "cue"}, "context": context}
        return asyncio.run(self._ask(Event(USER_EVENT, data)))

    async def _ask(self, event: Event) -> Answer:
        for _ in range(TRIES):
            try:
                async with asyncio.timeout(TIME_LIMIT_S), AsyncClient.from_uri(self._address) as client:
                    await client.write_event(event)
                    while (answer := await client.read_event()) is not None:
                        if Handled.is_type(answer.type) or NotHandled.is_type(answer.type):
                            return _answer(answer)
            except (OSError, EOFError, TimeoutError, ValueError, TypeError, KeyError, AttributeError):
                continue
        raise CannotReach("The service does not answer; see whether it runs at the address in this skill's settings.")


def _answer(event: Event) -> Answer:
    ours = event.data["context"][OURS]
    music = ours["music"]
    return Answer(
        text=str(event.data.get("text") or ""),
        listening=bool(ours["listening"]),
        music=Music(str(music["file"]), int(music["seconds"]), int(music["offset_s"])) if music else None,
        stops=bool(ours["stops"]),
    )
