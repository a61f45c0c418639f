# SPDX-License-Identifier: Apache-2.0
"""A ritual of a household: suggested so that it does not come again too soon, kept, done, or let go.

Which one is suggested, is `planner/`'s choice; what they answer to it is `suggestions.py`'s.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from skill.checkin.hours import on_day
from skill.checkin.model.deck_numbers import KeptRitual, with_happened
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.planner.evening import FIRST_WEEK_CHECK_INS, check_ins
from skill.checkin.planner.rituals import choose_ritual, moments_for, season_of
from skill.checkin.planner.subjects import most_alike
from skill.checkin.resuming import resume_previous
from skill.checkin.turn_builder import TurnBuilder
from skill.content.decks import number_of


def choose(turn: TurnBuilder, moment: str | None = None, leave_out: tuple[int, ...] = ()) -> int:
    """A ritual for a moment of the day, or for what is left of this one."""
    at_home = turn.from_state is State.RITUAL and _is_out(turn)
    modelled = _modelled(turn, leave_out, at_home) if moment is None else None
    if modelled is not None:
        return modelled
    moments = (moment,) if moment else moments_for(turn.context.moment.hour, turn.evening.weekday())
    return choose_ritual(
        turn.household,
        turn.content,
        turn.context.seed,
        turn.evening,
        moments,
        season_of(turn.evening.month, turn.context.country),
        leave_out,
        apart=turn.apart,
        at_home=at_home,
    )


def _is_out(turn: TurnBuilder) -> bool:
    """Test of the ritual that was on offer: they would have to leave the house for it, and turned that down."""
    read = turn.session.entry
    known = turn.content.rituals.get(read.number) if read is not None and read.deck == "rituals" else None
    return known is not None and known.place == "out"


def _modelled(turn: TurnBuilder, leave_out: tuple[int, ...], at_home: bool) -> int | None:
    """A ritual that the skill is built on, in the first check-ins, where they have not heard them all."""
    if check_ins(turn.household) >= FIRST_WEEK_CHECK_INS:
        return None
    played = (*turn.household.played.get("rituals", ()), *leave_out)
    known = [number for number, one in turn.content.rituals.items() if one.modelled and number not in played]
    return next((one for one in known if not (at_home and turn.content.rituals[one].place == "out")), None)


def suggest(turn: TurnBuilder, number: int, lead: str, moment: str | None = None) -> None:
    """Read a ritual after a line that leads to it, as it goes for two who are in one place or in two.

    At the ritual's own step it becomes part of the plan: what they come back to, and are reminded of, is this one.
    """
    checkin = turn.checkin
    if checkin is not None and checkin.steps[checkin.at].kind == "ritual":
        planned = replace(checkin.steps[checkin.at], number=number)
        steps = (*checkin.steps[: checkin.at], planned, *checkin.steps[checkin.at + 1 :])
        turn.remember(checkin=replace(checkin, steps=steps))
    field = "apart" if turn.content.rituals[number].apart and turn.apart else "text"
    turn.say(lead)
    turn.pause()
    turn.offer_entry("rituals", number, moment, field=field)
    turn.note_suggested(number)


def keep(turn: TurnBuilder, number: int) -> None:
    """Make a ritual theirs. Chosen once more it keeps how often it happened, and is asked about again."""
    kept = turn.household.ritual
    if kept is None or kept.number != number:
        turn.remember(ritual=KeptRitual(number=number, chosen=turn.evening))
    elif kept.chosen != turn.evening:
        turn.remember(ritual=replace(kept, chosen=turn.evening, asked=None, planned=None))


def plan(turn: TurnBuilder, day: date | None) -> None:
    """Note the day on which they mean to do the ritual they have: nobody asks whether it happened before."""
    if turn.household.ritual is not None:
        turn.remember(ritual=replace(turn.household.ritual, asked=None, planned=day))


def plan_by(turn: TurnBuilder, reminder: Reminder) -> None:
    """Note the day of a reminder that is surely for the ritual they have, where it comes once, on a later day."""
    kept = turn.household.ritual
    if kept and reminder.named and reminder.ritual == kept.number and reminder.day and reminder.day > turn.evening:
        plan(turn, reminder.day)


def planned(turn: TurnBuilder) -> date | None:
    """The day, still to come, on which they mean to do the ritual they have."""
    kept = turn.household.ritual
    ahead = kept is not None and kept.planned is not None and kept.planned > turn.evening
    return kept.planned if kept is not None and ahead and kept.number in turn.content.rituals else None


def note_happened(turn: TurnBuilder, number: int | None) -> None:
    """Count that a ritual happened, the one they have where none was named. Told twice in an evening it counts once."""
    kept = turn.household.ritual
    if number is not None and (kept is None or kept.number != number):
        kept = KeptRitual(number=number, chosen=turn.evening)
    told_before = (
        turn.from_state is not State.FOLLOW_UP
        and kept is not None
        and kept.asked == turn.evening
        and kept == turn.household.ritual
    )
    if told_before:
        return
    if kept is not None:
        turn.remember(ritual=replace(kept, times=kept.times + 1, asked=turn.evening))
        turn.remember(happened=with_happened(turn.household.happened, kept.number))
    turn.remember(rituals_kept=turn.household.rituals_kept + 1)


def is_theirs(turn: TurnBuilder) -> bool:
    """Test of the entry that was read last: is it the ritual that they have?"""
    kept = turn.household.ritual
    return kept is not None and turn.session.entry == Read("rituals", kept.number)


def named(turn: TurnBuilder) -> int | None:
    """The ritual that they name; in words of their own the one of tonight's ideas that these stand in, or the later of
    two: "the phones one". None where it is none of ours."""
    own_words = turn.own_words.get("ritual")
    if own_words is None:
        return number_of(turn.content.rituals, turn.slots.get("ritual"))
    lately = next((one.rituals for one in turn.household.suggested if one.evening == turn.evening), ())
    known = {number: turn.content.rituals[number] for number in lately if number in turn.content.rituals}
    for texts in ({n: one.name for n, one in known.items()}, {n: one.text for n, one in known.items()}):
        if alike := most_alike(turn.content, texts, own_words):
            return max(alike, key=lately.index)
    return None


def let_go(turn: TurnBuilder) -> None:
    """Keep none any more: nobody is asked again about what they turned down."""
    turn.remember(ritual=None)
    turn.carry(entry=None)


def ours(turn: TurnBuilder) -> None:
    """Which ritual they have, and how often it happened."""
    kept = turn.household.ritual
    if kept is None or kept.number not in turn.content.rituals:
        turn.say("our_ritual.none")
    else:
        if not turn.in_flow:
            turn.carry(entry=Read("rituals", kept.number))  # "drop that one"
        name = Read("rituals", kept.number, "name")
        if (day := planned(turn)) is not None:
            turn.say("ritual.planned", when=on_day(turn, day), ritual=name)
        else:
            turn.say("our_ritual.is", ritual=name)
            if kept.times:
                turn.say("our_ritual.happened")
    resume_previous(turn)
