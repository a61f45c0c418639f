# SPDX-License-Identifier: Apache-2.0
"""A made-up authority, and a signer that signs as Alexa does: valid unless something is forged on purpose."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from skill.web.public.certificates import SIGNER

NOW = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
YEAR = timedelta(days=365)
SERVER = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(name: str = "signer", bits: int = 2048) -> rsa.RSAPrivateKey:
    """The key of a name, the same one each time: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    """The same on a curve."""
    return ec.generate_private_key(ec.SECP256R1())


class Authority:
    """A root and an intermediate, which issue certificates for anything."""

    def __init__(self, name: str = "Made Up", now: datetime = NOW, **intermediate: Any) -> None:
        """`intermediate` changes the certificate of the intermediate, as in `certificate`."""
        self.now = now
        self.root_key, self.key = ec_key(f"{name} root"), ec_key(f"{name} intermediate")
        self._root_name, self._name = _named(f"{name} Root"), _named(f"{name} Intermediate")
        self.root = self.certificate(
            self._root_name, self.root_key, issuer=self._root_name, signed_by=self.root_key, is_ca=True
        )
        self.intermediate = self.certificate(
            self._name, self.key,
            **{"issuer": self._root_name, "signed_by": self.root_key, "is_ca": True} | intermediate,
        )  # fmt: skip

    def certificate(
        self,
        subject: x509.Name,
        key: Key,
        *,
        issuer: x509.Name | None = None,
        signed_by: Key | None = None,
        is_ca: bool = False,
        names: Sequence[str] = (),
        begins: timedelta = -YEAR,
        ends: timedelta = YEAR,
        usage: x509.ExtendedKeyUsage | None = None,
    ) -> x509.Certificate:
        """A certificate, by the intermediate unless somebody else signs. Times are told from now."""
        by = signed_by or self.key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + begins)
            .not_valid_after(self.now + ends)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(_key_usage(is_ca), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False
            )
        if usage is not None:
            builder = builder.add_extension(usage, critical=False)
        return builder.sign(by, hashes.SHA256())

    def leaf(self, key: Key | None = None, **changes: Any) -> x509.Certificate:
        """The signer's own certificate, but for what is changed."""
        proper: dict[str, Any] = {"names": [SIGNER], "usage": SERVER}
        return self.certificate(_named(SIGNER), key or rsa_key(), **proper | changes)

    def chain(self, key: Key | None = None, **changes: Any) -> bytes:
        """A chain that is valid, but for what is changed on its first certificate."""
        return pem(self.leaf(key, **changes), self.intermediate)


def pem(*certificates: x509.Certificate) -> bytes:
    """Certificates as a file."""
    return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)


def pem_of(key: Key) -> bytes:
    """A private key as a file."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def signature(body: bytes, key: rsa.RSAPrivateKey | None = None) -> str:
    """What Alexa puts into Signature-256."""
    return base64.b64encode((key or rsa_key()).sign(body, padding.PKCS1v15(), hashes.SHA256())).decode()


def signed(body: bytes, url: str = URL, key: rsa.RSAPrivateKey | None = None) -> dict[str, str]:
    """The headers of a request of Alexa's with this body."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "SignatureCertChainUrl": url,
        "Signature-256": signature(body, key),
    }


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key_usage(is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca, key_encipherment=not is_ca, key_cert_sign=is_ca, crl_sign=is_ca,
        content_commitment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
