# SPDX-License-Identifier: Apache-2.0
"""The evening itself: the steps of a check-in, one after the other.

What is planned is `planner.py`'s; here each step is said, and the couple's words move from one to the next. The
evening never advances by itself: only `go_on` moves it, one step at a time.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from skill.checkin.choosing import rank
from skill.checkin.model.household import Finished
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import State
from skill.checkin.planner import (
    STEP_TALK_S,
    TALK_S,
    choose_phrase_to_say_back,
    choose_question,
    leaning_after,
    plan_evening,
    turns_after,
)
from skill.checkin.resuming import ask_again
from skill.checkin.topics import rituals
from skill.checkin.topics.talk_time import MORE_TIME_S, talk
from skill.checkin.turn_builder import TurnBuilder
from skill.content.types import Length

# Beginning


def begin(turn: TurnBuilder) -> None:
    """Start the check-in they asked for, or go on with tonight's."""
    length, theme = turn.slots.get("length"), turn.slots.get("theme")
    if turn.checkin and not length and not theme:
        resume(turn)
        return
    solo = bool(
        turn.household.checkin and turn.household.checkin.solo and turn.household.checkin.evening == turn.evening
    )
    offered = turn.household.checkin
    if offered is None or offered.begun or offered.evening != turn.evening or length or theme:
        prepare(turn, length or "standard", theme, solo)
    start(turn)


def begin_or_longer(turn: TurnBuilder) -> None:
    """While they talk, a bare "longer" means this talk, not a longer check-in."""
    if turn.slots.get("length") == "long" and not turn.slots.get("theme"):
        talk(turn, turn.from_state, turn.session.talk_left or MORE_TIME_S)
    else:
        begin(turn)


def prepare(turn: TurnBuilder, length: str, theme: str | None, solo: bool = False) -> CheckIn:
    """Plan tonight's check-in without beginning it."""
    checkin = plan_evening(turn.household, turn.content, turn.context.seed, turn.evening, _length(length), theme, solo)
    turn.remember(checkin=checkin)
    return checkin


def start(turn: TurnBuilder) -> None:
    """Begin what was prepared."""
    prepared = turn.household.checkin
    if prepared is None or prepared.evening != turn.evening:
        prepared = prepare(turn, "standard", None)
    turns = turns_after(turn.household, turn.content, prepared.theme)
    turn.remember(checkin=replace(prepared, begun=True, at=0), theme=prepared.theme, theme_progress=turns)
    turn.carry(offered=(), entry=None)
    enter(turn)


def start_over(turn: TurnBuilder) -> None:
    """Begin tonight's check-in again from its first step."""
    if turn.checkin is None:
        begin(turn)
        return
    turn.say("start_over")
    turn.remember(checkin=replace(turn.checkin, at=0))
    enter(turn)


def resume(turn: TurnBuilder) -> None:
    """Go on where they were, with one sentence."""
    turn.say("resume")
    enter(turn)


def alone(turn: TurnBuilder) -> None:
    """One of them is alone tonight, or they are in two places: the evening changes shape, not its welcome."""
    checkin = turn.household.checkin
    if checkin and checkin.evening == turn.evening and not checkin.solo:
        at_ritual = checkin.begun and checkin.steps[checkin.at].kind == "ritual"
        begun = checkin.begun
        prepare(turn, checkin.length, checkin.theme, solo=True)
        turn.say("solo")
        if begun and turn.household.checkin:
            last = len(turn.household.checkin.steps) - 1
            turn.remember(checkin=replace(turn.household.checkin, begun=True, at=last if at_ritual else 0))
            enter(turn)
            return
        start(turn)
        return
    turn.say("solo")
    prepare(turn, "short", None, solo=True)
    start(turn)


# Steps


