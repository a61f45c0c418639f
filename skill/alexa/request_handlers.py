# SPDX-License-Identifier: Apache-2.0
"""A class a type of request. Each turns its request into an event, or knows that there is nothing to say.

What is said is the conversation's work (`skill/checkin/`); a new intent needs nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ask_sdk_runtime.dispatch_components.exception_components import AbstractExceptionHandler
from ask_sdk_runtime.dispatch_components.request_components import AbstractRequestHandler

from skill import logs
from skill.alexa import playback_token
from skill.alexa.face import AlexaFace
from skill.alexa.requests import envelope
from skill.alexa.requests.envelope import Asked, part, text
from skill.alexa.requests.slots import VALUE_LENGTH_MAX, heard
from skill.alexa.responses.apology import apology
from skill.alexa.responses.response import Reply, Sent, directives, sent, silent, spoken
from skill.alexa.services import reminders_api
from skill.checkin.model.events import Event, Launched, ReminderGone, SessionEnded, SessionResumed, Unfamiliar
from skill.checkin.model.playback import Played, Pressed
from skill.platform import ASK_FOR
from skill.settings import Settings
from skill.turn.conversation import Conversation

if TYPE_CHECKING:
    from ask_sdk_model.interfaces.alexa.presentation.apl.runtime_error_event import RuntimeErrorEvent
    from ask_sdk_model.interfaces.alexa.presentation.apl.user_event import UserEvent
    from ask_sdk_model.interfaces.connections.connections_response import ConnectionsResponse
    from ask_sdk_model.interfaces.system.exception_encountered_request import ExceptionEncounteredRequest
    from ask_sdk_model.request import Request
    from ask_sdk_model.session_ended_request import SessionEndedRequest

PLAYED: dict[str, Literal["started", "nearly_finished", "finished", "stopped", "failed"]] = {
    "PlaybackStarted": "started",
    "PlaybackNearlyFinished": "nearly_finished",
    "PlaybackFinished": "finished",
    "PlaybackStopped": "stopped",
    "PlaybackFailed": "failed",
}
PRESSED: dict[str, Literal["next", "previous", "pause", "play"]] = {
    "NextCommandIssued": "next",
    "PreviousCommandIssued": "previous",
    "PauseCommandIssued": "pause",
    "PlayCommandIssued": "play",
}


class _Handler(AbstractRequestHandler[Asked, Sent]):
    """A handler of the request types in `types`, or of all that begin with one of `prefixes`."""

    types: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def __init__(self, conversation: Conversation, settings: Settings) -> None:
        self._conversation = conversation
        self._settings = settings

    def can_handle(self, handler_input: Asked) -> bool:
        kind = handler_input.kind
        return kind in self.types or kind.startswith(self.prefixes)

    def _answer(self, handler_input: Asked, event: Event) -> Sent:
        return spoken(self._reply(handler_input, event), handler_input, self._settings)

    def _reply(self, handler_input: Asked, event: Event) -> Reply:
        face = AlexaFace(handler_input, self._settings)
        return self._conversation.answer(event, handler_input.session, face, handler_input.deadline)


class Launch(_Handler):
    """They opened the skill, perhaps by a task of a routine."""

    types = frozenset({"LaunchRequest"})

    def handle(self, handler_input: Asked) -> Sent:
        task = text(part(handler_input.event, "request", "task"), "name")
        # Tasks are named with the skill's id in front: amzn1.ask.skill.….TonightsQuestion
        name = task.rpartition(".")[2][:VALUE_LENGTH_MAX] if task else None
        return self._answer(handler_input, Launched(task=name))


class Intent(_Handler):
    """They said something. Every intent goes the same way."""

    types = frozenset({"IntentRequest"})

    def handle(self, handler_input: Asked) -> Sent:
        return self._answer(handler_input, heard(handler_input))


class Touched(_Handler):
    """They touched a screen of ours: what it stands for goes the way of what is said. Anything else moves nothing."""

    types = frozenset({envelope.TOUCHED})

    def handle(self, handler_input: Asked) -> Sent:
        # Imported here, because most devices have no screen.
        from skill.alexa.screens.touch import read_touch

        request: UserEvent = handler_input.request
        state = handler_input.session.state
        meant = read_touch(request.token, request.arguments, state) if handler_input.in_session else None
        return self._answer(handler_input, meant) if meant else silent(handler_input)


class Ended(_Handler):
    """The session is over. The platform takes no reply to this."""

    types = frozenset({envelope.ENDED})

    def handle(self, handler_input: Asked) -> Sent:
        request: SessionEndedRequest = handler_input.request
        reason = request.reason.value if request.reason else "UNKNOWN"
        self._reply(handler_input, SessionEnded(reason=reason))
        return silent(handler_input)


class Resumed(_Handler):
    """The platform gives the session back after something of its own, such as asking for a permission."""

    types = frozenset({"SessionResumedRequest"})

    def handle(self, handler_input: Asked) -> Sent:
        return self._answer(handler_input, SessionResumed())


class Permission(_Handler):
    """What they said when the platform asked them to allow reminders."""

    types = frozenset({"Connections.Response"})

    def handle(self, handler_input: Asked) -> Sent:
        request: ConnectionsResponse = handler_input.request
        reminder = reminders_api.read_token(request.token)
        if request.name != ASK_FOR or reminder is None:
            return self._answer(handler_input, SessionResumed())
        return self._answer(handler_input, reminders_api.read_permission(request.payload, reminder))


class Playback(_Handler):
    """The device tells of a track, or somebody pressed a button: directives only, and nothing moves."""

    prefixes = ("AudioPlayer.Playback", "PlaybackController.")

    def handle(self, handler_input: Asked) -> Sent:
        request: Request = handler_input.request
        kind = handler_input.kind.rpartition(".")[2]
        event: Played | Pressed | None = None
        if kind in PLAYED:
            token: str | None = getattr(request, "token", None)
            event = Played(kind=PLAYED[kind], token=playback_token.decode(token, handler_input.content))
        elif kind in PRESSED:
            event = Pressed(button=PRESSED[kind])
        if event is None:
            return silent(handler_input)
        return silent(handler_input, directives(self._reply(handler_input, event), handler_input, self._settings))


class ReminderEvent(_Handler):
    """A reminder was changed outside the skill; one that was deleted there is forgotten here."""

    types = frozenset({"Reminders.ReminderDeleted"})

    def handle(self, handler_input: Asked) -> Sent:
        ids = reminders_api.deleted_ids(part(handler_input.event, "request", "body"))
        if ids:
            self._reply(handler_input, ReminderGone(ids=ids))
        return silent(handler_input)


class CanFulfill(_Handler):
    """The platform asks whether the skill could answer something. Nothing is read or written."""

    types = frozenset({envelope.CAN_FULFILL})

    def handle(self, handler_input: Asked) -> Sent:
        from skill.alexa.requests import can_fulfill  # asked for so seldom

        judged = can_fulfill.judge(handler_input)
        came = part(handler_input.event, "session", "attributes") if handler_input.in_session else None
        return sent({"canFulfillIntent": judged}, came)


class Disabled(_Handler):
    """They disabled the skill. Unless the platform keeps what belongs to them, all that is kept goes."""

    types = frozenset({"AlexaSkillEvent.SkillDisabled"})

    def handle(self, handler_input: Asked) -> Sent:
        body = part(handler_input.event, "request", "body")
        if text(body, "userInformationPersistenceStatus") == "NOT_PERSISTED":
            household = envelope.household_key(handler_input.event)
            self._conversation.forget(household, handler_input.deadline)
        return silent(handler_input)


class Complaint(_Handler):
    """The platform says that a response of ours was wrong. Told to the log by its kind: the message may hold ids."""

    types = frozenset({"System.ExceptionEncountered"})

    def handle(self, handler_input: Asked) -> Sent:
        request: ExceptionEncounteredRequest = handler_input.request
        kind = request.error.object_type.value if request.error and request.error.object_type else "unknown"
        logs.note(f"The platform could not use a response: {kind}.")
        return silent(handler_input)


class NotDrawn(_Handler):
    """A screen could not draw a document of ours as it was meant. Told to the log by its kind, as above."""

    types = frozenset({"Alexa.Presentation.APL.RuntimeError"})

    def handle(self, handler_input: Asked) -> Sent:
        request: RuntimeErrorEvent = handler_input.request
        faults = request.errors or []
        kinds = {getattr(getattr(fault, "reason", None), "value", None) or "unknown" for fault in faults}
        logs.note(f"A screen could not draw a document as it was meant: {', '.join(sorted(kinds)) or 'unknown'}.")
        return silent(handler_input)


class WithoutWords(_Handler):
    """Requests that nobody spoke and that call for nothing."""

    prefixes = envelope.WORDLESS

    def handle(self, handler_input: Asked) -> Sent:
        return silent(handler_input)


class Unknown(_Handler):
    """A request of a type that does not exist yet: a polite word where somebody is listening."""

    def can_handle(self, handler_input: Asked) -> bool:
        return True

    def handle(self, handler_input: Asked) -> Sent:
        if handler_input.wordless:
            return silent(handler_input)
        return self._answer(handler_input, Unfamiliar())


HANDLERS = (
    Launch,
    Intent,
    Touched,
    Ended,
    Resumed,
    Permission,
    CanFulfill,
    Playback,
    ReminderEvent,
    Disabled,
    Complaint,
    NotDrawn,
    WithoutWords,
    Unknown,
)
"""In the order in which they are asked."""


class Sorry(AbstractExceptionHandler[Asked, Sent]):
    """Something of ours broke: one sentence, and the evening is kept as it was."""

    def can_handle(self, handler_input: Asked, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: Asked, exception: Exception) -> Sent:
        logs.failure("Answering a request", exception)
        if handler_input.wordless:
            return silent(handler_input)
        return spoken(apology(handler_input), handler_input, Settings())
