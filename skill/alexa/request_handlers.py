# SPDX-License-Identifier: Apache-2.0
"""A class a type of request. Each turns its request into an event, or knows that there is nothing to say.

What is said is the conversation's work (`skill/checkin/`); a new intent needs nothing here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from skill import logs
from skill.alexa import playback_token
from skill.alexa.face import AlexaFace
from skill.alexa.requests import envelope
from skill.alexa.requests.asked import Asked
from skill.alexa.requests.envelope import part, text
from skill.alexa.requests.slots import VALUE_LENGTH_MAX, heard
from skill.alexa.responses.apology import apology
from skill.alexa.responses.response import Reply, Sent, attributes, directives, response_of, sent
from skill.alexa.services import reminders_api
from skill.checkin.model.events import Event, Launched, ReminderGone, SessionEnded, SessionResumed, Unfamiliar
from skill.checkin.model.playback import Played, Pressed
from skill.deadline import Deadline
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


class Handler(ABC):
    """A handler of the request types in `types`, or of all that begin with one of `prefixes`."""

    types: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def __init__(self, conversation: Conversation, settings: Settings) -> None:
        self._conversation = conversation
        self._settings = settings

    def can_handle(self, asked: Asked) -> bool:
        """Whether such a request is for this handler."""
        return asked.kind in self.types or asked.kind.startswith(self.prefixes)

    @abstractmethod
    def handle(self, asked: Asked) -> Sent:
        """What is sent back."""

    def _answer(self, asked: Asked, event: Event) -> Sent:
        return _spoken(self._reply(asked, event), asked, self._settings)

    def _reply(self, asked: Asked, event: Event) -> Reply:
        deadline = Deadline.of(asked.context)
        face = AlexaFace(asked.event, self._settings, deadline)
        session = envelope.carried(asked.event, face.content)
        return self._conversation.answer(event, session, face, deadline)


class Launch(Handler):
    """They opened the skill, perhaps by a task of a routine."""

    types = frozenset({"LaunchRequest"})

    def handle(self, asked: Asked) -> Sent:
        task = text(part(asked.event, "request", "task"), "name")
        # Tasks are named with the skill's id in front: amzn1.ask.skill.….TonightsQuestion
        name = task.rpartition(".")[2][:VALUE_LENGTH_MAX] if task else None
        return self._answer(asked, Launched(task=name))


class Intent(Handler):
    """They said something. Every intent goes the same way."""

    types = frozenset({"IntentRequest"})

    def handle(self, asked: Asked) -> Sent:
        return self._answer(asked, heard(part(asked.event, "request", "intent")))


class Touched(Handler):
    """They touched a screen of ours: what it stands for goes the way of what is said. Anything else moves nothing."""

    types = frozenset({envelope.TOUCHED})

    def handle(self, asked: Asked) -> Sent:
        # Imported here, because most devices have no screen.
        from skill.alexa.screens.touch import read_touch

        request: UserEvent = asked.request
        state = asked.session.state
        meant = read_touch(request.token, request.arguments, state) if asked.in_session else None
        return self._answer(asked, meant) if meant else _nothing(asked)


class Ended(Handler):
    """The session is over. The platform takes no reply to this."""

    types = frozenset({envelope.ENDED})

    def handle(self, asked: Asked) -> Sent:
        request: SessionEndedRequest = asked.request
        reason = request.reason.value if request.reason else "UNKNOWN"
        self._reply(asked, SessionEnded(reason=reason))
        return _nothing(asked)


class Resumed(Handler):
    """The platform gives the session back after something of its own, such as asking for a permission."""

    types = frozenset({"SessionResumedRequest"})

    def handle(self, asked: Asked) -> Sent:
        return self._answer(asked, SessionResumed())


class Permission(Handler):
    """What they said when the platform asked them to allow reminders."""

    types = frozenset({"Connections.Response"})

    def handle(self, asked: Asked) -> Sent:
        request: ConnectionsResponse = asked.request
        reminder = reminders_api.read_token(request.token)
        if request.name != ASK_FOR or reminder is None:
            return self._answer(asked, SessionResumed())
        return self._answer(asked, reminders_api.read_permission(request.payload, reminder))


class Playback(Handler):
    """The device tells of a track, or somebody pressed a button: directives only, and nothing moves."""

    prefixes = ("AudioPlayer.Playback", "PlaybackController.")

    def handle(self, asked: Asked) -> Sent:
        request: Request = asked.request
        kind = asked.kind.rpartition(".")[2]
        event: Played | Pressed | None = None
        if kind in PLAYED:
            token: str | None = getattr(request, "token", None)
            event = Played(kind=PLAYED[kind], token=playback_token.decode(token, asked.content))
        elif kind in PRESSED:
            event = Pressed(button=PRESSED[kind])
        if event is None:
            return _nothing(asked)
        return _nothing(asked, directives(self._reply(asked, event), asked, self._settings))


class ReminderEvent(Handler):
    """A reminder was changed outside the skill; one that was deleted there is forgotten here."""

    types = frozenset({"Reminders.ReminderDeleted"})

    def handle(self, asked: Asked) -> Sent:
        ids = reminders_api.deleted_ids(asked.request.body)
        if ids:
            self._reply(asked, ReminderGone(ids=ids))
        return _nothing(asked)


class CanFulfill(Handler):
    """The platform asks whether the skill could answer something. Nothing is read or written."""

    types = frozenset({envelope.CAN_FULFILL})

    def handle(self, asked: Asked) -> Sent:
        from skill.alexa.requests import can_fulfill  # asked for so seldom

        judged = can_fulfill.judge(part(asked.event, "request", "intent"))
        came = part(asked.event, "session", "attributes") if asked.in_session else None
        return sent({"canFulfillIntent": judged}, came)


class Disabled(Handler):
    """They disabled the skill. Unless the platform keeps what belongs to them, all that is kept goes."""

    types = frozenset({"AlexaSkillEvent.SkillDisabled"})

    def handle(self, asked: Asked) -> Sent:
        body: object = asked.request.body
        if isinstance(body, dict) and body.get("userInformationPersistenceStatus") == "NOT_PERSISTED":
            household = envelope.household_key(asked.event)
            self._conversation.forget(household, Deadline.of(asked.context))
        return _nothing(asked)


class Complaint(Handler):
    """The platform says that a response of ours was wrong. Told to the log by its kind: the message may hold ids."""

    types = frozenset({"System.ExceptionEncountered"})

    def handle(self, asked: Asked) -> Sent:
        request: ExceptionEncounteredRequest = asked.request
        kind = request.error.object_type.value if request.error and request.error.object_type else "unknown"
        logs.note(f"The platform could not use a response: {kind}.")
        return _nothing(asked)


class NotDrawn(Handler):
    """A screen could not draw a document of ours as it was meant. Told to the log by its kind, as above."""

    types = frozenset({"Alexa.Presentation.APL.RuntimeError"})

    def handle(self, asked: Asked) -> Sent:
        request: RuntimeErrorEvent = asked.request
        faults = request.errors or []
        kinds = {getattr(getattr(fault, "reason", None), "value", None) or "unknown" for fault in faults}
        logs.note(f"A screen could not draw a document as it was meant: {', '.join(sorted(kinds)) or 'unknown'}.")
        return _nothing(asked)


class WithoutWords(Handler):
    """Requests that nobody spoke and that call for nothing."""

    prefixes = envelope.WORDLESS

    def handle(self, asked: Asked) -> Sent:
        return _nothing(asked)


class Unknown(Handler):
    """A request of a type that does not exist yet: a polite word where somebody is listening."""

    def can_handle(self, asked: Asked) -> bool:
        return True

    def handle(self, asked: Asked) -> Sent:
        if asked.wordless:
            return _nothing(asked)
        return self._answer(asked, Unfamiliar())


HANDLERS: tuple[type[Handler], ...] = (
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


class Handlers:
    """All of them, of which the first that can answers."""

    def __init__(self, conversation: Conversation, settings: Settings) -> None:
        self._handlers = [kind(conversation, settings) for kind in HANDLERS]

    def answer(self, asked: Asked) -> Sent:
        """What is sent back; where something of ours breaks one sentence, and the evening is kept as it was."""
        try:
            return next(handler for handler in self._handlers if handler.can_handle(asked)).handle(asked)
        except Exception as error:  # noqa: BLE001 - whatever it is, they are told so
            logs.failure("Answering a request", error)
            return _nothing(asked) if asked.wordless else _spoken(apology(asked.event), asked, Settings())


def _spoken(reply: Reply, asked: Asked, settings: Settings) -> Sent:
    """A reply, with the session that it leaves."""
    return sent(response_of(reply, asked, settings), reply.attributes if asked.in_session else None)


def _nothing(asked: Asked, directives: Sequence[object] = ()) -> Sent:
    """Neither words nor a say on the session, which goes on with what it carried."""
    response = {"directives": directives} if directives else {}
    return sent(response, attributes(asked.session) if asked.in_session else None)
