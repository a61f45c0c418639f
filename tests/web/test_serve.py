# SPDX-License-Identifier: Apache-2.0
"""The command `serve` and its server: a real socket on loopback, real HTTP, and the ways in which both go wrong."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cases import each_case

from lambda_handler import Skill
from skill.errors import InputError
from skill.web import create_local_app
from skill.web.listening import LOOPBACK
from skill.web.local_server import REQUEST_S, LocalServer, open_server

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30


def ask(server: LocalServer, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    """Status, content type and decoded JSON of one exchange."""
    connection = http.client.HTTPConnection(LOOPBACK, server.port, timeout=PATIENCE_S)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    answer = response.status, response.getheader("Content-Type"), json.loads(response.read())
    connection.close()
    return answer


def send(server: LocalServer, raw: bytes, closing: bool = True) -> tuple[int, bytes]:
    """Status and body that come back for these very bytes; `closing`: nothing more will be sent."""
    with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as connection:
        connection.sendall(raw)
        if closing:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def is_healthy(connection: socket.socket) -> bool:
    """Whether the answer that comes next says so. It is read to its end, which may come in a piece of its own."""
    answer = b""
    while not answer.endswith(b"}") and (piece := connection.recv(65_536)):
        answer += piece
    return answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b'{"status":"ok"}')


def is_dropped(connection: socket.socket) -> bool:
    """Whether the server lets go of it without a word; by a reset where a last drip was on its way."""
    try:
        return connection.recv(65_536) == b""
    except ConnectionResetError:
        return True


def head(path: str = "/alexa", method: str = "POST", **headers: str) -> bytes:
    """The head of a request, with only these headers besides Host and the type."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_launch_is_answered_over_a_socket(server: LocalServer, launch: dict[str, Any]) -> None:
    status, kind, answer = ask(server, "POST", "/alexa", json.dumps(launch), {"Content-Type": "application/json"})
    assert (status, kind) == (200, "application/json")
    assert answer["response"]["outputSpeech"]["type"] == "SSML"


def test_health_says_ok_over_a_socket(server: LocalServer) -> None:
    assert ask(server, "GET", "/health") == (200, "application/json", {"status": "ok"})


def test_chunks_are_put_together(server: LocalServer, launch: dict[str, Any]) -> None:
    body = json.dumps(launch).encode()
    pieces = (body[start : start + 100] for start in range(0, len(body), 100))
    assert ask(server, "POST", "/alexa", pieces, {"Content-Type": "application/json"})[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("POST", "/alexa", {"Content-Type": "application/json"}, "{", 400),
        ("POST", "/alexa", {"Content-Type": "application/json", "X-Forwarded-For": "10.0.0.1"}, "{}", 403),
        ("POST", "/alexa", {"Content-Type": "application/json", "Host": "evil.example"}, "{}", 403),
        ("POST", "/alexa", {"Content-Type": "application/json", "Origin": "https://evil.example"}, "{}", 403),
        ("GET", "/nothing", {}, None, 404),
        ("GET", "/alexa", {}, None, 405),
        ("POST", "/alexa", {"Content-Type": "application/json"}, " " * (128 * 1024 + 1), 413),
        ("POST", "/alexa", {"Content-Type": "application/json"}, " " * (40 * 128 * 1024), 413),
        ("POST", "/alexa", {"Content-Type": "text/plain"}, "{}", 415),
    ],
)
def test_each_refusal_comes_as_json(
    server: LocalServer, method: str, path: str, headers: dict[str, str], body: str | None, status: int
) -> None:
    answered, kind, answer = ask(server, method, path, body, headers)
    assert (answered, kind) == (status, "application/json")
    assert list(answer) == ["error"]


