# SPDX-License-Identifier: Apache-2.0
"""Reminders: when and how often is said back and confirmed before anything is set.

The conversation only effects; the platform's answer comes back as an event, and only that is spoken as done.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from skill.checkin import hours
from skill.checkin.course import rituals
from skill.checkin.intents import Intent
from skill.checkin.model.effects import AskPermission, CancelReminders, SetReminder
from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.household import REMINDERS_MAX, KeptReminder
from skill.checkin.model.plan import DAYS, Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Say
from skill.checkin.resuming import HALF, ask_again, resume_previous
from skill.checkin.topics import evening
from skill.checkin.turn_builder import TurnBuilder

WHICH = "ask.remind_which"
"""The line that asks which of several reminders is to go."""
WEEKDAYS = tuple(DAYS)[:7]
AT_THE_WEEKEND = frozenset({"saturday", "sunday", "weekends"})


def ask(turn: TurnBuilder) -> None:
    """They would like to be reminded: say it back, and wait for a yes. With a ritual on offer they also accept it."""
    if _asked(turn, WHICH):
        _cancel_named(turn)
        return
    offered = turn.session.entry
    if turn.from_state is State.RITUAL and offered and offered.deck == "rituals":
        rituals.keep(turn, offered.number)
    reminder = _wanted(turn)
    others = [kept for kept in turn.household.reminders if not _is_moved_by(kept.reminder, reminder)]
    if len(others) >= REMINDERS_MAX:
        turn.say("remind.full")
        resume_previous(turn)
        return
    turn.carry(reminder=reminder)
    half_open = _half_is_open(turn, reminder)
    turn.say(
        "remind.once" if reminder.day else "remind.back",
        when=_when(turn, reminder),
        time=_clock_only(reminder) if half_open else _time(reminder),
    )
    for kept in turn.household.reminders:
        if _is_moved_by(kept.reminder, reminder) and _comes(kept.reminder, turn.evening):
            turn.say("remind.instead", when=_when(turn, kept.reminder), time=_time(kept.reminder))
    if half_open:
        turn.ask(State.REMIND, HALF)
    elif turn.from_state is not State.REMIND and not turn.slots.get("time"):
        turn.ask(State.REMIND, "ask.remind_time")
    elif reminder.days in WEEKDAYS and not _every_week_was_said(turn):
        turn.ask(State.REMIND, "ask.remind_weekly")
    elif turn.from_state is not State.REMIND and reminder.day and turn.slots.get("days") in WEEKDAYS:
        every = Say("remind.days", WEEKDAYS.index(turn.slots["days"]))
        turn.ask(State.REMIND, "ask.remind_once", every=every)
    else:
        turn.ask(State.REMIND)


def other_time(turn: TurnBuilder) -> None:
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
    if _asked(turn, WHICH):
        _cancel(turn, turn.household.reminders)
        return
    if turn.session.reminder is None or _asked(turn, HALF):
        ask_again(turn, turn.from_state)
    else:
        turn.add_effect(SetReminder(turn.session.reminder))
        turn.wait_in(State.REMIND)


def decline(turn: TurnBuilder) -> None:
    """No reminder, then."""
    if _asked(turn, WHICH) and turn.intent is Intent.CANCEL_REMINDER:  # "the one at ten" comes without its hour
        cancel(turn)
        return
    turn.carry(reminder=None)
    set_already = any(_comes(kept.reminder, turn.evening) for kept in turn.household.reminders)
    turn.say("remind.as_before" if set_already else "remind.none_then")
    _onward(turn)


def answered(turn: TurnBuilder, event: ReminderAnswered) -> None:
    """How the effect went."""
    reminder = event.reminder or turn.session.reminder
    turn.carry(reminder=None)
    match event.outcome:
        case "cancelled":
            rest = tuple(kept for kept in turn.household.reminders if reminder and kept.reminder != reminder)
            turn.remember(reminders=rest)
            turn.say("remind.cancelled_one" if rest else "remind.cancelled")
            resume_previous(turn)
            return
        case "failed" | "unavailable" if event.reminder is None:
            turn.say("remind.not_cancelled")
            resume_previous(turn)
            return
        case "done" if reminder:
            _keep(turn, event.id, reminder)
        case "permitted" if reminder:
            turn.add_effect(SetReminder(reminder))
            turn.wait_in(State.REMIND)
            return
        case "not_permitted" if reminder:
            turn.add_effect(AskPermission(reminder))
            turn.close()
            return
        case "not_supported" | "not_answered" if reminder:
            turn.add_effect(AskPermission(reminder, by_card=True))
            turn.say("remind.by_card")
        case "not_supported" | "denied" | "not_answered" | "not_permitted":
            turn.say("remind.not_allowed")
        case "unavailable" | "too_many":
            turn.say("remind.cannot")
        case _:
            turn.say("remind.failed")
    _onward(turn)


def _keep(turn: TurnBuilder, id: str, reminder: Reminder) -> None:
    """One reminder a ritual: a new one takes the place of the old one."""
    old = tuple(kept.id for kept in turn.household.reminders if _is_moved_by(kept.reminder, reminder))
    others = tuple(kept for kept in turn.household.reminders if kept.id not in old)
    turn.remember(reminders=(*others, KeptReminder(id, reminder))[-REMINDERS_MAX:])
    if old:
        turn.add_effect(CancelReminders(old))
    turn.say("remind.changed" if old else "remind.set", when=_when(turn, reminder), time=_time(reminder))


def cancel(turn: TurnBuilder) -> None:
    """Stop reminding them. Of several none goes before they have said which: the request names no hour."""
    kept = turn.household.reminders
    current = [one.reminder for one in kept if _comes(one.reminder, turn.evening)]
    if not kept:
        turn.say("remind.none")
        resume_previous(turn)
    elif len(current) > 1:
        turn.carry(reminder=None)
        for reminder in current:
            turn.say("remind.status", when=_when(turn, reminder), time=_time(reminder))
        turn.ask(State.REMIND, WHICH)
    else:
        _cancel(turn, kept)


def _cancel_named(turn: TurnBuilder) -> None:
    """Delete the one whose day or hour they name, where it is one alone; else they are asked again."""
    named = [kept for kept in turn.household.reminders if _is_named(turn, kept.reminder)]
    if len(named) == 1:
        _cancel(turn, tuple(named))
    else:
        cancel(turn)


def _cancel(turn: TurnBuilder, kept: tuple[KeptReminder, ...]) -> None:
    """Delete reminders: all of them, or one, which the session carries until the platform has answered."""
    turn.carry(reminder=kept[0].reminder if len(kept) == 1 else None)
    turn.add_effect(CancelReminders(tuple(one.id for one in kept)))
    turn.wait_in(State.READY if turn.one_shot or turn.from_state is State.REMIND else turn.from_state)


def _is_named(turn: TurnBuilder, reminder: Reminder) -> bool:
    """Whether a reminder is on the day and at the hour that they name; an hour may be of either half of the day."""
    days, time = turn.slots.get("days"), turn.slots.get("time")
    if not _comes(reminder, turn.evening) or not (days or time):
        return False
    match = re.fullmatch(hours.TIME, time or "")
    if match:
        hour, minute = int(match["hour"]), int(match["minute"])
        halves = {hour, hour + hours.CLOCK_HOURS} if hour <= hours.CLOCK_HOURS else {hour}
        if (reminder.minute, reminder.hour in halves) != (minute, True):
            return False
    elif time and reminder.hour not in hours.HALVES.get(time, ()):
        return False
    return not days or days == _named_day(reminder)


def _named_day(reminder: Reminder) -> str | None:
    return WEEKDAYS[reminder.day.weekday()] if reminder.day else reminder.days


def status(turn: TurnBuilder) -> None:
    """When their reminder is."""
    current = [one.reminder for one in turn.household.reminders if _comes(one.reminder, turn.evening)]
    if not current:
        turn.say("remind.none")
    for reminder in current[:2]:
        turn.say("remind.status", when=_when(turn, reminder), time=_time(reminder))
    resume_previous(turn)


def is_on(reminder: Reminder, day: date) -> bool:
    """Whether a reminder comes on a day; one for once, whether it came by then."""
    return reminder.day <= day if reminder.day else day.weekday() in DAYS.get(reminder.days or "", DAYS["every_day"])


def _is_moved_by(kept: Reminder, reminder: Reminder) -> bool:
    """Whether a new reminder takes the place of one: it is for the same ritual, or another hour of the same half day.

    Ten moved to eleven is one reminder, though their ritual is another by now; a breakfast and a walk at night are two.
    """
    same_half = (kept.hour < hours.CLOCK_HOURS) == (reminder.hour < hours.CLOCK_HOURS)
    moved = (kept.hour, kept.minute) != (reminder.hour, reminder.minute) and same_half
    return kept.ritual == reminder.ritual or (kept.day is not None and kept.day == reminder.day and moved)


def _asked(turn: TurnBuilder, line: str) -> bool:
    """Whether a line is what they answer."""
    last = turn.session.last
    return turn.from_state is State.REMIND and any(isinstance(one, Say) and one.line == line for one in last)


def _every_week_was_said(turn: TurnBuilder) -> bool:
    """Whether they said "every Sunday": a day that stands alone may be the next one."""
    return turn.slots.get("days") in WEEKDAYS and "days" not in turn.by_name


def _comes(reminder: Reminder, evening: date) -> bool:
    """Whether it is still to come, on days that can be said."""
    return reminder.day >= evening if reminder.day else reminder.days in DAYS


def _onward(turn: TurnBuilder) -> None:
    checkin = turn.checkin
    if checkin and checkin.steps[checkin.at].kind == "ritual" and turn.household.ritual:
        evening.finish(turn, thought=False)
    elif checkin and checkin.steps[checkin.at].kind not in ("rate", "ritual"):
        # Their talk goes on, and nobody asks anything into it.
        turn.close("talk.closed_first" if turn.context.playing is None else "remind.talk_on")
    elif _offered(turn):
        ask_again(turn, State.OFFER)
    elif turn.one_shot:
        turn.close()
    elif turn.from_state is State.REMIND:
        turn.ask(State.READY, "ask.more")
    else:
        resume_previous(turn)


def _offered(turn: TurnBuilder) -> bool:
    """Whether tonight's check-in was offered, and waits for them, also back from a permission."""
    tonight = turn.household.checkin
    waiting = tonight is not None and tonight.evening == turn.evening and not tonight.begun
    asked = turn.from_state is State.REMIND or turn.one_shot
    left = turn.household.left == turn.evening  # nobody is asked again who left with a word
    return waiting and asked and not (left or turn.finished_tonight)


