# SPDX-License-Identifier: Apache-2.0
"""Wishes in place of what was offered, or beside a good night: "no, what about something with tea", "not the whole lot,
maybe just two", "we'll leave it there. have you a nice thing I can say to him".
"""

from __future__ import annotations

from collections.abc import Sequence

from skill.speaker.nlu.agreement import NEXT, NO, YES, is_yes_awaited, yes_in
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK, HEARD_SURE, STOP
from skill.speaker.nlu.reminding import SUGGEST
from skill.speaker.nlu.similarity.classification import KEPT_OR_NOT, LIKELIEST
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.subjects import PART_SURE, TONIGHT
from skill.speaker.nlu.text import Word, clauses_of, places_of, words_of
from skill.speaker.nlu.told.arrangements import DAYS, TALK_TIME
from skill.speaker.nlu.told.dated import WEEKDAYS
from skill.speaker.nlu.told.news import EMPATHY, SOLO
from skill.speaker.nlu.told.picked import Picked
from skill.speaker.nlu.wishes import ANOTHER, AVOID, CHOOSE, LENGTH, REMIND, START

HELP, PASS, SHORT = "AMAZON.HelpIntent", "PassIntent", "short"
DONE, MISSED, APART = "RitualDoneIntent", "RitualMissedIntent", "ApartIntent"
PREVIOUS, HOW_LONG = "AMAZON.PreviousIntent", "HowLongIntent"
FEWEST_OF_A_GOOD_NIGHT = 4
"""Words of a good night that may end other talk: "that is enough for tonight"."""
ENDS = frozenset({NO, STOP})
"""Meanings that let go of what stands beside them."""
UNLIKE_ONE = frozenset({REMIND, FALLBACK, NO})
"""Meanings that "just the one" may be taken for."""
UNLIKE_SHORT = frozenset({FALLBACK, NO, TONIGHT, ANOTHER})
"""Meanings that "not the whole lot, maybe just two" may be taken for."""


UNLIKE_TAKEN = frozenset({SUGGEST, ANOTHER})
"""Meanings that a ritual taken with a condition may be taken for."""
UNLIKE_REPORTED = UNLIKE_TAKEN | {FALLBACK, NEXT, TONIGHT}
"""Meanings that a yes reported of the other one may be taken for."""


