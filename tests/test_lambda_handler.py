# SPDX-License-Identifier: Apache-2.0
"""The way in for AWS Lambda: settings from the environment, built once, light to load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import lambda_handler
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import open_store
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.settings import NOT_KEPT, Settings

HERE = Path(__file__).parent
LAUNCH: dict[str, Any] = {
    "version": "1.0",
    "session": {"new": True, "sessionId": "s", "user": {"userId": "u"}},
    "context": {"System": {"user": {"userId": "u"}, "device": {"deviceId": "d", "supportedInterfaces": {}}}},
    "request": {"type": "LaunchRequest", "requestId": "r", "timestamp": "2026-03-05T20:30:00Z", "locale": "en-US"},
}


@pytest.fixture(autouse=True)
def _made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lambda_handler, "_made", None)
    for name in [name for name in os.environ if name.startswith("CLOSER_")]:
        monkeypatch.delenv(name)


def test_it_is_set_up_by_the_environment_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    assert lambda_handler.handler(LAUNCH, None)["response"]["shouldEndSession"] is False
    assert (tmp_path / "kept.sqlite3").exists()
    monkeypatch.setenv("CLOSER_STORE", "nonsense")
    assert lambda_handler.handler(LAUNCH, None)["response"]["shouldEndSession"] is False


def test_threads_that_come_first_share_one_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_STORE", "memory:")
    answers: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: answers.append(lambda_handler.handler(LAUNCH, None))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({json.dumps(answer) for answer in answers}) == 1


def test_a_wrong_setting_is_logged_and_answered_politely(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CLOSER_STORE", "nonsense")
    answer = lambda_handler.handler(LAUNCH, None)
    assert "went wrong on my side" in answer["response"]["outputSpeech"]["ssml"]
    assert caplog.messages[0].startswith("CLOSER_STORE ")


def test_on_lambda_without_a_store_there_is_one_warning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "closer")
    for _ in range(3):
        lambda_handler.handler(LAUNCH, None)
    assert caplog.messages == [NOT_KEPT]


def test_handlers_made_apart_keep_apart() -> None:
    one, other = (lambda_handler.make_handler(Settings()) for _ in range(2))
    one(LAUNCH, None)
    assert one(LAUNCH, None) == other(LAUNCH, None)


def test_the_first_request_loads_nothing_that_it_does_not_need() -> None:
    heavy = (
        "requests",
        "urllib3",
        "botocore",
        "boto3",
        "flask",
        "platformdirs",
        "sqlite3",
        "dateutil.parser",
        "jinja2",
        "skill.alexa.screens",
        "skill.checkin.screens",
    )
    assert loaded_by(LAUNCH, "memory:", heavy) == []


def test_a_turn_that_asks_no_service_loads_nothing_that_asks(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    known = Household(zone="Europe/London", zone_asked=date(2026, 3, 1))
    Records(open_store(store)).save(digest("u"), Kept(household=known), Deadline())
    event: dict[str, Any] = json.loads(json.dumps(LAUNCH))
    event["context"]["System"] |= {"apiEndpoint": "https://api.eu.amazonalexa.com", "apiAccessToken": "t"}
    asks = ("skill.alexa.services.client", "skill.alexa.services.http", "http.client", "ssl", "skill.alexa.screens")
    assert loaded_by(event, store, asks) == []


def loaded_by(event: dict[str, Any], store: str, names: tuple[str, ...]) -> list[str]:
    """Which of these modules the first request of a process loads, and any of the local speaker."""
    code = (
        "import json, sys\n"
        "from lambda_handler import handler\n"
        "assert handler(json.load(sys.stdin), None)['response']['outputSpeech']\n"
        f"unwanted = [name for name in sys.modules if name in {names!r} or name.startswith('skill.speaker')]\n"
        "print(json.dumps(unwanted))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(event),
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parent,
        env={**os.environ, "CLOSER_STORE": store},
    )
    loaded: list[str] = json.loads(done.stdout)
    return loaded


def test_once_warm_a_first_request_imports_nothing(tmp_path: Path) -> None:
    first = """
import json, sys
import lambda_handler
lambda_handler.warm_up()
before = set(sys.modules)
answer = lambda_handler.handler(json.loads(sys.argv[1]), None)
print(json.dumps([sorted(set(sys.modules) - before), answer["response"]["shouldEndSession"]]))
"""
    environment = {**os.environ, "CLOSER_STORE": "memory:"}
    told = subprocess.run(
        [sys.executable, "-c", first, json.dumps(LAUNCH)],
        capture_output=True, text=True, check=True, cwd=HERE.parent, env=environment,
    )  # fmt: skip
    assert json.loads(told.stdout) == [[], False]
    assert told.stderr == ""


def test_warming_up_opens_no_store_and_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_STORE", f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    lambda_handler.warm_up()
    assert list(tmp_path.iterdir()) == []
