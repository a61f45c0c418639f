# SPDX-License-Identifier: Apache-2.0
"""Which addresses are asked: Alexa's own over TLS, this machine where that is allowed, and no other."""

from __future__ import annotations

from typing import Any

from cases import each_case
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.services.endpoint import Endpoint, read_endpoint

HERE = Endpoint(host="127.0.0.1", port=8080, secure=False)


@each_case(
    ("address", "host"),
    [
        ("https://api.amazonalexa.com", "api.amazonalexa.com"),
        ("https://api.amazonalexa.com/", "api.amazonalexa.com"),
        ("https://api.amazonalexa.com:443", "api.amazonalexa.com"),
        ("https://api.eu.amazonalexa.com", "api.eu.amazonalexa.com"),
        ("https://api.fe.amazonalexa.com", "api.fe.amazonalexa.com"),
        ("HTTPS://API.AmazonAlexa.com", "api.amazonalexa.com"),
    ],
)
def test_alexas_own_hosts_are_asked(address: str, host: str) -> None:
    for local in (False, True):
        assert read_endpoint(address, local=local) == Endpoint(host=host, port=443, secure=True)


@each_case(("last", "asked"), [(48, True), (49, False)])
def test_an_address_has_two_hundred_characters_at_most(last: int, asked: bool) -> None:
    host = f"{'a' * 63}.{'b' * 63}.{'c' * last}.amazonalexa.com"
    assert len(f"https://{host}") == (200 if asked else 201)
    assert read_endpoint(f"https://{host}", local=False) == (Endpoint(host=host) if asked else None)


@each_case("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_asked_only_where_that_is_allowed(host: str) -> None:
    address = f"http://{host}:8080"
    assert read_endpoint(address, local=False) is None
    assert read_endpoint(address, local=True) == Endpoint(host=host.strip("[]"), port=8080, secure=False)


@each_case(
    "address",
    [
        "http://api.amazonalexa.com",
        "https://amazonalexa.com",
        "https://api.amazonalexa.com.example.org",
        "https://api-amazonalexa.com",
        "https://apiamazonalexa.com",
        "https://example.org/api.amazonalexa.com",
        "https://example.org#.amazonalexa.com",
        "https://example.org?.amazonalexa.com",
        "https://api.amazonalexa.com@example.org",
        "https://user:word@api.amazonalexa.com",
        "https://api.amazonalexa.com:8443",
        "https://api.amazonalexa.com:0",
        "https://api.amazonalexa.com:99999",
        "https://api.amazonalexa.com:x",
        "https://api.amazonalexa.com/v1",
        "https://api.amazonalexa.com/?x",
        "https://api.amazonalexa.com?",
        "https://api.amazonalexa.com#",
        "https://api.amazonalexa.com\\.example.org",
        "https://api_x.amazonalexa.com",
        "https://.amazonalexa.com",
        "https://api..amazonalexa.com",
        "https://api.amazonalexa.com.",
        "https://\u0430pi.amazonalexa.com",
        "https://127.0.0.1",
        "https://localhost:8080",
        "https://[::1",
        "ftp://api.amazonalexa.com",
        "//api.amazonalexa.com",
        "api.amazonalexa.com",
        "http://127.0.0.1",
        "http://127.0.0.1:0",
        "http://127.0.0.2:8080",
        "http://0.0.0.0:8080",
        "http://192.168.0.1:8080",
        "http://169.254.169.254:80",
        "http://127.0.0.1.example.org:8080",
        "http://localhost.example.org:8080",
        "https://" + "a" * 300 + ".amazonalexa.com",
        "",
        " ",
        None,
        7,
        b"https://api.amazonalexa.com",
        ["https://api.amazonalexa.com"],
    ],
)
def test_nobody_else_is(address: Any) -> None:
    assert read_endpoint(address, local=True) is None


@given(st.text(), st.booleans())
def test_any_text_is_read_without_an_error(text: str, local: bool) -> None:
    for address in (text, f"https://{text}", f"https://api.amazonalexa.com{text}", f"http://127.0.0.1:{text}"):
        endpoint = read_endpoint(address, local=local)
        assert endpoint is None or endpoint.host.endswith(".amazonalexa.com") or (local and endpoint.host == HERE.host)
