# SPDX-License-Identifier: Apache-2.0
"""What a conversation carries from one turn of a session to the next, and nowhere else.

It travels in the platform's session attributes, so it comes back from outside: decode it with `msgspec.convert`
and take a new one where that fails. What must not be kept (answers of the reflection, feelings asked for) lives here
and dies with the session.
"""

from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct

from skill.checkin.model.plan import CheckIn, Reminder
from skill.checkin.model.speech import Part, Read


class State(str, Enum):
    """Where the conversation is: what the program is waiting for. The table (`table.py`) says what may follow."""

    NEW = "new"
    """Nothing has been said yet in this session."""
    GO_ON = "go_on"
    """They had left an evening under way: shall it go on?"""
    TWO_HOMES = "two_homes"
    """They are in two places tonight: is it always like that?"""
    READY = "ready"
    """Open for anything: what would you like?"""
    FOLLOW_UP = "follow_up"
    """Did the ritual they chose happen?"""
    OFFER = "offer"
    """A check-in is offered: shall we begin?"""
    JUST_QUESTION = "just_question"
    """No check-in tonight: just a question, then?"""
    RATE = "rate"
    """Each may say how close they feel, from one to ten."""
    RATE_SECOND = "rate_second"
    """One number came; the other may say theirs."""
    TALK = "talk"
    """Between the steps of a check-in: more time, or shall we go on?"""
    QUESTION = "question"
    """Tonight's question was read: would they like time to talk?"""
    QUESTION_TALK = "question_talk"
    """They talk about tonight's question, outside a check-in."""
    RITUAL = "ritual"
    """A ritual is offered."""
    PHRASE = "phrase"
    """An empathy phrase, an experience or an appreciation prompt was read: another one?"""
    THEME = "theme"
    """A theme was told: a question about it?"""
    JUST_US = "just_us"
    """Something private was asked for: is it just the two of them?"""
    SAVED = "saved"
    DROP = "drop"
    """One of several saved entries was read once more: is it the one to go?"""
    """Saved entries are being read: some more?"""
    REFLECT_BEGIN = "reflect_begin"
    REFLECT = "reflect"
    """A sign was asked about."""
    REFLECT_HALFWAY = "reflect_halfway"
    REFLECT_LIGHT = "reflect_light"
    """The reflection is over: one light thing together now?"""
    COOL_CONSENT = "cool_consent"
    """Do both want to slow it down together?"""
    COOL_AND_YOU = "cool_and_you"
    """One of them wants it. And the other one?"""
    COOL_TALK = "cool_talk"
    """They take turns, under music: the microphone is closed."""
    COOL_APART = "cool_apart"
    """Twenty minutes apart, under music: the microphone is closed."""
    REMIND = "remind"
    """A reminder was said back: shall it be set?"""
    FORGET = "forget"
    """Really erase everything?"""
    SAFETY = "safety"
    """The emergency number was said; another number is offered."""
    ENDED = "ended"
    """The session is over. What goes on next comes from the record."""


LAST_MAX = 60
"""Parts of one turn; the longest, saved entries with quiet between them, has some twenty."""


class Session(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a session carries from turn to turn."""

    state: State = State.NEW
    misheard: Annotated[int, Meta(ge=0, le=9)] = 0
    """Misunderstandings in a row."""
    last: Annotated[tuple[Part, ...], Meta(max_length=LAST_MAX)] = ()
    """What Repeat says again: the last thing that mattered."""
    entry: Read | None = None
    """The entry read last: what Save keeps and Another one replaces."""
    asked_for: str | None = None
    """What the last entry was asked with: a feeling, a moment, a theme, or what just-us guards."""
    offered: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    """Numbers of the deck of `entry` that were offered in a row, so that another one is another one."""
    answers: Annotated[str, Meta(pattern="^[ynsx]{0,9}$")] = ""
    """The reflection so far, a letter a sign: yes, no, sometimes, skipped. Never kept."""
    round: Annotated[int, Meta(ge=0, le=20)] = 0
    """Step of the cool down."""
    talk_left: Annotated[int, Meta(ge=0, le=7200)] = 0
    """Seconds of the talk time they were promised that are still to come."""
    used: dict[str, Annotated[int, Meta(ge=0, le=9999)]] = {}
    """Wordings used in what leaves no trace in the record (reflection, cool down), by line."""
    checkin: CheckIn | None = None
    """The check-in in progress, carried along so that the evening goes on where the record cannot be read."""
    reminder: Reminder | None = None
    """The reminder that was said back and waits for a yes."""
    moving: bool = False
    """Flag of a reminder that was said back: set, it takes the place of the only one they have, on whatever day."""
    beside: bool = False
    """Flag of the same: set, it takes the place of none, for they want both."""
    told: bool = False
    """Whether they were told that this evening may not be remembered."""
