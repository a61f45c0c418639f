# SPDX-License-Identifier: Apache-2.0
"""Whether Alexa sent a request, just now and to this skill: the rules of Amazon's for a skill that is hosted elsewhere.

The signature is checked over the body as it came, before anything of it is read. Whatever cannot be checked is
rejected.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill import logs
from skill.web.public.certificates import Certificates
from skill.web.public.rejection import Rejected

URL_HEADER = "SignatureCertChainUrl"
SIGNATURE_HEADER = "Signature-256"
SIGNATURE_LENGTH_MAX = 2000
"""Characters; that of a key of 2,048 bits has 344."""
TOLERANCE = timedelta(seconds=150)
"""How far a request's time may be from ours, either way. Amazon allows no more."""
EVENT_TOLERANCE = timedelta(hours=1)
"""The same for EVENTS, which tell of the skill or a reminder and are delivered again for so long."""
EVENTS = ("AlexaSkillEvent.", "Reminders.")

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Headers(Protocol):
    """The headers of a request, by names in any case."""

    def get(self, key: str, /) -> str | None:
        """A header's value."""
        ...


class Verifier:
    """Checks requests: the signature first, then, once the body is read, its time and the skill that it is for."""

    def __init__(self, certificates: Certificates, skill_id: str, clock: Callable[[], datetime]) -> None:
        self._certificates = certificates
        self._skill_id = skill_id
        self._clock = clock

    def check_signature(self, headers: Headers, body: bytes) -> None:
        """Whether Alexa signed this very body. Raises Rejected."""
        url, signature = headers.get(URL_HEADER), headers.get(SIGNATURE_HEADER)
        if not url:
            raise Rejected(f"there is no {URL_HEADER}")
        if not signature:
            raise Rejected(f"there is no {SIGNATURE_HEADER}")  # Signature, by SHA-1, is not enough
        try:
            self._check(url, signature, body)
        except Rejected:
            raise
        except Exception as error:  # noqa: BLE001 - certificates are strange; what was not foreseen is not let in
            logs.failure("Checking a signature", error)
            raise Rejected("the signature could not be checked") from None

    def _check(self, url: str, signature: str, body: bytes) -> None:
        if len(signature) > SIGNATURE_LENGTH_MAX:
            raise Rejected("the signature is no base64")
        try:
            signed = base64.b64decode(signature, validate=True)
        except ValueError:
            raise Rejected("the signature is no base64") from None
        key = self._certificates.key(url)
        try:
            key.verify(signed, body, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Rejected("the signature is not of this body by this key") from None

    def check_event(self, event: dict[str, Any]) -> datetime:
        """Whether a request was sent just now, and to this skill. Raises Rejected. Returns when it will be too old."""
        if application_ids(event) != {self._skill_id}:
            raise Rejected("it is for another skill")
        request = event["request"]
        try:
            sent = msgspec.convert(request.get("timestamp"), _Moment)
        except msgspec.ValidationError:
            raise Rejected("it does not tell its time") from None
        tolerance = EVENT_TOLERANCE if request["type"].startswith(EVENTS) else TOLERANCE
        age = self._clock() - sent
        if age > tolerance:
            raise Rejected("it is too old")
        if age < -TOLERANCE:
            raise Rejected("it is from the future")
        return sent + tolerance


def application_ids(event: dict[str, Any]) -> set[object]:
    """The skills that a request names, in its context and its session; None for one that is named in no string."""
    found: set[object] = set()
    for path in (("context", "System", "application"), ("session", "application")):
        place: Any = event
        for name in path:
            place = place.get(name) if isinstance(place, dict) else None
        if place is not None:
            named = place.get("applicationId") if isinstance(place, dict) else None
            found.add(named if isinstance(named, str) else None)
    return found
