# SPDX-License-Identifier: Apache-2.0
"""What can be said anywhere: help, repeat, stop, pause, resume, and what was not understood."""

from __future__ import annotations

from skill.checkin.course import easing, steps, talk_time
from skill.checkin.course.closing import is_over
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read, Say
from skill.checkin.planner.evening import check_ins
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.topics import playback, safety
from skill.checkin.turn_builder import TurnBuilder
from skill.checkin.wording import can_be_said

MISHEARD_BEFORE_CHOICES = 3
"""The third misunderstanding in a row offers two concrete choices."""
PLAINLY_ASKED = frozenset(
    (State.OFFER, State.JUST_QUESTION, State.READY, State.QUESTION, State.RITUAL, State.PHRASE, State.THEME)
)
"""States whose question needs no help: what is not understood there is mostly a word of the two to each other."""
AFTER_THE_EVENING_TALKING = frozenset((State.TALK, State.QUESTION_TALK))
AFTER_THE_EVENING = AFTER_THE_EVENING_TALKING | {State.NEW, State.READY}
"""States in which they may be once their evening is over."""
SHORT_S = 5.0
"""Silences longer than this belong to talk time and are not repeated."""


def help_here(turn: TurnBuilder) -> None:
    """Help for where they are."""
    line = f"help.{turn.from_state.value}"
    if line not in turn.content.lines or (turn.one_shot and turn.from_state is State.NEW):
        turn.say("help.ready")
        turn.ask(State.READY)
        return
    known = check_ins(turn.household) >= talk_time.SHORT_GUIDANCE_EVENINGS  # before that it is told once an evening
    if turn.checkin is not None and known:
        turn.remember(guide=True)
    if turn.one_shot and turn.from_state in talk_time.WITH_MUSIC:  # nobody listens to a plain "next" there
        turn.say("help.music" if turn.music else "help.waiting")
        turn.close()
        return
    if (theme := _theme_just_named(turn)) is not None:
        turn.recite(theme)
        resume_previous(turn)
    else:
        turn.say(line)
        ask_again(turn, turn.from_state)


def _theme_just_named(turn: TurnBuilder) -> Read | None:
    """Entry that explains the theme which was just named: what it is about, or for tonight's what they could do.

    None where no theme was named; a name alone may mean nothing to them.
    """
    for one in turn.session.last:
        theme = one.fill.get("theme") if isinstance(one, Say) else None
        if isinstance(one, Say) and isinstance(theme, Read) and theme.deck == "themes":
            return Read("themes", theme.number, "text" if one.line == "recall.theme" else "first_step")
    return None


def repeat(turn: TurnBuilder) -> None:
    """The last thing again, all of it that matters, and a question more slowly: it may have been too fast."""
    _say_again(turn)
    turn.slow_down()


def _say_again(turn: TurnBuilder) -> None:
    last = turn.session.last
    if turn.one_shot:
        if turn.checkin:
            steps.say_step(turn)
            return
        if playback.again(turn):
            return
        kept = next(
            (kept_turn for kept_turn in turn.household.devices if kept_turn.device == turn.context.device.key), None
        )
        if kept is None or turn.last_visit != turn.evening or not can_be_said(kept.parts, turn.content):
            turn.say("nothing_before")
            turn.ask(State.READY)
            return
        turn.recite(*(part for part in kept.parts if not isinstance(part, Pause) or part.seconds <= SHORT_S))
        turn.carry(entry=kept.session.entry, offered=kept.session.offered, asked_for=kept.session.asked_for)
        if kept.open:
            turn.wait_in(kept.session.state)
        else:
            turn.close()
        return
    if not last:
        ask_again(turn, turn.from_state)
        return
    turn.recite(*last)
    if turn.from_state in (State.TALK, State.QUESTION_TALK):
        talk_time.talk(turn, turn.from_state, turn.session.talk_left or talk_time.MORE_TIME_S)
    else:
        turn.wait_in(turn.from_state)


def stop(turn: TurnBuilder) -> None:
    """Stop at once, with all kept."""
    turn.keep_last_prompt()
    turn.add_effect(StopMusic())
    talked = (turn.checkin and turn.checkin.at) or turn.from_state is State.QUESTION_TALK or is_over(turn)
    if turn.from_state in (State.COOL_TALK, State.COOL_APART):  # nobody wishes them a good night in the middle of that
        turn.close("cool.just_end")
    else:
        warm = "stop.warm" if talked else "stop.low" if turn.low else "stop"
        turn.good_night("stop" if turn.alone else warm)
    turn.leave()


