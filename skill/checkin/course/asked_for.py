# SPDX-License-Identifier: Apache-2.0
"""What they ask for beside a question: its theme, its topic, its mood, or words of their own."""

from __future__ import annotations

from typing import get_args

from skill.checkin.intents import Intent
from skill.checkin.planner.questions import Wanted
from skill.checkin.turn_builder import TurnBuilder
from skill.content.types import Mood

NAMED = frozenset({"theme", "topic", "mood"})
"""Slots that say what a question is to be about."""


def named_in_own_words(turn: TurnBuilder) -> str | None:
    """What a question is to be about, in words that are no theme, topic or mood of ours."""
    return next((turn.own_words[slot] for slot in sorted(NAMED) if slot in turn.own_words), None)


def has_none(turn: TurnBuilder, wanted: Wanted) -> bool:
    """Whether they named something that no question is about."""
    return not NAMED.isdisjoint(turn.unmatched) and not wanted.about


def mood_of(turn: TurnBuilder) -> Mood | None:
    """The mood they asked for, where it is one that questions have."""
    return next((known for known in get_args(Mood) if known == turn.slots.get("mood")), None)


def names_something(turn: TurnBuilder) -> bool:
    """Whether they name what a question is to be about, or how it is to be."""
    return any(turn.slots.get(slot) for slot in NAMED) or not NAMED.isdisjoint(turn.unmatched)


def wants_question(turn: TurnBuilder) -> bool:
    """Whether it is a question that they want, also where they are at something else: only "lighter" may be of that."""
    return names_something(turn) and (turn.intent is Intent.TONIGHTS_QUESTION or mood_of(turn) is None)
