# SPDX-License-Identifier: Apache-2.0
"""What they want otherwise about the evening itself, in whatever words: who of the two begins, and no music.

The words are data (`arrangements_<language>.json`); here is only which request each of them is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from skill.speaker.nlu.agreement import NO, YES, is_no_awaited, is_yes_awaited, yes_in
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK, HEARD_SURE
from skill.speaker.nlu.safety.danger import Danger
from skill.speaker.nlu.similarity.classification import MUSIC_OFF, WHO_BEGINS
from skill.speaker.nlu.subjects import PART_SURE, TOPIC
from skill.speaker.nlu.text import Word, clauses_of
from skill.speaker.nlu.told.news import News
from skill.speaker.nlu.wishes import ANOTHER, AVOID, CHOOSE, COOL_DOWN, REMIND, START

SET_NAMES, FIRST = "SetNamesIntent", "first"
SOMEBODY = "the other"
"""Stands for the name of whoever else begins, where none is said."""
BEGINS = {"first named": "", "first me": "me", "first other": SOMEBODY}
"""Frames of who begins, with what stands for a name where none is said."""
MUSIC = "the music"


class Arrangements(News):
    """Understands arrangements in sentences of one interaction model."""

    @cached_property
    def _arrangements(self) -> Danger:
        return self._frames_of("arrangements")

    def _arranged(self, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning | None:
        """Who of the two begins, as the names of one alone ("let Sam go first"), or an evening without music."""
        kind = self._arrangements.risk_in(self._with_names_as_somebody(words))
        if kind in BEGINS and SET_NAMES in self._model.intents:
            name = self._named_first(words) if kind == "first named" else BEGINS[kind]
            return Meaning(text, SET_NAMES, {FIRST: name}, {FIRST: name}, HEARD_SURE) if name else None
        if (
            kind is not None
            and kind not in BEGINS
            and AVOID in self._model.intents
            and not self._agreed_beside(text, expects)
        ):
            return Meaning(text, AVOID, {}, {TOPIC: MUSIC}, HEARD_SURE)
        return None

    def _agreed_beside(self, text: str, expects: Sequence[str]) -> bool:
        """Whether a yes stands before it that counts more: to a ritual or a reminder. One to a question goes along."""
        first = yes_in(clauses_of(text, self._language)[0], self._language)
        along = ANOTHER in expects and {CHOOSE, REMIND}.isdisjoint(expects)
        return first is not None and is_yes_awaited(expects) and not along

    def _postponed(self, found: Meaning, text: str, words: Sequence[Word], expects: Sequence[str]) -> Meaning:
        """A no, where what is offered is put off to another evening, whatever stands beside it."""
        if found.intent not in (YES, FALLBACK) or not is_no_awaited(expects) or START not in expects:
            return found
        texts = tuple(word.text for word in words)
        put_off = any(
            texts[at : at + len(phrase)] == phrase for phrase in self._language.postpones for at in range(len(texts))
        )
        return Meaning(text, NO, {}, {}, PART_SURE) if put_off and not found.perhaps_unsafe else found

    def _agreed_to_slow_down(self, found: Meaning, text: str, words: Sequence[Word]) -> Meaning:
        """A yes that says once more what to: "yeah, please, let's slow it down". One that only tells of the quarrel is
        none."""
        first = yes_in(clauses_of(text, self._language)[0], self._language)
        slower = not self._language.slows_down.isdisjoint(word.text for word in words)
        if found.intent != COOL_DOWN or first is None or not slower or self._negates(word.text for word in words):
            return found
        return Meaning(text, YES, {}, {}, HEARD_SURE)

    def _of_kind(self, text: str, kind: str, words: Sequence[Word], confidence: float) -> Meaning | None:
        if kind == WHO_BEGINS and SET_NAMES in self._model.intents:
            name = self._named_first(words) or SOMEBODY
            return Meaning(text, SET_NAMES, {FIRST: name}, {FIRST: name}, confidence)
        if kind == MUSIC_OFF and AVOID in self._model.intents:
            return Meaning(text, AVOID, {}, {TOPIC: MUSIC}, confidence)
        return None

    def _named_first(self, words: Sequence[Word]) -> str:
        """The first name that no "not" stands before; empty where there is none."""
        for at, word in enumerate(words):
            name = self._without_possession(word.text)
            known = word.text not in self._language.light and self._slots.is_sure_name(words, at)
            refused = any(one.text in self._language.negations - self._language.answers for one in words[at - 1 : at])
            if (known or name != word.text) and not refused:
                return name.capitalize()
        return ""
