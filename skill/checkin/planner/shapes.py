# SPDX-License-Identifier: Apache-2.0
"""Shapes: the kinds of evenings there are, what each holds, and which one comes next.

A standard evening is not the same steps each night. A row of `STEPS` reads from the first step to the last; what
follows it in each evening (ratings once a week, a ritual where one is due) is added by `evening.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from skill.checkin.choosing import rank
from skill.checkin.model.household import Household
from skill.checkin.model.plan import Shape
from skill.content import types
from skill.content.types import Length, Mood

LATELY = 2
"""A shape of the last two evenings does not come again."""
ASKS_ONCE: frozenset[Shape] = frozenset({"play"})
"""Shapes in which a question is for both at once: nobody says anything back."""
FIRST_SHAPES: tuple[Shape, ...] = ("two_questions", "understand", "one_question")
"""The first evenings, which hold the three questions that the skill is built on. The heavy one comes last, after a
thank you."""
EVERYWHERE: tuple[Shape, ...] = ("two_questions", "one_question", "thank_you", "remember", "play", "plan")
OF_THEME: Mapping[str, tuple[Shape, ...]] = {
    "communication": ("listen",),
    "conflict": ("listen",),
    "vulnerability": ("understand",),
    "empathy": ("understand",),
    "touch": ("touch",),
    "rituals": (),
    "experiences": (),
}
"""Shapes that fit a theme, beside those that fit every one."""
OF_MOOD: Mapping[Mood, tuple[Shape, ...]] = {
    "light": ("play", "plan", "remember", "thank_you"),
    "funny": ("play",),
    "deep": ("one_question", "two_questions", "understand"),
    "romantic": ("two_questions", "remember", "thank_you"),
}
OF_TOPIC: Mapping[str, Shape] = {"past": "remember"}
MARK_OF: Mapping[Shape, types.Shape] = {
    "thank_you": "thank_you",
    "remember": "remember",
    "play": "play",
    "plan": "plan",
}
"""The mark that the questions of an evening carry, where they must carry one."""


class Piece(Struct, frozen=True):
    """One piece of an evening: a step, for a question with its depth."""

    kind: Literal["question", "appreciate", "practice", "touch", "plan", "experience"]
    depth: int = 0


def ask(depth: int) -> Piece:
    """A question of some depth, for one and then for the other."""
    return Piece("question", depth)


APPRECIATE, PRACTICE, TOUCH, PLAN, EXPERIENCE = (
    Piece("appreciate"),
    Piece("practice"),
    Piece("touch"),
    Piece("plan"),
    Piece("experience"),
)

STEPS: Mapping[Shape, Mapping[Length, tuple[Piece, ...]]] = {
    "two_questions": {
        "short": (ask(1),),
        "standard": (ask(1), ask(2)),
        "long": (ask(1), ask(2), PRACTICE, ask(3)),
    },
    "one_question": {
        "short": (ask(1),),
        "standard": (APPRECIATE, ask(3)),
        "long": (APPRECIATE, ask(2), PRACTICE, ask(3)),
    },
    "thank_you": {
        "short": (APPRECIATE, APPRECIATE),
        "standard": (APPRECIATE, ask(1), APPRECIATE),
        "long": (APPRECIATE, ask(1), APPRECIATE, ask(2)),
    },
    "remember": {
        "short": (ask(1),),
        "standard": (ask(1), ask(2)),
        "long": (ask(1), ask(2), ask(2), APPRECIATE),
    },
    "play": {
        "short": (ask(1), ask(1)),
        "standard": (ask(1), ask(1), ask(1), ask(1)),
        "long": (ask(1), ask(1), ask(1), ask(1), ask(2), EXPERIENCE),
    },
    "plan": {
        "short": (ask(1),),
        "standard": (ask(1), PLAN, EXPERIENCE),
        "long": (ask(1), ask(2), PLAN, EXPERIENCE),
    },
    "listen": {
        "short": (ask(1),),
        "standard": (PRACTICE, ask(2)),
        "long": (PRACTICE, ask(1), ask(2), APPRECIATE),
    },
    "touch": {
        "short": (TOUCH, ask(1)),
        "standard": (TOUCH, ask(1), PRACTICE),
        "long": (TOUCH, ask(1), PRACTICE, ask(2)),
    },
    "understand": {
        "short": (ask(1),),
        "standard": (ask(2), PRACTICE),
        "long": (ask(1), ask(2), PRACTICE, ask(3)),
    },
}


def choose_shape(
    household: Household,
    seed: int,
    theme: str,
    mood: Mood | None,
    apart: bool,
    topic: str | None = None,
    announced: bool = False,
) -> Shape:
    """The shape played longest ago that fits the theme and the mood, none of the last two.

    Whoever asks for a topic wants to talk about it, so such an evening holds questions, and nothing before them. A
    theme that was `announced` is what they wait for, and an evening of play, say, is about something else.
    """
    if topic:
        return OF_TOPIC.get(topic, "two_questions")
    if len(household.shapes) < len(FIRST_SHAPES) and mood is None:
        return FIRST_SHAPES[len(household.shapes)]
    of_theme = (*OF_THEME.get(theme, ()), *EVERYWHERE)
    fitting = OF_MOOD[mood] if mood else [shape for shape in of_theme if not (announced and shape in MARK_OF)]
    possible = [
        shape for shape in fitting if shape not in household.shapes[-LATELY:] and not (apart and shape == "touch")
    ]
    times = {shape: household.shapes.count(shape) for shape in possible}
    return min(possible or fitting, key=lambda shape: (times.get(shape, 0), rank(seed, "shape", shape)))
