# SPDX-License-Identifier: Apache-2.0
"""News in whatever words, and what is asked for beside it: a loss, a worry, a quarrel that is none, good news.

The words are data (`news_<language>.json`); here is only what each kind of news is taken for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from skill.speaker.nlu.agreement import YES
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import HEARD_SURE, STOP, Parts
from skill.speaker.nlu.reasons import QUESTIONS
from skill.speaker.nlu.safety.danger import SOMEONE, Danger, read_frames
from skill.speaker.nlu.text import Word, clauses_of
from skill.speaker.nlu.wishes import ANOTHER, COOL_DOWN

EMPATHY, FEELING = "EmpathyPhraseIntent", "feeling"
RESUME, MEND, SOLO, TALK_TIME = "AMAZON.ResumeIntent", "MendIntent", "SoloIntent", "TalkTimeIntent"
HAPPY, AGREED, FINE, MENDED, DECLINED, LONELY, WORRY = "happy", "yes", "fine", "mend", "decline", "lonely", "worry"
OTHERWISE = {
    "quarrel": COOL_DOWN,
    "keep": "PrivacyIntent",
    "talk": "TalkTimeIntent",
    "explain": "AMAZON.HelpIntent",
    "other": "AnotherOneIntent",
    DECLINED: "AnotherOneIntent",
    MENDED: MEND,
    FINE: "TonightsQuestionIntent",
    WORRY: "TonightsQuestionIntent",
    AGREED: YES,
}
"""What news tells of beside feelings; the yes is one to slowing down, though not to saying sorry."""
IN_A_QUARREL = (AGREED, FINE)
"""News that is some only where a quarrel is waited for: "we're fine" is much talk elsewhere."""
HEAVY = frozenset({"sad", "overwhelmed", "anxious", LONELY})
"""Feelings that count beside a request, too: "can we do something quiet, I'm worried about him"."""
WITH: Mapping[str, dict[str, str]] = {DECLINED: {"mood": "light"}, FINE: {"mood": "light"}}
"""What is asked for with it: something gentler than what would only start a row."""
IN_OWN_WORDS: Mapping[str, dict[str, str]] = {WORRY: {"topic": "worry"}}
"""The same where no id of a slot says it."""


class News(Parts):
    """Understands news in sentences of one interaction model."""

    @cached_property
    def _news(self) -> Danger:
        return self._frames_of("news")

    def _frames_of(self, subject: str) -> Danger:
        """The frames of a subject that has a file of them."""
        return Danger(read_frames(self._model.locale, subject), self._language.names - self._language.light)

    def _mends(self, words: Sequence[Word]) -> bool:
        """Whether a whole sentence asks for no more than words to say sorry, which only sounds like one in danger."""
        return MEND in self._model.intents and self._kind_of(words) == MENDED

    def _told(self, text: str, words: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """News in whatever words: a loss, a hard day, a quarrel; something good, or what they ask for beside it."""
        kind = self._kind_of(words) if EMPATHY in self._model.intents else None
        clauses = clauses_of(text, self._language)
        if kind is None and len(clauses) > 1 and self._asks(clauses[0]):
            beside = self._kind_of([word for clause in clauses[1:] for word in clause])
            kind = beside if beside in HEAVY | {WORRY} else None
        if kind is None and EMPATHY in self._model.intents:  # "he lost his job, and we haven't got the money"
            kind = next((one for one in map(self._kind_of, clauses) if one in HEAVY), None)
        if kind in OTHERWISE:
            if kind in IN_A_QUARREL and COOL_DOWN not in expects:
                return None
            slots = WITH.get(kind, {})
            return Meaning(text, OTHERWISE[kind], slots, slots | IN_OWN_WORDS.get(kind, {}), HEARD_SURE)
        if kind == HAPPY:
            for clause in clauses[1:]:  # "we've made up, can we finish"
                if (meant := self._word_for_word(text, clause, expects)) and meant.intent in QUESTIONS | {STOP}:
                    return meant
            if COOL_DOWN in expects:  # "we sorted it, she's taking the coat back"
                return Meaning(text, RESUME, {}, {}, HEARD_SURE)
        if kind == LONELY:
            for clause in clauses[1:]:  # "I miss him a bit. one more please, but a proper one"
                if (meant := self._word_for_word(text, clause, expects)) and meant.intent == ANOTHER:
                    return meant
        if kind in HEAVY and (meant := self._takes_time(text, clauses[-1], expects)):
            return meant
        if kind in HEAVY and any(self._is_alone(text, clause) for clause in clauses):
            kind = LONELY
        told = {FEELING: kind} if kind else {}
        return Meaning(text, EMPATHY, told, told, HEARD_SURE) if told else None

    def _takes_time(self, text: str, last: tuple[Word, ...], expects: Sequence[str]) -> Meaning | None:
        """The time that they ask for after all, to talk about a question just read: "a rotten day, she's not wrong.
        yeah go on, give us a few minutes"."""
        meant = self._word_for_word(text, last, expects) if {TALK_TIME, ANOTHER}.issubset(expects[:3]) else None
        return meant if meant and meant.intent == TALK_TIME else None

    def _is_alone(self, text: str, clause: tuple[Word, ...]) -> bool:
        meant = self._word_for_word(text, clause, ())
        return meant is not None and meant.intent == SOLO

    def _is_grave(self, text: str) -> bool:
        """Whether a clause tells of somebody who is dying, and no other one sounds like danger."""
        clauses = clauses_of(text, self._language)
        found = [self._news.found_in(self._with_names_as_somebody(clause)) for clause in clauses]
        grave = [one is not None and one.frame.plain and not (one.excused or one.beside) for one in found]
        others = [clause for clause, told in zip(clauses, grave, strict=True) if not told]
        return any(grave) and all(self._unsafe(clause) <= self._perhaps() for clause in others)

    def _kind_of(self, words: Sequence[Word]) -> str | None:
        return self._news.risk_in(self._with_names_as_somebody(words))

    def _with_names_as_somebody(self, words: Sequence[Word]) -> list[str]:
        """The words, with somebody in the place of each first name."""
        texts = [self._without_possession(word.text) for word in words]
        return [
            SOMEONE if text not in self._language.light and self._slots.is_sure_name(words, at) else text
            for at, text in enumerate(texts)
        ]

    def _without_possession(self, word: str) -> str:
        """A first name alone where something is his or hers, or he or she is something: "Henry's in hospital"."""
        return word[:-1] if word.endswith("s") and word[:-1] in self._language.names else word
