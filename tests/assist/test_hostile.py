# SPDX-License-Identifier: Apache-2.0
"""Whatever comes over the network: nobody's evening breaks, nothing grows, and no word is written to a log."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

import pytest
from cases import each_case
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.event import Event

from skill.assist.caller import read_caller
from skill.assist.protocol import server
from skill.assist.protocol.reading import PAYLOAD_MAX_BYTES
from skill.assist.protocol.server import Address
from skill.assist.satellites import SATELLITES_MAX, Satellites

from .home import ask, at_home, service

SECRET = "petrified-of-sam"


async def send(address: Address, *raw: bytes, end: bool = True) -> bytes:
    """What comes back for some bytes, until the service closes the connection."""
    reader, writer = await asyncio.open_connection(address.host, address.port)
    try:
        for each in raw:
            writer.write(each)
        await writer.drain()
        if end:
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def line(**header: Any) -> bytes:
    return json.dumps(header).encode() + b"\n"


ODD = [
    b"",
    b"\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00" + bytes(range(256)),
    b"[]\n",
    b"null\n",
    b"3\n",
    b'"transcript"\n',
    b"{}\n",
    b"[" * 60_000 + b"\n",
    b"x" * 200_000,
    line(type=None),
    line(type=7),
    line(type={"a": 1}),
    line(type="transcript"),
    line(type="transcript", data=None),
    line(type="transcript", data=[1]),
    line(type="transcript", data={"text": 7}),
    line(type="transcript", data={"text": None}),
    line(type="transcript", data={"text": ["a"]}),
    line(type="transcript", data_length=-1),
    line(type="transcript", data_length="many"),
    line(type="transcript", data_length=10**12),
    line(type="transcript", data_length=4) + b"nope",
    line(type="transcript", data_length=4) + b"[1]\n",
    line(type="audio-chunk", payload_length=10**12, data={"rate": 16000, "width": 2, "channels": 1}),
    line(type="audio-chunk", payload_length=True),
    line(type="transcript-chunk", data={"text": SECRET}),
    line(type="transcript-stop"),
    line(type="user-event", data={"name": "closer-together", "data": {"event": "erase"}}),
    line(type="user-event", data={}),
    line(type="synthesize", data={"text": SECRET}),
    line(type="ping", data={"text": 4}),
    line(type="no-such-event", data={"text": SECRET}),
]


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_odd_bytes_end_their_own_connection_at_most(raw: bytes, caplog: pytest.LogCaptureFixture) -> None:
    @at_home
    async def sent() -> None:
        async with service() as home:
            await send(home.address, raw)
            assert (await home.room().say("open closer together")).listening, "the others are served"

    with caplog.at_level(logging.DEBUG):
        sent()
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@at_home
async def test_what_cannot_be_used_is_told_in_one_sentence() -> None:
    async with service() as home:
        for event in (Event("transcript", {"text": 7}), Event("user-event", {"name": "x", "data": {"event": "erase"}})):
            (answer,) = await ask(home.address, event)
            error = Error.from_event(answer)
            assert error.code == "bad-event"
            assert error.text.endswith(".")


@at_home
async def test_who_sends_nothing_is_not_waited_for() -> None:
    async with service(idle_s=0.05) as home:
        assert await send(home.address, b"{", end=False) == b""


@at_home
async def test_no_more_are_served_at_once_than_a_home_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CONNECTIONS_MAX", 2)
    async with service() as home:
        clients = [AsyncTcpClient(home.address.host, home.address.port, read_timeout=30) for _ in range(3)]
        for client in clients:
            await client.connect()
            await client.write_event(Event("describe"))
        answers = []
        for client in clients:
            try:
                answers.append(await client.read_event())
            except ConnectionError:
                answers.append(None)
        assert [answer is not None for answer in answers] == [True, True, False]
        for client in clients:
            with suppress(ConnectionError):
                await client.disconnect()


@each_case(
    "context",
    [
        None,
        7,
        "satellite",
        [],
        {},
        {"satellite_id": 7},
        {"satellite_id": "x" * 10_000},
        {"satellite_id": ""},
        {"satellite_id": "kitchen", "closer_together": 7},
        {"satellite_id": "kitchen", "closer_together": {"music": "yes"}},
        {"satellite_id": "kitchen", "closer_together": {"country": "Atlantis"}},
        {"satellite_id": "kitchen", "closer_together": {"user": {"a": 1}}},
    ],
)
def test_what_is_malformed_in_a_context_counts_as_not_told(context: object) -> None:
    caller = read_caller(context)
    assert not caller.told.music
    assert caller.household("user") == read_caller({}).household("home")
    assert len(caller.satellite) == 16


def test_ids_end_where_they_come_in() -> None:
    told = {"user": SECRET, "area": SECRET, "request": SECRET}
    caller = read_caller({"satellite_id": SECRET, "device_id": SECRET, "closer_together": told})
    assert SECRET not in caller.satellite
    assert SECRET not in caller.household("user")
    assert SECRET not in str(caller.request)
    assert caller.household("user") != caller.household("area") != caller.household("home")


def test_a_zone_is_one_that_exists() -> None:
    for name, known in (("Europe/Berlin", "Europe/Berlin"), ("../../etc/passwd", None), ("Mars/Olympus", None)):
        assert read_caller({"closer_together": {"time_zone": name}}).time_zone == known


def test_satellites_do_not_grow_without_end() -> None:
    satellites = Satellites()
    first = satellites.at("0")
    for number in range(1, SATELLITES_MAX):
        satellites.at(str(number))
    assert satellites.at("0") is first
    for number in range(SATELLITES_MAX):
        satellites.at(f"another {number}")
    assert satellites.at("0") is not first


@at_home
async def test_an_event_that_is_larger_than_a_satellite_sends_is_not_waited_for() -> None:
    async with service() as home:
        large = line(type="audio-chunk", payload_length=PAYLOAD_MAX_BYTES + 1)
        assert await send(home.address, large, end=False) == b""
