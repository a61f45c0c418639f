# SPDX-License-Identifier: Apache-2.0
"""A table that others write too, that is slow, or that is gone for a while: asked directly, and by botocore. The server
is a real one."""

from __future__ import annotations

import base64
import json
import logging
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alexa.couple import USER, Couple, plain_slot, slot
from alexa.services.raw_server import Answering, RawServer, answers, drips, hangs_up, says
from msgspec.structs import replace

from lambda_handler import make_handler
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.dynamodb import DynamoStore
from skill.memory.dynamodb import table as asking
from skill.memory.records import ASIDE, Records
from skill.memory.store import Clash, StoreUnavailable
from skill.settings import Settings

from ..conftest import WAYS, asked
from .table_server import TableServer, served_table

pytest.importorskip("botocore", reason="botocore is not installed: requirements/install dynamodb")

SECRET = "Wilhelmina"
FORGETFUL = load_content("en-US").lines["forgetful"].texts
NEW = f'{{"names": ["{SECRET}", "Alex"]}}'.encode()


@pytest.fixture(params=WAYS, autouse=True)
def way(request: pytest.FixtureRequest) -> str:
    """How tables are asked."""
    asked(request, request.param)
    return str(request.param)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[TableServer]:
    """A server of this test's own, to be killed."""
    with served_table(tmp_path) as server:
        yield server


@pytest.fixture
def silent_endpoint() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_server_killed_in_mid_evening_and_back(own_server: TableServer) -> None:
    couple = Couple(make_handler(Settings(store=own_server.url)))
    couple.launch()
    couple.say("AMAZON.YesIntent")
    own_server.kill()
    couple.say("AMAZON.NextIntent")
    told = couple.words
    couple.say("SetNamesIntent", plain_slot("first", "Sam"), plain_slot("second", "Alex"))
    couple.say("AMAZON.NextIntent")
    assert couple.in_session
    own_server.start()
    couple.say("AMAZON.NextIntent")
    kept = Records(DynamoStore.at(own_server.url)).load(digest(USER), Deadline())
    assert kept.household.names == ("Sam", "Alex")
    assert kept.household.checkin is not None
    assert kept.household.checkin.at >= 3
    assert any(text in told for text in FORGETFUL)
    assert not any(text in couple.words for text in FORGETFUL)


def test_two_tries_then_a_clear_sentence(own_server: TableServer) -> None:
    store = DynamoStore.at(own_server.url)
    own_server.kill()
    with pytest.raises(StoreUnavailable, match=r"The table households did not answer \(ConnectionRefusedError\)"):
        store.get("k", Deadline())


def test_a_server_that_never_answers_is_waited_for_within_the_deadline(silent_endpoint: str) -> None:
    store = DynamoStore.at(f"dynamodb://households?endpoint={silent_endpoint}")
    with pytest.raises(StoreUnavailable, match="Timeout"):
        store.get("k", Deadline(1.6))


@pytest.mark.parametrize("fault", [hangs_up, says("{}", "500 Broken"), says("", "503 Slow down")])
def test_it_is_asked_twice_and_after_a_failed_read_nothing_is_written(fault: Answering) -> None:
    with RawServer(fault) as server:
        couple = Couple(make_handler(Settings(store=f"dynamodb://households?endpoint={server.url}")))
        couple.launch()
        assert couple.in_session
        assert any(text in couple.words for text in FORGETFUL)
        assert server.connections == 2
        assert b"GetItem" in server.received


