# SPDX-License-Identifier: Apache-2.0
"""Reminders in free words: asked for in part of a sentence, corrected where one was said back, left as they stand.

What only tells of a day or an hour is no reminder: "I leave at half six", "she's coming Sunday".
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from skill.speaker.nlu.agreement import NO
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import VERB_WITHIN, is_verb
from skill.speaker.nlu.samples import Filled
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import SlotReader
from skill.speaker.nlu.subjects import PART_SURE
from skill.speaker.nlu.text import Word, clauses_of, without_answer, without_fillers, words_of
from skill.speaker.nlu.wishes import REMIND, SURE_OF_TALK, Wishes

CANCEL, STATUS = "CancelReminderIntent", "ReminderStatusIntent"
SUGGEST = "SuggestRitualIntent"
SAID_BACK = frozenset({REMIND, CANCEL})
"""What is waited for where a reminder was said back."""
TELLING_WORDS = 2
"""The fewest words of a sample that is heard in a part of a sentence."""


class Reminding(Wishes):
    """Understands what is said of reminders in sentences of one interaction model."""

    _slots: SlotReader

    @abstractmethod
    def _nearest(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None: ...

    def _corrected(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """Another day or hour for a reminder that was said back, beside whatever: "no no, leave it at half seven, but
        every week". What tells of one of the two ("he's out on Sunday") names none, and no question does."""
        if not SAID_BACK.issubset(expects):
            return None
        if (otherwise := self._rather_than_a_time(text, words, expects)) is not None:
            return otherwise
        no = self._meaning(text, NO, words) if self._wants_none(text, words, expects) else None
        if words[0].text in self._language.asks:
            return no
        clauses = clauses_of(text, self._language)
        named = [clause for clause in clauses if not (self._tells(clause) or self._is_about_one_they_have(clause))]
        if named and self._times(named[0]):  # "make it eight? Sam's still cleaning at six"
            named = [clause for clause in named if clause is named[0] or not self._tells_of(clause)]
        kept = tuple(word for clause in named for word in clause)
        times = self._times(kept)
        if no and not any(each.value for each in times):
            return no
        return self._meaning(text, REMIND, kept, times) if times else None

    def _rather_than_a_time(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """What names a day and asks for no other one: "does that keep Thursday", "just cancel Sunday", "no, leave it.
        Just Thursday, as it was"; or asks for another ritual in its place."""
        clauses, begins = clauses_of(text, self._language), self._bare(words)[0].text
        of_one = not self._language.of_another.isdisjoint(word.text for word in words)
        talk = of_one and self._is_talk(words, expects)  # "what time are you on tomorrow"
        if STATUS in self._model.intents and self._times(words) and not talk:
            if begins in self._language.asks_whether:
                return self._meaning(text, STATUS, words)
            if begins in self._language.asks and self._asks_something(text):
                return self._meaning(text, STATUS, words, (), SURE_OF_TALK)  # "what day is tomorrow, is that Sunday"
        as_before = any(tuple(w.text for w in self._bare(clause)) in self._language.as_before for clause in clauses)
        for clause in clauses[1:] if not as_before else ():
            wish = self._word_for_word(text, clause, ()) or self._nearest(text, clause, ())
            refused = self._negates(word.text for word in clause)  # "in the evening, I mean, not the morning"
            if wish and wish.intent == SUGGEST and wish.confidence >= PART_SURE and not refused:
                return wish
        about_old = [clause for clause in clauses if self._is_about_one_they_have(clause)]
        if about_old and not any(self._times(clause) for clause in clauses if clause not in about_old):
            return self._meaning(text, CANCEL, words)
        return self._meaning(text, NO, words) if as_before and len(clauses) > 1 else None

    def _times(self, words: tuple[Word, ...]) -> list[Filled]:
        """The days and hours that words name."""
        return fill(self._model.intents[REMIND].slots, self._slots.within(words)) if words else []

    def _is_about_one_they_have(self, clause: tuple[Word, ...]) -> bool:
        """Whether a clause names a reminder that stands, and no time for another: "and cancel the Sunday one"."""
        kept = self._bare(clause)
        of_old = any(word.text in self._language.cancels for word in kept[:2])  # "just cancel Sunday"
        return of_old and bool(self._times(kept))

    def _wants_none(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> bool:
        """Whether a clause says no to a reminder, and nothing beside it asks for another one: "what? no, not a
        reminder, just the question"."""
        said = [(clause, self._word_for_word(text, clause, expects)) for clause in clauses_of(text, self._language)]
        refused = [clause for clause, meant in said if len(said) > 1 and meant and meant.intent in (NO, CANCEL)]
        awaited = {*expects} - {NO, CANCEL}
        if not refused or any((meant and meant.intent in awaited) or self._is_a_time(clause) for clause, meant in said):
            return False  # "tomorrow, not today"
        if any(len(clause) >= TELLING_WORDS for clause in refused):
            return True
        nearest = self._nearest(text, words, expects)
        return nearest is None or nearest.intent not in awaited - {"TalkTimeIntent"}  # "no more" is near to "no"

    def _is_a_time(self, clause: tuple[Word, ...]) -> bool:
        return any(each.end - each.start == len(clause) for each in self._times(clause))

    def _unless_others_mean_else(
        self, found: Meaning, text: str, words: tuple[Word, ...], expects: Sequence[str]
    ) -> Meaning | None:
        """A new time beside one that goes stays ("Sunday at nine, and get rid of the Thursday one"), whatever couples
        mean by such words."""
        new = found.intent == REMIND and bool(found.slots)
        if new and any(map(self._is_about_one_they_have, clauses_of(text, self._language))):
            return found
        return super()._unless_others_mean_else(found, text, words, expects)

    def _to_be_reminded(self, text: str, words: tuple[Word, ...]) -> Meaning | None:
        """A reminder of something, "remind us to call my mom on Friday", or with a yes: "every Thursday, yeah"."""
        if REMIND not in self._model.intents:
            return None
        clauses = clauses_of(text, self._language)
        if len(clauses) > 1 and any(self._is_to_remind(clause) for clause in clauses):
            parts = [clause for clause in clauses if self._is_to_remind(clause) or not self._tells(clause)]
            reminding = [each for clause in parts if self._is_to_remind(clause) for each in self._times(clause)]
            if any(each.slot == "time" for each in reminding):
                begins = self._language.clause_begins  # "remind us at nine, he works till eight"
                parts = [clause for clause in parts if self._is_to_remind(clause) or clause[0].text not in begins]
            named = tuple(word for clause in parts for word in clause)
            return self._meaning(text, REMIND, named, self._times(named))
        for kept in (without_fillers(words, self._language), without_answer(words, self._language)):
            ends_so = len(kept) > 1 and kept[-1].text in self._language.agreements
            agreed = self._word_for_word(text, kept[:-1], ()) if ends_so else None
            if agreed and agreed.intent == REMIND:
                return agreed
            for at in range(TELLING_WORDS, len(kept) - 1):
                asked = kept[at].text in self._language.purposes and self._word_for_word(text, kept[:at], ())
                if asked and asked.intent == REMIND:
                    kept = self._asked_for(text, kept)
                    return self._meaning(text, REMIND, kept, self._times(kept))
        return None

    def _is_to_remind(self, clause: tuple[Word, ...]) -> bool:
        """Whether a clause begins with "remind us", whatever the ritual is called that it names."""
        texts = [word.text for word in self._bare(clause)[:2]]
        return (
            len(texts) == TELLING_WORDS and texts[0] == self._language.to_remind and texts[1] in self._language.reminded
        )

    def _asks_for_one(self, request: tuple[Word, ...], meant: Meaning) -> bool:
        """Whether a reminder is asked for in so many words, and no day only named in talk: "Sunday at ten, he ..."."""
        named = {word.text for value in meant.spoken.values() for word in words_of(value, self._language)}
        kept = without_fillers(request, self._language)
        return not self._language.light.issuperset({word.text for word in kept} - named)

    def _asked_for(self, text: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words of a request for a reminder without its reason: "move the reminder, my mother's coming Sunday"."""
        first, *more = clauses_of(text, self._language)
        named = bool(self._times(first))  # "make it eight? Sam's still cleaning at six"
        asked = [clause for clause in more if not (self._gives_a_reason(clause) or (named and self._tells_of(clause)))]
        if not more or len(asked) == len(more) or len(words) <= len(first):
            return words
        return tuple(word for clause in (first, *asked) for word in clause)

    def _keeps_one(self, clause: tuple[Word, ...]) -> bool:
        """Whether a clause names a reminder that is to stay: "and leave the Saturday one alone"."""
        texts = tuple(word.text for word in self._bare(clause))
        if texts[:2] in self._language.keeps:
            return bool(self._times(clause))
        return texts[:1] in self._language.keeps and self._is_a_time(self._bare(clause)[1:])

    def _tells_of(self, clause: tuple[Word, ...]) -> bool:
        """Test of a clause: it tells of one of the two, whose name or pronoun it begins with, or has after a day:
        "Thursdays he works late"."""
        times = self._times(clause)
        led = times[0].end if times and not times[0].start and times[0].end < len(clause) else 0
        if led and clause[led].text in self._language.tells_of_one:
            return True
        first = clause[0].text
        named = first.removesuffix("s") in self._language.names - self._language.light  # "Sam's still cleaning"
        return named or first in self._language.tells_of_one or self._slots.is_sure_name(clause, 0)

    def _gives_a_reason(self, clause: tuple[Word, ...]) -> bool:
        if clause[0].raw.lower().endswith(self._language.reason_verb_endings):
            return True
        verb = any(is_verb(word, self._language) for word in clause[:VERB_WITHIN])  # "my mother's coming Sunday"
        return clause[0].text in self._language.reason_begins and (verb or self._tells(clause))

    def _only_tells(self, words: tuple[Word, ...]) -> bool:
        return words[0].text in self._language.tells_of_one and not any(
            word.text.startswith(self._language.to_remind) for word in words
        )

    def _tells(self, clause: tuple[Word, ...]) -> bool:
        kept = without_fillers(clause, self._language)
        return self._slots.is_sure_name(kept, 0) or any(word.text in self._language.reason_verbs for word in kept)

    def _bare(self, clause: tuple[Word, ...]) -> tuple[Word, ...]:
        """A clause without what only leads to it: "and just cancel Sunday"."""
        return without_fillers(without_answer(clause, self._language), self._language)
