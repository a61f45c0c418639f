# SPDX-License-Identifier: Apache-2.0
"""The evening itself: begun, moved on by the couple's words, and closed.

What is planned is `planner/`'s, what each step says is `course/steps.py`'s. The evening never advances by itself: only
`go_on` moves it, one step at a time.
"""

from __future__ import annotations

from typing import get_args

from msgspec.structs import replace

from skill.checkin.course import closing, steps
from skill.checkin.course.asked_for import (
    NAMED,
    lead_to,
    mood_lead,
    mood_of,
    named_in_own_words,
    names_something,
    wants_question,
)
from skill.checkin.course.easing import (
    ASKED,
    EASY,
    NOT_WHEN_LOW,
    asked_instead,
    made_easy,
    put_back,
    put_back_tonights,
    replaced,
)
from skill.checkin.course.talk_time import MORE_TIME_S, talk
from skill.checkin.intents import Intent
from skill.checkin.model.household import SHAPES_MAX, Finished
from skill.checkin.model.plan import CheckIn, Step, as_kept
from skill.checkin.model.session import State
from skill.checkin.planner.evening import Wish, check_ins, plan_evening
from skill.checkin.planner.questions import Wanted, choose_question, depth_max
from skill.checkin.planner.shapes import MARK_OF
from skill.checkin.planner.subjects import is_named, wanted_about, wanted_instead_of_listed
from skill.checkin.planner.themes import leaning_after, turns_after
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.turn_builder import TurnBuilder
from skill.content.types import Length, Mood

# Beginning


def begin(turn: TurnBuilder) -> None:
    """Start the check-in they asked for, or go on with tonight's."""
    wish = wished(turn)
    asked_for_more = any(turn.slots.get(slot) for slot in ("length", "theme", "topic", "mood"))
    if turn.alone and (not asked_for_more or turn.slots.get("length") == "long"):  # one who is alone needs no long one
        together(turn)
        return
    if turn.checkin and not asked_for_more:
        resume(turn)
        return
    offered = turn.household.checkin
    left = turn.household.left == turn.evening or turn.low  # what was offered before may be too much now
    if offered is None or offered.begun or offered.evening != turn.evening or asked_for_more or left:
        prepare(turn, wish)
    usual = turn.household.finished[-1].length if turn.household.finished else None
    if turn.slots.get("length") == "short" and usual != "short" and not turn.one_shot:
        turn.say("evening.short")
    start(turn)


def longer_or_shorter(turn: TurnBuilder) -> None:
    """While they talk, a bare "longer" means this talk, and "shorter" what is left of the evening: no other one."""
    length = None if NAMED.intersection((*turn.slots, *turn.unmatched)) else turn.slots.get("length")
    if length == "long":
        talk(turn, turn.from_state, turn.session.talk_left or MORE_TIME_S)
    elif length == "short" and turn.household.left != turn.evening:
        _end_with_this(turn)
    else:
        begin(turn)


def _end_with_this(turn: TurnBuilder) -> None:
    """Leave out what is to come after what they talk about, but the other one's turn at it, and the ritual."""
    checkin = turn.checkin
    if checkin is not None:
        now, to_come = checkin.steps[checkin.at], checkin.steps[checkin.at + 1 :]
        kept = [step for step in to_come if step.kind == "ritual" or (step.kind, step.number) == ("swap", now.number)]
        turn.remember(
            checkin=replace(checkin, length="short", steps=(*checkin.steps[: checkin.at + 1], *kept)),
        )
    turn.say("evening.shorter")
    if checkin is not None and turn.one_shot and turn.context.playing is None:  # no music that would go on by itself
        steps.say_step(turn)
    else:
        resume_previous(turn)


def wished(turn: TurnBuilder) -> Wish:
    """What they ask for now, and how they are there tonight: alone, or in two places."""
    tonight = turn.household.checkin
    if tonight is not None and tonight.evening != turn.evening:
        tonight = None
    length = next((known for known in get_args(Length) if known == turn.slots.get("length")), None)
    return Wish(
        length=length or (tonight.length if tonight else "standard"),
        theme=turn.slots.get("theme"),
        topic=turn.slots.get("topic"),
        mood=mood_of(turn) or _still_light(turn, tonight),
        solo=turn.alone,
        apart=turn.apart,
    )


