# SPDX-License-Identifier: Apache-2.0
"""The public endpoint: it answers what Alexa signed for this skill just now, and nothing else that can be thought of.

Forged certificates, addresses, signatures and times are in test_forgeries.py.
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambda_handler import Skill
from skill.settings import Settings
from skill.web import create_public_app
from web.authority import NOW, URL, Authority, signed
from web.signing import BUCKET, OTHER_SKILL_ID, PATH, SKILL_ID, World, assert_rejected, request, utc

SECOND = timedelta(seconds=1)
CHAIN = "does not lead to an authority"
NOT_OF_BODY = "not of this body by this key"


@pytest.mark.parametrize(
    "place",
    [("context", "System", "application", "applicationId"), ("session", "application", "applicationId"),
     ("context", "System", "application"), ("session", "application")],
)  # fmt: skip
@pytest.mark.parametrize("other", [OTHER_SKILL_ID, SKILL_ID.upper(), "", 7, ["x"]])
def test_another_skills_request_is_rejected(
    world: World, caplog: pytest.LogCaptureFixture, place: tuple[str, ...], other: object
) -> None:
    event = json.loads(json.dumps(request()))
    where = event
    for name in place[:-1]:
        where = where[name]
    where[place[-1]] = other
    assert_rejected(world.post(event), caplog, "it is for another skill")
    assert world.post().status_code == 200


def test_a_request_that_names_no_skill_is_rejected(world: World, caplog: pytest.LogCaptureFixture) -> None:
    event = request()
    del event["session"]
    del event["context"]["System"]["application"]
    assert_rejected(world.post(event), caplog, "it is for another skill")


def test_a_request_without_a_session_is_answered(world: World) -> None:
    event = request("AudioPlayer.PlaybackStarted")
    del event["session"]
    assert world.post(event).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["https://s3.amazonaws.com:443/echo.api/echo-api-cert-12.pem",
     "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert-12.pem",
     "https://s3.amazonaws.com/echo.api/./echo-api-cert-12.pem", "HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert-12.pem"],
)  # fmt: skip
def test_other_spellings_of_the_address_are_one_address(world: World, url: str) -> None:
    assert world.post(url=url).status_code == 200
    assert world.post(request(request_id="r2")).status_code == 200
    assert world.fetched == [PATH]


@pytest.mark.parametrize("seconds", [-150, -149, 0, 149, 150])
def test_clocks_may_differ_by_150_seconds(world: World, seconds: int) -> None:
    assert world.post(request(timestamp=utc(NOW + seconds * SECOND))).status_code == 200


@pytest.mark.parametrize("timestamp", ["2026-03-05T20:00:00.123Z", "2026-03-05T21:00:00+01:00"])
def test_a_time_may_be_written_in_any_zone(world: World, timestamp: str) -> None:
    assert world.post(request(timestamp=timestamp)).status_code == 200


@pytest.mark.parametrize("kind", ["AlexaSkillEvent.SkillDisabled", "Reminders.ReminderDeleted"])
def test_events_that_are_delivered_again_for_an_hour_may_be_an_hour_old(world: World, kind: str) -> None:
    assert world.post(request(kind, timestamp=utc(NOW - 3600 * SECOND))).status_code == 200


# Keys


def test_a_chain_is_fetched_and_checked_once(world: World) -> None:
    for number in range(3):
        assert world.post(request(request_id=f"r{number}")).status_code == 200
    assert world.fetched == [PATH]


def test_a_key_is_known_until_its_certificate_expires(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.files[PATH] = world.authority.chain(ends=100 * SECOND)
    assert world.post().status_code == 200
    world.now = NOW + 100 * SECOND
    assert world.post(request(request_id="r2")).status_code == 200
    world.now = NOW + 101 * SECOND
    assert_rejected(world.post(request(request_id="r3")), caplog, "has expired")
    assert world.fetched == [PATH, PATH]
    world.files[PATH] = world.authority.chain()
    assert world.post(request(request_id="r4")).status_code == 200


def test_a_key_is_known_no_longer_than_its_whole_chain(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.files[PATH] = Authority(ends=100 * SECOND).chain()
    assert world.post().status_code == 200
    world.now = NOW + 101 * SECOND
    assert_rejected(world.post(request(request_id="r2")), caplog, CHAIN)


def test_what_was_rejected_is_not_remembered(world: World) -> None:
    world.files[PATH] = b""
    assert world.post().status_code == 400
    world.files[PATH] = world.authority.chain()
    assert world.post().status_code == 200


def test_the_keys_that_are_known_are_bounded(world: World) -> None:
    for number in range(17):
        path = f"/echo.api/{number}.pem"
        world.files[path] = world.authority.chain()
        assert world.post(request(request_id=f"r{number}"), url=BUCKET + path).status_code == 200
    world.post(request(request_id="last"), url=f"{BUCKET}/echo.api/16.pem")
    assert len(world.fetched) == 17
    world.post(request(request_id="first"), url=f"{BUCKET}/echo.api/0.pem")
    assert len(world.fetched) == 18


# The body


def test_the_signature_is_checked_before_the_body_is_read(world: World, caplog: pytest.LogCaptureFixture) -> None:
    assert_rejected(world.post(b"{", signed(b"{}")), caplog, NOT_OF_BODY)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "not a request"),
        (b'{"request": {"type": "LaunchRequest"}}', "no id"),
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_what_is_signed_and_no_request_is_rejected(
    world: World, caplog: pytest.LogCaptureFixture, body: bytes, reason: str
) -> None:
    assert_rejected(world.post(body), caplog, reason)


def test_a_body_of_128_kb_is_read_and_one_byte_more_is_not(world: World, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps(request()).encode()
    body += b" " * (128 * 1024 - len(body))
    assert world.post(body).status_code == 200
    assert_rejected(world.post(body + b" "), caplog, "128 kB", 413)
    assert world.fetched == [PATH]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_another_type_of_body_is_refused(world: World, caplog: pytest.LogCaptureFixture, kind: str) -> None:
    body = json.dumps(request()).encode()
    assert_rejected(world.post(body, signed(body) | {"Content-Type": kind}), caplog, "JSON", 415)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=x"])
def test_json_is_json_however_it_is_written(world: World, kind: str) -> None:
    body = json.dumps(request()).encode()
    assert world.post(body, signed(body) | {"Content-Type": kind}).status_code == 200


def test_a_packed_body_is_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps(request()).encode()
    assert_rejected(world.post(body, signed(body) | {"Content-Encoding": "gzip"}), caplog, "JSON", 415)


# The same request again


def test_a_request_that_comes_again_gets_the_same_answer_and_moves_nothing(world: World) -> None:
    first = world.post()
    world.post(request(request_id="r2"))
    world.now += 149 * SECOND
    again = world.post()
    assert (again.status_code, again.data) == (200, first.data)
    assert len(world.heard) == 2


def test_a_request_that_comes_again_later_is_rejected(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.post()
    world.now += 151 * SECOND
    assert_rejected(world.post(), caplog, "it is too old")
    assert len(world.heard) == 1


def test_a_request_that_comes_again_unsigned_is_rejected(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.post()
    body = json.dumps(request()).encode()
    assert_rejected(world.post(body, {"Content-Type": "application/json"}), caplog, "there is no SignatureCertChainUrl")


def test_the_answers_that_are_kept_are_bounded() -> None:
    from skill.web.public.replays import Replays

    replays = Replays(lambda: NOW)
    for number in range(2000):
        replays.answer(str(number).encode(), NOW + SECOND, lambda: b"first")
    assert replays.answer(b"0", NOW + SECOND, lambda: b"second") == b"second"
    assert replays.answer(b"1999", NOW + SECOND, lambda: b"second") == b"first"


def test_an_answer_that_failed_is_found_anew() -> None:
    from skill.web.public.replays import Replays

    replays = Replays(lambda: NOW)

    def failing() -> bytes:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replays.answer(b"x", NOW, failing)
    assert replays.answer(b"x", NOW, lambda: b"found") == b"found"


# The other routes


def test_health_tells_whether_the_store_answers(caplog: pytest.LogCaptureFixture) -> None:
    world = World(Skill(lambda event, context: {}, lambda: True))
    assert (world.client.get("/health").status_code, world.client.get("/health").json) == (200, {"status": "ok"})
    failing = World(Skill(lambda event, context: {}, lambda: False)).client.get("/health")
    assert (failing.status_code, failing.json["status"]) == (503, "failing")


def test_health_asks_the_store_once_in_a_while_only() -> None:
    asked: list[bool] = []

    def answers() -> bool:
        asked.append(True)
        return True

    world = World(Skill(lambda event, context: {}, answers))
    for _ in range(100):
        world.client.get("/health")
    assert len(asked) < 50


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_alexa_is_only_posted_to(world: World, method: str) -> None:
    response = world.client.open("/alexa", method=method)
    assert (response.status_code, response.headers["Allow"], response.data) == (405, "POST", b"")


@pytest.mark.parametrize("path", ["/", "/alexa/", "/static/x", "/health/x", "/../etc/passwd", "/ALEXA"])
def test_there_is_nothing_else(world: World, path: str) -> None:
    response = world.client.post(path)
    assert (response.status_code, response.data) == (404, b"")


def test_a_failing_skill_is_told_in_the_log_only(caplog: pytest.LogCaptureFixture) -> None:
    def failing(event: Any, context: Any) -> dict[str, Any]:
        raise RuntimeError("wednesday-in-lisbon")

    response = World(Skill(failing, lambda: True)).post()
    assert (response.status_code, response.data) == (500, b"")
    assert "RuntimeError" in caplog.text
    assert "lisbon" not in caplog.text


def test_it_does_not_start_without_the_skills_id(monkeypatch: pytest.MonkeyPatch) -> None:
    from skill.errors import InputError

    monkeypatch.setenv("CLOSER_STORE", "memory:")
    monkeypatch.delenv("CLOSER_SKILL_ID", raising=False)
    with pytest.raises(InputError, match=r"^CLOSER_SKILL_ID is not set, .*\.$"):
        create_public_app()
    monkeypatch.setenv("CLOSER_SKILL_ID", SKILL_ID)
    assert create_public_app().test_client().get("/health").status_code == 200


# Anything at all

HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
ADDRESSES = st.sampled_from([URL, f"{BUCKET}/echo.api/x.pem"]) | st.builds(lambda end: URL + end, HEADER) | HEADER
SIGNATURES = HEADER | st.binary(max_size=300).map(lambda data: base64.b64encode(data).decode())
FUZZED = World()


@given(body=st.binary(max_size=300), url=ADDRESSES, signed_by=SIGNATURES, kind=HEADER | st.just("application/json"))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_headers_and_no_body_whatsoever_get_in(body: bytes, url: str, signed_by: str, kind: str) -> None:
    headers = {"Content-Type": kind, "SignatureCertChainUrl": url, "Signature-256": signed_by}
    response = FUZZED.post(body, headers)
    assert response.status_code in (400, 415)
    assert (response.data, FUZZED.heard) == (b"", [])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
)


@given(place=st.sampled_from(["version", "session", "context", "request"]), value=JSON)
def test_nothing_that_is_signed_breaks_it(place: str, value: Any) -> None:
    response = World().post(request() | {place: value})
    assert response.status_code in (200, 400)


@given(st.binary(max_size=2000) | st.binary(max_size=500).map(lambda data: World().authority.chain()[:-50] + data))
def test_no_file_of_certificates_breaks_it(file: bytes) -> None:
    world = World()
    world.files[PATH] = file
    assert world.post().status_code in (200, 400)


def test_settings_alone_make_a_whole_skill(caplog: pytest.LogCaptureFixture) -> None:
    from lambda_handler import make_skill

    world = World(make_skill(Settings(skill_id=SKILL_ID)))
    answer = world.post()
    assert answer.json["response"]["outputSpeech"]["ssml"].startswith("<speak>")
    assert world.post().data == answer.data
