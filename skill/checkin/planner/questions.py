# SPDX-License-Identifier: Apache-2.0
"""Questions and the listener's phrases: which one comes next. Nothing comes twice before its deck is through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from skill.checkin.choosing import fresh, rank
from skill.checkin.model.household import Household
from skill.content.types import Content, Mood, Question, Shape

LONGEST_UNHEARD = 3
"""Tonight's question is about one of so many themes, those that were asked about longest ago."""
DEEPEST = 3
DEEPEST_FROM = 3
"""Check-ins before the first question of the greatest depth: it comes in the fourth at the earliest."""
UNWARMED_MAX = 10
"""Tonight's question has no warm-up: so many of them stay at a lesser depth."""
EARNED_BY_QUESTIONS = 30
"""Who has talked about so many of tonight's questions may be asked the deepest, too, without any check-in."""
AS_GOOD_AS_NEW = 450
"""After so many other questions one may come again, rather than that an evening leaves its theme: half a year of long
evenings, and more of all others."""
_FOR_TWO = re.compile(
    r"\b(?:each other|take turns|each of you|you two|you both|both of you|the other one|the two of you|of you two)\b"
)
"""What a question says that one who is alone cannot be asked."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What a question is to be: all of it where that can be had, less where not."""

    theme: str | None = None
    topic: str | None = None
    mood: Mood | None = None
    mark: Shape | None = None
    depth: int | None = None
    depth_max: int = DEEPEST
    solo: bool = False
    """For one who is alone: no question that asks two people something about each other."""


def depth_max(household: Household, check_ins: int, warmed_up: bool) -> int:
    """How deep a question may be: nobody starts with what is rarely said."""
    played = len(household.played.get("questions", ()))
    if warmed_up:
        return DEEPEST if check_ins >= DEEPEST_FROM else DEEPEST - 1
    earned = check_ins >= DEEPEST_FROM or played >= EARNED_BY_QUESTIONS
    return DEEPEST if earned and played >= UNWARMED_MAX else DEEPEST - 1


def choose_question(
    household: Household, content: Content, seed: int, wanted: Wanted, leave_out: Sequence[int] = ()
) -> int | None:
    """A question that is as wanted, and not played yet where that can be had.

    What they asked for (a topic, a mood) counts most, then the mark of the evening, then the theme; a depth that is
    used up gives way to a neighbouring one before anything is played twice. Where nothing new of the evening's own is
    left, one that was played long ago comes before a new one of some other theme. Topics they avoid are left out unless
    asked for. None only where every question touches what they avoid.
    """
    played = household.played.get("questions", ())
    known = set(played)
    open_to_them = [
        question
        for number, question in content.questions.items()
        if number not in leave_out and question.depth <= wanted.depth_max and _may_be_asked(question, household, wanted)
    ]
    asked_for = open_to_them
    if wanted.topic is not None:
        asked_for = [question for question in asked_for if wanted.topic in question.topics] or asked_for
    if wanted.mood is not None:
        asked_for = [question for question in asked_for if question.mood == wanted.mood] or asked_for
    theme = wanted.theme
    if theme is None and wanted.topic is None and wanted.mood is None:
        theme = _theme_unplayed(asked_for, content, played, seed)
    own = [question for question in asked_for if theme is None or question.theme == theme]
    pools = [own]
    if wanted.mark is not None:
        marked = [question for question in asked_for if wanted.mark in question.shapes]
        pools = [[question for question in own if wanted.mark in question.shapes], marked, own]
    lately = set(played[-AS_GOOD_AS_NEW:])
    for pool, too_soon in [*((pool, known) for pool in pools), *((pool, lately) for pool in pools), (asked_for, known)]:
        left = [question for question in pool if question.number not in too_soon]
        if left:
            return fresh(_nearest(left, wanted.depth), played, seed, "questions")
    return fresh((question.number for question in asked_for), played, seed, "questions")


def _nearest(questions: list[Question], depth: int | None) -> list[int]:
    """Those of a depth, or of the nearest; of two that are as near the deeper one. All where no depth is named."""
    if depth is None:
        return [question.number for question in questions]
    nearest = min({question.depth for question in questions}, key=lambda found: (abs(found - depth), -found))
    return [question.number for question in questions if question.depth == nearest]


def choose_phrase_to_say_back(
    household: Household, content: Content, seed: int, question: Question, leave_out: Iterable[int] = ()
) -> int:
    """A phrase that a listener can say after any answer to the question, least recently played first.

    Nobody knows what was said, so only phrases come that fit the tone of the question whatever the answer was.
    """
    fitting = [number for number, phrase in content.empathy.items() if question.tone in phrase.fits]
    chosen = fresh(fitting, household.played.get("empathy", ()), seed, "empathy", leave_out)
    return chosen if chosen is not None else fitting[0]


def _may_be_asked(question: Question, household: Household, wanted: Wanted) -> bool:
    asked_for = {wanted.topic} if wanted.topic else set()
    if (set(household.avoided) - asked_for).intersection(question.topics):
        return False
    if question.asked_only and not asked_for.intersection(question.topics):
        return False
    return not (wanted.solo and is_for_two(question))


def is_for_two(question: Question) -> bool:
    """Whether it cannot be asked of one who is alone."""
    return question.joint or _FOR_TWO.search(f"{question.text} {question.follow_up or ''}".lower()) is not None


def _theme_unplayed(questions: Iterable[Question], content: Content, played: tuple[int, ...], seed: int) -> str | None:
    """Of the themes with a question not played yet, one that was asked about longest ago; None where there is none."""
    known = set(played)
    lately = {content.questions[number].theme: at for at, number in enumerate(played) if number in content.questions}
    themes = {question.theme for question in questions if question.number not in known}
    longest_ago = sorted(themes, key=lambda theme: (lately.get(theme, -1), theme))
    # The one asked about last is left out as long as there is another.
    possible = longest_ago[: min(LONGEST_UNHEARD, max(1, len(longest_ago) - 1))]
    return min(possible, key=lambda theme: rank(seed, "tonight", theme), default=None)
