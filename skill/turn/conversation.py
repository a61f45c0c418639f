# SPDX-License-Identifier: Apache-2.0
"""One turn with a household's memory around it: load, answer, keep.

Two speakers in one home may write at once, so a turn that lost the race is taken again on what the other one wrote.
The same request delivered twice gets the same reply and moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from skill import logs
from skill.alexa.requests.envelope import Sender
from skill.alexa.responses.response import Reply, render
from skill.alexa.services.effects import carry_out
from skill.checkin.engine import respond
from skill.checkin.model.events import Context, Event, IntentReceived, Launched, ReminderAnswered
from skill.checkin.model.household import Household
from skill.checkin.model.playback import Played, Pressed
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import CancelReminders, Effect, EraseAll, SetReminder, Turn
from skill.checkin.wording import words
from skill.content.types import Content
from skill.deadline import Deadline
from skill.memory.steady import SteadyStore
from skill.memory.store import Clash, Store, StoreUnavailable
from skill.turn import last_turn

if TYPE_CHECKING:
    from skill.alexa.services.client import Services

ZONE_DAYS = 30
"""People move seldom; the platform is asked for the time zone this often."""
TRIES = 3
"""How often a turn is taken again because another speaker was quicker."""


class _Asked(Struct, frozen=True, kw_only=True):
    """What one turn is taken on, beside the household."""

    event: Event
    sender: Sender
    session: Session
    content: Content
    services: Callable[[], Services | None]
    answers: dict[Effect, ReminderAnswered] = {}
    """How the platform answered what this turn wished for."""
    zones: list[str | None] = []
    """The household's zone as the platform told it, once it was asked."""


class _Taken(Struct, frozen=True, kw_only=True):
    """A turn that was taken: the reply, and the household after it."""

    reply: Reply
    household: Household
    erase: bool = False


class Conversation:
    """Answers events for every household of a store."""

    def __init__(self, store: Store) -> None:
        self._store = SteadyStore(store)

    def answer(
        self,
        event: Event,
        sender: Sender,
        session: Session,
        content: Content,
        deadline: Deadline,
        services: Callable[[], Services | None] = lambda: None,
    ) -> Reply:
        """The reply to one event. A store or a service that fails never fails the evening.

        `services` is asked only where something is wanted of them.
        """
        asked = _Asked(event=event, sender=sender, session=session, content=content, services=services)
        if isinstance(event, Played | Pressed):  # moves nothing, so the store is not asked
            return _take(asked, Household(), remembers=True).reply
        key = sender.household
        for _ in range(TRIES):
            try:
                kept = self._store.load(key, deadline)
            except StoreUnavailable as error:
                return self._without_memory(asked, error, deadline)
            taken = _take(asked, kept.household, remembers=True)
            if taken.erase:
                return self._erased(asked, taken, kept.household, deadline)
            if taken.household == kept.household:
                return taken.reply
            try:
                self._store.save(key, replace(kept, household=taken.household), deadline)
                return taken.reply
            except Clash:
                continue
            except StoreUnavailable as error:
                return self._without_memory(asked, error, deadline)
        # Reading again is what merges what waits.
        self._store.postpone(key, taken.household, kept)
        try:
            self._store.load(key, deadline)
        except StoreUnavailable as error:
            logs.note(f"Two speakers' turns wait to be merged. {error}")
        return taken.reply

    def forget(self, sender: Sender, deadline: Deadline) -> None:
        """Erase all that is kept of a household; where the store fails, once it answers anybody again."""
        try:
            self._store.erase(sender.household, deadline)
        except StoreUnavailable as error:
            logs.note(f"A household is not erased yet. {error}")

    def _without_memory(self, asked: _Asked, error: StoreUnavailable, deadline: Deadline) -> Reply:
        """The turn on what this process knows of the household. What changes is written once the store is back."""
        logs.note(f"An evening goes on that may not be remembered. {error}")
        kept = self._store.meanwhile(asked.sender.household)
        taken = _take(asked, kept.household, remembers=False)
        if taken.erase:
            return self._erased(asked, taken, kept.household, deadline)
        if taken.household != kept.household:
            self._store.postpone(asked.sender.household, taken.household, kept)
        return taken.reply

    def _erased(self, asked: _Asked, taken: _Taken, before: Household, deadline: Deadline) -> Reply:
        if before.reminders:
            # Once the record is gone nobody can name them. Where this fails, they can be deleted in the Alexa app.
            carry_out(CancelReminders(tuple(one.id for one in before.reminders)), asked.services(), "", "", "")
        try:
            self._store.erase(asked.sender.household, deadline)
        except StoreUnavailable as error:
            # They must not be told that it is gone when it is not.
            logs.note(f"A household is not erased yet. {error}")
            sorry = Turn(parts=(Say("sorry.not_erased"),), session=Session(), household=taken.household)
            return render(sorry, asked.content)
        return taken.reply


def _take(asked: _Asked, household: Household, remembers: bool) -> _Taken:
    """One turn on a household. Nothing is saved here, and what cannot be said raises before anything could be."""
    household = _with_zone(household, asked)
    context = asked.sender.context(household, remembers)
    turn = respond(asked.event, context, household, asked.session, asked.content)
    earlier = last_turn.earlier(household, context)
    if earlier is not None:
        return _Taken(
            reply=render(last_turn.again(earlier, turn, household, asked.content), asked.content, asked.sender.person),
            household=household,
        )
    turn = _with_answers(turn, context, asked)
    return _Taken(
        reply=render(turn, asked.content, asked.sender.person),
        household=last_turn.kept(turn, asked.event, asked.session, context, household),
        erase=any(isinstance(effect, EraseAll) for effect in turn.effects),
    )


def _with_answers(turn: Turn, context: Context, asked: _Asked) -> Turn:
    """The turn after the platform answered what it wished for: wished once, however often the turn is taken."""
    for effect in turn.effects:
        if isinstance(effect, SetReminder | CancelReminders):
            if effect not in asked.answers:
                asked.answers[effect] = _fulfilled(effect, context, asked)
            others = tuple(other for other in turn.effects if other != effect)
            after = respond(asked.answers[effect], context, turn.household, turn.session, asked.content)
            _cancel_replaced(after, context, asked)
            turn = replace(after, parts=(*turn.parts, *after.parts), effects=(*others, *after.effects))
    return turn


def _cancel_replaced(turn: Turn, context: Context, asked: _Asked) -> None:
    """Cancel what a new reminder took the place of. Where that fails it still rings, and can be deleted in the app."""
    for effect in turn.effects:
        if isinstance(effect, CancelReminders) and effect not in asked.answers:
            asked.answers[effect] = _fulfilled(effect, context, asked)


def _fulfilled(effect: SetReminder | CancelReminders, context: Context, asked: _Asked) -> ReminderAnswered:
    zone = getattr(context.moment.tzinfo, "key", "UTC")
    text = words(Say("remind.text"), asked.content)
    return carry_out(effect, asked.services(), zone, asked.content.locale, text)


def _with_zone(household: Household, asked: _Asked) -> Household:
    """The household with the time zone that the platform tells, asked for once a month at most, and once a request."""
    today = asked.sender.timestamp.date() if asked.sender.timestamp else None
    if today is None or not isinstance(asked.event, Launched | IntentReceived):
        return household
    if household.zone_asked is not None and (today - household.zone_asked).days < ZONE_DAYS:
        return household
    if not asked.zones:
        services = asked.services()
        if services is None:
            return household
        asked.zones.append(services.time_zone())
    return replace(household, zone=asked.zones[0] or household.zone, zone_asked=today)
