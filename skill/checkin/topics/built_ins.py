# SPDX-License-Identifier: Apache-2.0
"""What can be said anywhere: help, repeat, stop, pause, resume, and what was not understood."""

from __future__ import annotations

from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause
from skill.checkin.model.turn import StopMusic
from skill.checkin.resuming import back, cue
from skill.checkin.topics import evening, playback, talk_time
from skill.checkin.turn_builder import TALKING, Scene
from skill.checkin.wording import can_be_said

MISHEARD_BEFORE_CHOICES = 3
"""The third misunderstanding in a row offers two concrete choices."""
SHORT_S = 5.0
"""Silences longer than this belong to talk time and are not repeated."""


def help_here(scene: Scene) -> None:
    """Help for where they are."""
    line = f"help.{scene.came_in.value}"
    if scene.one_shot or line not in scene.content.lines:
        scene.say("help.ready")
        scene.ask(State.READY)
        return
    scene.say(line)
    cue(scene, scene.came_in)


def repeat(scene: Scene) -> None:
    """The last thing again, all of it that matters."""
    last = scene.session.last
    if scene.one_shot:
        if scene.checkin:
            evening.enter(scene)
            return
        if playback.again(scene):
            return
        kept = next((turn for turn in scene.household.devices if turn.device == scene.occasion.device.key), None)
        if kept is None or scene.last_visit != scene.evening or not can_be_said(kept.parts, scene.content):
            scene.say("nothing_before")
            scene.ask(State.READY)
            return
        scene.parts.extend(part for part in kept.parts if not isinstance(part, Pause) or part.seconds <= SHORT_S)
        scene.carry(entry=kept.session.entry, offered=kept.session.offered, asked_for=kept.session.asked_for)
        if kept.open:
            scene.wait_in(kept.session.state)
        else:
            scene.close()
        return
    if not last:
        cue(scene, scene.came_in)
        return
    scene.parts.extend(last)
    if scene.came_in in TALKING and scene.session.talk_left >= 0 and scene.came_in is not State.COOL_REPAIR:
        talk_time.wait(scene, scene.came_in, scene.session.talk_left or talk_time.MORE_TIME_S)
    else:
        scene.wait_in(scene.came_in)


def stop(scene: Scene) -> None:
    """Stop at once, with all kept."""
    scene.keeps_last = False
    scene.wishes = (*scene.wishes, StopMusic())
    scene.good_night("stop")


def go_home(scene: Scene) -> None:
    """Leave without a word."""
    scene.keeps_last = False
    scene.close()


def pause(scene: Scene) -> None:
    """Keep their place. Outside a session nothing is said: the room goes quiet."""
    scene.wishes = (*scene.wishes, StopMusic(clears=False))
    if scene.one_shot:
        scene.close()
    else:
        scene.close("pause" if scene.checkin else "pause.nothing")


def resume(scene: Scene) -> None:
    """Go on: with the music or the evening after a closed session, else with what was asked."""
    if scene.one_shot:
        playback.resume(scene)
    else:
        cue(scene, scene.came_in)


def nothing_before(scene: Scene) -> None:
    """There is no step before this one."""
    scene.say("nothing_before")
    cue(scene, scene.came_in)


def no_such_thing(scene: Scene) -> None:
    """Loop and shuffle belong to music."""
    scene.say("not_music")
    back(scene)


def carry_on(scene: Scene) -> None:
    """A yes, a no or a next that nothing was waiting for."""
    cue(scene, scene.came_in)


def not_understood(scene: Scene) -> None:
    """Sorry, once; then help; the third time in a row two concrete choices."""
    if scene.came_in in TALKING:
        talk_time.keep_quiet(scene)
        return
    misheard = scene.session.misheard + 1
    scene.carry(misheard=misheard % MISHEARD_BEFORE_CHOICES)
    scene.keeps_last = False
    if misheard >= MISHEARD_BEFORE_CHOICES or scene.one_shot:
        if scene.one_shot:
            scene.say("sorry.missed")
        choices = f"choices.{scene.came_in.value}"
        if choices in scene.content.lines:
            scene.say(choices)
            scene.wait_in(scene.came_in)
        else:
            scene.ask(State.READY, "choices.ready")
        return
    scene.say("sorry.missed" if misheard == 1 else "sorry.again")
    if misheard > 1 and f"help.{scene.came_in.value}" in scene.content.lines:
        scene.say(f"help.{scene.came_in.value}")
    cue(scene, scene.came_in)
