# SPDX-License-Identifier: Apache-2.0
"""A public endpoint in a made-up world: its authority, its clock, and the certificates that lie at each address."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from cryptography import x509
from flask.testing import FlaskClient

from lambda_handler import Skill
from skill.web.public.app import make_public_app
from skill.web.public.certificates import Certificates
from skill.web.public.rejection import Rejected
from skill.web.public.replays import Replays
from skill.web.public.signature import Verifier
from web.authority import NOW, URL, Authority, signed

SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
BUCKET = "https://s3.amazonaws.com"
PATH = URL.removeprefix(BUCKET)
OTHER_SKILL_ID = "amzn1.ask.skill.99999999-2222-3333-4444-555555555555"


def utc(moment: datetime) -> str:
    """A time as Alexa writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def request(kind: str = "LaunchRequest", request_id: str = "r1", **changes: Any) -> dict[str, Any]:
    """A request to the skill, sent now."""
    application, user = {"applicationId": SKILL_ID}, {"userId": "amzn1.ask.account.MADE-UP"}
    event: dict[str, Any] = {
        "version": "1.0",
        "session": {"new": True, "sessionId": "s1", "application": application, "user": user},
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "d1", "supportedInterfaces": {}},
            }
        },
        "request": {"type": kind, "requestId": request_id, "timestamp": utc(NOW), "locale": "en-US"} | changes,
    }
    return event


def assert_rejected(response: Any, log: pytest.LogCaptureFixture, reason: str, status: int = 400) -> None:
    """Refused without a word, and one line in the log holds the reason."""
    assert (response.status_code, response.data) == (status, b"")
    assert len(log.messages) == 1, log.messages
    assert log.messages[0].startswith("A request was rejected: ")
    assert reason in log.messages[0]
    assert "\n" not in log.messages[0]
    assert len(log.messages[0]) < 150


class World:
    """The public app, and everything around it that a test may change."""

    def __init__(self, skill: Skill | None = None) -> None:
        self.authority = Authority()
        self.now = NOW
        self.files: dict[str, bytes] = {PATH: self.authority.chain()}
        self.fetched: list[str] = []
        self.heard: list[dict[str, Any]] = []
        self.skill = skill or Skill(self._answer, lambda: True)
        self.roots: list[x509.Certificate] = [self.authority.root]
        self.client = self._client()

    def trust(self, *roots: x509.Certificate) -> None:
        """Trust these authorities only."""
        self.roots = list(roots)
        self.client = self._client()

    def post(self, body: object = None, headers: dict[str, str] | None = None, **signing: Any) -> Any:
        """The response to a request, signed properly unless `headers` say otherwise."""
        data = body if isinstance(body, bytes) else json.dumps(request() if body is None else body).encode()
        headers = signed(data, **signing) if headers is None else headers
        return self.client.post("/alexa", data=data, headers=headers)

    def _client(self) -> FlaskClient:
        def clock() -> datetime:
            return self.now

        certificates = Certificates(self._fetch, clock, self.roots)
        return make_public_app(self.skill, Verifier(certificates, SKILL_ID, clock), Replays(clock)).test_client()

    def _fetch(self, path: str) -> bytes:
        self.fetched.append(path)
        try:
            return self.files[path]
        except KeyError:
            raise Rejected("there are no certificates at that address") from None

    def _answer(self, event: Any, context: Any) -> dict[str, Any]:
        self.heard.append(event)
        return {"version": "1.0", "response": {"heard": len(self.heard)}}
