# SPDX-License-Identifier: Apache-2.0
"""What they would like to be asked, where one sentence says it in several parts, or by a topic's name alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from skill.language_model import LanguageModel
from skill.speaker.nlu.agreement import is_yes_awaited, requests_in, yes_in
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.text import Word, clauses_of, without_answer, words_of

AVOID, TONIGHT, START = "AvoidTopicIntent", "TonightsQuestionIntent", "StartCheckInIntent"
LENGTH = "length"


class Wishes(ABC):
    """Understands what is wished for in sentences of one interaction model."""

    _model: LanguageModel
    _language: Language

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
        rest = yes_in(words_of(text, self._language), self._language) if is_yes_awaited(expects) else None
        meant = (self._wished(meant, rest) if rest else None) or meant  # "yeah, money"
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

    def _wish_in(self, text: str, clause: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        for request in requests_in([clause]):
            wish = self._wished(self._word_for_word(text, request, expects), request)
            if wish is not None and wish.intent in QUESTIONS:
                return wish
        return None

    def _negates(self, words: Iterable[str]) -> bool:
        return not self._language.negations.isdisjoint(words)
