# SPDX-License-Identifier: Apache-2.0
"""The plan of an evening: which theme, which questions, which phrase, which ritual.

Pure choices over the decks and the household's record. Themes rotate by how much of each was heard, leaning to where
ratings or the reflection were low; questions deepen within an evening; nothing comes twice before its deck is through.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from skill.checkin.choosing import fresh, rank
from skill.checkin.household import Household
from skill.checkin.plan import CheckIn, Step
from skill.content.types import Content, Question, Ritual

Length = Literal["short", "standard", "long"]
TALK_S: dict[Length, int] = {"short": 60, "standard": 120, "long": 180}
"""Talk time of one speaker, in seconds: the lengths add up to three, ten and twenty minutes."""
DEPTHS: dict[Length, tuple[int, ...]] = {"short": (1,), "standard": (1, 2), "long": (1, 2, 3)}
DAYS_BETWEEN_RATINGS = 6
"""Closeness is asked about once a week: every evening would turn it into a test."""
LEANING_WEIGHT = 4.0
"""How many questions ahead of the others a theme may get that the couple need more of."""
RATING_STEP = 0.5
LOW_RATING = 5
SOUTHERN = frozenset({"AU", "NZ", "ZA", "BR", "AR"})
FIRST_THEME = "communication"
_SEASONS = ("winter", "spring", "summer", "autumn")


def plan_evening(
    household: Household,
    content: Content,
    seed: int,
    evening: date,
    length: Length,
    theme: str | None,
    solo: bool = False,
) -> CheckIn:
    """Plan a check-in. Steps name entries by number, so that the plan can be kept and gone through on any device."""
    theme = theme or choose_theme(household, content, seed)
    steps: list[Step] = []
    if length != "short" and not solo and _rating_is_due(household, evening):
        steps.append(Step("rate"))
    if length == "long" and not solo:
        appreciation = fresh(content.appreciation, household.heard.get("appreciation", ()), seed, "appreciation")
        steps.append(Step("appreciate", appreciation or next(iter(content.appreciation))))
    asked: list[int] = []
    phrases: list[int] = []
    for depth in DEPTHS[length]:
        number = choose_question(household, content, seed, theme, depth, asked)
        if number is None:
            continue
        asked.append(number)
        steps.append(Step("question", number))
        if not solo:
            phrase = choose_phrase_to_say_back(household, content, seed, content.questions[number], phrases)
            phrases.append(phrase)
            steps.append(Step("swap", number, phrase))
    if length != "short" and not solo:
        practices = [number for number, practice in content.practices.items() if practice.theme == theme]
        practice = fresh(practices, household.heard.get("practices", ()), seed, "practices")
        if practice is not None:
            steps.append(Step("practice", practice))
    if length == "long" and not solo:
        plan = fresh(content.plans, household.heard.get("plans", ()), seed, "plans")
        steps.append(Step("plan", plan or next(iter(content.plans))))
    steps.append(Step("ritual"))
    return CheckIn(evening=evening, length=length, theme=theme, steps=tuple(steps), solo=solo, begun=False)


def choose_theme(household: Household, content: Content, seed: int, leave_out: tuple[str, ...] = ()) -> str:
    """The theme that was heard least so far, never the last one, leaning to what the couple need.

    The first evening of all is about talking and listening: everything else stands on that.
    """
    if household.theme is None and FIRST_THEME not in leave_out:
        return FIRST_THEME
    heard = set(household.heard.get("questions", ()))
    counts: dict[str, int] = dict.fromkeys((entry.id for entry in content.themes.values()), 0)
    for number in heard:
        question = content.questions.get(number)
        if question:
            counts[question.theme] += 1
    left_out = {household.theme, *leave_out}
    possible = [theme for theme in counts if theme not in left_out] or list(counts)
    return min(
        possible,
        key=lambda theme: (
            counts[theme] - LEANING_WEIGHT * household.leaning.get(theme, 0.0),
            rank(seed, "theme", theme),
        ),
    )


def choose_question(
    household: Household,
    content: Content,
    seed: int,
    theme: str | None,
    depth: int | None = None,
    leave_out: list[int] | tuple[int, ...] = (),
) -> int | None:
    """A question not heard yet, of a theme and a depth where that can be had; topics they avoid are left out.

    A depth that is used up gives way to a neighbouring one before anything is heard twice. None only where every
    question touches what they avoid.
    """
    avoided = set(household.avoided)
    heard = household.heard.get("questions", ())
    open_to_them = [
        question
        for number, question in content.questions.items()
        if number not in leave_out and not avoided.intersection(question.topics)
    ]
    of_theme = [question for question in open_to_them if theme is None or question.theme == theme]
    by_depth = sorted({question.depth for question in of_theme}, key=lambda found: abs(found - (depth or found)))
    if depth is not None:
        unheard = set(heard)
        for found in by_depth:
            numbers = [question.number for question in of_theme if question.depth == found]
            if unheard.issuperset(numbers):
                continue
            return fresh(numbers, heard, seed, "questions")
    return fresh((question.number for question in of_theme), heard, seed, "questions") or fresh(
        (question.number for question in open_to_them), heard, seed, "questions"
    )


def choose_phrase_to_say_back(
    household: Household, content: Content, seed: int, question: Question, leave_out: Iterable[int] = ()
) -> int:
    """A phrase that a listener can say after any answer to the question, least recently heard first.

    Nobody knows what was said, so only phrases come that fit the tone of the question whatever the answer was.
    """
    fitting = [number for number, phrase in content.empathy.items() if question.tone in phrase.fits]
    chosen = fresh(fitting, household.heard.get("empathy", ()), seed, "empathy", leave_out)
    return chosen if chosen is not None else fitting[0]


def choose_ritual(
    household: Household,
    content: Content,
    seed: int,
    moments: tuple[str, ...] = (),
    season: str | None = None,
    leave_out: tuple[int, ...] = (),
    apart: bool = False,
) -> int:
    """A ritual for one of some moments of the day, or for any; not the one they keep already."""

    def fits(ritual: Ritual, strictly: bool) -> bool:
        if season and ritual.seasons and season not in ritual.seasons:
            return False
        if apart and not ritual.apart:
            return False
        return not strictly or not moments or bool(set(moments).intersection(ritual.moments))

    kept = (household.ritual.number,) if household.ritual else ()
    heard = household.heard.get("rituals", ())
    for strictly, left_out in ((True, (*leave_out, *kept)), (False, (*leave_out, *kept)), (False, ())):
        numbers = [number for number, ritual in content.rituals.items() if fits(ritual, strictly)]
        chosen = fresh(numbers, heard, seed, "rituals", left_out)
        if chosen is not None:
            return chosen
    return next(iter(content.rituals))


def moments_for(hour: int, weekday: int) -> tuple[str, ...]:
    """What a ritual may be for when it is suggested at some hour (0 to 23) on some weekday (Monday is 0)."""
    moments: tuple[str, ...] = (
        ("evening", "bedtime", "morning", "mealtime")
        if hour >= 15 or hour < 4
        else (
            "morning",
            "mealtime",
            "parting",
            "reunion",
            "evening",
        )
    )
    return (*moments, "weekend") if weekday in (3, 4, 5) else moments


def season_of(month: int, country: str) -> str:
    """The season of a month (1 to 12) in a country, by its ISO 3166 code."""
    shift = 2 if country in SOUTHERN else 0
    return _SEASONS[(month % 12 // 3 + shift) % 4]


def _rating_is_due(household: Household, evening: date) -> bool:
    rated = [finished.day for finished in household.finished if finished.first is not None]
    return not rated or (evening - rated[-1]).days >= DAYS_BETWEEN_RATINGS


def leaning_after(household: Household, checkin: CheckIn) -> dict[str, float]:
    """Low ratings lean the next evenings a little to what was talked about; good ones let go of it."""
    ratings = [rating for rating in (checkin.first, checkin.second) if rating is not None]
    weight = household.leaning.get(checkin.theme, 0.0)
    if ratings and min(ratings) <= LOW_RATING:
        weight = min(1.0, weight + RATING_STEP)
    else:
        weight = max(0.0, weight - RATING_STEP)
    leaning = {**household.leaning, checkin.theme: weight}
    return {theme: value for theme, value in leaning.items() if value > 0}
