# SPDX-License-Identifier: Apache-2.0
"""The household loop: load, respond, carry out effects, save; again where another speaker was quicker.

The same request delivered twice gets the same reply and moves nothing. No platform is known here: what only a platform
can do comes from the face that the event came to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic

from msgspec import Struct
from msgspec.structs import replace

from skill import logs
from skill.checkin.engine import respond
from skill.checkin.model.effects import CancelReminders, EraseAll, SetReminder
from skill.checkin.model.events import Context, Event, IntentReceived, Launched, ReminderAnswered
from skill.checkin.model.household import Household, LastTurn, in_language, is_answered
from skill.checkin.model.playback import Played, Pressed
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn
from skill.deadline import Deadline
from skill.memory import Memory, Store
from skill.memory.record import Kept
from skill.memory.store import Clash, StoreUnavailable
from skill.turn import last_turn
from skill.turn.face import Face, Reply

ZONE_DAYS = 30
"""People move seldom; the platform is asked for the time zone this often."""
OF_THE_DEVICE = (Played, Pressed)
"""Events that move nothing."""
SPOKEN = (Launched, IntentReceived)
"""Events with which the platform is asked for the time zone."""
TRIES = 3
"""How often a turn is taken again because another speaker was quicker."""


class Conversation:
    """Answers events for every household of a store."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._memory = Memory(store, clock)

    def answer(self, event: Event, session: Session, face: Face[Reply], deadline: Deadline) -> Reply:
        """The reply to one event. A store or a service that fails never fails the evening."""
        if isinstance(event, OF_THE_DEVICE):  # moves nothing, so the store is not asked
            nobody = Household()
            return face.render(respond(event, face.context(nobody, remembers=True), nobody, session, face.content))
        return _Answering(self._memory, event, session, face, deadline).reply()

    def forget(self, household: str, deadline: Deadline) -> None:
        """Erase all that is kept of a household; where the store fails, once it answers anybody again."""
        try:
            self._memory.erase(household, deadline)
        except StoreUnavailable as error:
            logs.note(f"A household is not erased yet. {error}")


class _Taken(Struct, Generic[Reply], frozen=True, kw_only=True):
    """A turn that was taken: the reply, and the household after it."""

    reply: Reply
    household: Household
    """To be kept. It knows the request that it was changed by, unless not even that may be noted."""
    erases: bool = False


