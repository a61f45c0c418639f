# SPDX-License-Identifier: Apache-2.0
"""A snapshot of the process, as SnapStart takes one: warm before it, and after it nothing of what was open before.

The package that AWS Lambda calls hooks by is the real one, and so is the table: dynalite over loopback.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from memory.stores.table_server import TableServer

from skill.memory import prepare_store

from .test_runtime import SKILL_ID, launch

snapshot_restore_py = pytest.importorskip("snapshot_restore_py", reason="snapshot-restore-py is not installed")
pytest.importorskip("botocore", reason="botocore is not installed: requirements/install dynamodb")

from skill.memory.dynamodb.connections import Connections  # noqa: E402


@pytest.fixture
def table(tmp_path: Path) -> Iterator[TableServer]:
    server = TableServer(tmp_path)
    server.start()
    server.make_table()
    yield server
    server.kill()


@pytest.fixture
def on_lambda(table: TableServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The handler's module as a function with SnapStart imports it, and the hooks that it registered."""
    before = importlib.import_module("lambda_handler")
    for name in [name for name in os.environ if name.startswith("CLOSER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLOSER_STORE", table.url)
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
    hooks = (snapshot_restore_py.get_before_snapshot(), snapshot_restore_py.get_after_restore())
    for registered in hooks:
        registered.clear()
    del sys.modules["lambda_handler"]
    yield importlib.import_module("lambda_handler")
    sys.modules["lambda_handler"] = before
    for registered in hooks:
        registered.clear()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection to a host that is made."""
    made: list[Any] = []
    new = Connections._new

    def noted(self: Connections, host: str) -> Any:
        made.append(new(self, host))
        return made[-1]

    monkeypatch.setattr(Connections, "_new", noted)
    return made


def call(hooks: list[Any]) -> None:
    assert hooks
    for function, arguments, named in list(hooks):
        function(*arguments, **named)


def test_connections_are_made_anew_after_a_restore(on_lambda: ModuleType, opened: list[Any]) -> None:
    call(snapshot_restore_py.get_before_snapshot())
    assert opened == [], "nobody is asked before the snapshot"
    for number in range(2):
        answered = on_lambda.handler({**launch(SKILL_ID), "request": asked(number)}, None)
        assert "outputSpeech" in answered["response"]
    before = list(opened)
    assert len(before) == 1, "a connection is kept from one request to the next"
    call(snapshot_restore_py.get_after_restore())
    answered = on_lambda.handler({**launch(SKILL_ID), "request": asked(2)}, None)
    assert "outputSpeech" in answered["response"]
    assert len(opened) == 2
    assert opened[1] is not before[0]


def test_settings_and_credentials_are_read_anew_after_a_restore(
    on_lambda: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_lambda.handler(launch(SKILL_ID), None)
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    on_lambda.handler(launch(SKILL_ID), None)
    assert not (tmp_path / "kept.sqlite3").exists()
    call(snapshot_restore_py.get_after_restore())
    on_lambda.handler(launch(SKILL_ID), None)
    assert (tmp_path / "kept.sqlite3").exists()


def test_without_snapstart_no_hook_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_INITIALIZATION_TYPE", raising=False)
    snapshot_restore_py.get_before_snapshot().clear()
    monkeypatch.delitem(sys.modules, "lambda_handler", raising=False)
    importlib.import_module("lambda_handler")
    assert list(snapshot_restore_py.get_before_snapshot()) == []


def test_a_table_is_prepared_for_without_credentials_and_without_asking_it(
    monkeypatch: pytest.MonkeyPatch, opened: list[Any]
) -> None:
    import botocore.credentials

    def never(self: object) -> None:
        raise AssertionError("credentials were looked for")

    monkeypatch.setattr(botocore.credentials.CredentialResolver, "load_credentials", never)
    prepare_store("dynamodb://households?region=eu-west-1")
    assert opened == []


def asked(number: int) -> dict[str, Any]:
    request: dict[str, Any] = launch(SKILL_ID)["request"]
    return request | {"requestId": f"r{number}"}
