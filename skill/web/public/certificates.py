# SPDX-License-Identifier: Apache-2.0
"""Whose key a request may be signed with: the address of its certificates, their chain, and the keys that are known.

The chain itself is checked by `cryptography`. What it leaves open is asked here: the exact name (it takes wildcards),
and a key that our kind of signature can be checked with. Revocation is not looked up.
"""

from __future__ import annotations

import posixpath
import re
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from msgspec import Struct

from skill.web.public.fetching import HOST, PORT
from skill.web.public.rejection import Rejected

SIGNER = "echo-api.amazon.com"
FOLDER = "/echo.api/"
URL_LENGTH_MAX = 300
"""Characters; a real one has some seventy."""
CHAIN_MAX = 8
"""Certificates of a chain; a real one has three or four."""
KEY_BITS = range(2048, 8193)
"""Bits of an RSA key: shorter ones can be broken, longer ones keep us busy."""
KEYS_MAX = 16
"""Keys that are known at a time. Alexa signs with one or two."""

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----")
_PATH = re.compile(r"(/[A-Za-z0-9._-]+)+")


def certificate_path(url: str) -> str:
    """The path on HOST of a certificate's URL, in one form. Raises Rejected where the URL may not be asked."""
    if len(url) > URL_LENGTH_MAX or not url.isascii() or not url.isprintable():
        raise Rejected("the certificate URL is no address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is no number, a bracket that is not closed
        raise Rejected("the certificate URL is no address") from None
    if parts.scheme != "https":
        raise Rejected("the certificate URL is not https")
    if host != HOST or "@" in parts.netloc:
        raise Rejected("the certificate URL is of another host")
    if port not in (None, PORT):
        raise Rejected("the certificate URL is of another port")
    if "?" in url or "#" in url or not _PATH.fullmatch(parts.path):
        raise Rejected("the certificate URL has a path that is not allowed")
    path = posixpath.normpath(parts.path)
    if not path.startswith(FOLDER):
        raise Rejected("the certificate URL has a path that is not allowed")
    return path


class Certificates:
    """The keys that signers have proved to be theirs, until their certificates expire."""

    def __init__(
        self,
        fetch: Callable[[str], bytes],
        clock: Callable[[], datetime],
        roots: Sequence[x509.Certificate] | None = None,
    ) -> None:
        """`roots` are the authorities that are trusted, else certifi's."""
        self._fetch = fetch
        self._clock = clock
        self._roots = Store(list(roots)) if roots is not None else None
        self._known: OrderedDict[str, _Key] = OrderedDict()
        self._lock = threading.Lock()

    def key(self, url: str) -> RSAPublicKey:
        """The key of the certificate at a URL. Raises Rejected where it is not the signer's."""
        path = certificate_path(url)
        now = self._clock()
        with self._lock:
            known = self._known.get(path)
            if known is not None and now <= known.until:
                self._known.move_to_end(path)
                return known.key
        key = self._proved(read_chain(self._fetch(path)), now)
        with self._lock:
            self._known[path] = key
            self._known.move_to_end(path)
            while len(self._known) > KEYS_MAX:
                self._known.popitem(last=False)
        return key.key

    def _proved(self, chain: list[x509.Certificate], now: datetime) -> _Key:
        leaf, *others = chain
        if now < leaf.not_valid_before_utc:
            raise Rejected("the certificate is not valid yet")
        if now > leaf.not_valid_after_utc:
            raise Rejected("the certificate has expired")
        if not _names_the_signer(leaf):
            raise Rejected("the certificate is of another name")
        if not _may_be_a_server(leaf):
            raise Rejected("the certificate is for another purpose")
        key = leaf.public_key()
        if not isinstance(key, RSAPublicKey) or key.key_size not in KEY_BITS:
            raise Rejected("the certificate's key is not of a kind that is allowed")
        policy = PolicyBuilder().store(self._roots or default_roots()).time(now).max_chain_depth(CHAIN_MAX)
        try:
            proved = policy.build_server_verifier(x509.DNSName(SIGNER)).verify(leaf, others)
        except VerificationError:
            raise Rejected("the certificate's chain does not lead to an authority that is trusted") from None
        return _Key(key, min(certificate.not_valid_after_utc for certificate in proved))


class _Key(Struct, frozen=True):
    """A key, and how long it is known."""

    key: RSAPublicKey
    until: datetime


def read_chain(pem: bytes) -> list[x509.Certificate]:
    """The certificates of a file, the signer's own first. Raises Rejected where it holds none, or too many."""
    if pem.count(b"-----BEGIN ") > CHAIN_MAX:
        raise Rejected("the chain has too many certificates")
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise Rejected("what was fetched is no chain of certificates") from None


@cache
def default_roots() -> Store:
    """certifi's authorities, Amazon's and Starfield's among them. Read once: it takes some 10 ms.

    One that `cryptography` warns of is left out: a later version of it will not read that at all.
    """
    roots = []
    for pem in _CERTIFICATE.findall(Path(certifi.where()).read_bytes()):
        with suppress(ValueError, CryptographyDeprecationWarning), warnings.catch_warnings():
            warnings.simplefilter("error")
            roots.append(x509.load_pem_x509_certificate(pem))
    return Store(roots)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def _names_the_signer(leaf: x509.Certificate) -> bool:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    return SIGNER in names.get_values_for_type(x509.DNSName)


def _may_be_a_server(leaf: x509.Certificate) -> bool:
    try:
        purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.SERVER_AUTH in purposes
