# SPDX-License-Identifier: Apache-2.0
"""`respond`: one event in, one turn out. The whole interface of the conversation.

What happens to each kind of event, and what is true of every turn, belongs here; what is said is the steps' work, and
what may follow what is the table's.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.effects import Effect
from skill.checkin.model.events import (
    Context,
    Event,
    IntentReceived,
    Launched,
    ReminderAnswered,
    ReminderGone,
    SessionEnded,
    SessionResumed,
)
from skill.checkin.model.household import Household, with_visit
from skill.checkin.model.plan import known
from skill.checkin.model.playback import Played, Pressed
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read
from skill.checkin.model.turn import Turn
from skill.checkin.moves import Move
from skill.checkin.table import UNDER_MUSIC_ONLY, move_for
from skill.checkin.topics import cool_down, playback, reminders, safety
from skill.checkin.turn_builder import PRIVATE, TurnBuilder
from skill.content.types import Content

LEAVES_NO_TRACE = frozenset({Intent.SAFETY, Intent.STOP, Intent.CANCEL, Intent.GO_HOME})
"""Intents that are not counted as a visit: what safety writes is what Stop writes."""


SILENCE = "EXCEEDED_MAX_REPROMPTS"
"""Why a session ends that nobody answered in."""
DECLINED_BY_SILENCE = frozenset({State.COOL_CONSENT, State.COOL_AND_YOU})
"""Where no answer is one, too: they left."""
STATE_OF = {"rate": State.RATE, "ritual": State.RITUAL}
"""Where a check-in waits that was left at a step of some kind; at all others they talk."""
DECK_OF = {
    "question": "questions",
    "swap": "questions",
    "practice": "practices",
    "appreciate": "appreciation",
    "touch": "touch",
    "plan": "plans",
    "experience": "experiences",
    "ritual": "rituals",
}
"""Deck of what was read at a step: what Save keeps."""

BEGINS_UNWELCOMED = frozenset({Intent.START_CHECK_IN, Intent.SOLO})
"""Ways into a whole check-in that pass by the welcome of a first launch."""


class BrokenTransition(Exception):
    """A step ended in a state that the table does not allow: the table or the step is wrong."""


def respond(event: Event, context: Context, household: Household, session: Session, content: Content) -> Turn:
    """Answer one event.

    Pure: the same arguments give the same turn. Raises BrokenTransition where a step disobeys the table.
    """
    match event:
        case IntentReceived() | Launched():
            pass  # as nearly all are
        case SessionEnded():
            if session.state in DECLINED_BY_SILENCE:
                household = replace(household, left=context.evening)
            lost = (
                event.reason == SILENCE
                and session.state not in PRIVATE
                and session.state is not State.ENDED  # nobody was asked anything: only the screen was still there
                and household.checkin is not None
                and household.checkin.begun
            )
            return _silent(replace(household, guide=True) if lost else household)
        case Played() | Pressed():
            return _silent(household, playback.effects_of(event, context.playing))
        case ReminderGone():
            kept = tuple(one for one in household.reminders if one.id not in event.ids)
            return _silent(replace(household, reminders=kept))
    received = _intent_of(event)
    intent = received.intent
    if context.new_session and intent is not Intent.REMINDER_ANSWERED:
        session = Session()
    household = _familiar(_with_carried(household, session, context), content)
    turn = TurnBuilder(received, context, household, _under_way(household, session, context, intent), content)
    _say_what_is_not_kept(turn)
    _note_visit(turn)
    if isinstance(event, ReminderAnswered):
        reminders.answered(turn, event)
    else:
        move = move_for(turn.from_state, intent, context.new_session)
        move.step(turn)
        if intent is Intent.NOT_UNDERSTOOD and safety.RISK in received.unmatched:
            safety.tell_how_to_say_it(turn)
        _obey(move, turn)
        playback.quiet_after(turn)
    if intent in BEGINS_UNWELCOMED and turn.checkin and not turn.household.welcomed:
        _say_once_what_this_is_not(turn)
    if intent is not Intent.NOT_UNDERSTOOD:
        turn.carry(misheard=0)
    return turn.build()


def _intent_of(event: Event) -> IntentReceived:
    """The event as an intent: what opens the skill or comes back from the platform moves the table as words do."""
    match event:
        case IntentReceived():
            return event
        case Launched():
            return IntentReceived(intent=Intent.LAUNCH if event.task is None else Intent.TASK)
        case ReminderAnswered():
            return IntentReceived(intent=Intent.REMINDER_ANSWERED)
        case SessionResumed():
            return IntentReceived(intent=Intent.RESUME)
        case _:
            return IntentReceived(intent=Intent.NOT_UNDERSTOOD)


def _under_way(household: Household, session: Session, context: Context, intent: Intent) -> Session:
    """The session, which where it is new finds them in the talk that goes on over the music, or in silence."""
    if not context.new_session or intent in (Intent.LAUNCH, Intent.TASK):
        return session
    cooling = cool_down.track_of(household, context)
    if cooling is not None:
        return cool_down.under_way(session, cooling)
    evening, checkin, playing = context.evening, household.checkin, context.playing
    if checkin is not None and checkin.begun and checkin.evening == evening:
        kind = checkin.steps[min(checkin.at, len(checkin.steps) - 1)].kind
        entry = Read(DECK_OF[kind], checkin.steps[checkin.at].number) if kind in DECK_OF else None
        return replace(session, state=STATE_OF.get(kind, State.TALK), entry=entry)
    if playing is not None and playing.token.evening == evening and playing.token.kind == "question":
        number, tonight = playing.token.question, household.tonight
        if tonight is not None and (tonight.evening, tonight.before, tonight.over) == (evening, number, False):
            number = tonight.question  # it was read in its place, without music
        return replace(session, state=State.QUESTION_TALK, entry=Read("questions", number) if number else None)
    return session


def _with_carried(household: Household, session: Session, context: Context) -> Household:
    """The record, with the check-in that the session or the track carries where the record could not be kept."""
    carried = session.checkin if session.told or not context.remembers else None
    if carried is None and not context.remembers and household.checkin is None and context.playing:
        carried = context.playing.token.checkin
    return replace(household, checkin=carried, welcomed=True) if carried else household


def _familiar(household: Household, content: Content) -> Household:
    """The household without a check-in that cannot be gone through here, such as one that a newer version began."""
    checkin = household.checkin
    return household if checkin is None or known(checkin, content) else replace(household, checkin=None)


def _note_visit(turn: TurnBuilder) -> None:
    if turn.intent in LEAVES_NO_TRACE or turn.from_state is State.SAFETY:
        return
    turn.household = with_visit(turn.household, turn.evening)


def _say_what_is_not_kept(turn: TurnBuilder) -> None:
    """Where the record cannot be kept this evening, say so once, and let the evening go on."""
    playing = turn.context.playing
    told = turn.session.told or (playing is not None and playing.token.told and playing.token.evening == turn.evening)
    if told:
        turn.carry(told=True)
    elif not (turn.context.remembers or turn.intent in LEAVES_NO_TRACE or turn.from_state is State.SAFETY):
        turn.say("forgetful")
        turn.carry(told=True)


def _say_once_what_this_is_not(turn: TurnBuilder) -> None:
    """It is not therapy: said once, at the first visit. (A launch says it in its welcome.)"""
    turn.remember(welcomed=True)
    turn.preface("not_therapy")


def _obey(move: Move, turn: TurnBuilder) -> None:
    offered = turn.state is State.OFFER and turn.from_state is move.leaves_behind
    if turn.state not in move.leads_to and not offered and not (move.goes_back and turn.state is turn.from_state):
        raise BrokenTransition(
            f"{turn.intent.value} in {turn.from_state.value} ended in {turn.state.value}, against the table."
        )
    if turn.open and turn.state in UNDER_MUSIC_ONLY:  # no microphone is open while they are upset
        raise BrokenTransition(f"{turn.intent.value} opened the microphone in {turn.state.value}.")


def _silent(household: Household, effects: tuple[Effect, ...] = ()) -> Turn:
    """A turn without words, which moves nothing: a device's own event may ask for a tail, or for quiet."""
    return Turn(parts=(), session=Session(state=State.ENDED), household=household, effects=effects)
