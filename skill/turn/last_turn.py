# SPDX-License-Identifier: Apache-2.0
"""What is kept of a device's last turn, and how it is said again when its request is delivered twice.

Never what would tell what they told: of a reflection and a cool down only the request is kept, of safety nothing, and
words for a feeling lose their numbers. What is missing comes from the event answered anew, which moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.events import Context, Event, IntentReceived
from skill.checkin.model.household import DEVICES_MAX, Household, LastTurn
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Part, Read
from skill.checkin.model.turn import Card, Turn
from skill.checkin.turn_builder import PRIVATE
from skill.checkin.wording import can_be_said
from skill.content.types import Content

FOR_A_FEELING = "empathy"
"""The deck whose entries tell, by their number, which feeling they were asked for."""


def earlier(household: Household, context: Context) -> LastTurn | None:
    """The kept turn of this very request, where it was answered before."""
    for turn in household.devices:
        if turn.device == context.device.key and turn.request == context.request:
            return turn
    return None


def again(earlier: LastTurn, turn: Turn, household: Household, content: Content) -> Turn:
    """The earlier turn once more: nothing is wished for a second time.

    `turn` is the event answered anew. What is never kept comes from it, and what follows from the state; and all of
    it, where nothing of the earlier one was kept, or another version said it.
    """
    parts = _with_numbers(earlier.parts, turn.parts)
    if not can_be_said((*parts, *earlier.reprompt), content):
        return replace(turn, effects=())
    checkin = household.checkin if household.checkin and household.checkin.begun else None
    session = replace(
        earlier.session,
        last=_with_numbers(earlier.session.last, turn.session.last),
        answers=turn.session.answers,
        asked_for=turn.session.asked_for,
        used=turn.session.used,
        checkin=checkin,
    )
    if _for_a_feeling(turn.session):
        session = replace(session, entry=turn.session.entry, offered=turn.session.offered)
    return replace(
        turn,
        parts=parts,
        reprompt=earlier.reprompt,
        open=earlier.open,
        session=session,
        card=Card(*earlier.card) if earlier.card else None,
        effects=(),
    )


def kept(turn: Turn, event: Event, from_state: Session, context: Context, before: Household) -> Household:
    """The household after a turn, with the turn kept as the last one on its device."""
    about_safety = turn.session.state is State.SAFETY or (from_state.state is State.SAFETY and not turn.open)
    if about_safety or not turn.parts or (isinstance(event, IntentReceived) and event.intent == Intent.SAFETY):
        return turn.household
    if turn.private and (turn.session.state in PRIVATE or _same_evening(before, turn.household)):
        # Taken anew, such a turn comes out the same, since nothing that it depends on was moved.
        last = LastTurn(context.device.key, context.request, (), (), turn.open, Session())
    else:
        last = LastTurn(
            context.device.key,
            context.request,
            _without_numbers(turn.parts, turn.session),
            turn.reprompt,
            turn.open,
            _kept_of_session(turn),
            (turn.card.title, turn.card.entries) if turn.card else None,
        )
    others = tuple(device for device in turn.household.devices if device.device != last.device)
    return replace(turn.household, devices=(*others, last)[-DEVICES_MAX:])


def _kept_of_session(turn: Turn) -> Session:
    session = turn.session
    entry, offered = (None, ()) if _for_a_feeling(session) else (session.entry, session.offered)
    if not turn.open:
        return Session(state=session.state, entry=entry, offered=offered)  # no more of it is ever asked for
    last = _without_numbers(session.last, session)
    return replace(session, last=last, entry=entry, offered=offered, answers="", asked_for=None, used={}, checkin=None)


def _for_a_feeling(session: Session) -> bool:
    """Whether the entry in mind would tell which feeling they asked words for."""
    return session.entry is not None and session.entry.deck == FOR_A_FEELING


def _without_numbers(parts: tuple[Part, ...], session: Session) -> tuple[Part, ...]:
    """The parts, where they hold words for a feeling without the number of these."""
    if not _for_a_feeling(session):
        return parts  # a phrase for the listener is of the plan, which nobody asked for
    return tuple(replace(part, number=0) if _is_for_a_feeling(part) else part for part in parts)


def _with_numbers(parts: tuple[Part, ...], anew: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts, with the numbers that they lost from those of the event answered anew."""
    lost: Iterator[Part] = filter(_is_for_a_feeling, anew)
    return tuple(next(lost, part) if _is_for_a_feeling(part) and part.number == 0 else part for part in parts)


def _is_for_a_feeling(part: Part) -> TypeGuard[Read]:
    return isinstance(part, Read) and part.deck == FOR_A_FEELING


def _same_evening(before: Household, after: Household) -> bool:
    """Whether a turn moved nothing that another turn would be different for."""
    return replace(before, wordings=None, visits=0, last_visit=None) == replace(
        after, wordings=None, visits=0, last_visit=None
    )
