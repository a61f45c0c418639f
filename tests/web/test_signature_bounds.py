# SPDX-License-Identifier: Apache-2.0
"""What is looked at of a signature: no longer address, chain or signature than a real one could have."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cases import each_case

from skill.web.public.certificates import certificate_path, read_chain
from skill.web.public.rejection import Rejected
from skill.web.public.signature import SIGNATURE_HEADER, URL_HEADER, Verifier

from .authority import NOW, URL, Authority, rsa_key
from .signing import SKILL_ID


class Signer:
    """Certificates that know one key."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails

    def key(self, url: str) -> Any:
        if self.fails:
            raise self.fails
        return rsa_key().public_key()


def told(signature: str, fails: Exception | None = None, **headers: str) -> str:
    """Why a request with a signature is rejected."""
    certificates: Any = Signer(fails)
    verifier = Verifier(certificates, SKILL_ID, lambda: NOW)
    with pytest.raises(Rejected) as rejected:
        verifier.check_signature({URL_HEADER: URL, SIGNATURE_HEADER: signature} | headers, b"{}")
    return str(rejected.value)


@each_case(
    ("characters", "reason"),
    [(2000, "the signature is not of this body by this key"), (2004, "the signature is no base64")],
)
def test_a_signature_has_two_thousand_characters_at_most(characters: int, reason: str) -> None:
    assert told(base64.b64encode(bytes(characters * 3 // 4)).decode()) == reason


@each_case("signature", ["a", "a\n==", "not base64!", "\u00e9"])
def test_what_is_no_base64_is_no_signature(signature: str) -> None:
    assert told(signature) == "the signature is no base64"


def test_a_header_that_is_missing_is_named() -> None:
    assert told("", SignatureCertChainUrl=URL) == "there is no Signature-256"
    assert told("a", SignatureCertChainUrl="") == "there is no SignatureCertChainUrl"


def test_what_was_not_foreseen_is_not_let_in(caplog: pytest.LogCaptureFixture) -> None:
    assert told("aaaa", RuntimeError("wednesday-in-lisbon")) == "the signature could not be checked"
    assert "Checking a signature" in caplog.text
    assert "lisbon" not in caplog.text


def test_the_reason_of_a_chain_is_told_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    assert told("aaaa", Rejected("the certificate has expired")) == "the certificate has expired"
    assert caplog.messages == []


def test_an_address_of_certificates_has_three_hundred_characters_at_most() -> None:
    beginning = "https://s3.amazonaws.com/echo.api/"
    longest = beginning + "a" * (300 - len(beginning))
    assert certificate_path(longest) == longest.removeprefix("https://s3.amazonaws.com")
    with pytest.raises(Rejected, match="no address"):
        certificate_path(f"{longest}a")


@each_case(
    ("url", "reason"),
    [
        ("https://s3.amazonaws.com:444/echo.api/a.pem", "of another port"),
        ("https://s3.amazonaws.com:x/echo.api/a.pem", "no address"),
        ("http://s3.amazonaws.com/echo.api/a.pem", "not https"),
        ("https://s3.amazonaws.com@x/echo.api/a.pem", "of another host"),
        ("https://x@s3.amazonaws.com/echo.api/a.pem", "of another host"),
        ("https://s3.amazonaws.com/echo.api/a.pem?", "a path that is not allowed"),
        ("https://s3.amazonaws.com/echo.api/a.pem#", "a path that is not allowed"),
        ("https://s3.amazonaws.com/echo.api/../a.pem", "a path that is not allowed"),
        ("https://s3.amazonaws.com/echo.api%2fa.pem", "a path that is not allowed"),
        ("https://s3.amazonaws.com/echo.ap\u00ed/a.pem", "no address"),
        ("https://s3.amazonaws.com/echo.api/\x00", "no address"),
    ],
)
def test_an_address_that_is_not_allowed_is_told_by_what_is_wrong_with_it(url: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        certificate_path(url)


def test_a_chain_has_eight_certificates_at_most() -> None:
    end = b"-----END CERTIFICATE-----\n"
    pem = Authority().chain().partition(end)[0] + end
    assert read_chain(pem * 8) == read_chain(pem) * 8
    with pytest.raises(Rejected, match="too many certificates"):
        read_chain(pem * 9)
    with pytest.raises(Rejected, match="no chain"):
        read_chain(b"")