class _Answering(Generic[Reply]):
    """One event, until it is answered. However often its turn is taken, the platform is asked for each thing once."""

    def __init__(self, memory: Memory, event: Event, session: Session, face: Face[Reply], deadline: Deadline) -> None:
        self._memory = memory
        self._event = event
        self._session = session
        self._face = face
        self._deadline = deadline
        self._answers: dict[SetReminder | CancelReminders, ReminderAnswered] = {}
        self._zone_asked = False
        self._zone: str | None = None

    def reply(self) -> Reply:
        key, taken, clashes, sent = self._face.household, None, 0, False
        while True:
            try:
                kept = self._memory.load(key, self._deadline)
            except StoreUnavailable as error:
                return self._without_memory(error, sent)
            kept = self._in_their_language(kept)
            if taken is not None and is_answered(kept.household, self._face.request):
                return taken.reply  # it was written, although the store said otherwise
            taken = self._take(kept.household, remembers=True)
            if taken.erases:
                return self._erase(taken, kept.household)
            if taken.household == kept.household:
                return taken.reply
            try:
                self._memory.save(key, replace(kept, household=taken.household), self._deadline)
                return taken.reply
            except StoreUnavailable as error:
                return self._without_memory(error, sent=True)
            except Clash as clash:
                clashes += 1
                sent = sent or clash.unsure
                if clashes == TRIES:
                    self._merge(kept, taken.household, sent)
                    return taken.reply

    def _in_their_language(self, kept: Kept) -> Kept:
        """The household with the numbers of the decks that this event is answered from."""
        language = self._face.content.locale.partition("-")[0]
        if kept.household.language == language:
            return kept
        return replace(kept, household=in_language(kept.household, language))

    def _merge(self, kept: Kept, after: Household, sent: bool) -> None:
        """Others were quicker each time: what this turn changed is merged into what they wrote."""
        self._memory.postpone(self._face.household, kept, after, self._face.request, sent)
        try:
            self._memory.load(self._face.household, self._deadline)  # which merges what waits
        except StoreUnavailable as error:
            logs.note(f"Two speakers' turns wait to be merged. {error}")

    def _without_memory(self, error: StoreUnavailable, sent: bool) -> Reply:
        """The turn on what this process knows of the household. What changes is written once the store is back."""
        logs.note(f"An evening goes on that may not be remembered. {error}")
        key = self._face.household
        kept = self._in_their_language(self._memory.meanwhile(key))
        taken = self._take(kept.household, remembers=False)
        if taken.erases:
            return self._erase(taken, kept.household)
        if taken.household != kept.household:
            self._memory.postpone(key, kept, taken.household, self._face.request, sent)
        return taken.reply

    def _erase(self, taken: _Taken[Reply], before: Household) -> Reply:
        if before.reminders:
            # Once the record is gone nobody can name them. Where this fails, they can be deleted in the app.
            ids = tuple(one.id for one in before.reminders)
            self._face.carry_out(CancelReminders(ids), self._face.context(before, remembers=True))
        try:
            self._memory.erase(self._face.household, self._deadline)
        except StoreUnavailable as error:
            # They must not be told that it is gone when it is not.
            logs.note(f"A household is not erased yet. {error}")
            sorry = Turn(parts=(Say("sorry.not_erased"),), session=Session(), household=taken.household)
            return self._face.render(sorry)
        return taken.reply

    def _take(self, household: Household, remembers: bool) -> _Taken[Reply]:
        """One turn on a household. Nothing is saved here, and what cannot be said raises before anything could be."""
        household = self._with_zone(household)
        context = self._face.context(household, remembers)
        earlier = last_turn.earlier(household, context)
        if earlier is not None or is_answered(household, self._face.request):
            return _Taken(reply=self._face.render(self._again(earlier, household, context)), household=household)
        turn = respond(self._event, context, household, self._session, self._face.content)
        turn = self._with_answers(turn, context)
        return _Taken(
            reply=self._face.render(turn),
            erases=EraseAll() in turn.effects,
            household=last_turn.kept(turn, self._event, self._session, context, household),
        )

    def _again(self, earlier: LastTurn | None, household: Household, context: Context) -> Turn:
        """The turn of a request that was answered before."""
        then = last_turn.household_before(earlier, household) if earlier else household
        context = self._face.context(then, context.remembers)
        turn = respond(self._event, context, then, self._session, self._face.content)
        return last_turn.again(earlier, turn, household, self._face.content)

    def _with_answers(self, turn: Turn, context: Context) -> Turn:
        """The turn after the platform answered what it wished for."""
        for effect in turn.effects:
            if isinstance(effect, SetReminder) and effect not in self._answers:
                # One that is set, and whose reply cannot be said, would ring and be in no record. So this comes first.
                done = ReminderAnswered(outcome="done", reminder=effect.reminder)
                self._face.render(self._after(turn, effect, done, context))
            if isinstance(effect, SetReminder | CancelReminders):
                turn = self._after(turn, effect, self._carried_out(effect, context), context)
                for replaced in turn.effects:
                    # What a new reminder took the place of. Where that fails it still rings, and can be deleted in
                    # the app.
                    if isinstance(replaced, CancelReminders):
                        self._carried_out(replaced, context)
        return turn

    def _after(
        self, turn: Turn, effect: SetReminder | CancelReminders, answer: ReminderAnswered, context: Context
    ) -> Turn:
        """The turn once an effect of it was answered."""
        others = tuple(other for other in turn.effects if other != effect)
        after = respond(answer, context, turn.household, turn.session, self._face.content)
        return replace(after, parts=(*turn.parts, *after.parts), effects=(*others, *after.effects))

    def _carried_out(self, effect: SetReminder | CancelReminders, context: Context) -> ReminderAnswered:
        if effect not in self._answers:
            self._answers[effect] = self._face.carry_out(effect, context)
        return self._answers[effect]

    def _with_zone(self, household: Household) -> Household:
        """The household with the time zone that the platform tells, asked for once a month at most."""
        today = self._face.today
        if today is None or not isinstance(self._event, SPOKEN):
            return household
        if household.zone_asked is not None and (today - household.zone_asked).days < ZONE_DAYS:
            return household
        if not self._face.tells_zone:
            return household
        if not self._zone_asked:
            self._zone_asked, self._zone = True, self._face.time_zone()
        return replace(household, zone=self._zone or household.zone, zone_asked=today)
