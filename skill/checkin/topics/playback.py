# SPDX-License-Identifier: Apache-2.0
"""What happens around a track: the device's events, buttons, and the built-ins that come without our name.

While our track is the last that played, next, pause, resume, previous, repeat and start over arrive in a new session
with no attributes; where they were is told by the record, or by the token where the record is silent.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.model.playback import Play, Played, Playing, Pressed, Token
from skill.checkin.model.turn import StopMusic, Wish
from skill.checkin.topics import cool_down, evening, opening, question, talk_time
from skill.checkin.turn_builder import Scene

MOVES = frozenset({"AMAZON.NextIntent", "AMAZON.PreviousIntent", "AMAZON.StartOverIntent", "Launch"})
"""What moves the evening on while music may still be there."""
TWICE_S = 3
"""A second next within three seconds is the same next."""


def wishes_of(event: Played | Pressed, playing: Playing | None) -> tuple[Wish, ...]:
    """What a device's own event asks for: a tail behind a track, an end of the music, or the music again."""
    match event:
        case Played(kind="nearly_finished", token=Token(tail=False) as token):
            return (Play(replace(token, tail=True), behind=token),)
        case Pressed(button="play") if playing is not None:
            return (Play(playing.token, playing.offset_ms),)
        case Pressed(button="next" | "previous" | "pause"):
            return (StopMusic(clears=False),)
        case _:
            return ()


def go_on(scene: Scene) -> None:
    """Next, out of a closed session."""
    if _came_twice(scene):
        scene.close()
    elif _on_a_break(scene):
        cool_down.come_back(scene)
    elif scene.checkin:
        evening.go_on(scene)
    elif _talk_of(scene, "question"):
        question.later(scene)
    else:
        evening.go_on(scene)


def resume(scene: Scene) -> None:
    """Resume, out of a closed session: the music from where it stopped, or the evening."""
    playing = scene.occasion.playing
    if playing is not None and playing.token.evening == scene.evening:
        scene.wishes = (*scene.wishes, Play(playing.token, playing.offset_ms))
        scene.close()
    elif scene.checkin:
        evening.enter(scene)
    else:
        opening.launch(scene)


def quiet_after(scene: Scene, trigger: str) -> None:
    """End the music where the evening went on to something without it: else it would come back by itself."""
    plays = any(isinstance(wish, Play | StopMusic) for wish in scene.wishes)
    if trigger in MOVES and scene.occasion.playing and scene.parts and not plays:
        scene.wishes = (*scene.wishes, StopMusic())


def again(scene: Scene) -> bool:
    """Repeat, out of a closed session, where they talk about a question; False where something else was last."""
    if scene.checkin is None and _talk_of(scene, "question"):
        question.again(scene)
        return True
    return False


def more_time(scene: Scene) -> None:
    """Time to talk, out of a closed session."""
    if scene.checkin:
        talk_time.more_time(scene)
    else:
        question.take_time(scene)


def _on_a_break(scene: Scene) -> bool:
    """Whether they are in a time-out that they have not come back from; where the record is silent, by the track."""
    until, playing = scene.household.break_until, scene.occasion.playing
    if playing is not None and playing.token.kind != "time_out":
        return False
    if until is None:
        return not scene.occasion.remembers and _talk_of(scene, "time_out") is not None
    return scene.occasion.moment <= until or _talk_of(scene, "time_out") is not None


def _talk_of(scene: Scene, kind: str) -> Token | None:
    playing = scene.occasion.playing
    if playing is None or playing.token.kind != kind or playing.token.evening != scene.evening:
        return None
    return playing.token


def _came_twice(scene: Scene) -> bool:
    moved = scene.household.moved
    return moved is not None and 0 <= (scene.occasion.moment - moved).total_seconds() < TWICE_S
