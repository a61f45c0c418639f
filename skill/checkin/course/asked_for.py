# SPDX-License-Identifier: Apache-2.0
"""Slots by which a question is asked for: theme, topic and mood, and the words in them that no list has.

Which question fits is `planner/questions.py`'s.
"""

from __future__ import annotations

from typing import get_args

from skill.checkin.course.easing import ASKED
from skill.checkin.intents import Intent
from skill.checkin.model.plan import Step
from skill.checkin.planner.questions import Wanted
from skill.checkin.planner.subjects import tells_subject
from skill.checkin.turn_builder import TurnBuilder
from skill.content.types import Mood

NAMED = frozenset({"theme", "topic", "mood"})
"""Names of the slots that say what a question is to be about."""


def named_in_own_words(turn: TurnBuilder) -> str | None:
    """Words of a theme, topic or mood slot that has no id; None where all have one, or none is filled."""
    return next((turn.own_words[slot] for slot in sorted(NAMED) if slot in turn.own_words), None)


def has_none(turn: TurnBuilder, wanted: Wanted) -> bool:
    """Test of a request for a question: it names something, and no question is about that."""
    named = [turn.own_words.get(slot) for slot in NAMED.intersection(turn.unmatched)]
    return not wanted.about and any(words is None or tells_subject(turn.content, words) for words in named)


def mood_of(turn: TurnBuilder) -> Mood | None:
    """Mood that they asked for; None where it is none that questions have."""
    return next((known for known in get_args(Mood) if known == turn.slots.get("mood")), None)


def lead_to(turn: TurnBuilder, wanted: Wanted, otherwise: str) -> str:
    """Id of the line that leads to a question: one that owns up to it where none is about what they named."""
    return "question.close_to_it" if has_none(turn, wanted) else otherwise


def mood_lead(turn: TurnBuilder, question: int, otherwise: str, step: Step | None = None) -> str:
    """Id of the line that leads to a question: one that names the mood which they asked for and the question has.

    `step` is the step of the evening it is for, where it is for one; in some the number is of another deck.
    """
    mood = mood_of(turn) if step is None or step.kind in ASKED else None
    return f"another.{mood}" if mood and turn.content.questions[question].mood == mood else otherwise


def names_something(turn: TurnBuilder) -> bool:
    """Test of a request: a theme, topic or mood slot of it is filled, with an id or without one."""
    return any(turn.slots.get(slot) for slot in NAMED) or not NAMED.isdisjoint(turn.unmatched)


def wants_question(turn: TurnBuilder) -> bool:
    """Test of "another one": it asks for a question, whatever step they are at.

    A mood alone ("a lighter one") may ask for another entry of that step.
    """
    return names_something(turn) and (turn.intent is Intent.TONIGHTS_QUESTION or mood_of(turn) is None)
