# SPDX-License-Identifier: Apache-2.0
"""A table that others write too, that is slow, or that is gone for a while. The server is a real one."""

from __future__ import annotations

import base64
import importlib.util
import logging
import socket
import subprocess
import sys
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
from skill.memory.store import Clash, Kept, StoreUnavailable
from skill.settings import Settings

from .table_server import TableServer

pytest.importorskip("botocore", reason="botocore is not installed: requirements/dynamodb.txt")

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore is not installed: requirements/install dynamodb"
)

SECRET = "Wilhelmina"
FORGETFUL = load_content("en-US").lines["forgetful"].texts
NEW = Kept(household=Household(names=(SECRET, "Alex")))


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
    kept = DynamoStore.at(own_server.url).load(digest(USER), Deadline())
    assert kept is not None
    assert kept.household.names == ("Sam", "Alex")
    assert kept.household.checkin is not None
    assert kept.household.checkin.at >= 3
    assert any(text in told for text in FORGETFUL)
    assert not any(text in couple.words for text in FORGETFUL)


def test_two_tries_then_a_clear_sentence(own_server: TableServer) -> None:
    store = DynamoStore.at(own_server.url)
    own_server.kill()
    with pytest.raises(StoreUnavailable, match=r"The table households did not answer \(EndpointConnectionError\)"):
        store.load("k", Deadline())


def test_a_server_that_never_answers_is_waited_for_within_the_deadline(silent_endpoint: str) -> None:
    store = DynamoStore.at(f"dynamodb://households?endpoint={silent_endpoint}")
    with pytest.raises(StoreUnavailable, match="ReadTimeout"):
        store.load("k", Deadline(1.6))


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
                store.load("k", Deadline())
            assert server.connections == tried


def test_no_try_is_begun_that_could_outlast_the_deadline(silent_endpoint: str) -> None:
    store = DynamoStore.at(f"dynamodb://households?endpoint={silent_endpoint}")
    with pytest.raises(StoreUnavailable, match="no time left"):
        store.load("k", Deadline(1.4))


def test_a_table_that_is_not_there(own_server: TableServer) -> None:
    store = DynamoStore.at(own_server.url.replace("households", "elsewhere"))
    with pytest.raises(StoreUnavailable, match="ResourceNotFoundException"):
        store.load("k", Deadline())


def test_no_region_and_no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(StoreUnavailable, match="NoRegionError"):
        DynamoStore.at("dynamodb://households").load("k", Deadline())


def test_a_record_that_cannot_be_read_is_set_aside(table: TableServer, caplog: pytest.LogCaptureFixture) -> None:
    store = DynamoStore.at(table.url)
    for broken in (b"{broken", b"[again]"):
        table.put(key={"S": "k"}, revision={"N": "5"}, record={"B": broken})
        assert store.load("k", Deadline()) is None
    (aside,) = table.items()
    assert [one["B"] for one in aside["records"]["L"]] == [b"{broken", b"[again]"]
    assert len(caplog.messages) == 2
    store.save("k", NEW, Deadline())


def test_an_item_of_somebody_else_is_left_as_it_is(table: TableServer) -> None:
    table.put(key={"S": "k"}, total={"N": "5"})
    with pytest.raises(StoreUnavailable, match="something else"):
        DynamoStore.at(table.url).load("k", Deadline())
    assert len(table.items()) == 1


def test_erasing_leaves_no_trace_in_the_table(table: TableServer) -> None:
    store = DynamoStore.at(table.url)
    table.put(key={"S": "k"}, revision={"N": "5"}, record={"B": SECRET.encode()})
    assert store.load("k", Deadline()) is None
    store.save("k", NEW, Deadline())
    assert len(table.items()) == 2
    store.erase("k", Deadline())
    assert table.items() == []


def test_a_write_whose_answer_was_lost_is_found_again(table: TableServer) -> None:
    """The second try of such a write clashes with the first; the turn is found where it was kept."""
    couple = Couple(make_handler(Settings(store=table.url)))
    couple.launch()
    store = DynamoStore.at(table.url)
    before = store.load(digest(USER), Deadline())
    assert before is not None
    envelope = couple.intent("AvoidTopicIntent", slot("topic", "money", "money"))
    first = couple.send(envelope)
    after = store.load(digest(USER), Deadline())
    assert after is not None
    with pytest.raises(Clash):
        store.save(digest(USER), replace(before, household=after.household), Deadline())
    assert couple.send(envelope) == first
    assert store.load(digest(USER), Deadline()) == after


def test_nothing_that_is_kept_is_logged_even_by_the_client_itself(
    table: TableServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = DynamoStore.at(table.url)
    kept = store.save("a household", NEW, Deadline())
    store.load("a household", Deadline())
    with pytest.raises(Clash):
        store.save("a household", NEW, Deadline())
    store.save("a household", kept, Deadline())
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
