# SPDX-License-Identifier: Apache-2.0
"""Forgeries: each is one change to a request that passes. The log tells the reason, and the answer does not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from web.authority import NOW, SERVER, URL, YEAR, Authority, ec_key, pem, rsa_key, signature, signed
from web.signing import BUCKET, PATH, World, assert_rejected, request, utc

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Forgery:
    """One change to what would pass."""

    name: str
    reason: str
    files: Callable[[World], bytes] | None = None
    """What lies at the certificates' address."""
    headers: dict[str, str | None] = field(default_factory=dict)
    """Headers that are other ones, or not there."""
    event: dict[str, Any] = field(default_factory=dict)
    """Parts of the request that are other ones."""
    key: Any = None
    """The key that signs."""


FUTURE, PAST = {"begins": SECOND}, {"ends": -SECOND}
CHAIN = "does not lead to an authority"
OTHER_NAME = "is of another name"
PURPOSE = "is for another purpose"
KIND = "is not of a kind that is allowed"
NO_CHAIN = "is no chain of certificates"
NO_BASE64 = "the signature is no base64"
NOT_OF_BODY = "not of this body by this key"
PATH_REFUSED = "has a path that is not allowed"
NO_TIME = "it does not tell its time"


def leaf(**changes: Any) -> Callable[[World], bytes]:
    """A chain whose first certificate is another one."""
    return lambda world: world.authority.chain(**changes)


def self_signed(world: World) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Own")])
    return pem(
        world.authority.certificate(
            name, rsa_key(), issuer=name, signed_by=rsa_key(), names=["echo-api.amazon.com"], usage=SERVER
        )
    )


def by_a_leaf(world: World) -> bytes:
    """A certificate that another host's certificate issued, which may not."""
    other = world.authority.leaf(rsa_key("other"), names=["evil.example"])
    ours = world.authority.leaf(issuer=other.subject, signed_by=rsa_key("other"))
    return pem(ours, other, world.authority.intermediate)


def through(**intermediate: Any) -> Callable[[World], bytes]:
    """A chain through another intermediate of the same root."""
    return lambda world: Authority(**intermediate).chain()