class Instead(Picked):
    """Understands what is wished for in place of what was offered, in sentences of one interaction model."""

    def _wished_instead(
        self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]
    ) -> Meaning | None:
        """The wish in a sentence of which a no, a good night or a number was understood; None where it holds none."""
        clauses = clauses_of(text, self._language)
        return (
            self._words_to_say(found, text, clauses)
            or self._picked(found, text, clauses, expects)
            or self._other_idea(found, text, clauses, expects)
            or self._less_of_it(found, text, words, expects)
            or self._done_here(found, text, clauses, expects)
            or self._louder(found, text, clauses, expects)
            or self._cannot_refuse(found, text, words)
            or self._will_say_it(found, text, words, expects)
            or self._enough_at_the_end(found, text, clauses, expects)
            or self._on_a_day(found, text, clauses, expects)
            or self._taken_at_the_end(found, text, clauses, expects)
            or self._apart_beside(found, text, clauses, expects)
            or self._said_by_the_other(found, text, clauses, expects)
            or self._one_more_first(found, text, clauses, expects)
            or self._only_an_answer(found, text, clauses, expects)
        )

    def _words_to_say(self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]]) -> Meaning | None:
        """Words for the other one, asked for after a good night."""
        if found.intent not in ENDS | {FALLBACK} or EMPATHY not in self._model.intents:
            return None
        for clause in clauses[1:]:
            texts = tuple(self._with_me_for_names(clause))
            asked = any(True for phrase in self._language.asks_for_words for _ in places_of(phrase, texts))
            if asked and not self._negates(texts):
                filled = fill(self._model.intents[EMPATHY].slots, self._slots.within(clause))
                return self._meaning(text, EMPATHY, clause, filled, PART_SURE)
        return None

    def _other_idea(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """Another idea for a ritual, after a no to this one: "not really, what about something with a cup of tea"."""
        if found.intent not in (NO, FALLBACK) or not {CHOOSE, ANOTHER}.issubset(expects):
            return None
        if any(self._within(clause, self._language.scoffs) for clause in clauses):  # "with a baby? ha, good luck"
            return Meaning(text, ANOTHER, {}, {}, PART_SURE)
        for clause in clauses[1:]:
            length = self._begins(clause, self._language.proposals)
            if length and not self._language.asked_for.isdisjoint(word.text for word in clause[length : length + 2]):
                return Meaning(text, ANOTHER, {}, {}, PART_SURE)
        return None

    def _less_of_it(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """Less than the evening that is offered: one question ("just the one tonight") or a short evening."""
        if not {START, SOLO}.issubset(expects) or {*found.spoken} - {LENGTH, DAYS, "time"}:
            return None
        if found.intent in UNLIKE_ONE and self._within(words, self._language.only_one):
            return Meaning(text, TONIGHT, {}, {}, PART_SURE)
        if found.intent in UNLIKE_SHORT and self._within(words, self._language.only_some):
            return Meaning(text, START, {LENGTH: SHORT}, {LENGTH: SHORT}, PART_SURE)
        return None

    def _done_here(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A no with a good night beside it, after a question of theirs: "start what? no, we're done"."""
        unclear = found.intent in (FALLBACK, NO) and not self._is_no(clauses[0])
        if not unclear or not is_yes_awaited(expects) or not any(map(self._is_no, clauses)):
            return None
        meant = [self._word_for_word(text, clause, expects) for clause in clauses]
        return Meaning(text, STOP, {}, {}, PART_SURE) if any(one and one.intent == STOP for one in meant) else None

    def _louder(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A yes before "speak up": how loud it is, is for the speaker itself, and they wait for the question."""
        if found.intent != HELP or not is_yes_awaited(expects) or len(clauses) < len((YES, HELP)):
            return None
        louder = any(self._within(clause, self._language.louder) for clause in clauses[1:])
        return Meaning(text, YES, {}, {}, PART_SURE) if louder and self._says_yes(text, clauses[0], expects) else None

    def _will_say_it(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """Enough, where words to say were read and they will say those: "that one's good, I'll say that to him"."""
        phrase = {*expects[:2]} == {YES, ANOTHER} and START in expects and CHOOSE not in expects and SOLO not in expects
        said_so = found.intent in (YES, FALLBACK) and self._within(words, self._language.will_say)
        return Meaning(text, NO, {}, {}, PART_SURE) if phrase and said_so else None

    def _enough_at_the_end(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A good night at the end of an answer to a question just read: "... that's enough for tonight, I think"."""
        if found.intent != FALLBACK or {TALK_TIME, ANOTHER} - {*expects[:3]} or len(clauses) < len((YES, STOP)):
            return None
        for at in range(max(0, len(clauses) - len((STOP, NO))), len(clauses)):
            rest = tuple(word for clause in clauses[at:] for word in clause)
            meant = self._word_for_word(text, rest, expects) if len(rest) >= FEWEST_OF_A_GOOD_NIGHT else None
            if meant and meant.intent == STOP:
                return Meaning(text, STOP, {}, {}, PART_SURE)
        return None

    def _on_a_day(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A ritual that they would take on some day, not as it was offered: "breakfast don't work. Maybe Sunday"."""
        words = tuple(word for clause in clauses for word in clause)
        offered = found.intent in (FALLBACK, NO, AVOID) and {CHOOSE, REMIND}.issubset(expects)
        if not offered or self._is_talk(words, expects):
            return None
        for clause in reversed(clauses):
            texts = {word.text for word in clause}
            told = self._times(clause)
            days = any(each.slot == DAYS and each.value in WEEKDAYS for each in told)
            if days and not self._negates(texts) and not self._language.may_do.isdisjoint(texts):
                return self._meaning(text, REMIND, clause, told, PART_SURE)
        return None

    def _taken_at_the_end(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A yes after talk, to a question just read: "that awful orange dress. yeah, we're ready"; or before it, to a
        ritual that sounds as if it were kept: "yes. I read to her"."""
        read, offered = {*expects[:2]} == {YES, TALK_TIME}, {CHOOSE, REMIND}.issubset(expects)
        agreed = [yes_in(clause, self._language) == () for clause in clauses]
        if found.intent == DONE and offered and agreed[0]:
            return Meaning(text, YES, {}, {}, PART_SURE)
        if found.intent in UNLIKE_TAKEN and offered:  # "okay, we'll take that one, just not every night"
            meant = [one for clause in clauses if (one := self._word_for_word(text, clause, expects))]
            others = {ANOTHER, SUGGEST, NO, STOP}.intersection(one.intent for one in meant)
            taken = not others and any(one.intent in (YES, CHOOSE) and not one.slots for one in meant)
            return Meaning(text, YES, {}, {}, PART_SURE) if taken else None
        if found.intent != NEXT or not read or len(clauses) < len((YES, NEXT)):
            return None
        ready = any(agreed) or self._says_yes(text, clauses[-1], expects)
        return Meaning(text, YES, {}, {}, PART_SURE) if ready else None

    def _apart_beside(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """That they are in two places, told beside what became of their ritual, or beside a yes to the evening: "no,
        he's in Dallas on a job, I've got him on speakerphone", "yeah let's, Jules is on the phone with me"."""
        kept = found.intent in (NO, MISSED, FALLBACK) and KEPT_OR_NOT.issubset(expects[:LIKELIEST])
        offered = found.intent in (YES, NEXT) and {START, SOLO}.issubset(expects)
        if not (kept or offered):
            return None
        meant = [self._word_for_word(text, clause, ()) for clause in clauses]
        told = any(one and one.intent == APART for one in meant)
        if self._classifier is not None and APART in self._model.intents:
            surely = (self._classifier.surely([word.text for word in clause]) for clause in clauses)
            told = told or APART in surely
        return Meaning(text, APART, {}, {}, PART_SURE) if told else None

    def _said_by_the_other(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A yes that is reported of the other one: "he says yeah, he's already got one about a forklift"."""
        waited = is_yes_awaited(expects) and {START, CHOOSE, TALK_TIME}.intersection(expects)
        unlike = found.intent in UNLIKE_REPORTED and not found.slots
        reported = any(self._begins(self._bare(clause), self._language.reports_yes) for clause in clauses)
        voids = self._language.yes_voids
        refused = any(self._is_no(one) or not voids.isdisjoint(word.text for word in one) for one in clauses)
        return Meaning(text, YES, {}, {}, PART_SURE) if waited and unlike and reported and not refused else None

    def _one_more_first(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """Another one, with the time that they have for it: "one more, he's still got ten minutes"; or the one before,
        with how it went."""
        if found.intent not in (TALK_TIME, FALLBACK, HOW_LONG, NO) or len(clauses) < len((ANOTHER, TALK_TIME)):
            return None
        meant = [self._word_for_word(text, clause, expects) for clause in clauses]
        if found.intent in (FALLBACK, NO):  # "no no, we wanted the first one, how did I look when you first saw me"
            back = ANOTHER in expects and any(one and one.intent == PREVIOUS for one in meant)
            return Meaning(text, PREVIOUS, {}, {}, PART_SURE) if back else None
        return Meaning(text, ANOTHER, {}, {}, PART_SURE) if meant[0] and meant[0].intent == ANOTHER else None

    def _only_an_answer(
        self, found: Meaning, text: str, clauses: Sequence[tuple[Word, ...]], expects: Sequence[str]
    ) -> Meaning | None:
        """A no beside a day that asks for no reminder ("nah, just this week, she's back Sunday"), and a yes to the hour
        that was said back ("yup, nine's good")."""
        said_back = REMIND in expects and CHOOSE not in expects
        if said_back and found.intent == ANOTHER and not found.slots and yes_in(clauses[0], self._language) is not None:
            return Meaning(text, YES, {}, {}, PART_SURE)
        if found.intent != REMIND or not is_yes_awaited(expects) or len(clauses) < len((YES, REMIND)):
            return None
        texts = [word.text for word in words_of(text, self._language)]
        asked = self._classifier is not None and self._classifier.surely(texts, expects) == REMIND
        asked = asked or any(map(self._is_to_remind, clauses))  # "no, but give us a poke tomorrow at eight"
        if REMIND not in expects and self._is_no(clauses[0]) and not asked:
            return Meaning(text, NO, {}, {}, PART_SURE)
        agreed = said_back and yes_in(clauses[0], self._language) == ()
        return Meaning(text, YES, {}, {}, PART_SURE) if agreed and not found.slots and not found.spoken else None

    def _cannot_refuse(self, found: Meaning, text: str, words: Sequence[Word]) -> Meaning | None:
        """A yes that is said with a no: "can't say no to that"."""
        unclear = found.intent in (FALLBACK, NO, PASS) and found.confidence < HEARD_SURE
        agreed = unclear and self._within(words, self._language.no_refusals)
        agreed = agreed and not any(map(self._is_no, clauses_of(text, self._language)))
        return Meaning(text, YES, {}, {}, PART_SURE) if agreed else None
