# SPDX-License-Identifier: Apache-2.0
"""A real DynamoDB over loopback: dynalite, started and killed by tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).parents[3] / "node_modules" / "dynalite" / "cli.js"
TABLE = "households"
STARTS_WITHIN_S = 20


def why_not() -> str | None:
    """Why there can be no server here; None where there can be."""
    if shutil.which("node") is None:
        return "there is no Node to run dynalite with"
    if not PROGRAM.exists():
        return "dynalite is not installed: npm ci"
    if importlib.util.find_spec("botocore") is None:
        return "botocore is not installed: requirements/install dynamodb"
    return None


class TableServer:
    """One server with one table. Its data lie in a folder, so that they are there again after a kill."""

    def __init__(self, folder: Path) -> None:
        if reason := why_not():
            pytest.skip(reason)
        self.folder = folder
        self.port = _free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address of the store, as a setting."""
        return f"dynamodb://{TABLE}?endpoint=http://127.0.0.1:{self.port}&region=local"

    def start(self) -> None:
        """Start, and wait until it listens."""
        command = ["node", str(PROGRAM), "--host", "127.0.0.1", "--port", str(self.port), "--createTableMs", "0"]
        self._process = subprocess.Popen(
            [*command, "--path", str(self.folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert "listening" in line, line

    def make_table(self) -> None:
        """Make the table, and wait until it is there."""
        self.client.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        while self.client.describe_table(TableName=TABLE)["Table"]["TableStatus"] != "ACTIVE":
            pass

    def empty_table(self) -> None:
        """Take everything out of the table."""
        for item in self.items():
            self.client.delete_item(TableName=TABLE, Key={"key": item["key"]})

    def items(self) -> list[dict[str, Any]]:
        """Everything that is in the table."""
        found: list[dict[str, Any]] = self.client.scan(TableName=TABLE)["Items"]
        return found

    def put(self, **item: Any) -> None:
        """Put an item into the table, whatever it holds."""
        self.client.put_item(TableName=TABLE, Item=item)

    def kill(self) -> None:
        """Kill the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None

    @cached_property
    def client(self) -> Any:
        """A client of the table."""
        import botocore.session

        return botocore.session.get_session().create_client(
            "dynamodb",
            region_name="local",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    os.sched_yield()
    return port


@contextmanager
def served_table(folder: Path) -> Iterator[TableServer]:
    """A server with an empty table, for as long as it is wanted. Its data lie in `folder`."""
    server = TableServer(folder)
    server.start()
    server.make_table()
    try:
        yield server
    finally:
        server.kill()
