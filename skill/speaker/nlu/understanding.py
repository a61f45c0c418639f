# SPDX-License-Identifier: Apache-2.0
"""From a sentence to the intent it means: a sample word for word, then danger in any words, then the nearest sample,
then a sample beside talk that is not meant for us. What only may be danger means nothing, and says so.

Only the order of these steps, and how sure a meaning must be to count, belong here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec.structs import replace

from skill.language_model import LanguageModel
from skill.speaker.nlu.agreement import NEXT, NO, YES, is_yes_awaited
from skill.speaker.nlu.kept import Keeper, Kept
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK, HEARD_SURE, STOP, TELLING_CARRIER
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.reminding import SAID_BACK
from skill.speaker.nlu.safety.danger import read_frames
from skill.speaker.nlu.samples import Filled, Pattern, Samples, known_already, names_us, patterns_of, rank
from skill.speaker.nlu.similarity.classification import Classifier, load_classifier
from skill.speaker.nlu.similarity.comparison import ACCEPTED, Comparison, Likeness, right_at
from skill.speaker.nlu.similarity.meanings import Meanings
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import NAME, SlotReader
from skill.speaker.nlu.subjects import ONE
from skill.speaker.nlu.text import Word, as_written, readings, without_answer, without_fillers, words_of
from skill.speaker.nlu.told.alarms import SAFETY, Alarms
from skill.speaker.nlu.told.arrangements import SOMETIMES
from skill.speaker.nlu.told.news import EMPATHY
from skill.speaker.nlu.wishes import CHOOSE, COOL_DOWN, MUST_BE_CLEAR, REMIND, REQUEST_SAFE

VAGUE = frozenset({NO, NEXT, SOMETIMES})
"""What "next week" and "every other day" mean where no day is waited for."""
RATE = "RateIntent"
COMMON_ACCEPTED = 0.55
"""The same for a sentence of common words alone, which is like many."""
UNFINISHED_ACCEPTED = 0.7
"""The same for a sentence that stops before its end: "the question about the"."""
DANGER_ACCEPTED = 0.85
"""The same for SafetyIntent: `danger` hears it in other words, and fear of a dentist is near to its samples."""
EXPECTED_BONUS = 0.08
"""What an intent that the conversation waits for gains. Small: it settles near ties, and nonsense stays nonsense."""
ELSEWHERE_BONUS = 0.15
"""The same for what people say and do not mean for the skill: there is far more of it than any list can hold."""
ABOUT_SHARE = 0.2
"""Of what a sentence is about in the whole, where that is known; the rest is likeness."""
BLENDED_LESS = 0.05
"""How much less counts then: few sentences are all about one intent."""
TELLING = frozenset({"RitualDoneIntent", "RitualMissedIntent", "RateIntent"})
"""Intents that tell what happened, or how it was, which a question never does."""
LONGEST_COMPARED = 40
"""Words. A longer sentence is people talking to each other, unless it tells of danger."""
LONG_CARRIER = 5
"""Words of a sample that carry such a slot even where each is common: "what can i say when he is ..."."""
STRANGE_VALUE_SURE = 0.65
"""The likeness that stands for a sample whose slot holds strange words."""
ALIKE_SURE = 0.97


class Understanding(Alarms):
    """Understands sentences of one interaction model. Takes some 0.2 s to make, the first sentence that fits no sample
    twice as much again, and a tenth of that where an earlier start was kept; each other one a few milliseconds."""

    def __init__(
        self, model: LanguageModel, plain: bool = False, meanings: Meanings | None = None, *, keep: bool = False
    ) -> None:
        """`plain` leaves aside what the conversation waits for, which Alexa does not know either; `meanings` tells
        beside the words what a sentence is about; `keep` makes the next start shorter (`kept.py`)."""
        self._model = model
        self._plain = plain
        self._meanings = meanings
        self._language = load_language(model.locale)
        self._naming = {
            intent.name for intent in model.intents.values() if any(slot.type == NAME for slot in intent.slots)
        }
        self._keeper = Keeper(model) if keep else None
        self._kept = self._keeper.read() if self._keeper else None
        if self._kept:
            self._language.stem.know(self._kept.stems)
            self._patterns, self._ordinary = self._kept.patterns, self._kept.ordinary
        else:
            self._patterns = patterns_of(model, self._language)
            self._ordinary = frozenset().union(*(pattern.literals for pattern in self._patterns))
        self._slots = SlotReader(model, self._language, self._ordinary)
        self._samples = Samples(self._patterns, self._language, self._kept.index if self._kept else None)

    @cached_property  # this and the next are made when first needed: most sentences fit word for word
    def _classifier(self) -> Classifier | None:
        return load_classifier(self._model.locale, self._language, self._meanings)

    @cached_property
    def _comparison(self) -> Comparison:
        # Only the nearest sentence is looked for among these: a sample said word for word is always meant.
        elsewhere = self._kept.elsewhere if self._kept else self._elsewhere()
        patterns = [*self._patterns, *elsewhere]
        comparison = Comparison(patterns, self._language, self._kept.tables if self._kept else None)
        if self._keeper and not self._kept:
            self._slots.make_ready()  # that the stems of their words are known
            self._keeper.write(
                Kept(
                    patterns=self._patterns,
                    elsewhere=elsewhere,
                    index=self._samples.index,
                    tables=comparison.tables,
                    ordinary=self._ordinary,
                    stems=self._language.stem.known,
                    frames=read_frames(self._model.locale),
                )
            )
        return comparison

    def _elsewhere(self) -> list[Pattern]:
        return [
            Pattern(FALLBACK, tuple(word.text for word in words_of(sentence, self._language)))
            for sentence in self._language.elsewhere
        ]

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        """What a sentence means. `expects` names the intents that the conversation waits for, likeliest first."""
        words = words_of(text, self._language)
        expects = () if self._plain else expects
        if not words:
            return self._nothing(text)
        if (rest := self._without_what_stays(text)) != text:
            return replace(self.meaning(rest, expects), text=text)
        found = self._with_wishes(self._understood(text, words, expects), text, expects)
        if found.intent == NO and NEXT in expects and not is_yes_awaited(expects):
            if (here := self._both_here(found, text)) is not None:
                return here
            over = not self._language.until_tomorrow.isdisjoint(word.text for word in words)
            return Meaning(text, STOP, {}, {}, found.confidence) if over else found
        found = self._arranged_beside(found, text, words, expects)
        if found.intent != YES or MUST_BE_CLEAR.isdisjoint(expects):
            return found
        return found if self._is_clear(found, words, ALIKE_SURE) else self._nothing(text)

    def _understood(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning:
        exact = self._word_for_word(text, words, expects)
        named = " ".join(exact.spoken.values()) if exact is not None and exact.intent in self._naming else ""
        if self._negates(word.text for word in words_of(named, self._language)):
            exact = None  # "her name's not Anna, it's Hannah"
        # A name can be any word: "I am petrified and he is drunk" fits "I am Sam and he is Alex" word for word.
        if exact is not None and not named:
            otherwise = {STOP: self._agreed, EMPATHY: None if exact.spoken else self._told}.get(exact.intent)
            otherwise = self._corrected if exact.intent in VAGUE else otherwise
            otherwise = self._told if exact.intent == NO and COOL_DOWN in expects else otherwise
            return (otherwise(text, words, expects) if otherwise else None) or exact
        meant = self._told_of_danger(text, words, exact) or exact
        if meant is not None:
            return meant
        if all(word.text in self._language.fillers for word in words):
            return self._nothing(text)
        unsafe = 0.0 if self._mends(words) else self._unsafe(words)
        met = unsafe <= self._perhaps() or self._is_grave(text)
        if self._hints and unsafe > self._hints.surely and not met:
            return self._perhaps_unsafe(text)
        if met:
            told = (
                self._said_first(text, expects)
                or self._arranged(text, words, expects)
                or self._told(text, words, expects)
            )
            if told is not None:
                return told
        if len(words) <= LONGEST_COMPARED:
            harmless, reasoned = unsafe <= self._perhaps(), self._before_a_reason(text, words, expects, unsafe)
            found = (
                self._before_a_farewell(text, words, expects)
                or self._time_alone(text, words, expects)
                or self._to_the_other(text, words, expects)
                or (self._agreed(text, words, expects) if harmless else None)
                or self._corrected(text, words, expects)
                or self._to_be_reminded(text, words)
                or (self._named_instead(text, expects) if harmless else None)
                or (self._refused_for(text, words, expects) if harmless else None)
                or (self._asked_after_a_no(text, expects) if harmless else None)
                or (self._after_talk(text, expects) if harmless else None)
                or (reasoned if self._refuses(words) else None)
                or (self._nearest(text, words, expects) or reasoned if reasoned and reasoned.intent == REMIND else None)
                or self._as_others_mean(text, words, expects, surely=True)
                or self._like_what_is_known(text, words, expects, unsafe)
            )
            found = self._to_say(text, words, found) if harmless else found
            found = self._unless_others_mean_else(found, text, words, expects) if found else None
            if found is not None and not (found.intent == YES and unsafe > REQUEST_SAFE):
                return found
        return self._perhaps_unsafe(text) if self._hints and unsafe > self._hints.offered else self._nothing(text)

    def _like_what_is_known(
        self, text: str, words: tuple[Word, ...], expects: Sequence[str], unsafe: float
    ) -> Meaning | None:
        """What a sentence or a part of it is like, where nothing surer is known of it. What others say to each other in
        such words is no business of ours, unless it names what is waited for, or may be a quarrel."""
        harmless, talk = unsafe <= self._perhaps(), self._is_talk(words, expects)
        found = (
            (self._about_anything(text, words, expects) if harmless else None)
            or self._nearest(text, words, expects)
            or self._beside_talk(text, words)
        )
        found = None if found and self._left_alone(found, words, expects, talk) else found
        found = (
            found
            or self._before_a_reason(text, words, expects, unsafe)
            or self._answer_beside_talk(text, words, expects)
        )
        if found or talk:
            return found
        return (self._in_a_clause(text, expects) if harmless else None) or self._as_others_mean(
            text, words, expects, surely=False
        )

    def alternatives(self, text: str) -> list[tuple[str, float]]:
        """The intents that a sentence is like, likeliest first, 0 to 1, sure or not; none of a very long one."""
        words, scores = words_of(text, self._language), dict[str, float]()
        words = words if len(words) <= LONGEST_COMPARED else ()
        for reading in readings(words, self._language):
            kept = without_fillers(reading, self._language)
            for each in self._comparison.likeliest(kept, self._slots.within(kept)):
                if not self._turned_round(each, kept):
                    scores[each.intent] = max(scores.get(each.intent, 0.0), each.score)
        return sorted(((intent, round(score, 3)) for intent, score in scores.items()), key=lambda each: -each[1])

    def _weight(self, word: str) -> float:
        return self._comparison.weight(word)

    def _nothing(self, text: str) -> Meaning:
        return Meaning(text, FALLBACK, {}, {}, 0.0)

    def _word_for_word(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        for nth, reading in enumerate(readings(words, self._language)):
            polite = without_fillers(reading, self._language)
            for kept in dict.fromkeys((reading, polite, without_answer(polite, self._language))):
                fitting = [
                    (pattern, filled)
                    for pattern, filled in self._samples.fitting(kept, self._slots.within(kept))
                    if pattern.intent != REMIND or REMIND in expects or self._says_more(pattern.literals, filled)
                ]
                if fitting:
                    pattern, filled = max(fitting, key=lambda each: rank(each[0], each[1], as_written(kept), expects))
                    sure = HEARD_SURE if nth == 0 and len(kept) >= len(polite) else ALIKE_SURE
                    if pattern.intent == YES and self._negates(word.text for word in polite[: len(polite) - len(kept)]):
                        # "No, it's fine" is a no.
                        return self._meaning(text, NO, polite, (), ALIKE_SURE)
                    return self._meaning(text, pattern.intent, kept, filled, sure)
        return None

    def _says_more(self, words: Sequence[str], filled: Sequence[Filled]) -> bool:
        """Whether the words of a sample tell what is meant beside days that have no id: "tomorrow" alone is a day where
        one is waited for, and talk elsewhere."""
        return all(each.value for each in filled) or not self._language.light.issuperset(words)

    def _nearest(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        best: tuple[float, str, tuple[Word, ...], list[Filled]] | None = None
        asks = self._asks_something(text)
        doing = {*SAID_BACK, YES} if SAID_BACK.issubset(expects) else SAID_BACK
        for nth, reading in enumerate(readings(words, self._language)):
            kept = without_fillers(reading, self._language)
            unfinished = reading[-1].text in self._language.dangling
            slots = self._slots.within(kept)
            strange = {pattern.intent: (pattern, filled) for pattern, filled in self._samples.fitting(kept, slots, 1)}
            scores = {
                each.intent: each.score
                for each in self._comparison.likeliest(kept, slots)
                if not self._turned_round(each, kept) and not self._tells_of_a_time(each, kept, expects)
            }
            scores = self._blended(scores, [word.text for word in kept])
            for intent, (pattern, filled) in strange.items():
                if self._carries(pattern, filled, kept):
                    scores[intent] = max(scores.get(intent, 0.0), STRANGE_VALUE_SURE)
            for intent, score in scores.items():
                raised = score + (
                    EXPECTED_BONUS if intent in expects else ELSEWHERE_BONUS if intent == FALLBACK else 0.0
                )
                # Nobody is met with help for words that only sound like it.
                if (unfinished and score < UNFINISHED_ACCEPTED) or (nth and intent == SAFETY):
                    continue
                if (intent in TELLING and self._asks(kept)) or (intent in doing and asks):
                    continue
                if best is None or raised > best[0]:
                    best = (raised, intent, kept, strange[intent][1] if intent in strange else [])
        if best is None or best[1] == FALLBACK:
            return None
        score, intent, kept, strange_slots = best
        common = all(word.text in self._language.light for word in kept)
        accepted = DANGER_ACCEPTED if intent == SAFETY else COMMON_ACCEPTED if common else ACCEPTED
        if score < accepted - (BLENDED_LESS if self._blends([word.text for word in kept]) else 0.0):
            return None
        if intent == REMIND and (CHOOSE in expects or REMIND not in expects) and self._only_tells(kept):
            return None  # "I'm on earlies, I leave at half six", of a ritual for the morning
        kept = self._asked_for(text, kept) if intent == REMIND else kept
        filled = fill(self._model.intents[intent].slots, self._slots.within(kept))
        if intent == RATE and RATE not in expects and ONE in [word.text for word in kept]:
            return None  # "let us sit with that one": no number that anybody asked for
        if intent in QUESTIONS:  # "one that isn't about work"
            filled = [each for each in filled if not self._negates(word.text for word in kept[: each.start][-2:])]
        if intent == CHOOSE and any(self._excluded(each, kept) for each in filled):
            return self._meaning(text, NO, kept) if NO in expects else None
        # Which days are no days is known, so strange words are none: "keep nudging us at nine".
        if (
            strange_slots
            and intent != REMIND
            and not any(known_already(each, filled) for each in strange_slots if each.value is None)
        ):
            filled = strange_slots
        said = {at for each in filled for at in range(each.start, each.end)}
        beside = [word.text for at, word in enumerate(kept) if at not in said]
        if intent == REMIND and intent not in expects and not self._says_more(beside, filled):
            return None
        if intent in self._naming and filled and not names_us([word.text for word in kept], filled, self._language):
            return None  # "remember we said Holi and Yorkshire pudding day"
        if intent in self._naming and any(self._excluded(each, kept) for each in filled):
            return None  # "her name's not Anna, it's Hannah": which of the two, nobody said
        return self._meaning(text, intent, kept, filled, right_at(score))

    def _blended(self, scores: dict[str, float], words: Sequence[str]) -> dict[str, float]:
        """Likeness with a part of what the sentence is about, for intents that it is like at all.

        What a sentence is about does not tell "don't" from "do", so where anything turns it round likeness is alone.
        """
        if self._meanings is None or not self._blends(words):
            return scores
        about = self._meanings.shares(words) | {SAFETY: 0.0}
        return {
            intent: (1 - ABOUT_SHARE) * score + ABOUT_SHARE * about.get(intent, 0.0) for intent, score in scores.items()
        }

    def _blends(self, words: Sequence[str]) -> bool:
        return not (self._meanings is None or self._negates(words) or self._comparison.turns(words))

    def _turned_round(self, likeness: Likeness, words: Sequence[Word]) -> bool:
        """Whether a "not" makes a yes of a no: "don't erase it" is near to "erase it", and must not mean it."""
        if likeness.intent == YES:
            return self._negates(word.text for word in words)
        negated = likeness.intent == NO and self._negates(likeness.pattern.literals)
        return negated and not self._negates(word.text for word in words)

    def _tells_of_a_time(self, likeness: Likeness, words: Sequence[Word], expects: Sequence[str]) -> bool:
        """Whether a sentence tells what comes on a day or at an hour, which it has in common with a mere answer, where
        none is waited for: "the plumber comes at eight on Friday"."""
        begins = words[0].text in self._language.clause_begins or self._slots.is_sure_name(words, 0)
        if likeness.intent != REMIND or REMIND in expects or not begins:
            return False
        light = self._language.light
        before = words[: min((each.start for each in self._times(tuple(words))), default=0)]
        return any(word.text not in light for word in before) and light.issuperset(likeness.pattern.literals)

    def _excluded(self, each: Filled, words: Sequence[Word]) -> bool:
        """Whether what is named is not wanted: "not the reading again"; the "no" of "no, the reading" answers."""
        before = words[max(0, each.start - 2) : each.start]
        return any(word.text in self._language.negations - self._language.answers for word in before)

    def _carries(self, pattern: Pattern, filled: Sequence[Filled], words: Sequence[Word]) -> bool:
        """Whether a sample's own words say enough for the words in a slot to be strange ("avoid politics")."""
        strange = [each for each in filled if each.value is None]
        own = sum(self._comparison.weight(word) for word in pattern.literals if word not in self._language.light)
        return (own >= TELLING_CARRIER or len(pattern.literals) >= LONG_CARRIER) and all(
            any(word.text not in self._language.light for word in words[each.start : each.end]) for each in strange
        )
