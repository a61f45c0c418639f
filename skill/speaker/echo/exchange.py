# SPDX-License-Identifier: Apache-2.0
"""One thing that happened at the local speaker: what was heard, what was asked of the skill, and what came back."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from msgspec import Struct

from skill.speaker.echo.validation import speech_pieces
from skill.speaker.nlu import RISK
from skill.speaker.tts.ssml import Piece, plain

Json = dict[str, Any]
SAFETY_INTENT = "SafetyIntent"
SAFETY_STATE = "safety"


class Exchange(Struct, frozen=True, kw_only=True):
    """One exchange. Where nothing was sent to the skill, `request` and `response` are None and `note` says why."""

    heard: str | None = None
    """The line as it was said, or the words that were touched; None for what the device does by itself."""
    request: Json | None = None
    """The whole envelope."""
    response: Any = None
    """What the skill returned, also where it was refused; None where it broke."""
    pieces: tuple[Piece, ...] = ()
    """What the device speaks, in order."""
    ssml: str | None = None
    directives: tuple[Json, ...] = ()
    session_open: bool = False
    listening: bool = False
    """Whether the microphone is open after it."""
    note: str | None = None
    """What a person should know besides, as a sentence."""
    refused: bool = False
    """Whether the response was refused, or the skill broke; `note` says how."""
    about_safety: bool = False
    """Whether the device speaks here, by itself, what was said about safety before."""

    @property
    def spoken(self) -> str:
        """The words that the device speaks, as plain text."""
        return plain(self.pieces)

    @property
    def kind(self) -> str | None:
        """The request's type."""
        return self.request["request"]["type"] if self.request else None

    @property
    def intent(self) -> str | None:
        """The name of the intent that was meant."""
        return self.request["request"]["intent"]["name"] if self.request and self.kind == "IntentRequest" else None

    @property
    def state(self) -> str | None:
        """Where the skill says that the conversation is."""
        return state_of(self.response.get("sessionAttributes")) if isinstance(self.response, dict) else None

    @property
    def private(self) -> bool:
        """Whether somebody asked for safety here, or may have, so that no transcript and no recording may show either
        side."""
        session = (self.request or {}).get("session") or {}
        states = (self.state, state_of(session.get("attributes")))
        said = self.heard is not None or self.pieces
        meant = self.intent == SAFETY_INTENT or self._names_risk
        return bool(said) and (self.about_safety or meant or SAFETY_STATE in states)

    @property
    def _names_risk(self) -> bool:
        intent = self.request["request"]["intent"] if self.request and self.kind == "IntentRequest" else {}
        return RISK in (intent.get("slots") or {})

    def wire(self) -> Json:
        """The exchange as `talk --json` prints it."""
        shown = {
            "heard": self.heard,
            "request": self.request,
            "response": self.response,
            "spoken": self.spoken,
            "ssml": self.ssml,
            "directives": list(self.directives),
            "session_open": self.session_open,
        }
        return shown | ({"note": self.note} if self.note else {})


def speech(output: Json | None) -> tuple[tuple[Piece, ...], str | None]:
    """The pieces and the SSML of an accepted outputSpeech."""
    if not output:
        return (), None
    if output.get("type") == "SSML":
        return tuple(speech_pieces(output)), output["ssml"]
    return tuple(speech_pieces(output)), f"<speak>{escape(output['text'])}</speak>"


def state_of(attributes: object) -> str | None:
    """The state that session attributes name; None where they name none."""
    state = attributes.get("state") if isinstance(attributes, dict) else None
    return state if isinstance(state, str) else None
