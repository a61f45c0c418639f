# SPDX-License-Identifier: Apache-2.0
"""Rituals that are asked for without their name: one of those just heard, by a word of it ("we want the phones one");
one of their own ("let it be cooking together on Fridays"); or any, where questions were offered ("not another question,
we meant a thing for the week").
"""

from __future__ import annotations

from collections.abc import Sequence

from skill.speaker.nlu.agreement import NO, YES
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK
from skill.speaker.nlu.reminding import SUGGEST
from skill.speaker.nlu.similarity.classification import KEPT_OR_NOT
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.subjects import ONE, PART_SURE, TONIGHT, WORD_FOR_WORD
from skill.speaker.nlu.text import Word, places_of, said
from skill.speaker.nlu.told.consent import Consent
from skill.speaker.nlu.wishes import ANOTHER, CHOOSE, START

RITUAL = "ritual"
PREVIOUS, REPEAT = "AMAZON.PreviousIntent", "AMAZON.RepeatIntent"
OWN_WORDS = 3
"""Words that tell something, of a ritual of their own."""
MAY_PICK = frozenset({YES, NO, FALLBACK, ANOTHER, START, CHOOSE, TONIGHT, "RitualMissedIntent", "RitualDoneIntent"})
"""Meanings that what picks a ritual may be taken for."""
FOR_QUESTIONS = frozenset({ANOTHER, TONIGHT, FALLBACK})
"""Meanings that a ritual asked for among questions may be taken for."""


class Picked(Consent):
    """Understands what is picked by a word of its own in sentences of one interaction model."""

    def _picked(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """The ritual that they tell by a word of it, or that they would like one; None where they pick nothing."""
        if CHOOSE not in self._model.intents or found.intent not in MAY_PICK:
            return None
        told = [clause for clause in clauses[1:] if self._tells_of(clause) and self._is_chosen_in(clause)]
        if found.intent == CHOOSE and self._is_no(clauses[0]) and told and ANOTHER in expects:
            return Meaning(text, ANOTHER, {}, {}, PART_SURE)  # "no, Jules is over walking, her knees hurt"
        here = CHOOSE in expects or KEPT_OR_NOT.issubset(expects)
        for clause in clauses:
            picks = (*self._language.picks, *self._language.changes_to) if here else self._language.changes_to
            named = self._named_one(self._bare(clause), picks)
            if named and not self._is_back(text, clause, expects):
                filled = fill(self._model.intents[CHOOSE].slots, self._slots.within(named))
                chosen = self._meaning(text, CHOOSE, named, filled, PART_SURE)
                return chosen if filled else Meaning(text, CHOOSE, {}, {RITUAL: said(named)}, PART_SURE)
        asks = found.intent in FOR_QUESTIONS and found.confidence < WORD_FOR_WORD and SUGGEST in self._model.intents
        for clause in clauses if asks and not here else ():
            texts = [word.text for word in clause]
            if self._within(clause, self._language.names_ritual) and not self._negates(texts):
                filled = fill(self._model.intents[SUGGEST].slots, self._slots.within(clause))
                return self._meaning(text, SUGGEST, clause, filled, PART_SURE)
        return None

    def _with_slots(
        self, text: str, intent: str, words: tuple[Word, ...], expects: Sequence[str], confidence: float
    ) -> Meaning | None:
        """An intent with its slots; a ritual of their own in its own words, and no yes to the one on offer: "let it be
        cooking together on Fridays"."""
        texts = [word.text for word in words]
        if intent == REPEAT and CHOOSE in expects and self._negates(texts):
            named = fill(self._model.intents[CHOOSE].slots, self._slots.within(words))
            return Meaning(text, NO, {}, {}, confidence) if named and NO in expects else None  # "not again the reading"
        found = super()._with_slots(text, intent, words, expects, confidence)
        if intent != CHOOSE or found is None or found.intent != YES or self._classifier is None:
            return found
        telling = [text for text in texts if text not in self._language.light | self._language.answers]
        own = len(telling) >= OWN_WORDS and self._classifier.is_beyond_doubt(texts, expects)
        return Meaning(text, CHOOSE, {}, {RITUAL: said(words)}, confidence) if own else found

    def _is_chosen_in(self, clause: tuple[Word, ...]) -> bool:
        return bool(fill(self._model.intents[CHOOSE].slots, self._slots.within(clause)))

    def _named_one(self, clause: tuple[Word, ...], picks: Sequence[tuple[str, ...]]) -> tuple[Word, ...]:
        """The words that tell which one: before the "one" or after it ("the one with the mugs"); none where none do."""
        texts = tuple(word.text for word in clause)
        ends = [at + len(phrase) for phrase in picks for at in places_of(phrase, texts)]
        rest = clause[max(ends) :] if ends else ()
        at = next((at for at, word in enumerate(rest) if word.text == ONE), None)
        if at is None:
            return ()
        named = rest[:at] or rest[at + 1 :]
        return () if self._language.light.issuperset(word.text for word in named) else named

    def _is_back(self, text: str, clause: tuple[Word, ...], expects: Sequence[str]) -> bool:
        meant = self._word_for_word(text, clause, expects)
        return meant is not None and meant.intent in (PREVIOUS, ANOTHER, NO)
