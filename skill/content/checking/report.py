# SPDX-License-Identifier: Apache-2.0
"""`python -m skill content`: what the decks hold, how long they last, what falls short, and what breaks a rule.

Only counting and printing belong here; the rules are rules.py, and reading the files is loading/loader.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from skill.content.checking import shares
from skill.content.checking.rules import problems
from skill.content.checking.wording import asks_twice, openings, shares_between
from skill.content.decks import DECKS, entries_of
from skill.content.loading import line_list
from skill.content.loading.line_list import unlisted
from skill.content.loading.loader import DEPTHS, HERE, LINES_FILE, load_content, read_lines
from skill.content.types import QUESTION_DEPTHS, Content, Feeling, Moment, Mood, Shape, Theme, Topic
from skill.errors import InputError

SOURCE = HERE / "en"
"""The language that the list of lines is written from."""
QUESTIONS_A_THEME = 90
QUESTIONS_A_DEPTH = {1: 38, 2: 30, 3: 15}
"""Of each theme, at least."""
QUESTIONS_A_MOOD = 70
QUESTIONS_A_SHAPE = {"thank_you": 156, "remember": 156, "play": 156, "plan": 156}
"""With three questions an evening, a shape lasts for one evening a week, a year long, and none comes twice."""
QUESTIONS_A_SHAPED_EVENING = 3
QUESTIONS_A_TOPIC = 12
PHRASES_A_FEELING = 6
RITUALS_A_MOMENT = 10
PRACTICES_A_THEME = 6


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--locale", default="en-US", help="the locale whose decks are shown (default: en-US)")
    parser.add_argument("--write", action="store_true", help="write lines.txt, the list of all lines, and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Print the report. Returns 0, or 2 where a deck falls short or an entry breaks a rule."""
    if arguments.write:
        line_list.FILE.write_text(line_list.listed(read_lines(SOURCE / LINES_FILE)), "utf-8")
        print(f"Written: {line_list.FILE.name}")
        return 0
    content = load_content(arguments.locale)
    for line in table(content):
        print(line)
    wrong = [
        *shortfalls(content),
        *(f"lines {name}: is not listed; run `python -m skill content --write`" for name in unlisted(content.lines)),
    ]
    if content.locale.startswith("en-"):
        wrong += [str(problem) for problem in problems(content)]
        for tool, what in (("rapidfuzz", "likeness"), ("textstat", "reading grade")):
            if importlib.util.find_spec(tool) is None:
                print(f"Not checked: {what}, because {tool} is not installed.", file=sys.stderr)
    else:
        print("Not checked: wording, because the rules are written for English.", file=sys.stderr)
    print()
    for line in wrong:
        print(line)
    if wrong:
        raise InputError(f"{len(wrong)} things in the decks need mending; they are listed above.")
    print("Nothing falls short, and no rule is broken.")
    return 0


def table(content: Content) -> Iterator[str]:
    """The report's lines: each deck with its count and what it is made of, then the evenings."""
    yield f"Decks of {content.locale}"
    yield ""
    for deck in DECKS:
        yield f"{deck:14}{len(entries_of(content, deck)):5}"
    yield ""
    depth_titles = "".join(f"{f'depth {depth}':>9}" for depth in DEPTHS)
    yield f"{'questions':18}{depth_titles}{'all':>7}{'between':>9}{'topics':>8}"
    between = shares_between(content)
    for theme in get_args(Theme):
        asked = [question for question in content.questions.values() if question.theme == theme]
        depths = Counter(question.depth for question in asked)
        yield (
            f"  {theme:16}"
            + "".join(f"{depths[depth]:9}" for depth in DEPTHS)
            + f"{len(asked):7}{between[theme]:9.0%}"
            + f"{sum(bool(question.topics) for question in asked):8}"
        )
    yield ""
    yield from _questions(content)
    yield "empathy"
    yield "  " + _counted("by feeling", Counter(phrase.feeling or "none" for phrase in content.empathy.values()))
    yield "  " + _counted("by kind", Counter(phrase.kind for phrase in content.empathy.values()))
    yield "  " + _counted("to say back, by tone", _fitting(content))
    yield "rituals"
    yield "  " + _counted("by moment", _moments(content))
    yield "  " + _counted("by cost", Counter(ritual.cost for ritual in content.rituals.values()))
    yield "  " + _counted("by place", Counter(ritual.place for ritual in content.rituals.values()))
    yield f"  for partners who are apart: {sum(ritual.apart is not None for ritual in content.rituals.values())}"
    yield "practices"
    yield "  " + _counted("by theme", Counter(practice.theme for practice in content.practices.values()))
    yield ""
    yield from shares.table(content)
    yield ""
    yield "Evenings before a question comes twice"
    for length, depths_asked in QUESTION_DEPTHS.items():
        planned = evenings_at_depth(content, depths_asked)
        yield f"  {length:10}{evenings(content, depths_asked):5}, {planned} of them at the depths planned"
    for shape in get_args(Shape):
        yield f"  {shape:10}{evenings_of_a_shape(content, shape):5}"


