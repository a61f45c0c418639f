# SPDX-License-Identifier: Apache-2.0
"""What they would like to be asked, where one sentence says it in several parts, or by a topic's name alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from skill.language_model import LanguageModel
from skill.speaker.nlu.agreement import FEWEST_WORDS, is_yes_awaited, requests_in, yes_in
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.samples import Filled
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import SlotReader
from skill.speaker.nlu.text import Word, clauses_of, said, without_answer, words_of

AVOID, TONIGHT, START = "AvoidTopicIntent", "TonightsQuestionIntent", "StartCheckInIntent"
LENGTH = "length"
PART_SURE = 0.8
"""How sure what only a part of a sentence means is."""
EMPATHY = "EmpathyPhraseIntent"
ASKED_WITHIN = 4
"""Words in which a request for words to say begins: "to tell us what I should say to him"."""
SURELY_ELSE = 0.85
"""How sure something else must be that is asked for in such a sentence."""
RATE, SCORE, SECOND = "RateIntent", "score", "second"


class Wishes(ABC):
    """Understands what is wished for in sentences of one interaction model."""

    _model: LanguageModel
    _language: Language
    _slots: SlotReader

    @abstractmethod
    def _word_for_word(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None: ...

    def _wished(self, meant: Meaning | None, request: tuple[Word, ...]) -> Meaning | None:
        """A topic by its name alone, which after a yes is what they would like: "sure, about when we met"."""
        if meant is None or meant.intent != AVOID or not meant.spoken:
            return meant
        named = {word.text for value in meant.spoken.values() for word in words_of(value, self._language)}
        beside = {word.text for word in request} - named
        return replace(meant, intent=TONIGHT) if beside <= self._language.about else meant

    def _with_wishes(self, meant: Meaning, text: str, expects: Sequence[str]) -> Meaning:
        """A question or an evening with all that is wished for in one sentence: "sure, but a happy one, about when we
        met", "just one, a quick one, something about travel"."""
        if meant.intent == RATE:
            return self._rated(meant, text)
        rest = yes_in(words_of(text, self._language), self._language) if is_yes_awaited(expects) else None
        meant = (self._wished(meant, rest) if rest else None) or meant  # "yeah, money"
        meant = self._rather(meant, text, expects) or meant
        clauses = clauses_of(text, self._language) if meant.intent in QUESTIONS else []
        slots, spoken = dict(meant.slots), dict(meant.spoken)
        for clause in clauses if len(clauses) > 1 else ():
            if not self._negates(word.text for word in without_answer(clause, self._language)):
                wish = self._wish_in(text, clause, expects)
                slots, spoken = (wish.slots | slots, wish.spoken | spoken) if wish else (slots, spoken)
        intent = START if LENGTH in spoken else meant.intent
        if spoken == meant.spoken or not {*spoken} <= {slot.name for slot in self._model.intents[intent].slots}:
            return meant
        return replace(meant, intent=intent, slots=slots, spoken=spoken)

    def _rated(self, meant: Meaning, text: str) -> Meaning:
        """One number that is of both ("eight each"), one that lies between two ("six or seven", the lower one), and one
        that corrects another ("seven, no, eight")."""
        texts = [word.text for word in words_of(text, self._language)]
        said = {*texts}
        slots, spoken = dict(meant.slots), dict(meant.spoken)
        if {*slots} == {SCORE} and not said.isdisjoint(self._language.for_both):
            slots[SECOND], spoken[SECOND] = slots[SCORE], spoken[SCORE]
        elif {*slots} == {SCORE, SECOND} and not said.isdisjoint(self._language.one_of_two):
            del slots[SECOND], spoken[SECOND]
        elif {*slots} == {SCORE, SECOND} and self._negates(texts[1:]):
            slots[SCORE], spoken[SCORE] = slots.pop(SECOND), spoken.pop(SECOND)
        return replace(meant, slots=slots, spoken=spoken)

    def _rather(self, meant: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """What they ask for beside a topic that they turn down: "no more about children, something about travel". The
        question they want is asked; nobody knows whether the other topic is turned down for good."""
        clauses = clauses_of(text, self._language) if meant.intent in (AVOID, *QUESTIONS) else []
        refused = self._refused_in(text, clauses, expects)
        if meant.intent == AVOID and not refused:  # heard, and not written, it has no comma
            clauses = self._parted(text, words_of(text, self._language), expects)
            refused = self._refused_in(text, clauses, expects)
        for at, clause in enumerate(clauses if refused else ()):
            wish = None if at in refused else self._wish_in(text, clause, expects)
            if wish is not None and wish.spoken:
                return wish
        return None

    def _to_say(self, text: str, words: tuple[Word, ...], found: Meaning | None) -> Meaning | None:
        """Words to say, asked for in a sentence that goes on in its own words: "what do I say when she tells me she
        feels like a flatmate". What it was taken for otherwise counts where that is sure, or is an apology."""
        texts = [word.text for word in words]
        if EMPATHY not in self._model.intents:
            return found
        if found is not None and (found.confidence >= SURELY_ELSE or not self._language.apologies.isdisjoint(texts)):
            return found
        for at in range(min(ASKED_WITHIN, len(texts))):
            for phrase in self._language.asks_for_words:
                rest = words[at + len(phrase) :]
                if tuple(texts[at : at + len(phrase)]) == phrase and len(rest) >= FEWEST_WORDS:
                    filled = fill(self._model.intents[EMPATHY].slots, self._slots.within(rest))
                    return self._meaning(text, EMPATHY, rest, filled, SURELY_ELSE)
        return found

    def _refused_in(self, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]) -> set[int]:
        said = [self._word_for_word(text, clause, expects) for clause in clauses]
        return {at for at, one in enumerate(said) if one and one.intent == AVOID and one.slots}

    def _parted(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> list[tuple[Word, ...]]:
        """What they turn down and what comes after it, where that is a sample of its own."""
        for at in range(FEWEST_WORDS, len(words) - FEWEST_WORDS + 1):
            refused = self._word_for_word(text, words[:at], expects)
            if refused and refused.intent == AVOID and refused.slots:
                asked = self._word_for_word(text, words[at:], expects)
                if asked and asked.intent in QUESTIONS:
                    return [words[:at], words[at:]]
        return []

    def _wish_in(self, text: str, clause: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        for request in requests_in([clause]):
            wish = self._wished(self._word_for_word(text, request, expects), request)
            if wish is not None and wish.intent in QUESTIONS:
                return wish
        return None

    def _meaning(
        self,
        text: str,
        intent: str,
        words: tuple[Word, ...],
        filled: Sequence[Filled] = (),
        confidence: float = PART_SURE,
    ) -> Meaning:
        slots = {each.slot: each.value for each in filled if each.value is not None}
        spoken = {each.slot: said(words[each.start : each.end]) for each in filled}
        return Meaning(text, intent, slots, spoken, round(confidence, 3))

    def _negates(self, words: Iterable[str]) -> bool:
        return not self._language.negations.isdisjoint(words)
