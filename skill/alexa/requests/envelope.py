# SPDX-License-Identifier: Apache-2.0
"""A request's envelope: whether it is one, who sends it, and what the conversation may know of it.

What every turn needs of a request is read from its JSON, by names: to make the SDK's objects of it took a quarter of a
turn. Ids end here. What goes on from here are digests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from skill.alexa import locales, playback_token
from skill.alexa.requests.moment import read_timestamp
from skill.checkin.model.events import Device
from skill.checkin.model.playback import Playing
from skill.checkin.model.session import Session, State
from skill.checkin.wording import spoken
from skill.content.types import Content
from skill.deadline import Deadline
from skill.platform import APL_VERSION, SPEECH_MAX_CHARACTERS
from skill.ready import make_ready
from skill.settings import Settings

SHORT_DIGEST = 16
"""Characters of the digests of a device and of a request: enough to tell them apart within a household."""
PERSON_ID = r"[!-~]{1,300}"
"""What the platform's id of a recognised speaker may look like."""
_APL_VERSION = r"([0-9]{1,4})\.([0-9]{1,4})(?![0-9])"
ATTRIBUTES_BYTES_MAX = 12_000
"""Session attributes larger than this are none of ours."""

make_ready(Session)


Part: TypeAlias = Mapping[str, object]
"""A JSON object of a request. What is missing in it, or of another type than it should be, is not there."""
NOTHING: Part = {}


class Asked:
    """One request as the handlers are given it, in which `problem` found nothing wrong: its JSON, what is read of it
    once for all, and the SDK's object of it for those who want that."""

    def __init__(self, event: Part, deadline: Deadline) -> None:
        self.event = event
        self.deadline = deadline
        request = part(event, "request")
        self.kind = text(request, "type") or ""
        """The type of the request."""
        self.locale = text(request, "locale")
        self.in_session = event.get("session") is not None
        self.wordless = wordless(self.kind, self.in_session)
        """Flag of a request whose response may hold no words."""

    @cached_property
    def request(self) -> Any:  # its class goes with its type, which the handler has looked at
        """The request as an object of the SDK's class for its type; each handler says of which class its own is."""
        # Imported here, because most requests are read without.
        from skill.alexa.serializer import TolerantSerializer

        return TolerantSerializer().read(self.event).request

    @cached_property
    def content(self) -> Content:
        """Decks of the request's locale, to answer from."""
        return locales.content(self.locale)

    @cached_property
    def session(self) -> Session:
        """The session that came back with it."""
        return session(part(self.event, "session").get("attributes"), self.content)


class Sender(Struct, frozen=True, kw_only=True):
    """Who a request comes from, and all of its context that can be told without the household's record."""

    household: str
    """The key of the household: a digest of the user id."""
    device: Device
    request: str
    timestamp: datetime | None
    zone: ZoneInfo
    country: str
    new_session: bool
    has_services: bool
    """Flag of a request with the address and the token of the platform's services, to ask them for the time zone."""
    playing: Playing | None = None
    """The track that played last on the device."""
    person: str | None = None
    """The platform's id of a recognised speaker. It is spoken through, never kept."""


def part(of: Part, *names: str) -> Part:
    """The object under a name, then under a name in it, and so on; an empty one where there is none."""
    for name in names:
        found = of.get(name)
        if not isinstance(found, dict):
            return NOTHING
        of = found
    return of


def text(of: Part, name: str) -> str | None:
    """The text under a name."""
    found = of.get(name)
    return found if isinstance(found, str) else None


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


def sender(asked: Asked, settings: Settings) -> Sender:
    """Who sends a request."""
    event, locale = asked.event, asked.locale
    system, session, request = part(event, "context", "System"), part(event, "session"), part(event, "request")
    device, content = part(system, "device"), asked.content
    return Sender(
        zone=ZoneInfo(settings.time_zone or locales.zone(locale)),
        country=locales.country(locale),
        household=household_key(event),
        device=Device(
            key=digest(text(device, "deviceId") or "")[:SHORT_DIGEST],
            audio=settings.audio_base_url is not None and has_player(event),
            screen=_shows_documents(part(device, "supportedInterfaces")),
        ),
        request=digest(str(request["requestId"]))[:SHORT_DIGEST],
        person=_person_id(system),
        new_session=session.get("new") is True or _is_over(session.get("attributes")),
        has_services=bool(text(system, "apiEndpoint") and text(system, "apiAccessToken")),
        playing=_playing(event, content),
        timestamp=read_timestamp(request.get("timestamp")),
    )


def household_key(event: Part) -> str:
    """The key of the household that a request belongs to: a digest of its user id, which `problem` has found."""
    found = _user_id(event)
    assert found is not None  # else `problem` would have said so
    return digest(found)


def has_player(event: Part) -> bool:
    """Whether the device that asks has an AudioPlayer."""
    return isinstance(part(event, "context", "System", "device", "supportedInterfaces").get("AudioPlayer"), dict)


def _playing(event: Part, content: Content) -> Playing | None:
    """The talk-time track that played last on the device that asks; None where it was none of ours."""
    player = part(event, "context", "AudioPlayer")
    token = playback_token.decode(text(player, "token"), content)
    if token is None:
        return None
    offset = player.get("offsetInMilliseconds")
    offset_ms = offset if isinstance(offset, int) and not isinstance(offset, bool) else 0
    return Playing(token=token, offset_ms=min(max(offset_ms, 0), token.seconds * 1000))


def session(attributes: object, content: Content) -> Session:
    """The session of such attributes; a fresh one where they are none that this program gave out.

    What is not JSON, such as a number without end, is not read; nor is what the decks do not know, or could not be
    said at once.
    """
    if not attributes:
        return Session()
    try:
        encoded = msgspec.json.encode(attributes)
        if len(encoded) > ATTRIBUTES_BYTES_MAX:
            return Session()
        came = msgspec.json.decode(encoded, type=Session)
        entry = (came.entry,) if came.entry and came.entry not in came.last else ()
        said = spoken((*came.last, *entry), content)
    except (msgspec.MsgspecError, TypeError, ValueError, LookupError, RecursionError):
        return Session()
    return came if len(said) <= SPEECH_MAX_CHARACTERS // 2 else Session()


def _shows_documents(interfaces: Part) -> bool:
    """Whether a device shows documents as old as ours are."""
    highest = text(part(interfaces, "Alexa.Presentation.APL", "runtime"), "maxVersion")
    found = re.match(_APL_VERSION, highest) if highest else None
    return found is not None and (int(found[1]), int(found[2])) >= APL_VERSION


def _is_over(attributes: object) -> bool:
    """Whether a session only lives on for what its screen shows: for the conversation the next word begins anew."""
    return isinstance(attributes, dict) and attributes.get("state") == State.ENDED.value


def _person_id(system: Part) -> str | None:
    found = text(part(system, "person"), "personId")
    return found if found and re.fullmatch(PERSON_ID, found) else None


def application_id(event: Part) -> str | None:
    """The id of the skill that a request is meant for."""
    named = (text(part(event, *path, "application"), "applicationId") for path in (("context", "System"), ("session",)))
    return next((found for found in named if found), None)


def digest(identifier: str) -> str:
    """What stands for an id from here on: its SHA-256, in hexadecimal."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()


def _user_id(event: Part) -> str | None:
    return (
        text(part(event, "context", "System", "user"), "userId")
        or text(part(event, "session", "user"), "userId")
        or None
    )
