# SPDX-License-Identifier: Apache-2.0
"""Reminders: when and how often is said back and confirmed before anything is set.

The conversation only wishes; the platform's answer comes back as an event, and only that is spoken as done.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.household import REMINDERS_MAX, KeptReminder, KeptRitual
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import AskPermission, CancelReminders, SetReminder
from skill.checkin.resuming import back, cue
from skill.checkin.topics import evening
from skill.checkin.turn_builder import Scene

PARTS_OF_DAY = {"MO": 8, "AF": 15, "EV": 20, "NI": 21}
"""Hours for the parts of a day that the platform names instead of a time (AMAZON.TIME)."""
HOUR_OF_MOMENT = {
    "morning": 8,
    "mealtime": 18,
    "parting": 8,
    "reunion": 18,
    "evening": 20,
    "bedtime": 21,
    "weekend": 10,
}
AFTER_NOON = frozenset({"evening", "bedtime", "reunion"})
"""Moments for which "at eight" is in the evening."""
DAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "every_day",
    "weekdays",
    "weekends",
)
_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")


def ask(scene: Scene) -> None:
    """They would like to be reminded: say it back, and wait for a yes. With a ritual on offer they also accept it."""
    offered = scene.session.entry
    if scene.came_in is State.RITUAL and offered and offered.deck == "rituals":
        scene.remember(ritual=KeptRitual(number=offered.number, chosen=scene.evening))
    reminder = _wanted(scene)
    others = [kept for kept in scene.household.reminders if kept.reminder.ritual != reminder.ritual]
    if len(others) >= REMINDERS_MAX:
        scene.say("remind.full")
        back(scene)
        return
    scene.carry(reminder=reminder)
    scene.say("remind.back", when=_when(scene, reminder), time=_time(reminder))
    scene.ask(State.REMIND)


def confirm(scene: Scene) -> None:
    """A yes: wish for it. What is spoken depends on how that goes."""
    if scene.session.reminder is None:
        cue(scene, State.READY)
        return
    scene.wishes = (*scene.wishes, SetReminder(scene.session.reminder))
    scene.wait_in(State.REMIND)


def decline(scene: Scene) -> None:
    """No reminder, then."""
    scene.carry(reminder=None)
    scene.say("remind.none_then")
    _onward(scene)


def answered(scene: Scene, event: ReminderAnswered) -> None:
    """How the wish went."""
    reminder = event.reminder or scene.session.reminder
    scene.carry(reminder=None)
    match event.outcome:
        case "done" if reminder is not None:
            # One reminder a ritual: a new one takes the place of the old one.
            old = tuple(kept.id for kept in scene.household.reminders if kept.reminder.ritual == reminder.ritual)
            others = tuple(kept for kept in scene.household.reminders if kept.id not in old)
            scene.remember(reminders=(*others, KeptReminder(event.id, reminder))[-REMINDERS_MAX:])
            if old:
                scene.wishes = (*scene.wishes, CancelReminders(old))
            scene.say("remind.changed" if old else "remind.set")
        case "permitted" if reminder is not None:
            scene.wishes = (*scene.wishes, SetReminder(reminder))
            scene.wait_in(State.REMIND)
            return
        case "cancelled":
            scene.remember(reminders=())
            scene.say("remind.cancelled")
            back(scene)
            return
        case "not_permitted" if reminder is not None:
            scene.wishes = (*scene.wishes, AskPermission(reminder))
            scene.close()
            return
        case "not_supported" | "denied" | "not_answered" | "not_permitted":
            by_card = event.outcome != "denied" and reminder is not None
            if by_card and reminder is not None:
                scene.wishes = (*scene.wishes, AskPermission(reminder, by_card=True))
            scene.say("remind.by_card" if by_card else "remind.not_allowed")
        case "failed" | "unavailable" if reminder is None:
            scene.say("remind.not_cancelled")
            back(scene)
            return
        case "unavailable" | "too_many":
            scene.say("remind.cannot")
        case _:
            scene.say("remind.failed")
    _onward(scene)


def cancel(scene: Scene) -> None:
    """Stop reminding them."""
    ids = tuple(kept.id for kept in scene.household.reminders)
    if not ids:
        scene.say("remind.none")
        back(scene)
        return
    scene.wishes = (*scene.wishes, CancelReminders(ids))
    scene.wait_in(State.READY if scene.one_shot else scene.came_in)


def status(scene: Scene) -> None:
    """When their reminder is."""
    kept = scene.household.reminders
    current = [one.reminder for one in kept if _comes(one.reminder, scene.evening)]
    if not current:
        scene.say("remind.none")
    for reminder in current[:2]:
        scene.say("remind.status", when=_when(scene, reminder), time=_time(reminder))
    back(scene)


def _comes(reminder: Reminder, evening: date) -> bool:
    """Whether it is still to come, on days that can be said."""
    return reminder.day >= evening if reminder.day else reminder.days in DAYS


def _onward(scene: Scene) -> None:
    checkin = scene.checkin
    if checkin and checkin.steps[checkin.at].kind == "ritual" and scene.household.ritual:
        evening.finish(scene)
    elif scene.one_shot:
        scene.close()
    elif scene.came_in is State.REMIND:
        scene.ask(State.READY, "ask.more")
    else:
        back(scene)


def _wanted(scene: Scene) -> Reminder:
    number = scene.household.ritual.number if scene.household.ritual else 0
    ritual = scene.content.rituals.get(number)
    moments = ritual.moments if ritual else ("evening",)
    hour, minute = _clock(scene.slots.get("time"), moments)
    days = scene.slots.get("days")
    if days in DAYS:
        return Reminder(hour, minute, None, days, number)
    return Reminder(hour, minute, _next_day(scene, hour, minute), None, number)


def _clock(time: str | None, moments: tuple[str, ...]) -> tuple[int, int]:
    """Hour and minute of a time as the platform gives it; the moment of the ritual decides what was left open."""
    if time in PARTS_OF_DAY:
        return PARTS_OF_DAY[time], 0
    match = _TIME.fullmatch(time or "")
    if not match:
        return HOUR_OF_MOMENT[moments[0]], 0
    hour, minute = int(match["hour"]), int(match["minute"])
    # "At eight" comes as 08:00. For something to do in the evening it is meant for the evening.
    if 1 <= hour <= 11 and AFTER_NOON.issuperset(moments):
        hour += 12
    return hour, minute


def _next_day(scene: Scene, hour: int, minute: int) -> date:
    now = scene.occasion.moment
    today = now.date()
    return today if (hour, minute) > (now.hour, now.minute) else today + timedelta(days=1)


def _when(scene: Scene, reminder: Reminder) -> Say:
    if reminder.days is not None:
        return Say("remind.days", DAYS.index(reminder.days))
    today = scene.occasion.moment.date()
    ahead = (reminder.day - today).days if reminder.day else 0
    if ahead <= 0:
        return Say("remind.day", 0)
    return Say("remind.day", 1) if ahead == 1 else Say("when", reminder.day.weekday() if reminder.day else 0)


def _time(reminder: Reminder) -> Say:
    """A time as people say it: eight in the morning, 8:30 in the evening."""
    part = 0 if reminder.hour < 12 else 1 if reminder.hour < 18 else 2
    hour = (reminder.hour - 1) % 12
    return Say(
        "time", part, {"clock": Say("hour", hour) if not reminder.minute else f"{hour + 1}:{reminder.minute:02}"}
    )
