# SPDX-License-Identifier: Apache-2.0
"""Questions and the listener's phrases: which one comes next. Nothing comes twice before its deck is through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

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
_FOR_TWO = (
    r"\b(?:each other|take turns|each of you|you two|you both|both of you|the other one|the two of you|of you two)\b"
)
"""Words of a question that cannot be asked of one who is alone."""

PAST, TOUCH = "past", "touch"
TENDER = ("family", "health", "faith", "past", "children", "money", "work")
"""Topics that lead to somebody who was lost, or to what is worried about."""

RESTLESS = ("play", "plan")
"""Marks of questions that want ideas or jokes, which nobody has after a hard day."""

Value = TypeVar("Value")
OPEN_MAX, CONTENTS_MAX = 64, 16
"""Sets, and contents, that are known at once: one content a locale, and a few sets each."""
_pools: list[tuple[Content, Pools]] = []
_phrases: list[tuple[Content, Mapping[str, Sequence[int]]]] = []


Numbers = frozenset[int]
NONE: Numbers = frozenset()


class Wanted(Struct, frozen=True, kw_only=True):
    """What a question is to be: all of it where that can be had, less where not."""

    theme: str | None = None
    topic: str | None = None
    mood: Mood | None = None
    mark: Shape | None = None
    depth: int | None = None
    depth_max: int = DEEPEST
    about: Numbers | None = None
    """What they named in their own words: the questions about it, none where there are none."""
    unlike: tuple[str, ...] = ()
    """Topics of the question that they turned down: what comes instead is about something else."""
    solo: bool = False
    """For one who is alone: no question that asks two people something about each other."""
    apart: bool = False
    """For two in two places, as a household that lives so is anyway: nothing about touch, unless they ask for that."""
    soothing: bool = False
    """For somebody who is low: of those that are marked so, as long as there are any."""
    gentle: bool = False
    """After a loss or a hard day, and on the first evening of all: warm, no play, about nobody who may be missed."""


def depth_max(household: Household, check_ins: int, warmed_up: bool) -> int:
    """How deep a question may be: nobody starts with what is rarely said."""
    played = len(household.played.get("questions", ()))
    if warmed_up:
        return DEEPEST if check_ins >= DEEPEST_FROM else DEEPEST - 1
    earned = check_ins >= DEEPEST_FROM or played >= EARNED_BY_QUESTIONS
    return DEEPEST if earned and played >= UNWARMED_MAX else DEEPEST - 1


def _are_apart(household: Household) -> bool:
    return household.homes == "two" or (household.checkin is not None and household.checkin.apart)


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
    known, left_out = frozenset(played), frozenset(leave_out)
    pools = pools_of(content)
    open_to_them = pools.open_to(frozenset(household.avoided), wanted) - left_out
    if wanted.soothing and wanted.topic is None and not wanted.about:
        for numbers in (open_to_them & pools.soothing - known, open_to_them & pools.soothing):
            if numbers:
                return fresh(numbers, played, seed, "questions")
    if (wanted.apart or _are_apart(household)) and wanted.theme != TOUCH and not wanted.about:
        open_to_them = open_to_them - pools.themes.get(TOUCH, NONE) or open_to_them
    asked_for = open_to_them
    if wanted.topic is not None:
        touching = asked_for & pools.topics.get(wanted.topic, NONE)
        # Of the past it is what the two share that they ask for: "how we met".
        asked_for = (touching - pools.of_one if wanted.topic == PAST else NONE) or touching or asked_for
    if wanted.mood is not None:
        asked_for = asked_for & pools.moods.get(wanted.mood, NONE) or asked_for
    if wanted.about:
        asked_for = asked_for & wanted.about or asked_for
    if wanted.gentle:
        asked_for = asked_for.difference(*(pools.topics.get(topic, NONE) for topic in TENDER)) or asked_for
        restless = NONE.union(*(pools.marks.get(mark, NONE) for mark in RESTLESS))
        asked_for = (asked_for & pools.glad) - restless or asked_for
    theme = wanted.theme
    if theme is None and wanted.topic is None and wanted.mood is None and not wanted.about:
        theme = _theme_unplayed(asked_for, pools, played, seed)
    own = asked_for if theme is None else asked_for & pools.themes.get(theme, NONE)
    choices = [own]
    if wanted.mark is not None:
        marked = asked_for & pools.marks.get(wanted.mark, NONE)
        choices = [own & marked, marked, own]
    if wanted.topic is None and not wanted.about:
        turned_down = NONE.union(*(pools.topics.get(topic, NONE) for topic in wanted.unlike))
        choices = [numbers - turned_down or numbers for numbers in choices]
    lately = frozenset(played[-AS_GOOD_AS_NEW:])
    for numbers, too_soon in [
        *((numbers, known) for numbers in choices),
        *((numbers, lately) for numbers in choices),
        (asked_for, known),
    ]:
        left = numbers - too_soon
        if left:
            return fresh(_nearest(left, wanted.depth, pools), played, seed, "questions")
    return fresh(asked_for, played, seed, "questions")


def _nearest(numbers: Numbers, depth: int | None, pools: Pools) -> Numbers:
    """Those of a depth, or of the nearest; of two that are as near the deeper one. All where no depth is named."""
    if depth is None:
        return numbers
    for found in sorted(pools.depths, key=lambda found: (abs(found - depth), -found)):
        if of_depth := numbers & pools.depths[found]:
            return of_depth
    return numbers


def choose_phrase_to_say_back(
    household: Household, content: Content, seed: int, question: Question, leave_out: Iterable[int] = ()
) -> int:
    """A phrase that a listener can say after any answer to the question, least recently played first.

    Nobody knows what was said, so only phrases come that fit the tone of the question whatever the answer was.
    """
    fitting = once(_phrases, content, _phrases_by_tone)[question.tone]
    chosen = fresh(fitting, household.played.get("empathy", ()), seed, "empathy", leave_out)
    return chosen if chosen is not None else fitting[0]


def is_for_two(question: Question) -> bool:
    """Whether it cannot be asked of one who is alone."""
    return question.joint or re.search(_FOR_TWO, f"{question.text} {question.follow_up or ''}".lower()) is not None


def _theme_unplayed(numbers: Numbers, pools: Pools, played: tuple[int, ...], seed: int) -> str | None:
    """Of the themes with a question not played yet, one that was asked about longest ago; None where there is none."""
    lately = {pools.theme_of[number]: at for at, number in enumerate(played) if number in pools.theme_of}
    unplayed = numbers.difference(played)
    themes = [theme for theme, of_theme in pools.themes.items() if not unplayed.isdisjoint(of_theme)]
    longest_ago = sorted(themes, key=lambda theme: (lately.get(theme, -1), theme))
    # The one asked about last is left out as long as there is another.
    possible = longest_ago[: min(LONGEST_UNHEARD, max(1, len(longest_ago) - 1))]
    return min(possible, key=lambda theme: rank(seed, "tonight", theme), default=None)


class Pools:
    """The numbers of all questions, by what the questions are. Made once: it takes longer than choosing."""

    def __init__(self, content: Content) -> None:
        self._questions = content.questions
        self._open: dict[tuple[frozenset[str], str | None, Numbers, int, bool], Numbers] = {}

    @cached_property
    def topics(self) -> Mapping[str, Numbers]:
        return _by(self._questions, lambda question: question.topics)

    @cached_property
    def moods(self) -> Mapping[str, Numbers]:
        return _by(self._questions, lambda question: (question.mood,) if question.mood else ())

    @cached_property
    def subjects(self) -> Mapping[str, Numbers]:
        return _by(self._questions, lambda question: question.about)

    @cached_property
    def marks(self) -> Mapping[str, Numbers]:
        return _by(self._questions, lambda question: question.shapes)

    @cached_property
    def themes(self) -> Mapping[str, Numbers]:
        return _by(self._questions, lambda question: (question.theme,))

    @cached_property
    def depths(self) -> Mapping[int, Numbers]:
        return _by(self._questions, lambda question: (question.depth,))

    @cached_property
    def theme_of(self) -> Mapping[int, str]:
        return {number: question.theme for number, question in self._questions.items()}

    @cached_property
    def heavy(self) -> Numbers:
        return frozenset(number for number, question in self._questions.items() if question.tone == "heavy")

    @cached_property
    def joint(self) -> Numbers:
        return frozenset(number for number, question in self._questions.items() if question.joint)

    @cached_property
    def glad(self) -> Numbers:
        return frozenset(number for number, question in self._questions.items() if question.tone == "glad")

    @cached_property
    def soothing(self) -> Numbers:
        return frozenset(number for number, question in self._questions.items() if question.soothing)

    @cached_property
    def modelled(self) -> tuple[int, ...]:
        """The questions that the skill is built on."""
        return tuple(number for number, question in self._questions.items() if question.modelled)

    @cached_property
    def of_one(self) -> Numbers:
        """Those that one who is alone can be asked."""
        return frozenset(number for number, question in self._questions.items() if not is_for_two(question))

    @cached_property
    def _asked_only(self) -> Numbers:
        return frozenset(number for number, question in self._questions.items() if question.asked_only)

    def open_to(self, avoided: frozenset[str], wanted: Wanted) -> Numbers:
        """Numbers of all questions that may be asked of a couple, whatever is wanted beyond that."""
        named = (wanted.about or NONE) & self._asked_only
        key = (avoided, wanted.topic, named, wanted.depth_max, wanted.solo)
        found = self._open.get(key)
        if found is None:
            topic = self.topics.get(wanted.topic, NONE) if wanted.topic else NONE
            found = NONE.union(*(numbers for depth, numbers in self.depths.items() if depth <= wanted.depth_max))
            found = found.difference(*(self.topics.get(one, NONE) for one in avoided if one != wanted.topic))
            found -= self._asked_only - topic - named
            if wanted.solo:
                found &= self.of_one
            if len(self._open) >= OPEN_MAX:
                self._open.clear()
            self._open[key] = found
        return found


def pools_of(content: Content) -> Pools:
    """The pools of a locale's questions."""
    return once(_pools, content, Pools)


def _phrases_by_tone(content: Content) -> Mapping[str, Sequence[int]]:
    """The numbers of the phrases that fit each tone, in the deck's order."""
    found: dict[str, list[int]] = {}
    for number, phrase in content.empathy.items():
        for tone in phrase.fits:
            found.setdefault(tone, []).append(number)
    return found


def once(known: list[tuple[Content, Value]], content: Content, make: Callable[[Content], Value]) -> Value:
    """What is made of a locale's content, made at the first time."""
    for other, made in known:
        if other is content:
            return made
    if len(known) >= CONTENTS_MAX:
        known.clear()
    found = make(content)
    known.append((content, found))  # its place there tells nothing: another thread may add one meanwhile
    return found


def _by(questions: Mapping[int, Question], values: Callable[[Question], Iterable[Value]]) -> dict[Value, Numbers]:
    found: dict[Value, set[int]] = {}
    for number, question in questions.items():
        for value in values(question):
            found.setdefault(value, set()).add(number)
    return {value: frozenset(numbers) for value, numbers in found.items()}
