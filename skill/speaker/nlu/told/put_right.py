# SPDX-License-Identifier: Apache-2.0
"""What puts right how the evening goes: both are here after all, one of them has had no turn, that was too deep.

The words are data (`en.json`); here is only what each of them is taken for, and beside which meaning it counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from skill.speaker.nlu.agreement import NEXT, NO, YES, is_yes_awaited, yes_in
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK, HEARD_SURE, STOP
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.reminding import SUGGEST
from skill.speaker.nlu.samples import Filled
from skill.speaker.nlu.similarity.classification import KEPT_OR_NOT
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import DURATION
from skill.speaker.nlu.subjects import LONGEST_SUBJECT, PART_SURE, TONIGHT, TOPIC, WORD_FOR_WORD
from skill.speaker.nlu.text import (
    Word,
    clauses_of,
    said,
    without_answer,
    without_fillers,
    words_of,
)
from skill.speaker.nlu.told.arrangements import MUSIC, SOMETIMES, TALK_TIME
from skill.speaker.nlu.told.consent import SAFETY
from skill.speaker.nlu.told.instead import PASS, Instead
from skill.speaker.nlu.told.news import EMPATHY, FEELING, HEAVY, LONELY, MEND, RESUME, SOLO
from skill.speaker.nlu.wishes import (
    ANOTHER,
    AVOID,
    CANCEL,
    CHOOSE,
    COOL_DOWN,
    LENGTH,
    MUST_BE_CLEAR,
    RATE,
    REMIND,
    START,
    STATUS,
    SURELY_MEANT,
)

WHOSE_TURN, APART = "WhoseTurnIntent", "ApartIntent"
REPEAT, PREVIOUS = "AMAZON.RepeatIntent", "AMAZON.PreviousIntent"
HOW_LONG, ALLOW, HELP = "HowLongIntent", "AllowTopicIntent", "AMAZON.HelpIntent"
"""The frames of a quarrel that is over."""
TIME_SLOT, NIGHT = "time", "NI"
MOOD, DEEP, LIGHT = "mood", "deep", "light"
NO_MORE_THAN_THAT = frozenset({FALLBACK, NO, APART, SOLO})
"""Meanings of who says that both are here."""
LOOSE = frozenset({FALLBACK, NO, TALK_TIME})
"""Meanings that may hide that one has had no turn."""
OF_A_REMINDER = frozenset({CANCEL, STATUS})
"""Meanings that say less than a good night beside them: "that's us, night, and no reminders"."""
_SHORT = frozenset(f"PT{minutes}M" for minutes in range(1, 13))
"""Times in which no evening of the usual length fits."""
ASKED_OF_US = frozenset(
    ("WhoseTurnIntent", "HowLongIntent", "OurRitualIntent", "ReminderStatusIntent", "HowAreWeDoingIntent")
)
"""Intents that ask the speaker for an answer and change nothing, so that what is said after them does not matter."""
REFLECTED = 3
"""Number of the likeliest intents among which a "sometimes" stands where a question about the two is answered; further
down it is waited for, too, where a ritual is offered."""
GOING_ON = frozenset({NEXT, RESUME, ANOTHER})
"""What "go on" may be taken for, which before a reminder or a ritual is a yes."""


class PutRight(Instead):
    """Understands what puts something right in sentences of one interaction model."""

    def _arranged_beside(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning:
        found = super()._arranged_beside(found, text, words, expects)
        found = self._asked_first(found, text, words, expects) or found
        if STOP in expects or found.perhaps_unsafe or found.intent == SAFETY:  # help is given, or may have to be
            return found
        if COOL_DOWN in expects:
            return self._slowed_down(found, text, expects)
        return (
            self._numbers_told(found, text, expects)
            or self._day_beside_a_yes(found, text, expects)
            or self._agreed_after_all(found, text, words, expects)
            or self._begun_with_a_question(found, text, expects)
            or self._ritual_named(found, text, expects)
            or self._asked_beside(found, text, expects)
            or self._meant(found, text, expects)
            or self._as_long(found, text, expects)
            or self._in_little_time(found, text, words, expects)
            or self._one_they_had(found, text, words, expects)
            or self._gently(found, text, words, expects)
            or self._both_here(found, text)
            or self._left_with_everything(found, text, words)
            or self._without_a_turn(found, text, words, expects)
            or self._other_one(found, text, words, expects)
            or self._left(found, text, words, expects)
            or self._sorry(found, text, words)
            or self._too_deep(found, words)
            or self._of_a_mood(found, text, expects)
            or self._without_a_reminder(found, text, expects)
            or self._after_a_no(found, text)
            or self._weekly(found, words)
            or self._music_again(found, text, words)
            or self._wished_instead(found, text, words, expects)
            or found
        )

    def _asked_first(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """The meaning of the first clause, where that asks the speaker something and talk follows ("whose turn is it,
        we've lost track, he started singing"), or is a "sometimes" that was waited for."""
        sort_of = KEPT_OR_NOT.issubset(expects) and found.intent in KEPT_OR_NOT  # "kind of, she forgot twice"
        said_so = clauses_of(text, self._language) if found.intent == FALLBACK or sort_of else []
        clauses = [one for one in said_so if not self._language.fillers.issuperset(word.text for word in one)]
        if len(clauses) < 2 or self._unsafe(words) > self._perhaps() or MUST_BE_CLEAR.intersection(expects):
            return None
        asked = self._word_for_word(text, clauses[0], expects)
        answers = {SOMETIMES} if sort_of else ASKED_OF_US | ({SOMETIMES} & {*expects[:REFLECTED]})
        return replace(asked, confidence=PART_SURE) if asked and asked.intent in answers else None

    def _agreed_after_all(
        self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]
    ) -> Meaning | None:
        """A yes to a reminder or a ritual that sounds like going on: "go on then", "go on, yes please"; or like a good
        night: "please. thank you"."""
        offered = is_yes_awaited(expects) and not {REMIND, CHOOSE}.isdisjoint(expects)
        accepted = self._begins(words, self._language.accepts)
        thanked = accepted and self._begins(words[accepted:], self._language.thanks_alone) == len(words) - accepted
        if offered and found.intent == STOP and thanked:
            return Meaning(text, YES, {}, {}, PART_SURE)
        if not offered or found.intent not in GOING_ON or self._negates(word.text for word in words):
            return None
        kept = without_fillers(without_answer(tuple(words), self._language), self._language)
        ahead = self._begins(kept, self._language.goes_ahead) == len(kept)
        agreed = any(yes_in(clause, self._language) == () for clause in clauses_of(text, self._language))
        agreed = agreed and bool(self._begins(kept, self._language.goes_ahead))
        return Meaning(text, YES, {}, {}, PART_SURE) if ahead or agreed else None

    def _begun_with_a_question(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """A yes to an evening, with a question beside it that waits: "go on then, we'll have a go. How long do we
        get?"."""
        if found.intent not in (HOW_LONG, WHOSE_TURN) or START not in expects or not is_yes_awaited(expects):
            return None
        first, *others = clauses_of(text, self._language)
        ahead = self._begins(first, self._language.goes_ahead) == len(first)  # a mere yes waits for the answer
        return Meaning(text, YES, {}, {}, PART_SURE) if ahead and others else None

    def _asked_beside(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """Another question, told beside the time that they have for it: "one more question, we're not done"."""
        if found.intent != TALK_TIME or not QUESTIONS & {*expects}:
            return None
        clauses = clauses_of(text, self._language)  # between two others it is what they would rather have had
        found_in = [self._word_for_word(text, clause, expects) for clause in (clauses[0], clauses[-1])]
        asked = [one for one in found_in if one and one.intent in QUESTIONS]
        return replace(asked[-1], text=text, confidence=PART_SURE) if asked else None

    def _meant(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """Another question about what they had meant, where one was just read: "no, I meant closeness, sex, if I'm
        being precise". While they talk it is said to the other one."""
        unlike = (NO, FALLBACK, PREVIOUS, AVOID, PASS)  # "no, I meant us, when we first met, not some girl before me"
        if found.intent not in unlike or ANOTHER not in expects or not is_yes_awaited(expects):
            return None
        clauses = clauses_of(text, self._language)
        if not any(self._negates(word.text for word in clause) for clause in clauses):
            return None  # "when I said enough, I meant enough with the guest room"
        for clause, after in zip(clauses, (*clauses[1:], ()), strict=True):
            bare = self._bare(clause)
            end = self._begins(bare, self._language.meant)
            subject = bare[end:] if end else ()
            if end and not self._about(subject) and not self._negates(word.text for word in after):
                subject = after if self._about(after) else subject
            texts = [word.text for word in subject]
            if subject and len(subject) <= LONGEST_SUBJECT and not self._language.light.issuperset(texts):
                filled = self._about(subject)
                meant = self._meaning(text, ANOTHER, subject, filled, PART_SURE)
                return meant if filled else replace(meant, spoken={TOPIC: said(subject)})
        return None

    def _about(self, words: tuple[Word, ...]) -> list[Filled]:
        """Slots of a question that words fill: its topic, theme or mood; empty where they name none."""
        return fill(self._model.intents[ANOTHER].slots, self._slots.within(words)) if words else []

    def _as_long(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """A length by its minutes, where an evening is offered: "three it is then", "the three minute thing"."""
        if found.intent not in (REMIND, RATE, FALLBACK, NO, TALK_TIME) or not {START, SOLO}.issubset(expects):
            return None
        for clause in clauses_of(text, self._language):
            texts = tuple(word.text for word in self._bare(clause))
            for length, phrases in self._language.lengths.items():
                if any(texts[at : at + len(one)] == one for one in phrases for at in range(2)):
                    return Meaning(text, START, {LENGTH: length}, {LENGTH: length}, PART_SURE)
        return None

    def _in_little_time(
        self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]
    ) -> Meaning | None:
        """A short evening for who has little time: "we've only got about ten minutes, our daughter's calling". While
        they talk it is how long the rest takes that they ask: "have we got time for one more"."""
        if found.intent not in (HOW_LONG, FALLBACK, TALK_TIME, STATUS, START) or HOW_LONG not in self._model.intents:
            return None
        if found.confidence >= WORD_FOR_WORD:
            return None
        talking = NEXT in expects and not is_yes_awaited(expects)
        if self._within(words, self._language.time_for_more):
            return Meaning(text, HOW_LONG if talking else ANOTHER, {}, {}, PART_SURE)
        begins = not expects or {START, SOLO}.issubset(expects)
        named = [value for _, _, value in self._slots.within(tuple(words)).longest(DURATION)]
        if not begins or not _SHORT.intersection(named) or not self._within(words, self._language.little_time):
            return None
        return Meaning(text, START, {LENGTH: "short"}, {LENGTH: "short"}, PART_SURE)

    def _one_they_had(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """Another one, where they have had this one: "no, we've had that one, something new and quick"."""
        only_short = found.intent == START and {*found.spoken} <= {LENGTH}
        asked = NEXT in expects or ANOTHER in expects or not expects
        if not asked or not (only_short or found.intent in (FALLBACK, NO)):
            return None
        return Meaning(text, ANOTHER, {}, {}, PART_SURE) if self._within(words, self._language.had_before) else None

    def _gently(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """A yes to something gentle that was offered: "gentle, yeah. nothing where I've to think too hard"."""
        offered = is_yes_awaited(expects) and ANOTHER in expects and {CHOOSE, TALK_TIME}.isdisjoint(expects)
        named = any(word.text in self._language.gentle for word in words)
        first = clauses_of(text, self._language)[:1]
        refused = any(word.text in self._language.negations for clause in first for word in clause)
        refused = refused or any(map(self._is_no, clauses_of(text, self._language)))  # "nothing gentle, no"
        yes = offered and named and found.intent in (FALLBACK, NO) and not refused
        return Meaning(text, YES, {}, {}, PART_SURE) if yes else None

    def _both_here(self, found: Meaning, text: str) -> Meaning | None:
        """Both are here, told by itself, which puts it right where one was taken to be alone: "no, he's here, he's just
        not saying anything". Whatever else is told beside it counts more."""
        clauses, light = clauses_of(text, self._language), self._language.light
        if found.intent == START and found.confidence < WORD_FOR_WORD and not found.spoken:
            begun = [(self._bare(one), self._begins(self._bare(one), self._language.both_here)) for one in clauses]
            rests = [kept[length:] for kept, length in begun if 0 < length < len(kept)]
            me = self._language.stands_for["me"]
            told = any(rest[0].text not in light and rest[-1].text == me for rest in rests)
            return Meaning(text, FALLBACK, {}, {}, 0.0) if told else None  # "he's right here watching me"
        sample = found.intent == APART and found.confidence >= HEARD_SURE  # "we're both here but not in the same place"
        if sample or found.intent not in NO_MORE_THAN_THAT or START not in self._model.intents:
            return None
        here, more, told_of = False, False, False
        for clause in clauses:
            kept = self._bare(clause)
            told = any(
                self._begins(kept[skipped:], self._language.both_here) == len(kept) - skipped > 0
                for skipped in range(min(2, len(kept)))  # "Devon's right here"
            )
            if not told and not (self._is_no(clause) or self._begins(kept, self._language.only_silent)):
                of_one = not self._language.of_another.isdisjoint(word.text for word in clause)
                more, told_of = True, told_of or of_one  # "he's here and he's been drinking"
            here = here or told
        alone = more and (told_of or found.intent not in (FALLBACK, APART))  # "he's here, but he's asleep"
        return Meaning(text, START, {}, {}, PART_SURE) if here and not alone else None

    def _left_with_everything(self, found: Meaning, text: str, words: Sequence[Word]) -> Meaning | None:
        """One who is left with everything, which is no evening alone: "I've done bedtime on my own again"."""
        told = self._kind_of(words) if found.intent == SOLO and EMPATHY in self._model.intents else None
        return Meaning(text, EMPATHY, {FEELING: told}, {FEELING: told}, PART_SURE) if told in HEAVY - {LONELY} else None

    def _without_a_turn(
        self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]
    ) -> Meaning | None:
        """One of them has had no turn: "Devon hasn't had his go yet", "it's Priya's turn to answer". Where something
        else is asked, or they talk, it is more time that they want."""
        at_rest = not expects or (SUGGEST in expects and CHOOSE not in expects)
        if found.intent not in LOOSE | {NEXT, REPEAT} or WHOSE_TURN not in self._model.intents:
            return None
        if found.intent == TALK_TIME and (not at_rest or found.confidence >= WORD_FOR_WORD):
            return None
        if found.intent == NEXT and self._within(words, self._language.names_next):
            return None  # "okay, next, it's my turn"
        missed = self._negates(word.text for word in words) and self._within(words, self._language.no_turn)
        turn = missed or self._within(words, self._language.own_turn)
        return Meaning(text, WHOSE_TURN, {}, {}, PART_SURE) if turn else None

    def _other_one(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """What comes next, where they talk and want the other one's turn: "swap us over, he said my spreadsheets"."""
        talking = NEXT in expects and not is_yes_awaited(expects)
        swaps = talking and found.intent in (FALLBACK, ANOTHER) and self._within(words, self._language.swaps)
        return Meaning(text, NEXT, {}, {}, PART_SURE) if swaps and not found.spoken else None

    def _left(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """A good night in the middle of an answer: "leave that one in. Goodnight, you did all right"."""
        hour_of_it = found.intent == REMIND and found.slots == {TIME_SLOT: NIGHT}
        if not is_yes_awaited(expects):
            return None
        said = [without_fillers(clause, self._language) for clause in clauses_of(text, self._language)]
        alone = any(self._begins(clause, self._language.good_nights) == len(clause) for clause in said[1:])
        leaves = found.intent in (FALLBACK, NO) and self._within(words, self._language.leaves)
        leaves = leaves or (alone and (hour_of_it or found.intent in OF_A_REMINDER))
        return Meaning(text, STOP, {}, {}, PART_SURE) if leaves else None

    def _sorry(self, found: Meaning, text: str, words: Sequence[Word]) -> Meaning | None:
        """Words to say sorry, where they are told as something to say: "I want to tell her I'm sorry. How do I say
        it?"."""
        if (
            found.intent == MEND
            and found.confidence <= SURELY_MEANT
            and self._within(words, self._language.asks_for_words)
        ):
            # "What should I say back to him" is for something nice, where nothing tells of what there is to mend.
            mends = {word.text for word in words} & (self._language.apologies | self._language.of_mending)
            return None if mends else Meaning(text, EMPATHY, {}, {}, PART_SURE)
        known = found.intent == MEND or (found.intent == EMPATHY and found.spoken)
        if MEND not in self._model.intents or known or not self._within(words, self._language.own_sorry):
            return None
        asks = found.intent == EMPATHY or self._within(words, self._language.something_to_say)
        return Meaning(text, MEND, {}, {}, PART_SURE) if asks else None

    def _too_deep(self, found: Meaning, words: Sequence[Word]) -> Meaning | None:
        """A lighter one, where one was too deep: "that's a bit deep for two minutes"."""
        deep = found.intent in QUESTIONS and found.slots.get(MOOD) == DEEP
        if not deep or not self._within(words, self._language.too_deep) or self._within(words, self._language.unless):
            return None
        spoken = {**found.spoken, MOOD: self._language.stands_for[LIGHT]}
        return replace(found, slots=found.slots | {MOOD: LIGHT}, spoken=spoken)

    def _of_a_mood(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """A question with the mood that stands beside "something" or "one": "not about work. just something easy"; or
        with one that is all that a clause says, where a question is waited for: "nothing too heavy, she's wrecked"."""
        asked_for = found.intent in (ANOTHER, TONIGHT)
        unsure = found.intent in (NO, SUGGEST, YES, FALLBACK) and found.confidence < HEARD_SURE
        waited_for = unsure and ANOTHER in expects and {CHOOSE, REMIND}.isdisjoint(expects)
        if not (asked_for or waited_for) or found.slots or found.spoken:
            return None
        moods = [one for one in self._model.intents[ANOTHER].slots if one.name == MOOD]
        named = not self._language.asked_for.isdisjoint(word.text for word in words_of(text, self._language))
        for clause in clauses_of(text, self._language):
            kept = self._bare(clause)
            told = fill(moods, self._slots.within(kept))
            rest = [word for each in told for word in (*kept[: each.start], *kept[each.end :])]
            if waited_for:
                alone = self._language.asked_for.issuperset(word.text for word in rest)
                if told and alone and (named or found.intent != YES):  # "yeah, lovely" is a yes
                    return self._meaning(text, ANOTHER, kept, told, PART_SURE)
                continue
            before = {word.text for each in told for word in kept[max(0, each.start - 1) : each.start]}
            after = {word.text for each in told for word in kept[each.end : each.end + 1]}
            asked = before & self._language.asked_for or after & self._language.asked_for
            if asked and not self._negates(word.text for word in kept[: told[0].start]):
                return self._meaning(text, found.intent, kept, told, found.confidence)
        return None

    def _without_a_reminder(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """A yes to a ritual that wants no reminder of it: "we'll try it, yeah, but no reminder"."""
        if found.intent not in (NO, CANCEL, FALLBACK) or not {CHOOSE, YES}.issubset(expects):
            return None
        clauses = clauses_of(text, self._language)
        unreminded = [clause for clause in clauses if self._within(clause, self._language.unreminded)]
        before = clauses[: clauses.index(unreminded[0])] if unreminded else []
        agreed = any(self._says_yes(text, clause, expects) or self._tries(clause) for clause in before)
        refused = any(self._is_no(clause) for clause in before)
        return Meaning(text, YES, {}, {}, PART_SURE) if agreed and not refused else None

    def _tries(self, clause: tuple[Word, ...]) -> bool:
        return bool(self._begins(self._bare(clause), self._language.tries))

    def _music_again(self, found: Meaning, text: str, words: Sequence[Word]) -> Meaning | None:
        """The music again, after it was turned off: "can you turn the music back on, a small bit"."""
        unclear = found.intent in (FALLBACK, REPEAT, HELP, TALK_TIME) or (
            found.intent == START and {*found.spoken} <= {LENGTH}
        )
        again = unclear and self._within(words, self._language.music_again)
        if not again or ALLOW not in self._model.intents:
            return None
        return Meaning(text, ALLOW, {}, {TOPIC: self._language.stands_for[MUSIC]}, PART_SURE)
