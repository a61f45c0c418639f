# SPDX-License-Identifier: Apache-2.0
"""What only a part of a sentence means: the rest is talk, a reason, or the yes before a request.

Which parts these may be is found in `agreement.py` and `reasons.py`; here is what they are taken for.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from skill.speaker.nlu.agreement import (
    ANSWERED_AFTER_A_NO,
    ASKED_AFTER_A_NO,
    ASKED_AFTER_A_YES,
    AWAITED_AFTER_A_NO,
    AWAITED_AFTER_A_YES,
    NO,
    YES,
    is_farewell,
    is_no_awaited,
    is_question,
    is_yes_awaited,
    no_in,
    requests_in,
    runs_of,
    takes_back,
    yes_in,
)
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.reasons import AFTER_A_NO, AFTER_TALK, NEVER_BESIDE_TALK, REQUESTS, before_a_reason, is_request
from skill.speaker.nlu.reminding import SAID_BACK, SUGGEST, TELLING_WORDS, Reminding
from skill.speaker.nlu.samples import Samples
from skill.speaker.nlu.slots.filling import fill
from skill.speaker.nlu.slots.reader import TIME, SlotReader
from skill.speaker.nlu.subjects import PART_SURE, TONIGHT
from skill.speaker.nlu.text import Word, clauses_of, said, sentences_of, without_fillers
from skill.speaker.nlu.wishes import AVOID, CHOOSE, COOL_DOWN, MUST_BE_CLEAR, REMIND, REQUEST_SAFE, START

STOP, FALLBACK = "AMAZON.StopIntent", "AMAZON.FallbackIntent"
BEFORE_A_FAREWELL = frozenset({YES, "SometimesIntent", "SaveThisIntent", "RitualDoneIntent"})
"""What counts before a good night where a yes is waited for."""
FOR_THE_OTHER = frozenset({"MendIntent", "EmpathyPhraseIntent"})
"""Requests for words to say, which may be asked for as what one of them wants: "I want to say sorry to her"."""
IN_A_CLAUSE = (REQUESTS & ASKED_AFTER_A_YES) | {"StartCheckInIntent", "SuggestExperienceIntent"}
"""Requests that are heard in a clause of talk: harmless to obey, and asked for in many words."""
BESIDE_TALK = ("mood", "length")
"""The slots that are also heard beside talk; others may be what the talk is about."""
TELLING_CARRIER = 2.5
"""Weight of a sample's own words from which they tell something: "avoid politics"."""
FAREWELL_SURE = 0.95
"""How sure a good night is, whatever was said before it."""
FAREWELL_WORDS = (1, 2)
"""Words of a good night that one more may follow: "good night now"."""
REST_WORDS = 3
"""The fewest words of the talk beside a sample that is heard in a part of a sentence."""
WORDS_ENOUGH = 3
"""Words that tell something even where each is common: "say that again"."""
HEARD_SURE = 1.0
CLAUSE_SURE = 0.87
"""How sure a clause of talk must be, where it fits no sample either."""
TAIL_SURE = 0.92
"""How sure a tail must be that fits no sample, to count more than the yes before it."""
YES_SAFE = 0.02
"""The same as `REQUEST_SAFE` for the yes itself: hints of what is told sideways are weak, and where nothing is taken,
nothing begins."""


