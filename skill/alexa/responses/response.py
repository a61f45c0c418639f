# SPDX-License-Identifier: Apache-2.0
"""From a turn to the reply that is sent, as plain data, and from there into the SDK's response.

A reply is made before the record is saved: what cannot be said moves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from skill import tracks
from skill.alexa import playback_token
from skill.alexa.intents import NAME_OF
from skill.alexa.responses import ssml
from skill.alexa.responses.ssml import TooLong
from skill.alexa.serializer import Plain, Ready
from skill.alexa.services.reminders_api import write_token
from skill.checkin.model.effects import AskPermission, CompleteTask, StopMusic
from skill.checkin.model.playback import Play
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Card, Turn
from skill.checkin.table import expected_in
from skill.checkin.wording import words
from skill.content.types import Content
from skill.platform import (
    ASK_FOR,
    CARD_MAX_CHARACTERS,
    REMINDERS_PERMISSION,
    REMINDERS_PERMISSION_REQUEST,
    RESPONSE_MAX_BYTES,
)
from skill.settings import Settings

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model.directive import Directive
    from ask_sdk_model.interfaces.audioplayer import AudioItemMetadata
    from ask_sdk_model.response import Response

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
    attributes: dict[str, object]
    """The session as JSON, always with `state` and `expects`."""
    card: tuple[str, str] | None = None
    """Title and text."""
    music: tuple[Play | StopMusic, ...] = ()
    """What the AudioPlayer shall do."""
    permission: AskPermission | None = None
    """A permission that they are asked for."""
    screen: dict[str, object] | None = None
    """The directive that shows something, as JSON."""
    stays: bool = False
    """Whether the session may live on for a while without a microphone, so that what is shown can be read."""
    task_done: bool = False
    """Whether the task that started the skill is done."""


def render(turn: Turn, content: Content, person: str | None = None, has_screen: bool = False) -> Reply:
    """The reply of a turn. Raises TooLong over a limit, KeyError for a line or entry that is not in the content.

    A screen that would make the reply too long is left out: all that matters is spoken.
    """
    reply = Reply(
        ssml=ssml.ssml(turn.parts, content, person),
        reprompt=ssml.ssml(turn.reprompt, content) if turn.open else None,
        open=turn.open,
        attributes=attributes(turn.session if turn.open else Session(state=State.ENDED)),
        card=_card(turn.card, content) if turn.card else None,
        music=tuple(effect for effect in turn.effects if isinstance(effect, Play | StopMusic)),
        task_done=any(isinstance(effect, CompleteTask) for effect in turn.effects),
        permission=next((effect for effect in turn.effects if isinstance(effect, AskPermission)), None),
    )
    size = len(msgspec.json.encode(reply))
    if size > RESPONSE_MAX_BYTES - WRAPPING_BYTES:
        raise TooLong
    return _with_screen(reply, turn, content, size) if has_screen else reply


def _with_screen(reply: Reply, turn: Turn, content: Content, size: int) -> Reply:
    """The reply with what is shown beside it; `size` is how many bytes it has without."""
    # Imported here, because most devices have none.
    from skill.alexa.screens.directive import show
    from skill.checkin.screens import screen_of

    screen = screen_of(turn)
    if screen is None:
        return reply
    directive = show(screen, content, len(reply.ssml or ""))
    if size + directive.size > RESPONSE_MAX_BYTES - WRAPPING_BYTES:
        return reply
    return replace(reply, screen=directive.plain, stays=screen.stays)


def attributes(session: Session) -> dict[str, object]:
    """The session attributes: plain JSON, so that what comes back in a test is what comes back from the platform."""
    plain: dict[str, object] = msgspec.json.decode(msgspec.json.encode(session))
    expects = [NAME_OF[intent] for intent in expected_in(session.state)]
    return Plain({"state": session.state.value, "expects": expects} | plain)


def into_response(reply: Reply, handler_input: HandlerInput, settings: Settings) -> Response:
    """Put a reply into the SDK's response."""
    builder = handler_input.response_builder
    if reply.ssml is not None:
        builder.speak(reply.ssml)
    if reply.reprompt is not None:
        builder.ask(reply.reprompt)
    if reply.card is not None:
        from ask_sdk_model.ui.simple_card import SimpleCard

        builder.set_card(SimpleCard(title=reply.card[0], content=reply.card[1]))
    add_directives(reply, handler_input, settings)
    if not reply.stays:
        builder.set_should_end_session(not reply.open)
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = reply.attributes
    return builder.response


