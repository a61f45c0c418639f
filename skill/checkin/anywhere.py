# SPDX-License-Identifier: Apache-2.0
"""What an intent does wherever a state says nothing of its own: the half of the transition table that is no state's.

A row that begins with `interlude` goes back to where they were. `table.py` holds what each state says for itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from skill.checkin.course import orientation, rituals
from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.moves import BEGUN, COOL_TALK, QUESTION_TALK, Move, interlude, to
from skill.checkin.topics import (
    built_ins,
    cool_down,
    evening,
    opening,
    profile,
    question,
    ratings,
    reflection,
    reminders,
    safety,
    suggestions,
)

ANYWHERE: Mapping[Intent, Move] = {
    Intent.LAUNCH: to(
        opening.launch,
        *(State.FOLLOW_UP, State.OFFER, State.GO_ON, State.READY, State.QUESTION_TALK, State.COOL_CONSENT),
        *(*COOL_TALK, *BEGUN),
    ),
    Intent.TASK: interlude(opening.task, State.QUESTION),
    Intent.START_CHECK_IN: to(evening.begin, *BEGUN),
    Intent.TONIGHTS_QUESTION: interlude(question.tonight, State.QUESTION, State.TALK),
    Intent.ANOTHER_ONE: interlude(question.another, State.QUESTION),
    Intent.EMPATHY_PHRASE: interlude(suggestions.empathy, State.PHRASE, State.JUST_QUESTION),
    Intent.SUGGEST_RITUAL: interlude(suggestions.ritual, State.RITUAL),
    Intent.SUGGEST_EXPERIENCE: interlude(suggestions.experience, State.PHRASE),
    Intent.APPRECIATE: interlude(suggestions.appreciate, State.PHRASE),
    Intent.CHOOSE_RITUAL: interlude(suggestions.choose_by_name, State.RITUAL, *QUESTION_TALK),
    Intent.RITUAL_DONE: interlude(opening.happened, State.OFFER),
    Intent.RITUAL_MISSED: interlude(opening.did_not_happen, State.OFFER),
    Intent.REMIND_US: interlude(reminders.ask, State.REMIND, State.OFFER),
    Intent.CANCEL_REMINDER: interlude(reminders.cancel, State.REMIND),
    Intent.REMINDER_STATUS: interlude(reminders.status),
    Intent.HOW_ARE_WE_DOING: to(profile.how_are_we_doing, State.JUST_US),
    Intent.REFLECT: to(reflection.begin, State.REFLECT_BEGIN),
    Intent.ABOUT_THEME: interlude(suggestions.theme, State.THEME),
    Intent.COOL_DOWN: to(cool_down.begin, State.COOL_CONSENT),
    Intent.TALK_TIME: interlude(question.take_time, State.QUESTION_TALK),
    Intent.RATE: interlude(ratings.rated, State.RATE_SECOND),
    Intent.SOLO: to(evening.alone, *BEGUN),
    Intent.APART: to(evening.in_two_places, State.TWO_HOMES, *BEGUN),
    Intent.OUR_RITUAL: interlude(rituals.ours),
    Intent.MEND: interlude(suggestions.mend, State.PHRASE),
    Intent.HOW_LONG: interlude(orientation.how_long),
    Intent.WHOSE_TURN: interlude(question.whose_turn, *QUESTION_TALK),
    Intent.SET_NAMES: interlude(profile.set_names, *BEGUN),
    Intent.AVOID_TOPIC: interlude(profile.avoid_topic, State.QUESTION, State.QUESTION_TALK, *BEGUN),
    Intent.ALLOW_TOPIC: interlude(profile.allow_topic, State.QUESTION, State.TALK),
    Intent.SAVE_THIS: interlude(profile.save),
    Intent.UNSAVE: interlude(profile.unsave, State.JUST_US, State.DROP),
    Intent.SAVED: interlude(profile.read_saved, State.JUST_US),
    Intent.PRIVACY: interlude(profile.privacy),
    Intent.SAFETY: to(safety.safety, State.SAFETY, State.ENDED),
    Intent.FORGET_US: to(profile.ask_to_forget, State.FORGET),
    Intent.HELP: interlude(built_ins.help_here),
    Intent.STOP: to(built_ins.stop, State.ENDED),
    Intent.CANCEL: to(built_ins.stop, State.ENDED),
    Intent.GO_HOME: to(built_ins.go_home, State.ENDED),
    Intent.REPEAT: to(built_ins.repeat, *State),
    Intent.PAUSE: to(built_ins.pause, State.ENDED),
    Intent.RESUME: to(built_ins.resume, *State),
    Intent.START_OVER: to(evening.start_over, *BEGUN),
    **dict.fromkeys(
        (Intent.LOOP_ON, Intent.LOOP_OFF, Intent.SHUFFLE_ON, Intent.SHUFFLE_OFF), interlude(built_ins.no_such_thing)
    ),
    Intent.PREVIOUS: interlude(built_ins.nothing_before, State.QUESTION),
    **dict.fromkeys(
        (Intent.YES, Intent.NO, Intent.NEXT, Intent.SOMETIMES, Intent.PASS), interlude(built_ins.ask_here_again)
    ),
    Intent.NOT_UNDERSTOOD: interlude(built_ins.not_understood),
}