class Parts(Reminding):
    """Understands parts of sentences of one interaction model."""

    _slots: SlotReader
    _samples: Samples

    @abstractmethod
    def _weight(self, word: str) -> float:
        """How much a word tells."""

    def _agreed(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """A yes with a tail, where one is waited for: the request in the tail, else the yes; nothing where the tail
        may take it back."""
        if not is_yes_awaited(expects) or MUST_BE_CLEAR.intersection(expects):
            return None
        tail = self._tail(text, expects)
        unsafe = max(map(self._unsafe, (words, *tail))) if tail else 1.0
        if unsafe > REQUEST_SAFE:
            return None
        allowed = ASKED_AFTER_A_YES | AWAITED_AFTER_A_YES.intersection(expects)
        for request in requests_in(tail):
            meant = self._wished(self._word_for_word(text, request, expects), request)
            asked = meant and (meant.intent in expects or is_request(request, self._language))
            if meant and asked and meant.intent in allowed:
                return self._with_days(meant, tail)
        meanings = [self._word_for_word(text, clause, expects) for clause in tail]
        farewells = [is_farewell(clause, self._language) for clause in tail]
        if any(
            takes_back(clause, self._language) or (meant is not None and meant.intent in (NO, STOP) and not farewell)
            for clause, meant, farewell in zip(tail, meanings, farewells, strict=True)
        ):
            return None
        whole = None if any(farewells) else self._nearest(text, words, expects)
        near = [whole, *(self._nearest(text, clause, expects) for clause in tail if is_request(clause, self._language))]
        for meant in near:
            if meant and meant.intent in allowed and meant.confidence >= TAIL_SURE:
                return self._with_days(meant, tail)
        safe = REQUEST_SAFE if all(farewells) else YES_SAFE
        return self._meaning(text, YES, words) if unsafe <= safe else None

    def _before_a_farewell(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """A yes or a request before a good night: "do it every Sunday. and thank you, good night". The "night" is no
        hour of it. A no before it is a good night: nobody is asked for anything else then."""
        clauses = clauses_of(text, self._language)
        rest = clauses
        while len(rest) > 1 and is_farewell(rest[-1], self._language):
            rest = rest[:-1]
        if rest == clauses or MUST_BE_CLEAR.intersection(expects) or self._unsafe(words) > REQUEST_SAFE:
            return None
        kept = tuple(word for clause in rest for word in clause)
        awaited = BEFORE_A_FAREWELL.intersection(expects) if is_yes_awaited(expects) else frozenset()
        meant = self._word_for_word(text, kept, expects)
        if meant is None:
            near = self._nearest(text, kept, expects)
            meant = near if near and (REMIND in expects or near.intent == SUGGEST) else None
        agrees = any(word.text in self._language.agreements for word in kept)
        if meant and meant.intent == YES and tuple(expects[:1]) == (TONIGHT,) and not agrees:
            return Meaning(text, STOP, {}, {}, PART_SURE)  # "that's us, see you tomorrow"
        if meant and meant.intent in awaited | {REMIND, CHOOSE, SUGGEST}:
            return meant
        if meant and meant.intent == NO:
            ends = is_no_awaited(expects) and CHOOSE not in expects  # after a ritual that is declined all ends anyway
            return Meaning(text, STOP, {}, {}, PART_SURE) if ends else None
        over = self._leaves(text) and self._negates(word.text for word in kept)
        return Meaning(text, STOP, {}, {}, FAREWELL_SURE) if over else None

    def _left_alone(self, meant: Meaning, words: Sequence[Word], expects: Sequence[str], talk: bool) -> bool:
        """Test of a meaning that is left alone as talk. A no is none where one is waited for and the sentence begins
        with it, whatever is said beside it: "no mum, we haven't had our tea yet"."""
        answers = meant.intent == NO and is_no_awaited(expects) and no_in(tuple(words), self._language) is not None
        return not answers and super()._left_alone(meant, words, expects, talk)

    def _leaves(self, text: str) -> bool:
        """Test of a text with several clauses: the last one is a good night ("never mind, I'll put it on the fridge.
        good night now")."""
        *talk, last = clauses_of(text, self._language)
        ends = talk and is_farewell(last, self._language)
        begins = {last[:words] for words in FAREWELL_WORDS if len(last) <= words + 1} if ends else ()
        return any((meant := self._word_for_word(text, each, ())) and meant.intent == STOP for each in begins)

    def _said_first(self, text: str, expects: Sequence[str]) -> Meaning | None:
        """What is not wanted tonight and no topic of ours, or the ending asked for, before the reason, which may sound
        like more: "no empathy phrases, it's embarrassing", "skip to the end, I'm falling asleep"."""
        first, *rest = clauses_of(text, self._language)
        asked = first[1:] if len(first) > 1 and first[0].text in self._language.purposes else first
        meant = self._word_for_word(text, asked, expects) if rest else None
        if meant and meant.intent == COOL_DOWN:
            return meant  # "to help us cool down, for pity's sake, we both want to"
        if meant and meant.intent == SUGGEST and not meant.spoken and self._gives_a_reason(rest[0]):
            return replace(meant, confidence=PART_SURE)
        if meant and meant.intent == AVOID and meant.spoken and not meant.slots:
            return replace(meant, confidence=PART_SURE)
        return None

    def _named_instead(self, text: str, expects: Sequence[str]) -> Meaning | None:
        """The ritual that is named in place of one: "no, we didn't choose that, we want the quiet breakfast"."""
        clauses = clauses_of(text, self._language)
        if any(self._is_to_remind(clause) for clause in clauses):
            return None
        if len(clauses) < 2 or not any(self._negates(word.text for word in clause) for clause in clauses[:-1]):
            return None
        meant = self._word_for_word(text, clauses[-1], expects)
        return replace(meant, confidence=PART_SURE) if meant and meant.intent == CHOOSE and meant.slots else None

    def _refused_for(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """The request in the tail of a no, where one is waited for: "no that's weird, can we do something lighter".

        Only what a sample says, or nearly: the no alone is less than they want, and what they do not want is worse.
        """
        if not is_no_awaited(expects) or MUST_BE_CLEAR.intersection(expects):
            return None
        clauses = clauses_of(text, self._language)
        rest = no_in(clauses[0], self._language) if clauses else None
        whole = self._word_for_word(text, clauses[0], expects) if rest else None
        if whole is not None and whole.intent == AVOID:
            return None  # "no music, it wakes the kid"
        tail = [
            clause
            for clause in (rest or (), *clauses[1:])
            if clause and not self._negates(word.text for word in clause)
        ]
        if rest is None or not tail or max(map(self._unsafe, (words, *tail))) > REQUEST_SAFE:
            return None
        allowed = ASKED_AFTER_A_NO | AWAITED_AFTER_A_NO.intersection(expects)
        for request in runs_of(tail):
            meant = self._word_for_word(text, request, expects)
            if meant and meant.intent in allowed and is_request(request, self._language):
                return self._with_days(replace(meant, confidence=PART_SURE), tail)
        for clause in tail:
            if is_request(clause, self._language):
                meant = self._nearest(text, clause, expects)
                if meant and meant.intent in allowed and meant.confidence >= TAIL_SURE:
                    return self._with_days(meant, tail)
        return None

    def _asked_after_a_no(self, text: str, expects: Sequence[str]) -> Meaning | None:
        """A question after a no, where one is waited for: "not right now. what did we pick last time?" They wait for
        an answer, so the no alone, which may end the evening, is less than they said."""
        clauses = clauses_of(text, self._language) if is_no_awaited(expects) else []
        if len(clauses) < len((NO, YES)) or MUST_BE_CLEAR.intersection(expects):
            return None
        refused = no_in(clauses[0], self._language)
        first = self._word_for_word(text, clauses[0], expects)
        if refused != () and not (first and first.intent == NO):
            return None
        asked = [clause for clause in clauses[1:] if is_question(clause, self._language)]
        for question in (*runs_of(clauses[1:]), *asked) if asked else ():
            meant = self._word_for_word(text, question, expects) or self._nearest(text, question, expects)
            if meant and meant.intent in ANSWERED_AFTER_A_NO:
                return meant
        return Meaning(text, FALLBACK, {}, {}, 0.0) if asked else None

    def _tail(self, text: str, expects: Sequence[str]) -> list[tuple[Word, ...]]:
        """The clauses after a yes, which may come after talk ("we're half asleep, but sure, we'll try"), if there are
        any."""
        clauses = clauses_of(text, self._language)
        for at, clause in enumerate(clauses):
            if at == 0 or clause[0].text in self._language.joins:
                rest = yes_in(clause, self._language)
                if rest is None and at == 0:
                    found = self._word_for_word(text, clause, expects)
                    rest = () if found and found.intent == YES and found.confidence == HEARD_SURE else None
                if rest is not None:
                    return [each for each in (rest, *clauses[at + 1 :]) if each]
            if self._negates(word.text for word in clause):
                break
        return []

    def _with_days(self, meant: Meaning, tail: Sequence[tuple[Word, ...]]) -> Meaning:
        """A request for a reminder with the day that was said beside it."""
        if meant.intent != REMIND:
            return meant
        words = tuple(word for clause in tail for word in clause)
        filled = fill(self._model.intents[meant.intent].slots, self._slots.within(words))
        beside = self._meaning(meant.text, meant.intent, words, filled, meant.confidence)
        return replace(beside, slots=beside.slots | meant.slots, spoken=beside.spoken | meant.spoken)

    def _after_talk(self, text: str, expects: Sequence[str]) -> Meaning | None:
        """A plain request as the last sentence of talk: "he said socks. just socks. next one"."""
        *talk, last = sentences_of(text, self._language)
        meant = self._word_for_word(text, last, expects) if talk else None
        if meant and meant.intent == YES and is_yes_awaited(expects) and MUST_BE_CLEAR.isdisjoint(expects):
            clear = yes_in(last, self._language) is not None
            clear = clear or not any(
                self._negates(word.text for word in one) or takes_back(one, self._language) for one in talk
            )
            return replace(meant, confidence=PART_SURE) if clear else None
        return replace(meant, confidence=PART_SURE) if meant and meant.intent in AFTER_TALK else None

    def _beside_talk(self, text: str, words: tuple[Word, ...]) -> Meaning | None:
        """What is meant for us beside something that is not: "hang on, the phone is ringing"."""
        kept = without_fillers(words, self._language)
        begins = self._language.clause_begins
        found: list[tuple[int, Meaning]] = []
        for at in range(TELLING_WORDS, len(kept) - REST_WORDS + 1):
            if kept[at].text in begins or self._slots.is_sure_name(kept, at):
                found += self._said_in(text, kept[:at])
            found += self._said_in(text, kept[-at:])
        for clause in clauses_of(text, self._language)[1:]:
            polite = without_fillers(clause, self._language)
            if len(polite) >= TELLING_WORDS:
                found += self._said_in(text, polite)
        if found and self._asks_something(text):  # "so did you delete our reminder or what"
            found = [each for each in found if each[1].intent not in SAID_BACK]
        return max(found, key=lambda each: each[0])[1] if found else None

    def _in_a_clause(self, text: str, expects: Sequence[str]) -> Meaning | None:
        """The one thing that is asked for in the clauses of talk, though in no words of a sample: "I want to say sorry
        to her properly, and it keeps coming out as excuses"."""
        clauses = clauses_of(text, self._language)
        if len(clauses) == 1 or max(map(self._unsafe, clauses)) > REQUEST_SAFE:
            return None
        found: list[Meaning] = []
        for clause in clauses:
            courtesy = tuple(word.text for word in clause) in self._language.fillers_last  # "to be honest"
            if courtesy or clause[0].text in self._language.joins or len(clause) < WORDS_ENOUGH:
                continue
            meant = self._word_for_word(text, clause, expects) or self._nearest(text, clause, expects)
            if meant is None or meant.confidence < CLAUSE_SURE:
                continue
            if meant.intent in FOR_THE_OTHER or (meant.intent in IN_A_CLAUSE and is_request(clause, self._language)):
                found.append(meant)
        if len({meant.intent for meant in found}) != 1 or MUST_BE_CLEAR.intersection(expects):
            return None
        return replace(max(found, key=lambda meant: len(meant.slots)), confidence=PART_SURE)

    def _said_in(self, text: str, words: tuple[Word, ...]) -> Iterator[tuple[int, Meaning]]:
        """What part of a sentence means, with its length in words; nothing unless a sample says just that."""
        own = sum(self._weight(word.text) for word in words if word.text not in self._language.light)
        if len(words) < WORDS_ENOUGH and own < TELLING_CARRIER:
            return
        for pattern, filled in self._samples.fitting(words, self._slots.within(words)):
            if pattern.intent not in NEVER_BESIDE_TALK and all(each.slot in BESIDE_TALK for each in filled):
                yield len(words), self._meaning(text, pattern.intent, words, filled)

    def _before_a_reason(
        self, text: str, words: tuple[Word, ...], expects: Sequence[str], unsafe: float
    ) -> Meaning | None:
        """A request before its reason: "skip that, he's in his barn coat", "nope. let's start, I'm tired"."""
        if unsafe > self._perhaps():
            return None
        starts = self._refuses(words) and not MUST_BE_CLEAR.intersection(expects)
        allowed = REQUESTS | AFTER_A_NO if starts else REQUESTS
        allowed |= {REMIND}  # it is only said back
        for request, reason in before_a_reason(text, words, self._language, self._slots):
            meant = self._word_for_word(text, request, expects)
            # "No music, it wakes the kid": no topic of ours, so nothing is left out for good.
            music = meant is not None and meant.intent == AVOID and not meant.slots
            shorter = meant is not None and meant.intent == START and "length" in meant.slots
            if (
                meant is None
                or not (music or shorter or meant.intent in allowed)
                or (meant.intent == REMIND and not is_yes_awaited(expects) and not self._asks_for_one(request, meant))
                or not is_request(without_fillers(request, self._language), self._language)
            ):
                continue
            otherwise = self._word_for_word(text, reason, ())
            if otherwise is None or otherwise.intent == meant.intent:
                return replace(meant, confidence=PART_SURE)
        return None

    def _answer_beside_talk(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """A no that is waited for before talk: "no, he keeps going to the gym"; a yes after it: "he's nodding, so yes";
        a good night after it, wherever they are.

        A yes before talk would begin something, so it is not taken; nor is any where it must be clear."""
        if self._leaves(text):
            return Meaning(text, STOP, {}, {}, FAREWELL_SURE)
        kept = without_fillers(words, self._language)
        refusals, agreements = self._language.answers & self._language.negations, self._language.agreements
        if NO in expects and (kept[0].text in refusals or self._refuses_beside_talk(text, expects)):
            said_otherwise = any(word.text in agreements for word in kept[1:])
            return None if said_otherwise else self._meaning(text, NO, words)
        for clause in clauses_of(text, self._language)[1:] if REMIND in expects and is_yes_awaited(expects) else ():
            day = self._word_for_word(text, clause, expects)  # "with these kids? okay, maybe Thursday"
            if day and day.intent == REMIND and day.slots:
                return replace(day, confidence=PART_SURE)
        if YES not in expects or MUST_BE_CLEAR.intersection(expects) or self._negates(word.text for word in kept[:-1]):
            return None
        agreed = (len(kept) > REST_WORDS and kept[-1].text in agreements) or any(
            (found := self._word_for_word(text, kept[at:], ())) and found.intent == YES
            for at in range(REST_WORDS, len(kept) - WORDS_ENOUGH + 1)  # "it's cold out, but we can do that"
        )
        return self._meaning(text, YES, words) if agreed else None

    def _refuses_beside_talk(self, text: str, expects: Sequence[str]) -> bool:
        """Whether talk begins or ends with a no: "breakfast in bed, with a baby? ha, good luck"."""
        clauses = clauses_of(text, self._language)
        return len(clauses) > 1 and any(
            len(clause) >= TELLING_WORDS
            and (found := self._word_for_word(text, clause, expects))
            and found.intent == NO
            for clause in (clauses[0], clauses[-1])
        )

    def _time_alone(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """A "morning" where a time is waited for: no sample is a time alone, since a rating is a "nine", too."""
        kept = without_fillers(words, self._language)
        value = dict(self._slots.within(kept).at(TIME, 0)).get(len(kept), "")
        for intent in self._model.intents.values() if value else ():
            if intent.name in expects and (slots := [each.name for each in intent.slots if each.type == TIME]):
                return Meaning(text, intent.name, {slots[0]: value}, {slots[0]: said(kept)}, PART_SURE)
        return None

    def _to_the_other(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """What is waited for, said to the other one by name: "we could do that, couldn't we, Paul"."""
        polite = without_fillers(words, self._language)
        called = [at for at in (len(polite) - 1, 0) if self._slots.is_sure_name(polite, at)]
        if not called or len(polite) <= WORDS_ENOUGH:
            return None
        kept = without_fillers(polite[: called[0]] or polite[1:], self._language)
        found = self._word_for_word(text, kept, expects) if len(kept) >= WORDS_ENOUGH else None
        return found if found and found.intent in expects and not MUST_BE_CLEAR.intersection(expects) else None

    def _refuses(self, words: Sequence[Word]) -> bool:
        return words[0].text in self._language.answers & self._language.negations
