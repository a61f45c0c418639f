# SPDX-License-Identifier: Apache-2.0
"""A table asked without botocore: when, with which signature, and what comes of refusals. botocore is what it is held
against."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alexa.services.raw_server import Answering, RawServer, says
from hypothesis import given
from hypothesis import strategies as st

from skill.deadline import Deadline
from skill.memory.dynamodb import DynamoStore, direct
from skill.memory.dynamodb import table as table_module
from skill.memory.dynamodb.address import Address
from skill.memory.dynamodb.connections import CONTENT_TYPE, Connections
from skill.memory.store import StoreUnavailable

from ..conftest import WAYS, asked
from .table_server import TableServer

pytest.importorskip("botocore", reason="botocore is not installed: requirements/install dynamodb")

ROOT = Path(__file__).parents[3]
ON_LAMBDA = {
    "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI", "AWS_SESSION_TOKEN": "IQoJb3Jp",
    "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
    "AWS_LAMBDA_FUNCTION_NAME": "closer", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_XRAY_DAEMON_ADDRESS": "169.254.79.129:2000", "LANG": "en_US.UTF-8",
}  # fmt: skip
"""What a function finds in its environment, without SnapStart."""
TABLE = Address("households")
PATIENCE_S = 30.0


@pytest.fixture(autouse=True)
def plain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(request, "directly")
    for limit in ("CONNECT_S", "READ_S"):
        monkeypatch.setattr(table_module, limit, PATIENCE_S)


def patient() -> Deadline:
    """A deadline for a machine as busy as may be: botocore takes its time at first."""
    return Deadline(3 * PATIENCE_S)


def client_for(
    address: Address = TABLE, connections: Connections | None = None, **changes: str | None
) -> direct.Client | None:
    """The client that a function on AWS Lambda gets, where its environment has been changed so."""
    told: Mapping[str, str | None] = ON_LAMBDA | changes
    connections = connections or Connections(0.5, 1.0)
    return direct.client_for(address, {name: value for name, value in told.items() if value is not None}, connections)


# When


def test_a_function_on_lambda_asks_its_regions_own_address() -> None:
    client = client_for()
    assert client is not None
    assert client.headers("get_item", b"{}")["host"] == "dynamodb.eu-west-1.amazonaws.com"


def test_old_names_of_the_credentials_change_nothing() -> None:
    client = client_for(
        AWS_ACCESS_KEY="other", AWS_SECRET_KEY="other", AWS_SECURITY_TOKEN="of-old", AWS_SESSION_TOKEN=None
    )
    assert client is not None
    headers = client.headers("get_item", b"{}")
    assert headers["x-amz-security-token"] == "of-old"
    assert "Credential=ASIAEXAMPLE/" in headers["authorization"]


@pytest.mark.parametrize(
    "changes",
    [
        {"AWS_ACCESS_KEY_ID": None},
        {"AWS_SECRET_ACCESS_KEY": ""},
        {"AWS_DEFAULT_REGION": None},
        {"AWS_DEFAULT_REGION": "cn-north-1"},
        {"AWS_SESSION_TOKEN": "one\r\nX-Other: two"},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9001/credentials"},
        {"AWS_PROFILE": "home"},
        {"AWS_CONFIG_FILE": "/nowhere"},
        {"AWS_ENDPOINT_URL_DYNAMODB": "https://ddb.example.org"},
        {"AWS_USE_FIPS_ENDPOINT": "true"},
        {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
        {"AWS_CREDENTIAL_EXPIRATION": "2026-03-05T20:00:00Z"},
        {"AWS_SOMETHING_NEW": "yes"},
    ],
    ids=lambda changes: ", ".join(changes),
)
def test_whatever_is_not_plain_is_left_to_botocore(changes: dict[str, str | None]) -> None:
    assert client_for(**changes) is None


@pytest.mark.parametrize("file", [".aws/config", ".aws/credentials"])
def test_files_of_awss_tools_are_left_to_botocore(file: str) -> None:
    (Path.home() / file).parent.mkdir()
    (Path.home() / file).write_text("[default]\nuse_fips_endpoint = true\n", "utf-8")
    assert client_for() is None


def test_an_endpoint_with_a_path_is_left_to_botocore() -> None:
    assert client_for(Address("households", "eu-west-1", "https://ddb.example.org/behind")) is None
    assert client_for(Address("households", "eu-west-1", "https://ddb.example.org")) is not None


def test_a_system_without_authorities_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (ssl.get_default_verify_paths().openssl_cafile_env, ssl.get_default_verify_paths().openssl_capath_env):
        monkeypatch.setenv(name, "/nowhere")
    assert client_for() is None
    assert client_for(AWS_CA_BUNDLE="/etc/authorities.pem") is not None


def test_every_plain_region_has_the_address_that_botocore_knows() -> None:
    import botocore.session

    session = botocore.session.get_session()
    asked_directly = 0
    for partition in session.get_available_partitions():
        for region in session.get_available_regions("dynamodb", partition):
            mine = client_for(Address("households", region))
            made = session.create_client("dynamodb", region, aws_access_key_id="a", aws_secret_access_key="b")
            host = made.meta.endpoint_url.removeprefix("https://")
            asked_directly += mine is not None
            assert mine is None or mine.headers("get_item", b"{}")["host"] == host
            assert (mine is not None) == (partition == "aws" and region != "local")
    assert asked_directly > 20


def test_a_function_on_lambda_imports_no_botocore(table: TableServer) -> None:
    code = (
        "import json, sys\n"
        "from lambda_handler import make_handler\n"
        "from skill.settings import Settings\n"
        f"handler = make_handler(Settings(store={table.url!r}))\n"
        "before = [name for name in ('botocore', 'requests', 'urllib3') if name in sys.modules]\n"
        "user = {'userId': 'u'}\n"
        "handler({'version': '1.0', 'session': {'new': True, 'sessionId': 's', 'user': user},\n"
        "    'context': {'System': {'user': user}}, 'request': {'type': 'LaunchRequest', 'requestId': 'r',\n"
        "    'timestamp': '2026-03-05T20:30:00Z', 'locale': 'en-US'}}, None)\n"
        "print(json.dumps([before, [name for name in ('botocore', 'requests', 'urllib3') if name in sys.modules]]))"
    )
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **ON_LAMBDA}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    assert json.loads(done.stdout) == [[], []]
    assert len(table.items()) == 1, "the household is in the table"


# Signature

visible = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)


@given(
    key_id=visible,
    secret=visible,
    token=st.just("") | visible,
    region=st.sampled_from(["eu-west-1", "us-east-2", "local"]),
    origin=st.sampled_from(["https://dynamodb.eu-west-1.amazonaws.com", "http://127.0.0.1:8000", "https://[::1]:8000"]),
    operation=st.sampled_from(["get_item", "put_item", "delete_item"]),
    body=st.binary(max_size=200),
    moment=st.integers(0, 4_000_000_000),
)
def test_it_signs_as_botocore_does(
    key_id: str, secret: str, token: str, region: str, origin: str, operation: str, body: bytes, moment: int
) -> None:
    from botocore import auth, credentials
    from botocore.awsrequest import AWSRequest

    signer = direct.Credentials(key_id, secret, token)
    client = direct.Client(origin, region, signer, Connections(0.5, 1.0), lambda: float(moment))
    mine = client.headers(operation, body)
    unsigned = {name: mine[name] for name in ("content-type", "host", "x-amz-target")}
    request = AWSRequest("POST", f"{origin}/", headers=unsigned, data=body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auth, "get_current_datetime", lambda: datetime.fromtimestamp(moment, UTC))
        auth.SigV4Auth(credentials.Credentials(key_id, secret, token or None), "dynamodb", region).add_auth(request)
    assert mine == {name.lower(): value for name, value in request.headers.items()}


ITEM = {"key": {"S": "k"}, "revision": {"N": "7"}, "record": {"B": "AA=="}}
ASKING: Mapping[str, Callable[[DynamoStore], object]] = {
    "get": lambda store: store.get("k#1", patient()),
    "put": lambda store: store.put("k#1", b"\x00\xff", 7, patient(), expires=9.5),
    "delete": lambda store: store.delete("k#1", patient()),
}


@pytest.mark.parametrize("ask", ASKING)
def test_what_it_asks_is_what_botocore_asks(ask: str, request: pytest.FixtureRequest) -> None:
    """The same operation with the same JSON."""
    said = []
    for way in WAYS:
        asked(request, way)
        with RawServer(table_says({"Item": ITEM})) as server:
            ASKING[ask](DynamoStore.at(f"dynamodb://households?endpoint={server.url}"))
        head, _, body = server.received.rpartition(b"\r\n\r\n")
        target = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"x-amz-target"))
        said.append((target, json.loads(body)))
    assert said[0] == said[1]


# Refusals


def table_says(told: object, status: str = "200 OK") -> Answering:
    """What a table would say, to each who asks."""
    body = json.dumps(told).encode()
    proof = (f"Content-Type: {CONTENT_TYPE}", f"x-amz-crc32: {zlib.crc32(body)}", "Connection: close")

    def answering(server: RawServer, connection: socket.socket) -> None:
        server.received = b""  # so that the next request is read whole, too
        says(body, status, *proof)(server, connection)

    return answering


@pytest.mark.parametrize(
    "code",
    [
        "ProvisionedThroughputExceededException", "ThrottlingException", "InvalidSignatureException",
        "ExpiredTokenException", "AccessDeniedException", "ResourceNotFoundException",
    ],
)  # fmt: skip
def test_a_refusal_is_tried_once_more_and_told_by_its_name_alone(
    code: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in ON_LAMBDA.items():
        monkeypatch.setenv(name, value)
    refusal = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "User ASIAEXAMPLE, item k"}
    with RawServer(table_says(refusal, "400 Bad Request")) as server:
        with pytest.raises(StoreUnavailable, match=rf"did not answer \({code}\)") as told:
            DynamoStore.at(f"dynamodb://households?endpoint={server.url}").get("k", patient())
        assert server.connections == 2
    for secret in ("ASIAEXAMPLE", "wJalrXUtnFEMI", "IQoJb3Jp", "item k"):
        assert secret not in f"{told.value}{told.value.__cause__!r}{caplog.text}"


@pytest.mark.parametrize("strange", [7, None, "x#<b>ASIAEXAMPLE</b>", "#", ""])
def test_a_refusal_without_a_name_is_told_as_unknown(strange: object) -> None:
    with (
        RawServer(table_says({"__type": strange}, "400 Bad Request")) as server,
        pytest.raises(StoreUnavailable, match="an unknown error"),
    ):
        DynamoStore.at(f"dynamodb://households?endpoint={server.url}").get("k", patient())


def test_nothing_prints_what_is_secret() -> None:
    signer = direct.Credentials("ASIAEXAMPLE", "wJalrXUtnFEMI", "IQoJb3Jp")
    assert "wJalrXUtnFEMI" not in repr(signer) + repr(client_for())


@pytest.mark.parametrize("base64", ["A", "!!!!", "AA", 7])
def test_bytes_that_are_no_base64_are_no_answer(base64: object) -> None:
    item = {"key": {"S": "k"}, "revision": {"N": "7"}, "record": {"B": base64}}
    with RawServer(table_says({"Item": item})) as server, pytest.raises(StoreUnavailable, match="NoAnswer"):
        DynamoStore.at(f"dynamodb://households?endpoint={server.url}").get("k", patient())
