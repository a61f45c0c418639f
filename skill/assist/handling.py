# SPDX-License-Identifier: Apache-2.0
"""Turns at satellites: what was said becomes an event, the household loop answers it, and the satellite is told.

Nothing here waits or sends; one thread at a time may call it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec.structs import replace

from skill import logs
from skill.assist.caller import KEY_LENGTH, Caller
from skill.assist.events import Listener
from skill.assist.face import AssistFace, Home
from skill.assist.reply import Reply, render, text_of
from skill.assist.satellites import Satellite, Satellites
from skill.checkin.engine import LEAVES_NO_TRACE, SILENCE
from skill.checkin.model.events import Event, IntentReceived, Launched, SessionEnded
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn
from skill.deadline import Deadline
from skill.memory import Store
from skill.memory.records import Records
from skill.memory.store import StoreUnavailable
from skill.turn import moment
from skill.turn.conversation import Conversation


class Handling:
    """Answers what is said at satellites."""

    def __init__(
        self, home: Home, store: Store, listener: Listener, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._home = home
        self._conversation = Conversation(store)
        self._records = Records(store)
        self._listener = listener
        self._clock = clock
        self._satellites = Satellites()

    def said(self, text: str, caller: Caller) -> Reply:
        """The reply to what somebody said."""
        satellite, now = self._satellites.at(caller.satellite), self._clock()
        if caller.request is not None and caller.request == satellite.request and satellite.reply is not None:
            return satellite.reply
        self._end_silent_session(satellite, caller, now)
        received = self._listener.received(text, satellite.session.state if satellite.session else State.NEW)
        if received is None:
            return Reply(handled=False)
        if received.opens:
            satellite.goes_on(None, now)
        began = satellite.session is None
        reply = self._answer(received.event, satellite, caller, now)
        if began and received.unknown and reply.session.state is State.READY:
            # Said to nobody in particular, and nothing of ours: another agent may know better.
            reply = replace(reply, handled=False)
        satellite.request, satellite.reply = caller.request, reply
        return reply

    def begin(self, caller: Caller) -> Reply:
        """The home itself opens the evening, at a time that was set; where one is under way, or was left, it is silent.

        Nobody asked for it, so it interrupts no talk, and does not call back who left.
        """
        satellite, now = self._satellites.at(caller.satellite), self._clock()
        self._end_silent_session(satellite, caller, now)
        if satellite.session is not None or satellite.plays(now) or self._had_its_evening(caller, now):
            return Reply()
        return self._answer(Launched(), satellite, caller, now)

    def cue(self, caller: Caller) -> Reply:
        """The music of a talk is over: ask whether they want to go on. Nothing moves but by what they answer.

        Nothing is said where no talk is over, or anything else began meanwhile.
        """
        satellite, now = self._satellites.at(caller.satellite), self._clock()
        session = satellite.after_talk(now)
        if session is None:
            return Reply()
        line = f"ask.{session.state.value}"
        evening = evening_on(now.astimezone(self._home.zone))
        seed = moment.seed(caller.household(self._home.shared_by), evening)
        wording = (seed + satellite.cues) % len(self._home.content.lines[line].texts)
        satellite.cues += 1
        satellite.talk = None
        satellite.goes_on(session, now)
        asked = text_of([Say(line, wording)], self._home.content)
        return Reply(text=asked, open=True, listening=True, session=session)

    def look(self, caller: Caller) -> dict[str, str | None]:
        """What a home may show of its evenings where it was told to: the ritual they picked, and the last evening."""
        household = self._household(caller)
        ritual = self._home.content.rituals.get(household.ritual.number) if household.ritual else None
        last = household.finished[-1].day if household.finished else None
        return {"ritual": ritual.name if ritual else None, "last_evening": last.isoformat() if last else None}

    def _household(self, caller: Caller) -> Household:
        """What is kept of a household; nothing where the store is silent."""
        try:
            return self._records.load(caller.household(self._home.shared_by), Deadline()).household
        except StoreUnavailable as error:
            logs.note(f"A home's evenings could not be looked up. {error}")
            return Household()

    def _had_its_evening(self, caller: Caller, now: datetime) -> bool:
        """Whether a check-in was begun this evening and goes on, in whatever room, or they left with a word."""
        household = self._household(caller)
        evening, checkin = evening_on(moment.local(now, self._home.zone, household)), household.checkin
        return household.left == evening or (checkin is not None and checkin.begun and checkin.evening == evening)

    def _apology(self) -> Reply:
        """What is said when something of ours broke."""
        turn = Turn(parts=(Say("sorry.broken"),), session=Session(), household=Household())
        return render(turn, self._home.content)

    def _end_silent_session(self, satellite: Satellite, caller: Caller, now: datetime) -> None:
        if satellite.session is None or satellite.until is None or not satellite.is_over(now):
            return
        face = self._face(satellite, caller, satellite.until, new_session=False)
        session = satellite.session
        satellite.goes_on(None, now)
        self._conversation.answer(SessionEnded(reason=SILENCE), session, face, Deadline())

    def _answer(self, event: Event, satellite: Satellite, caller: Caller, now: datetime) -> Reply:
        session = satellite.session
        face = self._face(satellite, caller, now, new_session=session is None)
        try:
            reply = self._conversation.answer(event, session or Session(), face, Deadline())
        except Exception as error:  # noqa: BLE001 - whatever it is, the evening stays as it was
            logs.failure("Answering at a satellite", error)
            return self._apology()
        satellite.goes_on(reply.session if reply.open else None, now)
        if reply.play is not None:
            satellite.begins(reply.play, reply.session, now)
        elif reply.stops:
            satellite.stops(now)
        elif isinstance(event, IntentReceived) and event.intent in LEAVES_NO_TRACE:
            satellite.talk = None  # who left is not asked
        return reply

    def _face(self, satellite: Satellite, caller: Caller, now: datetime, *, new_session: bool) -> AssistFace:
        request = caller.request or secrets.token_hex(KEY_LENGTH // 2)
        playing = satellite.playing(now)
        return AssistFace(self._home, caller, now, request, new_session=new_session, playing=playing)
