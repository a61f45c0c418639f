# SPDX-License-Identifier: Apache-2.0
"""The command: what it takes, what it refuses, and that it serves until it is ended."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cases import each_case
from speaker.packages import needs_the_extra
from wyoming.asr import Transcript
from wyoming.event import async_read_event, async_write_event
from wyoming.handle import Handled
from wyoming.ping import Ping

from skill.__main__ import main
from skill.assist.protocol.server import Address, read_address

from .home import ask, service

ROOT = Path(__file__).parents[2]


@each_case(
    ("uri", "address", "private"),
    [
        ("tcp://127.0.0.1:10500", Address("tcp", "127.0.0.1", 10500), True),
        ("tcp://[::1]:0", Address("tcp", "::1", 0), True),
        ("tcp://0.0.0.0:10500", Address("tcp", "0.0.0.0", 10500), False),
        ("tcp://localhost:1", Address("tcp", "localhost", 1), True),
        ("unix:///run/closer.sock", Address("unix", "/run/closer.sock"), True),
    ],
)
def test_an_address_is_read(uri: str, address: Address, private: bool) -> None:
    assert read_address(uri) == address
    assert str(address) == uri
    assert address.is_private is private


@pytest.mark.parametrize(
    "arguments",
    [
        ["--uri", "stdio://"],
        ["--uri", "tcp://127.0.0.1"],
        ["--uri", "tcp://127.0.0.1:99999"],
        ["--uri", "http://127.0.0.1:1"],
        ["--uri", "unix://"],
        ["--services", "handle", "--uri", "tcp://no..such.host:1"],
        ["--services", "handle", "--uri", f"unix:///{'long' * 50}"],
        ["--services", "handle,dance"],
        ["--services", ","],
        ["--services", "handle", "--wake-word", "{name}"],
        ["--services", "handle", "--wake-word", " "],
        ["--services", "handle", "--locale", "tlh-US"],
        ["--services", "handle", "--locale", "de-DE", "--meaning"],
        ["--household", "street"],
        ["--services", "handle", "--uri", "unix:///no/such/folder/closer.sock"],
    ],
)
def test_a_wrong_argument_is_told_in_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSER_STORE", "memory:")
    assert main(["assist", *arguments]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "None" not in told


@pytest.mark.parametrize(
    "options", [["--no-meaning"], pytest.param(["--meaning"], marks=needs_the_extra)], ids=["words", "meaning"]
)
def test_it_serves_until_it_is_ended(options: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "skill", "assist", "--services", "handle", "--uri", "tcp://127.0.0.1:0", *options]
    store = {"CLOSER_STORE": f"sqlite:///{tmp_path / 'household.sqlite3'}"}
    for ending in (signal.SIGTERM, signal.SIGINT):
        with subprocess.Popen(
            command, cwd=ROOT, env=os.environ | store, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as served:
            assert served.stdout
            assert served.stderr
            try:
                told = re.match(r"Listening at (tcp://\S+)\. ", served.stdout.readline())
                assert told
                event = Transcript(text="open closer together", context={"satellite_id": "kitchen"}).event()
                (answer,) = asyncio.run(ask(read_address(told[1]), event))
                assert Handled.from_event(answer).text
                served.send_signal(ending)
                assert served.wait(30) == 0
                assert served.stderr.read() == ""
            finally:
                served.kill()


@each_case("ending", [signal.SIGTERM, signal.SIGINT])
def test_what_ends_it_is_raised_in_no_step_of_a_client(ending: signal.Signals) -> None:
    """Raised there, Ctrl-C may lose what the client's task waits for, and its end is waited for without end."""
    handled = signal.getsignal(signal.SIGINT)

    async def end_beside_a_client() -> None:
        async with service() as served:
            reader, writer = await asyncio.open_connection(served.address.host, served.address.port)
            await async_write_event(Ping(text="here").event(), writer)
            assert await async_read_event(reader)
            os.kill(os.getpid(), ending)
            assert await reader.read() == b""
            writer.close()

    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests were started with it ignored
    try:
        asyncio.run(end_beside_a_client())
    finally:
        signal.signal(signal.SIGINT, handled)


@pytest.mark.parametrize("there", [True, False])
def test_without_wyoming_nothing_is_served_and_how_to_get_it_is_told(
    there: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[object] = []
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if there else None)
    monkeypatch.setattr("skill.assist.serving.serve", lambda arguments, wanted: served.append(wanted))
    assert main(["assist", "--services", "handle, tts"]) == (0 if there else 2)
    assert served == ([("handle", "tts")] if there else [])
    assert ("requirements/install assist" in capsys.readouterr().err) is not there
