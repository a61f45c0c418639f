# SPDX-License-Identifier: Apache-2.0
"""What happens around a track: the device's events, buttons, and the built-ins that come without our name.

While our track is the last that played, next, pause, resume, previous, repeat and start over arrive in a new session
with no attributes; where they were is told by the record, or by the token where the record is silent.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.course import talk_time
from skill.checkin.intents import Intent
from skill.checkin.model.effects import Effect, StopMusic
from skill.checkin.model.playback import Play, Played, Playing, Pressed, Token
from skill.checkin.model.session import State
from skill.checkin.topics import cool_down, evening, opening, question
from skill.checkin.turn_builder import TurnBuilder

MOVES = frozenset({Intent.NEXT, Intent.PREVIOUS, Intent.START_OVER, Intent.LAUNCH})
"""What moves the evening on while music may still be there."""
TWICE_S = 3
"""A second next within three seconds is the same next."""


def effects_of(event: Played | Pressed, playing: Playing | None) -> tuple[Effect, ...]:
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


def go_on(turn: TurnBuilder) -> None:
    """Next, out of a closed session."""
    if _came_twice(turn):
        turn.close()
    elif turn.household.left == turn.evening and not turn.checkin and _talk_of(turn, "question"):
        turn.carry(asked_for="light")  # they have talked since: that is no new beginning
        turn.ask(State.JUST_QUESTION, "ask.quiet_more")
    elif turn.household.left == turn.evening or cool_down.was_last(turn.context, turn.evening):
        opening.after_leaving(turn)
    elif turn.checkin:
        evening.go_on(turn)
    elif _talk_of(turn, "question") or question.was_left_to_them(turn):
        question.later(turn)
    else:
        evening.go_on(turn)


def resume(turn: TurnBuilder) -> None:
    """Resume, out of a closed session ("where were we"): where they were, in words, and the music with it."""
    playing = turn.context.playing
    if turn.household.left == turn.evening or cool_down.was_last(turn.context, turn.evening):
        opening.after_leaving(turn)
    elif question.back_beside(turn):
        return
    elif turn.checkin:
        evening.resume(turn)
        _play_on(turn)
    elif question.is_under_way(turn):
        question.again(turn)
        _play_on(turn)
    elif playing is not None and playing.token.evening == turn.evening:
        turn.add_effect(Play(playing.token, playing.offset_ms))
        turn.close()
    else:
        opening.launch(turn)


def _play_on(turn: TurnBuilder) -> None:
    """Where the words come with music, and they are where it stopped, it goes on from there, and not from its start."""
    playing, at = turn.context.playing, turn.checkin.at if turn.checkin else None
    there = playing.token.checkin.at if playing and playing.token.checkin else None
    if playing is None or playing.token.evening != turn.evening or there != at:
        return
    turn.effects[:] = [
        Play(playing.token, playing.offset_ms) if isinstance(effect, Play) else effect for effect in turn.effects
    ]


def quiet_after(turn: TurnBuilder) -> None:
    """End the music where the evening went on to something without it: else it would come back by itself."""
    plays = any(isinstance(effect, Play | StopMusic) for effect in turn.effects)
    if turn.intent in MOVES and turn.context.playing and turn.parts and not plays:
        turn.add_effect(StopMusic())


def again(turn: TurnBuilder) -> bool:
    """Repeat, out of a closed session, where they talk about a question; False where something else was last."""
    if turn.checkin is None and _talk_of(turn, "question"):
        question.again(turn)
        return True
    return False


def more_time(turn: TurnBuilder) -> None:
    """Time to talk, out of a closed session."""
    if turn.checkin:
        talk_time.more_time(turn)
    else:
        question.take_time(turn)


def _talk_of(turn: TurnBuilder, kind: str) -> Token | None:
    playing = turn.context.playing
    if playing is None or playing.token.kind != kind or playing.token.evening != turn.evening:
        return None
    return playing.token


def _came_twice(turn: TurnBuilder) -> bool:
    moved = turn.household.moved
    return moved is not None and 0 <= (turn.context.moment - moved).total_seconds() < TWICE_S
