# SPDX-License-Identifier: Apache-2.0
"""The public endpoint in gunicorn, started for real: it answers, ends gently, and says why it does not start."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from representatives import the_first_for_all

from skill.web.listening import LOOPBACK, open_listener
from web.authority import Authority, pem, signed
from web.gunicorn_app import CHAIN, PIPE, STARTED
from web.gunicorn_app import ROOT as ROOT_FILE
from web.signing import SKILL_ID, request, utc

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
NO_ID = "CLOSER_SKILL_ID is not set, "


def environment(**changes: str) -> dict[str, str]:
    """The environment of a server that keeps nothing."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("CLOSER_", "GUNICORN"))}
    return ours | {"CLOSER_STORE": "memory:", "PYTHONPATH": str(ROOT / "tests")} | changes


@contextmanager
def running(command: list[str], **settings: Any) -> Iterator[subprocess.Popen[str]]:
    """A server in a process of its own, which does not outlive the test."""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **settings
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def ask(port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
    """Status and body of one exchange."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def launch(request_id: str) -> bytes:
    return json.dumps(request(request_id=request_id, timestamp=utc(datetime.now(UTC)))).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of a made-up authority whose certificates are valid today."""
    authority = Authority(now=datetime.now(UTC).replace(microsecond=0))
    (tmp_path / CHAIN).write_bytes(authority.chain())
    (tmp_path / ROOT_FILE).write_bytes(pem(authority.root))
    for name in (PIPE, STARTED):
        os.mkfifo(tmp_path / name)
    return tmp_path


@contextmanager
def gunicorn(folder: Path, store: str = "memory:") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """gunicorn with the made-up authority, and its port. It listens before it is started, so nobody has to wait."""
    with open_listener(LOOPBACK, 0) as listener:
        app = f"web.gunicorn_app:create({str(folder)!r}, {store!r}, {SKILL_ID!r})"
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", app]
        port = listener.getsockname()[1]
        with running(command, env=environment(CLOSER_SKILL_ID=SKILL_ID), pass_fds=[listener.fileno()]) as process:
            yield process, port


def test_gunicorn_answers_what_is_signed_and_nothing_else(folder: Path) -> None:
    with gunicorn(folder) as (process, port):
        body = launch("r1")
        status, answer = ask(port, "POST", "/alexa", body, signed(body))
        assert (status, json.loads(answer)["version"]) == (200, "1.0")
        assert ask(port, "POST", "/alexa", body, {"Content-Type": "application/json"}) == (400, b"")
        assert ask(port, "POST", "/alexa", b"", {"Content-Type": "application/json"}) == (400, b"")
        assert ask(port, "POST", "/alexa", b" " * 200_000, {"Content-Type": "application/json"}) == (413, b"")
        assert ask(port, "GET", "/alexa") == (405, b"")
        assert ask(port, "GET", "/health") == (200, b'{"status":"ok"}')
        process.send_signal(signal.SIGTERM)
        printed, told = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, printed) == (0, "")
    reasons = [line for line in told.splitlines() if line.startswith("A request was rejected: ")]
    assert len(reasons) == 3
    assert "Traceback" not in told


@pytest.mark.long
def test_a_request_that_is_running_is_finished_when_it_is_told_to_end(folder: Path) -> None:
    with gunicorn(folder) as (process, port):
        body = launch("slow")
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)
        connection.request("POST", "/alexa", body, signed(body))
        (folder / STARTED).read_text()  # until the skill has the request in hand
        process.send_signal(signal.SIGTERM)
        (folder / PIPE).write_text("")  # and now it may answer
        response = connection.getresponse()
        assert (response.status, json.loads(response.read())["version"]) == (200, "1.0")
        connection.close()
        _, told = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, told) == (0, "")


@pytest.mark.long
def test_health_tells_of_a_store_that_fails(folder: Path, tmp_path: Path) -> None:
    with gunicorn(folder, f"sqlite:///{tmp_path / 'nowhere' / 'kept.sqlite3'}") as (_, port):
        status, answer = ask(port, "GET", "/health")
        assert (status, json.loads(answer)["status"]) == (503, "failing")


@pytest.mark.long
def test_garbage_is_not_quoted(folder: Path) -> None:
    with gunicorn(folder) as (process, port):
        with socket.create_connection((LOOPBACK, port), timeout=PATIENCE_S) as connection:
            connection.sendall(b"GET /health HTTP/1.1\r\nWednesday in Lisbon\r\n\r\n")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 400 ")
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=PATIENCE_S)
    assert "Lisbon" not in told


COMMANDS = {
    "gunicorn": [sys.executable, "-m", "gunicorn", "--bind", f"{LOOPBACK}:0", "skill.web:create_public_app()"],
    "serve": [sys.executable, "-m", "skill", "serve", "--public", "--port", "0"],
}


@pytest.mark.parametrize("command", the_first_for_all(COMMANDS.values()), ids=COMMANDS)
@pytest.mark.parametrize(
    ("settings", "sentence"),
    the_first_for_all([({}, NO_ID), ({"CLOSER_SKILL_ID": "mine"}, "CLOSER_SKILL_ID is not")]),
)
def test_it_does_not_start_without_a_skill_id(command: list[str], settings: dict[str, str], sentence: str) -> None:
    with running(command, env=environment(**settings)) as process:
        printed, told = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, printed) == (2, "")
    assert told.startswith(sentence)
    assert told.count("\n") == 1


@pytest.mark.long
def test_the_command_serves_in_public_and_ends_gently() -> None:
    with running(COMMANDS["serve"], env=environment(CLOSER_SKILL_ID=SKILL_ID)) as process:
        assert process.stdout
        assert select.select([process.stdout], [], [], PATIENCE_S)[0], "it never told its address"
        port = int(process.stdout.readline().split(f"http://{LOOPBACK}:")[1].split("/")[0])
        assert ask(port, "GET", "/health") == (200, b'{"status":"ok"}')
        body = launch("r1")
        assert ask(port, "POST", "/alexa", body, {"Content-Type": "application/json"}) == (400, b"")
        assert ask(port, "GET", "/") == (404, b"")
        process.send_signal(signal.SIGTERM)
        printed, told = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, printed) == (0, "")
    assert told == "A request was rejected: there is no SignatureCertChainUrl.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    the_first_for_all(
        [
            (["--address", "0.0.0.0"], "The unsigned endpoint listens on this machine only; "),
            (["--public", "--address", "example.org"], "--address is no IP address; "),
            (["--public", "--port", "70000"], "Port 70000 does not exist; "),
        ]
    ),
)
def test_a_wrong_argument_is_told_in_one_sentence(arguments: list[str], sentence: str) -> None:
    command = [sys.executable, "-m", "skill", "serve", *arguments]
    with running(command, env=environment(CLOSER_SKILL_ID=SKILL_ID)) as process:
        printed, told = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, printed) == (2, "")
    assert told.startswith(sentence)
    assert told.count("\n") == 1
