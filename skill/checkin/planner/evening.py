# SPDX-License-Identifier: Apache-2.0
"""Plan of one evening: its theme, its shape, and the entries of its steps by number.

Steps name entries by number, so that the plan can be kept and gone through on any device.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from msgspec import Struct

from skill.checkin.choosing import fresh, rank
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Shape, Step
from skill.checkin.planner.questions import (
    TOUCH,
    Wanted,
    choose_phrase_to_say_back,
    choose_question,
    depth_max,
    pools_of,
)
from skill.checkin.planner.rituals import ritual_due
from skill.checkin.planner.shapes import ASKS_ONCE, MARK_OF, STEPS, Piece, choose_shape
from skill.checkin.planner.themes import choose_theme
from skill.content.types import AboutEvening, Content, Length, Mood, Question

TALK_S: dict[Length, int] = {"short": 60, "standard": 120, "long": 180}
"""Talk time of one speaker about one question, in seconds."""
STEP_TALK_S = {"appreciate": 60, "practice": 120, "touch": 60, "plan": 60, "experience": 60}
"""Talk time of the other steps. With these the lengths add up to three, ten and twenty minutes, or a little more."""
DAYS_BETWEEN_RATINGS = 8
"""Closeness is asked about at most once a week: every evening would turn it into a test. With seven themes in turn,
each seventh night would ask about the same one for months."""
RATED_FROM = 2
"""Check-ins before the first rating is offered: in the third they know what it is for."""
FIRST_WEEK_CHECK_INS = 3
"""The first check-ins, which hold the questions, phrases and rituals that the skill is built on."""
FIRST_WEEK_EVENINGS = 7
"""As many check-ins as a week may hold: a question that the skill is built on, and that a short evening had no room
for, comes later in it."""
PLAIN_STARTERS_OF = 3
"""Two starters of three are plain, the third may be playful."""


class Wish(Struct, frozen=True, kw_only=True):
    """What they asked for, and how they are there."""

    length: Length = "standard"
    theme: str | None = None
    announced: bool = False
    """The theme was named to them, so that they wait for it."""
    topic: str | None = None
    mood: Mood | None = None
    solo: bool = False
    apart: bool = False


def check_ins(household: Household) -> int:
    """How many check-ins were finished."""
    return len(household.finished) + sum(month.check_ins for month in household.months)


def plan_evening(household: Household, content: Content, seed: int, evening: date, wish: Wish) -> CheckIn:
    """A check-in, planned and not yet begun."""
    theme = wish.theme or choose_theme(household, content, seed, (TOUCH,) if wish.apart else ())
    shape: Shape = (
        "one_question"
        if wish.solo
        else choose_shape(household, seed, theme, wish.mood, wish.apart, wish.topic, announced=wish.announced)
    )
    done = check_ins(household)
    steps = _Plan(household, content, seed, wish, theme, shape, done).steps()
    rates = wish.length != "short" and not wish.solo and household.left != evening
    if rates and done >= RATED_FROM and _rating_is_due(household, evening):
        steps.append(Step("rate"))
    due = None if wish.solo else ritual_due(household, evening, first_week=done < FIRST_WEEK_CHECK_INS)
    if due is not None:
        kept = household.ritual if due == "again" else None
        steps.append(Step("ritual", kept.number if kept else 0))
    played, about = household.played.get("openings", ()), kind_of(shape, wish)
    # "Take it slowly tonight" is nothing for those who have three minutes.
    slowly = wish.length == "short" and about == "one_question"
    opening = None if slowly else choose_about(content.openings, played, seed, "openings", about)
    return CheckIn(
        evening=evening,
        length=wish.length,
        theme=theme,
        shape=shape,
        steps=tuple(steps),
        solo=wish.solo,
        apart=wish.apart,
        opening=opening or 0,
        starter=0 if wish.solo else _starter(household, content, seed, wish.apart),
        begun=False,
    )


def kind_of(shape: Shape, there: Wish | CheckIn) -> str:
    """What an opening and a closing are about: how they are there, or the shape; a short one holds one question."""
    if there.solo:
        return "solo"
    if shape == "two_questions":
        return "apart" if there.apart else "one_question" if there.length == "short" else shape
    return shape


def choose_about(
    deck: Mapping[int, AboutEvening], played: tuple[int, ...], seed: int, purpose: str, about: str
) -> int | None:
    """An entry of a deck whose entries belong to kinds of evenings."""
    return fresh((number for number, entry in deck.items() if entry.about == about), played, seed, purpose)


class _Plan:
    """The steps of one evening, as they are put together."""

    def __init__(
        self, household: Household, content: Content, seed: int, wish: Wish, theme: str, shape: Shape, done: int
    ) -> None:
        self.household, self.content, self.seed = household, content, seed
        self.wish, self.theme, self.shape, self.done = wish, theme, shape, done
        self.taken: dict[str, list[int]] = {}

    def steps(self) -> list[Step]:
        """All of them, but the last ones that every evening has."""
        pieces = STEPS[self.shape][self.wish.length]
        if self.wish.solo:
            pieces = tuple(piece for piece in pieces if piece.kind == "question")
        elif self.wish.mood == "deep":  # who asks for something deep is asked that first, and not warmed up
            pieces = tuple(sorted(pieces, key=lambda piece: piece.kind != "question"))
        depths = [piece.depth for piece in pieces if piece.kind == "question"]
        asked = iter(self._questions(depths, opens=pieces[0].kind == "question"))
        found: list[Step] = []
        for piece in pieces:
            if piece.kind != "question":
                found += self._other(piece)
            elif (number := next(asked, None)) is not None:
                found += self._asked(number)
        return found

    def _questions(self, depths: list[int], opens: bool) -> list[int]:
        """A question for each depth. They deepen, also where a depth is used up and gave way to another. What `opens`
        one of the first evenings is never heavy, unless they ask for that.

        The very first evening begins with a light one; the one that the skill is built on is none to begin with.
        """
        questions = self.content.questions
        first_of_all = not self.done and not self.wish.topic
        numbers = [
            number
            for at, depth in enumerate(depths)
            if (number := self._question(depth, light=first_of_all and at == 0, opens=opens and at == 0)) is not None
        ]
        return sorted(
            numbers, key=lambda number: (not self.done and questions[number].modelled, questions[number].depth)
        )

    def _question(self, depth: int, light: bool, opens: bool) -> int | None:
        asked_for = self.wish.topic or self.wish.mood
        warming = opens and self.done < FIRST_WEEK_CHECK_INS and not asked_for
        hurried = self.wish.length == "short" and not asked_for
        pools = pools_of(self.content)
        left_out = pools.heavy if warming or hurried else frozenset[int]()
        if hurried:  # who has three minutes is not asked what takes an hour
            left_out |= pools.moods.get("deep", frozenset[int]())
        if light:  # the first question of all shows how they take turns
            left_out |= pools.joint
        # Who is always in a hurry hears those that the skill is built on all the same.
        always = hurried and all(finished.length == "short" for finished in self.household.finished)
        put_off = frozenset[int]() if always else left_out
        modelled = None if light else self._modelled_question(put_off)
        number = modelled or choose_question(
            self.household,
            self.content,
            self.seed,
            Wanted(
                theme=self.theme,
                topic=self.wish.topic,
                mood=self.wish.mood or ("light" if light or self.wish.solo else None),
                mark=MARK_OF.get(self.shape),
                depth=depth,
                depth_max=depth_max(self.household, self.done, warmed_up=True),
                solo=self.wish.solo,
                apart=self.wish.apart,
                gentle=light,
            ),
            [*self.taken.get("question", ()), *left_out],
        )
        if number is not None:
            self.taken.setdefault("question", []).append(number)
        return number

    def _asked(self, number: int) -> list[Step]:
        """A question for one of them, and then for the other, who first says something back."""
        question = self.content.questions[number]
        asked = [Step("question", number)]
        if self.wish.solo or self.shape in ASKS_ONCE or question.joint:
            return asked
        phrase = self._modelled_phrase(question) or choose_phrase_to_say_back(
            self.household, self.content, self.seed, question, self.taken.get("empathy", ())
        )
        self.taken.setdefault("empathy", []).append(phrase)
        return [*asked, Step("swap", number, phrase)]

    def _modelled_question(self, leave_out: Collection[int]) -> int | None:
        """The question that the skill is built on, once in each of the first check-ins that ask for nothing else."""
        if self.wish.topic or self.wish.mood not in (None, "deep") or self.shape in MARK_OF or self.wish.solo:
            return None  # an evening of plans or of play is about those, and who is alone has nobody to tell
        if self.done >= FIRST_WEEK_EVENINGS or self.taken.get("modelled"):
            return None
        if self.done >= FIRST_WEEK_CHECK_INS and self.wish.theme:
            return None
        avoided = set(self.household.avoided)
        played = self.household.played.get("questions", ())
        left = [
            number
            for number in pools_of(self.content).modelled
            if number not in (*played, *leave_out) and not avoided.intersection(self.content.questions[number].topics)
        ]
        if not left:
            return None
        # The heavy one waits until they have been here before.
        number = min(left, key=lambda number: self.content.questions[number].tone == "heavy")
        self.taken["modelled"] = [number]
        return number

    def _modelled_phrase(self, after: Question) -> int | None:
        """The phrase that the skill is built on, the one that belongs to its question where it has not been played."""
        if not after.modelled:
            return None
        asked = pools_of(self.content).modelled
        phrases = [number for number, phrase in self.content.empathy.items() if phrase.modelled]
        # The first question, of what weighs on somebody, wants an offer of help; the last one has just asked for that.
        own = dict(zip(asked, reversed(phrases), strict=False)).get(after.number)
        left = set(phrases).difference(self.household.played.get("empathy", ()))
        return own if own in left else min(left, default=None)

    def _other(self, piece: Piece) -> list[Step]:
        decks: dict[str, tuple[str, Iterable[int]]] = {
            "appreciate": ("appreciation", self.content.appreciation),
            "practice": (
                "practices",
                (number for number, entry in self.content.practices.items() if entry.theme == self.theme),
            ),
            "touch": ("touch", self.content.touch),
            "plan": ("plans", self.content.plans),
            "experience": ("experiences", self._experiences()),
        }
        deck, candidates = decks[piece.kind]
        taken = self.taken.setdefault(deck, [])
        number = fresh(candidates, self.household.played.get(deck, ()), self.seed, deck, taken)
        if number is None:
            return []
        taken.append(number)
        return [Step(piece.kind, number)]

    def _experiences(self) -> Iterable[int]:
        avoided = set(self.household.avoided)
        for number, entry in self.content.experiences.items():
            if not avoided.intersection(entry.topics) and (entry.apart or not self.wish.apart):
                yield number


def _starter(household: Household, content: Content, seed: int, apart: bool) -> int:
    """Who begins, where names do not tell it."""
    if household.names:
        return 0
    playful = rank(seed, "starter", "") % PLAIN_STARTERS_OF == 0
    numbers = [
        number for number, entry in content.first.items() if entry.playful == playful and not (apart and entry.one_room)
    ]
    return fresh(numbers, household.played.get("first", ()), seed, "first") or 0


def _rating_is_due(household: Household, evening: date) -> bool:
    rated = [finished.day for finished in household.finished if finished.first is not None]
    asked = [day for day in (household.rating_offered, *rated[-1:]) if day is not None]
    return not asked or (evening - max(asked)).days >= DAYS_BETWEEN_RATINGS
