# SPDX-License-Identifier: Apache-2.0
"""Phrases that one of the two can say to the other: which fit a feeling, and which of them comes next.

Here is also what the feeling slot tells that no phrase answers: news, a wish, a need of help from outside.
"""

from __future__ import annotations

from collections.abc import Collection

from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.planner.subjects import names
from skill.checkin.turn_builder import TALKING, TurnBuilder

HEAVY = frozenset({"sad", "anxious", "hurt", "lonely", "ashamed", "disappointed", "overwhelmed"})
"""Feelings that are met with a kind word before anything else."""
LOSSES = frozenset({"sad", "overwhelmed"})
"""Those after which the other one is not asked what they were talking of."""
GLAD, LONELY, BAD_NEWS = "happy", "lonely", "overwhelmed"
TOLD = HEAVY | {GLAD}
"""Feelings that are news rather than a request, where they are said over the music."""
BEFORE_THE_EVENING = frozenset({State.OFFER, State.FOLLOW_UP, State.JUST_QUESTION})
"""States in which something of the evening was offered, and nothing has begun."""
ASKED_TO_BEGIN = BEFORE_THE_EVENING | {State.READY}
NEVER_KEPT = ("empathy", "repair")
"""Decks of words to say, which are not kept as heard."""
OTHERS_AFTER_MIN = 2
COMFORTING = frozenset({"support", "understand"})
"""Kinds of phrases for an evening on which they told of something hard: no thanks for telling, no sweet nothings."""
SOMETHING, WISH, OUTSIDE = "subject.something", "subject.wish", "subject.help"
"""The lines whose wordings stand for a feeling: where one tells something, and nobody knows whether it is good or bad;
where one would like something of the other one; and where they ask for help that no program is."""
OWN, TENSE = "subject.own", "subject.tense"
"""The same where one is to tell how they are themselves, and where the other one is short, silent or in a mood."""
KIND_OF = {WISH: "ask", "subject.parting": "part", "subject.praised": "receive", OWN: "tell"}
"""The kind of phrases for what stands for a feeling, or beside one."""


def tells_something(turn: TurnBuilder) -> bool:
    """Test of the feeling slot: it holds news of an unknown kind, which may be good or bad."""
    return names(turn.content, SOMETHING, turn.own_words.get("feeling", ""))


def asks_for_help(turn: TurnBuilder) -> bool:
    """Test of the feeling slot: it asks for a counsellor, or another helper who is no program."""
    return names(turn.content, OUTSIDE, turn.own_words.get("feeling", ""))


def kind_wanted(turn: TurnBuilder) -> str | None:
    """The kind of phrase that the feeling slot asks for where it holds no feeling of the other one: what one would like
    of them, how one is, a goodbye, an answer to praise."""
    said = turn.own_words.get("feeling") or turn.said_as.get("feeling", "")
    return next((kind for line, kind in KIND_OF.items() if names(turn.content, line, said)), None)


def is_tense(turn: TurnBuilder) -> bool:
    """Test of the feeling slot: the other one is short, silent or in a mood."""
    return names(turn.content, TENSE, turn.own_words.get("feeling", ""))


def fitting_phrases(turn: TurnBuilder, feeling: str | None, neutral: bool) -> list[int]:
    """Numbers of the phrases for a feeling. For one that is not known here, and in their talk, come words that fit
    anything; asked for without any, something loving, which needs no occasion."""
    phrases, read = turn.content.empathy.items(), turn.session.entry
    before = turn.content.empathy.get(read.number) if read is not None and read.deck == "empathy" else None
    if before is not None and before.kind in KIND_OF.values() and turn.intent is not Intent.EMPATHY_PHRASE:
        return [number for number, one in phrases if (one.kind, one.feeling) == (before.kind, before.feeling)]
    if (kind := kind_wanted(turn)) is not None:
        told = feeling if kind == KIND_OF[OWN] else None
        return [number for number, one in phrases if one.kind == kind and one.feeling == told]
    if feeling is not None and not neutral:
        return [number for number, phrase in phrases if phrase.feeling == feeling and phrase.kind != KIND_OF[OWN]]
    if feeling is None and turn.low:
        return [number for number, phrase in phrases if phrase.neutral and phrase.kind in COMFORTING]
    at_ease = turn.from_state not in (*TALKING, State.COOL_TALK)
    if feeling is None and not neutral and at_ease and not turn.unmatched:
        return [number for number, phrase in phrases if phrase.kind == "love"]
    return [number for number, phrase in phrases if phrase.neutral]


def words_to_mend(turn: TurnBuilder) -> list[int]:
    """Numbers of the words to mend it with: to say sorry, or for where the other one is short or silent. Another one is
    of the kind that was read."""
    read, repair = turn.session.entry, turn.content.repair
    before = repair.get(read.number) if read is not None and read.deck == "repair" else None
    tense = is_tense(turn) or (turn.intent is not Intent.MEND and before is not None and before.to_the_other)
    fitting = [number for number, phrase in repair.items() if (phrase.to_the_other if tense else phrase.sorry)]
    offered = turn.session.offered if before is not None else ()
    # Nobody wants to say sorry for what they did not do.
    return [number for number in fitting if not repair[number].deed and number not in offered] or fitting


def choose_next(turn: TurnBuilder, deck: str, numbers: Collection[int]) -> int | None:
    """An entry of a deck that was not offered just now; None where there is none.

    Of words to say none is kept as heard, so that nobody sees what they were asked for. So the clock passes some over:
    asked again some minutes later, also without a session, others come.
    """
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == deck else ()
    left_out = {*offered}
    minutes = turn.context.moment.hour * 60 + turn.context.moment.minute
    for _ in range(minutes // OTHERS_AFTER_MIN % len(numbers) if deck in NEVER_KEPT and numbers else 0):
        passed_over = turn.choose(deck, numbers, left_out)
        if passed_over is not None:
            left_out.add(passed_over)
    for left in (left_out, offered, ()):
        number = turn.choose(deck, numbers, left)
        if number is not None:
            return number
    return None


def keep_company(turn: TurnBuilder) -> None:
    """Whoever tells before the evening that they miss somebody is alone tonight: no words to say to the other one."""
    turn.remember(checkin=None, alone_on=turn.evening, apart_on=None)
    turn.carry(asked_for="light")
    turn.ask(State.JUST_QUESTION, "ask.gentle_alone")