def _wanted(turn: TurnBuilder) -> Reminder:
    number = turn.household.ritual.number if turn.household.ritual else 0
    ritual = turn.content.rituals.get(number)
    moments = ritual.moments if ritual else ("evening",)
    asked = turn.session.reminder if turn.from_state is State.REMIND else None
    before = asked or _moved(turn, number)
    days, time = turn.slots.get("days"), turn.slots.get("time")
    # A correction changes only what it names.
    if before and (not time or (_asked(turn, HALF) and before.hour in hours.HALVES.get(time, ()))):
        hour, minute = before.hour, before.minute
    elif before and (other_half := hours.other_half(before, time)) is not None:
        # "Just every evening, half past nine" corrects the days alone, and is no morning.
        same_hour = days not in (None, _named_day(before)) and time not in hours.HALVES
        hour, minute = before.hour if same_hour else other_half, before.minute
    elif (before or not days) and (as_shown := hours.before_noon(before, time)):
        hour, minute = as_shown
    else:
        hour, minute = hours.clock(time, moments, at_the_weekend=days in AT_THE_WEEKEND)
    if asked is not None and not time and days not in DAYS:  # "only once" names neither day nor time
        return Reminder(hour, minute, asked.day or _next_day(turn, hour, minute, asked.days), None, number)
    if days in DAYS:
        if days in WEEKDAYS and _once(turn, asked, before):
            return Reminder(hour, minute, _next_day(turn, hour, minute, days), None, number)
        return Reminder(hour, minute, None, days, number)
    next_day = _next_day(turn, hour, minute)
    if before is not None:
        return Reminder(hour, minute, before.day and max(before.day, next_day), before.days, number)
    return Reminder(hour, minute, next_day, None, number)


