# SPDX-License-Identifier: Apache-2.0
"""The transition table: what may follow what is decided here, and where no state says anything in `anywhere.py`.

`TABLE` says for each state what an intent does there (a step) and in which states that step may end (`moves.py`). A
step that ends elsewhere than the table says is a mistake: the engine refuses it. `python -m skill map` draws this
table, so the drawing cannot drift.
"""

from __future__ import annotations

from collections.abc import Mapping

from skill.checkin.anywhere import ANYWHERE
from skill.checkin.course import talk_time
from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.moves import (
    ASKED_BEFORE,
    BEGUN,
    COOL_APART,
    COOL_TALK,
    OFFERED,
    ONWARD,
    QUESTION_TALK,
    REFLECTED,
    TALKING,
    Move,
    interlude,
    to,
)
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
)

S = State


AGREED = (Intent.YES, Intent.NEXT, Intent.SOMETIMES)
"""What starts an evening that was offered: "I guess so" does as well."""
NO_CONSENT: Mapping[Intent, Move] = {
    **dict.fromkeys(
        (
            *(Intent.NO, Intent.NEXT, Intent.PASS, Intent.CANCEL, Intent.SOMETIMES),
            *(Intent.PAUSE, Intent.TALK_TIME, Intent.ANOTHER_ONE, Intent.PREVIOUS, Intent.APART),
            *(Intent.RITUAL_DONE, Intent.RITUAL_MISSED, Intent.RATE, Intent.START_OVER, Intent.SAVE_THIS),
            # "Only if she stops"; "we're fighting", once more: the same voice, and no second yes.
            *(Intent.NOT_UNDERSTOOD, Intent.COOL_DOWN),
        ),
        to(cool_down.not_now, S.ENDED),
    ),
    Intent.RESUME: to(cool_down.made_up, S.ENDED),  # "we made up"
    Intent.MEND: to(cool_down.sorry_first, S.ENDED),  # "sorry for shouting"
    Intent.SOLO: to(safety.afraid, S.SAFETY, S.ENDED),  # alone against somebody
}
"""Whatever is no clear yes ends it: a no, a half yes, and what is neither."""

NO_QUARREL: Mapping[Intent, Move] = {
    Intent.TONIGHTS_QUESTION: to(cool_down.no_quarrel, S.JUST_QUESTION),  # "we're not rowing, we're just tired"
}

