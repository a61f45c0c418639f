# SPDX-License-Identifier: Apache-2.0
"""One turn with a household's memory around it: load, answer, keep.

Two speakers in one home may write at once, so a turn that lost the race is taken again on what the other one wrote.
The same request delivered twice gets the same reply and moves nothing.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill import logs
from skill.alexa.envelope import Sender
from skill.alexa.reply import Reply, render
from skill.checkin.engine import respond
from skill.checkin.events import Event, Heard, Occasion
from skill.checkin.household import DEVICES_MAX, Household, LastTurn
from skill.checkin.parts import Say
from skill.checkin.session import Session, State
from skill.checkin.turns import Card, EraseAll, Turn
from skill.content.types import Content
from skill.deadline import Deadline
from skill.memory import Clash, Kept, Store, StoreUnavailable

TRIES = 3
"""How often a turn is taken again because another speaker was quicker."""

UNSPOKEN_STATES = frozenset(state for state in State if state.value.startswith(("reflect", "cool")))
"""Of a turn into one of these only the request is kept, not what was said: it would tell what they told."""


class Conversation:
    """Answers events for every household of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, event: Event, sender: Sender, session: Session, content: Content, deadline: Deadline) -> Reply:
        """The reply to one event. A store that fails never fails the evening."""
        for _ in range(TRIES):
            try:
                kept = self._store.load(sender.household, deadline) or Kept(household=Household())
            except StoreUnavailable as error:
                logs.failure("Reading the store", error)
                return self._without_memory(event, sender, Household(), session, content)
            occasion = sender.occasion(kept.household, remembers=True)
            turn = respond(event, occasion, kept.household, session, content)
            earlier = _earlier(kept.household, occasion)
            if earlier is not None:
                return render(_again(earlier, turn, kept.household), content)
            reply = render(turn, content)
            if any(isinstance(wish, EraseAll) for wish in turn.wishes):
                return self._erased(sender, reply, content, deadline)
            household = _with_last_turn(turn, event, occasion, session)
            if household == kept.household:
                return reply
            try:
                self._store.save(sender.household, replace(kept, household=household), deadline)
                return reply
            except Clash:
                continue
            except StoreUnavailable as error:
                logs.failure("Writing the store", error)
                return self._without_memory(event, sender, kept.household, session, content)
        logs.note("Other speakers of a home kept writing, so one turn of this one was not kept.")
        return reply

    def forget(self, sender: Sender, deadline: Deadline) -> None:
        """Erase all that is kept of a household."""
        self._store.erase(sender.household, deadline)

    def _without_memory(
        self, event: Event, sender: Sender, household: Household, session: Session, content: Content
    ) -> Reply:
        occasion = sender.occasion(household, remembers=False)
        return render(respond(event, occasion, household, session, content), content)

    def _erased(self, sender: Sender, reply: Reply, content: Content, deadline: Deadline) -> Reply:
        try:
            self._store.erase(sender.household, deadline)
        except StoreUnavailable as error:
            # They must not be told that it is gone when it is not.
            logs.failure("Erasing a household", error)
            sorry = Turn(parts=(Say("sorry.not_erased"),), session=Session(), household=Household())
            return render(sorry, content)
        return reply


def _earlier(household: Household, occasion: Occasion) -> LastTurn | None:
    """The kept turn of this very request, where it was answered before."""
    for turn in household.devices:
        if turn.device == occasion.device.key and turn.request == occasion.request:
            return turn
    return None


def _again(earlier: LastTurn, turn: Turn, household: Household) -> Turn:
    """The earlier turn once more: nothing is wished for a second time.

    `turn` is the event answered anew. What is never kept (answers, what was asked for) comes from it; and all of it,
    where nothing of the earlier one was kept.
    """
    if not earlier.parts:
        return replace(turn, wishes=())
    checkin = household.checkin if household.checkin and household.checkin.begun else None
    return replace(
        turn,
        parts=earlier.parts,
        reprompt=earlier.reprompt,
        open=earlier.open,
        session=replace(
            earlier.session, answers=turn.session.answers, asked_for=turn.session.asked_for, checkin=checkin
        ),
        card=Card(*earlier.card) if earlier.card else None,
        wishes=(),
    )


def _with_last_turn(turn: Turn, event: Event, occasion: Occasion, came_in: Session) -> Household:
    """The household after the turn, with the turn kept as the last one on its device."""
    about_safety = State.SAFETY in (came_in.state, turn.session.state)
    if about_safety or not turn.parts or (isinstance(event, Heard) and event.intent == "SafetyIntent"):
        return turn.household
    if came_in.state in UNSPOKEN_STATES or turn.session.state in UNSPOKEN_STATES:
        last = LastTurn(occasion.device.key, occasion.request, (), (), turn.open, Session())
    else:
        last = LastTurn(
            occasion.device.key,
            occasion.request,
            turn.parts,
            turn.reprompt,
            turn.open,
            replace(turn.session, answers="", asked_for=None, checkin=None),
            (turn.card.title, turn.card.entries) if turn.card else None,
        )
    others = tuple(device for device in turn.household.devices if device.device != last.device)
    return replace(turn.household, devices=(*others, last)[-DEVICES_MAX:])
