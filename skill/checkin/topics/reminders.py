# SPDX-License-Identifier: Apache-2.0
"""Reminders: when and how often is said back and confirmed before anything is set.

The conversation only effects; the platform's answer comes back as an event, and only that is spoken as done.
"""

from __future__ import annotations

from datetime import timedelta

from skill.checkin import hours
from skill.checkin.course import closing, rituals
from skill.checkin.course.said_reminders import (
    at_its_time,
    list_coming,
    said_back,
    say_what_becomes,
    say_words,
    says_its_ritual,
    tell,
    time_of,
    was_spoken_of,
    when_of,
)
from skill.checkin.hours import answers, coming
from skill.checkin.intents import Intent
from skill.checkin.model.effects import AskPermission, CancelReminders, SetReminder
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.household import REMINDERS_MAX, KeptReminder
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.resuming import OFFERED, WHEN, ask_again, resume_previous
from skill.checkin.topics import evening, question, suggestions
from skill.checkin.turn_builder import TurnBuilder

WHICH = "ask.remind_which"
"""The line that asks which of several reminders is to go."""
GONE = "ask.remind_gone"
"""The line that asks whether the one they have is to go as well."""
ONCE_OR_WEEKLY = ("ask.remind_once", "ask.remind_weekly")
"""The lines that ask whether it is for once or every week: whoever says which has said yes."""
NOT_SET = {
    **dict.fromkeys(("not_supported", "denied", "not_answered", "not_permitted"), "remind.not_allowed"),
    **dict.fromkeys(("unavailable", "too_many"), "remind.cannot"),
}
"""The line for each outcome that has one of its own."""
LONGEST_AHEAD_S = 24 * 3600
"""Seconds that "in an hour" may be."""
NTH = {"first": 0, "second": 1, "third": 2, "last": -1}
"""Places of a reminder among those that were listed."""


def ask(turn: TurnBuilder) -> None:
    """They would like to be reminded: say it back, and wait for a yes. With a ritual on offer they also accept it."""
    if answers(turn, WHICH):
        return _cancel_named(turn)
    pending = hours.said_back_before(turn)
    if pending is not None and (stands := _names_one_they_have(turn, pending)) is not None:
        return _have_beside(turn, stands, pending)
    offered = turn.session.entry
    accepted = turn.from_state is State.RITUAL and offered is not None and offered.deck == "rituals"
    if accepted and offered is not None:
        rituals.keep(turn, offered.number)
        if (stands := hours.stands_for(turn, offered.number)) is not None:
            return _have_already(turn, stands)
    if _names_no_time(turn):
        return other_time(turn)
    reminder = hours.wanted(turn)
    if accepted and hours.means_tonight(turn, reminder):
        rituals.plan(turn, turn.evening)
        turn.say("ritual.tonight")
        return suggestions.after_ritual(turn)
    if (accepted or turn.from_state is State.FOLLOW_UP) and turn.slots.get("days"):
        rituals.plan(turn, hours.next_on(turn, reminder))
    _say_back(turn, reminder)


def _have_already(turn: TurnBuilder, reminder: Reminder) -> None:
    turn.carry(reminder=None)
    tell(turn, "remind.already", reminder)
    _onward(turn)


def _have_beside(turn: TurnBuilder, reminder: Reminder, pending: Reminder) -> None:
    """One that they name while another was said back: it stays, and they are asked about the other one again."""
    turn.carry(beside=True)
    tell(turn, "remind.beside", reminder)
    turn.recite(said_back(turn, pending))
    turn.ask(State.REMIND)


