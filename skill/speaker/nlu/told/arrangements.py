# SPDX-License-Identifier: Apache-2.0
"""What they want otherwise about the evening itself, in whatever words: who of the two begins, and no music.

The words are data (`arrangements_<language>.json`); here is only which request each of them is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec.structs import replace

from skill.speaker.nlu.agreement import NO, YES, is_no_awaited, is_yes_awaited, yes_in
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK, HEARD_SURE, STOP
from skill.speaker.nlu.reminding import SUGGEST
from skill.speaker.nlu.safety.danger import Danger
from skill.speaker.nlu.similarity.classification import MUSIC_OFF, WHO_BEGINS
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.subjects import PART_SURE, TONIGHT, TOPIC
from skill.speaker.nlu.text import Word, clauses_of, places_of, said, without_fillers, words_of
from skill.speaker.nlu.told.news import EMPATHY, FEELING, MEND, SOLO, News
from skill.speaker.nlu.wishes import (
    ANOTHER,
    AVOID,
    CHOOSE,
    COOL_DOWN,
    REMIND,
    REQUEST_SAFE,
    START,
)

SET_NAMES, FIRST = "SetNamesIntent", "first"
TALK_TIME, SAVE, SOMETIMES = "TalkTimeIntent", "SaveThisIntent", "SometimesIntent"
EVERY = "every"
"""Part of an id of days by which it comes again: every week, every day."""
ME, OTHER, MUSIC, SOMETHING, WISH, HELP = "me", "other", "music", "something", "wish", "help"
OWN, TENSE = "own", "tense"
"""Names under which a language holds the words that go out (`stands_for`)."""
SURELY_FOR = 0.96
"""How sure words are for what is told right after the request for them."""
BEGINS = {"first named": None, "first me": ME, "first other": OTHER}
"""Frames of who begins, with what stands for the name where none is said."""
DAYS, BESIDE_WORDS = "days", 3
"""Name of the slot of days, and words after an "except" in which the day stands that is left out."""
LONGEST_CLEAR = 4
"""Words of a yes that is clear although no sample says it."""
OF_TOPICS = {"topic allowed": "AllowTopicIntent", "topic left out": AVOID}
"""Frames of what they want to be asked about again, or never."""
OUTSIDE, NO_MUSIC, ALL_SAFE = "help outside", "no music", "all safe"
"""Frames that ask for help which no program is, and for an evening without music; and of who was taken to be in danger
and says that it is not so."""


class Arrangements(News):
    """Understands arrangements in sentences of one interaction model."""

    @cached_property
    def _arrangements(self) -> Danger:
        return self._frames_of("arrangements")

    def _arranged(self, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """Who of the two begins, as the names of one alone ("let Sam go first"), or an evening without music."""
        kind = self._arrangements.risk_in(self._with_names_as_somebody(words))
        if kind in BEGINS and SET_NAMES in self._model.intents:
            unnamed = BEGINS[kind]
            name = self._named_to_begin(words) if unnamed is None else self._language.stands_for[unnamed]
            return Meaning(text, SET_NAMES, {FIRST: name}, {FIRST: name}, HEARD_SURE) if name else None
        if kind in OF_TOPICS and OF_TOPICS[kind] in self._model.intents and not self._agreed_beside(text, expects):
            topics = [one for one in self._model.intents[OF_TOPICS[kind]].slots if one.name == TOPIC]
            told = [one for one in fill(topics, self._slots.within(tuple(words))) if one.value]
            return self._meaning(text, OF_TOPICS[kind], tuple(words), told[:1], HEARD_SURE) if told else None
        if kind == OUTSIDE:
            return self._felt(text, HELP, HEARD_SURE) if EMPATHY in self._model.intents else None
        if kind == NO_MUSIC and AVOID in self._model.intents and not self._agreed_beside(text, expects):
            return self._without_music(text, HEARD_SURE)
        return None

    def _agreed_beside(self, text: str, expects: Sequence[str]) -> bool:
        """Whether a yes stands before it that counts more: to a ritual or a reminder. One to a question goes along."""
        first = yes_in(clauses_of(text, self._language)[0], self._language)
        along = ANOTHER in expects and {CHOOSE, REMIND}.isdisjoint(expects)
        return first is not None and is_yes_awaited(expects) and not along

    def _arranged_beside(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning:
        """What a sentence means, with what stands beside it and counts more."""
        if STOP in expects:
            return self._asked_whether_help_is_wanted(found, text, words)
        found = self._told_something(self._postponed(found, text, words, expects), text, words, expects)
        if COOL_DOWN in expects:
            return self._agreed_to_slow_down(found, text, words, expects)
        sorry = not self._language.apologies.isdisjoint(word.text for word in words)
        to_say = found.intent == EMPATHY or (found.intent == MEND and not sorry and found.confidence < HEARD_SURE)
        if to_say and not found.spoken and self._wishes_of_the_other(words):
            return self._felt(text, WISH, found.confidence)
        if told := self._words_are_for(found, words):
            return self._to_be_said(found, text, words, told)
        asks = not self._language.question_words.isdisjoint(word.text for word in words)
        if found.intent == TONIGHT and not (found.slots or asks) and {CHOOSE, ANOTHER}.issubset(expects):
            return Meaning(text, ANOTHER, {}, {}, found.confidence)  # "something we can do on the couch"
        found = self._without_a_day(found, words)
        if REMIND in expects and CHOOSE not in expects:
            return self._of_a_reminder(found, text, words, expects) or found
        return self._on_that_day(found, text, expects) or self._given_time(found, text, expects) or found

    def _asked_whether_help_is_wanted(self, found: Meaning, text: str, words: Sequence[Word]) -> Meaning:
        """What is meant where help is offered: that nobody is in danger is a no, and only a clear no may be one that
        sounds like danger ("I'm fine when he's sober")."""
        safe = self._arrangements.risk_in(self._with_names_as_somebody(words)) == ALL_SAFE
        if found.intent == FALLBACK:
            return self._meaning(text, NO, tuple(words)) if safe else found
        unclear = found.intent == NO and found.confidence < HEARD_SURE and self._unsafe(words) > self._perhaps()
        return Meaning(text, FALLBACK, {}, {}, 0.0, perhaps_unsafe=True) if unclear and not safe else found

    def _wishes_of_the_other(self, words: Sequence[Word]) -> bool:
        """Whether they are to say what one would like of the other one: "how do I say I need him to ring me more"."""
        texts = [word.text for word in words]
        return any(
            word in self._language.wishes and not self._language.others.isdisjoint(texts[at + 1 : at + 3])
            for at, word in enumerate(texts)
        )

    def _words_are_for(self, found: Meaning, words: Sequence[Word]) -> str | None:
        """What stands for the words that are asked for, where it is no feeling of the other one: "what can I say at the
        door", "how do I tell her I'm lonely"; None elsewhere."""
        texts = tuple(self._with_me_for_names(words))
        if found.intent != EMPATHY and (found.intent != MEND or not self._language.apologies.isdisjoint(texts)):
            return None
        if found.perhaps_unsafe or any(list(places_of(one, texts)) for one in self._language.beyond_words):
            return None
        asked = [at + len(ask) for ask in self._language.asks_for_words for at in places_of(ask, texts)]
        if not asked:
            return None
        rest = texts[min(asked) :]
        if any(rest[: len(begins)] == begins for begins in self._language.own_state):
            return OWN
        for told, phrases in self._language.situations.items():
            felt = found.spoken and told == TENSE  # what they are is told: "when she's tired and moody"
            if not felt and any(list(places_of(phrase, rest)) for phrase in phrases):
                return told
        return None

    def _to_be_said(self, found: Meaning, text: str, words: Sequence[Word], told: str) -> Meaning:
        """A request for words for what is told; with the feeling where it is one's own."""
        own = fill(self._model.intents[EMPATHY].slots, self._slots.within(words)) if told == OWN else []
        slots = {each.slot: each.value for each in own if each.value}
        spoken = {FEELING: self._language.stands_for[told]}
        return Meaning(text, EMPATHY, slots, spoken, max(found.confidence, SURELY_FOR))

    def _without_a_day(self, found: Meaning, words: Sequence[Word]) -> Meaning:
        """A reminder for all days but one ("every day but Wednesday"), which is none that can be had: its days come in
        their own words."""
        if found.intent != REMIND or EVERY not in found.slots.get(DAYS, ""):
            return found
        for at, word in enumerate(words):
            beside = tuple(words[at + 1 : at + 1 + BESIDE_WORDS])
            if word.text in self._language.excepts and any(each.slot == DAYS for each in self._times(beside)):
                slots = {name: value for name, value in found.slots.items() if name != DAYS}
                return replace(found, slots=slots)
        return found

    def _on_that_day(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """A yes to a ritual with a day beside it, which is one to be reminded of: "we'll do it. Saturday"."""
        if found.intent != YES or not {CHOOSE, REMIND}.issubset(expects):
            return None
        days = [clause for clause in clauses_of(text, self._language) if self._is_a_time(clause)]
        return self._meaning(text, REMIND, days[0], self._times(days[0]), PART_SURE) if days else None

    def _of_a_reminder(
        self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]
    ) -> Meaning | None:
        """An answer to a reminder that was said back: "only this once, not every week", "keep both"."""
        texts = tuple(word.text for word in words)
        pairs = {texts[at : at + 2] for at in range(len(texts))}
        once = not self._language.only_once.isdisjoint(pairs)
        if once and found.intent == REMIND and all(EVERY in value for value in found.slots.values()):
            return Meaning(text, SOMETIMES, {}, {}, PART_SURE)
        both = not self._language.wants_both.isdisjoint(pairs)
        return Meaning(text, SAVE, {}, {}, PART_SURE) if both and SAVE in expects else None

    def _given_time(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """Time to talk that they ask for beside what is less: "no, that's good. give us a few minutes"."""
        if found.intent not in (STOP, NO, YES, ANOTHER) or TALK_TIME not in expects:
            return None
        for clause in clauses_of(text, self._language)[1:]:
            meant = self._word_for_word(text, clause, expects)
            if meant is not None and meant.intent == TALK_TIME:
                return meant
        return None

    def _without_what_stays(self, text: str) -> str:
        """A sentence about reminders without the one that stays: "tomorrow at nine, and leave the Saturday one"; any
        sentence without what only ends a question."""
        words = words_of(text, self._language)
        ends = tuple(word.text for word in words[-2:]) in self._language.ends_asking and self._asks_something(text)
        if ends and self._word_for_word(text, words, ()) is None:
            return said(words[:-2])
        clauses = clauses_of(text, self._language)
        if (rest := self._sought(clauses) or self._without_a_tag(clauses)) is not None:
            return rest
        clauses = clauses if REMIND in self._model.intents else []
        stays = [clause for clause in clauses if self._keeps_one(clause)]
        if not stays or not any(self._times(clause) for clause in clauses if clause not in stays):
            return text
        return ", ".join(said(clause) for clause in clauses if clause not in stays)

    def _sought(self, clauses: Sequence[tuple[Word, ...]]) -> str | None:
        """A sentence without the pause in which a word was looked for: "one about, I don't know, the future"."""
        for at, clause in enumerate(clauses[1:-1], 1):
            unfinished = clauses[at - 1][-1].text in self._language.dangling
            if unfinished and tuple(word.text for word in clause) in self._language.seeks:
                joined = (*clauses[at - 1], *clauses[at + 1])
                return ", ".join(said(one) for one in (*clauses[: at - 1], joined, *clauses[at + 2 :]))
        return None

    def _without_a_tag(self, clauses: Sequence[tuple[Word, ...]]) -> str | None:
        """A sentence without the tag at its end, which says its "not" the other way round: "we did our bit, haven't we
        love", "can't hurt, can it"."""
        if len(clauses) < 2:
            return None
        *before, tag = clauses
        texts = tuple(word.text for word in without_fillers(tag, self._language))
        turned = self._negates(texts) != self._negates(word.text for word in before[-1])
        return ", ".join(map(said, before)) if texts in self._language.tags and turned else None

    def _is_clear(self, agreed: Meaning, words: Sequence[Word], as_said: float) -> bool:
        """Whether a yes is one where it must be clear: said as a sample says it, or short, and neither lukewarm nor
        beside what takes it back."""
        lukewarm = not self._language.lukewarm.isdisjoint(word.text for word in words)
        lukewarm = lukewarm or self._within(words, self._language.unless)  # "yes if she listens"
        return not (lukewarm or self._within(words, self._language.no_yes_with)) and (
            agreed.confidence >= as_said or len(words) <= LONGEST_CLEAR
        )

    def _begins(self, clause: Sequence[Word], phrases: Sequence[tuple[str, ...]]) -> int:
        """How many words of a clause are one of some phrases that it begins with; 0 where none is."""
        texts = tuple(word.text for word in clause)
        return max((len(phrase) for phrase in phrases if texts[: len(phrase)] == phrase), default=0)

    def _within(self, words: Sequence[Word], phrases: Sequence[tuple[str, ...]]) -> bool:
        """Whether any of some phrases stands among words."""
        texts = tuple(word.text for word in words)
        return any(True for phrase in phrases for _ in places_of(phrase, texts))

    def _told_something(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning:
        """News of no kind that is known, where they are asked to begin: nobody is told then that it was missed."""
        asked = START in expects and not {SOLO, SUGGEST}.isdisjoint(expects) and EMPATHY in self._model.intents
        if found.intent != FALLBACK or found.perhaps_unsafe or not asked or self._classifier is None:
            return found
        if not self._classifier.is_news([word.text for word in words]):
            return found
        return self._felt(text, SOMETHING, PART_SURE)

    def _postponed(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning:
        """A no, where what is offered is put off to another evening, whatever stands beside it."""
        if found.intent not in (YES, FALLBACK) or not is_no_awaited(expects) or START not in expects:
            return found
        texts = tuple(word.text for word in words)
        put_off = any(
            texts[at : at + len(phrase)] == phrase for phrase in self._language.postpones for at in range(len(texts))
        )
        return Meaning(text, NO, {}, {}, PART_SURE) if put_off and not found.perhaps_unsafe else found

    def _agreed_to_slow_down(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning:
        """A clear yes to slowing down beside what takes nothing of it back: "it's Rohan... yes, me too", "yeah, slowly
        please". One that only tells of the quarrel is none."""
        texts = {word.text for word in words}
        clear = not self._negates(texts) and self._language.lukewarm.isdisjoint(texts) and MEND in expects
        if not clear or self._unsafe(words) > REQUEST_SAFE:
            return found
        clauses = clauses_of(text, self._language)
        agreed = any(self._says_yes(text, clause, expects) for clause in clauses)
        slows_down = self._language.slows_down
        if found.intent == COOL_DOWN:  # "yeah, please, let's slow it down", "alright, slow then"
            alone = texts <= self._language.agrees_too | self._language.agreements | slows_down
            yes = (alone or yes_in(clauses[0], self._language) is not None) and not texts.isdisjoint(slows_down)
            return Meaning(text, YES, {}, {}, HEARD_SURE) if yes else found
        beside = [at for at, word in enumerate(words) if word.text not in self._language.agrees_too | slows_down]
        named = all(words[at].text in self._language.agreements or self._slots.is_sure_name(words, at) for at in beside)
        return Meaning(text, YES, {}, {}, HEARD_SURE) if agreed and named else found

    def _says_yes(self, text: str, clause: tuple[Word, ...], expects: Sequence[str]) -> bool:
        meant = self._word_for_word(text, clause, expects)
        return meant is not None and meant.intent == YES

    def _of_kind(self, text: str, kind: str, words: Sequence[Word], confidence: float) -> Meaning | None:
        somebody = any(word.text in self._language.told_by.get(kind, ()) for word in words)
        if kind == WHO_BEGINS and not (somebody or self._named_first(words)):
            return None  # "ready to start" names nobody
        if kind == WHO_BEGINS and SET_NAMES in self._model.intents:
            name = self._named_to_begin(words) or self._language.stands_for[OTHER]
            return Meaning(text, SET_NAMES, {FIRST: name}, {FIRST: name}, confidence)
        if kind == MUSIC_OFF and AVOID in self._model.intents:
            return self._without_music(text, confidence)
        return None

    def _felt(self, text: str, told: str, confidence: float) -> Meaning:
        """A request for a phrase, with words for what no id of a feeling says."""
        return Meaning(text, EMPATHY, {}, {FEELING: self._language.stands_for[told]}, confidence)

    def _without_music(self, text: str, confidence: float) -> Meaning:
        return Meaning(text, AVOID, {}, {TOPIC: self._language.stands_for[MUSIC]}, confidence)

    def _named_to_begin(self, words: Sequence[Word]) -> str:
        """The name nearest to a word of beginning: "the Dublin one, you start, Martin"; empty where there is none."""
        starts = [at for at, word in enumerate(words) if word.text in self._language.starts]
        near = [words[max(0, at - BESIDE_WORDS) : at + BESIDE_WORDS + 1] for at in starts]
        return next((name for part in near if (name := self._named_first(part))), "") or self._named_first(words)

    def _named_first(self, words: Sequence[Word]) -> str:
        """The first name that no "not" stands before; empty where there is none."""
        for at, word in enumerate(words):
            name = self._without_possession(word.text)
            known = word.text not in self._language.light and self._slots.is_sure_name(words, at)
            refused = any(one.text in self._language.negations - self._language.answers for one in words[at - 1 : at])
            if (known or name != word.text) and not refused:
                return name.capitalize()
        return ""
