# SPDX-License-Identifier: Apache-2.0
"""Reminders from what they say to what the platform keeps, and back: days, words, bounds, what the app deletes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from skill.alexa import skill
from skill.checkin.model.household import REMINDERS_MAX
from skill.content.loading.loader import load_content
from skill.settings import Settings
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.services.simulated import Services

from ..couple import Couple, plain_slot, slot
from ..watched_store import WatchedStore

NEW_YORK = "America/New_York"
HALF_PAST_EIGHT = datetime(2026, 3, 5, 20, 30, tzinfo=ZoneInfo(NEW_YORK))
"""On a Thursday."""
CONTENT = load_content("en-US")
RULES = {
    "every_day": "DAILY",
    "weekdays": "WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekends": "WEEKLY;BYDAY=SA,SU",
    "monday": "WEEKLY;BYDAY=MO",
    "tuesday": "WEEKLY;BYDAY=TU",
    "wednesday": "WEEKLY;BYDAY=WE",
    "thursday": "WEEKLY;BYDAY=TH",
    "friday": "WEEKLY;BYDAY=FR",
    "saturday": "WEEKLY;BYDAY=SA",
    "sunday": "WEEKLY;BYDAY=SU",
}
SPOKEN = {"every_day": "Every day", "weekdays": "On weekdays", "weekends": "On weekends"}


class Home(Couple):
    """A couple on the clock of a home whose services let the skill set reminders."""

    def __init__(self, services: Services, store: WatchedStore) -> None:
        super().__init__(skill.build(Settings(local_services=True), store), services=services)
        self.services = services
        self.store = store
        self.moment = HALF_PAST_EIGHT.astimezone(UTC)

    def remind(self, time: str = "21:00", days: str | None = None) -> None:
        """Ask for a reminder, and say yes to it."""
        self.ask(time, days)
        self.say("AMAZON.YesIntent")

    def ask(self, time: str, days: str | None = None) -> str:
        """Ask for a reminder; returns what is said back."""
        on = [slot("days", f"every {days}", days, called=days)] if days else []
        self.say("RemindUsIntent", plain_slot("time", time), *on)
        return self.words

    @property
    def alerts(self) -> list[dict[str, Any]]:
        """What the platform keeps."""
        return list(self.services.reminders(lambda kept: kept.shown())["alerts"])


@pytest.fixture
def home(store: WatchedStore) -> Iterator[Home]:
    with Services(ScriptedClock(HALF_PAST_EIGHT), NEW_YORK) as services:
        services.behave("permission", "granted")
        home = Home(services, store)
        home.launch()
        home.moment = HALF_PAST_EIGHT.astimezone(UTC)
        yield home


def choosing(home: Home, count: int) -> Iterator[None]:
    """They choose so many rituals, one after the other."""
    for ritual in list(CONTENT.rituals.values())[:count]:
        home.say("ChooseRitualIntent", slot("ritual", ritual.id, ritual.id))
        yield


@pytest.mark.parametrize("days", RULES)
def test_each_of_the_days_rings_on_just_these(home: Home, days: str) -> None:
    said = home.ask("20:05", days)
    assert said.startswith(SPOKEN.get(days, f"Every {days.capitalize()}") + " at 8:05 in the evening.")
    home.say("AMAZON.YesIntent")
    (alert,) = home.alerts
    (rule,) = alert["trigger"]["recurrence"]["recurrenceRules"]
    assert rule.startswith(f"FREQ={RULES[days]};BYHOUR=20;BYMINUTE=5;")
    assert alert["trigger"]["timeZoneId"] == NEW_YORK


@pytest.mark.parametrize(
    ("time", "said", "day"),
    [
        ("20:31", "Today at 8:31 in the evening, just once.", "2026-03-05"),
        ("23:59", "Today at 11:59 in the evening, just once.", "2026-03-05"),
        ("20:30", "Tomorrow at 8:30 in the evening, just once.", "2026-03-06"),
        ("20:29", "Tomorrow at 8:29 in the evening, just once.", "2026-03-06"),
        ("12:00", "Tomorrow at twelve in the afternoon, just once.", "2026-03-06"),
        ("17:59", "Tomorrow at 5:59 in the afternoon, just once.", "2026-03-06"),
        ("18:00", "Tomorrow at six in the evening, just once.", "2026-03-06"),
        ("00:15", "Tomorrow at 12:15 in the morning, just once.", "2026-03-06"),
    ],
)
def test_without_days_it_is_the_next_time_that_the_clock_shows_that(home: Home, time: str, said: str, day: str) -> None:
    assert home.ask(time).startswith(said)
    home.say("AMAZON.YesIntent")
    (alert,) = home.alerts
    assert alert["trigger"]["scheduledTime"].startswith(f"{day}T{time}:00")


def test_one_that_was_deleted_in_the_app_is_gone_from_the_record(home: Home, store: WatchedStore) -> None:
    home.remind()
    assert [one.id for one in store.household().reminders] == [alert["alertToken"] for alert in home.alerts]
    home.launch()
    home.say("ReminderStatusIntent")
    assert "today at nine in the evening." in home.words.lower()
    for told in home.services.obey("reminders delete"):
        home.send(home.envelope(told.kind, session=False, **told.fields))
    assert store.household().reminders == ()
    home.say("ReminderStatusIntent")
    assert "reminder" in home.words
    assert "nine" not in home.words


def test_only_the_deleted_one_is(home: Home, store: WatchedStore) -> None:
    for _ in choosing(home, 2):
        home.remind()
        home.launch()
    first, second = store.household().reminders
    gone = {"body": {"alertTokens": [first.id, "another"]}}
    home.send(home.envelope("Reminders.ReminderDeleted", session=False, **gone))
    assert store.household().reminders == (second,)


def test_there_is_room_for_five_and_a_sixth_is_refused_until_one_goes(home: Home, store: WatchedStore) -> None:
    for _ in choosing(home, REMINDERS_MAX):
        home.remind()
        assert "It's set." in home.words or home.words.startswith(("Done: ", "I'll remind you "))
        home.launch()
    assert len(store.household().reminders) == len(home.alerts) == REMINDERS_MAX == 5
    assert list(choosing(home, REMINDERS_MAX + 1))
    assert home.ask("21:00").startswith("You already have five reminders.")
    assert len(home.alerts) == REMINDERS_MAX


def test_a_new_time_for_the_same_ritual_takes_the_place_of_the_old_one(home: Home, store: WatchedStore) -> None:
    for time in ("21:00", "22:00"):
        home.remind(time)
        home.launch()
    (kept,) = store.household().reminders
    assert (kept.reminder.hour, [alert["alertToken"] for alert in home.alerts]) == (22, [kept.id])
