# SPDX-License-Identifier: Apache-2.0
"""The services that the local speaker offers: who may ask them, and how they can be told to behave."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from typing import Any

import pytest

from skill.errors import InputError
from skill.platform import ASK_FOR, REMINDERS_PERMISSION_REQUEST
from skill.platform import REMINDERS_PATH as PATH
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.services import simulated
from skill.speaker.echo.services.simulated import WAYS, Services
from skill.speaker.echo.services.wire import BODY_MAX_BYTES

from ..asker import TONIGHT, WAIT_S, ZONE_PATH, Asker, with_
from ..small_skill import Json

# The time zone


def test_the_time_zone_is_told(asker: Asker) -> None:
    assert asker.ask("GET", ZONE_PATH) == (200, "Europe/London")
    assert asker.ask("GET", ZONE_PATH.replace("SPEAKER", "SPEAKER-KITCHEN")) == (200, "Europe/London")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/v2/devices/another/settings/System.timeZone"),
        ("GET", ZONE_PATH + "s"),
        ("GET", ZONE_PATH.replace(".", "x")),
        ("POST", ZONE_PATH),
        ("PUT", PATH),
        ("DELETE", PATH),
        ("POST", PATH + "/one"),
        ("GET", PATH + "/one/two"),
        ("GET", PATH + "/one"),
        ("PUT", PATH + "/one"),
        ("POST", "/v1/directives"),
        ("DELETE", PATH + "/%2e%2e"),
    ],
)
def test_what_is_no_service_is_not_found(asker: Asker, method: str, path: str) -> None:
    status, answer = asker.ask(method, path, {} if method in ("POST", "PUT") else None)
    assert status == 404
    assert answer["code"] in ("NOT_FOUND", "ALERT_NOT_FOUND")


# Who may ask


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer guess", "bearer", "Basic eDp5", "Bearer \u00fc"])
def test_without_the_token_nothing_is_done(asker: Asker, token: str | None) -> None:
    for method, path in (("GET", ZONE_PATH), ("POST", PATH), ("GET", "/nowhere")):
        status, answer = asker.ask(method, path, TONIGHT if method == "POST" else None, Authorization=token)
        assert (status, answer["code"]) == (401, "INVALID_BEARER_TOKEN")
    assert asker.services.next() is None


def test_each_run_has_a_token_of_its_own(clock: ScriptedClock) -> None:
    assert Services(clock, "UTC").token != Services(clock, "UTC").token


@pytest.mark.parametrize("host", ["example.org", "localhost", "127.0.0.1", "127.0.0.1:1"])
def test_a_page_that_only_pretends_to_be_this_machine_is_refused(asker: Asker, host: str) -> None:
    assert asker.ask("GET", ZONE_PATH, Host=host)[0] == 403


def test_it_listens_on_this_machine_only(asker: Asker) -> None:
    assert asker.services.endpoint.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("raw", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"\xff", {}, 400),
        (b"[" * 60_000, {}, 400),
        (b"{}".rjust(BODY_MAX_BYTES), {}, 400),
        (b"{}", {"Content_Type": "text/plain"}, 415),
        (b"{}", {"Content_Type": None}, 415),
        (b"", {"Content_Length": None}, 411),
        (b"", {"Content_Length": "-1"}, 411),
        (b"", {"Content_Length": str(BODY_MAX_BYTES + 1)}, 413),
        (b"", {"Content_Length": "9" * 12}, 411),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    asker: Asker, raw: bytes, headers: dict[str, str | None], status: int
) -> None:
    assert asker.ask("POST", PATH, raw=raw, **headers)[0] == status


# How they behave


@pytest.mark.parametrize(
    ("command", "status", "code"),
    [
        ("reminders deny", 401, "UNAUTHORIZED"),
        ("permission ask", 401, "UNAUTHORIZED"),
        ("permission denied", 401, "UNAUTHORIZED"),
        ("permission not-answered", 401, "UNAUTHORIZED"),
        ("permission not-supported", 401, "UNAUTHORIZED"),
        ("reminders unsupported", 403, "DEVICE_NOT_SUPPORTED"),
        ("reminders full", 403, "MAX_REMINDERS_EXCEEDED"),
        ("reminders fail", 500, "INTERNAL_SERVER_ERROR"),
    ],
)
def test_reminders_do_as_they_are_told(asker: Asker, command: str, status: int, code: str) -> None:
    assert asker.services.obey(command) == []
    answered, answer = asker.ask("POST", PATH, TONIGHT)
    assert (answered, answer["code"]) == (status, code)
    assert asker.services.next() is None
    # The others do as before.
    assert asker.ask("GET", ZONE_PATH)[0] == 200


@pytest.mark.parametrize(("way", "status"), [("deny", 403), ("fail", 500), ("well", 200)])
def test_the_time_zone_does_as_it_is_told(asker: Asker, way: str, status: int) -> None:
    asker.services.behave("time-zone", way)
    assert asker.ask("GET", ZONE_PATH)[0] == status
    asker.services.behave("time-zone", "well")
    assert asker.ask("GET", ZONE_PATH)[0] == 200


def test_a_home_begins_well_and_nobody_has_given_a_permission_yet(clock: ScriptedClock) -> None:
    services = Services(clock, "UTC")
    assert services.ways == {"time-zone": "well", "reminders": "well", "permission": "ask"}
    services.ways["reminders"] = "fail"
    services.obey("reminders full")
    assert services.ways["reminders"] == "full"


def test_a_device_that_is_full_still_lists_and_deletes(asker: Asker) -> None:
    token = asker.set()["alertToken"]
    asker.services.obey("reminders full")
    assert [each["alertToken"] for each in asker.ask("GET", PATH)[1]["alerts"]] == [token]
    assert asker.ask("DELETE", f"{PATH}/{token}")[0] == 200


def test_a_slow_service_hangs_up_in_the_end(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulated, "SLOW_MAX_S", 0.01)
    services.behave("time-zone", "slow")
    assert not services.wait("time-zone")
    assert services.wait("reminders")
    services.close()
    assert not services.wait("reminders")


def test_what_comes_up_is_told_the_next_one_first(asker: Asker) -> None:
    asker.set(with_("trigger.scheduledTime", "2026-03-07T22:00:00"))
    asker.set(with_("alertInfo.spokenInfo.content.0.text", "Sooner."))
    upcoming = asker.services.upcoming()
    assert [text for _, text in upcoming] == ["Sooner.", "Time to read."]
    assert asker.services.next() == upcoming[0][0]
    asker.services.due(upcoming[0][0])
    assert [text for _, text in asker.services.upcoming()] == ["Time to read."]


def test_a_mistake_of_a_service_is_logged_and_a_client_that_hung_up_is_not(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    assert services.endpoint
    for error in (ConnectionResetError("gone"), ValueError("what somebody said")):
        try:
            raise error
        except (ConnectionResetError, ValueError):
            services._server.handle_error(None, None)
    (logged,) = caplog.records
    assert "A service of the local speaker" in logged.getMessage()
    assert "somebody" not in caplog.text


def test_a_slow_service_answers_once_it_is_well(asker: Asker) -> None:
    asker.services.behave("reminders", "slow")
    answers: list[tuple[int, Any]] = []
    asking = threading.Thread(target=lambda: answers.append(asker.ask("POST", PATH, TONIGHT)))
    asking.start()
    assert asker.ask("GET", ZONE_PATH)[0] == 200  # one waits, and the others go on
    assert answers == []
    asker.services.behave("reminders", "well")
    asking.join(WAIT_S)
    assert [status for status, _ in answers] == [201]


def test_nothing_is_done_for_somebody_who_left(asker: Asker) -> None:
    asker.services.behave("reminders", "slow")
    body = json.dumps(TONIGHT)
    head = f"POST {PATH} HTTP/1.1\r\nHost: {asker.host}\r\nAuthorization: Bearer {asker.services.token}\r\n"
    host, _, port = asker.host.partition(":")
    with socket.create_connection((host, int(port))) as leaving:
        leaving.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    asker.services.behave("reminders", "well")
    # Requests are taken one after the other: once this one is answered, the thread of the one before has begun.
    asker.ask("GET", ZONE_PATH)
    for thread in threading.enumerate():
        if "process_request" in thread.name and thread.is_alive():
            thread.join(WAIT_S)
    assert asker.services.next() is None


def test_closing_lets_go_of_whoever_waits(clock: ScriptedClock) -> None:
    services = Services(clock, "UTC")
    services.behave("time-zone", "slow")
    asker = Asker(services)
    hung_up = threading.Event()

    def ask() -> None:
        try:
            asker.ask("GET", ZONE_PATH)
        except (http.client.HTTPException, OSError):
            hung_up.set()

    asking = threading.Thread(target=ask)
    asking.start()
    services.close()
    asking.join(WAIT_S)
    assert hung_up.is_set()


@pytest.mark.parametrize(
    "words",
    ["", "reminders", "reminders dance", "dance well", "time-zone full", "time-zone delete", "reminders deny x"],
)
def test_a_way_that_does_not_exist_is_told(services: Services, words: str) -> None:
    with pytest.raises(InputError, match="is no way of a service; write time-zone with"):
        services.obey(words)


def test_every_way_can_be_told(services: Services) -> None:
    for service, ways in WAYS.items():
        for way in ways:
            assert services.obey(f"  {service}   {way} ") == []


# The permission


def test_where_the_permission_cannot_be_asked_for_nobody_is(services: Services) -> None:
    services.behave("permission", "not-supported")
    consent = services.consent(ASKING)
    assert (consent.fields["status"]["code"], consent.fields["token"]) == ("400", "t")


WANTED: Json = dict(REMINDERS_PERMISSION_REQUEST)
ASKING: Json = {"type": "Connections.SendRequest", "name": ASK_FOR, "payload": WANTED, "token": "t"}


@pytest.mark.parametrize(
    ("way", "answer", "words", "then"),
    [
        ("ask", "ACCEPTED", "yes", 200),
        ("granted", "ACCEPTED", "yes", 200),
        ("denied", "DENIED", "no", 401),
        ("not-answered", "NOT_ANSWERED", "nothing", 401),
    ],
)
def test_they_answer_when_alexa_asks_for_the_permission(
    asker: Asker, way: str, answer: str, words: str, then: int
) -> None:
    asker.services.behave("permission", way)
    consent = asker.services.consent(ASKING)
    assert consent.fields["status"]["code"] == "200"
    assert consent.fields["payload"]["status"] == answer
    assert consent.fields["payload"]["isCardThrown"] is (answer == "NOT_ANSWERED")
    assert consent.sentence == f"Alexa asks whether the skill may set reminders, and they say {words}."
    assert consent.fields["token"] == "t"
    assert asker.ask("GET", PATH)[0] == then


@pytest.mark.parametrize(
    "directive",
    [ASKING | {"name": "Buy"}, ASKING | {"payload": WANTED | {"permissionScope": "x"}}, {}],
)
def test_what_cannot_be_asked_for_is_not(asker: Asker, directive: Json) -> None:
    consent = asker.services.consent(directive)
    assert consent.fields["status"]["code"] == "400"
    assert consent.sentence == "Alexa cannot ask for that here."
    assert "payload" not in consent.fields
