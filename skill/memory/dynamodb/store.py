# SPDX-License-Identifier: Apache-2.0
"""Bytes in a DynamoDB table, one item a key. The table has one key, `key` (a string); writes are conditional on the
item's revision."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import Any

from skill.deadline import Deadline
from skill.errors import InputError
from skill.memory.dynamodb.address import Address, read_address
from skill.memory.dynamodb.table import TRIES, Table
from skill.memory.store import Clash, Clock, Stored, StoreUnavailable, next_revision

ASIDE_OF_BEFORE = "#set-aside"
"""Ends the key of the item in which earlier versions kept a household's unreadable records."""


class DynamoStore:
    """One item a key."""

    def __init__(self, address: Address, clock: Clock = time.time) -> None:
        self._table = Table(address)
        self._name = address.table
        self._clock = clock

    @classmethod
    def at(cls, url: str, clock: Clock = time.time) -> DynamoStore:
        """The store of an address. Raises InputError where it is none."""
        address = read_address(url)
        if find_spec("botocore") is None:
            raise InputError("A table needs the package botocore; run requirements/install dynamodb.")
        return cls(address, clock)

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        found = self._item(key, deadline)
        if found is None:
            return None
        try:
            if float(found["expires"]["N"]) <= self._clock() if "expires" in found else False:
                return None
            return Stored(int(found["revision"]["N"]), found["record"]["B"])
        except (KeyError, ValueError, TypeError):
            raise StoreUnavailable(
                f"The table {self._name} holds something else where a household should be; use one of its own."
            ) from None

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        new = next_revision(revision)
        item = {**_key(key), "revision": _number(new), "record": {"B": data}}
        if expires is not None:
            item["expires"] = _number(int(expires))
        self._table.ask("put_item", deadline, Item=item, **_if_still(revision, self._clock()))
        return new

    def delete(self, key: str, deadline: Deadline) -> None:
        for item in (key, key + ASIDE_OF_BEFORE) if "#" not in key else (key,):
            self._delete_item(item, deadline)

    def prepare(self) -> None:
        """Import and read all that asking the table needs. Nobody is asked, and no credentials are looked for."""
        self._table.prepare()

    def _item(self, key: str, deadline: Deadline) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._table.ask("get_item", deadline, Key=_key(key), ConsistentRead=True).get(
            "Item"
        )
        return found

    def _delete_item(self, key: str, deadline: Deadline) -> None:
        """Delete what stands there now: a deletion that comes late takes nothing away that came after."""
        for _ in range(TRIES):
            found = self._item(key, deadline)
            if found is None:
                return
            revision = found.get("revision")
            still = _as_it_was(revision) if revision else {}
            try:
                self._table.ask("delete_item", deadline, Key=_key(key), **still)
                return
            except Clash:
                continue
        raise StoreUnavailable("Others keep writing what is to be erased; it is tried again.")


def _key(key: str) -> dict[str, Any]:
    return {"key": {"S": key}}


def _number(value: int) -> dict[str, str]:
    return {"N": str(value)}


def _if_still(revision: int, now: float) -> dict[str, Any]:
    """The condition that nobody wrote since this revision. What has expired counts as nothing."""
    if revision == 0:
        return {
            "ConditionExpression": "attribute_not_exists(revision) OR expires <= :now",
            "ExpressionAttributeValues": {":now": _number(int(now))},
        }
    return _as_it_was(_number(revision))


def _as_it_was(revision: dict[str, str]) -> dict[str, Any]:
    return {"ConditionExpression": "revision = :now", "ExpressionAttributeValues": {":now": revision}}
