# SPDX-License-Identifier: Apache-2.0
"""A table that others write too, that is slow, or that is gone for a while. The server is a real one."""

from __future__ import annotations

import base64
import importlib.util
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alexa.couple import USER, Couple, plain_slot, slot
from alexa.services.raw_server import Answering, RawServer, drips, hangs_up, says
from msgspec.structs import replace

from lambda_handler import make_handler
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.content.loader import load_content
from skill.deadline import Deadline
from skill.memory import dynamodb
from skill.memory.dynamodb import DynamoStore
from skill.memory.records import ASIDE, Records
from skill.memory.store import Clash, StoreUnavailable
from skill.settings import Settings

from .table_server import TableServer

pytest.importorskip("botocore", reason="botocore is not installed: requirements/dynamodb.txt")

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore is not installed: requirements/install dynamodb"
)

SECRET = "Wilhelmina"
FORGETFUL = load_content("en-US").lines["forgetful"].texts
NEW = f'{{"names": ["{SECRET}", "Alex"]}}'.encode()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[TableServer]:
    """A server of this test's own, to be killed."""
    server = TableServer(tmp_path)
    server.start()
    server.make_table()
    yield server
    server.kill()


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
    with pytest.raises(StoreUnavailable, match=r"The table households did not answer \(EndpointConnectionError\)"):
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


def test_an_answer_that_comes_a_byte_at_a_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamodb, "READ_S", 0.1)
    monkeypatch.setattr(dynamodb, "LEFT_BEHIND_MAX", 3)
    with RawServer(drips) as server:
        store = DynamoStore.at(f"dynamodb://households?endpoint={server.url}")
        for tried in (2, 3, 3):
            with pytest.raises(StoreUnavailable, match="TimeoutError"):
                store.get("k", Deadline())
            assert server.connections == tried


def test_no_try_is_begun_that_could_outlast_the_deadline(silent_endpoint: str) -> None:
    store = DynamoStore.at(f"dynamodb://households?endpoint={silent_endpoint}")
    with pytest.raises(StoreUnavailable, match="no time left"):
        store.get("k", Deadline(1.4))


def test_a_table_that_is_not_there(own_server: TableServer) -> None:
    store = DynamoStore.at(own_server.url.replace("households", "elsewhere"))
    with pytest.raises(StoreUnavailable, match="ResourceNotFoundException"):
        store.get("k", Deadline())


def test_no_region_and_no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
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
    table.put(key={"S": "k#set-aside"}, records={"L": [{"B": SECRET.encode()}]})  # as version 0.1.0 did
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


def test_nobody_else_pays_for_its_import() -> None:
    code = (
        "import sys\n"
        "from lambda_handler import make_handler\n"
        "from skill.settings import Settings\n"
        "make_handler(Settings(store='dynamodb://households?region=eu-west-1'))\n"
        "print('botocore' in sys.modules, 'requests' in sys.modules, 'urllib3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_root())
    assert done.stdout.split() == ["False"] * 3


def _root() -> Path:
    return Path(__file__).parents[2]
