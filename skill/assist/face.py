# SPDX-License-Identifier: Apache-2.0
"""The face of one event at a satellite: what the household loop (`skill/turn/`) asks of the platform."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from msgspec import Struct

from skill.assist.caller import Caller, HouseholdOf
from skill.assist.reply import Reply, render
from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.events import Context, Device, ReminderAnswered
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.playback import Playing
from skill.checkin.model.turn import Turn
from skill.content.types import Content
from skill.faces.zones import country_of
from skill.turn import moment


class Home(Struct, frozen=True, kw_only=True):
    """What is true of all satellites of this service."""

    content: Content
    """What can be said, in the words of this platform."""
    zone: tzinfo
    """Where nobody tells the household's own."""
    country: str
    """ISO 3166 code: whose numbers are told where help is needed and nobody tells better."""
    shared_by: HouseholdOf = "home"


class AssistFace:
    """One event at a satellite."""

    def __init__(
        self, home: Home, caller: Caller, now: datetime, request: str, *, new_session: bool, playing: Playing | None
    ) -> None:
        self._home = home
        self._caller = caller
        self._now = now
        self._new_session = new_session
        self._playing = playing
        self.household: str = caller.household(home.shared_by)
        self.request: str = request
        self.content: Content = home.content
        self.today: date | None = now.date()

    @property
    def tells_zone(self) -> bool:
        return self._caller.time_zone is not None

    def context(self, household: Household, remembers: bool) -> Context:
        now = moment.local(self._now, self._home.zone, household)
        evening = evening_on(now)
        told = self._caller.told
        return Context(
            moment=now,
            evening=evening,
            seed=moment.seed(self.household, evening),
            request=self.request,
            device=Device(
                key=self._caller.satellite, audio=told.music, asks_after=told.music and told.asks_after, silence=False
            ),
            # It decides whom to call: what the home is set to counts more than its zone, which neighbours may share,
            # and both more than which English they speak.
            country=told.country or country_of(household.zone) or self._home.country,
            new_session=self._new_session,
            playing=self._playing,
            remembers=remembers,
        )

    def time_zone(self) -> str | None:
        return self._caller.time_zone

    def carry_out(self, effect: SetReminder | CancelReminders, context: Context) -> ReminderAnswered:
        """Reminders are the home's own affair here: an automation begins the evening at its time."""
        reminder = effect.reminder if isinstance(effect, SetReminder) else None
        return ReminderAnswered(outcome="unavailable", reminder=reminder)

    def render(self, turn: Turn) -> Reply:
        return render(turn, self.content)