def _say_back(turn: TurnBuilder, reminder: Reminder) -> None:
    """Say when it comes and what it does to those they have, and ask whether it is to be set."""
    if (same := next((kept for kept in coming(turn) if hours.covers(kept, reminder)), None)) is not None:
        return _have_already(turn, same)
    moving = hours.moves_the_only_one(turn)
    others = [kept for kept in turn.household.reminders if not hours.is_moved_by(kept.reminder, reminder, moving)]
    if len(others) >= REMINDERS_MAX:
        turn.say("remind.full")
        resume_previous(turn)
        return
    before = hours.said_back_before(turn)
    turn.carry(reminder=reminder, moving=moving, beside=False)
    moved = hours.moved_by(turn, reminder)
    as_before = before is not None and moved == hours.moved_by(turn, before)
    if before is not None and as_before and _chosen(turn, before, reminder):
        return confirm(turn)
    if turn.from_state in (State.RITUAL, State.FOLLOW_UP) and not turn.slots.get("time") and not moved:
        _offer(turn, reminder)
        return
    once = turn.from_state is not State.REMIND and reminder.day and turn.slots.get("days") in hours.WEEKDAYS
    told = at_its_time if once and turn.slots.get("time") else said_back  # the first where "just once?" is asked
    turn.recite(told(turn, reminder))
    if not as_before:
        say_what_becomes(turn, reminder)
    if turn.from_state is not State.REMIND and not turn.slots.get("time"):
        turn.ask(State.REMIND, "ask.remind_time")
    elif reminder.days in hours.WEEKDAYS and not (hours.every_week_was_said(turn) or (before and before.days)):
        turn.ask(State.REMIND, "ask.remind_weekly")
    elif once:
        every = Say("remind.days", hours.WEEKDAYS.index(turn.slots["days"]))
        turn.ask(State.REMIND, "ask.remind_once", every=every)
    else:
        turn.ask(State.REMIND)


def _chosen(turn: TurnBuilder, before: Reminder, reminder: Reminder) -> bool:
    """Whether they say its day once more, or how often it is to come, and no more, which is a yes."""
    if turn.slots.get("time") or answers(turn, WHEN) or hours.named_day(before) != hours.named_day(reminder):
        return False
    if reminder != before and "days" in turn.by_name:
        return False
    days = turn.slots.get("days")
    return (
        days == hours.EVERY_WEEK
        or bool(days and reminder == before)
        or any(answers(turn, line) for line in ONCE_OR_WEEKLY)
    )


def _offer(turn: TurnBuilder, reminder: Reminder) -> None:
    """Ask whether to remind them of what they accept: "yeah, Thursday" is a yes, and an order for no hour."""
    ritual = turn.household.ritual
    if turn.from_state is State.FOLLOW_UP:  # "we said Thursday"
        turn.say("ritual.not_yet")
    elif ritual is not None and ritual.number in turn.content.rituals:
        turn.say("ritual.kept", ritual=Read("rituals", ritual.number, "name"))
    turn.ask(State.REMIND, OFFERED, when=when_of(turn, reminder), time=time_of(reminder))


def _names_one_they_have(turn: TurnBuilder, pending: Reminder) -> Reminder | None:
    """The reminder that stands on the day which they name, where another day was said back: "no, just Thursday, as it
    was"."""
    days = turn.slots.get("days")
    if turn.slots.get("time") or days not in hours.WEEKDAYS or answers(turn, WHEN):
        return None
    if hours.named_day(pending) == days:
        return None
    return next((kept for kept in coming(turn) if kept != pending and hours.named_day(kept) == days), None)


def _names_no_time(turn: TurnBuilder) -> bool:
    """Whether they want one at a time that cannot be had ("every other day"), or another time for the one they have."""
    days = turn.slots.get("days")
    if "days" in turn.unmatched or days in NTH:
        return True
    has_one = turn.from_state is not State.RITUAL and hours.kept_for_ours(turn) is not None
    return has_one and turn.from_state is not State.REMIND and not (days or turn.slots.get("time"))


def other_time(turn: TurnBuilder) -> None:
    """Another time, and they do not say which: "a bit later", "twice a week"."""
    if "days" in turn.unmatched:
        turn.say("remind.only")
    elif turn.from_state is not State.REMIND and (kept := hours.kept_for_ours(turn)):
        turn.carry(reminder=kept)
        tell(turn, "remind.now", kept)
    turn.ask(State.REMIND, WHEN)


def in_a_while(turn: TurnBuilder) -> None:
    """In an hour, of one that waits for a yes; without how long, or in weeks, it is only later."""
    seconds = int(turn.slots.get("duration") or 0)
    if not 0 < seconds <= LONGEST_AHEAD_S or answers(turn, WHICH):
        other_time(turn)
    else:
        at = turn.context.moment + timedelta(seconds=seconds)
        before, number = hours.said_back_before(turn), hours.ritual_of(turn)
        named = before.named if before else hours.is_for_theirs(turn, number)
        _say_back(turn, Reminder(at.hour, at.minute, at.date(), None, number, named))


def at_hour(turn: TurnBuilder) -> None:
    """A number, where a reminder waits for a yes: "eight? more like eleven" is the hour they would rather have."""
    hour = turn.slots.get("second") or turn.slots.get("score") or ""
    if hour.isascii() and hour.isdecimal() and 1 <= int(hour) <= hours.CLOCK_HOURS:
        turn.slots = {"time": f"{int(hour):02}:00"}
        ask(turn)
    else:
        ask_again(turn, turn.from_state)


