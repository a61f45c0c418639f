# SPDX-License-Identifier: Apache-2.0
"""The local endpoint: it answers Alexa requests of this machine, and refuses everything else with the right status."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from cases import each_case
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lambda_handler import Skill, make_skill
from skill.settings import Settings
from skill.web import create_local_app

SECRET = "wednesday-in-lisbon"


def assert_refused(response: Any, status: int, words: str = "") -> None:
    """Refused with this status, and one JSON sentence that holds `words`."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    assert list(response.json) == ["error"]
    sentence = response.json["error"]
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert words in sentence


def test_a_launch_is_answered_as_alexa_expects(client: FlaskClient, launch: dict[str, Any]) -> None:
    response = client.post("/alexa", json=launch)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.json["version"] == "1.0"
    assert response.json["response"]["outputSpeech"]["ssml"].startswith("<speak>")


def test_the_session_carries_from_one_request_to_the_next(client: FlaskClient, launch: dict[str, Any]) -> None:
    attributes = client.post("/alexa", json=launch).json["sessionAttributes"]
    launch["session"] |= {"new": False, "attributes": attributes}
    launch["request"] |= {"type": "IntentRequest", "requestId": "r2", "intent": {"name": "AMAZON.HelpIntent"}}
    response = client.post("/alexa", json=launch)
    assert response.status_code == 200
    assert response.json["response"]["shouldEndSession"] is False


def test_a_kind_of_request_that_does_not_exist_yet_is_answered(client: FlaskClient, launch: dict[str, Any]) -> None:
    launch["request"]["type"] = "Alexa.Tomorrow.Something"
    assert client.post("/alexa", json=launch).status_code == 200


def test_health_says_ok(client: FlaskClient) -> None:
    response = client.get("/health")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


@each_case("host", ["localhost", "localhost:5050", "127.0.0.1", "127.0.0.1:5050"])
def test_it_goes_by_the_names_of_this_machine(client: FlaskClient, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


@each_case(
    "host",
    ["evil.example", "evil.example:5050", "localhost.evil.example", "evil.example#localhost", "localhost@evil.example",
     "127.0.0.1.nip.io", "127.0.0.2", "0.0.0.0", "192.168.1.20:5050", "[::]", "localhost:", "localhost:123456",
     "localhost, evil.example", "user:word@localhost", " ", "", "[::1]:5050"],
)  # fmt: skip
@each_case("path", ["/alexa", "/health", "/nothing"])
def test_foreign_host_names_are_refused_everywhere(client: FlaskClient, host: str, path: str) -> None:
    assert_refused(client.get(path, headers={"Host": host}), 403, "localhost")


GIVEN_AWAY_BY = """
    Forwarded Forwarded-For Via X-Forwarded X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto x-forwarded-anything
    X-Original-URL X-Rewrite-URL X-Scheme X-Real-IP X-Client-IP Client-IP X-Cluster-Client-IP X-Remote-Addr
    X-Proxy-User X-ProxyUser-Ip Proxy-Client-IP WL-Proxy-Client-IP X-Host X-HTTP-Host-Override X-Envoy-Peer X-Varnish
    X-BlueCoat-Via X-Squid-Error X-HAProxy-Server-State X-Traefik-Router X-Request-Start X-IMForwards
    Surrogate-Capability
    CDN-Loop X-CDN X-CDN-Src-IP CF-Ray CF-Connecting-IP True-Client-IP Akamai-Origin-Hop X-Akamai-Edgescape X-Edge-IP
    Fastly-Client-IP X-Fastly-Region CloudFront-Viewer-Country X-Amz-Cf-Id X-Sucuri-ClientIP Incap-Client-IP
    X-Incap-Session X-IInfo X-Bunny-Country X-Netlify-Id X-NF-Client-Connection-IP
    X-Amzn-Trace-Id X-Azure-ClientIP X-ARR-SSL X-FD-HealthProbe X-AppEngine-Country X-Cloud-Trace-Context
    X-Goog-IAP-JWT-Assertion X-GFE-Request-Trace X-Serverless-Authorization X-Vercel-Id Fly-Client-IP X-Render-Id
    Rndr-Id X-Railway-Edge DO-Connecting-IP X-MS-Proxy
    ngrok-skip-browser-warning X-Ngrok-Id Tailscale-User-Login X-LocalTunnel-Host Bypass-Tunnel-Reminder X-Tunnel-Id
    X-DevTunnels-Host X-Pinggy-No-Screen X-Loophole-Id X-Telebit-Host X-GitHub-Codespaces-Token
    """.split()
"""What proxies, networks that deliver content, clouds and tunnels add to what they hand on."""


@each_case("name", GIVEN_AWAY_BY)
def test_forwarded_requests_are_refused(client: FlaskClient, launch: dict[str, Any], name: str) -> None:
    assert_refused(client.post("/alexa", json=launch, headers={name: "127.0.0.1"}), 403, "forwarded")


def test_an_empty_forwarding_header_still_tells_of_a_proxy(client: FlaskClient, launch: dict[str, Any]) -> None:
    assert_refused(client.post("/alexa", json=launch, headers={"Via": ""}), 403, "forwarded")


@each_case("address", ["192.168.1.20", "8.8.8.8", "::ffff:8.8.8.8", "", "nonsense"])
def test_other_machines_are_refused(client: FlaskClient, launch: dict[str, Any], address: str) -> None:
    response = client.post("/alexa", json=launch, environ_overrides={"REMOTE_ADDR": address})
    assert_refused(response, 403, "own machine")


@each_case(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_pages_of_other_origins_are_refused(
    client: FlaskClient, launch: dict[str, Any], headers: dict[str, str]
) -> None:
    assert_refused(client.post("/alexa", json=launch, headers={"Host": "localhost"} | headers), 403, "origins")


@each_case("headers", [{"Origin": "http://localhost:5050"}, {"Sec-Fetch-Site": "none"}])
def test_its_own_page_may_ask(client: FlaskClient, launch: dict[str, Any], headers: dict[str, str]) -> None:
    response = client.post("/alexa", json=launch, headers={"Host": "localhost:5050"} | headers)
    assert response.status_code == 200


def test_no_answer_invites_other_origins(client: FlaskClient, launch: dict[str, Any]) -> None:
    response = client.post("/alexa", json=launch, headers={"Host": "localhost", "Origin": "http://localhost"})
    assert not [name for name, _ in response.headers if name.lower().startswith("access-control-")]


def test_a_body_of_128_kb_is_read_and_one_byte_more_is_not(client: FlaskClient, launch: dict[str, Any]) -> None:
    body = json.dumps(launch).encode()
    full = body + b" " * (128 * 1024 - len(body))
    assert client.post("/alexa", data=full, content_type="application/json").status_code == 200
    assert_refused(client.post("/alexa", data=full + b" ", content_type="application/json"), 413, "128 kB")


@each_case(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "text/plain; application/json"},
        {"Content-Type": ""},
        {},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_anything_but_plain_json_is_refused(
    client: FlaskClient, launch: dict[str, Any], headers: dict[str, str]
) -> None:
    assert_refused(client.post("/alexa", data=json.dumps(launch), headers=headers), 415, "application/json")


def test_a_charset_beside_the_type_is_fine(client: FlaskClient, launch: dict[str, Any]) -> None:
    response = client.post("/alexa", data=json.dumps(launch), content_type="Application/JSON; charset=UTF-8")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "body",
    [b" ", b"{", b"nonsense", b"{'a': 1}", b'{"a": NaN}', b'{"a": Infinity}', b"\xff\xfe{}", b'{"a": "\xff"}',
     b"\xef\xbb\xbf{}", b'{"version": "1.0"}{}', b"\x00" * 100, b"1" * 5_000, b"[" * 100_000, b'{"a":' * 20_000,
     b"[]", b"null", b'"text"', b"7", b"{}", b'{"request": 3}', b'{"request": {}}', b'{"request": {"type": 3}}',
     b'{"request": {"type": "LaunchRequest"}}'],
    ids=lambda body: ascii(body[:24]),
)  # fmt: skip
def test_what_is_no_request_is_told_so(client: FlaskClient, body: bytes) -> None:
    assert_refused(client.post("/alexa", data=body, content_type="application/json"), 400)


@pytest.mark.parametrize("place", ["session", "context", "request"])
@pytest.mark.parametrize("value", [[], "text", 7, True])
def test_a_part_of_the_wrong_kind_is_told_so(
    client: FlaskClient, launch: dict[str, Any], place: str, value: Any
) -> None:
    launch[place] = value
    assert_refused(client.post("/alexa", json=launch), 400, place)


NAMES = st.sampled_from(["request", "session", "context", "type", "user", "System"])
SMALL = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text()


@given(st.recursive(SMALL, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)))
def test_no_json_whatsoever_breaks_it(body: Any) -> None:
    client = create_local_app(make_skill(Settings())).test_client()
    response = client.post("/alexa", data=json.dumps(body), content_type="application/json")
    assert response.status_code in (200, 400)


