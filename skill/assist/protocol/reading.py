# SPDX-License-Identifier: Apache-2.0
"""Events as they come over a connection, read with distrust: no larger, no slower and no odder than a satellite's."""

from __future__ import annotations

import asyncio

from wyoming.event import Event, async_read_event

PAYLOAD_MAX_BYTES = 1_000_000
"""Of the sound in one event: half a minute as satellites send it; they send a tenth of a second at once."""
IDLE_S = 300.0
"""A connection on which nothing comes for so long is closed."""


class _Bounded(asyncio.StreamReader):
    """A reader that reads no more than an event may have. What is too large is a ValueError, which ends the event."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        super().__init__()
        self._inner = reader

    async def readline(self) -> bytes:
        return await self._inner.readline()  # 64 KiB at most, as asyncio reads lines

    async def readexactly(self, n: int) -> bytes:
        if n > PAYLOAD_MAX_BYTES:
            raise ValueError("The event is too large.")
        return await self._inner.readexactly(n)


async def read_event(reader: asyncio.StreamReader, idle_s: float = IDLE_S) -> Event | None:
    """The next event; None at the end, and where what came is none: the connection is over then."""
    try:
        event = await asyncio.wait_for(async_read_event(_Bounded(reader)), idle_s)
    except (EOFError, OSError, TimeoutError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if event is None or not isinstance(event.type, str) or not isinstance(event.data, dict):
        return None
    return event
