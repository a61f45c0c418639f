# SPDX-License-Identifier: Apache-2.0
"""How long a turn takes at a satellite beyond understanding: evenings asked over TCP, as Home Assistant asks.

`python -m bench.assist [--evenings N] [--json]`. The store is a file, as at home; ears and voice are left out, for
those are measured by `bench/speech.py`. Prints milliseconds a turn: understanding, the turn beyond it, and all of it as
the client sees it, with a connection of its own and the way over it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient

from skill.assist.caller import Caller
from skill.assist.events import Listener
from skill.assist.face import Home
from skill.assist.handling import Handling
from skill.assist.protocol import info
from skill.assist.protocol.connection import Services
from skill.assist.protocol.server import Address, Server, read_address
from skill.assist.reply import Reply
from skill.content.loading.loader import load_content
from skill.language_model import load_language_model
from skill.memory.sqlite import SqliteStore
from skill.speaker.nlu import Meaning, Understanding

EVENING = ("open closer together", "yes", "next", "more time", "we need longer", "next", "next", "next", "sure", "stop")
FIRST = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)


class Timed(Understanding):
    """Understanding that tells how long it took since it was last asked for that."""

    spent_s = 0.0

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        """See `Understanding.meaning`."""
        began = time.perf_counter()
        try:
            return super().meaning(text, expects)
        finally:
            self.spent_s += time.perf_counter() - began


class TimedHandling(Handling):
    """Handling that tells how long its last turn took."""

    took_s = 0.0

    def said(self, text: str, caller: Caller) -> Reply:
        """See `Handling.said`."""
        began = time.perf_counter()
        try:
            return super().said(text, caller)
        finally:
            self.took_s = time.perf_counter() - began


class Took(NamedTuple):
    """Seconds of one turn."""

    understanding: float
    beyond: float
    in_all: float


async def turns(
    address: Address, timed: Timed, handling: TimedHandling, evenings: int, night: list[datetime]
) -> list[Took]:
    """Times of each turn of some evenings."""
    took = []
    context = {"satellite_id": "assist_satellite.bench", "closer_together": {"music": True, "asks_after": True}}
    for _ in range(evenings):
        for sentence in EVENING:
            timed.spent_s = 0.0
            began = time.perf_counter()
            async with AsyncTcpClient(address.host, address.port) as client:
                await client.write_event(Transcript(text=sentence, context=context).event())
                await client.read_event()
            in_all = time.perf_counter() - began
            took.append(Took(timed.spent_s, handling.took_s - timed.spent_s, in_all))
            night[0] += timedelta(seconds=40)
        night[0] += timedelta(days=1)
    return took


async def measured(evenings: int, folder: Path) -> list[Took]:
    """The turns of some evenings in one home."""
    model, night = load_language_model("en-US"), [FIRST]
    timed = Timed(model)
    home = Home(content=load_content("en-US"), zone=UTC, country="US")
    handling = TimedHandling(home, SqliteStore(folder / "household.sqlite3"), Listener(model, timed), lambda: night[0])
    with ThreadPoolExecutor(1) as threads:
        told = info.describe("en-US", handles=True, ears=None, voice=None)
        services = Services(info=told, handling=handling, turns=threads, hearing=threads, speaking=threads)
        ready: asyncio.Future[Address] = asyncio.get_running_loop().create_future()
        server = asyncio.create_task(Server(services).run(read_address("tcp://127.0.0.1:0"), ready.set_result))
        address = await ready
        await turns(address, timed, handling, 1, night)  # what is made once is made
        took = await turns(address, timed, handling, evenings, night)
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)
    return took


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evenings", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        took = asyncio.run(measured(arguments.evenings, Path(folder)))
    columns = {
        "understanding": [each.understanding for each in took],
        "the turn beyond it": [each.beyond for each in took],
        "in all, over TCP": [each.in_all for each in took],
    }
    figures = {
        name: {
            "median_ms": round(statistics.median(each) * 1000, 2),
            "p95_ms": round(statistics.quantiles(each, n=20)[-1] * 1000, 2),
        }
        for name, each in columns.items()
    }
    if arguments.json:
        print(json.dumps({"turns": len(took)} | figures))
        return
    print(f"{len(took)} turns\n\n| | median, ms | 95th of 100, ms |\n|---|---|---|")
    for name, figure in figures.items():
        print(f"| {name} | {figure['median_ms']} | {figure['p95_ms']} |")


if __name__ == "__main__":
    main()