def enter(turn: TurnBuilder) -> None:
    """Say the step they are in."""
    checkin = turn.checkin
    if checkin is None:
        turn.ask(State.READY)
        return
    step = checkin.steps[min(checkin.at, len(checkin.steps) - 1)]
    _STEPS[step.kind](turn, checkin, step)


def go_on(turn: TurnBuilder) -> None:
    """One step further. Every next moves exactly one."""
    checkin = turn.checkin
    if checkin is None:
        turn.say("nothing_running")
        turn.ask(State.READY)
        return
    turn.carry(talk_left=0)
    if checkin.at + 1 >= len(checkin.steps):
        finish(turn)
        return
    turn.remember(checkin=replace(checkin, at=checkin.at + 1), moved=turn.context.moment)
    enter(turn)


def go_back(turn: TurnBuilder) -> None:
    """One step back; the first step is said again."""
    checkin = turn.checkin
    if checkin is None:
        turn.say("nothing_before")
        turn.ask(State.READY)
        return
    first = 1 if checkin.steps[0].kind == "rate" else 0
    if checkin.at <= first:
        turn.say("nothing_before")
    turn.remember(checkin=replace(checkin, at=max(first, checkin.at - 1)))
    enter(turn)


def another_question(turn: TurnBuilder) -> None:
    """Take another question (or practice, or prompt) for this step, without asking why."""
    checkin = turn.checkin
    if checkin is None:
        ask_again(turn, State.READY)
        return
    step = checkin.steps[checkin.at]
    if step.kind == "rate":  # they took time to talk before they came to it
        go_on(turn)
        return
    turn.say("another")
    number = _replacement(turn, checkin, step)
    if number is not None:
        steps = tuple(
            _with_number(turn, checkin, other, number)
            if other.number == step.number and _same_deck(other, step)
            else other
            for other in checkin.steps
        )
        at = checkin.at - 1 if step.kind == "swap" else checkin.at
        turn.remember(checkin=replace(checkin, steps=steps, at=at))
    enter(turn)


