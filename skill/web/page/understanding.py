# SPDX-License-Identifier: Apache-2.0
"""Understanding for the page: the same as everywhere, and it can be asked afterwards what it made of a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from skill.language_model import LanguageModel
from skill.speaker.echo.exchange import Exchange
from skill.speaker.nlu import Meaning, Understanding
from skill.speaker.nlu.similarity.meanings import open_meanings
from skill.web.page.entries import Understood


class Watched:
    """Understanding that can be asked afterwards what it made of a line."""

    def __init__(self, model: LanguageModel, *, scripted: bool = False) -> None:
        """`scripted` leaves out what may not be installed, for a script must give the same everywhere."""
        self._understanding = _understanding_of(model, scripted)
        self._asked: list[Meaning] = []

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        """See `Understanding.meaning`."""
        found = self._understanding.meaning(text, expects)
        self._asked.append(found)
        return found

    def understood(self, exchange: Exchange) -> Understood | None:
        """What it made of the line of an exchange, since it was last forgotten; None where it was not asked."""
        meanings = [each for each in self._asked if each.intent == exchange.intent]
        if exchange.heard is None or not meanings:
            return None
        meaning = max(meanings, key=lambda each: each.confidence)
        others = (each for each in self._understanding.alternatives(meaning.text) if each[0] != meaning.intent)
        return Understood(meaning, next(others, None))

    def forget(self) -> None:
        """Forget what was asked."""
        self._asked.clear()


@cache
def _understanding_of(model: LanguageModel, scripted: bool) -> Understanding:
    return Understanding(model, meanings=open_meanings(model.locale, False if scripted else None), keep=True)
