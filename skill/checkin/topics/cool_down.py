# SPDX-License-Identifier: Apache-2.0
"""Cool down: for two people in the middle of a fight.

One question to both; anything but yes ends gently, and nobody is asked why. Then breath, and speaker and listener in
turns: speak for yourself, say it back, no fixing. A time-out of twenty minutes is always near. Nothing of it is kept.
"""

from __future__ import annotations

from datetime import timedelta

from skill.checkin.choosing import rank
from skill.checkin.model.playback import Play, Token
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Say
from skill.checkin.topics import talk_time
from skill.checkin.turn_builder import TurnBuilder

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


def begin(turn: TurnBuilder) -> None:
    """Ask both whether they want to go on together."""
    turn.carry(round=0, entry=None, offered=())
    turn.say("cool.lead")
    turn.ask(State.COOL_CONSENT)


def not_now(turn: TurnBuilder) -> None:
    """Anything but a yes: end gently, without asking why."""
    turn.close("cool.not_now")


def breathe(turn: TurnBuilder) -> None:
    """A few breaths together, in the rhythm of speech."""
    turn.say("cool.breathe")
    for breath in range(BREATHS):
        # In their own order: a breath has a rhythm, and variety would break it.
        turn.recite(Say("cool.breathe_in", breath), Pause(BREATH_IN_S))
        turn.recite(Say("cool.breathe_out", breath), Pause(BREATH_OUT_S))
    turn.ask(State.COOL_BREATHE)


def floor(turn: TurnBuilder) -> None:
    """Name who has the floor."""
    names = turn.household.names
    round_number = turn.session.round
    if names:
        # Not always the one who is named first: nobody is to feel that the program takes sides.
        who = (round_number + rank(turn.context.seed, "floor", "")) % 2
        turn.say("cool.floor_named", name=names[who], other=names[1 - who])
    else:
        turn.say("cool.floor_first" if round_number % 2 == 0 else "cool.floor_other")
    turn.say("cool.rule")
    turn.say("cool.way_out")
    talk_time.wait(turn, State.COOL_SPEAK, SPEAK_S)


def say_back(turn: TurnBuilder) -> None:
    """The listener says it back."""
    turn.say("cool.say_back")
    talk_time.wait(turn, State.COOL_SAY_BACK, SAY_BACK_S)


def next_round(turn: TurnBuilder) -> None:
    """The other one has the floor; after both had it, words to mend it."""
    turn.carry(round=turn.session.round + 1)
    if turn.session.round < ROUNDS:
        floor(turn)
    else:
        repair(turn)


def repair(turn: TurnBuilder) -> None:
    """Words that either of them can say."""
    number = turn.choose("repair", turn.content.repair, turn.session.offered)
    if number is None:
        end_well(turn)
        return
    turn.say("cool.repair")
    turn.pause()
    turn.offer_entry("repair", number, noted=False)
    turn.pause()
    turn.ask(State.COOL_REPAIR)


def offer_time_out(turn: TurnBuilder) -> None:
    """It is too hot to go on: twenty minutes apart, with a way back."""
    turn.ask(State.COOL_TIME_OUT)


def time_out(turn: TurnBuilder) -> None:
    """They take the time-out."""
    turn.remember(break_until=turn.context.moment + timedelta(seconds=TIME_OUT_S + WAY_BACK_S))
    if turn.context.device.audio:
        token = Token("time_out", turn.evening, TIME_OUT_S, turn=turn.context.request[:8])
        turn.add_effect(Play(token))
        turn.close("cool.time_out_music")
    else:
        turn.close("cool.time_out")


def come_back(turn: TurnBuilder) -> None:
    """They are back from the time-out: ask both again."""
    turn.remember(break_until=None)
    turn.carry(round=0, entry=None, offered=())
    turn.say("cool.come_back")
    turn.ask(State.COOL_CONSENT)


def end_well(turn: TurnBuilder) -> None:
    """It is enough for now."""
    turn.say("cool.end")
    number = turn.choose("touch", turn.content.touch)
    if number is not None:
        turn.read_unnoted("touch", number)
    turn.close("cool.goodbye")


def just_end(turn: TurnBuilder) -> None:
    """They stop here, which is fine too."""
    turn.close("cool.just_end")
