# SPDX-License-Identifier: Apache-2.0
"""What they would like, where no sample says it: in several parts, by a topic's name alone, or in any words at all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from msgspec.structs import replace

from skill.speaker.nlu.agreement import (
    FEWEST_WORDS,
    NEXT,
    NO,
    YES,
    is_yes_awaited,
    no_in,
    requests_in,
    takes_back,
    yes_in,
)
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.samples import Filled, names_us
from skill.speaker.nlu.similarity.classification import ANSWERS, DANGER, KINDS, NEWS, Classifier
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import NAME
from skill.speaker.nlu.subjects import NOT_WITHIN, PART_SURE, THEME, TONIGHT, TOPIC, Subjects
from skill.speaker.nlu.text import Word, clauses_of, readings, said, without_answer, without_fillers, words_of

AVOID, START, LENGTH = "AvoidTopicIntent", "StartCheckInIntent", "length"
EMPATHY, APPRECIATE, ANOTHER = "EmpathyPhraseIntent", "AppreciateIntent", "AnotherOneIntent"
FEWEST_TO_SAY = 2
"""Words that follow a request for words to say: "to me"."""
ASKED_WITHIN = 4
"""Words in which a request for words to say begins: "to tell us what I should say to him"."""
SURELY_ELSE = 0.85
"""How sure something else must be that is asked for in such a sentence."""
COOL_DOWN = "CoolDownIntent"
NEVER_DOUBTED = frozenset({DANGER, COOL_DOWN})
"""Intents that count whatever others mean by such words."""
MUST_BE_CLEAR = frozenset({"ForgetUsIntent", COOL_DOWN})
"""Where one of these is waited for, a yes erases everything, or is the consent of one who is upset."""
REQUEST_SAFE = 0.2
"""How likely danger may be at most in a sentence, and in each clause of it, for a request in it to count."""
CHOOSE, REMIND = "ChooseRitualIntent", "RemindUsIntent"
CANCEL, STATUS = "CancelReminderIntent", "ReminderStatusIntent"
NEED_SLOTS = frozenset({CHOOSE, AVOID, "AllowTopicIntent"})
"""Intents that mean nothing without what they name."""
NEVER_ASKS = frozenset((YES, NO, CHOOSE, "RitualDoneIntent", "RitualMissedIntent", REMIND, "CancelReminderIntent"))
"""Answers, and what is done to a reminder, which a question never is: "did you delete the Sunday one"."""
MORE_THAN_AN_ANSWER = frozenset({REMIND, CHOOSE, "OurRitualIntent"})
"""What counts more than a mere yes or no, where a sample is like it: "could we keep doing that every Sunday"."""
SURELY_MEANT, PERHAPS_MEANT = 0.75, 0.6
"""How sure a meaning is that was learned, where it counts before likeness, and where nothing else is understood."""
NEARLY_SAID = 0.945
"""How sure likeness must be to count more than what others mean: all but a sample, word for word."""
FEWEST_LEARNED = 3
"""Words from which a sentence tells enough to be taken for what others meant by such words; one more where that is only
likely."""
SURE_OF_TALK = 0.9
"""How sure a meaning must be to count although the sentence is what people say to each other."""
FEWEST_VETOED = 5
"""Words from which a sentence tells enough to be left alone, whatever sample it is like."""
RATE, SCORE, SECOND = "RateIntent", "score", "second"


class Wishes(Subjects):
    """Understands what is wished for in sentences of one interaction model."""

    @property
    @abstractmethod
    def _classifier(self) -> Classifier | None: ...

    @abstractmethod
    def _only_tells(self, words: tuple[Word, ...]) -> bool:
        """Whether they tell of one of the two, and ask for no reminder."""

    @abstractmethod
    def _asked_for(self, text: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words of a request for a reminder without its reason."""

    @abstractmethod
    def _unsafe(self, words: Sequence[Word]) -> float:
        """How likely words tell of danger, 0 to 1."""

    @abstractmethod
    def _offered(self) -> float:
        """How likely danger must be for help to be offered, where nothing else is understood."""

    @abstractmethod
    def _perhaps(self) -> float:
        """How likely danger must be to count beside what may be a yes, a no or news."""

    @abstractmethod
    def _of_kind(self, text: str, kind: str, words: Sequence[Word], confidence: float) -> Meaning | None:
        """What a sentence of a kind that is part of an intent means, where it makes sense."""

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
        meant = self._without_complaint(meant, text)
        rest = yes_in(words_of(text, self._language), self._language) if is_yes_awaited(expects) else None
        meant = (self._wished(meant, rest) if rest else None) or meant  # "yeah, money"
        meant = self._right_now(self._rather(meant, text, expects) or meant, text, expects)
        clauses = clauses_of(text, self._language) if meant.intent in QUESTIONS else []
        slots, spoken = dict(meant.slots), dict(meant.spoken)
        for clause in clauses if len(clauses) > 1 else ():
            if not self._negates(word.text for word in without_answer(clause, self._language)):
                wish = self._wish_in(text, clause, expects)
                slots, spoken = (wish.slots | slots, wish.spoken | spoken) if wish else (slots, spoken)
        begins = LENGTH in spoken and (not expects or START in expects or ANOTHER not in expects)
        intent = START if begins else meant.intent  # "one more, but a proper one" begins nothing
        if spoken == meant.spoken:
            return self._with_subject(meant, text)
        if not {*spoken} <= {slot.name for slot in self._model.intents[intent].slots}:
            return meant
        return replace(meant, intent=intent, slots=slots, spoken=spoken)

    def _without_complaint(self, meant: Meaning, text: str) -> Meaning:
        """A question without the topic that they have had enough of: "skip that, we've had enough of family"."""
        topic = words_of(meant.spoken.get(TOPIC, ""), self._language) if meant.intent in QUESTIONS else ()
        named, texts = (tuple(word.text for word in words) for words in (topic, words_of(text, self._language)))
        for at in range(1, len(texts)) if named else ():
            before = texts[:at]
            if texts[at : at + len(named)] == named and any(
                before[-len(phrase) :] == phrase for phrase in self._language.complains_of
            ):
                slots = {name: value for name, value in meant.slots.items() if name != TOPIC}
                rest = {name: value for name, value in meant.spoken.items() if name != TOPIC}
                return replace(meant, slots=slots, spoken=rest)
        return meant

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
        clauses = clauses_of(text, self._language) if meant.intent in (AVOID, NO, *QUESTIONS) else []
        refused = self._refused_in(text, clauses, expects)
        if clauses and not refused:  # heard, and not written, it has no comma
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
        texts = self._with_me_for_names(words)  # "what could Walt say to me"
        if EMPATHY not in self._model.intents:
            return found
        if found is not None and (found.confidence >= SURELY_ELSE or not self._language.apologies.isdisjoint(texts)):
            return found
        for at in range(min(ASKED_WITHIN, len(texts))):
            for phrase in self._language.asks_for_words:
                rest = words[at + len(phrase) :]
                if tuple(texts[at : at + len(phrase)]) == phrase and len(rest) >= FEWEST_TO_SAY:
                    filled = fill(self._model.intents[EMPATHY].slots, self._slots.within(rest))
                    return self._meaning(text, EMPATHY, rest, filled, SURE_OF_TALK)
        return found

    def _with_me_for_names(self, words: Sequence[Word]) -> list[str]:
        return [
            self._language.myself if self._slots.is_sure_name(words, at) else word.text for at, word in enumerate(words)
        ]

    def _as_others_mean(
        self, text: str, words: tuple[Word, ...], expects: Sequence[str], *, surely: bool
    ) -> Meaning | None:
        """What couples mean by such words; nothing where a yes must be clear, or somebody may not be safe."""
        few = len(without_fillers(words, self._language)) < FEWEST_LEARNED + (not surely)
        if self._classifier is None or few or MUST_BE_CLEAR.intersection(expects):
            return None
        unasked = set() if is_yes_awaited(expects) else {YES, NO}
        waited = tuple(intent for intent in expects if intent not in unasked)
        texts = [word.text for word in words]
        unfinished = texts[-1] in self._language.dangling and not self._classifier.is_beyond_doubt(texts, waited)
        # What is only perhaps meant gives way to what only may be danger.
        if unfinished or self._unsafe(words) > (self._perhaps() if surely else self._offered()):
            return None
        if self._tells_of_a_quarrel(text, words, expects):
            return Meaning(text, COOL_DOWN, {}, {}, PERHAPS_MEANT)
        intent = self._classifier.surely(texts, waited) if surely else self._classifier.perhaps(texts, waited)
        if intent in KINDS:
            return self._of_kind(text, intent, words, SURELY_MEANT if surely else PERHAPS_MEANT)
        if intent is None or intent not in self._model.intents or (expects and intent in ANSWERS.difference(waited)):
            return None
        told = yes_in(clauses_of(text, self._language)[0], self._language) if intent == YES else None
        if told and told[0].text in self._language.tells_of_one and told[0].text != self._language.myself:
            return None  # "yeah he keeps going to the gym"
        never, needs = self._language.never_with.get(intent, ()), self._language.told_by.get(intent, texts)
        if not (set(never).isdisjoint(texts) and set(needs).intersection(texts)):
            return None  # what goes from their list is gone, and "begin pestering us" begins nothing
        if intent == REMIND and RATE in expects:
            return None  # "seven for me, what about you, nine"
        if intent in NEVER_ASKS and self._asks_something(text):
            return self._asked_whether(text, words) if intent in (REMIND, CANCEL) else None
        intent = self._as_meant_here(intent, text, texts, expects)
        taken_back = any(takes_back(clause, self._language) for clause in clauses_of(text, self._language))
        doubts = taken_back + self._negates(texts)  # "I wouldn't say no" is one, "yes, but I don't want to" has both
        if intent == YES and doubts and (doubts > 1 or not self._harmless(words)):
            return None
        near = self._nearest(text, words, expects)
        more = intent in (YES, NO) and near is not None and near.intent in MORE_THAN_AN_ANSWER
        same = near is not None and near.intent == intent and (near.slots or intent not in QUESTIONS)
        if near is not None and (more or same or near.confidence >= NEARLY_SAID):
            return near
        if near is not None and near.intent == THEME and near.slots:
            return near  # nobody who was learned from asked for a theme: "explain the theme of affection to us"
        if near is not None and (intent, near.intent) == (NO, YES) and not self._negates(texts):
            return near  # "that would be quite lovely really"
        if near is not None and any({intent, near.intent} <= group for group in self._language.told_apart):
            return near  # words alone do not tell "take it off" from "don't take it off", which likeness knows
        return self._with_slots(text, intent, words, expects, SURELY_MEANT if surely else PERHAPS_MEANT)

    def _asked_whether(self, text: str, words: tuple[Word, ...]) -> Meaning | None:
        """A question about a reminder that stands, by its day: "is our Saturday walk still on"."""
        asks = words[0].text in self._language.asks_whether and STATUS in self._model.intents
        times = (
            fill(self._model.intents[REMIND].slots, self._slots.within(words)) if REMIND in self._model.intents else []
        )
        return self._meaning(text, STATUS, words, (), PERHAPS_MEANT) if asks and times else None

    def _as_meant_here(self, intent: str, text: str, texts: Sequence[str], expects: Sequence[str]) -> str:
        """The intent that such words ask for in this place: what comes next where a ritual is offered is another one,
        and why it does not suit them, without a no, asks for one; words to thank somebody are no comfort."""
        if intent == NEXT and CHOOSE in expects:
            return ANOTHER
        if intent == TONIGHT and {CHOOSE, ANOTHER}.issubset(expects):
            return ANOTHER  # "something for right now, tonight"
        if intent == NO and {CHOOSE, ANOTHER}.issubset(expects):
            clauses = clauses_of(text, self._language)
            return NO if any(no_in(clause, self._language) is not None for clause in clauses) else ANOTHER
        thanks = not self._language.thanks.isdisjoint(texts) and APPRECIATE in self._model.intents
        return APPRECIATE if intent == EMPATHY and thanks else intent

    def _tells_of_a_quarrel(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> bool:
        """Whether the two tell that they quarrel: it is offered to slow that down, which asks both of them first."""
        if COOL_DOWN not in self._model.intents or self._classifier is None:
            return False
        for clause in clauses_of(text, self._language):  # "I don't want questions, we're arguing"
            meant = self._word_for_word(text, clause, expects)
            if meant is not None and meant.intent == COOL_DOWN:
                return True
        texts = [word.text for word in words]
        told = [at for at, word in enumerate(texts) if word in self._language.quarrel]
        near = {word for at in told for word in texts[max(0, at - NOT_WITHIN) : at]}
        return bool(told) and not self._negates(near) and self._classifier.is_any_of((NEWS, COOL_DOWN), texts)

    def _with_slots(
        self, text: str, intent: str, words: tuple[Word, ...], expects: Sequence[str], confidence: float
    ) -> Meaning | None:
        """An intent with what the sentence says for its slots; None where it is none without."""
        kept = without_fillers(words, self._language)
        kept = self._asked_for(text, kept) if intent == REMIND else kept
        filled = fill(self._model.intents[intent].slots, self._slots.within(kept))
        answers = self._language.answers if intent == REMIND else ()  # "no, on Sunday we could"
        beside = ["" if word.text in answers else word.text for word in kept]
        excluded = [each for each in filled if self._negates(beside[: each.start][-2:])]
        filled = [each for each in filled if each not in excluded]
        if intent in QUESTIONS:
            if not filled and any(each.slot == TOPIC and each.value for each in excluded):  # "a question, not money"
                return self._meaning(text, AVOID, kept, [each for each in excluded if each.slot == TOPIC], confidence)
            meant = self._meaning(text, intent, kept, filled, confidence)
            if filled:
                return meant
            subject = self._subject_in(text, self._language.asks_about_loosely)
            about = replace(meant, intent=TONIGHT, spoken={TOPIC: said(subject)}) if subject else meant
            return self._about_anything(text, words, expects) or about
        names = self._model.intents[intent].slots and self._model.intents[intent].slots[0].type == NAME
        if names and not (filled and not excluded and names_us([word.text for word in kept], filled, self._language)):
            return None
        if intent == REMIND and REMIND not in expects and (self._only_tells(kept) or self._slots.is_sure_name(kept, 0)):
            return None  # "I leave at half six"; "Hannah has the piano teacher at five"
        if intent in NEED_SLOTS and not filled:
            agreed = intent == CHOOSE and is_yes_awaited(expects)
            return Meaning(text, YES, {}, {}, confidence) if agreed else None
        return self._meaning(text, intent, kept, filled, confidence)

    def _is_talk(self, words: tuple[Word, ...], expects: Sequence[str]) -> bool:
        """Whether words are surely no business of ours, whatever sample they are like, also with misheard ones put
        right."""
        classifier = self._classifier
        if classifier is None or len(words) < FEWEST_VETOED or TONIGHT not in self._model.intents:
            return False
        return all(
            classifier.is_talk([word.text for word in reading], expects) for reading in readings(words, self._language)
        )

    def _left_alone(self, meant: Meaning, words: Sequence[Word], expects: Sequence[str], talk: bool) -> bool:
        """Whether what a sample is like is not taken: it is surely `talk`, or hardly anybody means it with such words.
        What fills a slot that is waited for counts, and so does what may be a quarrel."""
        told = talk and CHOOSE in expects and meant.intent != CHOOSE  # "your mum did that, every Sunday"
        if meant.intent == COOL_DOWN or (meant.slots and meant.intent in expects and not told):
            return False
        if self._classifier is None or len(words) < FEWEST_VETOED:
            return False
        hardly = self._classifier.rules_out(meant.intent, [word.text for word in words], expects)
        return hardly or (talk and meant.confidence < SURE_OF_TALK)

    def _unless_others_mean_else(
        self, found: Meaning, text: str, words: tuple[Word, ...], expects: Sequence[str]
    ) -> Meaning | None:
        """Meaning of a sentence by what couples mean with such words, where that is surer than `found`, which came from
        a part of it or from likeness: "okay, that's too easy, take us deeper" is no mere yes. None where hardly anybody
        means `found` by it. A meaning that names something, as a topic, stays, but a day is named in much ("we missed
        it last Sunday"); and no yes or no of the whole takes the place of a request in a part."""
        named = (found.spoken or found.slots) and not (found.intent == REMIND and found.confidence <= PART_SURE)
        stays = named or found.intent in NEVER_DOUBTED or MUST_BE_CLEAR.intersection(expects)
        if self._classifier is None or stays:
            return found
        if found.confidence < NEARLY_SAID:
            surely = self._as_others_mean(text, words, expects, surely=True)
            if surely is not None and surely.intent not in (found.intent, YES, NO):
                return surely
        talk = self._is_talk(words, expects)
        if found.confidence >= SURE_OF_TALK or not self._left_alone(found, words, expects, talk):
            return found
        perhaps = None if talk else self._as_others_mean(text, words, expects, surely=False)
        return found if perhaps is not None and perhaps.intent in (YES, NO) else perhaps

    def _harmless(self, words: Sequence[Word]) -> bool:
        """Whether a sentence has words of danger and surely asks for something else ("okay yeah, hit me")."""
        harmless = self._classifier is not None and self._classifier.is_harmless([word.text for word in words])
        return harmless and self._unsafe(words) <= self._perhaps()

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

    def _asks(self, words: Sequence[Word]) -> bool:
        """Whether a clause begins as a question does."""
        texts = tuple(word.text for word in words)
        return any(texts[: len(phrase)] == phrase for phrase in self._language.questions)

    def _asks_something(self, text: str) -> bool:
        """Whether a sentence asks, and proposes nothing."""
        # What asks "did you delete the Sunday one?" does nothing to it; "how about ten" proposes something.
        for clause in clauses_of(text, self._language):
            kept = without_fillers(without_answer(clause, self._language), self._language)
            texts = tuple(word.text for word in kept)
            proposes = any(texts[: len(phrase)] == phrase for phrase in self._language.proposals)
            if self._asks(kept) and not proposes:
                return True
        return False

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
