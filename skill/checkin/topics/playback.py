# SPDX-License-Identifier: Apache-2.0
"""What happens around a track: the device's events, buttons, and the built-ins that come without our name.

While our track is the last that played, next, pause, resume, previous, repeat and start over arrive in a new session
with no attributes; where they were is told by the record, or by the token where the record is silent.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.course import steps, talk_time
from skill.checkin.intents import Intent
from skill.checkin.model.effects import Effect, StopMusic
from skill.checkin.model.playback import Play, Played, Playing, Pressed, Token
from skill.checkin.model.session import State
from skill.checkin.topics import cool_down, evening, opening, question
from skill.checkin.turn_builder import TurnBuilder

MOVES = frozenset({Intent.NEXT, Intent.PREVIOUS, Intent.START_OVER, Intent.LAUNCH})
"""What moves the evening on while music may still be there."""
AWAY_S = 120
"""After so long without the music they hear again what they were talking about."""
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
    elif _talk_of(turn, "question"):
        question.later(turn)
    else:
        evening.go_on(turn)


def resume(turn: TurnBuilder) -> None:
    """Resume, out of a closed session: the music from where it stopped, after a while away the step once more."""
    playing = turn.context.playing
    if turn.household.left == turn.evening or cool_down.was_last(turn.context, turn.evening):
        opening.after_leaving(turn)
    elif playing is not None and turn.checkin and _were_away(turn, playing):
        evening.resume(turn)
    elif playing is not None and playing.token.evening == turn.evening:
        turn.add_effect(Play(playing.token, playing.offset_ms))
        turn.close()
    elif turn.checkin:
        steps.say_step(turn)
    else:
        opening.launch(turn)


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


def _were_away(turn: TurnBuilder, playing: Playing) -> bool:
    """Whether much more time has passed since their last step than the music played; never known of the first step."""
    moved = turn.household.moved
    if moved is None or not turn.checkin or not turn.checkin.at:  # nothing notes when an evening began
        return False
    return (turn.context.moment - moved).total_seconds() - playing.offset_ms / 1000 >= AWAY_S


def _came_twice(turn: TurnBuilder) -> bool:
    moved = turn.household.moved
    return moved is not None and 0 <= (turn.context.moment - moved).total_seconds() < TWICE_S