def _once(turn: TurnBuilder, asked: Reminder | None, before: Reminder | None) -> bool:
    """Whether a weekday that they name is only the next one: "on Sunday", where "every Sunday" is all of them.

    What is moved comes as often as it did; "just this Sunday", of one that was said back, is the next one alone.
    """
    by_name = "days" in turn.by_name
    if asked is None and before is not None:
        return by_name and before.day is not None
    return by_name and (asked is None or asked.days is None or asked.days == turn.slots["days"])


def _half_is_open(turn: TurnBuilder, reminder: Reminder) -> bool:
    """Whether "Sunday at nine", which was taken for the evening, may as well be in the morning.

    "Nine in the morning" comes as 09:00, like a bare "nine", so where both make sense nobody is told otherwise.
    """
    match = re.fullmatch(hours.TIME, turn.slots.get("time") or "")
    hour = int(match["hour"]) if match else 0
    free = reminder.day.weekday() >= WEEKDAYS.index("saturday") if reminder.day else reminder.days in AT_THE_WEEKEND
    said_back = turn.intent is Intent.RATE  # "more like eleven" leaves the half as it was
    return free and not said_back and hour in hours.MORNING and reminder.hour == hour + hours.CLOCK_HOURS


def _moved(turn: TurnBuilder, ritual: int) -> Reminder | None:
    """The reminder they have, where only a day or only a time is named: what they do not name stays as it is."""
    if bool(turn.slots.get("time")) == (turn.slots.get("days") in DAYS):
        return None
    kept = (one.reminder for one in turn.household.reminders if one.reminder.ritual == ritual)
    return next((reminder for reminder in kept if _comes(reminder, turn.evening)), None)