@pytest.mark.parametrize(
    "strange",
    [
        says(""),
        says("{}"),
        says("{}", "200 OK", "Content-Type: application/json"),
        says("", "204 No Content"),
        says("<html>Please log in</html>", "200 OK", "Content-Type: text/html"),
        says("", "302 Found", "Location: http://login.example/"),
        says("{}", "200 OK", "Content-Type: application/x-amz-json-1.0", "x-amz-crc32: 7"),
        says("[]", "200 OK", "Content-Type: application/x-amz-json-1.0", f"x-amz-crc32: {zlib.crc32(b'[]')}"),
        says('{"Item"', "200 OK", "Content-Type: application/x-amz-json-1.0", f"x-amz-crc32: {zlib.crc32(b'{}')}"),
        says('{"__type": "x#ConditionalCheckFailedException"}', "400 Bad Request"),
        answers(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 900\r\n\r\n{}"),
    ],
)
@pytest.mark.parametrize("ask", ["get", "put", "delete"])
def test_what_is_no_answer_of_a_table_counts_as_none(strange: Answering, ask: str) -> None:
    with RawServer(strange) as server:
        store = DynamoStore.at(f"dynamodb://households?endpoint={server.url}")
        with pytest.raises(StoreUnavailable, match="did not answer"):
            store.put("k", NEW, 0, Deadline()) if ask == "put" else getattr(store, ask)("k", Deadline())


def test_forgetting_is_not_told_where_a_login_page_answered() -> None:
    with RawServer(says("<html>Please log in</html>", "200 OK", "Content-Type: text/html")) as server:
        couple = Couple(make_handler(Settings(store=f"dynamodb://households?endpoint={server.url}")))
        couple.launch()
        couple.say("ForgetUsIntent")
        couple.say("AMAZON.YesIntent")
        assert "nothing is erased yet" in couple.words


@pytest.mark.parametrize("item", [{"Item": 7}, {"Item": {"key": {"S": "k"}}}, {"Item": {"revision": {"N": "x"}}}])
def test_an_item_that_is_none_of_ours_is_a_failing_store(item: object) -> None:
    body = json.dumps(item).encode()
    proof = ("Content-Type: application/x-amz-json-1.0", f"x-amz-crc32: {zlib.crc32(body)}")
    with RawServer(says(body, "200 OK", *proof)) as server, pytest.raises(StoreUnavailable):
        DynamoStore.at(f"dynamodb://households?endpoint={server.url}").get("k", Deadline())


def test_connections_that_nobody_waits_for_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many answers drip in a byte at a time, none of them is still read once it is given up."""
    monkeypatch.setattr(asking, "CONNECT_S", 0.1)
    monkeypatch.setattr(asking, "READ_S", 0.05)
    ended = threading.Semaphore(0)

    def dripping(server: RawServer, connection: socket.socket) -> None:
        try:
            drips(server, connection)
        finally:
            ended.release()

    with RawServer(dripping) as server:
        store = DynamoStore.at(f"dynamodb://households?endpoint={server.url}")
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match="did not answer"):
                store.get("k", Deadline())
        assert all(ended.acquire(timeout=30) for _ in range(server.connections))


def test_while_no_host_can_be_found_one_asks_now_and_then(
    own_server: TableServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = threading.Event()
    asked: list[object] = []
    find = socket.getaddrinfo

    def finding(*arguments: object, **named: object) -> object:
        asked.append(arguments)
        found.wait()
        return find(*arguments, **named)  # type: ignore[arg-type, call-overload]

    now = [100.0]
    store = DynamoStore.at(own_server.url)
    store.put("k", NEW, 0, Deadline())
    store = DynamoStore.at(own_server.url)
    monkeypatch.setattr(store._table, "_monotonic", lambda: now[0])
    monkeypatch.setattr(asking, "CONNECT_S", 0.02)
    monkeypatch.setattr(asking, "READ_S", 0.02)
    monkeypatch.setattr(asking, "ASKING_MAX", 6)
    store._table._client()
    monkeypatch.setattr(socket, "getaddrinfo", finding)
    for _ in range(20):
        with pytest.raises(StoreUnavailable, match="did not answer"):
            store.get("k", Deadline())
    assert len(asked) == 6
    now[0] += asking.PROBE_S
    with pytest.raises(StoreUnavailable, match="did not answer"):
        store.get("k", Deadline())
    assert len(asked) == 7
    found.set()
    monkeypatch.setattr(store._table._client()[1], "_connect_s", 1.0)
    monkeypatch.setattr(store._table._client()[1], "_read_s", 2.0)
    now[0] += asking.PROBE_S
    stored = store.get("k", Deadline())
    assert stored is not None
    assert stored.data == NEW


def test_a_deletion_that_comes_late_takes_nothing_away_that_came_after(
    table: TableServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DynamoStore.at(table.url)
    store.put("k", b"before", 0, Deadline())
    ask, begun = asking.Table.ask, []

    def late(self: asking.Table, operation: str, deadline: Deadline, **arguments: object) -> dict[str, object]:
        if operation == "delete_item" and not begun:
            begun.append(operation)
            other = DynamoStore.at(table.url)
            other.delete("k", Deadline())
            other.put("k", b"after", 0, Deadline())
        return ask(self, operation, deadline, **arguments)

    monkeypatch.setattr(asking.Table, "ask", late)
    monkeypatch.setattr("skill.memory.dynamodb.store.TRIES", 1)
    with pytest.raises(StoreUnavailable):
        store.delete("k", Deadline())
    stored = DynamoStore.at(table.url).get("k", Deadline())
    assert stored is not None
    assert stored.data == b"after"


def test_no_try_is_begun_that_could_outlast_the_deadline(silent_endpoint: str) -> None:
    store = DynamoStore.at(f"dynamodb://households?endpoint={silent_endpoint}")
    with pytest.raises(StoreUnavailable, match="no time left"):
        store.get("k", Deadline(1.4))


def test_a_table_that_is_not_there(own_server: TableServer) -> None:
    store = DynamoStore.at(own_server.url.replace("households", "elsewhere"))
    with pytest.raises(StoreUnavailable, match="ResourceNotFoundException"):
        store.get("k", Deadline())


def test_no_region_and_no_endpoint() -> None:
    with pytest.raises(StoreUnavailable, match="NoRegionError"):
        DynamoStore.at("dynamodb://households").get("k", Deadline())


def test_a_record_that_cannot_be_read_is_set_aside(table: TableServer, caplog: pytest.LogCaptureFixture) -> None:
    records = Records(DynamoStore.at(table.url))
    for broken in (b"{broken", b"[again]"):
        table.put(key={"S": "k"}, revision={"N": "5"}, record={"B": broken})
        kept = records.load("k", Deadline())
        assert kept.household == Household()
    aside = {item["key"]["S"]: item["record"]["B"] for item in table.items() if ASIDE in item["key"]["S"]}
    assert aside == {f"k{ASIDE}1": b"{broken", f"k{ASIDE}2": b"[again]"}
    assert len(caplog.messages) == 2
    records.save("k", kept, Deadline())


def test_an_item_of_somebody_else_is_left_as_it_is(table: TableServer) -> None:
    table.put(key={"S": "k"}, total={"N": "5"})
    with pytest.raises(StoreUnavailable, match="something else"):
        DynamoStore.at(table.url).get("k", Deadline())
    assert len(table.items()) == 1


def test_erasing_leaves_no_trace_in_the_table(table: TableServer) -> None:
    records = Records(DynamoStore.at(table.url))
    table.put(key={"S": "k#set-aside"}, records={"L": [{"B": SECRET.encode()}]})  # as earlier versions did
    table.put(key={"S": "k"}, revision={"N": "5"}, record={"B": SECRET.encode()})
    records.save("k", records.load("k", Deadline()), Deadline())
    assert len(table.items()) == 3
    records.erase("k", time.time(), Deadline())
    assert SECRET not in repr(table.items())


def test_a_write_whose_answer_was_lost_is_found_again(table: TableServer) -> None:
    """The second try of such a write clashes with the first; the turn is found where it was kept."""
    couple = Couple(make_handler(Settings(store=table.url)))
    couple.launch()
    records = Records(DynamoStore.at(table.url))
    before = records.load(digest(USER), Deadline())
    envelope = couple.intent("AvoidTopicIntent", slot("topic", "money", "money"))
    first = couple.send(envelope)
    after = records.load(digest(USER), Deadline())
    with pytest.raises(Clash):
        records.save(digest(USER), replace(before, household=after.household), Deadline())
    assert couple.send(envelope) == first
    assert records.load(digest(USER), Deadline()) == after


def test_nothing_that_is_kept_is_logged_even_by_the_client_itself(
    table: TableServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = DynamoStore.at(table.url)
    kept = store.put("a household", NEW, 0, Deadline())
    store.get("a household", Deadline())
    with pytest.raises(Clash):
        store.put("a household", NEW, 0, Deadline())
    store.put("a household", NEW, kept, Deadline())
    written = table.items()[0]["record"]["B"]
    for trace in (SECRET, "a household", base64.b64encode(written).decode()[:20]):
        assert trace not in caplog.text
