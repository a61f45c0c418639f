# SPDX-License-Identifier: Apache-2.0
"""Are we growing apart: a gentle reflection over nine signs, asked about the two of them.

The answers live in the session and die with it, or with the first step out of it. No score, no label: it ends on what
is strong, one strategy, and a first step for tonight. All that stays is a small weight for that strategy.
"""

from __future__ import annotations

from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read
from skill.checkin.resuming import cue
from skill.checkin.topics import talk_time
from skill.checkin.turn_builder import Scene
from skill.content.types import Sign

YES, NO, SOMETIMES, SKIPPED = "y", "n", "s", "x"
WEIGHT = {YES: 1.0, SOMETIMES: 0.5, NO: 0.0, SKIPPED: 0.0}
MOST_SIGNS = 5.0
"""From this weight of nine on, help from outside is mentioned, gently."""
TIME_S = 60
"""What "give us a minute" means where they name no time, in seconds."""
QUIET_S = 15
"""Quiet where they were heard talking to each other, or said nothing, in seconds."""
LEAN = 0.5
STRENGTHS_NAMED = 2


def begin(scene: Scene) -> None:
    """Say what it is and what it is not, and ask whether they are ready."""
    scene.carry(answers="")
    scene.say("reflect.lead")
    scene.ask(State.REFLECT_BEGIN)


def first_sign(scene: Scene) -> None:
    """They are ready."""
    _ask_sign(scene)


def yes(scene: Scene) -> None:
    """The sign is there."""
    _answer(scene, YES)


def no(scene: Scene) -> None:
    """The sign is not there."""
    _answer(scene, NO)


def sometimes(scene: Scene) -> None:
    """Sometimes, or they disagree: both count the same, and a kind sentence goes with it."""
    scene.say("reflect.sometimes")
    _answer(scene, SOMETIMES)


def skip(scene: Scene) -> None:
    """They would rather not say."""
    _answer(scene, SKIPPED)


def back_one(scene: Scene) -> None:
    """The first answer counts, so nothing is taken back, and the sign that is still open is asked once more."""
    scene.say("reflect.stays" if scene.session.answers else "nothing_before")
    _ask_sign(scene)


def take_time(scene: Scene) -> None:
    """They want to talk about it first: quiet, and then the same once more."""
    scene.say("reflect.time")
    talk_time.quiet(scene, talk_time.seconds_asked(scene) or TIME_S)
    scene.keeps_last = False
    if scene.came_in is State.REFLECT:
        _ask_sign(scene)
    else:
        cue(scene, scene.came_in)


def keep_quiet(scene: Scene) -> None:
    """What was heard was not meant for us: they are talking it over, and that is what it is for."""
    scene.say("reflect.time")
    scene.pause(QUIET_S)
    scene.keeps_last = False
    _open(scene)
    scene.ask(State.REFLECT)


def leave(scene: Scene) -> None:
    """They have had enough: nothing is kept."""
    scene.carry(answers="")
    scene.say("reflect.left")
    scene.ask(State.READY, "ask.more")


def _answer(scene: Scene, letter: str) -> None:
    scene.carry(answers=(scene.session.answers + letter)[: len(scene.content.signs)])
    done = len(scene.session.answers)
    if done >= len(scene.content.signs):
        _end(scene)
    elif done == _half(scene) and scene.came_in is State.REFLECT:
        scene.ask(State.REFLECT_HALFWAY)
    else:
        _ask_sign(scene)


def _ask_sign(scene: Scene) -> None:
    signs = list(scene.content.signs)
    scene.pause()
    scene.from_here()
    scene.parts.append(Read("signs", signs[min(len(scene.session.answers), len(signs) - 1)]))
    _open(scene)
    scene.wait_in(State.REFLECT)


def _open(scene: Scene) -> None:
    """Who says nothing within eight seconds is talking it over, and gets more time before the reprompt ends."""
    scene.before_reprompt = (Pause(QUIET_S),)


def _half(scene: Scene) -> int:
    return sum(1 for sign in scene.content.signs.values() if sign.kind == "intimacy")


def _end(scene: Scene) -> None:
    answered = list(zip(scene.content.signs.values(), scene.session.answers, strict=False))
    scene.carry(answers="")
    strong = [sign for sign, letter in answered if letter == NO]
    weight = sum(WEIGHT[letter] for _, letter in answered)
    scene.say("reflect.end")
    strengths = [Read("signs", sign.number, "strength") for sign in strong[:STRENGTHS_NAMED]]
    if len(strengths) == STRENGTHS_NAMED:
        scene.say("reflect.strong_two", one=strengths[0], two=strengths[1])
    elif strengths:
        scene.say("reflect.strong_one", one=strengths[0])
    else:
        scene.say("reflect.strong_talking")
    scene.pause()
    if weight >= MOST_SIGNS:
        scene.say("reflect.outside_help")
        scene.pause()
    theme = _theme_to_try(answered)
    entry = next(entry for entry in scene.content.themes.values() if entry.id == theme)
    if weight:
        leaning = {**scene.household.leaning, theme: min(1.0, scene.household.leaning.get(theme, 0.0) + LEAN)}
        scene.remember(leaning=leaning)
    scene.say("reflect.theme", theme=Read("themes", entry.number, "name"))
    scene.pause()
    scene.say("reflect.step_lead")
    scene.parts.append(Read("themes", entry.number, "first_step"))
    scene.pause()
    scene.good_night()


def _theme_to_try(answered: list[tuple[Sign, str]]) -> str:
    weights: dict[str, float] = {}
    for sign, letter in answered:
        weights[sign.theme] = weights.get(sign.theme, 0.0) + WEIGHT[letter]
    return max(weights, key=lambda theme: weights[theme])
