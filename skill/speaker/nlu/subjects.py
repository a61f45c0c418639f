# SPDX-License-Identifier: Apache-2.0
"""What a question or an idea is to be about, in words that no list has: "have you one about him retiring", "just a hug
right now"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec.structs import replace

from skill.language_model import LanguageModel, Slot
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import DAYS, DURATION, TIME, SlotReader
from skill.speaker.nlu.text import Word, clauses_of, places_of, said, words_of

SUGGEST, MOMENT = "SuggestRitualIntent", "moment"
IDEAS = frozenset({SUGGEST, "SuggestExperienceIntent"})
"""Intents that ask for an idea, which may be for right now."""
THEME = "AboutThemeIntent"
TONIGHT_TOO = "evening"
"""The id of a moment that may be this very one: "what could we do tonight that isn't talking"."""
UNCLEAR = frozenset({"AMAZON.FallbackIntent", "AMAZON.NoIntent", "AnotherOneIntent"})
"""Intents of sentences that may name what they would rather do than what is on offer."""
ONE = "one"
"""Word that stands for what was named before it: "the phones one"; and a number."""
WORD_FOR_WORD = 0.97
"""How sure a meaning is that a sample says word for word."""
TONIGHT, TOPIC, ABOUT_THEME = "TonightsQuestionIntent", "topic", "theme"
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
            subject = self._without_tonight(clause[at + 1 :])
            if not at or not subject or len(subject) > LONGEST_SUBJECT:
                continue
            if self._negates(texts) or any(self._slots.within(subject).longest(slot.type) for slot in self._topics):
                continue
            if any(tuple(texts[at - len(phrase) : at]) == phrase for phrase in self._language.rather_about):
                return Meaning(text, TONIGHT, {}, {TOPIC: said(subject)}, PART_SURE)
            if self._language.light.issuperset(texts[at + 1 :]):
                continue
            as_listed = (*clause[: at + 1], *self._listed_topic)
            meant = self._word_for_word(text, as_listed, expects) or self._nearest(text, as_listed, expects)
            if meant and meant.intent in QUESTIONS and TOPIC in meant.slots and meant.confidence >= ASKED_ABOUT_SURE:
                slots = {name: value for name, value in meant.slots.items() if name != TOPIC}
                return replace(meant, slots=slots, spoken=meant.spoken | {TOPIC: said(subject)}, confidence=PART_SURE)
        return None

    def _with_subject(self, meant: Meaning, text: str) -> Meaning:
        """A question with what it is to be about, where only a part of that is listed, or nothing: "life after the
        children move out" says more than "the children"."""
        subject = self._subject_in(text, self._language.asks_about) if meant.intent in QUESTIONS else ()
        words, listed = said(subject), meant.spoken.get(TOPIC)
        if subject and self._is_only_how(meant.spoken.get(ABOUT_THEME), words, text):
            meant = Meaning(text, meant.intent, {}, {}, meant.confidence)
        if not subject or not {*meant.spoken} <= {TOPIC}:
            return meant
        if listed is not None and f" {listed} ".casefold() not in f" {words} ".casefold():
            return meant
        return replace(meant, spoken={TOPIC: said((*subject, *self._more_of_it(meant, subject, text)))})

    def _more_of_it(self, meant: Meaning, subject: tuple[Word, ...], text: str) -> tuple[Word, ...]:
        """A clause after a listed subject that names the same one in other words: "the old days, when we first met"."""
        topics = [slot for slot in self._model.intents[meant.intent].slots if slot.name == TOPIC]
        clauses = clauses_of(text, self._language)
        for clause, after in pairwise(clauses):
            if clause[-len(subject) :] == subject and not self._negates(word.text for word in after):
                named = fill(topics, self._slots.within(after))
                if any(each.value and each.value == meant.slots.get(TOPIC) for each in named):
                    return after
        return ()

    def _is_only_how(self, theme: str | None, subject: str, text: str) -> bool:
        """Test of a theme's words: they stand right before "about" and the subject, so that no theme was asked for
        ("something to get us talking about moving house")."""
        whole = f" {said(words_of(text, self._language))} ".casefold()
        return any(f" {theme} {about} {subject} ".casefold() in whole for about in self._language.asks_about)

    def _subject_in(self, text: str, after: Collection[str]) -> tuple[Word, ...]:
        """What a request for a question says last that it is to be about, in words that no list has."""
        for clause in reversed(clauses_of(text, self._language)):
            texts = [word.text for word in clause]
            for at in reversed(range(1, len(texts))):
                subject = self._without_tonight(clause[at + 1 :])[:LONGEST_SUBJECT]
                if texts[at] not in after:
                    continue
                if self._language.asked_for.isdisjoint(texts[:at]):
                    continue
                timed = any(self._slots.within(subject).longest(kind) for kind in (TIME, DAYS, DURATION))
                refused = self._negates(texts[max(0, at - NOT_WITHIN) : at])
                if subject and not (timed or refused or self._language.points_at.issuperset(texts[at + 1 :])):
                    return subject
        return ()

    def _without_tonight(self, subject: tuple[Word, ...]) -> tuple[Word, ...]:
        """A subject without the word that only tells when: "one about the future tonight"."""
        tonight = bool(subject) and subject[-1].text in self._language.may_be_now
        return subject[:-1] if tonight else subject

    def _right_now(self, meant: Meaning, text: str, expects: Sequence[str]) -> Meaning:
        """An idea for this very moment, in their words for it: "just a hug right now". It goes out as a moment that no
        list has, as the platform sends it."""
        if meant.perhaps_unsafe or not {meant.spoken.get(MOMENT, "").casefold()} <= {"", *self._language.may_be_now}:
            return meant
        asked = meant.intent in IDEAS
        # Where ideas are offered, what they would rather do is one, too: "holding hands, or whatever".
        unclear = UNCLEAR | {THEME} if SUGGEST in expects else frozenset() if expects else UNCLEAR
        rather = meant.intent in unclear
        if not (asked or rather) or (meant.intent != SUGGEST and meant.confidence >= WORD_FOR_WORD):
            return meant
        if meant.intent != THEME and not meant.slots.items() <= {(MOMENT, TONIGHT_TOO)}:
            return meant
        done, named = list[tuple[str, ...]](), False
        for clause in clauses_of(text, self._language) if SUGGEST in self._model.intents else ():
            texts = tuple(word.text for word in clause)
            doing = [phrase for phrase in self._language.done_at_once if self._says(texts, phrase)]
            of_both = self._language.of_one.isdisjoint(texts)  # "you could give me a hug" is for the other one
            done += doing if asked or (of_both and not self._language.proposes_doing.isdisjoint(texts)) else []
            at_once = asked and any(self._says(texts, phrase) for phrase in self._language.at_once)
            # Something fun for right now is an experience; something quiet is none.
            named = named or (at_once and (meant.intent == SUGGEST or not self._language.quiet.isdisjoint(texts)))
        if not done and not named:
            return meant
        spoken = {MOMENT: " ".join((self._language.stands_for["now"], *map(" ".join, done)))}
        return Meaning(text, SUGGEST, {}, spoken, max(meant.confidence, PART_SURE))

    def _says(self, texts: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
        """Whether a phrase stands among words, with no "not" shortly before it; "can we not just" asks for it."""
        for at in places_of(phrase, texts):
            before = texts[max(0, at - NOT_WITHIN) : at]
            denied = self._negates(before) and self._language.not_only.isdisjoint(before)
            if not denied and self._language.done_before.isdisjoint(before):
                return True
        return False

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
