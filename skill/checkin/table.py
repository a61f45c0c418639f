# SPDX-License-Identifier: Apache-2.0
"""The transition table: everything that decides what may follow what stands in this file.

`TABLE` says for each state what an intent does there (a step) and in which states that step may end. `ANYWHERE` holds
what an intent does wherever a state says nothing of its own. A step that ends elsewhere than the table says is a
mistake: the engine refuses it. `python -m skill map` draws this table, so the drawing cannot drift.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.topics import (
    built_ins,
    cool_down,
    evening,
    opening,
    playback,
    profile,
    question,
    ratings,
    reflection,
    reminders,
    safety,
    suggestions,
    talk_time,
)
from skill.checkin.turn_builder import TurnBuilder

S = State


class Move(NamedTuple):
    """What an intent does in a state."""

    step: Callable[[TurnBuilder], None]
    leads_to: frozenset[State]
    goes_back: bool = False
    """An interlude: it may also end in the state it came from."""


def to(step: Callable[[TurnBuilder], None], *states: State) -> Move:
    """A move that ends in one of some states."""
    return Move(step, frozenset(states))


def interlude(step: Callable[[TurnBuilder], None], *states: State) -> Move:
    """A move that goes back to where it came from; asks for more where that was nowhere; closes after a one-shot."""
    return Move(step, frozenset((S.READY, S.ENDED, *states)), goes_back=True)


BEGUN = (S.RATE, S.TALK, S.RITUAL, S.ENDED)
"""Where the first step of a check-in leaves them, or the one they come back to; ENDED where they talk under music."""
ONWARD = (S.TALK, S.RITUAL, S.READY, S.ENDED)
"""Where the next step leaves them; READY where the check-in was finished on another speaker."""
BACKWARD = (S.TALK, S.RITUAL, S.READY, S.ENDED)
TALKING = (S.TALK, S.ENDED)
QUESTION_TALK = (S.QUESTION_TALK, S.ENDED)
OFFERED = (S.OFFER, S.READY)
COOL_ON = to(cool_down.offer_time_out, S.COOL_TIME_OUT)
COOL_NOT_NOW = to(cool_down.not_now, S.ENDED)
NO_YES = (
    *(Intent.NO, Intent.NEXT, Intent.SOMETIMES, Intent.PASS, Intent.NOT_UNDERSTOOD, Intent.CANCEL),
    # "Wait", "give us a minute", "by myself", "something else", "go back": all of them but yes.
    *(Intent.PAUSE, Intent.TALK_TIME, Intent.SOLO, Intent.ANOTHER_ONE, Intent.PREVIOUS),
)
"""Whatever is no clear consent."""
COOL_WAYS_OUT: Mapping[Intent, Move] = {
    **dict.fromkeys((Intent.PASS, Intent.PAUSE, Intent.SOLO), COOL_ON),  # "take a break", "time apart"
    Intent.START_OVER: to(cool_down.begin, S.COOL_CONSENT),
}

ANYWHERE: Mapping[Intent, Move] = {
    Intent.LAUNCH: to(opening.launch, S.FOLLOW_UP, S.OFFER, S.READY, S.COOL_CONSENT, *BEGUN),
    Intent.TASK: interlude(opening.task, S.QUESTION),
    Intent.START_CHECK_IN: to(evening.begin, *BEGUN),
    Intent.TONIGHTS_QUESTION: interlude(question.tonight, S.QUESTION),
    Intent.ANOTHER_ONE: interlude(question.another, S.QUESTION),
    Intent.EMPATHY_PHRASE: interlude(suggestions.empathy, S.PHRASE),
    Intent.SUGGEST_RITUAL: interlude(suggestions.ritual, S.RITUAL),
    Intent.SUGGEST_EXPERIENCE: interlude(suggestions.experience, S.PHRASE),
    Intent.APPRECIATE: interlude(suggestions.appreciate, S.PHRASE),
    Intent.CHOOSE_RITUAL: interlude(suggestions.choose_by_name),
    Intent.RITUAL_DONE: interlude(opening.happened, S.OFFER),
    Intent.RITUAL_MISSED: interlude(opening.did_not_happen, S.OFFER),
    Intent.REMIND_US: interlude(reminders.ask, S.REMIND),
    Intent.CANCEL_REMINDER: interlude(reminders.cancel),
    Intent.REMINDER_STATUS: interlude(reminders.status),
    Intent.HOW_ARE_WE_DOING: to(profile.how_are_we_doing, S.JUST_US),
    Intent.REFLECT: to(reflection.begin, S.REFLECT_BEGIN),
    Intent.ABOUT_THEME: interlude(suggestions.theme, S.THEME),
    Intent.COOL_DOWN: to(cool_down.begin, S.COOL_CONSENT),
    Intent.TALK_TIME: interlude(question.take_time, S.QUESTION_TALK),
    Intent.RATE: interlude(ratings.rated, S.RATE_SECOND),
    Intent.SOLO: to(evening.alone, *BEGUN),
    Intent.APART: to(evening.alone, *BEGUN),
    Intent.OUR_RITUAL: interlude(suggestions.ritual, S.RITUAL),
    Intent.MEND: interlude(built_ins.not_understood),
    Intent.HOW_LONG: interlude(built_ins.not_understood),
    Intent.WHOSE_TURN: interlude(built_ins.help_here),
    Intent.SET_NAMES: interlude(profile.set_names),
    Intent.AVOID_TOPIC: interlude(profile.avoid_topic),
    Intent.ALLOW_TOPIC: interlude(profile.allow_topic),
    Intent.SAVE_THIS: interlude(profile.save),
    Intent.UNSAVE: interlude(profile.unsave),
    Intent.SAVED: to(profile.read_saved, S.JUST_US),
    Intent.PRIVACY: interlude(profile.privacy),
    Intent.SAFETY: to(safety.safety, S.SAFETY, S.ENDED),
    Intent.FORGET_US: to(profile.ask_to_forget, S.FORGET),
    Intent.HELP: interlude(built_ins.help_here),
    Intent.STOP: to(built_ins.stop, S.ENDED),
    Intent.CANCEL: to(built_ins.stop, S.ENDED),
    Intent.GO_HOME: to(built_ins.go_home, S.ENDED),
    Intent.REPEAT: to(built_ins.repeat, *State),
    Intent.PAUSE: to(built_ins.pause, S.ENDED),
    Intent.RESUME: to(built_ins.resume, *State),
    Intent.START_OVER: to(evening.start_over, *BEGUN),
    Intent.LOOP_ON: interlude(built_ins.no_such_thing),
    Intent.LOOP_OFF: interlude(built_ins.no_such_thing),
    Intent.SHUFFLE_ON: interlude(built_ins.no_such_thing),
    Intent.SHUFFLE_OFF: interlude(built_ins.no_such_thing),
    Intent.PREVIOUS: interlude(built_ins.nothing_before),
    Intent.YES: interlude(built_ins.ask_here_again),
    Intent.NO: interlude(built_ins.ask_here_again),
    Intent.NEXT: interlude(built_ins.ask_here_again),
    Intent.SOMETIMES: interlude(built_ins.ask_here_again),
    Intent.PASS: interlude(built_ins.ask_here_again),
    Intent.NOT_UNDERSTOOD: interlude(built_ins.not_understood),
}

TABLE: Mapping[State, Mapping[Intent, Move]] = {
    S.NEW: {
        Intent.NEXT: to(playback.go_on, S.READY, S.COOL_CONSENT, *ONWARD),
        Intent.PREVIOUS: to(evening.go_back, *BACKWARD),
        Intent.TALK_TIME: to(playback.more_time, S.READY, S.TALK, *QUESTION_TALK),
    },
    S.READY: {
        **{
            intent: ANYWHERE[intent]
            for intent in (Intent.TONIGHTS_QUESTION, Intent.START_CHECK_IN, Intent.SUGGEST_RITUAL)
        },
        Intent.YES: to(question.tonight, S.QUESTION),
        Intent.NO: to(built_ins.stop, S.ENDED),
        Intent.NEXT: to(question.another, S.QUESTION),
        Intent.PASS: to(built_ins.stop, S.ENDED),
    },
    S.FOLLOW_UP: {
        Intent.YES: to(opening.happened, *OFFERED),
        Intent.NO: to(opening.did_not_happen, *OFFERED),
        Intent.RITUAL_DONE: to(opening.happened, *OFFERED),
        Intent.RITUAL_MISSED: to(opening.did_not_happen, *OFFERED),
        Intent.SOMETIMES: to(opening.happened, *OFFERED),
        Intent.TALK_TIME: to(opening.did_not_happen, *OFFERED),  # "not yet"
        Intent.PASS: to(opening.passed_over, *OFFERED),
        Intent.NEXT: to(opening.passed_over, *OFFERED),
    },
    S.OFFER: {
        Intent.YES: to(evening.start, *BEGUN),
        Intent.NO: to(opening.not_tonight, S.JUST_QUESTION),
        Intent.NEXT: to(evening.start, *BEGUN),
        Intent.ANOTHER_ONE: to(opening.offer_another_theme, S.OFFER),
        Intent.START_CHECK_IN: ANYWHERE[Intent.START_CHECK_IN],
        Intent.TONIGHTS_QUESTION: ANYWHERE[Intent.TONIGHTS_QUESTION],
        Intent.SOLO: ANYWHERE[Intent.SOLO],
        Intent.PASS: to(opening.not_tonight, S.JUST_QUESTION),
    },
    S.JUST_QUESTION: {
        Intent.YES: to(question.tonight, S.QUESTION),
        Intent.NO: to(opening.no_question, S.ENDED),
        Intent.NEXT: to(question.tonight, S.QUESTION),
        Intent.PASS: to(opening.no_question, S.ENDED),
    },
    S.RATE: {
        Intent.RATE: to(ratings.rated, S.RATE, S.RATE_SECOND, *ONWARD),
        Intent.PASS: to(ratings.rating_skipped, *ONWARD),
        Intent.NO: to(ratings.rating_skipped, *ONWARD),
        Intent.NEXT: to(ratings.rating_skipped, *ONWARD),
    },
    S.RATE_SECOND: {
        Intent.RATE: to(ratings.rated, S.RATE_SECOND, *ONWARD),
        Intent.PASS: to(ratings.rating_skipped, *ONWARD),
        Intent.NO: to(ratings.rating_skipped, *ONWARD),
        Intent.NEXT: to(ratings.rating_skipped, *ONWARD),
    },
    S.TALK: {
        Intent.NEXT: to(evening.go_on, *ONWARD),
        Intent.RESUME: to(evening.go_on, *ONWARD),  # "carry on"
        Intent.START_CHECK_IN: to(evening.begin_or_longer, *BEGUN),  # "longer"
        Intent.YES: to(evening.go_on, *ONWARD),
        Intent.NO: to(talk_time.more_time, *TALKING),
        Intent.TALK_TIME: to(talk_time.more_time, *TALKING),
        Intent.ANOTHER_ONE: to(evening.another_question, *BACKWARD),
        Intent.PASS: to(evening.another_question, *BACKWARD),
        Intent.PREVIOUS: to(evening.go_back, *BACKWARD),
        Intent.SOMETIMES: to(talk_time.keep_quiet, S.TALK),
    },
    S.QUESTION: {
        Intent.YES: to(question.give_time, *QUESTION_TALK),
        Intent.TALK_TIME: to(question.take_time, S.QUESTION, *QUESTION_TALK),
        Intent.ANOTHER_ONE: to(question.another, S.QUESTION),
        Intent.NO: to(question.later, S.READY),
        Intent.NEXT: to(question.later, S.READY),
        Intent.PASS: to(question.another, S.QUESTION),
    },
    S.QUESTION_TALK: {
        Intent.NEXT: to(question.later, S.READY),
        Intent.RESUME: to(question.later, S.READY),
        Intent.YES: to(question.later, S.READY),
        Intent.NO: to(talk_time.more_time, *QUESTION_TALK),
        Intent.TALK_TIME: to(talk_time.more_time, *QUESTION_TALK),
        Intent.ANOTHER_ONE: to(question.another, S.QUESTION),
        Intent.PASS: to(question.another, S.QUESTION),
        Intent.PREVIOUS: to(question.again, *QUESTION_TALK),
        Intent.START_OVER: to(question.again, *QUESTION_TALK),
        Intent.SOMETIMES: to(talk_time.keep_quiet, S.QUESTION_TALK),
        Intent.START_CHECK_IN: to(evening.begin_or_longer, *QUESTION_TALK, *BEGUN),  # "longer"
    },
    S.RITUAL: {
        Intent.YES: to(suggestions.accept_ritual, S.READY, S.ENDED),
        Intent.ANOTHER_ONE: to(suggestions.another_ritual, S.RITUAL),
        Intent.NO: to(suggestions.decline_ritual, S.ENDED),
        Intent.CHOOSE_RITUAL: to(suggestions.choose_by_name, S.READY, S.ENDED),
        Intent.REMIND_US: to(reminders.ask, S.REMIND, S.RITUAL),
        Intent.SUGGEST_RITUAL: to(suggestions.ritual, S.RITUAL),
        Intent.SOMETIMES: to(suggestions.accept_ritual, S.READY, S.ENDED),
        Intent.SAVE_THIS: to(suggestions.accept_ritual, S.READY, S.ENDED),  # "keep it"
        Intent.PASS: to(suggestions.decline_ritual, S.ENDED),
        Intent.NEXT: to(suggestions.decline_ritual, S.ENDED),
        Intent.PREVIOUS: to(evening.go_back, *BACKWARD),
        Intent.RITUAL_MISSED: to(suggestions.decline_ritual, S.ENDED),  # "not this week"
    },
    S.PHRASE: {
        Intent.YES: to(suggestions.another_of_same, S.PHRASE, S.READY),
        Intent.ANOTHER_ONE: to(suggestions.another_of_same, S.PHRASE, S.READY),
        Intent.NEXT: to(suggestions.another_of_same, S.PHRASE, S.READY),
        Intent.NO: to(suggestions.enough, S.READY),
        Intent.PASS: to(suggestions.enough, S.READY),
        Intent.TALK_TIME: to(suggestions.another_of_same, S.PHRASE, S.READY),  # "we'd like more"
    },
    S.THEME: {
        Intent.YES: to(question.about_theme, S.QUESTION),
        Intent.NO: to(suggestions.enough, S.READY),
        Intent.NEXT: to(question.about_theme, S.QUESTION),
        Intent.PASS: to(suggestions.enough, S.READY),
        Intent.ANOTHER_ONE: to(suggestions.enough, S.READY),  # "something else"
    },
    S.JUST_US: {
        Intent.YES: to(profile.just_us, S.READY, S.SAVED),
        Intent.SOLO: to(profile.just_us, S.READY, S.SAVED),
        Intent.NO: to(profile.not_just_us, S.READY),
        Intent.NEXT: to(profile.not_just_us, S.READY),
        Intent.PASS: to(profile.not_just_us, S.READY),
        Intent.SOMETIMES: to(profile.not_just_us, S.READY),
    },
    S.SAVED: {
        Intent.YES: to(profile.more_saved, S.SAVED, S.READY),
        Intent.NEXT: to(profile.more_saved, S.SAVED, S.READY),
        Intent.ANOTHER_ONE: to(profile.more_saved, S.SAVED, S.READY),
        Intent.TALK_TIME: to(profile.more_saved, S.SAVED, S.READY),  # "some more"
        Intent.NO: to(profile.enough_saved, S.READY),
        Intent.PASS: to(profile.enough_saved, S.READY),
    },
    S.REFLECT_BEGIN: {
        Intent.YES: to(reflection.first_sign, S.REFLECT),
        Intent.NEXT: to(reflection.first_sign, S.REFLECT),
        Intent.NO: to(reflection.leave, S.READY),
        Intent.PASS: to(reflection.leave, S.READY),
        Intent.START_CHECK_IN: to(reflection.first_sign, S.REFLECT),  # "start"
        Intent.RESUME: to(reflection.first_sign, S.REFLECT),
        Intent.START_OVER: to(reflection.begin, S.REFLECT_BEGIN),
    },
    S.REFLECT: {
        Intent.YES: to(reflection.yes, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        Intent.NO: to(reflection.no, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        Intent.SOMETIMES: to(reflection.sometimes, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        Intent.PASS: to(reflection.skip, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        Intent.NEXT: to(reflection.skip, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        Intent.ANOTHER_ONE: to(reflection.skip, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        Intent.PREVIOUS: to(reflection.back_one, S.REFLECT),
        Intent.TALK_TIME: to(reflection.take_time, S.REFLECT),
        Intent.PAUSE: to(reflection.take_time, S.REFLECT),  # "wait", "hold on"
        Intent.START_OVER: to(reflection.begin, S.REFLECT_BEGIN),
        Intent.NOT_UNDERSTOOD: to(reflection.keep_quiet, S.REFLECT),
    },
    S.REFLECT_HALFWAY: {
        Intent.YES: to(reflection.first_sign, S.REFLECT),
        Intent.NEXT: to(reflection.first_sign, S.REFLECT),
        Intent.NO: to(reflection.leave, S.READY),
        Intent.PASS: to(reflection.leave, S.READY),
        Intent.RESUME: to(reflection.first_sign, S.REFLECT),  # "carry on"
        Intent.TALK_TIME: to(reflection.take_time, S.REFLECT_HALFWAY),
        Intent.PAUSE: to(reflection.take_time, S.REFLECT_HALFWAY),
        Intent.START_OVER: to(reflection.begin, S.REFLECT_BEGIN),
    },
    S.COOL_CONSENT: {
        Intent.YES: to(cool_down.breathe, S.COOL_BREATHE),
        **dict.fromkeys(
            (Intent.NO, Intent.NEXT, Intent.SOMETIMES, Intent.PASS, Intent.NOT_UNDERSTOOD, Intent.CANCEL), COOL_NOT_NOW
        ),
        # "Wait", "give us a minute", "by myself", "something else", "go back": all of them but yes.
        **dict.fromkeys(
            (Intent.PAUSE, Intent.TALK_TIME, Intent.SOLO, Intent.ANOTHER_ONE, Intent.PREVIOUS), COOL_NOT_NOW
        ),
        Intent.COOL_DOWN: to(cool_down.breathe, S.COOL_BREATHE),  # "slow it down"
    },
    S.COOL_BREATHE: {
        Intent.YES: to(cool_down.floor, S.COOL_SPEAK),
        Intent.NEXT: to(cool_down.floor, S.COOL_SPEAK),
        Intent.RESUME: to(cool_down.floor, S.COOL_SPEAK),
        Intent.TALK_TIME: COOL_ON,  # "we need time"
        Intent.NO: COOL_ON,
        **COOL_WAYS_OUT,
        **dict.fromkeys((Intent.ANOTHER_ONE, Intent.PREVIOUS), to(cool_down.breathe, S.COOL_BREATHE)),
    },
    S.COOL_SPEAK: {
        Intent.YES: to(cool_down.say_back, S.COOL_SAY_BACK),
        Intent.NEXT: to(cool_down.say_back, S.COOL_SAY_BACK),
        Intent.RESUME: to(cool_down.say_back, S.COOL_SAY_BACK),
        Intent.TALK_TIME: to(talk_time.more_time, S.COOL_SPEAK),
        Intent.NO: to(talk_time.more_time, S.COOL_SPEAK),
        Intent.PREVIOUS: to(cool_down.floor, S.COOL_SPEAK),
        **COOL_WAYS_OUT,
        Intent.ANOTHER_ONE: to(talk_time.keep_quiet, S.COOL_SPEAK),
        Intent.START_CHECK_IN: to(evening.begin_or_longer, S.COOL_SPEAK, *BEGUN),  # "longer"
    },
    S.COOL_SAY_BACK: {
        Intent.YES: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),
        Intent.NEXT: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),
        Intent.RESUME: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),
        Intent.TALK_TIME: to(talk_time.more_time, S.COOL_SAY_BACK),
        Intent.NO: to(talk_time.more_time, S.COOL_SAY_BACK),
        Intent.PREVIOUS: to(cool_down.floor, S.COOL_SPEAK),
        **COOL_WAYS_OUT,
        Intent.ANOTHER_ONE: to(talk_time.keep_quiet, S.COOL_SAY_BACK),
        Intent.START_CHECK_IN: to(evening.begin_or_longer, S.COOL_SAY_BACK, *BEGUN),  # "longer"
        Intent.RITUAL_DONE: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),  # "it did"
        Intent.RITUAL_MISSED: to(talk_time.more_time, S.COOL_SAY_BACK),  # "it didn't"
    },
    S.COOL_REPAIR: {
        Intent.YES: to(cool_down.repair, S.COOL_REPAIR, S.ENDED),
        Intent.ANOTHER_ONE: to(cool_down.repair, S.COOL_REPAIR, S.ENDED),
        Intent.NEXT: to(cool_down.end_well, S.ENDED),
        Intent.NO: to(cool_down.end_well, S.ENDED),
        **COOL_WAYS_OUT,
    },
    S.COOL_TIME_OUT: {
        Intent.YES: to(cool_down.time_out, S.ENDED),
        Intent.NEXT: to(cool_down.time_out, S.ENDED),
        Intent.NO: to(cool_down.just_end, S.ENDED),
        Intent.PASS: to(cool_down.just_end, S.ENDED),
        Intent.PAUSE: to(cool_down.time_out, S.ENDED),  # "take a break"
        Intent.SOLO: to(cool_down.time_out, S.ENDED),  # "time apart"
        Intent.TALK_TIME: to(cool_down.time_out, S.ENDED),  # "twenty minutes"
    },
    S.REMIND: {
        Intent.YES: to(reminders.confirm, S.REMIND, S.READY),
        Intent.REMIND_US: to(reminders.ask, S.REMIND),
        Intent.NO: to(reminders.decline, S.READY, S.ENDED),
        Intent.NEXT: to(reminders.decline, S.READY, S.ENDED),
        Intent.CANCEL_REMINDER: to(reminders.decline, S.READY, S.ENDED),
        Intent.PASS: to(reminders.decline, S.READY, S.ENDED),
    },
    S.FORGET: {
        Intent.YES: to(profile.forget, S.ENDED),
        Intent.NO: to(profile.do_not_forget, S.READY),
        Intent.NEXT: to(profile.do_not_forget, S.READY),
        Intent.PASS: to(profile.do_not_forget, S.READY),
        Intent.SOMETIMES: to(profile.do_not_forget, S.READY),
        Intent.NOT_UNDERSTOOD: to(profile.do_not_forget, S.READY),
        Intent.FORGET_US: to(profile.forget, S.ENDED),  # "erase everything"
        Intent.SAVE_THIS: to(profile.do_not_forget, S.READY),  # "keep everything"
    },
    S.SAFETY: {
        Intent.YES: to(safety.number, S.SAFETY, S.ENDED),
        Intent.NEXT: to(safety.number, S.SAFETY, S.ENDED),
        **dict.fromkeys(
            (Intent.NO, Intent.PASS, Intent.SOMETIMES, Intent.CANCEL, Intent.STOP), to(safety.goodbye, S.ENDED)
        ),
    },
    S.ENDED: {},
}


def move_for(state: State, intent: Intent) -> Move:
    """What a intent does in a state: the state's own move, else what it does anywhere, else "not understood"."""
    return TABLE[state].get(intent) or ANYWHERE.get(intent) or ANYWHERE[Intent.NOT_UNDERSTOOD]


def expected_in(state: State) -> tuple[Intent, ...]:
    """The intents that a state waits for, most likely first."""
    return tuple(TABLE[state])
