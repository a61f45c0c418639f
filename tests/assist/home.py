# SPDX-License-Identifier: Apache-2.0
"""A home with satellites: the service over TCP, asked by Wyoming's own client as Home Assistant asks it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from typing import Any

from understood import understanding_of
from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.user_event import UserEvent

from skill.assist.caller import OURS, HouseholdOf
from skill.assist.events import Listener
from skill.assist.face import Home
from skill.assist.handling import Handling
from skill.assist.protocol import info
from skill.assist.protocol.connection import Services
from skill.assist.protocol.server import Address, Server, read_address
from skill.content.loading.loader import load_content
from skill.content.platform_words import PlatformWords
from skill.content.types import Content
from skill.language_model import load_language_model
from skill.memory import Store
from skill.memory.in_memory import InMemoryStore

EVENING = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)
WORDS = PlatformWords(wake_word="Okay Nabu", invocation_name="Closer Together", app="Home Assistant")
READ_S = 300
"""Longer than ears take on any machine."""
ANYWHERE = "tcp://127.0.0.1:0"


@cache
def listener() -> Listener:
    return Listener(load_language_model("en-US"), understanding_of("en-US"))


def content() -> Content:
    return load_content("en-US", WORDS)


@dataclass
class Clock:
    """A clock that stands still unless it is moved."""

    now: datetime = EVENING

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Answer:
    """What a satellite is told."""

    text: str
    handled: bool
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def listening(self) -> bool:
        return bool(self.context[OURS]["listening"])

    @property
    def music(self) -> dict[str, Any] | None:
        music: dict[str, Any] | None = self.context[OURS]["music"]
        return music

    @property
    def stops(self) -> bool:
        return bool(self.context[OURS]["stops"])


@dataclass
class Room:
    """A satellite in a room. Without `told` it is one of Home Assistant's own Wyoming entity."""

    address: Address
    name: str = "living room"
    told: dict[str, Any] = field(default_factory=dict)
    conversations: int = 0

    @property
    def context(self) -> dict[str, Any]:
        """Each utterance comes with another conversation id, as after a few minutes in Home Assistant."""
        self.conversations += 1
        ids = {"conversation_id": f"{self.name} {self.conversations}", "satellite_id": f"assist_satellite.{self.name}"}
        return ids | ({OURS: self.told} if self.told else {})

    async def say(self, text: str, **told: Any) -> Answer:
        context = self.context
        return await self._ask(Transcript(text=text, context=context | {OURS: self.told | told}).event())

    async def begin(self) -> Answer:
        return await self._tell("begin")

    async def cue(self) -> Answer:
        return await self._tell("cue")

    async def look(self) -> dict[str, Any]:
        (answer,) = await ask(self.address, self._event("look"))
        return UserEvent.from_event(answer).data or {}

    async def _tell(self, event: str) -> Answer:
        return await self._ask(self._event(event))

    def _event(self, event: str) -> Event:
        return UserEvent(name="closer-together", data={"event": event}, context=self.context).event()

    async def _ask(self, event: Event) -> Answer:
        answer = (await ask(self.address, event))[0]
        answered = Handled.from_event(answer) if Handled.is_type(answer.type) else NotHandled.from_event(answer)
        return Answer(answered.text or "", Handled.is_type(answer.type), answered.context or {})


async def ask(address: Address, *events: Event, until: Callable[[Event], bool] = lambda event: True) -> list[Event]:
    """What comes back for some events, up to one that is waited for, or to the end."""
    async with AsyncTcpClient(address.host, address.port, connect_timeout=10, read_timeout=READ_S) as client:
        for event in events:
            await client.write_event(event)
        answers = []
        while (answer := await client.read_event()) is not None:
            answers.append(answer)
            if until(answer):
                break
        return answers


@dataclass
class Service:
    """The service as it runs."""

    address: Address
    clock: Clock
    store: Store

    def room(self, name: str = "living room", **told: Any) -> Room:
        return Room(self.address, name, told)

    def room_with_music(self, name: str = "living room", **told: Any) -> Room:
        return self.room(name, music=True, asks_after=True, **told)


@asynccontextmanager
async def service(
    store: Store | None = None,
    clock: Clock | None = None,
    shared_by: HouseholdOf = "home",
    idle_s: float = 60,
    hears: Callable[[bytes], str] | None = None,
    speaks: Callable[[str], Iterator[Any]] | None = None,
) -> AsyncIterator[Service]:
    """The service while a test runs. With the same store it is the same home, started anew."""
    store, clock = store or InMemoryStore(), clock or Clock()
    home = Home(content=content(), zone=UTC, country="US", shared_by=shared_by)
    told = info.describe("en-US", handles=True, ears="ears" if hears else None, voice="voice" if speaks else None)
    with ThreadPoolExecutor(1) as turns, ThreadPoolExecutor(1) as hearing, ThreadPoolExecutor(1) as speaking:
        services = Services(
            info=told,
            handling=Handling(home, store, listener(), clock),
            hears=hears,
            speaks=speaks,
            turns=turns,
            hearing=hearing,
            speaking=speaking,
        )
        ready: asyncio.Future[Address] = asyncio.get_running_loop().create_future()
        running = asyncio.create_task(Server(services, idle_s).run(read_address(ANYWHERE), ready.set_result))
        try:
            yield Service(await ready, clock, store)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def at_home(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that speaks with the service, in an event loop of its own."""

    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        asyncio.run(test(*arguments, **named))

    return run
