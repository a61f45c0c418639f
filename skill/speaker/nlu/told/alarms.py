# SPDX-License-Identifier: Apache-2.0
"""Danger in sentences of one interaction model: told in so many words, or only perhaps.

What frames and hints are belongs to `safety/`; here is what is made of them: the answer for somebody who is not safe,
the offer of help, or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from skill.speaker.nlu.kept import Kept
from skill.speaker.nlu.meaning import Meaning
from skill.speaker.nlu.parts import FALLBACK
from skill.speaker.nlu.safety.danger import Danger, Found, read_frames
from skill.speaker.nlu.safety.hints import UNSAID, Hints, load_hints
from skill.speaker.nlu.similarity.meanings import Meanings
from skill.speaker.nlu.text import Word, readings
from skill.speaker.nlu.told.put_right import PutRight

SAFETY = "SafetyIntent"
RISK = "risk"
"""The slot that names it; empty for UNSAID."""
LOW_SPIRITS, RISK_DESPAIR = "low", "self"
DANGER_SURE = 0.97
LONGEST_EMBEDDED = 30
"""Words of which the embedding, where it is there, reads all."""


class Alarms(PutRight):
    """Hears danger in sentences of one interaction model."""

    _kept: Kept | None
    _meanings: Meanings | None
    _ordinary: frozenset[str]
    """Words of samples."""

    @cached_property  # this and the next are made when first needed: most sentences fit word for word
    def _danger(self) -> Danger:
        frames = self._kept.frames if self._kept else read_frames(self._model.locale)
        return Danger(frames, self._language.names - self._ordinary - self._language.light)

    @cached_property
    def _hints(self) -> Hints | None:
        return load_hints(self._model.locale, self._language, self._meanings)

    def _unsafe(self, words: Sequence[Word]) -> float:
        return self._hints.likelihood([word.text for word in words]) if self._hints else 0.0

    def _perhaps(self) -> float:
        return self._hints.perhaps if self._hints else 1.0

    def _offered(self) -> float:
        return self._hints.offered if self._hints else 1.0

    def _told_of_danger(self, text: str, words: tuple[Word, ...], exact: Meaning | None) -> Meaning | None:
        """Meaning of a sentence in which somebody is not safe, or perhaps; None where no frame of danger fits and it
        does not sound like danger beyond doubt, or something harmless is told. `exact`, the meaning of a sample word
        for word, counts more than a perhaps."""
        perhaps = False
        for reading in readings(words, self._language):
            found = self._danger.found_in(word.text for word in reading)
            if found is None:
                continue
            unsafe = self._unsafe(reading)
            doubted = not found.frame.plain and self._doubted(reading, unsafe)
            if doubted and self._harmless(words):
                break
            if found.excused or (found.beside and unsafe <= self._perhaps()):
                perhaps = perhaps or self._is_offered(found, unsafe)
            elif doubted and not found.beside:
                perhaps = True
            elif SAFETY in self._model.intents:
                # Low spirits without danger have no id of their own: the crisis line is what helps them, too.
                risk = RISK_DESPAIR if found.frame.risk == LOW_SPIRITS else found.frame.risk
                return self._unsafe_by(risk, text)
        if exact is not None:
            return None
        return self._perhaps_unsafe(text) if perhaps else self._sounds_unsafe(text, words)

    def _sounds_unsafe(self, text: str, words: tuple[Word, ...]) -> Meaning | None:
        """Meaning of a sentence that sounds like danger beyond doubt though no frame fits it; None of any other."""
        texts = [word.text for word in words]
        if self._hints is None or SAFETY not in self._model.intents or len(words) > LONGEST_EMBEDDED:
            return None
        return self._unsafe_by(self._hints.risk(texts), text) if self._hints.acts_on(texts) else None

    def _unsafe_by(self, risk: str, text: str) -> Meaning:
        """Meaning of a sentence that tells of a risk."""
        return Meaning(text, SAFETY, {} if risk == UNSAID else {RISK: risk}, {}, DANGER_SURE)

    def _is_offered(self, found: Found, unsafe: float) -> bool:
        """Test of danger with an excuse: help is offered, for an excuse is no proof. Whoever needs an ambulance may
        have watched a film before."""
        if found.beside and found.frame.plain:
            return True
        return self._hints is not None and unsafe > (self._hints.surely if found.excused else self._hints.offered)

    def _doubted(self, words: Sequence[Word], unsafe: float) -> bool:
        """Test of words in which a frame of danger fits: they do not sound like it ("he is violent with the garlic
        press")."""
        return self._hints is not None and len(words) <= LONGEST_EMBEDDED and unsafe < self._hints.doubts

    def _perhaps_unsafe(self, text: str) -> Meaning:
        return Meaning(text, FALLBACK, {}, {}, 0.0, perhaps_unsafe=True)
