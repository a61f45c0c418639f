# SPDX-License-Identifier: Apache-2.0
"""Closer Together on OpenVoiceOS: what is said goes to the service, and its answer comes back with an open microphone
where the conversation waits for one.

Nothing of what is said is logged or kept here.
"""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

from ovos_bus_client.message import Message
from ovos_bus_client.session import Session, SessionManager
from ovos_config.config import Configuration
from ovos_utils import classproperty
from ovos_utils.process_utils import RuntimeRequirements
from ovos_workshop.decorators import intent_handler
from ovos_workshop.skills.converse import ConversationalSkill

from .client import OURS, Answer, CannotReach, Client
from .talk_time import TalkTime

ADDRESS = "tcp://127.0.0.1:10500"
HERE = "default"
"""The session of this very speaker, as OpenVoiceOS calls it. Its player plays for nobody else."""
NOWHERE = "unknown"
"""The place of a speaker that nobody told where it stands."""
SPEAKS_AT_MOST_S = 90
"""After so long the speaker is taken to have finished speaking."""
WAITS_S = 300
"""So long an evening waits for a word, here as in the service and in OpenVoiceOS."""
STOP = "stop"
COUNTRY = re.compile("[A-Z]{2}")


class CloserTogetherSkill(ConversationalSkill):
    """Hands what is said to the service, from the opening sentence until the evening is over."""

    @classproperty
    def runtime_requirements(self) -> RuntimeRequirements:
        """Nothing of it leaves the house."""
        return RuntimeRequirements(
            internet_before_load=False,
            network_before_load=False,
            gui_before_load=False,
            requires_internet=False,
            requires_network=False,
            requires_gui=False,
            no_internet_fallback=True,
            no_network_fallback=True,
            no_gui_fallback=True,
        )

    def initialize(self) -> None:
        """Begin with no evening under way."""
        self._evenings: dict[str, float] = {}
        """Until when an evening waits for a word, by session, on the clock that never jumps."""
        self._has_music = False
        self._talk = TalkTime(self, stays=self.activate, over=self._ask)

    @intent_handler("open.intent")
    def handle_open(self, message: Message) -> None:
        """Somebody opens an evening, or asks for tonight's question."""
        self._has_music = self._talk.has_music()
        self._said(message.data["utterance"], SessionManager.get(message))

    @intent_handler("safety.intent")
    def handle_safety(self, message: Message) -> None:
        """Somebody is not safe, evening or not. It waits for no player."""
        self._said(message.data["utterance"], SessionManager.get(message))

    def can_converse(self, message: Message) -> bool:
        """Claim to what is said next, which OpenVoiceOS asks for: true for all of it, as long as an evening goes on."""
        return self._goes_on(SessionManager.get(message).session_id)

    def converse(self, message: Message) -> bool:
        """Answer what is said in an evening."""
        self._said(message.data["utterances"][0], SessionManager.get(message))
        return True

    def can_stop(self, message: Message) -> bool:
        """Claim to a stop, which OpenVoiceOS asks for: true as long as an evening goes on."""
        return self.can_converse(message)

    def stop_session(self, session: Session) -> bool:
        """Stop, with all kept: OpenVoiceOS takes this word itself, and hands on that it was said."""
        if not self._goes_on(session.session_id):
            return False
        if session.session_id == HERE:
            self._talk.stop()  # whether or not the service answers
        self._said(STOP, session)
        return True

    def _said(self, text: str, session: Session) -> None:
        try:
            answer = self._client.said(text, self._context(session))
        except CannotReach:
            if session.session_id == HERE:
                self._talk.forget()
            self._closes(session.session_id)
            self.speak_dialog("away")
        else:
            self._follow(answer, session.session_id)

    def _follow(self, answer: Answer, session_id: str) -> None:
        """Say the answer, and do what it wants of the microphone and the player. An empty one changes nothing."""
        music = answer.music if session_id == HERE else None
        if music is not None:
            self._talk.announce(music)
        elif answer.stops and session_id == HERE:
            self._talk.stop()
        if answer.listening:
            self._waits(session_id)
        elif not self._goes_on_in_music(session_id) and (answer.text or answer.stops):
            self._closes(session_id)
        if music is None:
            if answer.text:
                self.speak(answer.text, expect_response=answer.listening)
            return
        if answer.text:
            self.speak(answer.text, wait=SPEAKS_AT_MOST_S)
        self._talk.begin(music)

    def _ask(self) -> None:
        """The music of a talk is over: ask whether they want to go on, where the service would."""
        try:
            answer = self._client.cue(self._context(SessionManager.default_session))
        except CannotReach:
            return
        self._waits(HERE)
        if answer.text and answer.listening:
            self._begin_to_speak(answer.text, Message("", context={"skill_id": self.skill_id}))

    def _begin_to_speak(self, text: str, message: Message) -> None:
        """Speak without having been spoken to, and listen. OpenVoiceOS looks for `message` on the stack."""
        self.activate()
        self.speak(text, expect_response=True)

    def _goes_on(self, session_id: str) -> bool:
        return time.monotonic() < self._evenings.get(session_id, 0) or self._goes_on_in_music(session_id)

    def _goes_on_in_music(self, session_id: str) -> bool:
        return session_id == HERE and self._talk.goes_on

    def _waits(self, session_id: str) -> None:
        self._evenings[session_id] = time.monotonic() + WAITS_S

    def _closes(self, session_id: str) -> None:
        """The evening is over, or cannot go on: the house has its speaker back."""
        self._evenings.pop(session_id, None)
        self.deactivate()

    @property
    def _client(self) -> Client:
        return Client(str(self.settings.get("address") or ADDRESS))

    def _context(self, session: Session) -> dict[str, Any]:
        """The context of an event, as the service reads it."""
        music = self._has_music and session.session_id == HERE
        told = {"music": music, "asks_after": music, "request": uuid.uuid4().hex} | _place(session)
        # Each speaker calls its own session by the same name.
        return {"satellite_id": f"{uuid.getnode():x} {session.session_id}", OURS: told}


def _place(session: Session) -> dict[str, str]:
    """Where the speaker stands, as far as somebody said so: it decides whose numbers are told where help is needed."""
    told: dict[str, str] = {}
    if session.site_id and session.site_id != NOWHERE:
        told["area"] = session.site_id
    place = session.location_preferences
    if place and place != Configuration.default.get("location"):
        country = place.get("city", {}).get("state", {}).get("country", {}).get("code")
        zone = place.get("timezone", {}).get("code")
        if isinstance(country, str) and COUNTRY.fullmatch(country.upper()):
            told["country"] = country.upper()
        if isinstance(zone, str) and zone:
            told["time_zone"] = zone
    return told
