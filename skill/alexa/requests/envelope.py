# SPDX-License-Identifier: Apache-2.0
"""A request's envelope: whether it is one, who sends it, and what the conversation may know of it.

Ids end here. What goes on from here are digests.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from ask_sdk_model.request_envelope import RequestEnvelope
from msgspec import Struct
from msgspec.structs import replace

from skill.alexa import locales, playback_token
from skill.alexa.requests import moment
from skill.alexa.responses.ssml import TooLong, ssml
from skill.alexa.services import zones
from skill.checkin.model.events import Context, Device
from skill.checkin.model.household import Household
from skill.checkin.model.playback import Playing
from skill.checkin.model.session import Session
from skill.checkin.turn_builder import evening_of
from skill.content.types import Content
from skill.ready import make_ready
from skill.settings import Settings

SHORT_DIGEST = 16
"""Characters of the digests of a device and of a request: enough to tell them apart within a household."""
PERSON_ID_MAX = 300
ATTRIBUTES_BYTES_MAX = 12_000
"""Session attributes larger than this are none of ours."""

make_ready(Session)


class Sender(Struct, frozen=True, kw_only=True):
    """Who a request comes from, and on what context, as far as it can be told without the household's record."""

    household: str
    """The key of the household: a digest of the user id."""
    device: Device
    request: str
    timestamp: datetime | None
    zone: ZoneInfo
    country: str
    new_session: bool
    playing: Playing | None = None
    """The track that played last on the device, once the decks are known."""
    person: str | None = None
    """The platform's id of a recognised speaker. It is spoken through, never kept."""

    def context(self, household: Household, remembers: bool) -> Context:
        """The context, once the household is known."""
        context = Context(
            moment=moment.local(self.timestamp, moment.zone_of(household) or self.zone, household),
            seed=0,
            request=self.request,
            device=self.device,
            # Where they live counts more than which English they speak: it decides whom to call.
            country=zones.country_of(household.zone) or self.country,
            new_session=self.new_session,
            playing=self.playing,
            person=self.person is not None,
            remembers=remembers,
        )
        return replace(context, seed=moment.seed(self.household, evening_of(context)))


def problem(event: object) -> str | None:
    """What is wrong with a decoded request, as one sentence; None where it has the shape of one."""
    if not isinstance(event, dict):
        return "The body is not a request: it must be a JSON object with version, context and request."
    request = event.get("request")
    if not isinstance(request, dict):
        return "The request has no object named request."
    if not isinstance(request.get("type"), str) or not request["type"]:
        return "The request has no type: request.type must be a string."
    if not isinstance(request.get("requestId"), str) or not request["requestId"]:
        return "The request has no id: request.requestId must be a string."
    for name in ("session", "context"):
        if not isinstance(event.get(name), dict | None):
            return f"The request's {name} is not an object."
    if _user_id(event) is None:
        return "The request names no user: context.System.user.userId must be a string."
    return None


def sender(envelope: RequestEnvelope, settings: Settings) -> Sender:
    """Who sends a request in which `problem` found nothing wrong."""
    system = envelope.context.system if envelope.context else None
    session = envelope.session
    user: Any = (system.user if system else None) or (session.user if session else None)
    request: Any = envelope.request
    device = system.device if system else None
    interfaces = device.supported_interfaces if device else None
    return Sender(
        household=digest(user.user_id),
        device=Device(
            key=digest((device.device_id if device else None) or "")[:SHORT_DIGEST],
            audio=settings.audio_base_url is not None and bool(interfaces and interfaces.audio_player),
            screen=bool(interfaces and interfaces.alexa_presentation_apl),
        ),
        request=digest(request.request_id)[:SHORT_DIGEST],
        timestamp=request.timestamp,
        zone=ZoneInfo(settings.time_zone or locales.zone(request.locale)),
        country=locales.country(request.locale),
        new_session=bool(session and session.new),
        person=_person_id(system),
    )


def playing(envelope: RequestEnvelope, content: Content) -> Playing | None:
    """The talk-time track that played last on the device that asks; None where it was none of ours."""
    player = envelope.context.audio_player if envelope.context else None
    token = playback_token.decode(player.token if player else None, content)
    if player is None or token is None:
        return None
    offset = player.offset_in_milliseconds
    return Playing(token=token, offset_ms=min(max(offset, 0), token.seconds * 1000) if isinstance(offset, int) else 0)


def session(attributes: object, content: Content) -> Session:
    """The session that came back with a request; a fresh one where what came is none that this program gave out."""
    if not attributes:
        return Session()
    try:
        if len(msgspec.json.encode(attributes)) > ATTRIBUTES_BYTES_MAX:
            return Session()
        carried = msgspec.convert(attributes, Session)
        # What it names must be in the decks.
        ssml((*carried.last, *((carried.entry,) if carried.entry else ())), content)
        return carried
    except (msgspec.ValidationError, TypeError, ValueError, LookupError, AttributeError, RecursionError, TooLong):
        return Session()


def _person_id(system: Any) -> str | None:
    found = system.person.person_id if system and system.person else None
    return found if isinstance(found, str) and 0 < len(found) <= PERSON_ID_MAX else None


def application_id(envelope: RequestEnvelope) -> str | None:
    """The id of the skill that a request is meant for."""
    system = envelope.context.system if envelope.context else None
    for place in (system, envelope.session):
        if place and place.application and place.application.application_id:
            return str(place.application.application_id)
    return None


def digest(identifier: str) -> str:
    """What stands for an id from here on: its SHA-256, in hexadecimal."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()


def _user_id(event: dict[str, Any]) -> str | None:
    for path in (("context", "System", "user", "userId"), ("session", "user", "userId")):
        found: Any = event
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str) and found:
            return found
    return None
