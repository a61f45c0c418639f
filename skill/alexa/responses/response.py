# SPDX-License-Identifier: Apache-2.0
"""From a turn to the reply that is sent, as plain data, and from there into the platform's JSON.

A reply is made before the record is saved: what cannot be said moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from ask_sdk_core.__version__ import __version__ as sdk_version
from ask_sdk_runtime.utils import user_agent_info
from msgspec import Struct
from msgspec.structs import replace

from skill import tracks
from skill.alexa import playback_token
from skill.alexa.intents import NAME_OF
from skill.alexa.requests.envelope import Asked, has_player
from skill.alexa.responses import ssml
from skill.alexa.responses.ssml import TooLong
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
    RESPONSE_VERSION,
)
from skill.settings import Settings

if TYPE_CHECKING:
    from ask_sdk_model.interfaces.audioplayer import AudioItemMetadata

WRAPPING_BYTES = 600
"""What the platform's field names and the SDK's user agent add to a reply."""
USER_AGENT = user_agent_info(sdk_version)
"""As the SDK signs its responses."""

EXPECTED = {state: tuple(NAME_OF[intent] for intent in expected_in(state)) for state in State}
"""Intents that a response names as expected in each state, most likely first."""

Sent: TypeAlias = dict[str, object]
"""The JSON that is sent back."""


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
    return {"state": session.state.value, "expects": [*EXPECTED[session.state]]} | plain


def sent(response: Mapping[str, object], attributes: Mapping[str, object] | None) -> Sent:
    """A response as it is sent back; `attributes` are the session's, where there is one."""
    session = {} if attributes is None else {"sessionAttributes": attributes}
    return {"version": RESPONSE_VERSION, **session, "userAgent": USER_AGENT, "response": response}


def spoken(reply: Reply, asked: Asked, settings: Settings) -> Sent:
    """A reply, with the session that it leaves."""
    return sent(_response_of(reply, asked, settings), reply.attributes if asked.in_session else None)


def silent(asked: Asked, directives: Sequence[object] = ()) -> Sent:
    """Neither words nor a say on the session, which goes on with what it carried."""
    response = {"directives": directives} if directives else {}
    return sent(response, attributes(asked.session) if asked.in_session else None)


def _response_of(reply: Reply, asked: Asked, settings: Settings) -> dict[str, object]:
    """A reply as the platform's JSON (Alexa Skills Kit, Response Format), in the SDK's order."""
    response: dict[str, object] = {}
    if reply.ssml is not None:
        response["outputSpeech"] = {"type": "SSML", "ssml": reply.ssml}
    if reply.permission is not None and reply.permission.by_card:
        response["card"] = {"type": "AskForPermissionsConsent", "permissions": [REMINDERS_PERMISSION]}
    elif reply.card is not None:
        response["card"] = {"type": "Simple", "title": reply.card[0], "content": reply.card[1]}
    if reply.reprompt is not None:
        response["reprompt"] = {"outputSpeech": {"type": "SSML", "ssml": reply.reprompt}}
    found = directives(reply, asked, settings)
    if found:
        response["directives"] = found
    if not reply.stays:
        response["shouldEndSession"] = not reply.open
    return response


def directives(reply: Reply, asked: Asked, settings: Settings) -> list[object]:
    """What the platform shall do beside speaking."""
    found = [directive for effect in reply.music for directive in _music(effect, asked, settings)]
    if reply.screen is not None:
        found.append(reply.screen)
    if reply.task_done:
        found.append(_task_done())
    if reply.permission is not None and not reply.permission.by_card:
        found.append(_asks_permission(reply.permission))
    return found


def _music(effect: Play | StopMusic, asked: Asked, settings: Settings) -> Iterator[object]:
    """What the AudioPlayer is told; nothing where the device has none, or where there is no host of tracks."""
    if not has_player(asked.event):  # one without refuses every directive to it
        return
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

    from skill.alexa.serializer import written

    if isinstance(effect, StopMusic):
        yield written(StopDirective())
        if effect.clears:
            yield written(ClearQueueDirective(clear_behavior=ClearBehavior.CLEAR_ALL))
    elif settings.audio_base_url:
        track = tracks.TAIL if effect.token.tail else tracks.track_for(effect.token.seconds)
        stream = Stream(
            url=track.url(settings.audio_base_url),
            token=playback_token.encode(effect.token),
            offset_in_milliseconds=effect.offset_ms,
            expected_previous_token=playback_token.encode(effect.behind) if effect.behind else None,
        )
        yield written(
            PlayDirective(
                play_behavior=PlayBehavior.ENQUEUE if effect.behind else PlayBehavior.REPLACE_ALL,
                audio_item=AudioItem(stream=stream, metadata=_shown(settings.audio_base_url)),
            )
        )


def _asks_permission(effect: AskPermission) -> object:
    """Asks by voice for the permission to set reminders."""
    from ask_sdk_model.interfaces.connections import SendRequestDirective

    from skill.alexa.serializer import written

    payload: dict[str, object] = {**REMINDERS_PERMISSION_REQUEST}
    return written(SendRequestDirective(name=ASK_FOR, payload=payload, token=write_token(effect.reminder)))


def _task_done() -> object:
    """Says that the task is done (Alexa Skills Kit, Tasks.CompleteTask), so that a routine may go on."""
    from ask_sdk_model.interfaces.tasks import CompleteTaskDirective
    from ask_sdk_model.status import Status

    from skill.alexa.serializer import written

    return written(CompleteTaskDirective(status=Status(code="200", message="done")))


def _shown(base_url: str) -> AudioItemMetadata:
    """What a screen or the app shows while a track plays: neutral, whatever is talked about."""
    from ask_sdk_model.interfaces.audioplayer import AudioItemMetadata
    from ask_sdk_model.interfaces.display import Image, ImageInstance

    cover = Image(sources=[ImageInstance(url=tracks.address(base_url, tracks.COVER))])
    return AudioItemMetadata(title=tracks.TITLE, art=cover)


def _card(card: Card, content: Content) -> tuple[str, str]:
    title = ssml.speakable(words(Say(card.title), content))
    body = "\n\n".join(ssml.speakable(words(entry, content)) for entry in card.entries)
    return title, body[: CARD_MAX_CHARACTERS - len(title)]
