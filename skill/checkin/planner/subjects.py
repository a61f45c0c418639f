# SPDX-License-Identifier: Apache-2.0
"""Subjects in a couple's own words ("something about dreams"): which questions are about them.

Only what no topic, theme or mood is named for comes here. A subject that the deck knows (`about.dreams`) has the
questions that say they are about it. Else a question that has a word of theirs is about it; words for what lies ahead,
and the like, stand in lines of the deck (`subject.plan`), and so do words that belong to one subject: who asks for
cooking may be asked about a picnic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from skill.checkin.planner.questions import NONE, Numbers, Wanted, once, pools_of
from skill.content.types import Content, Mood, Shape

MUSIC, PHRASES = "subject.music", "subject.phrases"
"""Lines that hold words for what can be left out tonight, beside topics."""
AHEAD: Mapping[str, Shape] = {"subject.plan": "plan"}
"""Lines that hold words for a subject, with the mark of the questions about it."""
ABOUT = "about."
"""How the lines begin that hold a subject's words; the questions about it say so themselves."""
MARKS: Mapping[str, Shape] = {"memories": "remember", "thanks": "thank_you"}
MOODS: Mapping[str, Mood] = {"romance": "romantic"}
"""Subjects that a mark or a mood of questions stands for."""
YEARS_AHEAD = "subject.ahead"
"""The line with words of questions that look further than the weekend, which are asked first of those."""
AGEING, BEGINNINGS = "subject.ageing", "subject.beginnings"
WIDE = (
    *(AGEING, BEGINNINGS, "subject.feelings", "subject.marriage", "subject.food", "subject.travel"),
    "subject.films",
)
"""Lines whose wordings are the words of one subject each."""
TELLS_NONE = "subject.none"
"""The line whose wordings tell no subject, whatever question they stand in: "where we're each headed"."""
SAY_MORE = frozenset({"nest", "baby", "parents", "ageing_parents", "engaged", "wedding"})
"""Subjects that are a part of some listed topic: life after the children moved out is about that."""
MORE_THAN_A_MOOD = frozenset({"spicy"})
"""Subjects that are a part of some mood: not all that is romantic is that."""
SHORTEST = 4
"""Letters of a word that tells a subject."""
SHORTEST_OF_FEW = 3
"""The same where few texts are looked at: "a hug"."""
ENDING = 3
"""Letters by which two forms of one word differ at most: travel, traveling."""
TELLING = 16
"""A word in more questions than that tells no subject."""

_words: list[tuple[Content, Mapping[str, Numbers]]] = []
_named_by: list[tuple[Content, Mapping[str, str]]] = []


def wanted_about(content: Content, wanted: Wanted, own_words: str | None) -> Wanted:
    """What is wanted, with what they named in their own words, where any question is about that."""
    if not own_words:
        return wanted
    if named := _named(content, own_words):
        return replace(wanted, about=named)
    if not _that_tell(content, own_words):
        return wanted  # "about something else altogether"
    wide = next((line for line in WIDE if names(content, line, own_words)), None)
    mark = next((mark for line, mark in AHEAD.items() if names(content, line, own_words)), None)
    years = _of_subject(content, AGEING) if wide == AGEING else NONE
    marked = pools_of(content).marks.get(mark, NONE) if mark is not None else NONE
    ahead = marked & _of_subject(content, YEARS_AHEAD)
    about = years or ahead or marked or (_of_subject(content, wide) if wide else _with_their_words(content, own_words))
    return replace(wanted, about=about)


def wanted_instead_of_listed(content: Content, wanted: Wanted, said_as: Iterable[str]) -> Wanted:
    """Wanted question whose subject takes the place of a listed theme or topic, where the words for that say more than
    its id: of "our wedding" the id is the past. "Money worries" stay about money."""
    for said in said_as:
        wording = _longest_in(content, said)
        subject = once(_named_by, content, _by_wording).get(wording)
        more = _that_tell(content, wording) == _that_tell(content, said) or (subject in SAY_MORE and " " in wording)
        if wording and (more or subject in MORE_THAN_A_MOOD) and (named := _named(content, said)):
            return replace(wanted, theme=None, topic=None, about=named)
        if names(content, BEGINNINGS, said):  # "when we first met" is more than the past, which may be childhood
            return replace(wanted, theme=None, topic=None, about=_of_subject(content, BEGINNINGS))
    return wanted


