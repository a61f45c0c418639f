# SPDX-License-Identifier: Apache-2.0
"""A clear yes to slowing a quarrel down, beside what is said to the other one: "yes. I'm still cross, though"; and that
there is no quarrel any more. Whatever is no clear yes is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from skill.speaker.nlu.agreement import NEXT, NO, YES, is_yes_awaited
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK, HEARD_SURE, STOP
from skill.speaker.nlu.text import (
    Word,
    clauses_of,
    places_of,
    sentences_of,
    without_answer,
    without_fillers,
    words_of,
)
from skill.speaker.nlu.told.arrangements import SET_NAMES, SOMETIMES
from skill.speaker.nlu.told.dated import Dated
from skill.speaker.nlu.told.news import EMPATHY, MEND, RESUME
from skill.speaker.nlu.wishes import COOL_DOWN, REQUEST_SAFE

SAFETY, MADE_UP = "SafetyIntent", "made up"
MAY_HIDE_A_YES = frozenset({YES, SOMETIMES, EMPATHY, FALLBACK, NO, NEXT, COOL_DOWN, SET_NAMES, MEND})
"""Meanings of a text in which a sentence may yet be a clear yes: "it's Joe. Yeah, I'm in"."""


class Consent(Dated):
    """Understands a yes to slowing down in sentences of one interaction model."""

    def _slowed_down(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning:
        """A clear yes to slowing down as a sentence of its own, whatever is said to the other one after it ("yeah,
        slow down, please. sorry babe, I had a rubbish shift"); or that there is no quarrel any more."""
        words = words_of(text, self._language)
        if found.intent != SAFETY and self._unsafe(words) <= REQUEST_SAFE:
            doubted = self._negates(word.text for word in words) or self._within(words, self._language.doubtful)
            if not doubted and self._arrangements.risk_in(self._with_names_as_somebody(words)) == MADE_UP:
                return Meaning(text, STOP if NEXT in expects[:1] else RESUME, {}, {}, HEARD_SURE)
            if found.intent in MAY_HIDE_A_YES and self._says_a_clear_yes(text):
                return Meaning(text, YES, {}, {}, HEARD_SURE) if is_yes_awaited(expects) else found
        return found

    def _says_a_clear_yes(self, text: str) -> bool:
        """Test of a text: a sentence is a yes and no more ("yes. this is Claire. I'm still cross"; "yeah, slow down"),
        and no other takes it back."""
        sentences = sentences_of(text, self._language)
        clear = any(self._is_a_yes_and_no_more(without_fillers(one, self._language)) for one in sentences)
        gives_in = self._language.gives_in
        given = [one for one in sentences if self._begins(without_answer(one, self._language), gives_in)]
        words = {word.text for one in sentences if one not in given for word in one}
        begins = any(one[0].text in self._language.negations & self._language.answers for one in sentences)
        # "He is standing over me", "like she'd ever listen": only "she's right" may be told of the other one.
        of_others = any(
            not self._language.of_another.isdisjoint(word.text for word in one) for one in sentences if one not in given
        )
        clear = clear and not (begins or of_others) and words.isdisjoint(self._language.on_condition)
        return clear or self._wants_to(clauses_of(text, self._language))

    def _wants_to(self, clauses: Sequence[tuple[Word, ...]]) -> bool:
        """Test of clauses: the first are a yes that says in so many words that they want it, and the rest, which may
        tell what the other one did, put no condition: "aye, I'm up for it, I was only trying to help, she bit me"."""
        runs = [tuple(word for clause in clauses[:end] for word in clause) for end in range(len(clauses), 0, -1)]
        agreed = next((run for run in runs if self._is_a_yes_and_no_more(without_fillers(run, self._language))), ())
        rest = clauses[len(clauses) - runs.index(agreed) :] if agreed else ()
        doubts = self._language.on_condition
        for clause in rest:
            texts = tuple(word.text for word in clause)
            meant = {at + 1 for phrase in self._language.tried_only for at in places_of(phrase, texts)}
            doubted = any(word in doubts and at not in meant for at, word in enumerate(texts))
            # "He is standing over me": what the other one does now, or is, may be why it is a yes.
            others, verbs = self._language.of_another, self._language.reason_verbs
            doubted = doubted or any(who in others and does in verbs for who, does in pairwise(texts))
            if doubted or (self._negates(texts) and not self._within(clause, self._language.wills_no_quarrel)):
                return False
        return self._within(agreed, self._language.wills)

    def _is_a_yes_and_no_more(self, words: Sequence[Word]) -> bool:
        """Test of a sentence: yeses, names, slowing down and phrases that go with them, to its end: "Callum, aye, I'm
        in", and not "okay, I want to go"."""
        named = tuple(word for at, word in enumerate(words) if not self._slots.is_sure_name(words, at))
        at, agreed = 0, False
        while at < len(named):
            agrees = named[at].text in self._language.agrees_here
            slows = named[at].text in self._language.slows_down | self._language.slows_with
            end = 1 if agrees or slows else self._begins(named[at:], self._language.agrees_with)
            if not end:
                return False
            says_so = end > 1 and named[at].text in self._language.clause_begins  # "I do"
            at, agreed = at + end, agreed or agrees or says_so
        return agreed