TABLE: Mapping[State, Mapping[Intent, Move]] = {
    S.NEW: {
        Intent.NEXT: to(playback.go_on, S.READY, S.GO_ON, S.JUST_QUESTION, *ONWARD),
        Intent.PREVIOUS: to(evening.go_back, *ONWARD, *ASKED_BEFORE),
        Intent.RESUME: to(
            playback.resume, S.FOLLOW_UP, S.OFFER, S.GO_ON, S.READY, S.QUESTION_TALK, S.COOL_CONSENT, *BEGUN
        ),
        Intent.TALK_TIME: to(playback.more_time, S.READY, S.TALK, *QUESTION_TALK),
    },
    S.READY: {
        **{
            intent: ANYWHERE[intent]
            for intent in (Intent.TONIGHTS_QUESTION, Intent.START_CHECK_IN, Intent.SUGGEST_RITUAL)
        },
        Intent.YES: to(question.one, S.QUESTION, S.ENDED),
        Intent.NO: to(built_ins.nothing_more, S.ENDED),
        Intent.NEXT: to(question.another, S.QUESTION, S.ENDED),
        Intent.TALK_TIME: to(question.more, S.QUESTION, S.READY, *QUESTION_TALK),  # "more"
        Intent.PASS: to(built_ins.nothing_more, S.ENDED),
    },
    S.FOLLOW_UP: {
        Intent.YES: to(opening.happened, *OFFERED),
        Intent.NO: to(opening.did_not_happen, *OFFERED),
        Intent.RITUAL_DONE: to(opening.happened, *OFFERED),
        Intent.RITUAL_MISSED: to(opening.did_not_happen, *OFFERED),
        Intent.SOMETIMES: to(opening.sort_of, *OFFERED),
        Intent.TALK_TIME: to(opening.not_yet, *OFFERED),  # "not yet"
        Intent.UNSAVE: to(opening.not_ours, *OFFERED),  # "we never picked that"
        Intent.NOT_UNDERSTOOD: to(opening.never_mind, *OFFERED),
        Intent.PASS: to(opening.passed_over, *OFFERED),
        Intent.NEXT: to(opening.passed_over, *OFFERED),
    },
    S.GO_ON: {
        **dict.fromkeys(AGREED, to(opening.go_on_after_all, *BEGUN, S.READY)),
        Intent.RESUME: to(opening.go_on_after_all, *BEGUN, S.READY),
        **dict.fromkeys((Intent.NO, Intent.PASS), to(opening.leave_it, S.ENDED)),
    },
    S.TWO_HOMES: {
        Intent.YES: to(evening.live_in_two_homes, *BEGUN),
        Intent.NO: to(evening.live_in_one_home, *BEGUN),
        Intent.APART: to(evening.live_in_two_homes, *BEGUN),  # "we live apart"
        Intent.SOLO: to(evening.live_in_one_home, *BEGUN),  # "only tonight"
        Intent.SOMETIMES: to(evening.live_in_one_home, *BEGUN),
        Intent.NEXT: to(evening.start, *BEGUN),
        Intent.PASS: to(evening.start, *BEGUN),
    },
    S.OFFER: {
        Intent.YES: to(evening.start, *BEGUN),
        Intent.NO: to(opening.not_tonight, S.JUST_QUESTION),
        Intent.ANOTHER_ONE: to(opening.offer_another_theme, S.OFFER, S.QUESTION, *BEGUN),
        Intent.START_CHECK_IN: ANYWHERE[Intent.START_CHECK_IN],
        Intent.TONIGHTS_QUESTION: ANYWHERE[Intent.TONIGHTS_QUESTION],
        Intent.SOLO: ANYWHERE[Intent.SOLO],
        Intent.PASS: to(opening.not_tonight, S.JUST_QUESTION),
        **dict.fromkeys((Intent.NEXT, Intent.SOMETIMES), to(evening.start, *BEGUN)),
    },
    S.JUST_QUESTION: {
        **dict.fromkeys(AGREED, to(question.instead, S.QUESTION)),
        Intent.ANOTHER_ONE: to(suggestions.another_phrase_or_question, S.QUESTION, S.PHRASE, S.JUST_QUESTION),
        **dict.fromkeys((Intent.NO, Intent.PASS), to(opening.no_question, S.ENDED)),
    },
    S.RATE: {
        Intent.RATE: to(ratings.rated, S.RATE, S.RATE_SECOND, *ONWARD),
        **dict.fromkeys((Intent.PASS, Intent.NO, Intent.NEXT), to(ratings.rating_skipped, *ONWARD)),
    },
    S.RATE_SECOND: {
        Intent.RATE: to(ratings.rated, S.RATE_SECOND, *ONWARD),
        **dict.fromkeys((Intent.PASS, Intent.NO, Intent.NEXT), to(ratings.rating_skipped, *ONWARD)),
    },
    S.TALK: {
        Intent.NEXT: to(evening.go_on, *ONWARD),
        Intent.RESUME: to(evening.go_on, *ONWARD),  # "carry on"
        Intent.START_CHECK_IN: to(evening.longer_or_shorter, *BEGUN),
        Intent.YES: to(evening.go_on, *ONWARD),
        Intent.NO: to(talk_time.more_time, *TALKING),
        Intent.TALK_TIME: to(talk_time.more_time, *TALKING),
        Intent.ANOTHER_ONE: to(evening.another_question, *ONWARD),
        Intent.PASS: to(evening.another_question, *ONWARD),
        Intent.PREVIOUS: to(evening.go_back, *ONWARD, *ASKED_BEFORE),
        Intent.SOMETIMES: to(talk_time.keep_quiet, *TALKING),
        Intent.TONIGHTS_QUESTION: to(evening.other_or_same_question, *ONWARD),
        Intent.RITUAL_DONE: to(opening.happened, *ONWARD),  # "we did both"
    },
    S.QUESTION: {
        Intent.YES: to(question.give_time, *QUESTION_TALK),
        Intent.TALK_TIME: to(question.take_time, S.QUESTION, *QUESTION_TALK),
        Intent.ANOTHER_ONE: to(question.another, S.QUESTION),
        Intent.TONIGHTS_QUESTION: to(question.another, S.QUESTION),  # "no, a question about being married"
        Intent.NO: to(question.later, S.READY),
        Intent.NEXT: to(question.another, S.QUESTION),
        Intent.RESUME: to(question.give_time, *QUESTION_TALK),  # "go on", "go ahead"
        Intent.PASS: to(question.another, S.QUESTION),
        Intent.SOMETIMES: to(question.give_time, *QUESTION_TALK),  # "I guess so"
        Intent.NOT_UNDERSTOOD: to(question.they_talk, S.QUESTION, S.READY, *QUESTION_TALK),  # their answer
    },
    S.QUESTION_TALK: {
        Intent.NEXT: to(question.later, S.READY, S.ENDED),
        Intent.RESUME: to(question.later, S.READY, S.ENDED),
        Intent.YES: to(question.later, S.READY, S.ENDED),
        Intent.NO: to(talk_time.more_time, *QUESTION_TALK),
        Intent.TALK_TIME: to(talk_time.more_time, *QUESTION_TALK),
        Intent.ANOTHER_ONE: to(question.another, S.QUESTION, S.ENDED),
        Intent.PASS: to(question.another, S.QUESTION, S.ENDED),
        Intent.PREVIOUS: to(question.before, S.QUESTION, *QUESTION_TALK),
        Intent.START_OVER: to(question.again, *QUESTION_TALK),
        Intent.SOMETIMES: to(talk_time.keep_quiet, *QUESTION_TALK),
        Intent.START_CHECK_IN: to(evening.longer_or_shorter, *QUESTION_TALK, *BEGUN),
        Intent.RITUAL_DONE: to(opening.happened, *QUESTION_TALK, S.READY),  # "we did both"
    },
    S.RITUAL: {
        Intent.YES: to(suggestions.accept_ritual, S.READY, S.ENDED),
        Intent.ANOTHER_ONE: to(suggestions.another_ritual, S.RITUAL, S.ENDED),  # ended: "a dare instead"
        Intent.NO: to(suggestions.decline_ritual, S.ENDED),
        Intent.CHOOSE_RITUAL: to(suggestions.choose_by_name, S.RITUAL, S.READY, S.ENDED),
        Intent.REMIND_US: to(reminders.ask, S.REMIND, S.RITUAL, S.READY, S.ENDED),
        Intent.SUGGEST_RITUAL: to(suggestions.ritual, S.RITUAL, S.ENDED),  # ended: "a hug right now"
        Intent.START_CHECK_IN: to(suggestions.shorter_ritual, S.RITUAL, *BEGUN),  # "a shorter one"
        Intent.SOMETIMES: to(suggestions.accept_ritual, S.READY, S.ENDED),
        Intent.SAVE_THIS: to(suggestions.accept_ritual, S.READY, S.ENDED),  # "keep it"
        Intent.PASS: to(suggestions.decline_ritual, S.ENDED),
        Intent.NEXT: to(suggestions.decline_ritual, S.ENDED),
        Intent.PREVIOUS: to(suggestions.ritual_before, *ONWARD, *ASKED_BEFORE),
        Intent.RITUAL_MISSED: to(suggestions.not_yet, S.RITUAL, S.ENDED),  # "not this week"
        Intent.TALK_TIME: to(suggestions.not_yet, S.RITUAL, *QUESTION_TALK),  # "not yet"
        Intent.RITUAL_DONE: to(suggestions.done, S.RITUAL, S.READY, S.ENDED),
        Intent.OUR_RITUAL: to(suggestions.ours_instead, S.RITUAL, S.ENDED),  # "let's keep ours"
        Intent.UNSAVE: to(suggestions.not_ours, S.ENDED),  # "we never picked that"
    },
    S.PHRASE: {
        Intent.YES: to(suggestions.another_of_same, S.PHRASE, S.READY),
        Intent.ANOTHER_ONE: to(suggestions.another_of_same, S.PHRASE, S.READY, S.QUESTION),  # "something light, pal"
        Intent.NEXT: to(suggestions.another_of_same, S.PHRASE, S.READY),
        Intent.NO: to(suggestions.enough, S.READY),
        Intent.PASS: to(suggestions.enough, S.READY),
        Intent.TALK_TIME: to(talk_time.sit, S.ENDED),  # "give us a few minutes"
        Intent.START_CHECK_IN: to(suggestions.otherwise, S.PHRASE, S.READY, *BEGUN),  # "shorter"
    },
    S.THEME: {
        **dict.fromkeys((Intent.YES, Intent.NEXT), to(question.about_theme, S.QUESTION)),
        # "something else"
        **dict.fromkeys((Intent.NO, Intent.PASS, Intent.ANOTHER_ONE), to(suggestions.enough, S.READY)),
    },
    S.JUST_US: {
        **dict.fromkeys((Intent.YES, Intent.SOLO), to(profile.just_us, S.READY, S.SAVED)),
        **dict.fromkeys((Intent.NO, Intent.NEXT, Intent.PASS, Intent.SOMETIMES), to(profile.not_just_us, S.READY)),
    },
    S.SAVED: {
        **dict.fromkeys(
            (Intent.YES, Intent.NEXT, Intent.ANOTHER_ONE, Intent.TALK_TIME),  # "some more"
            to(profile.more_saved, S.SAVED, S.READY),
        ),
        **dict.fromkeys((Intent.NO, Intent.PASS), to(profile.enough_saved, S.READY)),
    },
    S.DROP: {
        **dict.fromkeys((Intent.YES, Intent.UNSAVE), to(profile.drop, S.READY)),
        **dict.fromkeys((Intent.NO, Intent.ANOTHER_ONE, Intent.PREVIOUS), to(profile.not_that_one, S.DROP, S.READY)),
        **dict.fromkeys((Intent.PASS, Intent.NEXT, Intent.SAVE_THIS), to(profile.enough_saved, S.READY)),  # "keep it"
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
        Intent.YES: to(reflection.yes, *REFLECTED),
        Intent.NO: to(reflection.no, *REFLECTED),
        Intent.SOMETIMES: to(reflection.sometimes, *REFLECTED),
        **dict.fromkeys((Intent.PASS, Intent.NEXT, Intent.ANOTHER_ONE), to(reflection.skip, *REFLECTED)),
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
    S.REFLECT_LIGHT: {
        Intent.YES: to(question.something_light, S.QUESTION),
        Intent.NO: to(reflection.enough, S.ENDED),
        Intent.NEXT: to(question.something_light, S.QUESTION),
        Intent.PASS: to(reflection.enough, S.ENDED),
        Intent.SOMETIMES: to(question.something_light, S.QUESTION),  # "maybe"
    },
    S.COOL_CONSENT: {Intent.YES: to(cool_down.ask_the_other, S.COOL_AND_YOU), **NO_CONSENT, **NO_QUARREL},
    S.COOL_AND_YOU: {Intent.YES: to(cool_down.agreed, *COOL_TALK), **NO_CONSENT, **NO_QUARREL},
    S.COOL_TALK: {
        **dict.fromkeys((Intent.NEXT, Intent.YES, Intent.RITUAL_DONE), to(cool_down.go_on, *COOL_TALK)),  # "it did"
        **dict.fromkeys((Intent.REPEAT, Intent.WHOSE_TURN), to(cool_down.again, *COOL_TALK)),
        Intent.PREVIOUS: to(cool_down.go_back, *COOL_TALK),
        Intent.RESUME: to(cool_down.play_on, *COOL_TALK),
        **dict.fromkeys((Intent.TALK_TIME, Intent.RITUAL_MISSED), to(cool_down.more_time, *COOL_TALK)),  # "it didn't"
        Intent.ANOTHER_ONE: to(cool_down.another, *COOL_TALK, *COOL_APART),
        **dict.fromkeys(
            (Intent.NOT_UNDERSTOOD, Intent.SOMETIMES, Intent.RATE), to(cool_down.unclear, *COOL_TALK, *COOL_APART)
        ),
        Intent.NO: to(cool_down.not_so, *COOL_TALK, *COOL_APART),  # "that's not what I said"
        # "I can't", "she walked out", "I'm in the other room", "we're fighting again".
        **dict.fromkeys((Intent.PASS, Intent.SOLO, Intent.APART, Intent.COOL_DOWN), to(cool_down.apart, *COOL_APART)),
        Intent.START_OVER: to(cool_down.begin, S.COOL_CONSENT),
        Intent.HELP: to(cool_down.help_here, S.ENDED),
        Intent.HOW_LONG: to(cool_down.how_long, S.ENDED),
    },
    S.COOL_APART: {
        **dict.fromkeys(
            (Intent.NEXT, Intent.YES, Intent.COOL_DOWN, Intent.START_OVER, Intent.PREVIOUS),
            to(cool_down.come_back, S.COOL_CONSENT),
        ),
        **dict.fromkeys((Intent.NO, Intent.PASS), to(cool_down.just_end, S.ENDED)),
        Intent.TALK_TIME: to(cool_down.apart, *COOL_APART),
        Intent.RESUME: to(cool_down.play_on, *COOL_APART),
        **dict.fromkeys(
            (
                *(Intent.REPEAT, Intent.WHOSE_TURN, Intent.NOT_UNDERSTOOD, Intent.SOMETIMES),
                *(Intent.RATE, Intent.SOLO, Intent.APART, Intent.ANOTHER_ONE, Intent.RITUAL_DONE, Intent.RITUAL_MISSED),
            ),
            to(cool_down.still_apart, S.ENDED),
        ),
        **dict.fromkeys((Intent.HELP, Intent.HOW_LONG), to(cool_down.help_here, S.ENDED)),
    },
    S.REMIND: {
        Intent.YES: to(reminders.confirm, S.REMIND, S.READY),
        Intent.REMIND_US: to(reminders.ask, S.REMIND, S.READY, S.OFFER, S.ENDED),
        Intent.RATE: to(reminders.at_hour, S.REMIND, S.READY, S.OFFER, S.ENDED),  # "more like eleven"
        Intent.ANOTHER_ONE: to(reminders.other_time, S.REMIND),  # "too late for us"
        Intent.TALK_TIME: to(reminders.in_a_while, S.REMIND),  # "a bit later", "in an hour"
        Intent.SOMETIMES: to(reminders.only_once, S.REMIND, S.READY, S.OFFER, S.ENDED),  # "just once"
        **dict.fromkeys(
            (Intent.NO, Intent.NEXT, Intent.PASS),
            to(reminders.decline, S.READY, S.OFFER, S.ENDED),
        ),
        Intent.CANCEL_REMINDER: to(reminders.decline, S.REMIND, S.READY, S.OFFER, S.ENDED),
        Intent.SAVE_THIS: to(reminders.keep_both, S.REMIND, S.READY),  # "put it in"
        Intent.SUGGEST_RITUAL: to(suggestions.ritual_instead, S.RITUAL),  # "no no, something for the evening?"
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
        # A half yes is one here: to hear a number costs nothing.
        **dict.fromkeys((Intent.YES, Intent.NEXT, Intent.SOMETIMES), to(safety.number, S.SAFETY, S.ENDED)),
        **dict.fromkeys((Intent.NO, Intent.PASS, Intent.CANCEL, Intent.STOP), to(safety.goodbye, S.ENDED)),
    },
    S.ENDED: {},
}


ASK_AGAIN = interlude(built_ins.ask_here_again)
IN_PLACE_OF_ANYWHERE: Mapping[State, Mapping[Intent, Move]] = {
    # What may be said to hide it, or is a half sentence of what happened ("it happened again"), gets the same question.
    S.SAFETY: dict.fromkeys(
        (
            *(Intent.RITUAL_DONE, Intent.RITUAL_MISSED, Intent.CHOOSE_RITUAL, Intent.OUR_RITUAL, Intent.RATE),
            *(Intent.EMPATHY_PHRASE, Intent.APPRECIATE, Intent.MEND, Intent.SUGGEST_EXPERIENCE, Intent.ABOUT_THEME),
            *(Intent.REFLECT, Intent.COOL_DOWN, Intent.SOLO, Intent.APART, Intent.SET_NAMES, Intent.HOW_ARE_WE_DOING),
            *(Intent.PRIVACY, Intent.SAVE_THIS, Intent.SAVED, Intent.UNSAVE, Intent.START_OVER, Intent.TALK_TIME),
            *(Intent.HOW_LONG, Intent.WHOSE_TURN, Intent.PREVIOUS),
        ),
        ASK_AGAIN,
    )
}
"""Moves of intents that a state does not wait for, in place of those of `ANYWHERE`. They stand apart from the table
because `expects` lists what stands there."""

UNDER_MUSIC_ONLY = frozenset({S.COOL_TALK, S.COOL_APART})
"""States in which no session is open: what is said comes over the music, in a new one."""


def move_for(state: State, intent: Intent, new_session: bool = False) -> Move:
    """What an intent does in a state: the state's own move, else what it does anywhere, else "not understood".

    In a new session what comes without our name goes first (`State.NEW`): there a next may come twice. Not so in a
    cool down, of which only the track tells.
    """
    first = TABLE[State.NEW].get(intent) if new_session and state not in UNDER_MUSIC_ONLY else None
    aside = IN_PLACE_OF_ANYWHERE.get(state, {}).get(intent)
    return first or TABLE[state].get(intent) or aside or ANYWHERE.get(intent) or ANYWHERE[Intent.NOT_UNDERSTOOD]


def expected_in(state: State) -> tuple[Intent, ...]:
    """The intents that a state waits for, most likely first."""
    return tuple(TABLE[state])
