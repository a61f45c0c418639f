# SPDX-License-Identifier: Apache-2.0
"""The evening itself: the steps of a check-in, one after the other.

What is planned is `planner.py`'s; here each step is said, and the couple's words move from one to the next. The
evening never advances by itself: only `go_on` moves it, one step at a time.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from skill.checkin.choosing import rank
from skill.checkin.model.household import Finished, with_finished
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.planner import (
    STEP_TALK_S,
    TALK_S,
    Length,
    choose_phrase_to_say_back,
    choose_question,
    leaning_after,
    plan_evening,
    turns_after,
)
from skill.checkin.resuming import cue
from skill.checkin.topics import rituals
from skill.checkin.topics.talk_time import MORE_TIME_S, talk
from skill.checkin.turn_builder import Scene

# Beginning


def begin(scene: Scene) -> None:
    """Start the check-in they asked for, or go on with tonight's."""
    length, theme = scene.slots.get("length"), scene.slots.get("theme")
    if scene.checkin and not length and not theme:
        resume(scene)
        return
    solo = bool(
        scene.household.checkin and scene.household.checkin.solo and scene.household.checkin.evening == scene.evening
    )
    offered = scene.household.checkin
    if offered is None or offered.begun or offered.evening != scene.evening or length or theme:
        prepare(scene, length or "standard", theme, solo)
    start(scene)


def begin_or_longer(scene: Scene) -> None:
    """While they talk, a bare "longer" means this talk, not a longer check-in."""
    if scene.slots.get("length") == "long" and not scene.slots.get("theme"):
        talk(scene, scene.came_in, scene.session.talk_left or MORE_TIME_S)
    else:
        begin(scene)


def prepare(scene: Scene, length: str, theme: str | None, solo: bool = False) -> CheckIn:
    """Plan tonight's check-in without beginning it."""
    checkin = plan_evening(
        scene.household, scene.content, scene.occasion.seed, scene.evening, _length(length), theme, solo
    )
    scene.remember(checkin=checkin)
    return checkin


def start(scene: Scene) -> None:
    """Begin what was prepared."""
    prepared = scene.household.checkin
    if prepared is None or prepared.evening != scene.evening:
        prepared = prepare(scene, "standard", None)
    turns = turns_after(scene.household, scene.content, prepared.theme)
    scene.remember(checkin=replace(prepared, begun=True, at=0), theme=prepared.theme, turns=turns)
    scene.carry(offered=(), entry=None)
    enter(scene)


def start_over(scene: Scene) -> None:
    """Begin tonight's check-in again from its first step."""
    if scene.checkin is None:
        begin(scene)
        return
    scene.say("start_over")
    scene.remember(checkin=replace(scene.checkin, at=0))
    enter(scene)


def resume(scene: Scene) -> None:
    """Go on where they were, with one sentence."""
    scene.say("resume")
    enter(scene)


def alone(scene: Scene) -> None:
    """One of them is alone tonight, or they are in two places: the evening changes shape, not its welcome."""
    checkin = scene.household.checkin
    if checkin and checkin.evening == scene.evening and not checkin.solo:
        at_ritual = checkin.begun and checkin.steps[checkin.at].kind == "ritual"
        begun = checkin.begun
        prepare(scene, checkin.length, checkin.theme, solo=True)
        scene.say("solo")
        if begun and scene.household.checkin:
            last = len(scene.household.checkin.steps) - 1
            scene.remember(checkin=replace(scene.household.checkin, begun=True, at=last if at_ritual else 0))
            enter(scene)
            return
        start(scene)
        return
    scene.say("solo")
    prepare(scene, "short", None, solo=True)
    start(scene)


# Steps


def enter(scene: Scene) -> None:
    """Say the step they are in."""
    checkin = scene.checkin
    if checkin is None:
        scene.ask(State.READY)
        return
    step = checkin.steps[min(checkin.at, len(checkin.steps) - 1)]
    _STEPS[step.kind](scene, checkin, step)