def _still_light(turn: TurnBuilder, tonight: CheckIn | None) -> Mood | None:
    """Light, where they were at that and only want it otherwise ("a shorter one"), and where they left with a word.

    Nobody knows why they left; it may have been because one of them was not safe, and nothing asks them to be close.
    """
    at_one = tonight is not None and tonight.begun and not tonight.solo  # who is alone is always asked something light
    asked = [step.number for step in tonight.steps if step.kind == "question"] if tonight and at_one else []
    light = (
        turn.low
        or turn.household.left == turn.evening
        or (asked and all(turn.content.questions[number].mood in EASY for number in asked))
    )
    return "light" if light and not (turn.slots.get("theme") or turn.slots.get("topic")) else None


def prepare(turn: TurnBuilder, wish: Wish) -> CheckIn:
    """Plan tonight's check-in without beginning it. Ratings that were given tonight stay."""
    before = turn.checkin
    checkin = plan_evening(turn.household, turn.content, turn.context.seed, turn.evening, wish)
    if turn.low:
        checkin = replace(checkin, steps=tuple(step for step in checkin.steps if step.kind not in NOT_WHEN_LOW))
    if before is not None:
        rated = before.first is not None
        kept = tuple(step for step in checkin.steps if not (rated and step.kind == "rate"))
        checkin = replace(checkin, steps=kept, first=before.first, second=before.second)
    turn.remember(checkin=checkin)
    return checkin


def start(turn: TurnBuilder) -> None:
    """Begin what was prepared."""
    prepared = turn.household.checkin
    if prepared is None or prepared.evening != turn.evening:
        prepared = prepare(turn, wished(turn))
    elif _was_read(turn, prepared):
        prepared = prepare(turn, replace(wished(turn), theme=prepared.theme))
    turns = turns_after(turn.household, turn.content, prepared.theme)
    turn.remember(checkin=replace(prepared, begun=True, at=0), theme_progress=turns, moved=None)
    turn.remember(shapes=(*turn.household.shapes, prepared.shape)[-SHAPES_MAX:], left=None)
    turn.carry(offered=(), entry=None)
    steps.enter(turn)


def _was_read(turn: TurnBuilder, prepared: CheckIn) -> bool:
    """Whether a question of it was read since it was prepared, as tonight's: none comes twice in an evening."""
    tonight = turn.household.tonight
    asked = [step.number for step in prepared.steps if step.kind == "question"]
    return not prepared.begun and tonight is not None and tonight.evening == turn.evening and tonight.question in asked


def start_over(turn: TurnBuilder) -> None:
    """Begin tonight's check-in again from its first step."""
    if turn.checkin is None:
        begin(turn)
        return
    turn.say("start_over")
    turn.remember(checkin=replace(turn.checkin, at=0, waited=False))
    steps.enter(turn)


def resume(turn: TurnBuilder) -> None:
    """Go on where they were, with one sentence."""
    turn.say("resume")
    steps.say_step(turn)


# Alone, or in two places


def alone(turn: TurnBuilder) -> None:
    """One of them is alone tonight: a question to think over, and to take along."""
    turn.say("solo")
    _change_company(turn, solo=True, apart=False)


def together(turn: TurnBuilder) -> None:
    """The other one has come: who asks for the check-in of two, alone until now, gets one for both."""
    turn.say("together")
    _change_company(turn, solo=False, apart=turn.household.homes == "two")


def in_two_places(turn: TurnBuilder) -> None:
    """Both are there, in two places: a whole evening with turns. Once they are asked whether it is always like that."""
    turn.say("apart")
    if turn.household.homes is None and not turn.one_shot and turn.checkin is None:
        turn.remember(checkin=plan_evening_apart(turn), alone_on=None, apart_on=turn.evening)
        turn.ask(State.TWO_HOMES)
        return
    _change_company(turn, solo=False, apart=True)


