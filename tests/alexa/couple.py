# SPDX-License-Identifier: Apache-2.0
"""A couple in front of a device, for tests that say what was meant, and change what the device sends of it.

The device is the local speaker's own Echo: its sessions, its music, and what it does not accept.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from skill.language_model import load_language_model
from skill.speaker.echo.device import Echo, Listening
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.requests import API_ENDPOINT, Gear, Household
from skill.speaker.echo.services.simulated import Services
from skill.speaker.nlu import Meaning

Json = dict[str, Any]
Handler = Callable[[Any, Any], Json]

SKILL = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
USER = "amzn1.ask.account.TESTHOUSEHOLD"
KITCHEN = "amzn1.ask.device.TESTKITCHEN"
BEDROOM = "amzn1.ask.device.TESTBEDROOM"
TOKEN = "eyJ-test-api-access-token"
TRACKS = "https://tracks.example.org/set"
EVENING = datetime(2026, 3, 6, 1, 30, tzinfo=UTC)
"""Half past eight in the evening of 5 March in New York."""

_numbers = itertools.count(1)


def slot(
    name: str,
    words: str | None,
    matched: str | None = None,
    authority: str = "er-authority.echo-sdk",
    called: str | None = None,
) -> Json:
    """A slot as the platform sends it: its words, and the id they were matched to. None for `matched` is no match.

    `called` is the name of the value that was matched, where that is not what was said.
    """
    found: Json = {"name": name, "confirmationStatus": "NONE"}
    if words is None:
        return found
    status = "ER_SUCCESS_MATCH" if matched else "ER_SUCCESS_NO_MATCH"
    resolution: Json = {"authority": f"amzn1.{authority}.{SKILL}.{name}", "status": {"code": status}}
    if matched:
        resolution["values"] = [{"value": {"name": called or words, "id": matched}}]
    return found | {"value": words, "resolutions": {"resolutionsPerAuthority": [resolution]}}


def plain_slot(name: str, value: str) -> Json:
    """A slot of one of the platform's own types."""
    simple = {"type": "Simple", "value": value}
    return {"name": name, "value": value, "confirmationStatus": "NONE", "source": "USER", "slotValue": simple}


class Now:
    """The moment at which all happens: tests set it."""

    scripted = False

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def reach(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)


class NothingSaid:
    """Understands no words: these tests tell the device what was meant."""

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        raise NotImplementedError


class Process:
    """Where the skill runs, which a test may start anew. Only the device holds it, so that it ends with the device."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, event: Json, context: object) -> Any:
        return self.handler(event, context)


class Unit(Gear, frozen=True, kw_only=True):
    """A device of which a test says what it is called, and what it claims to have."""

    id: str
    claims: Json

    @property
    def device_id(self) -> str:
        return self.id

    @property
    def interfaces(self) -> Json:
        return self.claims


class Couple:
    """Two people and one of their devices."""

    def __init__(
        self,
        handler: Handler,
        device: str = KITCHEN,
        user: str = USER,
        locale: str = "en-US",
        services: Services | None = None,
    ) -> None:
        self._process = Process(handler)
        self.device = device
        self.clock = Now(EVENING)
        self.last: Json = {}
        self.happened: list[Exchange] = []
        """What came of the last request: the reply to it, and what the device then did by itself."""
        self._services = services
        self.echo = Echo(
            self._process,
            NothingSaid(),
            load_language_model("en-US"),
            self.clock,
            household=Household(
                user_id=user,
                skill_id=SKILL,
                locale=locale,
                access_token=services.token if services else TOKEN,
                api_endpoint=services.endpoint if services else API_ENDPOINT,
            ),
            gear=Unit(id=device, claims={}, audio=False),
            services=services,
            new_id=lambda: str(next(_numbers)),
            strict=True,
        )

    @property
    def handler(self) -> Handler:
        """The skill that the device asks."""
        return self._process.handler

    @handler.setter
    def handler(self, handler: Handler) -> None:
        self._process.handler = handler

    @property
    def moment(self) -> datetime:
        """When they say what they say next."""
        return self.clock.moment

    @moment.setter
    def moment(self, moment: datetime) -> None:
        self.clock.moment = moment

    @property
    def interfaces(self) -> Json:
        """What the device claims to have."""
        return self.echo.gear.interfaces

    @interfaces.setter
    def interfaces(self, claims: Json) -> None:
        audio, screen = "AudioPlayer" in claims, "Alexa.Presentation.APL" in claims
        self.echo.gear = Unit(id=self.device, claims=claims, audio=audio, screen=screen)

    @property
    def in_session(self) -> bool:
        """Whether the device's session is open."""
        return self.echo.session is not None and not self.echo.session.new

    @property
    def attributes(self) -> Json:
        """What the open session carries; a test may have it carry something else."""
        return self.echo.session.attributes if self.echo.session else {}

    def carry(self, attributes: Any, *, new: bool = False) -> None:
        """Be in a session that carries these attributes, whatever they are."""
        self.echo.session = Listening("TEST", new=new, attributes=attributes)

    def cut(self) -> None:
        """Be in no session, without anybody having been told that it is over."""
        self.echo.session = None

    def envelope(self, kind: str, session: bool = True, **fields: Any) -> Json:
        """One request, whole, as the device would send it now."""
        envelope = self.echo.envelope(kind, in_session=session, **fields)
        if self._services is None:
            del envelope["context"]["System"]["apiEndpoint"]
        return envelope

    def send(self, envelope: Json) -> Json:
        """Send an envelope, and carry on with what comes back, unless an Echo would refuse it."""
        self.happened = self.echo.deliver(envelope)
        self.last = self.happened[0].response
        self.moment += timedelta(seconds=20)
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
        return self.send(self.envelope("SessionEndedRequest", reason=reason))

    def directives(self, kind: str) -> list[Json]:
        """The directives of one type that came last."""
        return [one for one in self.last["response"].get("directives", []) if one["type"] == kind]

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


class Room(Couple):
    """A couple at a device that plays music."""

    def __init__(self, handler: Handler, **where: Any) -> None:
        super().__init__(handler, **where)
        self.interfaces = {"AudioPlayer": {}}

    def to_talk(self) -> None:
        """Into the talk time of a short check-in."""
        self.say("StartCheckInIntent", slot("length", "short", "short"))

    def play(self) -> Json:
        """The one track that is to play."""
        (directive,) = self.directives("AudioPlayer.Play")
        return directive

    @property
    def token(self) -> str:
        """The token of the track that played last."""
        return str(self.echo.player.context()["token"])
