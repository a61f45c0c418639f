# SPDX-License-Identifier: Apache-2.0
"""The rules of taste for English decks, as checks that name deck, number and what is wrong.

`problems(content)` runs them all and is what tests and `python -m skill content` call. Each rule is a generator of
Problem; a new rule goes into RULES. Word lists are in english.py. What would break the conversation itself is the
loader's business, how much a deck holds is report.py's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import dropwhile, pairwise

from msgspec import Struct

from skill.content.checking.english import (
    FRAMES,
    INVITATIONS,
    LEADS,
    NEVER_SAID,
    OPEN_WORDS,
    REFERS_TO_NOTHING,
    SAID_IN_SOME_COUNTRIES,
    SPELLED_OUT,
    STOP_WORDS,
    SUBJECTS,
    TOPIC_WORDS,
    TRIPS_A_VOICE,
    YES_OR_NO,
)
from skill.content.checking.wording import asks_twice, between_the_two, openings
from skill.content.decks import DECKS, entries_of
from skill.content.types import Content, EmpathyPhrase, Entry, Experience, Question, Ritual

SENTENCE_WORDS_MAX = 20
QUESTION_WORDS_MIN, QUESTION_WORDS_MAX = 5, 25
GRADE_ENTRY_MAX, GRADE_DECK_MAX = 9.0, 6.0
"""Flesch-Kincaid grade levels."""
ALIKE = 80.0
"""Percent of likeness (rapidfuzz token_sort_ratio, stop words left out) from which two entries are too alike."""
BARE_WORDS_MIN = 3
"""Of two texts with fewer words left without stop words, all words are compared."""
OPENING_SHARE_MAX = 0.18
"""Share of questions, and of practices, that may open with the same word: any more, and it sounds like a form."""
FOLLOW_UP_OPENING_SHARE_MAX = 0.5
SWAP_SHARE_MAX = 1 / 3
"""Share of practices that may end on "swap"."""
TWICE_SHARE_MAX = 0.05
"""Share of questions that may ask two things at once: of two, a listener keeps one."""
BETWEEN_SHARE_MIN = 0.45
"""Share of each theme's questions that are about the other one or the two, not about a topic."""
LIGHT_SHARE_MIN = 0.25
WITHOUT_OCCASION = ("love", "ask", "tell", "part", "receive")
"""Kinds of phrases that follow no answer."""
MODELLED = 3

WHOLE_SENTENCES = ("text", "follow_up", "apart", "to_one", "first_step")

SOURCE_LOCALE = "en-US"
"""The English that the decks are written in. What others say instead is in words.jsonl."""

ALLOWED_ALIKE: dict[frozenset[str], str] = {}
"""Pairs of "deck number" that may be alike, each with the reason."""

RETIRED: dict[str, frozenset[int]] = {
    "questions": frozenset({192, 195, 256, 283, 316, 332, 351}),
    "practices": frozenset({42}),
}
"""Numbers of entries that were taken out, by deck. They are never given to another entry."""

NAMED = re.compile(r"\{(?:first|second)\}")
A_NAME = "Sam"
"""Stands for either of the two where an entry is said to one of them."""

SENTENCE = re.compile(r"[^.?!]+[.?!]*")
WORD = re.compile(r"[A-Za-zé][A-Za-zé'-]*")
SPEAKABLE = re.compile(r"[A-Za-zé ,.?!':;-]+")


class Problem(Struct, frozen=True):
    """One entry that breaks one rule."""

    deck: str
    number: int
    rule: str

    def __str__(self) -> str:
        return f"{self.deck} {self.number}: {self.rule}" if self.number else f"{self.deck}: {self.rule}"


class Spoken(Struct, frozen=True):
    """One spoken field of one entry."""

    deck: str
    number: int
    field: str
    text: str
    entry: Entry

    def problem(self, rule: str) -> Problem:
        return Problem(self.deck, self.number, rule if self.field == "text" else f"{self.field}: {rule}")


def problems(content: Content) -> list[Problem]:
    """Everything in the decks that breaks a rule, in the order of decks and numbers."""
    texts = list(spoken(content))
    found = [problem for rule in RULES for problem in rule(texts)]
    if content.locale != SOURCE_LOCALE:  # there, words of one country are what is wanted
        found = [problem for problem in found if SAID_IN_SOME_COUNTRIES not in problem.rule]
    order = {deck: place for place, deck in enumerate(DECKS)}
    return sorted(found, key=lambda problem: (order[problem.deck], problem.number, problem.rule))


def spoken(content: Content) -> Iterator[Spoken]:
    """Every spoken field of every deck."""
    for deck in DECKS.values():
        for number, entry in entries_of(content, deck.name).items():
            for field in deck.spoken:
                text = getattr(entry, field)
                if text is not None:
                    yield Spoken(deck.name, number, field, NAMED.sub(A_NAME, text), entry)


