# SPDX-License-Identifier: Apache-2.0
"""How close two people feel, as they say it between them: "nine from me, and Jo says eleven, no, nine and a half"."""

from __future__ import annotations

from collections.abc import Sequence

from skill.speaker.nlu.agreement import NEXT, NO, YES
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK
from skill.speaker.nlu.slots.reader import NUMBER
from skill.speaker.nlu.subjects import PART_SURE
from skill.speaker.nlu.text import Word, clauses_of, said, without_fillers, words_of
from skill.speaker.nlu.told.arrangements import SET_NAMES, SOMETIMES, Arrangements
from skill.speaker.nlu.wishes import RATE, SCORE, SECOND

MAY_HIDE_NUMBERS = frozenset({RATE, FALLBACK, YES, NO, NEXT, SOMETIMES, SET_NAMES})
"""Meanings of an answer in which the numbers may yet stand."""


class Ratings(Arrangements):
    """Understands numbers for how close two people feel in sentences of one interaction model."""

    def _numbers_told(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """The number of each, where a number is waited for and one or two stand in the sentence. A no takes back the
        number before it, where another one comes after."""
        words = words_of(text, self._language)
        if [*expects[:1]] != [RATE] or found.intent not in MAY_HIDE_NUMBERS or {SCORE, SECOND}.issubset(found.slots):
            return None
        if not self._language.one_of_two.isdisjoint(word.text for word in words):
            return None
        numbers: list[tuple[str, str]] = []
        corrects = False
        for clause in self._clauses_with_halves(text):
            kept = without_fillers(clause, self._language)
            corrects = corrects or kept[0].text in self._language.negations
            told = self._numbers_in(kept)
            if told is None:
                return None
            if told and corrects and numbers:
                numbers.pop()
            corrects = corrects and not told
            numbers += told
        if not 1 <= len(numbers) <= 2:
            return None
        names = (SCORE, SECOND)
        slots = {name: value for name, (value, _) in zip(names, numbers, strict=False)}
        spoken = {name: words for name, (_, words) in zip(names, numbers, strict=False)}
        return Meaning(text, RATE, slots, spoken, max(found.confidence, PART_SURE))

    def _clauses_with_halves(self, text: str) -> list[tuple[Word, ...]]:
        """The clauses of a text, where "nine and a half" is in one."""
        clauses: list[tuple[Word, ...]] = []
        for clause in clauses_of(text, self._language):
            if clauses and self._goes_on(clauses[-1], clause):
                clauses[-1] += clause
            else:
                clauses.append(clause)
        return clauses

    def _goes_on(self, clause: tuple[Word, ...], more: tuple[Word, ...]) -> bool:
        """Test of two clauses: a number begins in the first and ends in the second."""
        return any(start < len(clause) < end for start, end, _ in self._slots.within(clause + more).longest(NUMBER))

    def _numbers_in(self, clause: tuple[Word, ...]) -> list[tuple[str, str]] | None:
        """The numbers of a clause, value and words; None where one counts something ("two kids")."""
        slots = self._slots.within(clause)
        found = slots.longest(NUMBER)
        for _, end, _ in found:
            after = clause[end].text if end < len(clause) else ""
            if after and after not in self._language.after_a_number and not self._slots.is_sure_name(clause, end):
                return None
        return [(value, said(clause[start:end])) for start, end, value in found]
