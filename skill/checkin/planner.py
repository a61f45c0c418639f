# SPDX-License-Identifier: Apache-2.0
"""The plan of an evening: which theme, which questions, which phrase, which ritual.

Pure choices over the decks and the household's record. Themes rotate, leaning to where ratings or the reflection were
low; questions deepen within an evening; nothing comes twice before its deck is through.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from skill.checkin.choosing import fresh, rank
from skill.checkin.model.deck_numbers import LIKED_TIMES, SUGGESTED_DAYS
from skill.checkin.model.household import Household
from skill.checkin.model.plan import EVENING_ENDS_HOUR, CheckIn, Step
from skill.content.types import QUESTION_DEPTHS, Content, Length, Question

TALK_S: dict[Length, int] = {"short": 60, "standard": 120, "long": 180}
"""Talk time of one speaker about one question, in seconds."""
STEP_TALK_S = {"appreciate": 30, "practice": 120, "plan": 60}
"""Talk time of the other steps. With these the lengths add up to three, ten and twenty minutes, or a little more."""
DAYS_BETWEEN_RATINGS = 6
"""Closeness is asked about once a week: every evening would turn it into a test."""
EVENING_TURN = 100
"""How far one evening moves its theme on in the rotation."""
LEANING_SHARE = 0.35
"""How much more often than the others a theme comes that the couple need most: 18 evenings of a hundred, not 14."""
AHEAD_MAX = 2 * EVENING_TURN
"""How far a theme may get ahead of the last one, however often they ask for it: nothing is kept from them for weeks."""
RATING_STEP, FADING_STEP = 0.5, 0.1
"""What a rating changes about a theme's weight, and what an evening about it without one does."""
LOW_RATING = 5
SOUTHERN = frozenset("AR AU BO BR BW CL FJ LS MG MU MZ NA NZ PE PG PY SZ UY ZA ZM ZW".split())
FIRST_THEME = "communication"
LONGEST_UNHEARD = 3
"""Tonight's question is about one of so many themes, those that were asked about longest ago."""
KEPT_EVERY = 3
"""On one evening of so many the ritual is one they like, or close to those."""
LIKED_REST_DAYS = 4
"""A ritual that they like rests for so many days only."""
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
    """Plan a check-in: a thank you, questions that deepen, a practice of the theme, a plan, a ritual.

    Steps name entries by number, so that the plan can be kept and gone through on any device.
    """
    theme = theme or choose_theme(household, content, seed)
    steps: list[Step] = []
    if length != "short" and not solo and _rating_is_due(household, evening):
        steps.append(Step("rate"))
    if length != "short" and not solo:
        appreciation = fresh(content.appreciation, household.played.get("appreciation", ()), seed, "appreciation")
        steps.append(Step("appreciate", appreciation or next(iter(content.appreciation))))
    phrases: list[int] = []
    for number in _questions(household, content, seed, theme, QUESTION_DEPTHS[length]):
        steps.append(Step("question", number))
        if not solo:
            phrase = choose_phrase_to_say_back(household, content, seed, content.questions[number], phrases)
            phrases.append(phrase)
            steps.append(Step("swap", number, phrase))
    if length != "short" and not solo:
        practices = [number for number, practice in content.practices.items() if practice.theme == theme]
        practice = fresh(practices, household.played.get("practices", ()), seed, "practices")
        if practice is not None:
            steps.append(Step("practice", practice))
    if length == "long" and not solo:
        plan = fresh(content.plans, household.played.get("plans", ()), seed, "plans")
        steps.append(Step("plan", plan or next(iter(content.plans))))
    steps.append(Step("ritual"))
    return CheckIn(evening=evening, length=length, theme=theme, steps=tuple(steps), solo=solo, begun=False)


def choose_theme(household: Household, content: Content, seed: int, leave_out: tuple[str, ...] = ()) -> str:
    """The theme that is least far in the rotation, never the last one.

    The first evening of all is about talking and listening: everything else stands on that.
    """
    if household.theme is None and FIRST_THEME not in leave_out:
        return FIRST_THEME
    themes = [entry.id for entry in content.themes.values()]
    left_out = {household.theme, *leave_out}
    return min(
        [theme for theme in themes if theme not in left_out] or themes,
        key=lambda theme: (
            household.theme_progress.get(theme, 0),
            -household.leaning.get(theme, 0.0),
            rank(seed, "theme", theme),
        ),
    )


def turns_after(household: Household, content: Content, theme: str) -> dict[str, int]:
    """The rotation after an evening about a theme. One that they need more of moves on less, and comes back sooner."""
    turns: dict[str, int] = {entry.id: household.theme_progress.get(entry.id, 0) for entry in content.themes.values()}
    step = round(EVENING_TURN / (1 + LEANING_SHARE * household.leaning.get(theme, 0.0)))
    turns[theme] = min(turns.get(theme, 0) + step, min(turns.values()) + AHEAD_MAX)
    return turns


def choose_question(
    household: Household,
    content: Content,
    seed: int,
    theme: str | None,
    depth: int | None = None,
    leave_out: list[int] | tuple[int, ...] = (),
) -> int | None:
    """A question not heard yet, of a theme and a depth where that can be had; topics they avoid are left out.

    A depth that is used up gives way to a neighbouring one before anything is heard twice. Without a theme it is one
    that was not asked about lately. None only where every question touches what they avoid.
    """
    avoided = set(household.avoided)
    played = household.played.get("questions", ())
    open_to_them = [
        question
        for number, question in content.questions.items()
        if number not in leave_out and not avoided.intersection(question.topics)
    ]
    theme = theme or _theme_unplayed(open_to_them, content, played, seed)
    of_theme = [question for question in open_to_them if theme is None or question.theme == theme]
    if depth is not None:
        known = set(played)
        depths = sorted({question.depth for question in of_theme}, key=lambda found: (abs(found - depth), -found))
        for found in depths:
            numbers = [question.number for question in of_theme if question.depth == found]
            if not known.issuperset(numbers):
                return fresh(numbers, played, seed, "questions")
    return fresh((question.number for question in of_theme), played, seed, "questions") or fresh(
        (question.number for question in open_to_them), played, seed, "questions"
    )