def sentences(text: str) -> list[str]:
    """The sentences of a text, trimmed."""
    return [found.strip() for found in SENTENCE.findall(text) if found.strip()]


def count_words(text: str) -> int:
    """How many words a voice would say."""
    return len(WORD.findall(text))


def bare(text: str) -> str:
    """A text as it is compared: lower case, without stop words, words sorted."""
    return " ".join(sorted(word for word in WORD.findall(text.lower()) if word not in STOP_WORDS))


def open_ended(text: str) -> bool:
    """Whether a question asks for more than yes or no: an open word, or an invitation such as "Tell each other"."""
    asked = [sentence for sentence in sentences(text) if sentence.endswith("?")]
    if not asked:
        return any(INVITATIONS.match(sentence) for sentence in sentences(text))
    return all(_asks(sentence) for sentence in asked)


def _asks(sentence: str) -> bool:
    """Whether a clause asks with an open word, and the sentence does not open as a yes-or-no question."""
    clauses = [WORD.findall(clause.lower()) for clause in re.split(r"[,:;]", sentence)]
    clauses = [list(dropwhile(LEADS.__contains__, clause)) for clause in clauses]
    clauses = [clause for clause in clauses if clause]
    if clauses[0][0] in YES_OR_NO:
        return False
    # "When you woke up" only sets the scene; "when did you" asks.
    return any(
        clause[0] in OPEN_WORDS and not (clause[0] in ("when", "where") and SUBJECTS.intersection(clause[1:2]))
        for clause in clauses
    )


def reads_aloud(texts: list[Spoken]) -> Iterator[Problem]:
    """Sentences are short, characters speakable, nothing trips a voice, and a sentence ends as one."""
    for spot in texts:
        for sentence in sentences(spot.text):
            if count_words(sentence) > SENTENCE_WORDS_MAX:
                yield spot.problem(f"a sentence has {count_words(sentence)} words, more than {SENTENCE_WORDS_MAX}")
        if not SPEAKABLE.fullmatch(spot.text):
            odd = "".join(sorted(set(re.sub(SPEAKABLE, "", spot.text))))
            yield spot.problem(f"{odd!r} cannot be spoken")
        if trip := TRIPS_A_VOICE.search(spot.text):
            yield spot.problem(f"a voice trips over {trip[0]!r}")
        for word in re.findall(r"\b[A-Z]{2,}\b", spot.text):
            if word not in SPELLED_OUT:
                yield spot.problem(f"{word} is an abbreviation")
        if spot.text != " ".join(spot.text.split()):
            yield spot.problem("has spaces too many")
        if spot.field in WHOLE_SENTENCES and spot.text[-1] not in ".?!":
            yield spot.problem("ends without a full stop")
        if spot.field in WHOLE_SENTENCES and not spot.text[0].isupper():
            yield spot.problem("begins in lower case")
        if spot.field in ("name", "strength") and (spot.text[-1] in ".?!" or not spot.text[0].islower()):
            yield spot.problem("must fit into a sentence: lower case, no full stop")
        asks = spot.text.endswith("?") and spot.field in ("text", "apart", "to_one", "first_step")
        if asks and not DECKS[spot.deck].may_ask:
            yield spot.problem("ends with a question, but a line may ask after it")


def asks_openly(texts: list[Spoken]) -> Iterator[Problem]:
    """Questions have 5 to 25 words and cannot be answered with yes or no; follow-ups neither."""
    for spot in texts:
        if spot.deck != "questions":
            continue
        words = count_words(spot.text)
        if spot.field == "text" and not QUESTION_WORDS_MIN <= words <= QUESTION_WORDS_MAX:
            yield spot.problem(f"has {words} words, not {QUESTION_WORDS_MIN} to {QUESTION_WORDS_MAX}")
        if not open_ended(spot.text):
            yield spot.problem("can be answered with yes or no")


def says_nothing_unkind(texts: list[Spoken]) -> Iterator[Problem]:
    """No assumption, blame, chore, therapy word, "should" or explicit word."""
    for spot in texts:
        for rule, words in NEVER_SAID.items():
            if (found := words.search(spot.text)) and not (rule.startswith("assumes") and _was_named(spot.entry)):
                yield spot.problem(f"{rule} ({found[0].lower()})")


def _was_named(entry: Entry) -> bool:
    """Test of a question: it comes only to couples who named its subject, so it assumes nothing of them."""
    return isinstance(entry, Question) and entry.asked_only and bool(entry.about)