@each_case("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"])
def test_alexa_is_only_posted_to(client: FlaskClient, method: str) -> None:
    response = client.open("/alexa", method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@each_case("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_health_is_only_read(client: FlaskClient, method: str) -> None:
    assert_refused(client.open("/health", method=method), 405, "GET /health")


@each_case("path", ["/", "/alexa/", "/ALEXA", "/alexa/x", "/health/", "/static/x", "/../etc/passwd"])
def test_there_is_nothing_else(client: FlaskClient, path: str) -> None:
    assert_refused(client.get(path), 404, "POST /alexa")


def test_a_failing_skill_is_told_without_a_trace(launch: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    def failing(event: dict[str, Any], context: object) -> dict[str, Any]:
        raise RuntimeError(SECRET)

    response = create_local_app(Skill(failing, lambda: True)).test_client().post("/alexa", json=launch)
    assert_refused(response, 500)
    assert SECRET not in response.get_data(as_text=True)
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_an_answer_that_is_no_json_is_a_failure_too(launch: dict[str, Any]) -> None:
    response = (
        create_local_app(Skill(lambda event, context: {"answer": object()}, lambda: True))
        .test_client()
        .post("/alexa", json=launch)
    )
    assert_refused(response, 500)


def test_nothing_that_was_sent_is_logged(
    client: FlaskClient, launch: dict[str, Any], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    launch["request"] |= {"type": "IntentRequest", "intent": {"name": "SetNamesIntent", "slots": {}}, "note": SECRET}
    client.post("/alexa", json=launch)
    client.post("/alexa", data=f'{{"{SECRET}"', content_type="application/json")
    client.get(f"/{SECRET}")
    printed = capfd.readouterr()
    assert SECRET not in caplog.text + printed.out + printed.err
