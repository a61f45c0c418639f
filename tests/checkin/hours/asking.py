# SPDX-License-Identifier: Apache-2.0
"""What is said of reminders, in few words, on a Thursday at nine in the evening."""

from __future__ import annotations

from datetime import datetime, timedelta

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.events import Context, Device, IntentReceived
from skill.checkin.model.household import Household, KeptReminder
from skill.checkin.model.plan import Reminder, evening_on
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Part
from skill.checkin.turn_builder import TurnBuilder

from ..couple import CONTENT, THURSDAY_NIGHT

THURSDAY = THURSDAY_NIGHT.date()
RITUALS = {ritual.id: number for number, ritual in CONTENT.rituals.items()}


def reminder(told: str) -> Reminder:
    """A reminder as it is written here: `thu+1 20:30` for once, so many days from Thursday; `sunday 20:30` each week;
    behind it the ritual that it is for, with a mark where it says so."""
    day, at, *ritual = told.split()
    hour, minute = map(int, at.split(":"))
    number = RITUALS[ritual[0].rstrip("!")] if ritual else 0
    named = bool(ritual) and ritual[0].endswith("!")
    if day.startswith(("thu+", "thu-")):
        return Reminder(hour, minute, THURSDAY + timedelta(days=int(day[3:])), ritual=number, named=named)
    return Reminder(hour, minute, days=day, ritual=number, named=named)


def slots_of(said: str) -> dict[str, str]:
    """`saturday! 09:00` as slots; a day that stands alone has a mark."""
    words = said.replace("!", "").split()
    times = ("morning", "afternoon", "evening", "night", "mealtime", "parting", "reunion", "bedtime", "weekend")
    return {"time" if ":" in word or word in times else "days": word for word in words}


def heard(
    said: str,
    back: str = "",
    kept: tuple[str, ...] = (),
    ritual: str = "",
    at: datetime = THURSDAY_NIGHT,
    last: tuple[Part, ...] = (),
) -> TurnBuilder:
    """The turn in which they say something, where `back` was said back, some are `kept`, and a ritual is theirs."""
    household = Household(
        ritual=KeptRitual(number=RITUALS[ritual], chosen=THURSDAY - timedelta(days=3)) if ritual else None,
        reminders=tuple(KeptReminder(str(place), reminder(one)) for place, one in enumerate(kept)),
    )
    session = Session(
        state=State.REMIND if back or last else State.READY, reminder=reminder(back) if back else None, last=last
    )
    received = IntentReceived(
        intent=Intent.REMIND_US, slots=slots_of(said), by_name=frozenset({"days"} if "!" in said else ())
    )
    context = Context(moment=at, evening=evening_on(at), seed=1, request="r", device=Device(key="kitchen"))
    return TurnBuilder(received, context, household, session, CONTENT)