def nothing_more(turn: TurnBuilder) -> None:
    """A no to "anything else?": it ends nothing that is under way, which they only turned aside from."""
    if turn.checkin is None:
        stop(turn)
    else:
        turn.close(None if turn.context.playing else "pause")


def go_home(turn: TurnBuilder) -> None:
    """Leave without a word."""
    turn.keep_last_prompt()
    turn.close()
    turn.leave()


def pause(turn: TurnBuilder) -> None:
    """Keep their place. Outside a session nothing is said: the room goes quiet. What passes from now on is no talk."""
    turn.add_effect(StopMusic(clears=False))
    if turn.checkin:
        turn.remember(moved=None)
    if turn.one_shot:
        turn.close()
    else:
        turn.close("pause" if turn.checkin else "pause.nothing")


def resume(turn: TurnBuilder) -> None:
    """Go on: with the music or the evening after a closed session, else with what was asked."""
    if turn.one_shot:
        playback.resume(turn)
    else:
        ask_again(turn, turn.from_state)


def nothing_before(turn: TurnBuilder) -> None:
    """The question that they had before this one; where there is none, there is no step before."""
    if turn.from_state in (State.READY, State.QUESTION) and easing.put_back_tonights(turn):
        return
    turn.say("nothing_before")
    ask_again(turn, turn.from_state)


def no_such_thing(turn: TurnBuilder) -> None:
    """Loop and shuffle belong to music."""
    turn.say("not_music")
    resume_previous(turn)


def ask_here_again(turn: TurnBuilder) -> None:
    """A yes, a no or a next that nothing was waiting for."""
    ask_again(turn, turn.from_state)


def _is_over(turn: TurnBuilder) -> bool:
    """Whether their evening is over, and no question after it is being talked about."""
    playing = turn.context.playing
    talking = playing is not None and playing.token.kind == "question" and turn.from_state in AFTER_THE_EVENING_TALKING
    return turn.finished_tonight and turn.checkin is None and turn.from_state in AFTER_THE_EVENING and not talking


def not_understood(turn: TurnBuilder) -> None:
    """Sorry, once; then help, where what is asked needs it; the third time in a row two concrete choices.

    After their evening they may say it once more, and then it is a good night: nobody is offered yet another question
    for words that were not for us. Who called the skill by its name wanted something.
    """
    if _is_over(turn) and safety.RISK not in turn.unmatched:
        turn.say("sorry.missed")
        if turn.one_shot or not turn.session.misheard:
            turn.carry(misheard=1)
            turn.ask(State.READY, "sorry.or_night")
        else:
            stop(turn)
        return
    if turn.from_state in (State.TALK, State.QUESTION_TALK):
        talk_time.keep_quiet(turn)
        return
    misheard = turn.session.misheard + 1
    turn.carry(misheard=misheard % MISHEARD_BEFORE_CHOICES)
    turn.keep_last_prompt()
    theme = _theme_just_named(turn) if turn.from_state is State.OFFER and safety.RISK not in turn.unmatched else None
    if theme is not None and misheard == 1:  # "listening before who helps?"
        turn.recite(theme)
        ask_again(turn, turn.from_state)
        return
    if misheard >= MISHEARD_BEFORE_CHOICES or turn.one_shot:
        if turn.checkin is not None:
            turn.remember(guide=True)
        if turn.one_shot:
            turn.say("sorry.missed")
        choices = f"choices.{turn.from_state.value}"
        if choices in turn.content.lines:
            turn.say(choices)
            turn.wait_in(turn.from_state)
        else:
            turn.ask(State.READY, "choices.ready")
        return
    if misheard == 1 and turn.from_state is State.READY:
        turn.say("sorry.yours")  # asked what would help, they may have told each other, or us, how they are
    else:
        turn.say("sorry.missed" if misheard == 1 else "sorry.again")
    if misheard > 1 and turn.from_state not in PLAINLY_ASKED and f"help.{turn.from_state.value}" in turn.content.lines:
        turn.say(f"help.{turn.from_state.value}")
    ask_again(turn, turn.from_state)