def plan_evening_apart(turn: TurnBuilder) -> CheckIn:
    """Tonight's check-in for two places, not begun."""
    return prepare(turn, replace(wished(turn), solo=False, apart=True))


def live_in_two_homes(turn: TurnBuilder) -> None:
    """They live in two places, and it is to be remembered."""
    turn.remember(homes="two")
    start(turn)


def live_in_one_home(turn: TurnBuilder) -> None:
    """Only tonight are they in two places."""
    turn.remember(homes="one")
    start(turn)


def _change_company(turn: TurnBuilder, solo: bool, apart: bool) -> None:
    """Plan the evening anew for who is there; an evening under way goes on at its ritual, or at its first step."""
    before = turn.household.checkin
    under_way = before is not None and before.evening == turn.evening and before.begun
    if before is not None and under_way and (before.solo, before.apart) == (solo, apart):
        return steps.say_step(turn)
    at_ritual = before is not None and under_way and before.steps[before.at].kind == "ritual"
    wish = wished(turn)
    length = "short" if solo else wish.length
    if turn.alone and not solo and not turn.slots.get("length"):
        length = "standard"  # what was short for one is not for two
    turn.remember(alone_on=turn.evening if solo else None, apart_on=turn.evening if apart else None)
    prepared = prepare(turn, replace(wish, length=length, solo=solo, apart=apart))
    if under_way and at_ritual and prepared.steps[-1].kind == "ritual":
        turn.remember(checkin=replace(prepared, begun=True, at=len(prepared.steps) - 1))
        return steps.enter(turn)
    start(turn)


# Moving on


def go_on(turn: TurnBuilder) -> None:
    """One step further. Every next moves exactly one."""
    checkin = turn.checkin
    if checkin is None:
        over = turn.finished_tonight
        turn.say("evening.over" if over else "nothing_running")
        turn.ask(State.READY, "ask.one_more" if over else None)
        return
    turn.carry(talk_left=0)
    if checkin.at + 1 >= len(checkin.steps):
        if checkin.solo and not turn.low and turn.household.left != turn.evening:
            _enough(turn, "ask.another_alone")
        elif turn.low and not checkin.solo and checkin.steps[checkin.at].kind in ASKED:  # the rest was left out
            _enough(turn, "ask.quiet_more")
        else:
            finish(turn)
        return
    _leave(turn, checkin.steps[checkin.at])
    moved = as_kept(turn.context.moment)
    turn.remember(checkin=replace(checkin, at=checkin.at + 1, waited=False, instead_of=0), moved=moved, left=None)
    steps.enter(turn)


def _enough(turn: TurnBuilder, line: str) -> None:
    """They came back to go on, as they were told to, and there is no more: nobody is sent to bed after one question."""
    _note_done(turn)
    turn.carry(offered=(), entry=None)
    turn.ask(State.READY, line)


def _leave(turn: TurnBuilder, step: Step) -> None:
    """They are done with a step: its question is not read again as tonight's."""
    if step.kind in ASKED:
        turn.tonight_is_over(step.number)


def go_back(turn: TurnBuilder) -> None:
    """One step back, or to the question that they had instead; the first step is said again."""
    checkin = turn.checkin
    if checkin is None:
        if not put_back_tonights(turn):
            turn.say("nothing_before")
            turn.ask(State.READY)
        return
    if put_back(turn, checkin):
        steps.say_step(turn)
        return
    if checkin.at == 0:
        turn.say("nothing_before")
    turn.remember(checkin=replace(checkin, at=max(0, checkin.at - 1), waited=False))
    steps.say_step(turn)


