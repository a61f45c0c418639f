# SPDX-License-Identifier: Apache-2.0
"""Cool down: for two people in the middle of a fight.

One question to both; anything but yes ends gently, and nobody is asked why. Then breath, and speaker and listener in
turns: speak for yourself, say it back, no fixing. A time-out of twenty minutes is always near. Nothing of it is kept.
"""

from __future__ import annotations

from datetime import timedelta

from skill.checkin.choosing import rank
from skill.checkin.model.playback import TOKEN_VERSION, Play, Token
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read, Say
from skill.checkin.topics import talk_time
from skill.checkin.turn_builder import Scene

SPEAK_S = 90
SAY_BACK_S = 45
BREATHS = 3
BREATH_IN_S = 4
BREATH_OUT_S = 5
TIME_OUT_S = 1200
WAY_BACK_S = 2400
"""For how long after the time-out opening the skill goes straight back, in seconds."""
ROUNDS = 2
"""Each has the floor once; after that, words to mend it."""


def begin(scene: Scene) -> None:
    """Ask both whether they want to go on together."""
    scene.carry(round=0, entry=None, offered=())
    scene.say("cool.lead")
    scene.ask(State.COOL_CONSENT)


def not_now(scene: Scene) -> None:
    """Anything but a yes: end gently, without asking why."""
    scene.close("cool.not_now")


def breathe(scene: Scene) -> None:
    """A few breaths together, in the rhythm of speech."""
    scene.say("cool.breathe")
    for breath in range(BREATHS):
        # In their own order: a breath has a rhythm, and variety would break it.
        scene.parts.extend(
            (Say("cool.breathe_in", breath), Pause(BREATH_IN_S), Say("cool.breathe_out", breath), Pause(BREATH_OUT_S))
        )
    scene.ask(State.COOL_BREATHE)


def floor(scene: Scene) -> None:
    """Name who has the floor."""
    names = scene.household.names
    turn = scene.session.round
    if names:
        # Not always the one who is named first: nobody is to feel that the program takes sides.
        who = (turn + rank(scene.occasion.seed, "floor", "")) % 2
        scene.say("cool.floor_named", name=names[who], other=names[1 - who])
    else:
        scene.say("cool.floor_first" if turn % 2 == 0 else "cool.floor_other")
    scene.say("cool.rule")
    scene.say("cool.way_out")
    talk_time.wait(scene, State.COOL_SPEAK, SPEAK_S)


def say_back(scene: Scene) -> None:
    """The listener says it back."""
    scene.say("cool.say_back")
    talk_time.wait(scene, State.COOL_SAY_BACK, SAY_BACK_S)


def next_round(scene: Scene) -> None:
    """The other one has the floor; after both had it, words to mend it."""
    scene.carry(round=scene.session.round + 1)
    if scene.session.round < ROUNDS:
        floor(scene)
    else:
        repair(scene)


def repair(scene: Scene) -> None:
    """Words that either of them can say."""
    number = scene.choose("repair", scene.content.repair, scene.session.offered)
    if number is None:
        end_well(scene)
        return
    scene.say("cool.repair")
    scene.pause()
    scene.offer_entry("repair", number, noted=False)
    scene.pause()
    scene.ask(State.COOL_REPAIR)


def offer_time_out(scene: Scene) -> None:
    """It is too hot to go on: twenty minutes apart, with a way back."""
    scene.ask(State.COOL_TIME_OUT)


def time_out(scene: Scene) -> None:
    """They take the time-out."""
    scene.remember(break_until=scene.occasion.moment + timedelta(seconds=TIME_OUT_S + WAY_BACK_S))
    if scene.occasion.device.audio:
        token = Token(TOKEN_VERSION, "time_out", scene.evening, TIME_OUT_S, turn=scene.occasion.request[:8])
        scene.wishes = (*scene.wishes, Play(token))
        scene.close("cool.time_out_music")
    else:
        scene.close("cool.time_out")


def come_back(scene: Scene) -> None:
    """They are back from the time-out: ask both again."""
    scene.remember(break_until=None)
    scene.carry(round=0, entry=None, offered=())
    scene.say("cool.come_back")
    scene.ask(State.COOL_CONSENT)


def end_well(scene: Scene) -> None:
    """It is enough for now."""
    scene.say("cool.end")
    number = scene.choose("touch", scene.content.touch)
    if number is not None:
        scene.parts.append(Read("touch", number))
    scene.close("cool.goodbye")


def just_end(scene: Scene) -> None:
    """They stop here, which is fine too."""
    scene.close("cool.just_end")
