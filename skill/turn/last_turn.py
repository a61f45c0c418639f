# SPDX-License-Identifier: Apache-2.0
"""What is kept of a device's last turn, and how it is said again when its request is delivered twice.

Never what would tell what they told: of a reflection and a cool down only the request is kept, and what the record was
before; of safety and of a goodbye nothing; words for a feeling lose their numbers. What is missing comes from the event
answered anew on the household of before, which moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeGuard

from msgspec.structs import replace

from skill.checkin.engine import LEAVES_NO_TRACE
from skill.checkin.model.effects import Effect
from skill.checkin.model.events import Context, Event, IntentReceived
from skill.checkin.model.household import DEVICES_MAX, Household, LastTurn, RepeatedEffect, with_answered
from skill.checkin.model.plan import CheckIn
from skill.checkin.model.playback import Play
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Part, Read
from skill.checkin.model.turn import Card, Turn
from skill.checkin.wording import can_be_said
from skill.content.types import Content

NEVER_KEPT = frozenset({"leaning"})
"""What would tell, beside what it is now, how they answered a reflection. No word of a turn depends on it."""
FOR_A_FEELING = "empathy"
"""The deck whose entries tell, by their number, which feeling they were asked for."""


def earlier(household: Household, context: Context) -> LastTurn | None:
    """The kept turn of this very request, where it was answered before."""
    for turn in household.devices:
        if turn.device == context.device.key and turn.request == context.request:
            return turn
    return None


def household_before(earlier: LastTurn, household: Household) -> Household:
    """The household on which an earlier turn was taken, where that is kept; else as it is."""
    if earlier.before is None:
        return household
    fields, then = earlier.before
    known = [name for name in fields if name in Household.__struct_fields__]
    household = replace(household, **{name: getattr(then, name) for name in known if name != "played"})
    return replace(household, played={**household.played, **then.played}) if "played" in known else household


def again(earlier: LastTurn | None, turn: Turn, household: Household, content: Content) -> Turn:
    """The earlier turn once more, with its effects; only a reminder is not set or cancelled a second time.

    `turn` is the event answered anew. What is never kept comes from it, and what follows from the state; and all of
    it, where nothing of the earlier one was kept, or another version said it.
    """
    if earlier is None or not can_be_said((*_with_numbers(earlier.parts, turn.parts), *earlier.reprompt), content):
        return replace(turn, effects=_repeated(turn.effects))
    session = replace(
        earlier.session,
        last=_with_numbers(earlier.session.last, turn.session.last),
        answers=turn.session.answers,
        asked_for=earlier.session.asked_for if _asked_openly(earlier.session) else turn.session.asked_for,
        used=turn.session.used,
        checkin=_whole(earlier.session.checkin, household),
    )
    if _for_a_feeling(turn.session):
        session = replace(session, entry=turn.session.entry, offered=turn.session.offered)
    return replace(
        turn,
        parts=_with_numbers(earlier.parts, turn.parts),
        reprompt=earlier.reprompt,
        open=earlier.open,
        session=session,
        card=Card(*earlier.card) if earlier.card else None,
        effects=tuple(_with_plan(effect, household, _whole) for effect in earlier.effects),
    )


def kept(turn: Turn, event: Event, from_state: Session, context: Context, before: Household) -> Household:
    """The household after a turn, with the turn kept as the last one on its device, and its request as answered."""
    others = tuple(one for one in turn.household.devices if one.device != context.device.key)
    if leaves_no_trace(turn, event, from_state):
        return replace(turn.household, devices=others)
    if not turn.parts:
        return turn.household if turn.household == before else with_answered(turn.household, context.request)
    if turn.private or from_state.state is State.SAFETY:
        # Taken anew on the household of before, such a turn comes out the same.
        moved = _moved(before, turn.household)
        last = LastTurn(context.device.key, context.request, (), (), turn.open, Session(), before=moved)
    else:
        last = LastTurn(
            context.device.key,
            context.request,
            _without_numbers(turn.parts, turn.session),
            turn.reprompt,
            turn.open,
            _kept_of_session(turn),
            (turn.card.title, turn.card.entries) if turn.card else None,
            tuple(_with_plan(effect, turn.household, _brief) for effect in _repeated(turn.effects)),
        )
    return with_answered(replace(turn.household, devices=(*others, last)[-DEVICES_MAX:]), context.request)


def leaves_no_trace(turn: Turn, event: Event, from_state: Session) -> bool:
    """Whether nothing of a turn is kept: it was about safety, or said goodbye as one may who was about to say so."""
    if turn.session.state is State.SAFETY or (
        from_state.state is State.SAFETY and not turn.open and turn.household.left is not None
    ):
        return True
    return isinstance(event, IntentReceived) and event.intent in LEAVES_NO_TRACE


def _kept_of_session(turn: Turn) -> Session:
    session = turn.session
    entry, offered = (None, ()) if _for_a_feeling(session) else (session.entry, session.offered)
    if not turn.open:
        return Session(state=session.state, entry=entry, offered=offered)  # no more of it is ever asked for
    last = _without_numbers(session.last, session)
    checkin = _brief(session.checkin, turn.household)
    asked_for = session.asked_for if _asked_openly(session) else None
    return replace(
        session, last=last, entry=entry, offered=offered, answers="", asked_for=asked_for, used={}, checkin=checkin
    )


def _brief(checkin: CheckIn | None, household: Household) -> CheckIn | None:
    """A check-in without its steps, where those stand in the household's own."""
    there = household.checkin
    return replace(checkin, steps=()) if checkin and there and checkin.steps == there.steps else checkin


def _whole(checkin: CheckIn | None, household: Household) -> CheckIn | None:
    """A check-in that was made brief, with its steps; None where the household's own is another one by now."""
    if checkin is None or checkin.steps:
        return checkin
    there = household.checkin
    return replace(checkin, steps=there.steps) if there and there.evening == checkin.evening else None


def _repeated(effects: tuple[Effect, ...]) -> tuple[RepeatedEffect, ...]:
    return tuple(effect for effect in effects if isinstance(effect, RepeatedEffect))


def _with_plan(
    effect: RepeatedEffect, household: Household, plan: Callable[[CheckIn | None, Household], CheckIn | None]
) -> RepeatedEffect:
    """An effect, where it plays a track with the plan of that made brief, or whole."""
    if not isinstance(effect, Play):
        return effect
    return replace(effect, token=replace(effect.token, checkin=plan(effect.token.checkin, household)))


def _asked_openly(session: Session) -> bool:
    """Whether what they asked with tells nothing of them: the moment of the day that a ritual is for."""
    return session.entry is not None and session.entry.deck == "rituals"


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


def _moved(before: Household, after: Household) -> tuple[tuple[str, ...], Household] | None:
    """Which fields a turn moved, and what they were before; of what was played only the decks that moved."""
    fields = tuple(
        name
        for name in Household.__struct_fields__
        if name not in NEVER_KEPT and getattr(before, name) != getattr(after, name)
    )
    if not fields:
        return None
    played = {deck: before.played.get(deck, ()) for deck, now in after.played.items() if before.played.get(deck) != now}
    return fields, replace(Household(**{name: getattr(before, name) for name in fields}), played=played)