def go_on(scene: Scene) -> None:
    """One step further. Every next moves exactly one."""
    checkin = scene.checkin
    if checkin is None:
        scene.say("nothing_running")
        scene.ask(State.READY)
        return
    scene.carry(talk_left=0)
    if checkin.at + 1 >= len(checkin.steps):
        finish(scene)
        return
    scene.remember(checkin=replace(checkin, at=checkin.at + 1), moved=scene.occasion.moment)
    enter(scene)


def go_back(scene: Scene) -> None:
    """One step back; the first step is said again."""
    checkin = scene.checkin
    if checkin is None:
        scene.say("nothing_before")
        scene.ask(State.READY)
        return
    first = 1 if checkin.steps[0].kind == "rate" else 0
    if checkin.at <= first:
        scene.say("nothing_before")
    scene.remember(checkin=replace(checkin, at=max(first, checkin.at - 1)))
    enter(scene)


def another_question(scene: Scene) -> None:
    """Take another question (or practice, or prompt) for this step, without asking why."""
    checkin = scene.checkin
    if checkin is None:
        cue(scene, State.READY)
        return
    step = checkin.steps[checkin.at]
    if step.kind == "rate":  # they took time to talk before they came to it
        go_on(scene)
        return
    scene.say("another")
    number = _replacement(scene, checkin, step)
    if number is not None:
        steps = tuple(
            _with_number(scene, checkin, other, number)
            if other.number == step.number and _same_deck(other, step)
            else other
            for other in checkin.steps
        )
        at = checkin.at - 1 if step.kind == "swap" else checkin.at
        scene.remember(checkin=replace(checkin, steps=steps, at=at))
    enter(scene)


def _rate(scene: Scene, checkin: CheckIn, step: Step) -> None:
    scene.say("rate.lead")
    scene.ask(State.RATE)


def _appreciate(scene: Scene, checkin: CheckIn, step: Step) -> None:
    scene.say("settle")
    scene.pause()
    scene.from_here()
    scene.say("appreciate.lead")
    scene.pause()
    scene.offer_entry("appreciation", step.number)
    scene.pause()
    talk(scene, State.TALK, STEP_TALK_S["appreciate"])


def _question(scene: Scene, checkin: CheckIn, step: Step) -> None:
    questions = [other for other in checkin.steps if other.kind == "question"]
    index = next((place for place, other in enumerate(questions) if other.number == step.number), 0)
    if checkin.solo:
        scene.say("question.solo")
    elif index == 0:
        if not any(other.kind == "appreciate" for other in checkin.steps):
            scene.say("settle")
        _who_begins(scene)
    else:
        _named(scene, index, "question.deeper", "question.deeper_named")
    scene.pause()
    scene.from_here()
    if index == 0:
        scene.say("question.lead")
    scene.pause()
    if index == 0 and (scene.household.tonight is None or scene.household.tonight.evening != scene.evening):
        scene.tonight_is(step.number)
    scene.offer_entry("questions", step.number)
    follow_up = scene.content.questions[step.number].follow_up
    if follow_up:
        scene.pause()
        scene.parts.append(Read("questions", step.number, "follow_up"))
    scene.pause()
    talk(scene, State.TALK, TALK_S[checkin.length])


def _swap(scene: Scene, checkin: CheckIn, step: Step) -> None:
    scene.say("swap.say_back")
    scene.pause()
    scene.read("empathy", step.phrase)
    scene.pause(4)
    questions = [other for other in checkin.steps if other.kind == "question"]
    index = next((place for place, other in enumerate(questions) if other.number == step.number), 0)
    _named(scene, index + 1, "swap.now", "swap.now_named")
    scene.pause()
    scene.offer_entry("questions", step.number)
    scene.pause()
    talk(scene, State.TALK, TALK_S[checkin.length])


def _practice(scene: Scene, checkin: CheckIn, step: Step) -> None:
    scene.say("practice.lead")
    scene.pause()
    scene.offer_entry("practices", step.number)
    scene.pause()
    talk(scene, State.TALK, STEP_TALK_S["practice"])


