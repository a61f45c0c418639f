# SPDX-License-Identifier: Apache-2.0
"""Bytes in a DynamoDB table, for a skill that runs on more than one machine.

The table has one key, `key` (a string). Writes are conditional on the revision. botocore is imported at the first use.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from functools import cache
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from skill import logs
from skill.deadline import Deadline
from skill.errors import InputError
from skill.memory.store import Clash, Clock, Stored, StoreUnavailable, next_revision

if TYPE_CHECKING:
    from skill.memory.dynamodb_http import Connections

CONNECT_S = 0.5
READ_S = 1.0
TRIES = 2
ASKING_MAX = 20
"""Tries that may wait at once, also those that were given up and do not end, as where a host cannot be found. With more
of them only one is begun now and then, to see whether the table answers again."""
PROBE_S = 2.0

ASIDE_OF_BEFORE = "#set-aside"
"""Ends the key of the item in which earlier versions kept a household's unreadable records."""
_ADDRESS = re.compile(r"dynamodb://(?P<table>[A-Za-z0-9_.-]{1,255})(\?(?P<options>.*))?")
_REGION = re.compile(r"[a-z0-9-]{1,63}")
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")

FORM = "dynamodb://TABLE?endpoint=URL&region=R"


class DynamoStore:
    """One item a key."""

    def __init__(self, table: str, region: str | None, endpoint: str | None, clock: Clock = time.time) -> None:
        self._table = table
        self._region = region
        self._endpoint = endpoint
        self._client_made: tuple[Any, Connections] | None = None
        self._clock = clock
        self._lock = threading.Lock()
        self._monotonic = time.monotonic
        self._asking = 0
        self._probed = 0.0

    @classmethod
    def at(cls, url: str, clock: Clock = time.time) -> DynamoStore:
        """The store of an address. Raises InputError where it is none."""
        match = _ADDRESS.fullmatch(url)
        options = parse_qsl(match["options"] or "", keep_blank_values=True) if match else []
        given = dict(options)
        if match is None or len(given) != len(options) or given.keys() - {"endpoint", "region"}:
            raise InputError(f"CLOSER_STORE is no address of a table; write {FORM}.")
        if not _REGION.fullmatch(given.get("region", "none")):
            raise InputError(f"The region in CLOSER_STORE is none; write {FORM}, with a region such as eu-west-1.")
        endpoint = given.get("endpoint")
        if endpoint is not None and not _is_address(endpoint):
            raise InputError(f"The endpoint in CLOSER_STORE is no address; write {FORM}, with http or https.")
        if find_spec("botocore") is None:
            raise InputError("A table needs the package botocore; run requirements/install dynamodb.")
        return cls(match["table"], given.get("region"), endpoint, clock)

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        found = self._ask("get_item", deadline, Key=_key(key), ConsistentRead=True).get("Item")
        if found is None:
            return None
        try:
            if float(found["expires"]["N"]) <= self._clock() if "expires" in found else False:
                return None
            return Stored(int(found["revision"]["N"]), found["record"]["B"])
        except (KeyError, ValueError, TypeError):
            raise StoreUnavailable(
                f"The table {self._table} holds something else where a household should be; use one of its own."
            ) from None

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        new = next_revision(revision)
        item = {**_key(key), "revision": _number(new), "record": {"B": data}}
        if expires is not None:
            item["expires"] = _number(int(expires))
        self._ask("put_item", deadline, Item=item, **_if_still(revision, self._clock()))
        return new

    def delete(self, key: str, deadline: Deadline) -> None:
        for item in (key, key + ASIDE_OF_BEFORE) if "#" not in key else (key,):
            self._delete_item(item, deadline)

    def _delete_item(self, key: str, deadline: Deadline) -> None:
        """Delete what stands there now: a deletion that comes late takes nothing away that came after."""
        for _ in range(TRIES):
            found = self._ask("get_item", deadline, Key=_key(key), ConsistentRead=True).get("Item")
            if found is None:
                return
            revision = found.get("revision")
            still = _as_it_was(revision) if revision else {}
            try:
                self._ask("delete_item", deadline, Key=_key(key), **still)
                return
            except Clash:
                continue
        raise StoreUnavailable("Others keep writing what is to be erased; it is tried again.")

    def _ask(self, operation: str, deadline: Deadline, **arguments: Any) -> dict[str, Any]:
        """Ask the table, at most twice and within the deadline. Raises Clash and StoreUnavailable.

        A write whose answer is lost and that is tried again clashes with itself: such a clash is unsure. Whoever loads
        the household then finds its own turn there.
        """
        from http.client import HTTPException

        import botocore.exceptions

        from skill.memory.dynamodb_http import NoAnswer

        error: Exception | None = None
        for _ in range(TRIES):
            # A try that could outlast the deadline is not begun.
            if deadline.left() < CONNECT_S + READ_S:
                break
            try:
                return self._try(operation, deadline, arguments)
            except botocore.exceptions.ClientError as refused:
                if refused.response["Error"].get("Code") == "ConditionalCheckFailedException":
                    raise Clash(unsure=error is not None) from None
                error = refused
            except (botocore.exceptions.BotoCoreError, OSError, HTTPException, NoAnswer) as failed:
                error = failed
        raise StoreUnavailable(
            f"The table {self._table} did not answer ({type(error).__name__ if error else 'no time left'}); "
            "see that it is there, that this program may use it, and which region it is in."
        ) from error

    def _try(self, operation: str, deadline: Deadline, arguments: dict[str, Any]) -> dict[str, Any]:
        """The answer, or TimeoutError."""
        from skill.memory.dynamodb_http import NoAnswer

        client, connections = self._client()
        with self._lock:
            if self._asking >= ASKING_MAX and self._monotonic() < self._probed + PROBE_S:
                raise TimeoutError
            self._asking += 1
            self._probed = self._monotonic()

        def ask() -> dict[str, Any]:
            try:
                answer: dict[str, Any] = getattr(client, operation)(TableName=self._table, **arguments)
                return answer
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise NoAnswer from error  # botocore found something else than the fields of an answer
            finally:
                with self._lock:
                    self._asking -= 1

        return connections.run(ask, deadline)

    def prepare(self) -> None:
        """Import and read all that asking a table needs. Nobody is asked, and no credentials are looked for."""
        import skill.memory.dynamodb_http  # noqa: F401 - for what it imports

        placeholder = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
        _session().create_client("dynamodb", region_name=self._region or "local", **placeholder)

    def _client(self) -> tuple[Any, Connections]:
        with self._lock:
            if self._client_made is None:
                self._client_made = self._make_client()
            return self._client_made

    def _make_client(self) -> tuple[Any, Connections]:
        import botocore.config

        from skill.memory.dynamodb_http import Connections

        for library in ("botocore", "urllib3"):  # at their lowest level they log whole requests
            logging.getLogger(library).setLevel(logging.WARNING)
        # Nobody on this machine checks credentials; without any, botocore would go and ask the network for some.
        local: dict[str, Any] = {}
        if _loopback(self._endpoint):
            local = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
        session = _session()
        logs.measure("The table is asked by botocore.", botocore=botocore.__version__)
        client = session.create_client(
            "dynamodb",
            region_name=self._region or ("local" if local else None),
            endpoint_url=self._endpoint,
            config=botocore.config.Config(retries={"total_max_attempts": 1}),
            **local,
        )
        connections = Connections(CONNECT_S, READ_S, session.get_config_variable("ca_bundle"))
        client.meta.events.register("before-send.dynamodb", connections.send)
        return client, connections


@cache
def _descriptions() -> Any:
    """What botocore reads of services and their addresses, from its own files: the same for every client."""
    import botocore.loaders

    return botocore.loaders.create_loader()


def _session() -> Any:
    import botocore.session

    session = botocore.session.get_session()
    session.register_component("data_loader", _descriptions())
    return session


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


def _is_address(url: str) -> bool:
    """Whether a URL names a host that can be asked, and holds no password."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc)) and parts.port != 0
    except ValueError:
        return False


def _loopback(endpoint: str | None) -> bool:
    host = urlsplit(endpoint or "").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
