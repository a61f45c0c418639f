# SPDX-License-Identifier: Apache-2.0
"""Services that fail in every way a server can: an evening gets an outcome in time, and nothing leaks."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cases import each_case

from skill.alexa.services import http
from skill.alexa.services.client import LEFT_S, Services
from skill.alexa.services.http import ANSWER_MAX_BYTES
from skill.checkin.model.events import ReminderAnswered
from skill.deadline import Deadline
from skill.settings import Settings

from .asking import DEVICE, LOCAL, ONCE, TOKEN, WEEKENDS, envelope, failed, services_at, set_at
from .raw_server import WAIT_S, Answering, RawServer, answers, drips, hangs_up, says, silent

ALEXA = "https://api.amazonalexa.com"
DONE = json.dumps({"alertToken": "one", "status": "ON", "version": "1"})


@pytest.mark.parametrize("answering", [silent, drips], ids=["silent", "drips"])
def test_a_server_that_does_not_come_to_an_end_holds_nobody_up(answering: Answering) -> None:
    with RawServer(answering) as server:
        outcome = set_at(services_at(server.url, seconds=1.0))
        assert server.asked.is_set()
        assert not server.closing.is_set()  # it hung up on nobody: it was left
    assert outcome == failed()


def test_a_host_that_is_never_found_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over, left = threading.Event(), threading.Event()

    def found(*_: Any, **__: Any) -> Any:
        over.wait(WAIT_S)
        left.set()
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", found)
    try:
        # Nothing can have been sent, so that it is surely not set.
        assert set_at(services_at(ALEXA, seconds=0.2)) == failed()
        assert not over.is_set()
    finally:
        over.set()
        assert left.wait(WAIT_S)


def test_nothing_is_sent_to_a_host_that_is_found_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    over, connected = threading.Event(), threading.Event()
    with RawServer(silent) as server:
        connect = socket.create_connection

        def slow(*arguments: Any, **more: Any) -> socket.socket:
            over.wait(WAIT_S)
            sock = connect(*arguments, **more)
            connected.set()
            return sock

        monkeypatch.setattr(socket, "create_connection", slow)
        assert set_at(services_at(server.url, seconds=0.2)) == failed()
        over.set()
        assert connected.wait(WAIT_S)
        _wait_for_calls()
        assert server.received == b""


def test_each_call_leaves_time_for_the_household_to_be_kept() -> None:
    with RawServer(silent) as server:
        deadline = Deadline(LEFT_S + 0.5)
        services = Services.of(envelope(server.url), LOCAL, deadline)
        assert services is not None
        assert services.time_zone() is None
        assert 0 < deadline.left() <= LEFT_S
        assert set_at(services) == failed()
        assert server.asked.wait(WAIT_S)
        assert server.connections == 1  # the second call found no time, and asked nobody


def test_no_call_uses_up_a_long_deadline() -> None:
    with RawServer(silent) as server:
        deadline = Deadline(60)
        services = Services.of(envelope(server.url), LOCAL, deadline)
        assert services is not None
        assert services.time_zone() is None
        assert not server.closing.is_set()
    assert deadline.left() > 50


def test_a_redirect_is_not_followed() -> None:
    with RawServer(says(DONE)) as elsewhere, RawServer(says("", "302 Found", f"Location: {elsewhere.url}/x")) as server:
        services = services_at(server.url)
        assert set_at(services) == failed()
        assert services.time_zone() is None
        assert (server.connections, elsewhere.connections) == (2, 0)


@pytest.mark.parametrize(
    "answering",
    [
        pytest.param(says(json.dumps({"alertToken": "x" * ANSWER_MAX_BYTES})), id="too long"),
        pytest.param(answers(b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 9_000_000), id="too long and without a length"),
        pytest.param(says("{"), id="no JSON"),
        pytest.param(says("[" * 60_000), id="too deep"),
        pytest.param(says(b"\xff\xfe"), id="no text"),
        pytest.param(says(""), id="empty"),
        pytest.param(says("[]"), id="a list"),
        pytest.param(says('{"alertToken": 7}'), id="a number for an id"),
        pytest.param(says('{"alertToken": "a b"}'), id="no id"),
        pytest.param(answers(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{}"), id="cut off"),
        pytest.param(answers(b"220 mail.example.org ESMTP\r\n"), id="another protocol"),
        pytest.param(answers(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n{}"), id="too many headers"),
        pytest.param(answers(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 90_000 + b"\r\n\r\n{}"), id="too long a header"),
        pytest.param(hangs_up, id="hangs up"),
        pytest.param(says(DONE, "500 Internal Server Error"), id="broken"),
        pytest.param(says(DONE, "503 Service Unavailable"), id="away"),
        pytest.param(says(DONE, "504 Gateway Timeout"), id="waited too long"),
    ],
)
def test_an_answer_that_cannot_be_read_may_have_set_it_so_it_is_looked_for(answering: Answering) -> None:
    with RawServer(answering) as server:
        services = services_at(server.url)
        assert set_at(services) == failed()
        assert server.connections == 2
        assert services.time_zone() is None


def test_an_answer_without_end_is_not_read_to_the_end_of_the_memory() -> None:
    sent: list[int] = []
    block = b"x" * 65536

    def floods(server: RawServer, connection: socket.socket) -> None:
        server.read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while len(sent) < 1000:
            connection.sendall(block)
            sent.append(len(block))

    with RawServer(floods) as server:
        assert set_at(services_at(server.url)) == failed()
    # What the machine itself buffers on the way may be some megabytes.
    assert len(sent) < 500


@each_case(
    ("status", "body", "outcome"),
    [
        ("200 OK", DONE, "done"),
        ("201 Created", DONE, "done"),
        ("400 Bad Request", '{"code": "INVALID"}', "failed"),
        ("401 Unauthorized", '{"code": "UNAUTHORIZED"}', "not_permitted"),
        ("401 Unauthorized", "<html>", "not_permitted"),
        ("403 Forbidden", '{"code": "DEVICE_NOT_SUPPORTED"}', "not_supported"),
        ("403 Forbidden", "", "not_supported"),
        ("403 Forbidden", "[1]", "not_supported"),
        ("403 Forbidden", '{"code": 7}', "not_supported"),
        ("403 Forbidden", '{"code": "MAX_REMINDERS_EXCEEDED"}', "too_many"),
        ("403 Forbidden", '{"code": "PERMISSION_MISSING"}', "not_permitted"),
        ("404 Not Found", "", "failed"),
        ("429 Too Many Requests", '{"code": "MAX_RATE_EXCEEDED"}', "failed"),
        ("418 I'm a teapot", "", "failed"),
    ],
)
def test_every_status_is_an_outcome_and_needs_no_second_look(status: str, body: str, outcome: str) -> None:
    with RawServer(says(body, status)) as server:
        answered = set_at(services_at(server.url))
        assert server.connections == 1
    assert (answered.outcome, answered.id) == (outcome, "one" if outcome == "done" else "")


@pytest.mark.parametrize("lost", [hangs_up, says(""), says(DONE, "502 Bad Gateway")], ids=["cut", "empty", "broken"])
def test_one_whose_answer_was_lost_is_found_among_the_odd_ones_and_not_set_twice(lost: Answering) -> None:
    alerts = [
        {"alertToken": "over", "status": "COMPLETED", "trigger": {"scheduledTime": "2026-03-06T08:00:00.000"}},
        {"alertToken": "counting", "status": "ON", "trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 60}},
        {"alertToken": "odd", "status": "ON", "trigger": {"recurrence": {"recurrenceRules": ["FREQ=MONTHLY"]}}},
        {"alertToken": "odder", "status": "ON", "trigger": ["?"]},
        {"alertToken": None, "status": "ON"},
        "none",
        {"alertToken": "one", "status": "ON", "trigger": {"scheduledTime": "2026-03-06T08:00:00.000"}},
    ]
    tells = says(json.dumps({"alerts": alerts}))

    def then_tells(server: RawServer, connection: socket.socket) -> None:
        (lost if server.connections == 1 else tells)(server, connection)

    with RawServer(then_tells) as server:
        assert set_at(services_at(server.url)) == ReminderAnswered(outcome="done", reminder=ONCE, id="one")
        assert server.connections == 2
        assert server.received.count(b"POST ") == 1


@each_case("zone", ["Mars/Base", "localtime", "../etc/passwd", "posix/Europe/London", "Europe", "", 7, {}])
def test_a_time_zone_that_is_none_is_not_taken(zone: Any) -> None:
    with RawServer(says(json.dumps(zone))) as server:
        assert services_at(server.url).time_zone() is None


def test_no_content_is_no_time_zone() -> None:
    with RawServer(says("", "204 No Content")) as server:
        assert services_at(server.url).time_zone() is None


def test_what_goes_over_the_wire_once() -> None:
    with RawServer(says(DONE)) as server:
        set_at(services_at(server.url))
        head, _, body = server.received.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/alerts/reminders HTTP/1.1\r\n")
    assert f"Authorization: Bearer {TOKEN}".encode() in head
    assert json.loads(body) == {
        "requestTime": "2026-03-05T20:30:12",
        "trigger": {
            "type": "SCHEDULED_ABSOLUTE",
            "scheduledTime": "2026-03-06T08:00:00",
            "timeZoneId": "America/New_York",
        },
        "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Time for your walk."}]}},
        "pushNotification": {"status": "ENABLED"},
    }


def test_what_goes_over_the_wire_for_weekdays() -> None:
    with RawServer(says(DONE)) as server:
        set_at(services_at(server.url), WEEKENDS)
        _, _, body = server.received.partition(b"\r\n\r\n")
    assert json.loads(body)["trigger"] == {
        "type": "SCHEDULED_ABSOLUTE",
        "timeZoneId": "America/New_York",
        "recurrence": {"recurrenceRules": ["FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=20;BYMINUTE=5;BYSECOND=0;INTERVAL=1;"]},
    }


def test_no_other_place_is_asked_and_none_is_connected_to() -> None:
    with RawServer(says(DONE)) as server:
        for endpoint in (server.url, f"http://localhost:{server.port}", f"https://127.0.0.1:{server.port}"):
            assert Services.of(envelope(endpoint), Settings(), Deadline()) is None
        for endpoint in (
            f"https://127.0.0.1:{server.port}",
            f"http://api.amazonalexa.com:{server.port}",
            f"http://127.0.0.1:{server.port}/path",
            f"http://user@127.0.0.1:{server.port}",
        ):
            assert Services.of(envelope(endpoint), LOCAL, Deadline()) is None
        assert server.connections == 0


@each_case(("endpoint", "token"), [(None, TOKEN), ("", TOKEN), (ALEXA, None), (ALEXA, ""), (7, TOKEN)])
def test_without_address_or_token_there_are_no_services(endpoint: Any, token: Any) -> None:
    assert Services.of(envelope(endpoint, token), LOCAL, Deadline()) is None


@pytest.mark.parametrize(
    "answering",
    [silent, hangs_up, says("{"), says('{"code": "WHY"}', "500 Broken"), says("", "302 Found", f"Location: /{TOKEN}")],
    ids=["silent", "hangs up", "no JSON", "broken", "redirect"],
)
def test_nothing_of_a_request_is_logged(
    answering: Answering, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with RawServer(answering) as server:
        set_at(services_at(server.url, seconds=0.1))
    told = caplog.text + "".join(capfd.readouterr())
    assert "Alexa was asked for a reminder, and " in told
    for secret in (TOKEN, DEVICE, "walk", "127.0.0.1"):
        assert secret not in told


def test_a_token_that_would_write_its_own_headers_is_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    with RawServer(says(DONE)) as server:
        assert set_at(services_at(server.url, token="a\r\nX-Other: b")) == failed()
        assert b"X-Other" not in server.received
    assert "X-Other" not in caplog.text


# TLS


@pytest.fixture
def certificate(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A certificate for Alexa's host that nobody has reason to trust, with its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("there is no openssl to make a certificate with")
    made, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=api.amazonalexa.com", "-addext", "subjectAltName=DNS:api.amazonalexa.com"]
    command = [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*command, *subject, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    http._tls.cache_clear()
    yield made, key
    http._tls.cache_clear()


def lead_to(server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every host be this server."""
    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [place])


