# SPDX-License-Identifier: Apache-2.0
"""One table, asked at most twice and within the deadline, by the client that its address and the environment want."""

from __future__ import annotations

import os
import threading
import time
from http.client import HTTPException
from typing import Any, Protocol

from skill import logs
from skill.deadline import Deadline
from skill.memory.dynamodb import direct
from skill.memory.dynamodb.address import Address
from skill.memory.dynamodb.connections import Connections, NoAnswer, Refused
from skill.memory.store import Clash, StoreUnavailable

CONNECT_S = 0.5
READ_S = 1.0
TRIES = 2
ASKING_MAX = 20
"""Tries that may wait at once, also those that were given up and do not end, as where a host cannot be found. With more
of them only one is begun now and then, to see whether the table answers again."""
PROBE_S = 2.0

CLASHED = "ConditionalCheckFailedException"


class Client(Protocol):
    """What speaks DynamoDB's protocol."""

    def ask(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The table's answer. Raises Refused, NoAnswer, OSError and HTTPException."""
        ...


class Table:
    """One table, and how many ask it."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._made: tuple[Client, Connections] | None = None
        self._lock = threading.Lock()
        self._monotonic = time.monotonic
        self._asking = 0
        self._probed = 0.0

    def ask(self, operation: str, deadline: Deadline, **arguments: Any) -> dict[str, Any]:
        """What the table answers. Raises Clash and StoreUnavailable.

        A write whose answer is lost and that is tried again clashes with itself: such a clash is unsure. Whoever loads
        the household then finds its own turn there.
        """
        error: Exception | None = None
        for _ in range(TRIES):
            # A try that could outlast the deadline is not begun.
            if deadline.left() < CONNECT_S + READ_S:
                break
            try:
                return self._try(operation, deadline, {"TableName": self._address.table, **arguments})
            except Refused as refused:
                if refused.code == CLASHED:
                    raise Clash(unsure=error is not None) from None
                error = refused
            except (OSError, HTTPException, NoAnswer) as failed:
                error = failed
        why = error.code if isinstance(error, Refused) else type(error).__name__ if error else "no time left"
        raise StoreUnavailable(
            f"The table {self._address.table} did not answer ({why}); see that it is there, that this program may use "
            "it, which region it is in, and that the clock here is right."
        ) from error

    def prepare(self) -> None:
        """Import and read all that asking a table may need. Nobody is asked, and no credentials are looked for."""
        from skill.memory.dynamodb import by_botocore

        by_botocore.prepare(self._address.region)

    def _try(self, operation: str, deadline: Deadline, arguments: dict[str, Any]) -> dict[str, Any]:
        """The answer, or TimeoutError."""
        client, connections = self._client()
        with self._lock:
            if self._asking >= ASKING_MAX and self._monotonic() < self._probed + PROBE_S:
                raise TimeoutError
            self._asking += 1
            self._probed = self._monotonic()

        def ask() -> dict[str, Any]:
            try:
                return client.ask(operation, arguments)
            except OSError:
                raise  # before what it may be, too: a certificate that is not believed is a ValueError
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise NoAnswer from error  # something else was found than the fields of an answer
            finally:
                with self._lock:
                    self._asking -= 1

        return connections.run(ask, deadline)

    def _client(self) -> tuple[Client, Connections]:
        with self._lock:
            if self._made is None:
                self._made = self._make_client()
            return self._made

    def _make_client(self) -> tuple[Client, Connections]:
        connections = Connections(CONNECT_S, READ_S)
        plain = direct.client_for(self._address, os.environ, connections)
        if plain is not None:
            logs.measure("The table is asked directly.")
            return plain, connections
        from skill.memory.dynamodb import by_botocore

        return by_botocore.Client(self._address, connections), connections
