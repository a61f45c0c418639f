# SPDX-License-Identifier: Apache-2.0
"""A home for the page: devices that play the tracks of this machine, and understanding that can be asked afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lambda_handler import Handler
from skill.language_model import LanguageModel
from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import Clock
from skill.speaker.echo.device import Echo
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.requests import SKILL_ID, Gear, Household
from skill.speaker.echo.services import Services
from skill.speaker.nlu import Meaning, Understanding
from skill.speaker.snd.tracks import length_s
from skill.web.page.entries import Understood


class Watched:
    """Understanding that can be asked afterwards what it made of a line."""

    def __init__(self, model: LanguageModel) -> None:
        self._understanding = _understanding_of(model)
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
def _understanding_of(model: LanguageModel) -> Understanding:
    return Understanding(model)


def make_home(
    answer: Handler,
    understanding: Watched,
    model: LanguageModel,
    clock: Clock,
    services: Services,
    skill_id: str | None = None,
) -> Home:
    """A home whose devices ask `answer`; it is the same household as that of the terminal."""
    household = Household(
        skill_id=skill_id or SKILL_ID,
        locale=model.locale,
        api_endpoint=services.endpoint,
        access_token=services.token,
    )

    def install(gear: Gear) -> Echo:
        player = Player(clock, length_s)
        return Echo(
            answer, understanding, model, clock, household=household, gear=gear, player=player, services=services
        )

    return Home(clock, install, services)