def choose_phrase_to_say_back(
    household: Household, content: Content, seed: int, question: Question, leave_out: Iterable[int] = ()
) -> int:
    """A phrase that a listener can say after any answer to the question, least recently played first.

    Nobody knows what was said, so only phrases come that fit the tone of the question whatever the answer was.
    """
    fitting = [number for number, phrase in content.empathy.items() if question.tone in phrase.fits]
    chosen = fresh(fitting, household.played.get("empathy", ()), seed, "empathy", leave_out)
    return chosen if chosen is not None else fitting[0]


def choose_ritual(
    household: Household,
    content: Content,
    seed: int,
    evening: date,
    moments: tuple[str, ...] = (),
    season: str | None = None,
    leave_out: tuple[int, ...] = (),
    apart: bool = False,
) -> int:
    """A ritual for one of some moments of the day, not suggested lately, and not the one they keep already.

    What they like may come back sooner, and now and then it is what is chosen. Where nothing for the moment has rested
    long enough, one for another moment comes; where nothing at all has, the one suggested longest ago.
    """
    played = household.played.get("rituals", ())
    kept = (household.ritual.number,) if household.ritual else ()
    fitting = [
        number
        for number, ritual in content.rituals.items()
        if not (season and ritual.seasons and season not in ritual.seasons) and (ritual.apart or not apart)
    ]
    others = [number for number in fitting if number not in leave_out and number not in kept]
    resting = _resting(household, evening)
    rested = [number for number in others if number not in resting]
    for candidates in (_for_moments(rested, content, moments), rested, _for_moments(others, content, moments), others):
        chosen = fresh(_as_kept_before(household, content, seed, candidates), played, seed, "rituals")
        if chosen is not None:
            return chosen
    return next(iter(fitting or content.rituals))


def _for_moments(numbers: list[int], content: Content, moments: tuple[str, ...]) -> list[int]:
    return [number for number in numbers if not moments or set(moments).intersection(content.rituals[number].moments)]


def _resting(household: Household, evening: date) -> set[int]:
    """The rituals that were suggested too lately to come again."""
    liked = _liked(household)
    return {
        number
        for one in household.suggested
        for number in one.rituals
        if (evening - one.evening).days <= (LIKED_REST_DAYS if number in liked else SUGGESTED_DAYS)
    }


def _liked(household: Household) -> set[int]:
    return {number for number in household.happened if household.happened.count(number) >= LIKED_TIMES}


def _as_kept_before(household: Household, content: Content, seed: int, candidates: list[int]) -> list[int]:
    """On one evening of a few: those that they like, else those for the moments of what they like."""
    liked = _liked(household)
    if not liked or rank(seed, "kept before", "") % KEPT_EVERY:
        return candidates
    moments = tuple(
        moment for number in liked if number in content.rituals for moment in content.rituals[number].moments
    )
    return (
        [number for number in candidates if number in liked] or _for_moments(candidates, content, moments) or candidates
    )


def moments_for(hour: int, weekday: int) -> tuple[str, ...]:
    """What a ritual may be for when it is suggested at some hour (0 to 23) on some weekday (Monday is 0)."""
    moments: tuple[str, ...] = (
        ("evening", "bedtime", "morning", "mealtime")
        if hour >= 15 or hour < EVENING_ENDS_HOUR
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
    """Low ratings lean the next evenings a little to what was talked about; good ones, and time, let go of it."""
    ratings = [rating for rating in (checkin.first, checkin.second) if rating is not None]
    weight = household.leaning.get(checkin.theme, 0.0)
    if not ratings:
        weight = max(0.0, weight - FADING_STEP)
    elif min(ratings) <= LOW_RATING:
        weight = min(1.0, weight + RATING_STEP)
    else:
        weight = max(0.0, weight - RATING_STEP)
    leaning = {**household.leaning, checkin.theme: round(weight, 2)}
    return {theme: value for theme, value in leaning.items() if value > 0}


def _questions(household: Household, content: Content, seed: int, theme: str, depths: tuple[int, ...]) -> list[int]:
    """An evening's questions, each at least as deep as the one before."""
    asked: list[int] = []
    for depth in depths:
        number = choose_question(household, content, seed, theme, depth, asked)
        if number is not None:
            asked.append(number)
    return sorted(asked, key=lambda number: content.questions[number].depth)


def _theme_unplayed(questions: Iterable[Question], content: Content, played: tuple[int, ...], seed: int) -> str | None:
    """Of the themes with a question not heard yet, one that was asked about longest ago; None where there is none."""
    known = set(played)
    lately = {content.questions[number].theme: at for at, number in enumerate(played) if number in content.questions}
    themes = {question.theme for question in questions if question.number not in known}
    longest_ago = sorted(themes, key=lambda theme: (lately.get(theme, -1), theme))
    # The one asked about last is left out as long as there is another.
    possible = longest_ago[: min(LONGEST_UNHEARD, max(1, len(longest_ago) - 1))]
    return min(possible, key=lambda theme: rank(seed, "tonight", theme), default=None)