def only_once(turn: TurnBuilder) -> None:
    """Just once, of one that was said back as coming again; of one for once it is a yes, as "I guess so" is."""
    if turn.session.reminder is not None and turn.session.reminder.day is not None:
        confirm(turn)
    else:
        ask(turn)


def confirm(turn: TurnBuilder) -> None:
    """A yes: effect for it. What is spoken depends on how that goes."""
    if answers(turn, WHICH) or answers(turn, GONE):
        _cancel(turn, turn.household.reminders)
    elif answers(turn, WHEN):
        turn.ask(State.REMIND, WHEN)
    elif turn.session.reminder is None:
        ask_again(turn, turn.from_state)
    else:
        turn.add_effect(SetReminder(turn.session.reminder))
        turn.wait_in(State.REMIND)


def keep_both(turn: TurnBuilder) -> None:
    """ "Keep it": where a new one would take the place of another, that one stays, too."""
    turn.carry(beside=turn.session.reminder is not None and bool(hours.moved_by(turn, turn.session.reminder)))
    confirm(turn)


def decline(turn: TurnBuilder) -> None:
    """No reminder, then."""
    if answers(turn, WHICH) and turn.intent is Intent.CANCEL_REMINDER:  # "the one at ten" comes without its hour
        cancel(turn)
        return
    if answers(turn, GONE) and turn.intent is Intent.CANCEL_REMINDER:
        confirm(turn)
        return
    current = coming(turn)
    turn.carry(reminder=None)
    if len(current) == 1:
        tell(turn, "remind.stays", current[0])
    else:
        turn.say("remind.as_before" if current else "remind.none_then")
    if current and turn.intent is Intent.CANCEL_REMINDER:  # "no, just cancel Sunday"
        turn.ask(State.REMIND, GONE if len(current) == 1 else WHICH)
        return
    if (day := rituals.planned(turn)) is not None:
        turn.say("ritual.planned", when=hours.on_day(turn, day), ritual=Read("rituals", hours.ritual_of(turn), "name"))
    _onward(turn)


def answered(turn: TurnBuilder, event: ReminderAnswered) -> None:
    """How the effect went. A cancellation names no reminder: one alone that was to go is carried by the session."""
    reminder = event.reminder or turn.session.reminder
    turn.carry(reminder=None)
    match event.outcome:
        case "cancelled":
            _forget(turn, reminder)
        case "failed" | "unavailable" if event.reminder is None:
            turn.say("remind.not_cancelled")
            resume_previous(turn)
        case "permitted" if reminder:
            turn.add_effect(SetReminder(reminder))
            turn.wait_in(State.REMIND)
        case "not_permitted" if reminder:
            turn.add_effect(AskPermission(reminder))
            turn.close()
        case "done" if reminder:
            _keep(turn, event.id, reminder)
            _onward(turn)
        case "not_supported" | "not_answered" if reminder:
            turn.add_effect(AskPermission(reminder, by_card=True))
            turn.say("remind.by_card")
            _onward(turn)
        case outcome:
            turn.say(NOT_SET.get(outcome, "remind.failed"))
            _onward(turn)


def _forget(turn: TurnBuilder, reminder: Reminder | None) -> None:
    """Keep a reminder no more that the platform has deleted; all of them where it was not one alone."""
    turn.remember(reminders=tuple(kept for kept in turn.household.reminders if reminder and kept.reminder != reminder))
    if reminder:
        tell(turn, "remind.cancelled_one", reminder)
    else:
        turn.say("remind.cancelled")
    _onward(turn)


def _keep(turn: TurnBuilder, id: str, reminder: Reminder) -> None:
    """One reminder a ritual: a new one takes the place of the old one."""
    before = turn.household.reminders
    moved = () if turn.session.beside else before
    old = tuple(kept.id for kept in moved if hours.is_moved_by(kept.reminder, reminder, turn.session.moving))
    others = tuple(kept for kept in before if kept.id not in old)
    turn.remember(reminders=(*others, KeptReminder(id, reminder))[-REMINDERS_MAX:])
    rituals.plan_by(turn, reminder)
    if old:
        turn.add_effect(CancelReminders(old))
    tell(turn, "remind.changed" if old else "remind.set", reminder)
    if not before and turn.context.playing is None:
        say_words(turn, reminder)