def tells_subject(content: Content, own_words: str) -> bool:
    """Test of a couple's own words: any of them names a subject, whether or not a question is about it ("something
    else" names none)."""
    return bool(_named(content, own_words) or _that_tell(content, own_words))


def names(content: Content, line: str, own_words: str) -> bool:
    """Whether any wording of a line is among their words."""
    said = f" {' '.join(_split(own_words))} "
    return any(f" {' '.join(_split(text))} " in said for text in content.lines[line].texts)


def is_named(content: Content, number: int, own_words: str) -> bool:
    """Test of a question for one of their words; words that many questions have tell none apart, and do not count."""
    known = once(_words, content, _by_word)
    return any(
        number in numbers and len(numbers) <= TELLING
        for word in _telling(content, own_words)
        for other, numbers in known.items()
        if _alike(word, other)
    )


def most_alike(content: Content, texts: Mapping[int, str], own_words: str) -> Numbers:
    """The entries, by their texts, in which most of their words stand; none where no word does."""
    told = {word for word in _that_tell(content, own_words) if len(word) >= SHORTEST_OF_FEW}
    found = {
        number: sum(any(_alike(word, other) for other in set(_split(text))) for word in told)
        for number, text in texts.items()
    }
    most = max(found.values(), default=0)
    return frozenset(number for number, times in found.items() if times == most and most)


def _named(content: Content, own_words: str) -> Numbers:
    """The questions about the subject that their words name; of several the one with most words counts ("the dream
    wedding")."""
    pools, subject = pools_of(content), once(_named_by, content, _by_wording).get(_longest_in(content, own_words), "")
    if mood := MOODS.get(subject):
        return pools.moods.get(mood, NONE)
    if mark := MARKS.get(subject):
        return pools.marks.get(mark, NONE)
    return pools.subjects.get(subject, NONE)


def _longest_in(content: Content, own_words: str) -> str:
    """The longest wording of a subject in their words, in lower case without apostrophes; empty where there is none."""
    said = f" {' '.join(_split(own_words))} "
    return max((one for one in once(_named_by, content, _by_wording) if f" {one} " in said), key=len, default="")


def _by_wording(content: Content) -> Mapping[str, str]:
    """The subject of each wording that names one."""
    return {
        " ".join(_split(text)): line.id.removeprefix(ABOUT)
        for line in content.lines.values()
        if line.id.startswith(ABOUT)
        for text in line.texts
    }


def _of_subject(content: Content, line: str) -> Numbers:
    """The questions in which any word of a subject stands."""
    return frozenset(
        number
        for number, question in content.questions.items()
        if names(content, line, f"{question.text} {question.follow_up or ''}")
    )


def _with_their_words(content: Content, own_words: str) -> Numbers:
    """The questions with most of their words."""
    known = once(_words, content, _by_word)
    found: dict[int, int] = {}
    for word in _telling(content, own_words):
        numbers = NONE.union(*(of_word for other, of_word in known.items() if _alike(word, other)))
        for number in numbers if len(numbers) <= TELLING else NONE:
            found[number] = found.get(number, 0) + 1
    most = max(found.values(), default=0)
    return frozenset(number for number, times in found.items() if times == most)


def _telling(content: Content, own_words: str) -> set[str]:
    """The words by which a question about them is found."""
    return {word for word in _that_tell(content, own_words) if len(word) >= SHORTEST}


def _that_tell(content: Content, own_words: str) -> list[str]:
    none = content.lines[TELLS_NONE].texts
    return [word for word in _split(own_words) if len(word) > 1 and word not in none]


def _by_word(content: Content) -> Mapping[str, Numbers]:
    found: dict[str, set[int]] = {}
    for number, question in content.questions.items():
        for word in _split(f"{question.text} {question.follow_up or ''}"):
            if len(word) >= SHORTEST:
                found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("'", ""))


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: the longer goes on where the shorter ends."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= ENDING
