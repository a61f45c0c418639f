# SPDX-License-Identifier: Apache-2.0
"""Days and hours beside a yes, a no or the name of a ritual: "yes, the walk, on Sunday"; "at ten? no, nine"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from skill.speaker.nlu.agreement import YES
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.subjects import PART_SURE
from skill.speaker.nlu.text import Word, clauses_of, sentences_of, without_fillers, words_of
from skill.speaker.nlu.told.arrangements import DAYS
from skill.speaker.nlu.told.news import SOLO
from skill.speaker.nlu.told.ratings import Ratings
from skill.speaker.nlu.wishes import CHOOSE, COOL_DOWN, REMIND, START

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


class Dated(Ratings):
    """Understands days and hours beside an answer in sentences of one interaction model."""

    def _ritual_named(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """The ritual that a sentence of its own names, with a day for it in another: "breakfast. Sunday, before the
        kids are up". Which ritual it is counts more: the day is asked for."""
        words = words_of(text, self._language)
        if found.intent == CHOOSE and CHOOSE in expects and words[0].text in self._language.agreements:
            times = self._times(words)  # "yes, the walk, on Sunday" is a yes to the one on offer
            days = any(each.slot == DAYS for each in times)  # the time may be in its name: "the evening walk"
            return self._meaning(text, REMIND, words, times) if days else None
        if found.intent != REMIND or CHOOSE not in expects:
            return None
        found_in = (self._word_for_word(text, one, expects) for one in sentences_of(text, self._language))
        chosen = next((one for one in found_in if one and one.intent == CHOOSE and one.slots), None)
        return replace(chosen, text=text, confidence=PART_SURE) if chosen else None

    def _day_beside_a_yes(self, found: Meaning, text: str, expects: Sequence[str]) -> Meaning | None:
        """A yes to a ritual with a day for it ("he's not one for quiet but we can try it Saturday"); and to an evening,
        where the only day is tonight ("yeah, we'd better tonight, he said sorry")."""
        clauses, words = clauses_of(text, self._language), words_of(text, self._language)
        if found.intent == YES and CHOOSE in expects and COOL_DOWN not in expects:
            last = [] if self._only_tells(self._bare(clauses[-1])) else self._times(clauses[-1])
            days = any(each.slot == DAYS and each.value in WEEKDAYS for each in last)
            return self._meaning(text, REMIND, clauses[-1], last) if days else None
        if found.intent != REMIND or not {START, SOLO}.issubset(expects) or self._is_to_remind(clauses[0]):
            return None
        agreed, asks = words[0].text in self._language.agreements, self._language.to_remind
        named = any(word.text.startswith(asks) for word in words)
        return Meaning(text, YES, {}, {}, PART_SURE) if agreed and not named and not found.slots else None

    def _after_a_no(self, found: Meaning, text: str) -> Meaning | None:
        """A reminder with what is named after a no: "at nine? no. Sunday morning"; "ten at night? no, morning"."""
        clauses = clauses_of(text, self._language)
        refused = [at for at, clause in enumerate(clauses) if self._is_no(clause)]
        if found.intent != REMIND or not refused:
            return None
        rest = tuple(word for clause in clauses[refused[-1] + 1 :] for word in clause)
        times = self._times(rest)
        instead = any(each.slot == DAYS for each in times) or any(map(self._times, clauses[: refused[-1]]))
        return self._meaning(text, REMIND, rest, times) if times and instead and refused[0] > 0 else None

    def _weekly(self, found: Meaning, words: Sequence[Word]) -> Meaning | None:
        """A reminder on a day of each week, where both are said apart: "on a Saturday, once a week"."""
        if found.intent != REMIND or DAYS in found.slots or DAYS not in found.spoken:
            return None
        if found.spoken[DAYS].casefold() not in self._language.weekly:
            return None
        kind = next(slot.type for slot in self._model.intents[REMIND].slots if slot.name == DAYS)
        named = [value for _, _, value in self._slots.within(tuple(words)).longest(kind) if value]
        if not named:
            return None
        spoken = found.spoken | {DAYS: f"{self._language.weekly[0].split()[0]} {named[-1]}"}
        return replace(found, slots=found.slots | {DAYS: named[-1]}, spoken=spoken)

    def _is_no(self, clause: tuple[Word, ...]) -> bool:
        return {word.text for word in without_fillers(clause, self._language)} <= {
            word for word in self._language.answers if word in self._language.negations
        }
