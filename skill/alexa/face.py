# SPDX-License-Identifier: Apache-2.0
"""The Alexa face of one request: what the household loop (`skill/turn/`) asks of the platform that it came from."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from skill.alexa.requests import envelope
from skill.alexa.requests.envelope import Asked
from skill.alexa.responses.response import Reply, render
from skill.checkin.course.said_reminders import words_of
from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.events import Context, ReminderAnswered
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.turn import Turn
from skill.checkin.wording import words
from skill.content.types import Content
from skill.faces import zones
from skill.settings import Settings
from skill.turn import moment

if TYPE_CHECKING:
    from skill.alexa.services.client import Services


class AlexaFace:
    """One request of the platform."""

    def __init__(self, asked: Asked, settings: Settings) -> None:
        self._asked = asked
        self._settings = settings
        self._sender = envelope.sender(asked, settings)
        self.household: str = self._sender.household
        self.request: str = self._sender.request
        self.content: Content = asked.content
        self.today: date | None = self._sender.timestamp.date() if self._sender.timestamp else None

    @property
    def tells_zone(self) -> bool:
        return self._services is not None

    def context(self, household: Household, remembers: bool) -> Context:
        sender = self._sender
        now = moment.local(sender.timestamp, sender.zone, household)
        evening = evening_on(now)
        return Context(
            moment=now,
            evening=evening,
            seed=moment.seed(sender.household, evening),
            request=sender.request,
            device=sender.device,
            # Where they live counts more than which English they speak: it decides whom to call.
            country=zones.country_of(household.zone) or sender.country,
            new_session=sender.new_session,
            playing=sender.playing,
            person=sender.person is not None,
            remembers=remembers,
        )

    def time_zone(self) -> str | None:
        return self._services.time_zone() if self._services else None

    def carry_out(self, effect: SetReminder | CancelReminders, context: Context) -> ReminderAnswered:
        reminder = effect.reminder if isinstance(effect, SetReminder) else None
        if self._services is None:
            return ReminderAnswered(outcome="unavailable", reminder=reminder)
        if isinstance(effect, CancelReminders):
            return self._services.cancel_reminders(effect.ids)
        zone = getattr(context.moment.tzinfo, "key", "UTC")
        text = words(words_of(self.content, effect.reminder), self.content)
        return self._services.set_reminder(effect.reminder, text, zone, self.content.locale)

    def render(self, turn: Turn) -> Reply:
        return render(turn, self.content, self._sender.person, self._sender.device.screen)

    @cached_property
    def _services(self) -> Services | None:
        if not self._sender.has_services:
            return None
        # Imported here, because few turns ask anything of a service.
        from skill.alexa.services.client import Services

        return Services.of(self._asked.event, self._settings, self._asked.deadline)
