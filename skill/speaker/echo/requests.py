# SPDX-License-Identifier: Apache-2.0
"""Requests as Alexa sends them: the whole JSON envelope, built from who is asking, on what device, and what was meant.

Only shapes belong here (JSON reference, request types, AudioPlayer reference); when a request is sent is `device.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from skill import platform
from skill.language_model import LanguageModel
from skill.speaker.nlu import RISK, SAFETY, Meaning

USER_ID = "amzn1.ask.account.LOCAL-SPEAKER"
SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
API_ENDPOINT = "http://127.0.0.1:9"
"""Loopback, and the port where nobody answers: without services of its own a device has none."""
ACCESS_TOKEN = "local-speaker"  # noqa: S105  # opens nothing; the field is always there
FIRST_ROOM = "living-room"
UNSURE = "unsure"
"""The words of a risk that is none of those that are known."""

Json = dict[str, Any]
NewId = Callable[[], str]


class Household(Struct, frozen=True, kw_only=True):
    """Who is asking, and which skill."""

    user_id: str = USER_ID
    skill_id: str = SKILL_ID
    locale: str = "en-US"
    api_endpoint: str = API_ENDPOINT
    access_token: str = ACCESS_TOKEN


class Gear(Struct, frozen=True, kw_only=True):
    """What a device has. Changed by replacing it."""

    room: str = FIRST_ROOM
    audio: bool = True
    """Plays long audio (the AudioPlayer interface)."""
    screen: bool = False
    round: bool = False
    """Whether its screen is a round one."""

    @property
    def device_id(self) -> str:
        """The room's own id; the first device keeps the plain one."""
        suffix = "" if self.room == FIRST_ROOM else f"-{self.room.upper()}"
        return f"amzn1.ask.device.LOCAL-SPEAKER{suffix}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its screen, in pixels."""
        return (480, 480) if self.round else (1024, 600)

    @property
    def interfaces(self) -> Json:
        """Its supportedInterfaces."""
        apl = {"runtime": {"maxVersion": "2024.3"}}
        audio: Json = {"AudioPlayer": {}} if self.audio else {}
        return audio | ({"Alexa.Presentation.APL": apl} if self.screen else {})


def random_ids() -> str:
    """An id that was never used before."""
    return str(uuid4())


def counted_ids(seed: str) -> NewId:
    """Ids that are the same in every run of one script, and differ from those of any other seed."""
    count = 0

    def new() -> str:
        nonlocal count
        count += 1
        return str(UUID(bytes=blake2s(f"{seed} {count}".encode(), digest_size=16).digest()))

    return new


def envelope(request: Json, session: Json | None, household: Household, gear: Gear, player: Json) -> Json:
    """The whole body of one request. `player` is context.AudioPlayer; playback and button requests have no session."""
    user = {"userId": household.user_id}
    application = {"applicationId": household.skill_id}
    system = {
        "application": application,
        "user": user,
        "device": {"deviceId": gear.device_id, "supportedInterfaces": gear.interfaces},
        "apiEndpoint": household.api_endpoint,
        "apiAccessToken": household.access_token,
    }
    context: Json = {"System": system}
    if gear.audio:
        context["AudioPlayer"] = player
    if gear.screen:
        context |= _screen(gear)
    body: Json = {"version": platform.RESPONSE_VERSION}
    if session is not None:
        body["session"] = session | {"application": application, "user": user}
    return body | {"context": context, "request": request}


def request(kind: str, request_id: str, moment: datetime, locale: str, **fields: Any) -> Json:
    """One request object of any type."""
    return {
        "type": kind,
        "requestId": f"amzn1.echo-api.request.{request_id}",
        "timestamp": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locale": locale,
        **fields,
    }


def session(session_id: str, *, new: bool, attributes: Json) -> Json:
    """The session object of a request."""
    return {"new": new, "sessionId": f"amzn1.echo-api.session.{session_id}", "attributes": attributes}


def intent(meaning: Meaning, model: LanguageModel, skill_id: str) -> Json:
    """What was meant, with every slot of the intent: filled ones with their words and what those resolve to."""
    if meaning.perhaps_unsafe:
        # Where words only may tell of danger, the slot that names it goes with what was not understood, unresolved.
        unsure = replace(meaning, intent=SAFETY, spoken={RISK: UNSURE}, perhaps_unsafe=False)
        return intent(unsure, model, skill_id) | {"name": meaning.intent}
    declared = model.intents.get(meaning.intent)
    slots = {
        slot.name: _slot(slot.name, slot.type, meaning, model, skill_id)
        for slot in (declared.slots if declared else ())
    }
    found: Json = {"name": meaning.intent, "confirmationStatus": "NONE"}
    return found | ({"slots": slots} if slots else {})


def wire(value: object) -> Any:
    """A value as it looks after a way over the wire. Raises TypeError or ValueError where JSON cannot hold it."""
    return json.loads(json.dumps(value, allow_nan=False))


def _slot(name: str, kind: str, meaning: Meaning, model: LanguageModel, skill_id: str) -> Json:
    empty: Json = {"name": name, "confirmationStatus": "NONE"}
    if name not in meaning.spoken and name not in meaning.slots:
        return empty
    if kind not in model.types:
        # Alexa sends "?" for words that a built-in type cannot make sense of.
        value = meaning.slots.get(name, "?")
        filled: Json = {"value": value, "slotValue": {"type": "Simple", "value": value}}
    else:
        filled = _listed(name, kind, meaning, model, skill_id)
    return empty | {"source": "USER"} | filled


def _listed(name: str, kind: str, meaning: Meaning, model: LanguageModel, skill_id: str) -> Json:
    identifier = meaning.slots.get(name)
    match = next((value for value in model.types[kind] if value.id == identifier), None)
    words = meaning.spoken.get(name) or (match.name.value if match else "")
    authority: Json = {
        "authority": f"amzn1.er-authority.echo-sdk.{skill_id}.{kind}",
        "status": {"code": "ER_SUCCESS_MATCH" if match else "ER_SUCCESS_NO_MATCH"},
    }
    if match:
        authority["values"] = [{"value": {"name": match.name.value, "id": match.id}}]
    resolutions = {"resolutionsPerAuthority": [authority]}
    simple = {"type": "Simple", "value": words, "resolutions": resolutions}
    return {"value": words, "resolutions": resolutions, "slotValue": simple}


def _screen(gear: Gear) -> Json:
    (width, height), shape = gear.size, "ROUND" if gear.round else "RECTANGLE"
    viewport = {
        "experiences": [{"arcMinuteWidth": 246, "arcMinuteHeight": 144, "canRotate": False, "canResize": False}],
        "mode": "HUB",
        "shape": shape,
        "pixelWidth": width,
        "pixelHeight": height,
        "currentPixelWidth": width,
        "currentPixelHeight": height,
        "dpi": 160,
        "touch": ["SINGLE"],
        "video": {"codecs": ["H_264_42", "H_264_41"]},
    }
    typed = {
        "type": "APL",
        "id": "main",
        "shape": shape,
        "dpi": 160,
        "presentationType": "STANDARD",
        "canRotate": False,
        "configuration": {
            "current": {
                "mode": "HUB",
                "video": {"codecs": ["H_264_42", "H_264_41"]},
                "size": {"type": "DISCRETE", "pixelWidth": width, "pixelHeight": height},
            }
        },
    }
    return {"Viewport": viewport, "Viewports": [typed]}
