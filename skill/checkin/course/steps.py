# SPDX-License-Identifier: Apache-2.0
"""Steps of a check-in as they are said: one function a kind of step.

What follows what is the plan's (`planner/`), and moving from one to the next is `evening.py`'s. Few words: what they
are to talk about, who speaks, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from skill.checkin.choosing import rank
from skill.checkin.course import rituals
from skill.checkin.course.talk_time import is_swapped, talk, tell_the_way_on_first
from skill.checkin.course.who_begins import names_by_turn, speaker
from skill.checkin.intents import Intent
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.planner.evening import STEP_TALK_S, TALK_S, check_ins
from skill.checkin.turn_builder import TurnBuilder
from skill.content.decks import SWAPPED, is_told_to_each_other, swapped_text

SAY_BACK_S = 3
"""Silence for the listener to say the phrase, in seconds."""
SETTLED_EVENINGS, SETTLED_OF = 1, 3
"""After so many evenings they know that the phones go away, and it is said on one evening of so many."""
SETTLED_BY = ("settle", "settle.solo", "settle.apart", "question.tonight", "question.another")
"""Lines after which nobody is told to put the phones away: it was said, or they are in the middle of their talk."""
GIVES_THE_WORD = ("swap.now", "swap.round", "swap.not_yet", "swap.named")
"""How the lines begin that say whose turn it is."""
ROUND = ("swap.round", "swap.round_yours", "swap.not_yet", "swap.not_yet_yours")
"""Lines after which the other one asks what was just asked, so that nobody is told to take turns once more."""
LONGER = 1.5
"""How much longer they talk about one question than about one of two."""


def enter(turn: TurnBuilder) -> None:
    """Say the step they came to: what leads into the evening before the first one, and into each later question."""
    checkin = turn.checkin
    if checkin is not None and checkin.at == 0:
        _lead_in(turn, checkin)
    elif checkin is not None and checkin.at < len(checkin.steps):
        _lead_to_question(turn, checkin, checkin.steps[checkin.at])
    if checkin is not None and checkin.at < len(checkin.steps) and checkin.steps[checkin.at].kind == "swap":
        _lead_to_swap(turn, checkin, checkin.steps[checkin.at])
    say_step(turn)


def say_step(turn: TurnBuilder) -> None:
    """Say the step they are in. It may be one that they have heard, so nothing announces it as the next one, and
    nobody is told a second time what to say back."""
    checkin = turn.checkin
    if checkin is None:
        turn.ask(State.READY)
        return
    step = checkin.steps[min(checkin.at, len(checkin.steps) - 1)]
    _STEPS[step.kind](turn, checkin, step)


def replacement_of(turn: TurnBuilder, checkin: CheckIn, step: Step) -> int | None:
    """Another entry for a step other than a question; None where there is none."""
    content = turn.content
    if step.kind == "practice":
        same = [number for number, practice in content.practices.items() if practice.theme == checkin.theme]
        return turn.choose("practices", same, (step.number,))
    if step.kind == "appreciate":
        return turn.choose("appreciation", content.appreciation, (step.number,))
    if step.kind == "plan":
        return turn.choose("plans", content.plans, (step.number,))
    if step.kind == "touch":
        return turn.choose("touch", content.touch, (step.number,))
    if step.kind == "experience":
        return turn.choose("experiences", content.experiences, (step.number,))
    return None


def _lead_in(turn: TurnBuilder, checkin: CheckIn) -> None:
    """What comes before the first step: phones away, what tonight is, who begins."""
    first_ever = not check_ins(turn.household)
    if turn.intent is not Intent.SOLO:  # who says that they are alone has just been told that it is for them
        settle = "settle.solo" if checkin.solo else "settle.apart" if checkin.apart else "settle"
        known = check_ins(turn.household) >= SETTLED_EVENINGS and rank(turn.context.seed, "settle", "") % SETTLED_OF
        hurried = checkin.length == "short" and not first_ever
        if not (known or hurried or any(map(turn.has_said, SETTLED_BY))):
            turn.say(settle)
        asked = turn.said_this_evening("follow_up.ask") or turn.said_this_evening("ask.follow_up")
        if checkin.opening and not asked and not first_ever:  # one thing before the question is enough
            turn.read("openings", checkin.opening)
    if checkin.steps[0].kind not in ("rate", "ritual"):
        tell_the_way_on_first(turn)
    first = checkin.steps[0]
    if first.kind == "question" and not checkin.solo and not turn.content.questions[first.number].joint:
        if names := names_by_turn(turn):
            _name_who_begins(turn, checkin, first, names)
        elif turn.has_said("whose.as_they_like") or turn.has_said("whose.asked"):
            pass  # they have told who begins
        elif checkin.starter and turn.hushed:
            turn.say("whose.nobody")  # no little games tonight
        elif checkin.starter:
            turn.read("first", checkin.starter)
    turn.pause()
    turn.from_here()


def _name_who_begins(turn: TurnBuilder, checkin: CheckIn, step: Step, names: tuple[str, str]) -> None:
    """Name who begins a question; at the first both of them, where no other step will call the second."""
    who = speaker(turn, place_of(checkin, step))
    if place_of(checkin, step):
        turn.say("question.deeper_named", name=names[who])
    elif is_swapped(checkin, step):
        turn.say("turn.begins_named", name=names[who])
    else:
        turn.say("turn.first_then", name=names[who], other=names[1 - who])


def _lead_to_question(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    """What comes before another question than the first: that it is another one, or who begins this time."""
    place = place_of(checkin, step)
    if step.kind != "question" or not place or checkin.solo:
        return
    names = names_by_turn(turn)
    if names and not turn.content.questions[step.number].joint:
        _name_who_begins(turn, checkin, step, names)
    elif not is_swapped(checkin, step):
        turn.say("question.next")
    else:
        turn.say("question.deeper")
    turn.pause()
    turn.from_here()


def _rate(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.remember(rating_offered=turn.evening)
    turn.say("rate.lead")
    turn.ask(State.RATE)


def _appreciate(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    names, entry = names_by_turn(turn), turn.content.appreciation[step.number]
    if names and entry.to_one:
        one = speaker(turn, 0)
        turn.offer_entry("appreciation", step.number, to=(names[one], names[1 - one]))
        turn.say("turn.then_swap")
    else:
        turn.offer_entry("appreciation", step.number)
    _talk(turn, checkin, STEP_TALK_S["appreciate"])


def _question(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    if not place_of(checkin, step) and (
        turn.household.tonight is None or turn.household.tonight.evening != turn.evening
    ):
        turn.tonight_is(step.number)
    _read_question(turn, step.number)
    only_one = sum(other.kind == "question" for other in checkin.steps) == 1 and not checkin.solo
    _talk(turn, checkin, round(TALK_S[checkin.length] * (LONGER if only_one else 1)))


def _lead_to_swap(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    """Lead to the second turn of a question: a phrase for the listener to say back, then the swap."""
    names = names_by_turn(turn)
    who = speaker(turn, place_of(checkin, step) + 1)
    if turn.has_said("phrases.off"):
        _swap_in_their_own_words(turn, step, names[who] if names else None)
        return
    fits, tone = turn.content.empathy[step.phrase].fits, turn.content.questions[step.number].tone
    unlike = bool(fits) and tone not in fits  # nobody knows what was told: it may fit, or not
    if names:
        line = "swap.say_back_if_named" if unlike else "swap.say_back_named"
        turn.say(line, name=names[who])
    else:
        turn.say("swap.say_back_if" if unlike else "swap.say_back")
    turn.read("empathy", step.phrase)
    turn.pause(SAY_BACK_S)
    _give_the_other_the_word(turn, step, "_yours" if names else "")


def _give_the_other_the_word(turn: TurnBuilder, step: Step, whose: str = "") -> None:
    """Say that it is the other one's turn; `whose` ends the line for one who was just called by name."""
    if is_told_to_each_other(turn.content, step.number):
        turn.say(f"swap.not_yet{whose}")
    elif swapped_text(turn.content, step.number):  # "ask each other" has no other way round
        turn.say(f"swap.round{whose}")
    else:
        turn.say(f"swap.now{whose}")


