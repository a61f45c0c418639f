# SPDX-License-Identifier: Apache-2.0
"""Talk time: quiet for the two of them, with no microphone open.

Where a track can be played it is music and a closed session. Where none can, the waiting happens inside the speech,
with one soft word in the middle, and then the session closes. How to go on is told in full on the first evening,
shortly on the next two, and afterwards only where they got lost.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.plan import CheckIn, Step, as_kept
from skill.checkin.model.playback import Play, Token
from skill.checkin.model.session import State
from skill.checkin.model.speech import Say
from skill.checkin.planner.evening import check_ins
from skill.checkin.resuming import resume_previous
from skill.checkin.turn_builder import TurnBuilder

WAIT_MAX_S = 90
"""The longest silence inside one answer."""
CUE_FROM_S = 60
"""A silence of so many seconds has one soft word in its middle."""
WITH_MUSIC = frozenset({State.TALK, State.QUESTION_TALK})
"""Talk that may go on under music."""
SHORTEST_S = 15
LONGEST_S = 3600
"""An hour: longer than any couple talks without a word to the speaker."""
MOMENT_S = 30
"""Talk time up to this long is called a moment, not a number of minutes."""
MORE_TIME_S = 60
"""What "more time" means where nothing is left of the time they were promised."""
GUIDANCE = ("talk.begin_music", "talk.begin_turns", "talk.begin_asking", "talk.begin_alone")
"""The lines that tell in full how it goes on, each for those that it is told."""
SHORT_GUIDANCE_EVENINGS = 3
"""Up to so many evenings the way on is told, on the first one in full."""
LOST_MAX = 2
"""How often on one evening what was not understood over the music is met with the way on."""
SHORT_GUIDANCE_TIMES = 1
"""How often on one of them."""


def more_time(turn: TurnBuilder) -> None:
    """Wait again: as long as they ask for, or what is left of what they were promised."""
    seconds = seconds_asked(turn)
    if turn.slots.get("duration") and seconds is None:
        turn.say("talk.odd_time")
        resume_previous(turn)
        return
    state = State.QUESTION_TALK if turn.from_state is State.QUESTION_TALK else State.TALK
    seconds = seconds or turn.session.talk_left or MORE_TIME_S
    sitting = turn.low and not turn.slots.get("duration")
    if sitting:
        turn.say("talk.sit")
    if turn.music:
        if not sitting:
            turn.say("talk.more", time=_minutes(turn, seconds))
        _play(turn, state, seconds)
    else:
        talk(turn, state, seconds)


def without_music(turn: TurnBuilder) -> None:
    """No music for the rest of the evening: the quiet is inside the speech, or theirs alone.

    What passes from now on is their talk: whoever opens the skill at once is still at what they were asked.
    """
    turn.say("music.off")
    if turn.checkin is not None:
        turn.remember(moved=as_kept(turn.context.moment))
    if turn.from_state is State.QUESTION:
        return
    turn.add_effect(StopMusic())
    if turn.one_shot and turn.from_state in WITH_MUSIC:
        turn.close("talk.closed_first" if turn.checkin else "talk.closed_question")
    else:
        resume_previous(turn)


def with_music(turn: TurnBuilder) -> None:
    """Music again, after all."""
    turn.say("music.on")
    if turn.one_shot and turn.from_state in WITH_MUSIC:
        _play(turn, turn.from_state, MORE_TIME_S)
    else:
        resume_previous(turn)


def seconds_asked(turn: TurnBuilder) -> int | None:
    """The talk time they asked for, in seconds; None where they named none, or none that makes sense."""
    named = turn.slots.get("duration", "")
    seconds = int(named) if named.isascii() and named.isdecimal() else 0
    return seconds if SHORTEST_S <= seconds <= LONGEST_S else None


def keep_quiet(turn: TurnBuilder) -> None:
    """Something was said while they talk to each other: no misunderstanding, and their talk goes on.

    Over the music it was said to the speaker, though: it tells what works, and the music comes back by itself.
    """
    if turn.one_shot and turn.context.playing is not None:
        turn.keep_last_prompt()
        known = turn.said_this_evening("talk.lost") >= LOST_MAX
        turn.close("talk.lost_again" if known else "talk.lost")
    else:
        talk(turn, turn.from_state, MORE_TIME_S)


def talk(turn: TurnBuilder, state: State, seconds: int) -> None:
    """Give them time: music and a closed session where there is a track, else waiting inside the speech."""
    if turn.music and state in WITH_MUSIC:
        _tell_the_way_on(turn)
        _play(turn, state, seconds)
    else:
        wait(turn, state, seconds)


def wait(turn: TurnBuilder, state: State, seconds: int) -> None:
    """Stay silent inside the speech, as long as one answer can be silent, and close; at once where it cannot be."""
    now = min(seconds, WAIT_MAX_S)
    if turn.parts:
        turn.silence_from_here()
    else:
        turn.keep_last_prompt()  # more of the same quiet: what they talk about is still what Repeat is asked for
    in_checkin = turn.checkin is not None and state is State.TALK
    known = check_ins(turn.household) >= SHORT_GUIDANCE_EVENINGS and not turn.household.guide
    full = in_checkin and not known and (turn.household.guide or not turn.has_said("talk.closed_first"))
    if turn.context.device.silence:
        hurried = known and turn.checkin is not None and turn.checkin.length == "short"
        if not (hurried or turn.said_this_evening("talk.wait") or turn.said_this_evening("talk.time")):
            line = "talk.wait" if check_ins(turn.household) < SHORT_GUIDANCE_EVENINGS else "talk.time"
            turn.say(line, time=Say("wait", 0 if now < CUE_FROM_S else 1 if now < WAIT_MAX_S else 2))
        if full and turn.context.remembers:
            turn.say("talk.closed_first")  # told before the quiet: after it, it comes too late
        quiet(turn, now)
    if turn.context.device.silence and not turn.context.remembers:
        # Where nothing can be kept, only an open session knows the evening.
        turn.carry(talk_left=max(0, seconds - now))
        turn.ask(state)
    elif turn.checkin is not None and in_checkin:
        turn.remember(checkin=replace(turn.checkin, waited=True), guide=False)
        told = full and turn.context.device.silence
        turn.close(None if known or told else "talk.closed_first" if full else "talk.closed")
    else:
        turn.close("talk.closed_question")


def quiet(turn: TurnBuilder, seconds: int) -> int:
    """Silence inside the speech, as long as one answer can be silent, with at most one soft word in its middle.

    Returns the seconds that it lasts.
    """
    now = min(seconds, WAIT_MAX_S)
    if now < CUE_FROM_S or check_ins(turn.household):  # who has been here before knows that we are still there
        turn.pause(now)
        return now
    turn.pause(now // 2)
    turn.say("talk.cue")
    turn.pause(now - now // 2)
    return now


def tell_the_way_on_first(turn: TurnBuilder) -> None:
    """Before the very first talk how it goes on, so that the question is what they hear last."""
    if turn.music and not check_ins(turn.household) and not any(map(turn.has_said, GUIDANCE)):
        turn.say(_guidance(turn))
        turn.remember(guide=False)


def _play(turn: TurnBuilder, state: State, seconds: int) -> None:
    turn.add_effect(Play(_token(turn, state, seconds)))
    turn.close()


def say_time(turn: TurnBuilder, seconds: int) -> None:
    """The time they asked for, so that they know it was understood."""
    turn.say("talk.time", time=_minutes(turn, seconds))


def _minutes(turn: TurnBuilder, seconds: int) -> Say:
    minutes = 0 if seconds <= MOMENT_S else min(-(-seconds // 60), len(turn.content.lines["minutes"].texts) - 1)
    return Say("minutes", minutes)


def is_swapped(checkin: CheckIn, step: Step) -> bool:
    """Test of a question that comes to the other one in a step of its own, which calls them by name."""
    return any(other.kind == "swap" and other.number == step.number for other in checkin.steps)


def _guidance(turn: TurnBuilder) -> str:
    """The line that tells in full how it goes on."""
    if turn.context.device.asks_after:
        return "talk.begin_asking"
    if turn.alone:
        return "talk.begin_alone"
    checkin = turn.checkin
    step = checkin.steps[checkin.at] if checkin is not None and checkin.at < len(checkin.steps) else None
    in_turns = checkin is not None and step is not None and step.kind == "question" and is_swapped(checkin, step)
    return "talk.begin_turns" if in_turns else "talk.begin_music"


def _tell_the_way_on(turn: TurnBuilder) -> None:
    """How it goes on: in full on the first evening and where they got lost, shortly on the next two, then not."""
    evenings = max(check_ins(turn.household), turn.household.visits - 1)
    told = any(turn.has_said(line) for line in GUIDANCE)
    if not told and (turn.household.guide or not evenings):
        turn.say(_guidance(turn))
        turn.remember(guide=False)
    elif turn.household.guide:
        turn.say("talk.then")
        turn.remember(guide=False)
    elif (
        not turn.context.device.asks_after  # who is asked need not be told again and again
        and evenings < SHORT_GUIDANCE_EVENINGS
        and turn.said_this_evening("talk.then") < SHORT_GUIDANCE_TIMES
        and (evenings or any(turn.said_this_evening(line) for line in GUIDANCE))  # not twice before one question
    ):
        turn.say("talk.then")


def _token(turn: TurnBuilder, state: State, seconds: int) -> Token:
    return Token(
        kind="checkin" if state is State.TALK else "question",
        evening=turn.evening,
        seconds=seconds,
        question=0 if state is State.TALK else _question(turn),
        checkin=turn.checkin if state is State.TALK else None,
        turn=turn.context.request[:8],
        told=turn.session.told,
    )


def _question(turn: TurnBuilder) -> int:
    """Number of the question that they talk about; where nothing can be kept only the session knows it. 0: none."""
    if turn.household.tonight is not None:
        return turn.household.tonight.question
    entry = turn.session.entry
    return entry.number if entry is not None and entry.deck == "questions" else 0


def sit(turn: TurnBuilder) -> None:
    """Time for the two of them, after words were read: nobody asks anything into it."""
    turn.close("talk.sit")
