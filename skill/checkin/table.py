# SPDX-License-Identifier: Apache-2.0
"""The transition table: everything that decides what may follow what stands in this file.

`TABLE` says for each state what an intent does there (a step) and in which states that step may end. `ANYWHERE` holds
what an intent does wherever a state says nothing of its own. A step that ends elsewhere than the table says is a
mistake: the engine refuses it. `python -m skill map` draws this table, so the drawing cannot drift.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

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
YES, NO, NEXT, PREVIOUS = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AMAZON.PreviousIntent"
REPEAT, RESUME, PAUSE, START_OVER = (
    "AMAZON.RepeatIntent",
    "AMAZON.ResumeIntent",
    "AMAZON.PauseIntent",
    "AMAZON.StartOverIntent",
)
HELP, STOP, CANCEL, HOME, FALLBACK = (
    "AMAZON.HelpIntent",
    "AMAZON.StopIntent",
    "AMAZON.CancelIntent",
    "AMAZON.NavigateHomeIntent",
    "AMAZON.FallbackIntent",
)
LAUNCH, TASK = "Launch", "Task"
"""Triggers that are no intents: opening the skill, and a task that does."""


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
COOL_WAYS_OUT = {
    **dict.fromkeys(("PassIntent", PAUSE, "SoloIntent"), COOL_ON),  # "take a break", "time apart"
    START_OVER: to(cool_down.begin, S.COOL_CONSENT),
}

ANYWHERE: Mapping[str, Move] = {
    LAUNCH: to(opening.launch, S.FOLLOW_UP, S.OFFER, S.READY, S.COOL_CONSENT, *BEGUN),
    TASK: interlude(opening.task, S.QUESTION),
    "StartCheckInIntent": to(evening.begin, *BEGUN),
    "TonightsQuestionIntent": interlude(question.tonight, S.QUESTION),
    "AnotherOneIntent": interlude(question.another, S.QUESTION),
    "EmpathyPhraseIntent": interlude(suggestions.empathy, S.PHRASE),
    "SuggestRitualIntent": interlude(suggestions.ritual, S.RITUAL),
    "SuggestExperienceIntent": interlude(suggestions.experience, S.PHRASE),
    "AppreciateIntent": interlude(suggestions.appreciate, S.PHRASE),
    "ChooseRitualIntent": interlude(suggestions.choose_by_name),
    "RitualDoneIntent": interlude(opening.happened, S.OFFER),
    "RitualMissedIntent": interlude(opening.did_not_happen, S.OFFER),
    "RemindUsIntent": interlude(reminders.ask, S.REMIND),
    "CancelReminderIntent": interlude(reminders.cancel),
    "ReminderStatusIntent": interlude(reminders.status),
    "HowAreWeDoingIntent": to(profile.how_are_we_doing, S.JUST_US),
    "ReflectIntent": to(reflection.begin, S.REFLECT_BEGIN),
    "AboutThemeIntent": interlude(suggestions.theme, S.THEME),
    "CoolDownIntent": to(cool_down.begin, S.COOL_CONSENT),
    "TalkTimeIntent": interlude(question.take_time, S.QUESTION_TALK),
    "RateIntent": interlude(ratings.rated, S.RATE_SECOND),
    "SoloIntent": to(evening.alone, *BEGUN),
    "SetNamesIntent": interlude(profile.set_names),
    "AvoidTopicIntent": interlude(profile.avoid_topic),
    "AllowTopicIntent": interlude(profile.allow_topic),
    "SaveThisIntent": interlude(profile.save),
    "UnsaveIntent": interlude(profile.unsave),
    "SavedIntent": to(profile.read_saved, S.JUST_US),
    "PrivacyIntent": interlude(profile.privacy),
    "SafetyIntent": to(safety.safety, S.SAFETY, S.ENDED),
    "ForgetUsIntent": to(profile.ask_to_forget, S.FORGET),
    HELP: interlude(built_ins.help_here),
    STOP: to(built_ins.stop, S.ENDED),
    CANCEL: to(built_ins.stop, S.ENDED),
    HOME: to(built_ins.go_home, S.ENDED),
    REPEAT: to(built_ins.repeat, *State),
    PAUSE: to(built_ins.pause, S.ENDED),
    RESUME: to(built_ins.resume, *State),
    START_OVER: to(evening.start_over, *BEGUN),
    "AMAZON.LoopOnIntent": interlude(built_ins.no_such_thing),
    "AMAZON.LoopOffIntent": interlude(built_ins.no_such_thing),
    "AMAZON.ShuffleOnIntent": interlude(built_ins.no_such_thing),
    "AMAZON.ShuffleOffIntent": interlude(built_ins.no_such_thing),
    PREVIOUS: interlude(built_ins.nothing_before),
    YES: interlude(built_ins.ask_here_again),
    NO: interlude(built_ins.ask_here_again),
    NEXT: interlude(built_ins.ask_here_again),
    "SometimesIntent": interlude(built_ins.ask_here_again),
    "PassIntent": interlude(built_ins.ask_here_again),
    FALLBACK: interlude(built_ins.not_understood),
}

TABLE: Mapping[State, Mapping[str, Move]] = {
    S.NEW: {
        NEXT: to(playback.go_on, S.READY, S.COOL_CONSENT, *ONWARD),
        PREVIOUS: to(evening.go_back, *BACKWARD),
        "TalkTimeIntent": to(playback.more_time, S.READY, S.TALK, *QUESTION_TALK),
    },
    S.READY: {
        **{
            intent: ANYWHERE[intent]
            for intent in ("TonightsQuestionIntent", "StartCheckInIntent", "SuggestRitualIntent")
        },
        YES: to(question.tonight, S.QUESTION),
        NO: to(built_ins.stop, S.ENDED),
        NEXT: to(question.another, S.QUESTION),
        "PassIntent": to(built_ins.stop, S.ENDED),
    },
    S.FOLLOW_UP: {
        YES: to(opening.happened, *OFFERED),
        NO: to(opening.did_not_happen, *OFFERED),
        "RitualDoneIntent": to(opening.happened, *OFFERED),
        "RitualMissedIntent": to(opening.did_not_happen, *OFFERED),
        "SometimesIntent": to(opening.happened, *OFFERED),
        "TalkTimeIntent": to(opening.did_not_happen, *OFFERED),  # "not yet"
        "PassIntent": to(opening.passed_over, *OFFERED),
        NEXT: to(opening.passed_over, *OFFERED),
    },
    S.OFFER: {
        YES: to(evening.start, *BEGUN),
        NO: to(opening.not_tonight, S.JUST_QUESTION),
        NEXT: to(evening.start, *BEGUN),
        "AnotherOneIntent": to(opening.offer_another_theme, S.OFFER),
        **{intent: ANYWHERE[intent] for intent in ("StartCheckInIntent", "TonightsQuestionIntent", "SoloIntent")},
        "PassIntent": to(opening.not_tonight, S.JUST_QUESTION),
    },
    S.JUST_QUESTION: {
        YES: to(question.tonight, S.QUESTION),
        NO: to(opening.no_question, S.ENDED),
        NEXT: to(question.tonight, S.QUESTION),
        "PassIntent": to(opening.no_question, S.ENDED),
    },
    S.RATE: {
        "RateIntent": to(ratings.rated, S.RATE, S.RATE_SECOND, *ONWARD),
        "PassIntent": to(ratings.rating_skipped, *ONWARD),
        NO: to(ratings.rating_skipped, *ONWARD),
        NEXT: to(ratings.rating_skipped, *ONWARD),
    },
    S.RATE_SECOND: {
        "RateIntent": to(ratings.rated, S.RATE_SECOND, *ONWARD),
        "PassIntent": to(ratings.rating_skipped, *ONWARD),
        NO: to(ratings.rating_skipped, *ONWARD),
        NEXT: to(ratings.rating_skipped, *ONWARD),
    },
    S.TALK: {
        NEXT: to(evening.go_on, *ONWARD),
        RESUME: to(evening.go_on, *ONWARD),  # "carry on"
        "StartCheckInIntent": to(evening.begin_or_longer, *BEGUN),  # "longer"
        YES: to(evening.go_on, *ONWARD),
        NO: to(talk_time.more_time, *TALKING),
        "TalkTimeIntent": to(talk_time.more_time, *TALKING),
        "AnotherOneIntent": to(evening.another_question, *BACKWARD),
        "PassIntent": to(evening.another_question, *BACKWARD),
        PREVIOUS: to(evening.go_back, *BACKWARD),
        "SometimesIntent": to(talk_time.keep_quiet, S.TALK),
    },
    S.QUESTION: {
        YES: to(question.give_time, *QUESTION_TALK),
        "TalkTimeIntent": to(question.take_time, S.QUESTION, *QUESTION_TALK),
        "AnotherOneIntent": to(question.another, S.QUESTION),
        NO: to(question.later, S.READY),
        NEXT: to(question.later, S.READY),
        "PassIntent": to(question.another, S.QUESTION),
    },
    S.QUESTION_TALK: {
        NEXT: to(question.later, S.READY),
        RESUME: to(question.later, S.READY),
        YES: to(question.later, S.READY),
        NO: to(talk_time.more_time, *QUESTION_TALK),
        "TalkTimeIntent": to(talk_time.more_time, *QUESTION_TALK),
        "AnotherOneIntent": to(question.another, S.QUESTION),
        "PassIntent": to(question.another, S.QUESTION),
        PREVIOUS: to(question.again, *QUESTION_TALK),
        START_OVER: to(question.again, *QUESTION_TALK),
        "SometimesIntent": to(talk_time.keep_quiet, S.QUESTION_TALK),
        "StartCheckInIntent": to(evening.begin_or_longer, *QUESTION_TALK, *BEGUN),  # "longer"
    },
    S.RITUAL: {
        YES: to(suggestions.accept_ritual, S.READY, S.ENDED),
        "AnotherOneIntent": to(suggestions.another_ritual, S.RITUAL),
        NO: to(suggestions.decline_ritual, S.ENDED),
        "ChooseRitualIntent": to(suggestions.choose_by_name, S.READY, S.ENDED),
        "RemindUsIntent": to(reminders.ask, S.REMIND, S.RITUAL),
        "SuggestRitualIntent": to(suggestions.ritual, S.RITUAL),
        "SometimesIntent": to(suggestions.accept_ritual, S.READY, S.ENDED),
        "SaveThisIntent": to(suggestions.accept_ritual, S.READY, S.ENDED),  # "keep it"
        "PassIntent": to(suggestions.decline_ritual, S.ENDED),
        NEXT: to(suggestions.decline_ritual, S.ENDED),
        PREVIOUS: to(evening.go_back, *BACKWARD),
        "RitualMissedIntent": to(suggestions.decline_ritual, S.ENDED),  # "not this week"
    },
    S.PHRASE: {
        YES: to(suggestions.another_of_same, S.PHRASE, S.READY),
        "AnotherOneIntent": to(suggestions.another_of_same, S.PHRASE, S.READY),
        NEXT: to(suggestions.another_of_same, S.PHRASE, S.READY),
        NO: to(suggestions.enough, S.READY),
        "PassIntent": to(suggestions.enough, S.READY),
        "TalkTimeIntent": to(suggestions.another_of_same, S.PHRASE, S.READY),  # "we'd like more"
    },
    S.THEME: {
        YES: to(question.about_theme, S.QUESTION),
        NO: to(suggestions.enough, S.READY),
        NEXT: to(question.about_theme, S.QUESTION),
        "PassIntent": to(suggestions.enough, S.READY),
        "AnotherOneIntent": to(suggestions.enough, S.READY),  # "something else"
    },
    S.JUST_US: {
        YES: to(profile.just_us, S.READY, S.SAVED),
        "SoloIntent": to(profile.just_us, S.READY, S.SAVED),
        NO: to(profile.not_just_us, S.READY),
        NEXT: to(profile.not_just_us, S.READY),
        "PassIntent": to(profile.not_just_us, S.READY),
        "SometimesIntent": to(profile.not_just_us, S.READY),
    },
    S.SAVED: {
        YES: to(profile.more_saved, S.SAVED, S.READY),
        NEXT: to(profile.more_saved, S.SAVED, S.READY),
        "AnotherOneIntent": to(profile.more_saved, S.SAVED, S.READY),
        "TalkTimeIntent": to(profile.more_saved, S.SAVED, S.READY),  # "some more"
        NO: to(profile.enough_saved, S.READY),
        "PassIntent": to(profile.enough_saved, S.READY),
    },
    S.REFLECT_BEGIN: {
        YES: to(reflection.first_sign, S.REFLECT),
        NEXT: to(reflection.first_sign, S.REFLECT),
        NO: to(reflection.leave, S.READY),
        "PassIntent": to(reflection.leave, S.READY),
        "StartCheckInIntent": to(reflection.first_sign, S.REFLECT),  # "start"
        RESUME: to(reflection.first_sign, S.REFLECT),
        START_OVER: to(reflection.begin, S.REFLECT_BEGIN),
    },
    S.REFLECT: {
        YES: to(reflection.yes, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        NO: to(reflection.no, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        "SometimesIntent": to(reflection.sometimes, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        "PassIntent": to(reflection.skip, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        NEXT: to(reflection.skip, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        "AnotherOneIntent": to(reflection.skip, S.REFLECT, S.REFLECT_HALFWAY, S.ENDED),
        PREVIOUS: to(reflection.back_one, S.REFLECT),
        "TalkTimeIntent": to(reflection.take_time, S.REFLECT),
        PAUSE: to(reflection.take_time, S.REFLECT),  # "wait", "hold on"
        START_OVER: to(reflection.begin, S.REFLECT_BEGIN),
        FALLBACK: to(reflection.keep_quiet, S.REFLECT),
    },
    S.REFLECT_HALFWAY: {
        YES: to(reflection.first_sign, S.REFLECT),
        NEXT: to(reflection.first_sign, S.REFLECT),
        NO: to(reflection.leave, S.READY),
        "PassIntent": to(reflection.leave, S.READY),
        RESUME: to(reflection.first_sign, S.REFLECT),  # "carry on"
        "TalkTimeIntent": to(reflection.take_time, S.REFLECT_HALFWAY),
        PAUSE: to(reflection.take_time, S.REFLECT_HALFWAY),
        START_OVER: to(reflection.begin, S.REFLECT_BEGIN),
    },
    S.COOL_CONSENT: {
        YES: to(cool_down.breathe, S.COOL_BREATHE),
        **dict.fromkeys((NO, NEXT, "SometimesIntent", "PassIntent", FALLBACK, CANCEL), COOL_NOT_NOW),
        # "Wait", "give us a minute", "by myself", "something else", "go back": all of them but yes.
        **dict.fromkeys((PAUSE, "TalkTimeIntent", "SoloIntent", "AnotherOneIntent", PREVIOUS), COOL_NOT_NOW),
        "CoolDownIntent": to(cool_down.breathe, S.COOL_BREATHE),  # "slow it down"
    },
    S.COOL_BREATHE: {
        YES: to(cool_down.floor, S.COOL_SPEAK),
        NEXT: to(cool_down.floor, S.COOL_SPEAK),
        RESUME: to(cool_down.floor, S.COOL_SPEAK),
        "TalkTimeIntent": COOL_ON,  # "we need time"
        NO: COOL_ON,
        **COOL_WAYS_OUT,
        **dict.fromkeys(("AnotherOneIntent", PREVIOUS), to(cool_down.breathe, S.COOL_BREATHE)),
    },
    S.COOL_SPEAK: {
        YES: to(cool_down.say_back, S.COOL_SAY_BACK),
        NEXT: to(cool_down.say_back, S.COOL_SAY_BACK),
        RESUME: to(cool_down.say_back, S.COOL_SAY_BACK),
        "TalkTimeIntent": to(talk_time.more_time, S.COOL_SPEAK),
        NO: to(talk_time.more_time, S.COOL_SPEAK),
        PREVIOUS: to(cool_down.floor, S.COOL_SPEAK),
        **COOL_WAYS_OUT,
        "AnotherOneIntent": to(talk_time.keep_quiet, S.COOL_SPEAK),
        "StartCheckInIntent": to(evening.begin_or_longer, S.COOL_SPEAK, *BEGUN),  # "longer"
    },
    S.COOL_SAY_BACK: {
        YES: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),
        NEXT: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),
        RESUME: to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),
        "TalkTimeIntent": to(talk_time.more_time, S.COOL_SAY_BACK),
        NO: to(talk_time.more_time, S.COOL_SAY_BACK),
        PREVIOUS: to(cool_down.floor, S.COOL_SPEAK),
        **COOL_WAYS_OUT,
        "AnotherOneIntent": to(talk_time.keep_quiet, S.COOL_SAY_BACK),
        "StartCheckInIntent": to(evening.begin_or_longer, S.COOL_SAY_BACK, *BEGUN),  # "longer"
        "RitualDoneIntent": to(cool_down.next_round, S.COOL_SPEAK, S.COOL_REPAIR, S.ENDED),  # "it did"
        "RitualMissedIntent": to(talk_time.more_time, S.COOL_SAY_BACK),  # "it didn't"
    },
    S.COOL_REPAIR: {
        YES: to(cool_down.repair, S.COOL_REPAIR, S.ENDED),
        "AnotherOneIntent": to(cool_down.repair, S.COOL_REPAIR, S.ENDED),
        NEXT: to(cool_down.end_well, S.ENDED),
        NO: to(cool_down.end_well, S.ENDED),
        **COOL_WAYS_OUT,
    },
    S.COOL_TIME_OUT: {
        YES: to(cool_down.time_out, S.ENDED),
        NEXT: to(cool_down.time_out, S.ENDED),
        NO: to(cool_down.just_end, S.ENDED),
        "PassIntent": to(cool_down.just_end, S.ENDED),
        PAUSE: to(cool_down.time_out, S.ENDED),  # "take a break"
        "SoloIntent": to(cool_down.time_out, S.ENDED),  # "time apart"
        "TalkTimeIntent": to(cool_down.time_out, S.ENDED),  # "twenty minutes"
    },
    S.REMIND: {
        YES: to(reminders.confirm, S.REMIND, S.READY),
        "RemindUsIntent": to(reminders.ask, S.REMIND),
        NO: to(reminders.decline, S.READY, S.ENDED),
        NEXT: to(reminders.decline, S.READY, S.ENDED),
        "CancelReminderIntent": to(reminders.decline, S.READY, S.ENDED),
        "PassIntent": to(reminders.decline, S.READY, S.ENDED),
    },
    S.FORGET: {
        YES: to(profile.forget, S.ENDED),
        NO: to(profile.do_not_forget, S.READY),
        NEXT: to(profile.do_not_forget, S.READY),
        "PassIntent": to(profile.do_not_forget, S.READY),
        "SometimesIntent": to(profile.do_not_forget, S.READY),
        FALLBACK: to(profile.do_not_forget, S.READY),
        "ForgetUsIntent": to(profile.forget, S.ENDED),  # "erase everything"
        "SaveThisIntent": to(profile.do_not_forget, S.READY),  # "keep everything"
    },
    S.SAFETY: {
        YES: to(safety.number, S.SAFETY, S.ENDED),
        NEXT: to(safety.number, S.SAFETY, S.ENDED),
        **dict.fromkeys((NO, "PassIntent", "SometimesIntent", CANCEL, STOP), to(safety.goodbye, S.ENDED)),
    },
    S.ENDED: {},
}


def move_for(state: State, trigger: str) -> Move:
    """What a trigger does in a state: the state's own move, else what it does anywhere, else "not understood"."""
    return TABLE[state].get(trigger) or ANYWHERE.get(trigger) or ANYWHERE[FALLBACK]


def expected_in(state: State) -> tuple[str, ...]:
    """The intents that a state waits for, most likely first."""
    return tuple(TABLE[state])
