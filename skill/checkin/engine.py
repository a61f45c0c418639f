# SPDX-License-Identifier: Apache-2.0
"""`respond`: one event in, one turn out. The whole interface of the conversation.

What happens to each kind of event, and what is true of every turn, belongs here; what is said is the steps' work, and
what may follow what is the table's.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.model.events import (
    Event,
    Heard,
    Launched,
    Occasion,
    ReminderAnswered,
    ReminderGone,
    SessionEnded,
    SessionResumed,
)
from skill.checkin.model.household import Household
from skill.checkin.model.playback import Played, Pressed, known
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Part, Say
from skill.checkin.model.turn import Turn
from skill.checkin.table import ANYWHERE, FALLBACK, LAUNCH, TASK, Move, expected_in, move_for
from skill.checkin.topics import playback, reminders
from skill.checkin.turn_builder import REFLECTING, Scene
from skill.content.types import Content

LEAVES_NO_TRACE = frozenset({"SafetyIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"})
"""Intents that are not counted as a visit: what safety writes is what Stop writes."""


BEGINS_UNWELCOMED = frozenset({"StartCheckInIntent", "SoloIntent"})
"""Ways into a whole check-in that pass by the welcome of a first launch."""


REMINDER = "Reminder"
"""The trigger of the platform's answer about a reminder: it belongs to the turn that wished for it."""


class BrokenTransition(Exception):
    """A step ended in a state that the table does not allow: the table or the step is wrong."""


def respond(event: Event, occasion: Occasion, household: Household, session: Session, content: Content) -> Turn:
    """Answer one event.

    Pure: the same arguments give the same turn. Raises BrokenTransition where a step disobeys the table.
    """
    if isinstance(event, SessionEnded):
        return _silent(household)
    if isinstance(event, Played | Pressed):
        return _wordless(event, occasion, household)
    if isinstance(event, ReminderGone):
        kept = tuple(one for one in household.reminders if one.id not in event.ids)
        return replace(_silent(replace(household, reminders=kept)), changed=kept != household.reminders)
    trigger, heard = _trigger(event)
    if occasion.new_session and not isinstance(event, ReminderAnswered):
        session = Session()
    launched = trigger in (LAUNCH, TASK)
    household = _familiar(_with_carried(household, session, occasion), content)
    scene = Scene(heard, occasion, household, session, content, launched)
    move = move_for(scene.came_in, trigger)
    _note_visit(scene, trigger)
    _say_what_is_not_kept(scene)
    if isinstance(event, ReminderAnswered):
        reminders.answered(scene, event)
    else:
        move.step(scene)
        _obey(move, scene, trigger)
        playback.quiet_after(scene, trigger)
    if trigger in BEGINS_UNWELCOMED and not scene.household.welcomed:
        _say_once_what_this_is_not(scene)
    return _turn(scene, trigger)


def _trigger(event: Event) -> tuple[str, Heard]:
    match event:
        case Launched(task=None):
            return LAUNCH, Heard(intent=LAUNCH)
        case Launched():
            return TASK, Heard(intent=TASK)
        case ReminderAnswered():
            return REMINDER, Heard(intent=REMINDER)
        case Heard():
            return event.intent if event.intent in ANYWHERE else FALLBACK, event
        case SessionResumed():
            return "AMAZON.ResumeIntent", Heard(intent="AMAZON.ResumeIntent")
        case _:
            return FALLBACK, Heard(intent=FALLBACK)


def _with_carried(household: Household, session: Session, occasion: Occasion) -> Household:
    """The record, with the check-in that the session or the track carries where the record could not be kept."""
    carried = session.checkin if session.told or not occasion.remembers else None
    if carried is None and not occasion.remembers and household.checkin is None and occasion.playing:
        carried = occasion.playing.token.checkin
    return replace(household, checkin=carried, welcomed=True) if carried else household


def _familiar(household: Household, content: Content) -> Household:
    """The household without a check-in that cannot be gone through here, such as one that a newer version began."""
    checkin = household.checkin
    return household if checkin is None or known(checkin, content) else replace(household, checkin=None)


def _note_visit(scene: Scene, trigger: str) -> None:
    if trigger in LEAVES_NO_TRACE or scene.came_in is State.SAFETY:
        return
    if scene.household.last_visit != scene.evening:
        scene.remember(visits=scene.household.visits + 1, last_visit=scene.evening)


def _say_what_is_not_kept(scene: Scene) -> None:
    """Where the record cannot be kept this evening, say so once, and let the evening go on."""
    if not scene.occasion.remembers and not scene.session.told and scene.intent not in LEAVES_NO_TRACE:
        scene.say("forgetful")
        scene.carry(told=True)


def _say_once_what_this_is_not(scene: Scene) -> None:
    """It is not therapy: said once, at the first visit. (A launch says it in its welcome.)"""
    scene.remember(welcomed=True)
    scene.parts.insert(0, Say("not_therapy"))
    scene.matters_from += 1
    if scene.wait_from is not None:
        scene.wait_from += 1


def _obey(move: Move, scene: Scene, trigger: str) -> None:
    if scene.state not in move.leads_to and not (move.goes_back and scene.state is scene.came_in):
        raise BrokenTransition(f"{trigger} in {scene.came_in.value} ended in {scene.state.value}, against the table.")


def _turn(scene: Scene, trigger: str) -> Turn:
    parts = tuple(scene.parts)
    last = parts[scene.matters_from : scene.wait_from] if scene.keeps_last else scene.session.last
    understood = trigger != FALLBACK
    scene.carry(
        state=scene.state,
        answers=scene.session.answers if scene.state in REFLECTING else "",
        expects=expected_in(scene.state),
        last=last,
        checkin=scene.checkin,
        misheard=0 if understood else scene.session.misheard,
    )
    reprompt: tuple[Part, ...] = ()
    if scene.open:
        reprompt = (*scene.before_reprompt, scene.worded(f"reprompt.{scene.state.value}"))
    return Turn(
        parts=parts,
        reprompt=reprompt,
        open=scene.open,
        session=scene.session,
        household=scene.household,
        changed=True,
        private=scene.private,
        card=scene.card,
        wishes=scene.wishes,
    )


def _wordless(event: Played | Pressed, occasion: Occasion, household: Household) -> Turn:
    """A device's own event moves nothing and says nothing; it may ask for a tail, or for quiet."""
    return replace(_silent(household), wishes=playback.wishes_of(event, occasion.playing))


def _silent(household: Household) -> Turn:
    return Turn(parts=(), session=Session(state=State.ENDED), household=household)
