# SPDX-License-Identifier: Apache-2.0
"""Intents of the conversation: what an utterance can mean here, whatever a platform calls it.

Only names belong in this file. What an intent does in which state is the table's (`table.py`); how a platform names it
is its face's, such as `skill/alexa/intents.py`.
"""

from __future__ import annotations

from enum import Enum


class Intent(str, Enum):
    """One meaning. The last three are no utterances, but move the conversation as one would."""

    START_CHECK_IN = "start_check_in"
    TONIGHTS_QUESTION = "tonights_question"
    ANOTHER_ONE = "another_one"
    EMPATHY_PHRASE = "empathy_phrase"
    SUGGEST_RITUAL = "suggest_ritual"
    SUGGEST_EXPERIENCE = "suggest_experience"
    APPRECIATE = "appreciate"
    CHOOSE_RITUAL = "choose_ritual"
    RITUAL_DONE = "ritual_done"
    RITUAL_MISSED = "ritual_missed"
    REMIND_US = "remind_us"
    CANCEL_REMINDER = "cancel_reminder"
    REMINDER_STATUS = "reminder_status"
    HOW_ARE_WE_DOING = "how_are_we_doing"
    REFLECT = "reflect"
    SOMETIMES = "sometimes"
    ABOUT_THEME = "about_theme"
    COOL_DOWN = "cool_down"
    TALK_TIME = "talk_time"
    RATE = "rate"
    PASS = "pass"  # noqa: S105 - no password
    SOLO = "solo"
    APART = "apart"
    OUR_RITUAL = "our_ritual"
    MEND = "mend"
    HOW_LONG = "how_long"
    WHOSE_TURN = "whose_turn"
    SET_NAMES = "set_names"
    AVOID_TOPIC = "avoid_topic"
    ALLOW_TOPIC = "allow_topic"
    SAVE_THIS = "save_this"
    UNSAVE = "unsave"
    SAVED = "saved"
    PRIVACY = "privacy"
    SAFETY = "safety"
    FORGET_US = "forget_us"
    HELP = "help"
    STOP = "stop"
    CANCEL = "cancel"
    GO_HOME = "go_home"
    NOT_UNDERSTOOD = "not_understood"
    YES = "yes"
    NO = "no"
    NEXT = "next"
    PREVIOUS = "previous"
    REPEAT = "repeat"
    PAUSE = "pause"
    RESUME = "resume"
    START_OVER = "start_over"
    LOOP_ON = "loop_on"
    LOOP_OFF = "loop_off"
    SHUFFLE_ON = "shuffle_on"
    SHUFFLE_OFF = "shuffle_off"

    LAUNCH = "launch"
    """They opened the skill without saying what for."""
    TASK = "task"
    """A task of the platform opened it."""
    REMINDER_ANSWERED = "reminder_answered"
    """The platform told how it went with a reminder: it belongs to the turn that asked for it."""


SAID = frozenset(Intent) - {Intent.LAUNCH, Intent.TASK, Intent.REMINDER_ANSWERED}
"""Intents that people say."""
