# SPDX-License-Identifier: Apache-2.0
"""Connections to a table: kept for a while and for a few hosts, and an answer is believed where it is whole."""

from __future__ import annotations

import zlib
from email.message import Message
from typing import Any

import pytest
from cases import each_case

from skill.deadline import Deadline
from skill.memory.dynamodb import connections
from skill.memory.dynamodb.connections import Answer, Connections, NoAnswer, Refused

TYPE = "application/x-amz-json-1.0"


class Host:
    """A host that answers at once, and notes what is done with the connection to it."""

    def __init__(self, status: int = 200, body: bytes = b"{}", kind: str = TYPE, **more: Any) -> None:
        self.status, self.body, self.kind = status, body, kind
        self.crc = more.get("crc", str(zlib.crc32(body)))
        self.will_close = more.get("will_close", False)
        self.connected = self.closed = 0
        self.asked: list[Any] = []
        self.headers = Message()
        self.headers["Content-Type"], self.headers["x-amz-crc32"] = kind, self.crc
        self.sock = self

    def settimeout(self, seconds: float) -> None:
        self.asked.append(seconds)

    def connect(self) -> None:
        self.connected += 1

    def request(self, *given: Any) -> None:
        self.asked.append(given)

    def getresponse(self) -> Host:
        return self

    def read(self, most: int) -> bytes:
        return self.body[:most]

    def getheaders(self) -> list[tuple[str, str]]:
        return [("X-Told", "yes")]

    def close(self) -> None:
        self.closed += 1


def posted(to: Connections, url: str = "http://table/way") -> Answer:
    return to.run(lambda: to.post(url, b"asked", {"X-Asked": "yes"}), Deadline())


def connections_to(monkeypatch: pytest.MonkeyPatch, *hosts: Host) -> Connections:
    """Connections that lead to these hosts, one after another."""
    made = Connections(connect_s=1.0, read_s=2.0)
    left = list(hosts)
    monkeypatch.setattr(made, "_new", lambda host: left.pop(0))
    return made


def test_an_answer_comes_with_its_status_its_headers_and_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(body=b'{"Item":{}}')
    to = connections_to(monkeypatch, host)
    assert posted(to) == Answer(200, {"X-Told": "yes"}, b'{"Item":{}}', {"Item": {}})
    assert host.asked == [2.0, ("POST", "/way", b"asked", {"X-Asked": "yes"})]
    assert posted(to, "http://table").status == 200
    assert host.asked[-1] == ("POST", "/", b"asked", {"X-Asked": "yes"})
    assert (host.connected, host.closed) == (1, 0), "the second request goes by the same connection"


@pytest.mark.parametrize(("seconds", "again"), [(19.9, True), (20.0, False)])
def test_an_idle_connection_is_used_again_for_twenty_seconds(
    monkeypatch: pytest.MonkeyPatch, seconds: float, again: bool
) -> None:
    now = [1000.0]
    monkeypatch.setattr(connections.time, "monotonic", lambda: now[0])
    first, second = Host(), Host()
    to = connections_to(monkeypatch, first, second)
    deadline = Deadline(clock=lambda: 0.0)
    to.run(lambda: to.post("http://table/", b"", {}), deadline)
    now[0] += seconds
    to.run(lambda: to.post("http://table/", b"", {}), deadline)
    assert (first.closed, second.connected) == ((0, 0) if again else (1, 1))


def test_a_connection_is_used_for_its_own_host_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Host(), Host()
    to = connections_to(monkeypatch, one, other)
    for url in ("http://one/", "http://other/", "http://one/", "http://other/"):
        posted(to, url)
    assert (one.connected, other.connected) == (1, 1)
    assert (len(one.asked), len(other.asked)) == (3, 3)


def test_eight_connections_are_kept_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = [Host() for _ in range(9)]
    to = connections_to(monkeypatch, *hosts)
    for number in range(9):
        posted(to, f"http://host-{number}/")
    assert [host.closed for host in hosts] == [0] * 8 + [1]


def test_one_that_the_host_closes_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Host(will_close=True), Host()
    to = connections_to(monkeypatch, first, second)
    posted(to)
    posted(to)
    assert (first.closed, second.connected) == (1, 1)


@pytest.mark.parametrize("status", [200, 400, 503])
def test_a_table_says_yes_or_refuses(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    assert posted(connections_to(monkeypatch, Host(status))).status == status


@pytest.mark.parametrize(
    "host",
    [
        Host(201),
        Host(199),
        Host(302),
        Host(399),
        Host(kind="text/html"),
        Host(crc="7"),
        Host(crc="x"),
        Host(crc=""),
        Host(body=b"[]"),
        Host(body=b"{"),
        Host(body=b'{"a":"\xff"}'),
        Host(body=b'{"a":"' + b"x" * 1024 * 1024 + b'"}'),
    ],
)
def test_what_is_no_answer_of_a_table_is_not_believed(monkeypatch: pytest.MonkeyPatch, host: Host) -> None:
    with pytest.raises(NoAnswer):
        posted(connections_to(monkeypatch, host))
    assert host.closed == 1


def test_a_mebibyte_is_read_of_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"a":"' + b"x" * (1024 * 1024 - 8) + b'"}'
    assert len(posted(connections_to(monkeypatch, Host(body=body))).body) == 1024 * 1024


@each_case(
    ("code", "told"),
    [
        ("ThrottlingException", "ThrottlingException"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "an unknown error"),
        ("no name", "an unknown error"),
        ("", "an unknown error"),
        (7, "an unknown error"),
        (None, "an unknown error"),
    ],
)
def test_a_refusal_is_told_by_a_plain_name(code: object, told: str) -> None:
    assert Refused(code).code == told