def test_chunks_without_end_stop_at_the_limit(server: LocalServer) -> None:
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    status, body = send(server, head(Transfer_Encoding="chunked") + chunk * 9 + b"0\r\n\r\n")
    assert (status, "128 kB" in body.decode()) == (413, True)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (head(), 400),
        (head(Content_Length="0"), 400),
        (head(Content_Length="-5"), 400),
        (head(Content_Length="soon"), 400),
        (head(Transfer_Encoding="chunked") + b"zz\r\n{}\r\n0\r\n\r\n", 400),
        (head(Content_Length="9" * 30), 413),
        (b"POST /alexa HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 403),
        (b"POST http://evil.example/alexa HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 403),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET /health HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 403),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
def test_odd_http_is_refused_in_one_sentence(server: LocalServer, raw: bytes, status: int) -> None:
    answered, body = send(server, raw)
    assert answered == status
    assert list(json.loads(body)) == ["error"]


def test_what_cannot_be_read_at_all_leaves_the_server_alive(
    server: LocalServer, capfd: pytest.CaptureFixture[str]
) -> None:
    for raw in (b"", b"\x00" * 1000, b"\x16\x03\x01\x02\x00\x01", b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass
    assert ask(server, "GET", "/health")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_slow_client_keeps_nobody_else_waiting(server: LocalServer) -> None:
    with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as slow:
        slow.sendall(head(Content_Length="100") + b"{")
        assert ask(server, "GET", "/health")[0] == 200


def test_a_body_that_breaks_off_is_dropped(server: LocalServer) -> None:
    with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as connection:
        connection.sendall(head(Content_Length="100") + b"{}")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(65_536) == b""
    assert ask(server, "GET", "/health")[0] == 200


def test_a_request_that_drips_for_too_long_is_dropped(server: LocalServer) -> None:
    with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as dripping:
        dripping.sendall(head(Content_Length="100") + b"{")
        while not (begun := [one for one in server.active_channels.values() if one.request is not None]):
            ask(server, "GET", "/health")
        begun[0].busy_since -= REQUEST_S + 1
        dripping.sendall(b" ")
        server.next_channel_cleanup = 0
        ask(server, "GET", "/health")
        assert is_dropped(dripping)


def test_a_connection_that_is_kept_between_requests_does_not_dawdle(server: LocalServer) -> None:
    connection = http.client.HTTPConnection(LOOPBACK, server.port, timeout=PATIENCE_S)
    for _ in range(3):
        connection.request("GET", "/health")
        assert json.loads(connection.getresponse().read()) == {"status": "ok"}
        kept = next(iter(server.active_channels.values()))
        while not kept.at_rest:
            ask(server, "GET", "/health")
        assert not kept.dawdles(kept.last_activity + 10 * REQUEST_S)
    connection.close()


def test_no_more_than_a_hundred_are_connected_at_once(server: LocalServer) -> None:
    asking = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connections = []
    for _ in range(100):
        connections.append(socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S))
        connections[-1].sendall(asking)
        assert is_healthy(connections[-1])
    with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as one_more:
        one_more.sendall(asking)
        connections[0].sendall(asking)
        assert is_healthy(connections[0])
        assert len(server.active_channels) == 100
        for connection in connections:
            connection.close()
        assert is_healthy(one_more)


def test_twenty_couples_ask_at_once(server: LocalServer, launch: dict[str, Any]) -> None:
    statuses: list[int] = []

    def open_skill(number: int) -> None:
        event = json.loads(json.dumps(launch).replace("MADE-UP", f"MADE-UP-{number}"))
        statuses.append(ask(server, "POST", "/alexa", json.dumps(event), {"Content-Type": "application/json"})[0])

    threads = [threading.Thread(target=open_skill, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


def test_it_listens_on_loopback_only(server: LocalServer) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_told_in_one_sentence(server: LocalServer) -> None:
    with pytest.raises(InputError, match=f"^Port {server.port} is taken .*--port.$"):
        open_server(create_local_app(Skill(lambda event, context: {}, lambda: True)), server.port)


@each_case("port", [-1, 65_536, 10**9])
def test_a_port_that_does_not_exist_is_told_in_one_sentence(port: int) -> None:
    with pytest.raises(InputError, match="does not exist"):
        open_server(create_local_app(Skill(lambda event, context: {}, lambda: True)), port)


def serve(*arguments: str) -> subprocess.Popen[str]:
    """The command in a process of its own, keeping nothing."""
    return subprocess.Popen(
        [sys.executable, "-m", "skill", "serve", *arguments],
        cwd=ROOT,
        env=os.environ | {"CLOSER_STORE": "memory:"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def served() -> Iterator[http.client.HTTPConnection]:
    """A connection to the command's server, which is to end quietly when it is interrupted."""
    with serve("--port", "0") as process:
        try:
            assert process.stdout
            assert select.select([process.stdout], [], [], PATIENCE_S)[0], "it never told its address"
            port = int(process.stdout.readline().split("http://127.0.0.1:")[1].split("/")[0])
            connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)
            yield connection
            connection.close()
            process.send_signal(signal.SIGINT)
            rest, complaints = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
    assert (process.returncode, rest, complaints) == (0, "", "")


def test_the_command_tells_its_address_answers_and_leaves_quietly() -> None:
    with served() as connection:
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200


@pytest.mark.long
def test_the_command_serves_the_page_and_lets_go_of_its_speaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_STORE", "memory:")
    with served() as connection:
        connection.request("GET", "/")
        token = connection.getresponse().read().decode().split('page-token" content="')[1].split('"')[0]
        action = {"action": {"do": "say", "line": "alexa, open closer together"}}
        headers = {"Content-Type": "application/json", "X-Page-Token": token}
        connection.request("POST", "/page/do", json.dumps(action), headers)
        assert json.loads(connection.getresponse().read())["listening"]


@pytest.mark.long
def test_the_command_leaves_with_status_2_where_the_port_is_taken(server: LocalServer) -> None:
    with serve("--port", str(server.port)) as process:
        printed, complaints = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert printed == ""
    assert complaints == f"Port {server.port} is taken by another program; choose another one with --port.\n"
