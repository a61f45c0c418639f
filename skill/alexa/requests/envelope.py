# SPDX-License-Identifier: Apache-2.0
"""A request's envelope: whether it is one, who sends it, and what the conversation may know of it.

Ids end here. What goes on from here are digests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from skill.alexa import locales, playback_token
from skill.checkin.model.events import Device
from skill.checkin.model.playback import Playing
from skill.checkin.model.session import Session, State
from skill.checkin.wording import spoken
from skill.content.types import Content
from skill.platform import APL_VERSION, SPEECH_MAX_CHARACTERS
from skill.ready import make_ready
from skill.settings import Settings

if TYPE_CHECKING:
    from ask_sdk_model.interfaces.system.system_state import SystemState
    from ask_sdk_model.request_envelope import RequestEnvelope
    from ask_sdk_model.supported_interfaces import SupportedInterfaces

SHORT_DIGEST = 16
"""Characters of the digests of a device and of a request: enough to tell them apart within a household."""
PERSON_ID = re.compile(r"[!-~]{1,300}")
"""What the platform's id of a recognised speaker may look like."""
_APL_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?![0-9])")
ATTRIBUTES_BYTES_MAX = 12_000
"""Session attributes larger than this are none of ours."""

make_ready(Session)


class Sender(Struct, frozen=True, kw_only=True):
    """Who a request comes from, and all of its context that can be told without the household's record."""

    household: str
    """The key of the household: a digest of the user id."""
    device: Device
    request: str
    timestamp: datetime | None
    content: Content
    """What can be said in the locale of the request."""
    zone: ZoneInfo
    country: str
    new_session: bool
    playing: Playing | None = None
    """The track that played last on the device."""
    person: str | None = None
    """The platform's id of a recognised speaker. It is spoken through, never kept."""


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


WORDLESS = (
    "AudioPlayer.",
    "PlaybackController.",
    "AlexaSkillEvent.",
    "Reminders.",
    "System.",
    "Alexa.Presentation.",
)
"""Beginnings of the types of requests that nobody spoke: what comes back may hold no speech."""
TOUCHED = "Alexa.Presentation.APL.UserEvent"
"""The type of a touch: nobody spoke, and yet it is answered like a word, where it belongs to a session."""
SPOKEN = frozenset({"LaunchRequest", "IntentRequest", "SessionResumedRequest", "Connections.Response"})
"""Types of requests that follow from what somebody said."""
ENDED, CAN_FULFILL = "SessionEndedRequest", "CanFulfillIntentRequest"


def wordless(kind: object, in_session: bool) -> bool:
    """Whether a request of a type may be answered without words only. Of an unknown type: outside of a session."""
    if not isinstance(kind, str) or kind in SPOKEN:
        return False
    if not in_session:
        return True
    return kind != TOUCHED and (kind.startswith(WORDLESS) or kind in (ENDED, CAN_FULFILL))


def sender(envelope: RequestEnvelope, settings: Settings) -> Sender:
    """Who sends a request in which `problem` found nothing wrong."""
    system, session, request = _system(envelope), envelope.session, envelope.request
    assert request is not None  # else `problem` would have said so
    assert request.request_id is not None
    device = system.device if system else None
    interfaces = device.supported_interfaces if device else None
    household, person = household_key(envelope), _person_id(system)
    content, country = locales.content(request.locale), locales.country(request.locale)
    zone = settings.time_zone or locales.zone(request.locale)
    return Sender(
        household=household,
        device=Device(
            key=digest((device.device_id if device else None) or "")[:SHORT_DIGEST],
            audio=settings.audio_base_url is not None and bool(interfaces and interfaces.audio_player),
            screen=_shows_documents(interfaces),
        ),
        request=digest(request.request_id)[:SHORT_DIGEST],
        timestamp=request.timestamp,
        content=content,
        zone=ZoneInfo(zone),
        country=country,
        new_session=bool(session and (session.new or _is_over(session.attributes))),
        playing=_playing(envelope, content),
        person=person,
    )


def household_key(envelope: RequestEnvelope) -> str:
    """The key of the household that a request belongs to: a digest of its user id, which `problem` has found."""
    places = (_system(envelope), envelope.session)
    return digest(next(place.user.user_id for place in places if place and place.user and place.user.user_id))


def _system(envelope: RequestEnvelope) -> SystemState | None:
    return envelope.context.system if envelope.context else None


def _playing(envelope: RequestEnvelope, content: Content) -> Playing | None:
    """The talk-time track that played last on the device that asks; None where it was none of ours."""
    player = envelope.context.audio_player if envelope.context else None
    token = playback_token.decode(player.token if player else None, content)
    if player is None or token is None:
        return None
    offset = player.offset_in_milliseconds
    return Playing(token=token, offset_ms=min(max(offset, 0), token.seconds * 1000) if isinstance(offset, int) else 0)


def session(attributes: object, content: Content) -> Session:
    """The session that came back with a request; a fresh one where what came is none that this program gave out.

    What is not JSON, such as a number without end, is not read; nor is what the decks do not know, or could not be
    said at once.
    """
    if not attributes:
        return Session()
    try:
        encoded = msgspec.json.encode(attributes)
        if len(encoded) > ATTRIBUTES_BYTES_MAX:
            return Session()
        carried = msgspec.json.decode(encoded, type=Session)
        entry = (carried.entry,) if carried.entry and carried.entry not in carried.last else ()
        said = spoken((*carried.last, *entry), content)
    except (msgspec.MsgspecError, TypeError, ValueError, LookupError, RecursionError):
        return Session()
    return carried if len(said) <= SPEECH_MAX_CHARACTERS // 2 else Session()


def _shows_documents(interfaces: SupportedInterfaces | None) -> bool:
    """Whether a device shows documents as old as ours are."""
    apl = interfaces.alexa_presentation_apl if interfaces else None
    highest = apl.runtime.max_version if apl and apl.runtime else None
    found = _APL_VERSION.match(highest) if isinstance(highest, str) else None
    return found is not None and (int(found[1]), int(found[2])) >= APL_VERSION


def _is_over(attributes: object) -> bool:
    """Whether a session only lives on for what its screen shows: for the conversation the next word begins anew."""
    return isinstance(attributes, dict) and attributes.get("state") == State.ENDED.value


def _person_id(system: SystemState | None) -> str | None:
    found = system.person.person_id if system and system.person else None
    return found if isinstance(found, str) and PERSON_ID.fullmatch(found) else None


def application_id(envelope: RequestEnvelope) -> str | None:
    """The id of the skill that a request is meant for."""
    for place in (_system(envelope), envelope.session):
        if place and place.application and place.application.application_id:
            return str(place.application.application_id)
    return None


def digest(identifier: str) -> str:
    """What stands for an id from here on: its SHA-256, in hexadecimal."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()


def _user_id(event: Mapping[str, object]) -> str | None:
    for path in (("context", "System", "user", "userId"), ("session", "user", "userId")):
        found: object = event
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str) and found:
            return found
    return None
