# SPDX-License-Identifier: Apache-2.0
"""Talk time: quiet for the two of them, and a question at its end.

Where no track can be played the waiting happens inside the speech: a soft word every half minute, and after a minute
and a half the question whether they want more.
"""

from __future__ import annotations

from skill.checkin.cues import cue
from skill.checkin.durations import seconds_of
from skill.checkin.parts import Say
from skill.checkin.scene import Scene
from skill.checkin.session import State

WAIT_MAX_S = 90
"""The longest silence inside one answer; then the couple are asked whether they want more."""
WAIT_CUE_S = 30
"""How often a soft word says that the speaker is still there."""
MORE_TIME_S = 60
"""What "more time" means where nothing is left of the time they were promised."""


def more_time(scene: Scene) -> None:
    """Wait again: as long as they ask for, or what is left of what they were promised."""
    seconds = seconds_of(scene.slots.get("duration"))
    if scene.slots.get("duration") and seconds is None:
        scene.say("talk.odd_time")
        cue(scene, scene.came_in)
        return
    talk(scene, scene.came_in, seconds or scene.session.talk_left or MORE_TIME_S)


def seconds_asked(scene: Scene) -> int | None:
    """The talk time they asked for, in seconds; None where they named none, or none that makes sense."""
    return seconds_of(scene.slots.get("duration"))


def keep_quiet(scene: Scene) -> None:
    """Something was heard while they talk to each other: not a misunderstanding, only more quiet."""
    scene.say("talk.cue")
    wait(scene, scene.came_in, WAIT_CUE_S)


def talk(scene: Scene, state: State, seconds: int) -> None:
    """Give them time: waiting inside the speech, then a question whether they want more."""
    minutes = min(-(-seconds // 60), len(scene.content.lines["minutes"].texts) - 1)
    first_time = "talk.begin" not in (scene.household.wordings.used if scene.household.wordings else {})
    scene.say("talk.begin" if first_time else "talk.again", time=Say("minutes", minutes))
    wait(scene, state, seconds)


def wait(scene: Scene, state: State, seconds: int) -> None:
    """Stay silent inside the speech, with a soft word every half minute, then ask what the state asks."""
    now = min(seconds, WAIT_MAX_S)
    scene.wait_from = len(scene.parts)
    waited = 0
    while waited < now:
        if waited:
            scene.say("talk.cue")
        stretch = min(WAIT_CUE_S, now - waited)
        scene.pause(stretch)
        waited += stretch
    scene.carry(talk_left=seconds - now)
    scene.ask(state)
