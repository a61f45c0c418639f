# SPDX-License-Identifier: Apache-2.0
"""A couple in front of a device, for tests that change what a device sends: whole envelopes, session by session.

The shapes are the local speaker's, and every response is held to what an Echo accepts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from skill.platform import RENDER_DOCUMENT
from skill.speaker.echo import requests
from skill.speaker.echo.requests import Gear
from skill.speaker.echo.validation import check

Json = dict[str, Any]

SKILL = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
USER = "amzn1.ask.account.TESTHOUSEHOLD"
KITCHEN = "amzn1.ask.device.TESTKITCHEN"
BEDROOM = "amzn1.ask.device.TESTBEDROOM"
TOKEN = "eyJ-test-api-access-token"
EVENING = datetime(2026, 3, 6, 1, 30, tzinfo=UTC)
"""Half past eight in the evening of 5 March in New York."""

_numbers = itertools.count(1)


def slot(name: str, words: str | None, matched: str | None = None, authority: str = "er-authority.echo-sdk") -> Json:
    """A slot as the platform sends it: its words, and the id they were matched to. None for `matched` is no match."""
    found: Json = {"name": name, "confirmationStatus": "NONE"}
    if words is None:
        return found
    status = "ER_SUCCESS_MATCH" if matched else "ER_SUCCESS_NO_MATCH"
    resolution: Json = {"authority": f"amzn1.{authority}.{SKILL}.{name}", "status": {"code": status}}
    if matched:
        resolution["values"] = [{"value": {"name": words, "id": matched}}]
    return found | {"value": words, "resolutions": {"resolutionsPerAuthority": [resolution]}}


def plain_slot(name: str, value: str) -> Json:
    """A slot of one of the platform's own types."""
    simple = {"type": "Simple", "value": value}
    return {"name": name, "value": value, "confirmationStatus": "NONE", "source": "USER", "slotValue": simple}


class Couple:
    """Two people and one of their devices."""

    def __init__(
        self, handler: Callable[[Any, Any], Json], device: str = KITCHEN, user: str = USER, locale: str = "en-US"
    ) -> None:
        self.handler = handler
        self.device = device
        self.user = user
        self.locale = locale
        self.moment = EVENING
        self.interfaces: Json = {}
        self.checks = True
        """Whether responses are held to what an Echo accepts: thousands of them take their time."""
        self.attributes: Json = {}
        self.in_session = False
        self.last: Json = {}

    def envelope(self, kind: str, session: bool = True, **fields: Any) -> Json:
        """One request, whole, in the shapes that the local speaker's device sends."""
        request = requests.request(kind, str(next(_numbers)), self.moment, self.locale, **fields)
        head = requests.session("TEST", new=not self.in_session, attributes=self.attributes) if session else None
        household = requests.Household(user_id=self.user, skill_id=SKILL, locale=self.locale, access_token=TOKEN)
        envelope = requests.envelope(request, head, household, Gear(audio=False), {})
        system = envelope["context"]["System"]
        system["device"] = {"deviceId": self.device, "supportedInterfaces": self.interfaces}
        del system["apiEndpoint"]
        return envelope

    def send(self, envelope: Json) -> Json:
        """Send an envelope, and carry on with what comes back, unless an Echo would refuse it."""
        self.last = self.handler(envelope, None)
        if self.checks:
            check(requests.wire(self.last), envelope, self.interfaces)
        self.moment += timedelta(seconds=20)
        if "session" in envelope:
            ends = self.last["response"].get("shouldEndSession")
            shows = any(one["type"] == RENDER_DOCUMENT for one in self.last["response"].get("directives", ()))
            self.in_session = ends is False or (ends is None and shows)  # a screen keeps it for a while
            self.attributes = self.last.get("sessionAttributes", {}) if self.in_session else {}
        return self.last

    def launch(self, **fields: Any) -> Json:
        """Alexa, open closer together."""
        return self.send(self.envelope("LaunchRequest", **fields))

    def say(self, intent: str, *slots: Json) -> Json:
        """Something that was understood as an intent."""
        return self.send(self.intent(intent, *slots))

    def intent(self, intent: str, *slots: Json) -> Json:
        """The envelope of an intent."""
        meant = {"name": intent, "confirmationStatus": "NONE", "slots": {one["name"]: one for one in slots}}
        return self.envelope("IntentRequest", intent=meant, dialogState="COMPLETED")

    def leave(self, reason: str = "USER_INITIATED") -> Json:
        """The platform tells that the session is over."""
        answer = self.send(self.envelope("SessionEndedRequest", reason=reason))
        self.in_session, self.attributes = False, {}
        return answer

    @property
    def ssml(self) -> str:
        """What was said last; empty where nothing was."""
        speech = self.last["response"].get("outputSpeech")
        return speech["ssml"] if speech else ""

    @property
    def words(self) -> str:
        """What was said last, without markup."""
        return " ".join(re.sub(r"<[^>]*>", " ", self.ssml).split())

    @property
    def state(self) -> str:
        """Where the conversation is."""
        return self.last["sessionAttributes"]["state"]