def carries_its_topics(texts: list[Spoken]) -> Iterator[Problem]:
    """What touches a topic that a couple may avoid says so, in the decks that can."""
    for spot in texts:
        tagged = spot.entry.topics if isinstance(spot.entry, Question | Experience) else None
        for topic, words in TOPIC_WORDS.items():
            found = words.search(spot.text)
            if found and tagged is None:
                yield spot.problem(f"touches {topic} ({found[0].lower()}), which this deck cannot say it does")
            elif found and tagged is not None and topic not in tagged and not _was_named(spot.entry):
                yield spot.problem(f"touches {topic} ({found[0].lower()}) without its topic")


def fits_its_deck(texts: list[Spoken]) -> Iterator[Problem]:
    """What each deck promises beyond its words."""
    for spot in texts:
        text = spot.text.lower()
        if spot.field != "text":
            continue
        if spot.deck == "touch" and not re.search(r"\b(?:or|instead|otherwise)\b", text):
            yield spot.problem("has no alternative to touch")
        if spot.deck == "practices" and not re.search(r"\b(?:other|listener|both|together|swap|turns)\b", text):
            yield spot.problem("names one role only")
        if (
            isinstance(spot.entry, EmpathyPhrase)
            and spot.entry.feeling is None
            and not (spot.entry.fits or spot.entry.neutral or spot.entry.kind in WITHOUT_OCCASION)
        ):
            yield spot.problem(
                "names no feeling and fits no tone; say which answers it may follow, or that it is neutral"
            )
        if spot.deck == "signs":
            if text.split()[0] not in YES_OR_NO:
                yield spot.problem("cannot be answered with yes, no or sometimes")
            if not re.search(r"\b(?:two|both|one of you|each other)\b", text):
                yield spot.problem("does not ask about the two of them")
        if isinstance(spot.entry, Ritual):
            for synonym in spot.entry.synonyms:
                if not re.fullmatch(r"[a-z][a-z' ]*[a-z]", synonym):
                    yield spot.problem(f"synonym {synonym!r} must be lower-case words")


def refers_to_something(texts: list[Spoken]) -> Iterator[Problem]:
    """A question and a practice stand by themselves."""
    for spot in texts:
        if spot.deck in ("questions", "practices") and spot.field == "text":
            for rule, words in REFERS_TO_NOTHING.items():
                if found := words.search(spot.text):
                    yield spot.problem(f"{rule} ({found[0].lower()})")


def marks_agree(texts: list[Spoken]) -> Iterator[Problem]:
    """A question's marks contradict neither one another nor its tone or words, and three are the modelled ones."""
    questions = [spot.entry for spot in texts if isinstance(spot.entry, Question) and spot.field == "text"]
    for question in questions:
        light = question.mood in ("light", "funny") or "play" in question.shapes
        if light and (question.tone == "heavy" or question.mood == "deep"):
            yield Problem("questions", question.number, "is marked light or for play, and is not")
        if question.joint and FRAMES.match(question.text):
            yield Problem("questions", question.number, "wants one answer of both, and asks each for one")
        if question.modelled and (question.depth == 3 or question.asked_only):
            yield Problem("questions", question.number, "is modelled, and cannot come in the first week")
    modelled = sum(question.modelled for question in questions)
    if questions and modelled != MODELLED:
        yield Problem("questions", 0, f"{modelled} are modelled, not {MODELLED}")


