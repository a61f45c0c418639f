# SPDX-License-Identifier: Apache-2.0
"""Tonight's question: the same all evening for a household, and a new one each day."""

from __future__ import annotations

from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.planner import choose_question
from skill.checkin.resuming import back, cue
from skill.checkin.topics import talk_time
from skill.checkin.turn_builder import Scene

TWICE_PAUSE_S = 2
"""Silence between the two readings of a question, in seconds."""
TALK_S = 120


def tonight(scene: Scene) -> None:
    """Read tonight's question; of a theme, if they named one."""
    number = _tonights(scene)
    theme = scene.slots.get("theme")
    if number is None or (theme and scene.content.questions[number].theme != theme):
        number = _new(scene, theme)
    _read(scene, number, "question.tonight")


def another(scene: Scene) -> None:
    """Another one, which is tonight's from now on."""
    theme = scene.slots.get("theme") or scene.session.asked_for
    _read(scene, _new(scene, theme), "question.another")


def about_theme(scene: Scene) -> None:
    """A question about the theme that was just told."""
    _read(scene, _new(scene, scene.session.asked_for), "question.lead")


def give_time(scene: Scene) -> None:
    """They would like to talk about it now."""
    talk_time.talk(scene, State.QUESTION_TALK, talk_time.seconds_asked(scene) or TALK_S)


def later(scene: Scene) -> None:
    """They will talk about it later, or have talked."""
    scene.say("question.later" if scene.came_in is State.QUESTION else "question.talked")
    scene.ask(State.READY, "ask.more")


def again(scene: Scene) -> None:
    """Tonight's question once more, where they are talking about it."""
    number = _tonights(scene)
    if number is None:
        cue(scene, scene.came_in)
        return
    scene.read("questions", number)
    scene.pause()
    give_time(scene)


def take_time(scene: Scene) -> None:
    """Time to talk, without a question or with tonight's."""
    seconds = talk_time.seconds_asked(scene)
    if scene.slots.get("duration") and seconds is None:
        scene.say("talk.odd_time")
        back(scene)
        return
    talk_time.talk(scene, State.QUESTION_TALK, seconds or TALK_S)


def _read(scene: Scene, number: int, lead: str) -> None:
    scene.tonight_is(number)
    scene.show("card.question", Read("questions", number))
    scene.say(lead)
    scene.pause()
    asked_for = scene.slots.get("theme") or scene.session.asked_for
    scene.offer_entry("questions", number, asked_for if scene.came_in is not State.NEW else scene.slots.get("theme"))
    if scene.one_shot:
        scene.pause(TWICE_PAUSE_S)
        scene.read("questions", number)
        scene.pause()
        scene.close("question.enjoy")
    elif scene.in_flow and scene.came_in is not State.QUESTION_TALK:
        scene.pause()
        cue(scene, scene.came_in)
    else:
        scene.pause(TWICE_PAUSE_S)
        scene.ask(State.QUESTION)


def _tonights(scene: Scene) -> int | None:
    chosen = scene.household.tonight
    if chosen is None or chosen.evening != scene.evening or chosen.question not in scene.content.questions:
        return None
    topics = scene.content.questions[chosen.question].topics
    return None if set(topics).intersection(scene.household.avoided) else chosen.question


def _new(scene: Scene, theme: str | None) -> int:
    known = {entry.id for entry in scene.content.themes.values()}
    chosen = _tonights(scene)
    number = choose_question(
        scene.household,
        scene.content,
        scene.occasion.seed,
        theme if theme in known else None,
        leave_out=[chosen] if chosen else [],
    )
    return number if number is not None else chosen or next(iter(scene.content.questions))
