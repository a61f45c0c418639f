# SPDX-License-Identifier: Apache-2.0
"""Talk time: quiet for the two of them, and a question at its end.

Where no track can be played the waiting happens inside the speech: a soft word every half minute, and after a minute
and a half the question whether they want more.
"""

from __future__ import annotations

from skill.checkin.model.playback import Play, Token
from skill.checkin.model.session import State
from skill.checkin.model.speech import Say
from skill.checkin.resuming import resume_previous
from skill.checkin.turn_builder import TurnBuilder

WAIT_MAX_S = 90
"""The longest silence inside one answer; then the couple are asked whether they want more."""
WAIT_CUE_S = 30
"""How often a soft word says that the speaker is still there."""
WITH_MUSIC = frozenset({State.TALK, State.QUESTION_TALK})
"""Talk that may go on under music. A cool down stays in one session: nothing of it is put anywhere else."""
SHORTEST_S = 15
LONGEST_S = 3600
"""An hour: longer than any couple talks without a word to the speaker."""
MOMENT_S = 30
"""Talk time up to this long is called a moment, not a number of minutes."""
MORE_TIME_S = 60
"""What "more time" means where nothing is left of the time they were promised."""


def more_time(turn: TurnBuilder) -> None:
    """Wait again: as long as they ask for, or what is left of what they were promised."""
    seconds = seconds_asked(turn)
    if turn.slots.get("duration") and seconds is None:
        turn.say("talk.odd_time")
        resume_previous(turn)
        return
    state = State.TALK if turn.from_state is State.NEW else turn.from_state
    talk(turn, state, seconds or turn.session.talk_left or MORE_TIME_S)


def seconds_asked(turn: TurnBuilder) -> int | None:
    """The talk time they asked for, in seconds; None where they named none, or none that makes sense."""
    named = turn.slots.get("duration", "")
    seconds = int(named) if named.isascii() and named.isdecimal() else 0
    return seconds if SHORTEST_S <= seconds <= LONGEST_S else None


def keep_quiet(turn: TurnBuilder) -> None:
    """Something was heard while they talk to each other: not a misunderstanding, only more quiet."""
    turn.say("talk.cue")
    wait(turn, turn.from_state, WAIT_CUE_S)


def talk(turn: TurnBuilder, state: State, seconds: int) -> None:
    """Give them time: music and a closed session where there is a track, else waiting inside the speech."""
    minutes = 0 if seconds <= MOMENT_S else min(-(-seconds // 60), len(turn.content.lines["minutes"].texts) - 1)
    time = Say("minutes", minutes)
    music = turn.context.device.audio and state in WITH_MUSIC
    first = "talk.begin_music" if music else "talk.begin"
    turn.say("talk.again" if turn.said_this_evening(first) else first, time=time)
    if music:
        turn.add_effect(Play(_token(turn, state, seconds)))
        turn.close()
    else:
        wait(turn, state, seconds)


def _token(turn: TurnBuilder, state: State, seconds: int) -> Token:
    question = turn.household.tonight.question if turn.household.tonight else 0
    return Token(
        kind="checkin" if state is State.TALK else "question",
        evening=turn.evening,
        seconds=seconds,
        question=question if state is not State.TALK else 0,
        checkin=turn.checkin if state is State.TALK else None,
        turn=turn.context.request[:8],
    )


def wait(turn: TurnBuilder, state: State, seconds: int) -> None:
    """Stay silent inside the speech, with a soft word every half minute, then ask what the state asks."""
    turn.silence_from_here()
    turn.carry(talk_left=seconds - quiet(turn, seconds))
    turn.ask(state)


def quiet(turn: TurnBuilder, seconds: int) -> int:
    """Silence inside the speech, as long as one answer can be silent, with a soft word every half minute.

    Returns the seconds that it lasts.
    """
    now = min(seconds, WAIT_MAX_S)
    waited = 0
    while waited < now:
        if waited:
            turn.say("talk.cue")
        stretch = min(WAIT_CUE_S, now - waited)
        turn.pause(stretch)
        waited += stretch
    return now