def _questions(content: Content) -> Iterator[str]:
    """How the questions are marked and worded."""
    questions = content.questions.values()
    opened = openings(question.text for question in questions)
    twice = sum(asks_twice(question.text) for question in questions)
    yield "  " + _counted("by tone", Counter(question.tone for question in questions))
    yield "  " + _counted("by mood", _moods(content))
    yield "  " + _counted("by shape of an evening", _shapes(content))
    yield "  " + _counted("topics", _topics(content))
    yield "  opening with " + ", ".join(f"{word} {times / len(questions):.0%}" for word, times in opened.most_common(6))
    yield f"  asking two things at once: {twice / len(questions):.0%}"
    yield (
        f"  one answer of both: {sum(question.joint for question in questions)}, "
        f"only where asked for: {sum(question.asked_only for question in questions)}, "
        f"modelled: {sum(question.modelled for question in questions)}"
    )


def evenings(content: Content, depths: tuple[int, ...]) -> int:
    """Evenings of so many questions, each evening within one theme, before any question comes twice."""
    themes = Counter(question.theme for question in content.questions.values())
    return sum(count // len(depths) for count in themes.values())


def evenings_at_depth(content: Content, depths: tuple[int, ...]) -> int:
    """Evenings before a theme runs out of one of the depths, and borrows from another."""
    held = Counter((question.theme, question.depth) for question in content.questions.values())
    return sum(min(held[theme, depth] for depth in depths) for theme in get_args(Theme))


def evenings_of_a_shape(content: Content, shape: Shape) -> int:
    """Evenings of one shape before any of its questions comes twice."""
    return _shapes(content)[shape] // QUESTIONS_A_SHAPED_EVENING


def shortfalls(content: Content) -> Iterator[str]:
    """What the decks lack for a year of evenings, one sentence each."""
    for deck in DECKS.values():
        if (held := len(entries_of(content, deck.name))) < deck.goal:
            yield f"{deck.name}: {held} of {deck.goal} entries"
    by_depth = Counter((question.theme, question.depth) for question in content.questions.values())
    for theme in get_args(Theme):
        held = sum(by_depth[theme, depth] for depth in DEPTHS)
        if held < QUESTIONS_A_THEME:
            yield f"questions: {held} of {QUESTIONS_A_THEME} about {theme}"
        for depth, goal in QUESTIONS_A_DEPTH.items():
            if by_depth[theme, depth] < goal:
                yield f"questions: {by_depth[theme, depth]} of {goal} about {theme} at depth {depth}"
    yield from _too_few("questions", "that are", get_args(Mood), _moods(content), QUESTIONS_A_MOOD)
    for shape, goal in QUESTIONS_A_SHAPE.items():
        yield from _too_few("questions", "for an evening of", (shape,), _shapes(content), goal)
    yield from _too_few("questions", "about", get_args(Topic), _topics(content), QUESTIONS_A_TOPIC)
    feelings = Counter[str](phrase.feeling for phrase in content.empathy.values() if phrase.feeling)
    practised = Counter[str](practice.theme for practice in content.practices.values())
    yield from _too_few("empathy", "for", get_args(Feeling), feelings, PHRASES_A_FEELING)
    yield from _too_few("rituals", "for", get_args(Moment), _moments(content), RITUALS_A_MOMENT)
    yield from _too_few("practices", "about", get_args(Theme), practised, PRACTICES_A_THEME)
    yield from shares.shortfalls(content)


def _fitting(content: Content) -> Counter[str]:
    return Counter[str](tone for phrase in content.empathy.values() for tone in phrase.fits)


def _moods(content: Content) -> Counter[str]:
    return Counter[str](question.mood for question in content.questions.values() if question.mood)


def _shapes(content: Content) -> Counter[str]:
    return Counter[str](shape for question in content.questions.values() for shape in question.shapes)


def _topics(content: Content) -> Counter[str]:
    return Counter[str](topic for question in content.questions.values() for topic in question.topics)


def _moments(content: Content) -> Counter[str]:
    return Counter[str](moment for ritual in content.rituals.values() for moment in ritual.moments)


def _too_few(deck: str, about: str, kinds: tuple[str, ...], held: Counter[str], goal: int) -> Iterator[str]:
    for kind in kinds:
        if held[kind] < goal:
            yield f"{deck}: {held[kind]} of {goal} {about} {kind}"


def _counted(title: str, counts: Mapping[str, int]) -> str:
    most_first = sorted(counts.items(), key=lambda item: -item[1])
    return f"{title}: " + ", ".join(f"{name} {count}" for name, count in most_first)