def _swap_in_their_own_words(turn: TurnBuilder, step: Step, name: str | None) -> None:
    """The second turn of a question where they want nobody to tell them what to say, or have been told."""
    if name and not (swapped_text(turn.content, step.number) or is_told_to_each_other(turn.content, step.number)):
        turn.say("swap.named", name=name)
    else:
        _give_the_other_the_word(turn, step)


def _swap(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    last = turn.parts[-1] if turn.parts else None
    if not (isinstance(last, Say) and last.line.startswith(GIVES_THE_WORD)):  # said again, to those who missed it
        names = names_by_turn(turn)
        _swap_in_their_own_words(turn, step, names[speaker(turn, place_of(checkin, step) + 1)] if names else None)
    swapped = isinstance(last := turn.parts[-1], Say) and last.line in ROUND
    _read_question(turn, step.number, SWAPPED if swapped else "text")
    _talk(turn, checkin, TALK_S[checkin.length])


def _practice(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.offer_entry("practices", step.number)
    _talk(turn, checkin, STEP_TALK_S["practice"])


def _touch(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.offer_entry("touch", step.number)
    _talk(turn, checkin, STEP_TALK_S["touch"])


def _plan(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.offer_entry("plans", step.number)
    _talk(turn, checkin, STEP_TALK_S["plan"])


def _experience(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    entry = turn.content.experiences[step.number]
    turn.say("experience.some_day")  # it is to be looked forward to, and not for tonight
    turn.offer_entry("experiences", step.number, field="apart" if checkin.apart and entry.apart else "text")
    _talk(turn, checkin, STEP_TALK_S["experience"])


def _ritual(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    kept = turn.household.ritual
    turn.carry(entry=None, offered=())
    if kept and step.number == kept.number and kept.number in turn.content.rituals:
        turn.remember(ritual=replace(kept, asked=turn.evening))
        turn.carry(entry=Read("rituals", kept.number))
        turn.ask(State.RITUAL, "ask.ritual_again", ritual=Read("rituals", kept.number, "name"))
        return
    rituals.suggest(turn, step.number or rituals.choose(turn), "ritual.lead")
    turn.ask(State.RITUAL)


_STEPS: dict[str, Callable[[TurnBuilder, CheckIn, Step], None]] = {
    "rate": _rate,
    "appreciate": _appreciate,
    "question": _question,
    "swap": _swap,
    "practice": _practice,
    "touch": _touch,
    "plan": _plan,
    "experience": _experience,
    "ritual": _ritual,
}


def place_of(checkin: CheckIn, step: Step) -> int:
    """Which question of the evening a step is about, counted from 0."""
    questions = [other.number for other in checkin.steps if other.kind == "question"]
    return questions.index(step.number) if step.number in questions else 0


def _read_question(turn: TurnBuilder, number: int, field: str = "text") -> None:
    """A question, whole: the second one who hears it gets its second half as well."""
    turn.offer_entry("questions", number, field=field)
    if turn.content.questions[number].follow_up:
        turn.pause()
        turn.read_unnoted("questions", number, "follow_up")


def _talk(turn: TurnBuilder, checkin: CheckIn, seconds: int) -> None:
    turn.pause()
    talk(turn, State.TALK, seconds)
