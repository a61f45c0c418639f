# SPDX-License-Identifier: Apache-2.0
"""How a table is asked: twice at most, never too late, not by too many at once, and on conditions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from cases import each_case

from skill.deadline import Deadline
from skill.memory.dynamodb.address import read_address
from skill.memory.dynamodb.connections import NoAnswer, Refused
from skill.memory.dynamodb.store import DynamoStore
from skill.memory.dynamodb.table import CLASHED, Table
from skill.memory.store import Clash, Stored, StoreUnavailable

ADDRESS = read_address("dynamodb://households")


class Scripted:
    """A client and its connections that answer as they are told to, one after another."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.hangs = False

    def ask(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((operation, arguments))
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, dict)
        return answer

    def run(self, ask: Callable[[], Any], deadline: Deadline) -> Any:
        if self.hangs:
            raise TimeoutError
        return ask()


def table_of(scripted: Scripted) -> Table:
    table = Table(ADDRESS)
    table._make_client = lambda: (scripted, scripted)  # type: ignore[assignment, return-value, method-assign]
    return table


def test_what_is_asked_names_the_table() -> None:
    scripted = Scripted({"Item": {}})
    assert table_of(scripted).ask("get_item", Deadline(), Key="k") == {"Item": {}}
    assert scripted.asked == [("get_item", {"TableName": "households", "Key": "k"})]


@each_case(
    "failure",
    [Refused("Throttling"), NoAnswer(), OSError(), KeyError("x"), ValueError(), TypeError(), AttributeError()],
)
def test_what_fails_is_tried_once_more(failure: Exception) -> None:
    scripted = Scripted(failure, {"Item": {}})
    assert table_of(scripted).ask("get_item", Deadline()) == {"Item": {}}
    assert len(scripted.asked) == 2


@each_case(
    ("failure", "why"),
    [(Refused("Throttling"), "Throttling"), (TimeoutError(), "TimeoutError"), (KeyError("x"), "NoAnswer")],
)
def test_what_fails_twice_is_told_by_a_name_alone(failure: Exception, why: str) -> None:
    scripted = Scripted(failure, failure, {"Item": {}})
    with pytest.raises(
        StoreUnavailable, match=rf"^The table households did not answer \({why}\); see that it is there"
    ):
        table_of(scripted).ask("get_item", Deadline())
    assert len(scripted.asked) == 2


@each_case(("first", "unsure"), [([], False), ([TimeoutError()], True), ([Refused("Throttling")], True)])
def test_a_clash_after_a_try_that_failed_may_be_with_itself(first: list[Exception], unsure: bool) -> None:
    with pytest.raises(Clash) as clash:
        table_of(Scripted(*first, Refused(CLASHED))).ask("put_item", Deadline())
    assert clash.value.unsure is unsure


@each_case(("left_s", "asked"), [(1.5, 1), (1.49, 0)])
def test_a_try_that_could_outlast_the_deadline_is_not_begun(left_s: float, asked: int) -> None:
    scripted = Scripted({"Item": {}})
    table, deadline = table_of(scripted), Deadline(left_s, clock=lambda: 0.0)
    with nullcontext() if asked else pytest.raises(StoreUnavailable, match=r"\(no time left\)"):
        table.ask("get_item", deadline)
    assert len(scripted.asked) == asked


def test_of_more_than_twenty_tries_that_hang_one_is_begun_every_two_seconds() -> None:
    now = [100.0]
    scripted = Scripted()
    table = table_of(scripted)
    table._monotonic = lambda: now[0]
    scripted.hangs = True
    for _ in range(10):
        with pytest.raises(StoreUnavailable):
            table.ask("get_item", Deadline())
    scripted.hangs = False
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="TimeoutError"):
            table.ask("get_item", Deadline())
    assert scripted.asked == []
    now[0] += 1.99
    with pytest.raises(StoreUnavailable):
        table.ask("get_item", Deadline())
    now[0] += 0.02
    assert table.ask("get_item", Deadline()) == {}


def test_tries_that_end_make_room_for_others() -> None:
    table = table_of(Scripted())
    table._monotonic = lambda: 0.0
    for _ in range(50):
        assert table.ask("get_item", Deadline()) == {}


def store_of(scripted: Scripted, now: float = 1000.0) -> DynamoStore:
    store = DynamoStore(ADDRESS, clock=lambda: now)
    store._table = table_of(scripted)
    return store


ITEM = {"revision": {"N": "7"}, "record": {"B": b"kept"}}


@each_case(
    ("item", "found"),
    [
        (None, None),
        (ITEM, Stored(7, b"kept")),
        (ITEM | {"expires": {"N": "1000"}}, None),
        (ITEM | {"expires": {"N": "1001"}}, Stored(7, b"kept")),
    ],
)
def test_what_is_kept_is_there_until_it_expires(item: Any, found: Stored | None) -> None:
    scripted = Scripted({"Item": item} if item else {})
    assert store_of(scripted).get("k", Deadline()) == found
    assert scripted.asked[0][1] == {"TableName": "households", "Key": {"key": {"S": "k"}}, "ConsistentRead": True}


@each_case("item", [{"x": 1}, ITEM | {"revision": {"N": "x"}}, ITEM | {"record": {}}, ITEM | {"expires": {"S": "x"}}])
def test_a_table_of_somebody_else_is_told(item: Any) -> None:
    with pytest.raises(StoreUnavailable, match="The table households holds something else"):
        store_of(Scripted({"Item": item})).get("k", Deadline())


def test_a_write_is_done_where_nobody_else_wrote() -> None:
    scripted = Scripted()
    store = store_of(scripted)
    assert store.put("k", b"new", 7, Deadline()) == 8
    again = scripted.asked[-1][1]
    assert again["Item"] == {"key": {"S": "k"}, "revision": {"N": "8"}, "record": {"B": b"new"}}
    assert again["ConditionExpression"] == "revision = :now"
    assert again["ExpressionAttributeValues"] == {":now": {"N": "7"}}
    first = store.put("k", b"new", 0, Deadline(), expires=1060.9)
    new = scripted.asked[-1][1]
    assert new["Item"]["revision"] == {"N": str(first)}
    assert new["Item"]["expires"] == {"N": "1060"}
    assert new["ConditionExpression"] == "attribute_not_exists(revision) OR expires <= :now"
    assert new["ExpressionAttributeValues"] == {":now": {"N": "1000"}}


@each_case(("key", "items"), [("k", 2), ("k#set-aside-1", 1)])
def test_with_a_household_goes_what_an_earlier_version_set_aside_of_it(key: str, items: int) -> None:
    scripted = Scripted()
    store_of(scripted).delete(key, Deadline())
    assert [operation for operation, _ in scripted.asked] == ["get_item"] * items


def test_what_stands_there_now_is_deleted_and_nothing_that_came_after() -> None:
    scripted = Scripted({"Item": ITEM}, Refused(CLASHED), {"Item": {"x": 1}}, {})
    store_of(scripted).delete("k#1", Deadline())
    (_, first), (_, second) = [each for each in scripted.asked if each[0] == "delete_item"]
    assert first["ConditionExpression"] == "revision = :now"
    assert first["ExpressionAttributeValues"] == {":now": {"N": "7"}}
    assert "ConditionExpression" not in second