def over_tls(certificate: tuple[Path, Path], answering: Answering) -> Answering:
    """The same server over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def wrapped(server: RawServer, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            answering(server, secure)

    return wrapped


def test_a_host_with_the_right_certificate_is_asked(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with RawServer(over_tls(certificate, says(DONE))) as server:
        lead_to(server, monkeypatch)
        assert set_at(services_at(ALEXA, Settings())) == ReminderAnswered(outcome="done", reminder=ONCE, id="one")
        assert b"Host: api.amazonalexa.com\r\n" in server.received


@pytest.mark.parametrize("trusted", [False, True], ids=["not trusted", "of another host"])
def test_a_host_with_a_wrong_certificate_is_sent_nothing(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with RawServer(over_tls(certificate, says(DONE))) as server:
        lead_to(server, monkeypatch)
        services = services_at("https://api.eu.amazonalexa.com" if trusted else ALEXA, Settings())
        assert set_at(services) == failed()
        assert (server.connections, server.received) == (1, b"")


def test_a_host_without_tls_never_sees_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def listens(server: RawServer, connection: socket.socket) -> None:
        seen.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with RawServer(listens) as server:
        lead_to(server, monkeypatch)
        assert set_at(services_at(ALEXA, Settings())) == failed()
    assert len(seen) == 1
    assert TOKEN.encode() not in seen[0]


def _wait_for_calls() -> None:
    """Wait until no call is under way."""
    for thread in threading.enumerate():
        if thread.name == "in-time":
            with suppress(RuntimeError):
                thread.join(WAIT_S)
