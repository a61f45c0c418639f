# SPDX-License-Identifier: Apache-2.0
"""Shares of a deck as a whole: how much of it begins alike, is short, is plain, or is marked for somebody.

What one entry does wrong is rules.py's; here a deck is counted through, so that its mix stays right when entries are
added. `shortfalls` is what `python -m skill content` and the tests call; `table` is what is printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from skill.content.checking.rules import MODELLED, OPENING_SHARE_MAX, WORD, count_words
from skill.content.decks import entries_of
from skill.content.types import Content, Line, Tone

VARIED = ("empathy", "appreciation", "touch", "repair", "first", "experiences", "plans", "rituals")
"""Decks of which one entry comes in most evenings."""

FITTING = 130
"""Phrases for the listener after a question: a month of evenings, before any comes again."""
FITTING_TONE: dict[Tone, int] = {"glad": 45, "open": 45, "heavy": 50}
FITTING_SHORT, FITTING_SHORT_SHARE = 9, 0.75
"""Words of a short phrase, and the share that is short: a listener has heard it once and says it from memory."""
NEUTRAL = 12
"""Phrases that fit anything, for when no feeling was named."""
GOOD_NEWS = 12
SORRY = 25
PLAIN_STARTERS = 2 / 3
TO_ONE = 60
APART = 40

OFTEN, OFTEN_SHORT, SHORT_WORDS = 10, 2, 4
"""Wordings of a line that is heard in most evenings, how many of them are very short, and how short that is."""

PLACE = re.compile(r"\{\w+\}")


def most_alike(texts: Iterable[str]) -> tuple[str, float]:
    """The commonest first word, and its share. "I" and "I'm" are two: words of one person begin with either."""
    counted = Counter(WORD.findall(text)[0].lower() for text in texts)
    word, times = counted.most_common(1)[0]
    return word, times / counted.total()


def very_short(line: Line) -> list[str]:
    """The wordings of a line that hardly take a breath, not counting what is filled in."""
    return [text for text in line.texts if count_words(PLACE.sub(" ", text)) <= SHORT_WORDS]


def table(content: Content) -> Iterator[str]:
    """The printed lines: each deck's commonest opening, then what the marks hold."""
    yield "Commonest opening word"
    for deck in VARIED:
        word, share = most_alike(entry.text for entry in entries_of(content, deck).values())
        yield f"  {deck:14}{word:10}{share:5.0%}"
    fitting = [phrase.text for phrase in content.empathy.values() if phrase.fits]
    short = sum(count_words(text) <= FITTING_SHORT for text in fitting) / max(1, len(fitting))
    yield f"  for the listener: {len(fitting)} phrases, {short:.0%} of at most {FITTING_SHORT} words"
    yield "  " + ", ".join(f"{what} {held}" for what, held, _ in _marked(content))
    playful = sum(starter.playful for starter in content.first.values())
    yield f"  who begins: {len(content.first) - playful} plain, {playful} playful"


def shortfalls(content: Content) -> Iterator[str]:
    """What is out of balance, one sentence each."""
    for deck in VARIED:
        word, share = most_alike(entry.text for entry in entries_of(content, deck).values())
        if share > OPENING_SHARE_MAX:
            yield f"{deck}: {share:.0%} begin with {word}, more than {OPENING_SHARE_MAX:.0%}"
    yield from _for_the_listener(content)
    for what, held, goal in _marked(content):
        if held < goal:
            yield f"{what}: {held} of {goal}"
    for deck, entries in (("empathy", content.empathy), ("rituals", content.rituals)):
        marked = sum(entry.modelled for entry in entries.values())
        if marked != MODELLED:
            yield f"{deck}: {marked} are marked as modelled, not {MODELLED}"
    plain = sum(not starter.playful for starter in content.first.values())
    if plain < PLAIN_STARTERS * len(content.first):
        yield f"first: {plain} of {len(content.first)} are plain, fewer than two in three"


def _for_the_listener(content: Content) -> Iterator[str]:
    fitting = [phrase for phrase in content.empathy.values() if phrase.fits]
    if len(fitting) < FITTING:
        yield f"empathy: {len(fitting)} of {FITTING} to say back after a question"
    for tone, goal in FITTING_TONE.items():
        held = sum(tone in phrase.fits for phrase in fitting)
        if held < goal:
            yield f"empathy: {held} of {goal} to say back after an answer that is {tone}"
    short = sum(count_words(phrase.text) <= FITTING_SHORT for phrase in fitting)
    if short < FITTING_SHORT_SHARE * len(fitting):
        yield f"empathy: {short} of {len(fitting)} to say back have at most {FITTING_SHORT} words"


def _marked(content: Content) -> tuple[tuple[str, int, int], ...]:
    """What is marked for somebody, how much there is, and how much there needs to be."""
    phrases = content.empathy.values()
    neutral = sum(phrase.neutral for phrase in phrases)
    good_news = sum(phrase.feeling == "happy" and phrase.kind == "celebrate" for phrase in phrases)
    return (
        ("neutral phrases", neutral, NEUTRAL),
        ("phrases for good news", good_news, GOOD_NEWS),
        ("words to say sorry", sum(words.sorry for words in content.repair.values()), SORRY),
        ("thank yous to one", sum(entry.to_one is not None for entry in content.appreciation.values()), TO_ONE),
        ("experiences apart", sum(entry.apart is not None for entry in content.experiences.values()), APART),
    )
