# SPDX-License-Identifier: Apache-2.0
"""Judgements of how a question is worded: whom it is about, how it opens, whether it asks twice.

Rules and the report both count them. The word lists are in english.py; what follows from a share is rules.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from skill.content.checking.english import ASKS_TWICE, FRAMES, ONE_TO_THE_OTHER, THE_TWO, TO_EACH_OTHER
from skill.content.types import Content

OPENING = re.compile(r"[A-Za-z]+")


def between_the_two(text: str) -> bool:
    """Whether a question is about the other one or about both, not only told to each other."""
    asked = FRAMES.sub("", text)
    return bool(THE_TWO.search(asked) or (TO_EACH_OTHER.match(text) and ONE_TO_THE_OTHER.search(asked)))


def asks_twice(text: str) -> bool:
    """Whether it holds two questions, of which a listener keeps one."""
    return text.count("?") > 1 or (text.endswith("?") and ASKS_TWICE.search(text) is not None)


def openings(texts: Iterable[str]) -> Counter[str]:
    """How many texts open with each word; "What's" opens with "What"."""
    return Counter(found[0] for text in texts if (found := OPENING.search(text)))


def shares_between(content: Content) -> dict[str, float]:
    """The share of each theme's questions that are between the two."""
    all_of = Counter[str](question.theme for question in content.questions.values())
    between = Counter[str](question.theme for question in content.questions.values() if between_the_two(question.text))
    return {theme: between[theme] / held for theme, held in all_of.items()}