FORGERIES = [
    # The certificate.
    Forgery("expired", "has expired", leaf(**PAST)),
    Forgery("not yet valid", "is not valid yet", leaf(**FUTURE)),
    Forgery("another host", OTHER_NAME, leaf(names=["evil.example"])),
    Forgery("a wildcard", OTHER_NAME, leaf(names=["*.amazon.com"])),
    Forgery("a longer name", OTHER_NAME, leaf(names=["echo-api.amazon.com.evil.example"])),
    Forgery("a name below", OTHER_NAME, leaf(names=["x.echo-api.amazon.com"])),
    Forgery("no name but the common one", OTHER_NAME, leaf(names=[])),
    Forgery("for clients", PURPOSE, leaf(usage=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]))),
    Forgery("for code", PURPOSE, leaf(usage=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]))),
    Forgery("for no purpose", PURPOSE, leaf(usage=None)),
    Forgery("a key of 1,024 bits", KIND, leaf(key=rsa_key("weak", 1024)), key=rsa_key("weak", 1024)),
    Forgery("a key on a curve", KIND, leaf(key=ec_key("curve"))),
    Forgery("an authority as signer", CHAIN, leaf(is_ca=True)),
    # The chain.
    Forgery("self-signed", CHAIN, self_signed),
    Forgery("of a foreign authority", CHAIN, lambda world: Authority("Foreign").chain()),
    Forgery("a foreign authority that brings its root", CHAIN,
            lambda world: Authority("Foreign").chain() + pem(Authority("Foreign").root)),
    Forgery("without the intermediate", CHAIN, lambda world: pem(world.authority.leaf())),
    Forgery("an expired intermediate", CHAIN, through(**PAST)),
    Forgery("an intermediate that is not valid yet", CHAIN, through(**FUTURE)),
    Forgery("an intermediate that may not issue", CHAIN, through(is_ca=False)),
    Forgery("issued by a host's certificate", CHAIN, by_a_leaf),
    Forgery("in the wrong order", OTHER_NAME, lambda world: pem(world.authority.intermediate, world.authority.leaf())),
    Forgery("too many certificates", "too many certificates", lambda world: world.authority.chain() * 8),
    Forgery("empty", NO_CHAIN, lambda world: b""),
    Forgery("garbage", NO_CHAIN, lambda world: b"\x00\xff" * 500),
    Forgery("a login page", NO_CHAIN, lambda world: b"<html>Sign in</html>"),
    Forgery("no certificate inside", NO_CHAIN,
            lambda world: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    Forgery("cut off", NO_CHAIN, lambda world: world.authority.chain()[:300]),
    Forgery("a private key", NO_CHAIN, lambda world: world.authority.chain().replace(b"CERTIFICATE", b"PRIVATE KEY")),
    # The signature.
    Forgery("no signature", "there is no Signature-256", headers={"Signature-256": None}),
    Forgery("an empty signature", "there is no Signature-256", headers={"Signature-256": ""}),
    Forgery("SHA-1 only", "there is no Signature-256", headers={
        "Signature-256": None,
        "Signature": base64.b64encode(rsa_key().sign(b"{}", padding.PKCS1v15(), hashes.SHA1())).decode(),
    }),
    Forgery("no base64", NO_BASE64, headers={"Signature-256": "not base64!"}),
    Forgery("padding that is missing", NO_BASE64, headers={"Signature-256": "AAA"}),
    Forgery("letters from elsewhere", NO_BASE64, headers={"Signature-256": "ÄÖÜß"}),
    Forgery("very long", NO_BASE64, headers={"Signature-256": "A" * 4000}),
    Forgery("too short", NOT_OF_BODY, headers={"Signature-256": "AAAA"}),
    Forgery("of another body", NOT_OF_BODY, headers={"Signature-256": signature(b"{}")}),
    Forgery("by another key", NOT_OF_BODY, key=rsa_key("other")),
    # The address.
    Forgery("no address", "there is no SignatureCertChainUrl", headers={"SignatureCertChainUrl": None}),
    *[
        Forgery(f"address {url}", reason, headers={"SignatureCertChainUrl": url})
        for url, reason in [
            ("http://s3.amazonaws.com/echo.api/echo-api-cert-12.pem", "is not https"),
            ("file:///echo.api/echo-api-cert-12.pem", "is not https"),
            ("//s3.amazonaws.com/echo.api/echo-api-cert-12.pem", "is not https"),
            ("https://notamazon.com/echo.api/echo-api-cert-12.pem", "of another host"),
            ("https://s3.amazonaws.com.evil.example/echo.api/a.pem", "of another host"),
            ("https://s3.amazonaws.com./echo.api/a.pem", "of another host"),
            ("https://s3.amazonaws.com@evil.example/echo.api/a.pem", "of another host"),
            ("https://evil.example@s3.amazonaws.com/echo.api/a.pem", "of another host"),
            ("https://evil.s3.amazonaws.com/echo.api/a.pem", "of another host"),
            ("https://127.0.0.1/echo.api/a.pem", "of another host"),
            ("https://[::1]/echo.api/a.pem", "of another host"),
            ("https:///echo.api/a.pem", "of another host"),
            ("https://s3.amazonaws.com:563/echo.api/a.pem", "of another port"),
            ("https://s3.amazonaws.com:0/echo.api/a.pem", "of another port"),
            ("https://s3.amazonaws.com:99999/echo.api/a.pem", "is no address"),
            ("https://s3.amazonaws.com:x/echo.api/a.pem", "is no address"),
            ("https://[s3.amazonaws.com/echo.api/a.pem", "is no address"),
            ("https://s3.amazonaws.com/echo.api/ä.pem", "is no address"),
            ("https://s3.amazonaws.com/echo.api/" + "a" * 300, "is no address"),
            (f"{BUCKET}/invalid.path/echo-api-cert-12.pem", PATH_REFUSED),
            (f"{BUCKET}/EcHo.aPi/echo-api-cert-12.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/../evil/a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/../../evil/a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/..", PATH_REFUSED),
            (f"{BUCKET}/echo.api", PATH_REFUSED),
            (f"{BUCKET}/echo.api/", PATH_REFUSED),
            (f"{BUCKET}/echo.api.evil/a.pem", PATH_REFUSED),
            (f"{BUCKET}//echo.api/a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api//a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/%2e%2e/evil/a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo%2Eapi/a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/a.pem?x=1", PATH_REFUSED),
            (f"{BUCKET}/echo.api/a.pem#x", PATH_REFUSED),
            (f"{BUCKET}/echo.api\\..\\evil\\a.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/a;b.pem", PATH_REFUSED),
            (f"{BUCKET}/echo.api/nothing.pem", "there are no certificates"),
            (f"{URL}, {URL}", PATH_REFUSED),
            ("nonsense", "is not https"),
        ]
    ],
    # The time, and the skill.
    *[
        Forgery(f"time {timestamp!r}", reason, event={"timestamp": timestamp})
        for timestamp, reason in [
            (utc(NOW - 151 * SECOND), "it is too old"),
            (utc(NOW + 151 * SECOND), "it is from the future"),
            (utc(NOW - 10 * YEAR), "it is too old"),
            ("2026-03-05T20:00:00", NO_TIME),
            ("2026-03-05", NO_TIME),
            ("soon", NO_TIME),
            ("", NO_TIME),
            (None, NO_TIME),
            (1772740800, NO_TIME),
            ([utc(NOW)], NO_TIME),
            ("9999-12-31T23:59:59-23:59", "it is from the future"),
            ("0001-01-01T00:00:00+23:59", "it is too old"),
        ]
    ],
    Forgery("an old skill event", "it is too old",
            event={"type": "AlexaSkillEvent.SkillDisabled", "timestamp": utc(NOW - 3601 * SECOND)}),
]  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_a_forgery_is_rejected_and_its_valid_twin_passes(forgery: Forgery, caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    if forgery.files is not None:
        world.files[PATH] = forgery.files(world)
    body = json.dumps(request(**forgery.event)).encode()
    headers = signed(body, key=forgery.key) | forgery.headers
    response = world.post(body, {name: value for name, value in headers.items() if value is not None})
    assert_rejected(response, caplog, forgery.reason)
    assert world.heard == []
    caplog.clear()

    world.files[PATH] = world.authority.chain()
    assert world.post().status_code == 200
    assert (len(world.heard), caplog.messages) == (1, [])


def test_an_address_that_is_not_allowed_is_never_fetched(world: World) -> None:
    for forgery in FORGERIES:
        if forgery.name.startswith("address ") and forgery.reason != "there are no certificates":
            world.post(headers=signed(b"") | {name: str(value) for name, value in forgery.headers.items()})
    assert world.fetched == []
