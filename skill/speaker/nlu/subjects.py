# SPDX-License-Identifier: Apache-2.0
"""What a question is to be about, in words that no list has: "have you one about him retiring"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from skill.language_model import LanguageModel, Slot
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.slots.reader import DAYS, TIME, SlotReader
from skill.speaker.nlu.text import Word, clauses_of, said, words_of

TONIGHT, TOPIC = "TonightsQuestionIntent", "topic"
PART_SURE = 0.8
"""How sure what only a part of a sentence means is."""
ASKED_ABOUT_SURE = 0.9
"""How sure a request must be that asks about what no list has."""
LONGEST_SUBJECT = 7
"""Words that tell what to ask about; more of them tell of something."""
NOT_WITHIN = 3
"""Words before another one in which a not denies it: "we're not having a row"."""


class Subjects(ABC):
    """Understands what is asked about in sentences of one interaction model."""

    _model: LanguageModel
    _language: Language
    _slots: SlotReader

    @abstractmethod
    def _word_for_word(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None: ...

    @abstractmethod
    def _nearest(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None: ...

    def _about_anything(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """A question about what no list has: "have you one about him retiring". It is asked for as one about a topic
        that is listed would be, and goes out in their words, as the platform sends it."""
        for clause in clauses_of(text, self._language):
            texts = [word.text for word in clause]
            if any(tuple(texts[: len(phrase)]) == phrase for phrase in self._language.proposals):
                continue  # "how about ten" proposes something
            at = max((at for at, word in enumerate(texts) if word in self._language.asks_about), default=0)
            subject = clause[at + 1 :]
            if not at or len(subject) > LONGEST_SUBJECT or self._language.light.issuperset(texts[at + 1 :]):
                continue
            if self._negates(texts) or any(self._slots.within(subject).longest(slot.type) for slot in self._topics):
                continue
            as_listed = (*clause[: at + 1], *self._listed_topic)
            meant = self._word_for_word(text, as_listed, expects) or self._nearest(text, as_listed, expects)
            if meant and meant.intent in QUESTIONS and TOPIC in meant.slots and meant.confidence >= ASKED_ABOUT_SURE:
                slots = {name: value for name, value in meant.slots.items() if name != TOPIC}
                return replace(meant, slots=slots, spoken=meant.spoken | {TOPIC: said(subject)}, confidence=PART_SURE)
        return None

    def _subject_in(self, text: str) -> tuple[Word, ...]:
        """What a request for a question says last that it is to be about, in words that no list has."""
        for clause in reversed(clauses_of(text, self._language)):
            texts = [word.text for word in clause]
            for at in reversed(range(1, len(texts))):
                subject = clause[at + 1 :]
                if texts[at] not in self._language.asks_about_loosely or len(subject) > LONGEST_SUBJECT:
                    continue
                if self._language.asked_for.isdisjoint(texts[:at]):
                    continue
                timed = any(self._slots.within(subject).longest(kind) for kind in (TIME, DAYS))
                refused = self._negates(texts[max(0, at - NOT_WITHIN) : at])
                if subject and not (timed or refused or self._language.light.issuperset(texts[at + 1 :])):
                    return subject
        return ()

    @cached_property
    def _topics(self) -> list[Slot]:
        """The slots that say what to ask about."""
        asked = [self._model.intents[name] for name in QUESTIONS if name in self._model.intents]
        return list({slot.type: slot for intent in asked for slot in intent.slots}.values())

    @cached_property
    def _listed_topic(self) -> tuple[Word, ...]:
        """The words of some topic that is listed."""
        listed = self._model.slot_words(TONIGHT, TOPIC) if TONIGHT in self._model.intents else None
        return words_of(next(iter(listed or ()), ""), self._language)

    def _negates(self, words: Iterable[str]) -> bool:
        return not self._language.negations.isdisjoint(words)
