# SPDX-License-Identifier: Apache-2.0
"""Cool down: for two people in the middle of a fight.

Both are asked, one after the other; anything but two clear yeses ends it gently, and nobody is asked why. From then on
no microphone is open: each turn is a few words, music and a closed session, and *next* goes on. Where they are travels
in the track's token and in no record. Without a player of music it is one turn, with the quiet inside the speech.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from skill.checkin.choosing import rank
from skill.checkin.course import talk_time
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.events import Context
from skill.checkin.model.household import Household
from skill.checkin.model.playback import COOL_STEPS, Play, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Fill, Pause, Say
from skill.checkin.topics.safety import RISK
from skill.checkin.turn_builder import TurnBuilder

BREATHE, SPEAK, SAY_BACK, OTHER_SPEAKS, OTHER_SAYS_BACK, MEND = range(6)
"""The steps of the talk. What follows MEND is the same with other words, as often as they ask for some."""
LAST_MEND = COOL_STEPS - 2
APART = COOL_STEPS - 1
SECONDS = {BREATHE: 60, SPEAK: 120, SAY_BACK: 60, OTHER_SPEAKS: 120, OTHER_SAYS_BACK: 60, APART: 1200}
MEND_S = 120
MEND_WORDS = 2
"""So many words to mend it are read at once: one for each of them, if they like."""
WAY_BACK_S = 2400
"""For how long after a track its way back is open, in seconds."""
TWICE_S = 3
"""A second next within three seconds is the same next."""
BREATHS = 3
BREATH_IN_S = 4
BREATH_OUT_S = 5
QUIET_S = 60
"""Quiet for their turns where there is no music. With the breaths it is under what one answer may be silent."""
UNCLEAR_MAX = 2
"""What is unclear for the second time means time apart."""


# Whether both want it


def begin(turn: TurnBuilder) -> None:
    """Ask whether they want to slow it down together: one question to both."""
    _quiet(turn)
    turn.carry(round=0, misheard=0, entry=None, offered=(), asked_for=None)
    turn.say("cool.lead_again" if turn.household.left == turn.evening else "cool.lead")
    turn.ask(State.COOL_CONSENT)


def ask_the_other(turn: TurnBuilder) -> None:
    """One of them wants it. And the other one?"""
    turn.ask(State.COOL_AND_YOU)


def sorry_first(turn: TurnBuilder) -> None:
    """Somebody would rather say sorry, which is no yes to anything for two: they get words for it, and it ends."""
    if RISK in turn.unmatched:  # where one may not be safe, nobody is told to make up
        not_now(turn)
        return
    sorry = [number for number, words in turn.content.repair.items() if words.sorry]
    turn.say("mend.lead")
    turn.read_unnoted("repair", min(sorry, key=lambda number: rank(turn.context.seed, "repair", number)))
    turn.pause()
    turn.close("cool.after_sorry")
    turn.leave()


def not_now(turn: TurnBuilder) -> None:
    """Anything but two clear yeses: end gently, with time apart, and without asking why."""
    again = turn.said_this_evening("cool.not_now")  # how to come back they know by now
    turn.close("cool.not_now_again" if again else "cool.not_now")
    turn.leave()


def made_up(turn: TurnBuilder) -> None:
    """They say that it is over: nobody is sent apart, and nothing is asked of them."""
    turn.close("cool.made_up")
    turn.leave()


def no_quarrel(turn: TurnBuilder) -> None:
    """It was none ("we're fine, just tired"), or they would rather have a question: back to the evening, gently."""
    turn.say("cool.no_quarrel")
    turn.carry(asked_for="light")
    turn.ask(State.JUST_QUESTION, "ask.gentle")


def agreed(turn: TurnBuilder) -> None:
    """Both want it."""
    if turn.context.device.audio:
        turn.remember(left=None)  # the track tells where they are, unless they leave from here on
        _say_step(turn, BREATHE)
    else:
        _all_at_once(turn)


# The talk, under music


def go_on(turn: TurnBuilder) -> None:
    """Next: the other one speaks, or words to mend it; after those it is enough."""
    if _came_twice(turn):
        turn.close()
    elif turn.session.round >= MEND:
        end_well(turn)
    else:
        _say_step(turn, turn.session.round + 1)


def again(turn: TurnBuilder) -> None:
    """The same step once more."""
    _say_step(turn, turn.session.round)


def go_back(turn: TurnBuilder) -> None:
    """The step before."""
    _say_step(turn, max(min(turn.session.round, MEND) - 1, BREATHE))


def another(turn: TurnBuilder) -> None:
    """Other words to mend it; no question of ours comes in between."""
    if MEND <= turn.session.round < LAST_MEND:
        _say_step(turn, turn.session.round + 1)
    else:
        unclear(turn)


def more_time(turn: TurnBuilder) -> None:
    """They need longer for this."""
    turn.say("cool.time")
    _play(turn, turn.session.round, talk_time.seconds_asked(turn))


def unclear(turn: TurnBuilder) -> None:
    """Something that nobody can be sure of: once the step again, and the second time it is too hot to go on."""
    turn.carry(misheard=turn.session.misheard + 1)
    if turn.session.misheard < UNCLEAR_MAX:
        again(turn)
    else:
        apart(turn)


def not_so(turn: TurnBuilder) -> None:
    """A no. After what was said back it is what they were asked for ("that's not what I said"); else it is too much."""
    saying_back = turn.session.round in (SAY_BACK, OTHER_SAYS_BACK)
    turn.carry(misheard=turn.session.misheard + 1)
    if saying_back and turn.session.misheard < UNCLEAR_MAX and turn.context.device.audio:
        _say(turn, "cool.say_again", turn.session.round // 2)
        _play(turn, turn.session.round)
    else:
        apart(turn)


def how_long(turn: TurnBuilder) -> None:
    """As long as they need; the music goes on under it."""
    turn.close("how_long.cool")


def play_on(turn: TurnBuilder) -> None:
    """Resume: the music from where it stopped."""
    playing = turn.context.playing
    if playing is None:
        again(turn)
    else:
        turn.add_effect(Play(playing.token, playing.offset_ms))
        turn.close()


def help_here(turn: TurnBuilder) -> None:
    """What they can say; the music goes on under it."""
    turn.close(f"help.{turn.from_state.value}")


def end_well(turn: TurnBuilder) -> None:
    """It is enough for now."""
    _end(turn, "cool.end")


# Time apart


def apart(turn: TurnBuilder) -> None:
    """Twenty minutes, each for themselves, with a way back and no need to come."""
    if turn.context.device.audio:
        turn.say("cool.apart_music")
        _play(turn, APART)
    else:
        _end(turn, "cool.apart")


def still_apart(turn: TurnBuilder) -> None:
    """Whatever is said meanwhile: the time apart goes on."""
    turn.close("cool.still_apart")


def come_back(turn: TurnBuilder) -> None:
    """They are back: ask both again."""
    _quiet(turn)
    turn.carry(round=0, misheard=0, entry=None, offered=())
    turn.say("cool.come_back")
    turn.ask(State.COOL_CONSENT)


def just_end(turn: TurnBuilder) -> None:
    """They leave it for tonight, which is fine too."""
    _end(turn, "cool.just_end")


# Where they are, out of a closed session


def track_of(household: Household, context: Context) -> Token | None:
    """The token of a talk that still goes on; None where they left it, or it is long over, or the evening went on."""
    token = context.playing.token if context.playing is not None else None
    if token is None or token.kind != "cool_down":
        return None
    now = context.moment.timestamp()
    if household.left in (token.evening, context.evening):
        return None
    if household.moved is not None and household.moved.timestamp() > token.started:
        return None
    return token if 0 <= now - token.started <= token.seconds + WAY_BACK_S else None


def under_way(session: Session, token: Token) -> Session:
    """The session of a talk that goes on over the music."""
    state = State.COOL_APART if token.step == APART else State.COOL_TALK
    return Session(state=state, round=token.step, misheard=min(token.unclear, UNCLEAR_MAX), told=session.told)


def picks_up(turn: TurnBuilder) -> bool:
    """Go on where they opened the skill in the middle of it; False where nothing is in the middle."""
    token = track_of(turn.household, turn.context)
    if token is None:
        return False
    turn.leave_no_trace()
    turn.session = under_way(turn.session, token)
    if token.step == APART:
        come_back(turn)
    else:
        again(turn)
    return True


def was_last(context: Context, evening: date) -> bool:
    """Whether the last music of this evening was for such a talk, also one that is over."""
    token = context.playing.token if context.playing is not None else None
    return token is not None and token.kind == "cool_down" and token.evening == evening


# What each step says


def _say_step(turn: TurnBuilder, step: int) -> None:
    if not turn.context.device.audio:
        _all_at_once(turn)
    elif step == APART:
        apart(turn)
    else:
        _SAYS.get(step, _mend)(turn, step)
        _play(turn, step)


def _breathe(turn: TurnBuilder, step: int) -> None:
    _breaths(turn)
    _say(turn, "cool.then_turns", step)


def _floor(turn: TurnBuilder, step: int) -> None:
    names = turn.household.names
    other = step == OTHER_SPEAKS
    if names:
        # Not always the one who is named first: nobody is to feel that the program takes sides.
        who = (other + rank(turn.context.seed, "floor", "")) % 2
        _say(turn, "cool.floor_named", step // 2, name=names[who], other=names[1 - who])
    else:
        _say(turn, "cool.floor_other" if other else "cool.floor_first", step // 2)
    _say(turn, "cool.rule", step // 2)
    _say(turn, "cool.then_next", step)


def _say_back(turn: TurnBuilder, step: int) -> None:
    _say(turn, "cool.say_back", step // 2)
    _say(turn, "cool.then_next", step)


def _mend(turn: TurnBuilder, step: int) -> None:
    by_chance = sorted(turn.content.repair, key=lambda number: rank(turn.context.seed, "repair", number))
    first = (step - MEND) * MEND_WORDS
    _say(turn, "cool.mend", step)
    for nth in range(first, first + MEND_WORDS):
        turn.pause()
        turn.read_unnoted("repair", by_chance[nth % len(by_chance)])
    turn.pause()
    _say(turn, "cool.then_enough", step)


def _breaths(turn: TurnBuilder) -> None:
    """A few breaths together, in the rhythm of speech."""
    _say(turn, "cool.breathe", 0)
    for breath in range(BREATHS):
        # In their own order: a breath has a rhythm, and variety would break it.
        turn.recite(Say("cool.breathe_in", breath), Pause(BREATH_IN_S))
        turn.recite(Say("cool.breathe_out", breath), Pause(BREATH_OUT_S))


def _all_at_once(turn: TurnBuilder) -> None:
    """All of it in one turn, where no music can carry them: breath, their turns, and a way back that is true."""
    _breaths(turn)
    if turn.context.device.silence:
        _say(turn, "cool.turns", 0)
        turn.silence_from_here()
        turn.pause(QUIET_S)
    else:
        _say(turn, "cool.turns_alone", 0)
    _end(turn, "cool.turns_over")


# How a step ends


def _play(turn: TurnBuilder, step: int, seconds: int | None = None) -> None:
    if not turn.context.device.audio:
        turn.close()
        return
    turn.carry(round=step)
    token = Token(
        kind="cool_down",
        evening=turn.evening,
        seconds=seconds or SECONDS.get(step, MEND_S),
        turn=turn.context.request[:8],
        told=turn.session.told,
        step=step,
        unclear=min(turn.session.misheard, UNCLEAR_MAX),
        started=int(turn.context.moment.timestamp()),
    )
    turn.add_effect(Play(token))
    turn.close()


def _end(turn: TurnBuilder, line: str) -> None:
    _quiet(turn)
    turn.close(line)
    turn.leave()


def _quiet(turn: TurnBuilder) -> None:
    if turn.context.playing is not None:
        turn.add_effect(StopMusic())


def _came_twice(turn: TurnBuilder) -> bool:
    token = track_of(turn.household, turn.context)
    return token is not None and turn.context.moment.timestamp() - token.started < TWICE_S


def _say(turn: TurnBuilder, line: str, nth: int, **fill: Fill) -> None:
    """Say the nth wording of a line from where this evening begins: what no record counts is counted by the step."""
    count = len(turn.content.lines[line].texts)
    turn.recite(Say(line, (rank(turn.context.seed, "wording", line) + nth) % count, fill))


_SAYS: dict[int, Callable[[TurnBuilder, int], None]] = {
    BREATHE: _breathe,
    SPEAK: _floor,
    SAY_BACK: _say_back,
    OTHER_SPEAKS: _floor,
    OTHER_SAYS_BACK: _say_back,
}
