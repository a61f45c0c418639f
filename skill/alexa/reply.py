# SPDX-License-Identifier: Apache-2.0
"""From a turn to the reply that is sent, as plain data, and from there into the SDK's response.

A reply is made before the record is saved: what cannot be said moves nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model.response import Response
from ask_sdk_model.ui.simple_card import SimpleCard
from msgspec import Struct

from skill.alexa import speech
from skill.alexa.speech import TooLong
from skill.checkin.parts import Say
from skill.checkin.session import Session, State
from skill.checkin.turns import Card, StopMusic, Turn
from skill.checkin.wording import words
from skill.content.types import Content
from skill.platform import CARD_MAX_CHARACTERS, RESPONSE_MAX_BYTES

WRAPPING_BYTES = 600
"""What the platform's field names and the SDK's user agent add to a reply."""


class Reply(Struct, frozen=True, kw_only=True):
    """What is sent back."""

    ssml: str | None = None
    """Said now; None where nothing is said."""
    reprompt: str | None = None
    """Said after eight seconds of silence."""
    open: bool = False
    """Whether the microphone opens. If not, the session ends."""
    attributes: dict[str, Any]
    """The session as JSON, always with `state` and `expects`."""
    card: tuple[str, str] | None = None
    """Title and text."""
    stop_music: bool = False


def render(turn: Turn, content: Content) -> Reply:
    """The reply of a turn. Raises TooLong over a limit, KeyError for a line or entry that is not in the content."""
    reply = Reply(
        ssml=speech.ssml(turn.parts, content),
        reprompt=speech.ssml(turn.reprompt, content) if turn.open else None,
        open=turn.open,
        attributes=attributes(turn.session if turn.open else _ended(turn.session)),
        card=_card(turn.card, content) if turn.card else None,
        stop_music=any(isinstance(wish, StopMusic) for wish in turn.wishes),
    )
    if len(msgspec.json.encode(reply)) > RESPONSE_MAX_BYTES - WRAPPING_BYTES:
        raise TooLong
    return reply


def attributes(session: Session) -> dict[str, Any]:
    """The session attributes: plain JSON, so that what comes back in a test is what comes back from the platform."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(session))
    return {"state": session.state.value, "expects": list(session.expects)} | plain


def into_response(reply: Reply, handler_input: HandlerInput) -> Response:
    """Put a reply into the SDK's response."""
    builder = handler_input.response_builder
    if reply.ssml is not None:
        builder.speak(reply.ssml)
    if reply.reprompt is not None:
        builder.ask(reply.reprompt)
    if reply.card is not None:
        builder.set_card(SimpleCard(title=reply.card[0], content=reply.card[1]))
    if reply.stop_music and _plays_music(handler_input):
        # Imported here, because most evenings never need them.
        from ask_sdk_model.interfaces.audioplayer.clear_behavior import ClearBehavior
        from ask_sdk_model.interfaces.audioplayer.clear_queue_directive import ClearQueueDirective
        from ask_sdk_model.interfaces.audioplayer.stop_directive import StopDirective

        builder.add_directive(StopDirective())
        builder.add_directive(ClearQueueDirective(clear_behavior=ClearBehavior.CLEAR_ALL))
    builder.set_should_end_session(not reply.open)
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = reply.attributes
    return builder.response


def _plays_music(handler_input: HandlerInput) -> bool:
    """Whether the device has an AudioPlayer; one without refuses every directive to it."""
    context = handler_input.request_envelope.context
    device = context.system.device if context and context.system else None
    interfaces = device.supported_interfaces if device else None
    return bool(interfaces and interfaces.audio_player)


def _ended(session: Session) -> Session:
    return session if session.state is State.ENDED else Session(state=State.ENDED)


def _card(card: Card, content: Content) -> tuple[str, str]:
    title = speech.speakable(words(Say(card.title), content))
    body = "\n\n".join(speech.speakable(words(entry, content)) for entry in card.entries)
    return title, body[: CARD_MAX_CHARACTERS - len(title)]