def _next_day(turn: TurnBuilder, hour: int, minute: int, days: str | None = None) -> date:
    """The next day on which the clock shows a time; the next such weekday where one is named."""
    now = turn.context.moment
    day = now.date() + timedelta(days=(hour, minute) <= (now.hour, now.minute))
    if days in WEEKDAYS:
        day += timedelta(days=(WEEKDAYS.index(days) - day.weekday()) % 7)
    return day


def _when(turn: TurnBuilder, reminder: Reminder) -> Say:
    if reminder.days is not None:
        return Say("remind.days", list(DAYS).index(reminder.days))
    day = reminder.day or turn.context.moment.date()
    ahead = (day - turn.context.moment.date()).days
    return Say("remind.day", max(ahead, 0)) if ahead <= 1 else Say("when", day.weekday())


def _time(reminder: Reminder) -> Say:
    """A time as people say it: eight in the morning, 8:30 in the evening."""
    part = 0 if reminder.hour < 12 else 1 if reminder.hour < 18 else 2
    return Say("time", part, {"clock": _clock_only(reminder)})


def _clock_only(reminder: Reminder) -> Say | str:
    """The same without its half of the day."""
    hour = (reminder.hour - 1) % hours.CLOCK_HOURS
    return Say("hour", hour) if not reminder.minute else f"{hour + 1}:{reminder.minute:02}"