def add_directives(reply: Reply, handler_input: HandlerInput, settings: Settings) -> None:
    """What the platform shall do beside speaking."""
    for effect in reply.music:
        _add_music(effect, handler_input, settings)
    if reply.screen is not None:
        handler_input.response_builder.add_directive(cast("Directive", Ready(reply.screen)))
    if reply.task_done:
        _complete_task(handler_input)
    if reply.permission is not None:
        _ask_permission(reply.permission, handler_input)


def _add_music(effect: Play | StopMusic, handler_input: HandlerInput, settings: Settings) -> None:
    """Tell the AudioPlayer what to do; nothing where the device has none, or where there is no host of tracks."""
    # Imported here, because many evenings never need them.
    from ask_sdk_model.interfaces.audioplayer import (
        AudioItem,
        ClearBehavior,
        ClearQueueDirective,
        PlayBehavior,
        PlayDirective,
        StopDirective,
        Stream,
    )

    if not _plays_music(handler_input):
        return
    builder = handler_input.response_builder
    if isinstance(effect, StopMusic):
        builder.add_directive(StopDirective())
        if effect.clears:
            builder.add_directive(ClearQueueDirective(clear_behavior=ClearBehavior.CLEAR_ALL))
    elif isinstance(effect, Play) and settings.audio_base_url:
        track = tracks.TAIL if effect.token.tail else tracks.track_for(effect.token.seconds)
        stream = Stream(
            url=track.url(settings.audio_base_url),
            token=playback_token.encode(effect.token),
            offset_in_milliseconds=effect.offset_ms,
            expected_previous_token=playback_token.encode(effect.behind) if effect.behind else None,
        )
        builder.add_directive(
            PlayDirective(
                play_behavior=PlayBehavior.ENQUEUE if effect.behind else PlayBehavior.REPLACE_ALL,
                audio_item=AudioItem(stream=stream, metadata=_shown(settings.audio_base_url)),
            )
        )


def _ask_permission(effect: AskPermission, handler_input: HandlerInput) -> None:
    """Ask for the permission to set reminders: by voice, or by a card in the app."""
    builder = handler_input.response_builder
    if effect.by_card:
        from ask_sdk_model.ui import AskForPermissionsConsentCard

        builder.set_card(AskForPermissionsConsentCard(permissions=[REMINDERS_PERMISSION]))
        return
    from ask_sdk_model.interfaces.connections import SendRequestDirective

    builder.add_directive(
        SendRequestDirective(
            name=ASK_FOR, payload=dict(REMINDERS_PERMISSION_REQUEST), token=write_token(effect.reminder)
        )
    )


def _shown(base_url: str) -> AudioItemMetadata:
    """What a screen or the app shows while a track plays: neutral, whatever is talked about."""
    from ask_sdk_model.interfaces.audioplayer import AudioItemMetadata
    from ask_sdk_model.interfaces.display import Image, ImageInstance

    cover = Image(sources=[ImageInstance(url=tracks.address(base_url, tracks.COVER))])
    return AudioItemMetadata(title=tracks.TITLE, art=cover)


def _complete_task(handler_input: HandlerInput) -> None:
    """Say that the task is done (Alexa Skills Kit, Tasks.CompleteTask), so that a routine may go on."""
    from ask_sdk_model.interfaces.tasks import CompleteTaskDirective
    from ask_sdk_model.status import Status

    handler_input.response_builder.add_directive(CompleteTaskDirective(status=Status(code="200", message="done")))


def _plays_music(handler_input: HandlerInput) -> bool:
    """Whether the device has an AudioPlayer; one without refuses every directive to it."""
    context = handler_input.request_envelope.context
    device = context.system.device if context and context.system else None
    interfaces = device.supported_interfaces if device else None
    return bool(interfaces and interfaces.audio_player)


def _card(card: Card, content: Content) -> tuple[str, str]:
    title = ssml.speakable(words(Say(card.title), content))
    body = "\n\n".join(ssml.speakable(words(entry, content)) for entry in card.entries)
    return title, body[: CARD_MAX_CHARACTERS - len(title)]