def sounds_varied(texts: list[Spoken]) -> Iterator[Problem]:
    """Openings vary in questions, follow-ups and practices, and practices do not all end alike."""
    heard: dict[tuple[str, str], list[str]] = {}
    for spot in texts:
        if spot.deck in ("questions", "practices"):
            heard.setdefault((spot.deck, spot.field), []).append(spot.text)
    for (deck, field), said in heard.items():
        most = OPENING_SHARE_MAX if field == "text" else FOLLOW_UP_OPENING_SHARE_MAX
        for word, times in openings(said).items():
            if times > max(1, most * len(said)):
                what = "begin" if field == "text" else f"{field}s begin"
                yield Problem(deck, 0, f"{times / len(said):.0%} {what} with {word}, more than {most:.0%}")
    questions = heard.get(("questions", "text"), [])
    for opening, times in Counter(
        " ".join(WORD.findall(FRAMES.sub("", text).lower())[:4]) for text in questions
    ).items():
        if times > max(3, len(questions) // 60):
            yield Problem("questions", 0, f"{times} begin with {opening!r}")
    practices = heard.get(("practices", "text"), [])
    swaps = sum(text.lower().endswith("swap.") for text in practices)
    if swaps > max(1, SWAP_SHARE_MAX * len(practices)):
        yield Problem("practices", 0, f"{swaps / len(practices):.0%} end on swap, more than {SWAP_SHARE_MAX:.0%}")


def is_about_the_two(texts: list[Spoken]) -> Iterator[Problem]:
    """Enough questions of every theme are between the two, few ask twice, and enough are light or funny."""
    questions = [spot.entry for spot in texts if isinstance(spot.entry, Question) and spot.field == "text"]
    if not questions:
        return
    for theme in dict.fromkeys(question.theme for question in questions):
        of_theme = [question for question in questions if question.theme == theme]
        between = sum(between_the_two(question.text) for question in of_theme) / len(of_theme)
        if between < BETWEEN_SHARE_MIN:
            rule = f"{between:.0%} about {theme} are between the two, fewer than {BETWEEN_SHARE_MIN:.0%}"
            yield Problem("questions", 0, rule)
    twice = sum(asks_twice(question.text) for question in questions) / len(questions)
    if twice > TWICE_SHARE_MAX:
        yield Problem("questions", 0, f"{twice:.0%} ask two things at once, more than {TWICE_SHARE_MAX:.0%}")
    light = sum(question.mood in ("light", "funny") for question in questions) / len(questions)
    if light < LIGHT_SHARE_MIN:
        yield Problem("questions", 0, f"{light:.0%} are light or funny, fewer than {LIGHT_SHARE_MIN:.0%}")


def keeps_its_numbers(texts: list[Spoken]) -> Iterator[Problem]:
    """Numbers count up from 1 in the order of the file; a gap is a retired number, and stays a gap."""
    numbers: dict[str, list[int]] = {}
    for spot in texts:
        if spot.field == "text":
            numbers.setdefault(spot.deck, []).append(spot.number)
    for deck, used in numbers.items():
        retired = RETIRED.get(deck, frozenset())
        for number in retired.intersection(used):
            yield Problem(deck, number, "reuses the number of an entry that was taken out")
        for before, number in pairwise(used):
            if number < before:
                yield Problem(deck, number, "stands after a higher number; append new entries at the end")
        for number in sorted(set(range(1, max(used))) - retired.union(used)):
            yield Problem(deck, number, "is missing; list it as retired")


def repeats_nothing(texts: list[Spoken]) -> Iterator[Problem]:
    """No two entries are near-duplicates, within a deck or across decks. Without rapidfuzz nothing is found."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return
    spots = [spot for spot in texts if spot.field == "text"]
    bares = [bare(spot.text) for spot in spots]
    for at, (one, one_bare) in enumerate(zip(spots, bares, strict=True), 1):
        # Words are sorted already, so the plain ratio is token_sort_ratio, at a third of the time.
        for two_bare, likeness, further in process.extract_iter(
            one_bare, bares[at:], scorer=fuzz.ratio, score_cutoff=ALIKE
        ):
            two = spots[at + further]
            if min(len(one_bare.split()), len(two_bare.split())) < BARE_WORDS_MIN:
                # Of "I like us" and "I like you like this" nothing is left that could differ.
                likeness = fuzz.token_sort_ratio(one.text.lower(), two.text.lower(), score_cutoff=ALIKE)
            if likeness and frozenset((f"{one.deck} {one.number}", f"{two.deck} {two.number}")) not in ALLOWED_ALIKE:
                yield two.problem(f"is {likeness:.0f} % like {one.deck} {one.number}")


def reads_easily(texts: list[Spoken]) -> Iterator[Problem]:
    """Flesch-Kincaid grades stay low. Needs textstat (a development tool); without it nothing is found."""
    try:
        import textstat  # type: ignore[import-untyped]
    except ImportError:
        return
    decks: dict[str, list[str]] = {}
    for spot in texts:
        if spot.field not in WHOLE_SENTENCES:
            continue
        decks.setdefault(spot.deck, []).append(spot.text)
        grade = textstat.flesch_kincaid_grade(spot.text)
        if grade > GRADE_ENTRY_MAX:
            yield spot.problem(f"reads at grade {grade:.1f}, above {GRADE_ENTRY_MAX:.0f}")
    for deck, said in decks.items():
        grade = textstat.flesch_kincaid_grade(" ".join(said))
        if grade > GRADE_DECK_MAX:
            yield Problem(deck, 0, f"reads at grade {grade:.1f}, above {GRADE_DECK_MAX:.0f}")


RULES: tuple[Callable[[list[Spoken]], Iterator[Problem]], ...] = (
    reads_aloud,
    asks_openly,
    says_nothing_unkind,
    carries_its_topics,
    fits_its_deck,
    refers_to_something,
    marks_agree,
    sounds_varied,
    is_about_the_two,
    keeps_its_numbers,
    repeats_nothing,
    reads_easily,
)