def another_question(turn: TurnBuilder) -> None:
    """Take another question (or practice, or prompt) for this step, without asking why."""
    checkin = turn.checkin
    if checkin is None:
        ask_again(turn, State.READY)
        return
    step = checkin.steps[checkin.at]
    if step.kind == "rate":  # they took time to talk before they came to it
        return go_on(turn)
    number = _replacement(turn, checkin, step)
    if number is None:
        turn.say("nothing_left")
    else:
        turn.say(lead_to(turn, _wanted_instead(turn, checkin, step), mood_lead(turn, number, "another", step)))
        asks = step.kind in ASKED or not wants_question(turn)
        kept = replaced(turn, checkin, checkin.steps, step, number) if asks else asked_instead(turn, checkin, number)
        at = checkin.at - 1 if step.kind == "swap" else checkin.at
        if mood_of(turn) in EASY:
            kept = made_easy(turn, checkin, kept)
        if step.kind in ASKED and turn.is_tonights(step.number):
            turn.tonight_is(number)
        before = step.number if step.kind in ASKED else 0
        turn.remember(checkin=replace(checkin, steps=kept, at=at, waited=False, instead_of=before))
    steps.say_step(turn)


def other_or_same_question(turn: TurnBuilder) -> None:
    """A question asked for in the middle of a talk: one of the kind they name, or near it, else the one they are at."""
    if names_something(turn) and not is_at_named(turn):
        another_question(turn)
    else:
        steps.say_step(turn)


def is_at_named(turn: TurnBuilder) -> bool:
    """Whether they are at the question that they name by a word of its own: "we were on the picnic one"."""
    checkin, own_words = turn.checkin, named_in_own_words(turn)
    if checkin is None or not own_words:
        return False
    step = checkin.steps[checkin.at]
    return step.kind in ASKED and is_named(turn.content, step.number, own_words)


# Ending


def finish(turn: TurnBuilder, thought: bool = True) -> None:
    """The check-in is done: note the day, and close with a sentence that belongs to tonight.

    Without that `thought` it closes where it would follow a reminder, as if it were about it.
    """
    checkin = turn.checkin
    _note_done(turn)
    if checkin is not None and thought and not turn.hushed:
        closing.say_for_tonight(turn, checkin)
    turn.carry(offered=(), entry=None)
    if checkin is not None and checkin.solo:
        turn.good_night("close.solo")
    elif names := turn.names_for("good night"):
        turn.good_night("close.named", first=names[0], second=names[1])
    else:
        turn.good_night("close")


def _note_done(turn: TurnBuilder) -> None:
    """Keep that tonight's check-in is done."""
    checkin = turn.checkin
    if checkin is None:
        return
    _leave(turn, checkin.steps[checkin.at])
    leaning = leaning_after(turn.household, checkin)
    turn.remember(checkin=None, theme=checkin.theme, leaning=leaning, left=None)
    turn.note_finished(Finished(turn.evening, checkin.length, checkin.first, checkin.second))
    if checkin.solo:
        turn.remember(recalled="theme")  # the other one was not there, and next time it would be news to them


def _replacement(turn: TurnBuilder, checkin: CheckIn, step: Step) -> int | None:
    if step.kind not in ASKED and not wants_question(turn):
        return steps.replacement_of(turn, checkin, step)
    planned = [other.number for other in checkin.steps if other.kind == "question"]
    wanted = _wanted_instead(turn, checkin, step)
    return choose_question(turn.household, turn.content, turn.context.seed, wanted, [*planned, step.number])


def _wanted_instead(turn: TurnBuilder, checkin: CheckIn, step: Step) -> Wanted:
    household, content = turn.household, turn.content
    if step.kind not in ASKED and not wants_question(turn):
        return Wanted()
    mood, now = mood_of(turn), content.questions[step.number] if step.kind in ASKED else None
    deeper = {"deep": 1, "light": -1, "funny": -1}.get(mood or "", 0)
    wanted = Wanted(
        theme=turn.slots.get("theme") or checkin.theme,
        topic=None if turn.intent is Intent.AVOID_TOPIC else turn.slots.get("topic"),
        mood=mood,
        mark=None if mood else MARK_OF.get(checkin.shape),
        depth=max(1, now.depth + deeper) if now is not None else None,
        depth_max=depth_max(household, check_ins(household), warmed_up=True),
        unlike=now.topics if now is not None else (),
        solo=checkin.solo,
    )
    wanted = wanted_about(content, wanted, named_in_own_words(turn))
    avoids = turn.intent is Intent.AVOID_TOPIC
    return wanted if avoids else wanted_instead_of_listed(content, wanted, turn.said_as.values())