def _plan(scene: Scene, checkin: CheckIn, step: Step) -> None:
    scene.say("plan.lead")
    scene.pause()
    scene.offer_entry("plans", step.number)
    scene.pause()
    talk(scene, State.TALK, STEP_TALK_S["plan"])


def _ritual(scene: Scene, checkin: CheckIn, step: Step) -> None:
    number = step.number or rituals.choose(scene)
    # The ritual becomes part of the plan, so that coming back offers the same one again.
    steps = (*checkin.steps[:-1], replace(checkin.steps[-1], number=number))
    scene.remember(checkin=replace(checkin, steps=steps))
    scene.say("ritual.lead")
    scene.pause()
    scene.carry(entry=None, offered=())
    rituals.suggest(scene, number)
    scene.ask(State.RITUAL)


_STEPS: dict[str, Callable[[Scene, CheckIn, Step], None]] = {
    "rate": _rate,
    "appreciate": _appreciate,
    "question": _question,
    "swap": _swap,
    "practice": _practice,
    "plan": _plan,
    "ritual": _ritual,
}


# Ending


def finish(scene: Scene) -> None:
    """The check-in is done: note the day, thank them, good night."""
    checkin = scene.checkin
    if checkin is not None:
        finished = Finished(scene.evening, checkin.length, checkin.first, checkin.second)
        scene.remember(checkin=None, leaning=leaning_after(scene.household, checkin))
        scene.household = with_finished(scene.household, finished)
        scene.say("finish")
        takeaway = scene.choose("takeaways", scene.content.takeaways)
        if takeaway is not None:
            scene.read("takeaways", takeaway)
    scene.carry(offered=(), entry=None)
    scene.good_night()


def _length(length: str) -> Length:
    return next((known for known in TALK_S if known == length), "standard")


def _same_deck(one: Step, other: Step) -> bool:
    pair = {"question", "swap"}
    return one.kind == other.kind or {one.kind, other.kind} <= pair


def _with_number(scene: Scene, checkin: CheckIn, step: Step, number: int) -> Step:
    """A step with another entry; the words for the listener change with the question, so that they fit it."""
    if step.kind != "swap":
        return replace(step, number=number)
    question = scene.content.questions[number]
    planned = [other.phrase for other in checkin.steps if other.kind == "swap"]
    phrase = choose_phrase_to_say_back(scene.household, scene.content, scene.occasion.seed, question, planned)
    return replace(step, number=number, phrase=phrase)


def _replacement(scene: Scene, checkin: CheckIn, step: Step) -> int | None:
    household, content, seed = scene.household, scene.content, scene.occasion.seed
    if step.kind in ("question", "swap"):
        planned = [other.number for other in checkin.steps if other.kind == "question"]
        depth = content.questions[step.number].depth
        return choose_question(household, content, seed, checkin.theme, depth, [*planned, step.number])
    if step.kind == "practice":
        same = [number for number, practice in content.practices.items() if practice.theme == checkin.theme]
        return scene.choose("practices", same, (step.number,))
    if step.kind == "appreciate":
        return scene.choose("appreciation", content.appreciation, (step.number,))
    if step.kind == "plan":
        return scene.choose("plans", content.plans, (step.number,))
    return None


def _who_begins(scene: Scene) -> None:
    names = scene.household.names
    if names:
        scene.say("turn.begins_named", name=names[_who(scene, 0)], other=names[1 - _who(scene, 0)])
        return
    number = scene.choose("first", scene.content.first)
    if number is not None:
        scene.read("first", number)


def _named(scene: Scene, turn: int, line: str, named_line: str) -> None:
    names = scene.household.names
    if names:
        scene.say(named_line, name=names[_who(scene, turn)])
    else:
        scene.say(line)


def _who(scene: Scene, turn: int) -> int:
    return (rank(scene.occasion.seed, "who", scene.evening) + turn) % 2
