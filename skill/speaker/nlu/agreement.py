# SPDX-License-Identifier: Apache-2.0
"""A yes or a no that has a tail: "yes but nothing too long", "yes, and good night", "no that's weird, can we do ...".

Where the answer ends, what in its tail may be a request, and which tails take a yes back. What a tail means is found in
`understanding.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.text import Word, without_fillers

YES, NO, NEXT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent"
ASKED_AFTER_A_YES = frozenset(
    (
        *("AMAZON.HelpIntent", "AMAZON.RepeatIntent", "HowLongIntent", "WhoseTurnIntent", "OurRitualIntent"),
        *("StartCheckInIntent", "TonightsQuestionIntent", "AnotherOneIntent", "AvoidTopicIntent"),
        *("RemindUsIntent", "ReminderStatusIntent", "SuggestRitualIntent", "SuggestExperienceIntent"),
    )
)
"""Requests that make sense on their own, and ask for more than the yes before them."""
AWAITED_AFTER_A_YES = frozenset(
    ("RitualDoneIntent", "ChooseRitualIntent", "SaveThisIntent", "TalkTimeIntent", "ApartIntent", "AMAZON.ResumeIntent")
)
"""Intents that count in a tail only where the conversation waits for them."""
ASKED_AFTER_A_NO = ASKED_AFTER_A_YES - {"SuggestExperienceIntent"} | {
    "AMAZON.NextIntent",
    "SavedIntent",
    "SaveThisIntent",
}
"""Requests that a no makes room for: it refuses what was offered, and the tail is what they want in its place."""
AWAITED_AFTER_A_NO = frozenset(("RitualDoneIntent", "ChooseRitualIntent"))
"""The same where the conversation waits for them."""
ANSWERED_AFTER_A_NO = frozenset(
    (
        *("AMAZON.HelpIntent", "AMAZON.RepeatIntent", "HowLongIntent", "WhoseTurnIntent", "OurRitualIntent"),
        *("ReminderStatusIntent", "PrivacyIntent", "SavedIntent", "HowAreWeDoingIntent", "AboutThemeIntent"),
    )
)
"""Questions that may follow a no, and want an answer before anything ends."""
QUESTION_WORDS = 4
"""The fewest words of a question after a no: "no, what for" is a no."""
FEWEST_WORDS = 3
"""Of a request at the end of a tail without a pause before it."""

Clauses = Sequence[tuple[Word, ...]]


def is_yes_awaited(expects: Sequence[str]) -> bool:
    """Test of the expected intents: is a question open that a yes answers? While the two talk a next stands before the
    yes, and a yes is talk."""
    return YES in expects and NEXT not in expects[: expects.index(YES)]


def yes_in(words: tuple[Word, ...], language: Language) -> tuple[Word, ...] | None:
    """Rest of a clause after the yes that it begins with; None where there is no such yes. "Okay" is none: much
    talk begins with it."""
    kept = without_fillers(words, language)
    if kept[0].text not in language.agreements or (kept[0].text,) in language.fillers_first:
        return None
    return kept[1:]


def is_no_awaited(expects: Sequence[str]) -> bool:
    """Test of the expected intents: is a question open that a yes or a no answers, and nothing finer than these?"""
    return is_yes_awaited(expects) and NO in expects


def no_in(words: tuple[Word, ...], language: Language) -> tuple[Word, ...] | None:
    """Rest of a clause after the no that it begins with; None where there is no such no."""
    kept = without_fillers(words, language)
    return kept[1:] if kept[0].text in language.answers & language.negations else None


def is_question(words: tuple[Word, ...], language: Language) -> bool:
    """Test of a clause: does it ask for something that is known here, rather than why or how one would?"""
    texts = tuple(word.text for word in words)
    begins = any(texts[: len(phrase)] == phrase for phrase in language.asks_of_us)
    return len(words) >= QUESTION_WORDS and begins


def requests_in(tail: Clauses) -> Iterator[tuple[Word, ...]]:
    """Candidates for a request in a tail: runs of neighbouring clauses, the longest first, then the last words of each
    clause."""
    yield from runs_of(tail)
    for clause in tail:
        yield from (clause[start:] for start in range(1, len(clause) - FEWEST_WORDS + 1))


def runs_of(tail: Clauses) -> Iterator[tuple[Word, ...]]:
    """Runs of neighbouring clauses, the longest first."""
    for many in range(len(tail), 0, -1):
        for start in range(len(tail) - many + 1):
            yield tuple(word for clause in tail[start : start + many] for word in clause)


def is_farewell(words: tuple[Word, ...], language: Language) -> bool:
    """Test of a clause: does it begin with a good night, and so take back no yes before it?"""
    texts = tuple(word.text for word in without_fillers(words, language))
    return any(texts[: len(farewell)] == farewell for farewell in language.farewells)


def takes_back(clause: tuple[Word, ...], language: Language) -> bool:
    """Test of a clause after a yes: may it take the yes back ("yes, but I don't want to")?"""
    texts = {word.text for word in clause}
    against = clause[0].text in language.joins and not language.negations.isdisjoint(texts)
    return against or not language.yes_voids.isdisjoint(texts)