def _rate(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.say("rate.lead")
    turn.ask(State.RATE)


def _appreciate(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.say("settle")
    turn.pause()
    turn.from_here()
    turn.say("appreciate.lead")
    turn.pause()
    turn.offer_entry("appreciation", step.number)
    turn.pause()
    talk(turn, State.TALK, STEP_TALK_S["appreciate"])


def _question(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    questions = [other for other in checkin.steps if other.kind == "question"]
    index = next((place for place, other in enumerate(questions) if other.number == step.number), 0)
    if checkin.solo:
        turn.say("question.solo")
    elif index == 0:
        if not any(other.kind == "appreciate" for other in checkin.steps):
            turn.say("settle")
        _who_begins(turn)
    else:
        _named(turn, index, "question.deeper", "question.deeper_named")
    turn.pause()
    turn.from_here()
    if index == 0:
        turn.say("question.lead")
    turn.pause()
    if index == 0 and (turn.household.tonight is None or turn.household.tonight.evening != turn.evening):
        turn.tonight_is(step.number)
    turn.offer_entry("questions", step.number)
    follow_up = turn.content.questions[step.number].follow_up
    if follow_up:
        turn.pause()
        turn.read_unnoted("questions", step.number, "follow_up")
    turn.pause()
    talk(turn, State.TALK, TALK_S[checkin.length])


def _swap(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.say("swap.say_back")
    turn.pause()
    turn.read("empathy", step.phrase)
    turn.pause(4)
    questions = [other for other in checkin.steps if other.kind == "question"]
    index = next((place for place, other in enumerate(questions) if other.number == step.number), 0)
    _named(turn, index + 1, "swap.now", "swap.now_named")
    turn.pause()
    turn.offer_entry("questions", step.number)
    turn.pause()
    talk(turn, State.TALK, TALK_S[checkin.length])


def _practice(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.say("practice.lead")
    turn.pause()
    turn.offer_entry("practices", step.number)
    turn.pause()
    talk(turn, State.TALK, STEP_TALK_S["practice"])


def _plan(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    turn.say("plan.lead")
    turn.pause()
    turn.offer_entry("plans", step.number)
    turn.pause()
    talk(turn, State.TALK, STEP_TALK_S["plan"])


def _ritual(turn: TurnBuilder, checkin: CheckIn, step: Step) -> None:
    number = step.number or rituals.choose(turn)
    # The ritual becomes part of the plan, so that coming back offers the same one again.
    steps = (*checkin.steps[:-1], replace(checkin.steps[-1], number=number))
    turn.remember(checkin=replace(checkin, steps=steps))
    turn.say("ritual.lead")
    turn.pause()
    turn.carry(entry=None, offered=())
    rituals.suggest(turn, number)
    turn.ask(State.RITUAL)


_STEPS: dict[str, Callable[[TurnBuilder, CheckIn, Step], None]] = {
    "rate": _rate,
    "appreciate": _appreciate,
    "question": _question,
    "swap": _swap,
    "practice": _practice,
    "plan": _plan,
    "ritual": _ritual,
}


# Ending


def finish(turn: TurnBuilder) -> None:
    """The check-in is done: note the day, thank them, good night."""
    checkin = turn.checkin
    if checkin is not None:
        finished = Finished(turn.evening, checkin.length, checkin.first, checkin.second)
        turn.remember(checkin=None, leaning=leaning_after(turn.household, checkin))
        turn.note_finished(finished)
        turn.say("finish")
        takeaway = turn.choose("takeaways", turn.content.takeaways)
        if takeaway is not None:
            turn.read("takeaways", takeaway)
    turn.carry(offered=(), entry=None)
    turn.good_night()


def _length(length: str) -> Length:
    return next((known for known in TALK_S if known == length), "standard")


def _same_deck(one: Step, other: Step) -> bool:
    pair = {"question", "swap"}
    return one.kind == other.kind or {one.kind, other.kind} <= pair


def _with_number(turn: TurnBuilder, checkin: CheckIn, step: Step, number: int) -> Step:
    """A step with another entry; the words for the listener change with the question, so that they fit it."""
    if step.kind != "swap":
        return replace(step, number=number)
    question = turn.content.questions[number]
    planned = [other.phrase for other in checkin.steps if other.kind == "swap"]
    phrase = choose_phrase_to_say_back(turn.household, turn.content, turn.context.seed, question, planned)
    return replace(step, number=number, phrase=phrase)


def _replacement(turn: TurnBuilder, checkin: CheckIn, step: Step) -> int | None:
    household, content, seed = turn.household, turn.content, turn.context.seed
    if step.kind in ("question", "swap"):
        planned = [other.number for other in checkin.steps if other.kind == "question"]
        depth = content.questions[step.number].depth
        return choose_question(household, content, seed, checkin.theme, depth, [*planned, step.number])
    if step.kind == "practice":
        same = [number for number, practice in content.practices.items() if practice.theme == checkin.theme]
        return turn.choose("practices", same, (step.number,))
    if step.kind == "appreciate":
        return turn.choose("appreciation", content.appreciation, (step.number,))
    if step.kind == "plan":
        return turn.choose("plans", content.plans, (step.number,))
    return None


def _who_begins(turn: TurnBuilder) -> None:
    names = turn.household.names
    if names:
        turn.say("turn.begins_named", name=names[_who(turn, 0)], other=names[1 - _who(turn, 0)])
        return
    number = turn.choose("first", turn.content.first)
    if number is not None:
        turn.read("first", number)


def _named(turn: TurnBuilder, speaker: int, line: str, named_line: str) -> None:
    names = turn.household.names
    if names:
        turn.say(named_line, name=names[_who(turn, speaker)])
    else:
        turn.say(line)


def _who(turn: TurnBuilder, speaker: int) -> int:
    return (rank(turn.context.seed, "who", turn.evening) + speaker) % 2