def cancel(turn: TurnBuilder) -> None:
    """Stop reminding them. The request names no hour: of several none goes before they have said which, and the only
    one where it was just spoken of, or with a yes."""
    kept, current = turn.household.reminders, coming(turn)
    if not kept:
        turn.say("remind.none")
        resume_previous(turn)
    elif len(current) > 1:
        turn.carry(reminder=None)
        list_coming(turn, current)
        turn.ask(State.REMIND, WHICH)
    elif not current or was_spoken_of(turn):
        _cancel(turn, kept)
    else:
        turn.carry(reminder=None)
        list_coming(turn, current)
        turn.ask(State.REMIND, GONE)


def _cancel_named(turn: TurnBuilder) -> None:
    """Delete the one whose day, hour or place they name, where it is one alone; else they are asked again."""
    listed = [kept for kept in turn.household.reminders if hours.comes(kept.reminder, turn.context.moment)]
    place = NTH.get(turn.slots.get("days", ""), len(listed))
    named = listed[place:][:1] or [kept for kept in listed if hours.is_named(turn, kept.reminder)]
    if len(named) == 1:
        _cancel(turn, tuple(named))
    else:
        cancel(turn)


def _cancel(turn: TurnBuilder, kept: tuple[KeptReminder, ...]) -> None:
    """Delete reminders: all of them, or one, which the session carries until the platform has answered."""
    turn.carry(reminder=kept[0].reminder if len(kept) == 1 else None)
    turn.add_effect(CancelReminders(tuple(one.id for one in kept)))
    turn.wait_in(State.READY if turn.one_shot or turn.from_state is State.REMIND else turn.from_state)


def status(turn: TurnBuilder) -> None:
    """Which reminders they have, and what those say."""
    current, pending = coming(turn), hours.said_back_before(turn)
    if current and pending is not None and pending not in current:  # "does that keep Thursday?"
        say_what_becomes(turn, pending)
        resume_previous(turn)
        return
    if current:
        list_coming(turn, current)
    elif turn.from_state is not State.REMIND:
        turn.say("remind.none")
    unnamed = [kept for kept in current if not says_its_ritual(turn.content, kept)]
    if (unnamed or turn.from_state is State.REMIND) and turn.said_this_evening("remind.words") < 2:
        say_words(turn, unnamed[0] if unnamed else pending)
        if any(kept.days for kept in ([pending] if pending else current)):
            turn.say("remind.until")
    resume_previous(turn)


def _onward(turn: TurnBuilder) -> None:
    checkin, left = turn.checkin, turn.household.left == turn.evening
    over = left or closing.is_over(turn)
    if checkin and left:  # nobody is led back into what they left
        turn.good_night("stop")
    elif checkin and checkin.steps[checkin.at].kind == "ritual" and turn.household.ritual:
        if not checkin.solo:
            turn.say("remind.thanks")
        evening.finish(turn, thought=False)
    elif checkin and checkin.steps[checkin.at].kind not in ("rate", "ritual"):
        # Their talk goes on, and nobody asks anything into it.
        turn.close("talk.closed_first" if turn.context.playing is None else "remind.talk_on")
    elif question.is_under_way(turn) and not left:
        turn.close("remind.talk_on")
    elif _chose_its_ritual(turn) or (over and turn.from_state in (State.REMIND, State.READY)):
        turn.good_night()
    elif _offered(turn):
        ask_again(turn, State.OFFER)
    elif turn.from_state is not State.REMIND or turn.one_shot:
        resume_previous(turn)
    elif turn.low:
        turn.good_night()
    else:
        turn.ask(State.READY, "ask.more")


def _chose_its_ritual(turn: TurnBuilder) -> bool:
    """Test of the ritual chosen in this session: the reminder just set is for it, so their evening is complete."""
    ritual, read = turn.household.ritual, turn.session.entry
    chosen = ritual is not None and ritual.chosen == turn.evening and read == Read("rituals", ritual.number)
    return chosen and turn.from_state is State.REMIND


def _offered(turn: TurnBuilder) -> bool:
    """Test of tonight's check-in: it was offered, and is offered again after a reminder, unless they have left."""
    tonight = turn.household.checkin
    waiting = tonight is not None and tonight.evening == turn.evening and not tonight.begun
    asked = turn.from_state is State.REMIND or turn.one_shot
    return waiting and asked and not (turn.household.left == turn.evening or turn.low or closing.is_over(turn))
